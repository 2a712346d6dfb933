"""Check English and names of the repository by the rules of CONTRIBUTING.md.

``python -m tools.check_prose`` prints one line a finding and exits with 1 if there is any.
"""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

SOURCES = ("bulletin", "plugins", "bench", "tools", "tests", "theme")
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/*.md",
    "deploy/**/*.md",
    "bench/*.md",
    "plugins/*.md",
)
MAX_SUMMARY = 80
"""Characters of a summary line."""
MAX_SENTENCE = 20
"""Words of a sentence in a docstring or a comment; code in backticks counts as one word."""
MAX_DOCUMENT_SENTENCE = 25
"""Words of a sentence in a document, which may list more."""
FORBIDDEN = re.compile(
    r"\b(somebody|nobody|whoever|whatever|meanwhile|anew|thereby|beforehand|unmeant|likewise|for ever|hardly|wherever)\b",
    re.IGNORECASE,
)
OPENINGS = re.compile(r"(what|which|who|whose|whom|where|how|whether|when)\b", re.IGNORECASE)
WHERE = re.compile(r"(?:(\w+)[\"”’)]*,?|[.!?;])\s+where\b|^where\b", re.IGNORECASE)
"""The word “where” with the word before it. After a colon or a bar, “where” may name a place."""
BEFORE_WHERE = frozenset(
    "place folder file line directory address page machine position point spot column list"
    " places folders files lines directories addresses pages machines positions points spots columns lists"
    " from to of is stands stand stays stay lies lie say says show shows ask asks know knows tell tells".split()
)
"""Words after which “where” names a place."""
ONE_WORD_FUNCTIONS = frozenset(
    "main register slugify build clean check livereload lint lock new preview publish rebuild releases rollback serve status test"
    " verify withdraw readers report documents audit bench init upgrade version".split()
)
"""Public functions named by one word: Pelican's hook, entry points and the commands of ``./inv``."""
_CODE = re.compile(r"``.*?``|`[^`]*`", re.DOTALL)
_QUOTE = re.compile(r"“[^”]*”|\([^()]*\)|https?://\S+", re.DOTALL)
_STRING_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'(?:\\.|[^\\])*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|(#[^\n]*(?:\n *#[^\n]*)*)',
    re.DOTALL,
)
_LETTERS_WITH_MARKS = re.compile(r"[ạảãầấậẩẫằắặẳẵẹẻẽềếệểễịỉĩọỏõồốộổỗờớợởỡụủũừứựửữỳỵỷỹđ]")

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


class Finding(NamedTuple):
    """One breach of a rule, with its place."""

    path: str
    line: int
    message: str


def check_docstring(path: str, line: int, text: str, *, is_function: bool) -> Iterator[Finding]:
    """Yield the findings of one docstring whose first line is ``line``."""
    if not is_english(text):  # The help of a command, for editors
        return
    summary = " ".join(text.strip().split("\n\n")[0].split())
    if len(summary) > MAX_SUMMARY:
        yield Finding(path, line, f"the summary has {len(summary)} characters, {MAX_SUMMARY} at most")
    yield from check_opening(path, line, text)
    if is_function and re.match(r"(the|an?)\b", summary, re.IGNORECASE):
        yield Finding(path, line, "the summary of a function begins with a verb")
    yield from check_words(path, line, text)


def check_opening(path: str, line: int, text: str) -> Iterator[Finding]:
    """Yield a finding if a summary opens with a word that asks."""
    if found := OPENINGS.match(text.strip()):
        yield Finding(path, line, f"the summary opens with “{found[0]}”: use verb and object")


def check_words(path: str, line: int, text: str, most: int = MAX_SENTENCE) -> Iterator[Finding]:
    """Yield forbidden words, conditional “where” and long sentences of a text."""
    plain = _CODE.sub(lambda code: "folder" if "/" in code[0] else "code", text)
    for found in FORBIDDEN.finditer(plain):
        yield Finding(path, line, f"“{found[0]}”: name the person, the process or the moment")
    for found in WHERE.finditer(plain):
        if not is_place(found[1], is_document=most == MAX_DOCUMENT_SENTENCE):
            yield Finding(
                path,
                line,
                f"“{' '.join(found[0].strip('.!?;').split())}”: a condition begins with if or when",
            )
    for sentence in split_sentences(plain):
        words = sentence.split()
        if len(words) > most:
            start = " ".join(words)[:60]
            yield Finding(path, line, f"{len(words)} words in a sentence, {most} at most: “{start}…”")


def is_place(word: str | None, *, is_document: bool) -> bool:
    """Tell if “where” names a place after a word, or without a word before it."""
    return is_document if word is None else word.lower() in BEFORE_WHERE


def split_sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text. List items and paragraphs are sentences."""
    plain = _QUOTE.sub("code", text)
    for block in re.split(r"\n\s*\n|\n\s*(?=[-*|#] |\d+\. |[A-Z][a-z]+:\n)|\n\s*(?=\w+: )", plain):
        yield from (part for part in re.split(r"(?<=[.!?:;])\s+", block.strip()) if part)


def check_module(path: str, source: str, tree: ast.Module) -> Iterator[Finding]:
    """Yield the findings of the docstrings and comments of a Python file."""
    for node, body in find_bodies(tree):
        text = get_text(body[0]) if isinstance(node, ast.Module | Definition) else None
        if text is not None:
            is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not is_noun(node)
            yield from check_docstring(path, body[0].lineno, text, is_function=is_function)
        for before, after in pairwise(body):
            text = get_text(after) if isinstance(before, ast.Assign | ast.AnnAssign) else None
            if text is not None:
                yield from check_opening(path, after.lineno, text)
                yield from check_words(path, after.lineno, text)
    yield from check_comments(path, source)


def find_bodies(node: ast.AST) -> Iterator[tuple[ast.AST, list[ast.stmt]]]:
    """Yield all nodes that hold statements, with their statements."""
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        inside = getattr(node, field, None)
        if not isinstance(inside, list) or not inside:
            continue
        if field == "body":
            yield node, inside
        for child in inside:
            yield from find_bodies(child)


def is_noun(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell if a function is a property or a fixture, which are named by a noun."""
    return any(name in ast.unparse(mark) for mark in node.decorator_list for name in ("property", "fixture"))


def get_text(node: ast.stmt) -> str | None:
    """Return the text of a statement that is a string alone, as in a docstring."""
    if (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ):
        return node.value.value
    return None


def check_comments(path: str, source: str) -> Iterator[Finding]:
    """Yield the findings of the comments of a Python file."""
    for found in find_comments(source):
        if not found[1].startswith(("# type:", "#!")):
            text = re.sub(r"#+", "", re.sub(r"#\s*(noqa|type)[^#]*", "", found[1])).strip()
            yield from check_words(path, source.count("\n", 0, found.start()) + 1, text)


def find_comments(source: str) -> Iterator[re.Match[str]]:
    """Yield matches whose group 1 is a comment, or all lines of one."""
    return (found for found in _STRING_OR_COMMENT.finditer(source) if found[1])


def check_names(trees: Iterable[tuple[str, ast.Module]]) -> Iterator[Finding]:
    """Yield public functions of one word, and public names that stand in two modules."""
    places: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for path, tree in trees:
        for node in tree.body:
            if isinstance(node, Definition) and not node.name.startswith("_"):
                places[node.name].append((path, node.lineno))
                if (
                    not isinstance(node, ast.ClassDef)
                    and "_" not in node.name
                    and node.name not in ONE_WORD_FUNCTIONS
                ):
                    yield Finding(path, node.lineno, f"function {node.name}: a name is verb_noun")
    for name, found in places.items():
        for path, line in found[1:] if name not in ONE_WORD_FUNCTIONS else ():
            yield Finding(path, line, f"{name} is also the name of something in {found[0][0]}")


def check_document(path: str, text: str) -> Iterator[Finding]:
    """Yield the findings of an English document, without code blocks and tables."""
    plain = re.sub(
        r"^```.*?^```", lambda block: "\n" * block[0].count("\n"), text, flags=re.DOTALL | re.MULTILINE
    )
    line = 1
    for block in re.split(r"(\n\s*\n)", plain):
        if block.strip() and not block.startswith("|"):
            yield from check_words(path, line, block.strip(), MAX_DOCUMENT_SENTENCE)
        line += block.count("\n")


def is_english(text: str) -> bool:
    """Tell if a text is English, quotes and code left out.

    Reason: Vietnamese has letters with marks in nearly each word.
    """
    plain = _QUOTE.sub("", _CODE.sub("", text))
    return len(_LETTERS_WITH_MARKS.findall(plain)) * 25 <= len(plain)


def find_findings(root: Path) -> Iterator[Finding]:
    """Yield all findings of the files that git knows below ``root``."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout
    files = [Path(name) for name in listed.decode().split("\0") if name and (root / name).is_file()]
    trees: dict[str, ast.Module] = {}
    for file in files:
        if (file.suffix == ".py" and file.parts[0] in SOURCES) or str(file) in ("tasks.py", "inv"):
            source = (root / file).read_text(encoding="utf-8")
            try:
                trees[str(file)] = ast.parse(source)
            except SyntaxError as error:
                yield Finding(str(file), error.lineno or 1, f"Python cannot read the file: {error.msg}")
                continue
            yield from check_module(str(file), source, trees[str(file)])
        elif any(file.match(form) for form in DOCUMENTS):
            text = (root / file).read_text(encoding="utf-8")
            if is_english(text):
                yield from check_document(str(file), text)
    yield from check_names(pair for pair in trees.items() if not pair[0].startswith(("tests/", "theme/")))


def main(root: Path = Path()) -> int:
    """Print the findings; return 1 if there are any."""
    findings = sorted(find_findings(root))
    for path, line, message in findings:
        print(f"{path}:{line}: {message}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())

"""Check the English and the names of the repository by the rules of CONTRIBUTING.md.

``python -m tools.check_prose`` prints one line a finding and exits with 1 if there is any.
"""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

SOURCES = ("bulletin", "plugins", "bench", "tools", "tests", "theme")
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/*.md", "deploy/**/*.md", "bench/*.md")
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
ONE_WORD_FUNCTIONS = frozenset(
    "main register slugify build clean check livereload lint lock new preview publish rebuild releases rollback serve test"
    " verify withdraw bench".split()
)
"""Public functions named by one word: Pelican's hook, entry points and the commands of ``./inv``."""


class Finding(NamedTuple):
    """One breach of a rule, with its place."""

    path: str
    line: int
    message: str


def check_docstring(path: str, line: int, text: str, *, is_function: bool) -> Iterator[Finding]:
    """Yield the findings of one docstring whose first line is ``line``."""
    summary = text.strip().split("\n\n")[0].replace("\n", " ")
    if len(summary.split("  ")[0]) > MAX_SUMMARY:
        yield Finding(path, line, f"the summary has {len(summary)} characters, {MAX_SUMMARY} at most")
    if OPENINGS.match(summary):
        yield Finding(path, line, f"the summary opens with “{summary.split()[0]}”: use verb and object")
    if is_function and re.match(r"(the|an?)\b", summary, re.IGNORECASE):
        yield Finding(path, line, "the summary of a function begins with a verb")
    yield from check_words(path, line, text, MAX_SENTENCE)


def check_words(path: str, line: int, text: str, most: int) -> Iterator[Finding]:
    """Yield the forbidden words and the long sentences of a text."""
    for found in FORBIDDEN.finditer(re.sub(r"``.*?``|`[^`]*`", "code", text)):
        yield Finding(path, line, f"“{found[0]}”: name the person, the process or the moment")
    for sentence in split_sentences(text):
        words = len(sentence.split())
        if words > most:
            yield Finding(path, line, f"{words} words in a sentence, {most} at most: “{sentence[:60]}…”")


def split_sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text. Code is one word, list items and paragraphs are sentences."""
    plain = re.sub(r"``.*?``|`[^`]*`|“[^”]*”|\([^()]*\)|https?://\S+", "code", text, flags=re.DOTALL)
    for block in re.split(r"\n\s*\n|\n\s*(?=[-*|#] |\d+\. |[A-Z][a-z]+:\n)|\n\s*(?=\w+: )", plain):
        yield from (part for part in re.split(r"(?<=[.!?:;])\s+", block.strip()) if part)


def check_module(path: str, source: str) -> Iterator[Finding]:
    """Yield the findings of the docstrings and comments of a Python file."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node)
            if text:
                line = node.body[0].lineno
                is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not is_property(
                    node
                )
                yield from check_docstring(path, line, text, is_function=is_function)
        body = getattr(node, "body", [])
        for before, after in pairwise(body if isinstance(body, list) else []):
            if isinstance(before, ast.Assign | ast.AnnAssign) and is_text(after):
                yield from check_words(path, after.lineno, after.value.value, MAX_SENTENCE)
    yield from check_comments(path, source)


def is_property(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell if a function is a property or a fixture, which are named by a noun."""
    return any(
        "property" in ast.unparse(mark) or "fixture" in ast.unparse(mark) for mark in node.decorator_list
    )


def is_text(node: ast.stmt) -> bool:
    """Tell if a statement is a string alone, as in the docstring of a constant."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def check_comments(path: str, source: str) -> Iterator[Finding]:
    """Yield the findings of the comments of a Python file."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and not token.string.startswith(("# type:", "#!")):
            text = re.sub(r"#\s*(noqa|type)[^#]*", "", token.string).lstrip("# ")
            yield from check_words(path, token.start[0], text, MAX_SENTENCE)


def find_public_names(path: str, source: str) -> Iterator[tuple[str, int, str]]:
    """Yield name, line and kind (``class`` or ``function``) of the public definitions of a module."""
    for node in ast.parse(source).body:
        if isinstance(
            node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        ) and not node.name.startswith("_"):
            yield node.name, node.lineno, "class" if isinstance(node, ast.ClassDef) else "function"


def check_names(files: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """Yield public functions of one word, and public names that stand in two modules."""
    places: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for path, source in files:
        for name, line, kind in find_public_names(path, source):
            if kind == "function" and "_" not in name and name not in ONE_WORD_FUNCTIONS:
                yield Finding(path, line, f"function {name}: a name is verb_noun")
            if name not in ONE_WORD_FUNCTIONS:
                places[name].append((path, line))
    for name, found in places.items():
        for path, line in found[1:]:
            yield Finding(path, line, f"{name} is also the name of something in {found[0][0]}")


def check_document(path: str, text: str) -> Iterator[Finding]:
    """Yield the findings of an English Markdown document, code blocks left out."""
    plain = re.sub(
        r"^```.*?^```", lambda block: "\n" * block[0].count("\n"), text, flags=re.DOTALL | re.MULTILINE
    )
    line = 1
    for block in re.split(r"(\n\s*\n)", plain):
        if block.strip() and "|" not in block.split("\n")[0][:2]:
            yield from check_words(path, line, block.strip(), MAX_DOCUMENT_SENTENCE)
        line += block.count("\n")


def is_english(text: str) -> bool:
    """Tell if a document is English: Vietnamese ones have letters with marks in nearly each word."""
    return len(re.findall(r"[ạảãầấậẩẫằắặẳẵẹẻẽềếệểễịỉĩọỏõồốộổỗờớợởỡụủũừứựửữỳỵỷỹđ]", text)) * 40 < len(text)


def find_findings(root: Path) -> Iterator[Finding]:
    """Yield all findings of the files that git knows below ``root``."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout  # noqa: S607
    files = [Path(name) for name in listed.decode().split("\0") if name]
    python = [
        file
        for file in files
        if (file.suffix == ".py" and file.parts[0] in SOURCES) or file.name in ("tasks.py", "inv")
    ]
    texts = {str(file): (root / file).read_text() for file in python if (root / file).is_file()}
    for path, source in texts.items():
        yield from check_module(path, source)
    yield from check_names(
        (path, source) for path, source in texts.items() if not path.startswith(("tests/", "theme/"))
    )
    for file in files:
        if any(file.match(form) for form in DOCUMENTS) and (root / file).is_file():
            text = (root / file).read_text()
            if is_english(text):
                yield from check_document(str(file), text)


def main(root: Path = Path()) -> int:
    """Print the findings; return 1 if there are any."""
    findings = sorted(find_findings(root))
    for path, line, message in findings:
        print(f"{path}:{line}: {message}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())

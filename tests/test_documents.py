"""Documents and docstrings name files and functions that exist.

A path stands in backticks: `bulletin/urls.py`. A definition follows the path of its file: `bulletin/urls.py: UrlBuilder`.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tools.check_prose import find_bodies, find_comments, get_text

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(
    file.relative_to(ROOT).as_posix()
    for pattern in ("README.md", "CONTRIBUTING.md", "docs/*.md", "deploy/*.md", "plugins/*.md")
    for file in ROOT.glob(pattern)
)
ANOTHER_SITE = ("content/",)
"""Folders that a site fills with its own files, so that examples may name files that the sample lacks."""
GENERATED = ("bench/results/",)
"""Folders whose files come and go with what a command writes."""
_BLOCK = re.compile(r"^```.*?^```|(?<=\n\n)(?: {4}[^\n]*\n+)+", re.DOTALL | re.MULTILINE)
"""A fenced or an indented block of code."""
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[\w.*-]+(?:/[\w.*-]+)*/?")
_PYTHON_PATH = re.compile(r"(?<![\w/.~-])(?:[\w-]+/)*[\w-]+\.py\b")
_LINK = re.compile(r"\]\(([\w/.-]*)(?:#([^)\s]+))?\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_DEFINITION = re.compile(r"([\w/.-]+\.py): ([A-Za-z_][\w.]*)")


def find_code(document: str) -> Iterator[str]:
    """Yield the inline code of a document; blocks of code are left out."""
    return (found[1] for found in _CODE.finditer(read_prose(document)))


def read_prose(document: str) -> str:
    """Return a document without its blocks of code."""
    return _BLOCK.sub("\n", (ROOT / document).read_text(encoding="utf-8"))


def is_repository_path(code: str) -> bool:
    """Tell if inline code names a file or folder of the repository.

    A Python file always does. Other paths do if they begin with a folder of the first level.
    """
    if not _PATH.fullmatch(code) or code.startswith((".", *ANOTHER_SITE, *GENERATED)):
        return False
    if code.endswith(".py"):
        return True
    return "/" in code and code.partition("/")[0] in list_first_level()


@cache
def list_first_level() -> frozenset[str]:
    """Return the names of the first level that are under version control."""
    ignored = {"output", "output-publish", "public"}
    return frozenset(path.name for path in ROOT.iterdir() if path.name[0] != "." and path.name not in ignored)


@cache
def find_definitions(path: str) -> frozenset[str]:
    """Return the functions, classes, methods and constants that a Python file defines."""
    return frozenset(_find_names(ast.parse((ROOT / path).read_text(encoding="utf-8")).body, ""))


def _find_names(body: list[ast.stmt], prefix: str) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield f"{prefix}{node.name}"
            if isinstance(node, ast.ClassDef):
                yield from _find_names(node.body, f"{node.name}.")
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            yield from (
                f"{prefix}{name.id}" for name in ast.walk(target or ast.Pass()) if isinstance(name, ast.Name)
            )


@pytest.mark.parametrize("document", DOCUMENTS)
def test_path_in_document_exists(document: str) -> None:
    paths = {code for code in find_code(document) if is_repository_path(code)}
    paths |= {found[1] for code in find_code(document) if (found := _DEFINITION.fullmatch(code))}
    assert sorted(path for path in paths if not list(ROOT.glob(path.rstrip("/")))) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_definition_in_document_stands_in_its_file(document: str) -> None:
    named = [found for code in find_code(document) if (found := _DEFINITION.fullmatch(code))]
    missing = [
        found[0]
        for found in named
        if not (ROOT / found[1]).is_file() or found[2] not in find_definitions(found[1])
    ]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_link_in_document_leads_to_file_and_heading(document: str) -> None:
    dead = []
    for path, anchor in _LINK.findall(_CODE.sub("", read_prose(document))):
        file = ROOT / Path(document).parent / path if path else ROOT / document
        if not file.exists() or (anchor and anchor not in find_anchors(file)):
            dead.append(f"{path}#{anchor}")
    assert dead == []


def test_path_in_docstring_or_comment_exists() -> None:
    files = [file.relative_to(ROOT).as_posix() for file in find_python_files()]
    suffixes = {file.split("/", skipped)[-1] for file in files for skipped in range(file.count("/") + 1)}
    missing = [
        f"{file}: {path}"
        for file in files
        for text in find_texts((ROOT / file).read_text(encoding="utf-8"))
        for path in _PYTHON_PATH.findall(text)
        if path not in suffixes
    ]
    assert missing == []


def find_python_files() -> Iterator[Path]:
    """Yield the Python files at the first level and below the folders of code."""
    yield from ROOT.glob("*.py")
    for folder in ("bulletin", "plugins", "bench", "tools", "tests", "theme"):
        yield from (ROOT / folder).rglob("*.py")


def find_texts(source: str) -> Iterator[str]:
    """Yield the docstrings and comments of a Python file."""
    for _, body in find_bodies(ast.parse(source)):
        yield from filter(None, map(get_text, body))
    yield from (found[1] for found in find_comments(source))


def find_anchors(document: Path) -> set[str]:
    """Return the anchors that GitHub gives to the headings of a document."""
    headings = _HEADING.findall(document.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_architecture_names_definitions() -> None:
    named = [code for code in find_code("docs/architecture.md") if _DEFINITION.fullmatch(code)]
    assert len(named) > 30


def test_repository_path_is_told_from_other_code() -> None:
    assert is_repository_path("bulletin/no_such_file.py")
    assert is_repository_path("docs/no-such-file.md")
    assert not is_repository_path("content/articles/2026/11/an-example.md")
    assert not is_repository_path("public/current")
    assert not is_repository_path("ssh://user@host/srv")

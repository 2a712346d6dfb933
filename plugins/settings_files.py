"""The settings files of a site, and where in them a setting stands.

For messages alone: while all is well, none of this runs and no file is read again.
"""

import ast
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

NAMES = ("publishconf", "pelicanconf")
"""The settings files as Python's modules; the first has the last word."""


def place(setting: str, key: str = "") -> str:
    """Return where the settings files that this process read last give ``setting`` its value: ``publishconf.py:12``.

    ``key`` is one of its table, whose own line is meant where it has one. Without a line where none is found:
    a setting can be made in ways that only Python sees through.
    """
    files = list(_files())
    for wanted in (key, "") if key else ("",):
        for file in files:
            if line := _line(file, setting, wanted):
                return f"{file.name}:{line}"
    return files[0].name if files else f"{NAMES[-1]}.py"


def _files() -> Iterator[Path]:
    for name in NAMES:
        spec = getattr(sys.modules.get(name), "__spec__", None)
        if spec is not None and spec.origin:
            yield Path(spec.origin)


def _line(file: Path, setting: str, key: str) -> int:
    """Return the line (from 1) of the last statement that sets ``setting``, or of ``key`` in it; 0 for none."""
    with suppress(OSError, SyntaxError, ValueError):  # saved anew since it was read
        tree = ast.parse(file.read_bytes())
        return max((_line_in(node, setting, key) for node in _module_level(tree)), default=0)
    return 0


def _module_level(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is in ``node`` and runs as the file is read: also below ``if`` and the like, nothing of a function."""
    for part in ast.iter_child_nodes(node):
        if not isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield part
            yield from _module_level(part)


def _line_in(node: ast.AST, setting: str, key: str) -> int:
    if not isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        return 0
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    if not any(_sets(target, setting) for target in targets):
        return 0
    if not key:
        return node.lineno
    return max(
        (
            part.lineno
            for part in ast.walk(node)
            if isinstance(part, ast.expr | ast.keyword) and _named(part) == key
        ),
        default=0,
    )


def _sets(target: ast.expr, setting: str) -> bool:
    """Tell whether an assignment to ``target`` sets the setting or something in it."""
    if isinstance(target, ast.Tuple | ast.List):
        return any(_sets(part, setting) for part in target.elts)
    if isinstance(target, ast.Subscript | ast.Starred):
        return _sets(target.value, setting)
    return isinstance(target, ast.Name) and target.id == setting


def _named(part: ast.expr | ast.keyword) -> object:
    """Return what a part of a statement may name as a key: a text, or the argument of ``dict(key=…)``."""
    if isinstance(part, ast.keyword):
        return part.arg
    return part.value if isinstance(part, ast.Constant) else None

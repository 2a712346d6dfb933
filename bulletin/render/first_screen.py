"""Styles of the first screen, which stand in each page itself.

A phone on a slow line waits two seconds for each answer of a server. With these rules in the page, its first words need
one answer, and the stylesheet comes after them. The Content-Security-Policy of the page names the digest of the rules.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache
from hashlib import sha256
from itertools import chain
from pathlib import Path

from markupsafe import Markup

from bulletin.errors import UserError
from bulletin.render.assets import LayeredRules, join_files, join_layers, split_layers
from bulletin.storage.file_system import find_in_folders
from bulletin.text.late_patterns import compile_late
from bulletin.view_models.components import InlineStyle

EVERY_KIND = "*"
"""The kind in the list that stands for all pages."""
_LIST_FILE = "css/first-screen.txt"
_COMMENT = compile_late(rb"/\*.*?\*/", re.DOTALL)
_STRING_OR_SPACE = compile_late(rb"""("[^"]*"|'[^']*')|\s*([{};,])\s*|(:)\s+""")


def load_first_screen_styles(folders: Sequence[Path]) -> dict[str, InlineStyle]:
    """Return the styles of the first screen by kind of page. Raise UserError.

    Args:
        folders: The folder ``static`` of the theme, then those of its overrides.
    """
    names_by_kind = dict(_read_list(find_in_folders(folders, _LIST_FILE)))
    common = names_by_kind.pop(EVERY_KIND, ())
    sheets = list(_read_sheets(folders, {*common, *chain.from_iterable(names_by_kind.values())}))
    return {kind: _build_style({*common, *names}, sheets) for kind, names in names_by_kind.items()}


def _read_list(file: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    if not file.is_file():
        return
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            kind, _, names = line.partition(":")
            yield kind.strip(), tuple(names.split())


def _read_sheets(folders: Sequence[Path], names: Iterable[str]) -> Iterator[tuple[str, LayeredRules]]:
    """Yield the names and rules of stylesheets, in the order of the whole one."""
    for folder in folders:
        for name in sorted(names):
            if (file := folder / f"css/{name}.css").is_file():
                yield name, _read_sheet(join_files([file]))


def _build_style(names: Set[str], sheets: Iterable[tuple[str, LayeredRules]]) -> InlineStyle:
    css = _join_sheets(rules for name, rules in sheets if name in names)
    if b"</" in css:
        raise UserError(
            "Một bảng kiểu mà theme/static/css/first-screen.txt nêu tên có dấu “</”, nên không in vào trang được. "
            "Hãy viết nó là “<\\/”."
        )
    digest = f"sha256-{b64encode(sha256(css).digest()).decode()}"
    return InlineStyle(Markup(css.decode()), digest)  # noqa: S704  # no tag can begin in it


def minify_first_screen(sheets: Iterable[bytes]) -> bytes:
    """Return some stylesheets as one, without comments, layers and needless spaces.

    Strings stay as they are. None of them contains the marks of a comment or ``;}``.
    """
    return _join_sheets(map(_read_sheet, sheets))


def _join_sheets(sheets: Iterable[LayeredRules]) -> bytes:
    return join_layers(sheets, b"").replace(b";}", b"}")


@lru_cache(maxsize=128)
def _read_sheet(css: bytes) -> LayeredRules:
    """Return the rules of a stylesheet without comments and needless spaces.

    Reason for the cache: most stylesheets stand in the styles of several kinds of page.
    """
    lines = re.sub(rb"\s*\n\s*", b"\n", _COMMENT.sub(b"", css))
    return split_layers(_STRING_OR_SPACE.sub(rb"\1\2\3", lines))

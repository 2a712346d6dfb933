"""The stylesheet, scripts and drawings of the theme, under names with a digest."""

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from bulletin import urls
from bulletin.errors import UserError
from bulletin.storage.file_system import find_in_folders
from bulletin.text.late_patterns import compile_late

_LAYER_ORDER = compile_late(rb"@layer\s+([\w\s,-]+);")
_LAYER_START = compile_late(rb"@layer\s+([\w-]+)\s*\{")
_BRACE_OR_STRING = compile_late(rb"""[{}]|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""", re.DOTALL)
_COMMENT_LINE = compile_late(rb"^[ \t]*//.*\n", re.MULTILINE)
_START = b"const start = () => {"
_END = b"""};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
"""
_REQUIRED_FILES = (
    "js/search/page.js",
    "worker/sw.js",
    "worker/sw-off.js",
    "images/icon.svg",
    "images/share.png",
)


class ThemeAsset(NamedTuple):
    """A file of the theme as it is served."""

    address: str
    """``/assets/bulletin.1a2b3c4d5e.css``."""
    data: bytes


def load_theme_assets(folders: Sequence[Path]) -> dict[str, ThemeAsset]:
    """Return the assets of a theme by name. Raise UserError if one is missing.

    The names are stylesheet, script, search, icon and share. All stylesheets become one file. So do all
    scripts, and those in ``js/search`` for the search page. They are joined in the order of the file names.

    A stylesheet of an override follows those of the theme, so its rules win. A script or picture of an
    override replaces the one with its name.

    Args:
        folders: The folder ``static`` of the theme, then those of its overrides.
    """
    for name in _REQUIRED_FILES:
        if not (folders[0] / name).is_file():
            raise UserError(f"the theme has no static/{name}: it was not made for the bulletin (see theme/)")
    stylesheets = [path for folder in folders for path in sorted((folder / "css").glob("*.css"))]
    return {
        "stylesheet": create_asset("bulletin.css", _minify_css(join_files(stylesheets))),
        "script": create_asset("bulletin.js", _join_page_scripts(folders)),
        "search": create_asset("search.js", _join_scripts(folders, "js/search")),
        **{
            name: create_asset(file.rpartition("/")[2], find_in_folders(folders, file).read_bytes())
            for name, file in (
                ("icon", "images/icon.svg"),
                ("share", "images/share.png"),
            )
        },
    }


def _join_page_scripts(folders: Sequence[Path]) -> bytes:
    """Return the script of all pages, which may run before the page is there.

    Scripts in ``js/head`` run at once, and those in ``js`` when the page is there.
    """
    return b"%b\n%b\n%b\n%b" % (_join_scripts(folders, "js/head"), _START, _join_scripts(folders, "js"), _END)


def _join_scripts(folders: Sequence[Path], name: str) -> bytes:
    scripts = {path.name for folder in folders for path in (folder / name).glob("*.js")}
    return _shorten_script(join_files(find_in_folders(folders, f"{name}/{file}") for file in sorted(scripts)))


def _shorten_script(script: bytes) -> bytes:
    """Remove the indentation of a script, and its lines that begin with ``//``.

    A script with a text of several lines keeps its indentation. No such text of the theme has a line of comment.
    Reason: comments are a sixth of the bytes of a compressed script, and indentation is 3 %.
    """
    code = _COMMENT_LINE.sub(b"", script)
    has_long_text = any(line.count(b"`") % 2 or line.endswith(b"\\") for line in code.splitlines())
    return code if has_long_text else re.sub(rb"\n\s+", b"\n", code)


def load_worker(folders: Sequence[Path], *, is_offline: bool) -> ThemeAsset:
    """Return the service worker of a site.

    If ``is_offline`` is False, it removes itself and its copies from the browsers of readers.
    """
    file = find_in_folders(folders, "worker/sw.js" if is_offline else "worker/sw-off.js")
    return ThemeAsset(urls.WORKER_ADDRESS, _shorten_script(join_files([file])))


def create_asset(name: str, data: bytes) -> ThemeAsset:
    """Return an asset whose address holds a digest of its data."""
    stem, ending = name.rsplit(".", 1)
    return ThemeAsset(f"{urls.ASSET_PREFIX}{stem}.{sha256(data).hexdigest()[:10]}.{ending}", data)


def _minify_css(css: bytes) -> bytes:
    """Remove comments, indentation, empty lines and layers from a stylesheet.

    No string of the theme's stylesheets contains the marks of a comment.
    """
    return unwrap_layers(re.sub(rb"\s*\n\s*", b"\n", re.sub(rb"/\*.*?\*/", b"", css, flags=re.DOTALL)))


class LayeredRules(NamedTuple):
    """The rules of a stylesheet by cascade layer."""

    order: tuple[bytes, ...]
    """Names of the layers, as ``@layer a, b;`` gives their order."""
    rules: tuple[tuple[bytes, bytes], ...]
    """The name and the rules of each block of a layer."""
    outside: tuple[bytes, ...]
    """Rules outside all layers."""


def unwrap_layers(css: bytes) -> bytes:
    """Return a stylesheet without cascade layers. Raise UserError."""
    return join_layers([split_layers(css)], b"\n")


def join_layers(sheets: Iterable[LayeredRules], separator: bytes) -> bytes:
    """Return some stylesheets as one without cascade layers.

    The rules of each layer stand together, in the order of the layers.
    Rules outside all layers come last, because they win over each layer (CSS Cascading Level 5, 6.4).
    Reason: a browser without layers, such as Chrome 98 or Safari 15.3, ignores everything in them.
    """
    sheets = tuple(sheets)
    rules: dict[bytes, list[bytes]] = {name: [] for sheet in sheets for name in sheet.order}
    for sheet in sheets:
        for name, text in sheet.rules:
            rules.setdefault(name, []).append(text)
    outside = [text for sheet in sheets for text in sheet.outside]
    return separator.join(filter(None, [*chain.from_iterable(rules.values()), *outside]))


def split_layers(css: bytes) -> LayeredRules:
    """Return the rules of a stylesheet by cascade layer. Raise UserError."""
    order = [name.strip() for found in _LAYER_ORDER.finditer(css) for name in found[1].split(b",")]
    rules, outside, end = list[tuple[bytes, bytes]](), list[bytes](), 0
    for found in _LAYER_START.finditer(css):
        if found.start() < end:
            continue
        close = _find_closing_brace(css, found.end())
        rules.append((found[1], css[found.end() : close].strip(b"\n")))
        outside.append(css[end : found.start()])
        end = close + 1
    outside.append(css[end:])
    return LayeredRules(
        tuple(order), tuple(rules), tuple(_LAYER_ORDER.sub(b"", text).strip() for text in outside)
    )


def _find_closing_brace(css: bytes, start: int) -> int:
    """Return the position of the brace that closes a block. Raise UserError."""
    depth = 1
    for found in _BRACE_OR_STRING.finditer(css, start):
        if found[0] in b"{}":
            depth += 1 if found[0] == b"{" else -1
            if not depth:
                return found.start()
    line = css.count(b"\n", 0, start) + 1
    raise UserError(f"Bảng kiểu của giao diện (theme/static/css/) thiếu dấu }} cho @layer ở dòng {line}.")


def join_files(files: Iterable[Path]) -> bytes:
    """Return the texts of some files, with line ends of Unix."""
    return b"\n".join(path.read_bytes().replace(b"\r\n", b"\n") for path in files)

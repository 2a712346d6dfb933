"""Styles of the first screen: which rules, in which order, with which digest."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import brotli
import pytest

from bulletin.errors import UserError
from bulletin.render.first_screen import load_first_screen_styles, minify_first_screen
from tests.factories import ROOT

STATIC = ROOT / "theme/static"


def write_theme(folder: Path, **sheets: str) -> Path:
    (folder / "css").mkdir(parents=True)
    for name, text in sheets.items():
        (folder / f"css/{name}.css").write_text(text, encoding="utf-8")
    return folder


def test_first_screen_holds_common_and_own_rules_of_a_kind_in_the_order_of_names(tmp_path: Path) -> None:
    theme = write_theme(tmp_path, a="a { b: c; }", b="b { b: c; }", c="c { b: c; }")
    (theme / "css/first-screen.txt").write_text("# note\n*: b\narticle: a\nfront: c\n", encoding="utf-8")
    styles = load_first_screen_styles([theme])
    assert {kind: str(style.css) for kind, style in styles.items()} == {
        "article": "a{b:c}b{b:c}",
        "front": "b{b:c}c{b:c}",
    }


def test_first_screen_digest_is_that_of_its_bytes() -> None:
    for style in load_first_screen_styles([STATIC]).values():
        assert style.digest == f"sha256-{b64encode(sha256(str(style.css).encode()).digest()).decode()}"


def test_first_screen_of_an_override_ends_with_its_rules(tmp_path: Path) -> None:
    """Reason: the first words would have the colours of the product otherwise."""
    own = write_theme(tmp_path / "own", tokens=":root { --red: #004080; }", other="p { b: c; }")
    style = load_first_screen_styles([STATIC, own])["article"]
    assert str(style.css).endswith(":root{--red:#004080}")
    assert "p{b:c}" not in style.css


def test_first_screen_of_a_theme_without_a_list_is_empty(tmp_path: Path) -> None:
    assert load_first_screen_styles([write_theme(tmp_path, a="a { b: c; }")]) == {}


def test_first_screen_that_could_end_its_element_raises_user_error(tmp_path: Path) -> None:
    theme = write_theme(tmp_path, a='a { content: "</style>"; }')
    (theme / "css/first-screen.txt").write_text("article: a\n", encoding="utf-8")
    with pytest.raises(UserError, match="có dấu “</”"):
        load_first_screen_styles([theme])


def test_first_screen_with_a_range_of_widths_is_written_as_it_stands(tmp_path: Path) -> None:
    theme = write_theme(tmp_path, a="@media (width < 64em) { a { color: red; } }")
    (theme / "css/first-screen.txt").write_text("article: a\n", encoding="utf-8")
    assert "width < 64em" in str(load_first_screen_styles([theme])["article"].css)


def test_minify_first_screen_keeps_spaces_of_selectors_and_values() -> None:
    css = b"/* x */\na :hover, b > c {\n  margin: 0 auto;\n  width: calc(1rem + 2vw);\n}\n"
    css += b"@media (min-width: 48em) and (x: y) { p { content: ': , '; } }"
    assert minify_first_screen([css]) == (
        b"a :hover,b > c{margin:0 auto;width:calc(1rem + 2vw)}@media (min-width:48em) and (x:y){p{content:': , '}}"
    )


def test_first_screen_of_the_theme_names_existing_stylesheets_only() -> None:
    words = [
        line.partition(":")[2].split()
        for line in (STATIC / "css/first-screen.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    assert {name for names in words for name in names} <= {path.stem for path in STATIC.glob("css/*.css")}


def test_first_screen_of_each_kind_takes_five_kilobytes_on_the_line() -> None:
    """Compress the styles as the server does.

    Reason: with nine kilobytes of text, a page fits the first ten packets of a server (RFC 6928).
    """
    sizes = {
        kind: len(brotli.compress(style.css.encode()))
        for kind, style in load_first_screen_styles([STATIC]).items()
    }
    assert {kind: size for kind, size in sizes.items() if size > 5_000} == {}

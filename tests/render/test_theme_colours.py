"""Colours of the theme for browsers, icons and share cards."""

from bulletin.render.assets import load_theme_assets
from bulletin.render.theme_colours import find_theme_colours
from tests.factories import ROOT

CSS = b""":root {
--paper: #ffffff;
--red: #8E1616;
}
@media (min-width: 48em) {
:root { --gutter: 1.5rem; }
}
@media screen and (prefers-color-scheme: dark) {
:root {
--red: #741313;
}
}"""


def test_find_theme_colours_returns_those_of_light_and_dark_screens() -> None:
    colours = find_theme_colours(CSS)
    assert (colours.paper, colours.red, colours.dark_red) == ("#ffffff", "#8e1616", "#741313")


def test_find_theme_colours_override_at_the_end_wins() -> None:
    own = CSS + b"\n:root { --red: #004080; }"
    assert find_theme_colours(own)[3:7] == ("#004080", "#ffffff", "#8e1616", "#741313")
    dark = own + b"@media screen and (prefers-color-scheme: dark) { :root { --red: #002040; } }"
    assert find_theme_colours(dark).dark_red == "#002040"


def test_find_theme_colours_of_three_digits_have_six() -> None:
    assert find_theme_colours(CSS + b":root { --red: #A04; }").red == "#aa0044"


def test_find_theme_colours_without_tokens_returns_readable_defaults() -> None:
    colours = find_theme_colours(b"a { b: c; }")
    assert colours.dark_red == colours.red
    assert colours.paper != colours.ink


def test_find_theme_colours_of_the_repository_finds_its_own_tokens() -> None:
    colours = find_theme_colours(load_theme_assets([ROOT / "theme/static"])["stylesheet"].data)
    assert colours != find_theme_colours(b"")
    assert colours.on_red != colours.paper

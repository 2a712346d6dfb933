"""Colours of the theme for browsers, icons and share cards."""

from typing import NamedTuple

from bulletin.text.late_patterns import compile_late

_DARK_BLOCK = compile_late(rb"@media[^{]*prefers-color-scheme:\s*dark[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_TOKEN = compile_late(rb"--(paper|ink|muted|red|on-red|gold):\s*#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_DEFAULTS = {
    "paper": "#ffffff",
    "ink": "#000000",
    "muted": "#555555",
    "red": "#8e1616",
    "on-red": "#ffffff",
    "gold": "#8e1616",
}
"""Colours of a theme that names none of its own."""


class ThemeColours(NamedTuple):
    """Colours as ``#8e1616``, from the tokens of the stylesheet."""

    paper: str
    ink: str
    muted: str
    red: str
    """Colour of the masthead."""
    on_red: str
    gold: str
    dark_red: str
    """Colour of the masthead on a dark screen."""


def find_theme_colours(css: bytes) -> ThemeColours:
    """Return the colours that a stylesheet sets last.

    An override follows the stylesheets of the theme, so its colours win.
    """
    dark = b"".join(found[0] for found in _DARK_BLOCK.finditer(css))
    light_tokens = _DEFAULTS | _read_tokens(_DARK_BLOCK.sub(b"", css))
    dark_tokens = light_tokens | _read_tokens(dark)
    return ThemeColours(
        paper=light_tokens["paper"],
        ink=light_tokens["ink"],
        muted=light_tokens["muted"],
        red=light_tokens["red"],
        on_red=light_tokens["on-red"],
        gold=light_tokens["gold"],
        dark_red=dark_tokens["red"],
    )


def _read_tokens(css: bytes) -> dict[str, str]:
    return {name.decode(): _format_colour(value.decode()) for name, value in _TOKEN.findall(css)}


def _format_colour(digits: str) -> str:
    """Return a colour with six digits.

    Three digits are written twice each (CSS Color Level 4, 5.2).
    """
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)).lower()

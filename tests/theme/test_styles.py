"""The stylesheets keep to their layers and tokens, and their colours are readable."""

import re
from pathlib import Path

import pytest

from tests.theme.example_components import STATIC_FOLDER
from tools.audit.budgets import read_budgets

SHEETS = sorted((STATIC_FOLDER / "css").glob("*.css"))
SCRIPTS = [
    *sorted((STATIC_FOLDER / "js").glob("*.js")),
    *sorted((STATIC_FOLDER / "js" / "head").glob("*.js")),
]
SEARCH_SCRIPTS = sorted((STATIC_FOLDER / "js" / "search").glob("*.js"))
TOKENS = (STATIC_FOLDER / "css" / "tokens.css").read_text("utf-8")

COLOUR_PAIRS = [
    (text, background)
    for text, background in [
        ("ink", "paper"),
        ("ink", "surface"),
        ("ink", "mark"),
        ("muted", "paper"),
        ("muted", "surface"),
        ("link", "paper"),
        ("link", "surface"),
        ("on-red", "red"),
    ]
]


def read_colours(*, dark: bool) -> dict[str, str]:
    light_part, dark_part = TOKENS.split("prefers-color-scheme: dark")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light_part))
    if dark:
        colours |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark_part))
    return colours


def compute_luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def compute_contrast(first: str, second: str) -> float:
    light_part, dark = sorted((compute_luminance(first), compute_luminance(second)), reverse=True)
    return (light_part + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "background"), COLOUR_PAIRS)
def test_text_colour_has_a_contrast_of_at_least_4_5(text: str, background: str, dark: bool) -> None:
    colours = read_colours(dark=dark)
    assert compute_contrast(colours[text], colours[background]) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("edge", ["focus", "line-strong"])
def test_border_colour_has_a_contrast_of_at_least_3(edge: str, dark: bool) -> None:
    """Reason: WCAG 2.2, 1.4.11 asks for 3:1 for focus and field borders."""
    colours = read_colours(dark=dark)
    assert compute_contrast(colours[edge], colours["paper"]) >= 3


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda file: file.stem)
def test_stylesheet_uses_tokens_for_colours_and_no_important(sheet: Path) -> None:
    text = sheet.read_text("utf-8")
    assert "!important" not in text
    if sheet.stem != "tokens":
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", text)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda file: file.stem)
def test_stylesheet_needs_no_selector_of_browsers_after_2021(sheet: Path) -> None:
    """Reason: a browser skips a whole rule, so the layout must not depend on one."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(r":has\(|@container|^\s*&", text, re.MULTILINE)


@pytest.mark.parametrize("sheet", SHEETS[1:], ids=lambda file: file.stem)
def test_stylesheet_has_one_layer(sheet: Path) -> None:
    assert (
        len(
            re.findall(
                r"^@layer (?:tokens|base|objects|components|utilities|print) \{",
                sheet.read_text("utf-8"),
                re.M,
            )
        )
        == 1
    )


def test_first_stylesheet_declares_the_order_of_layers() -> None:
    assert SHEETS[0].stem == "0-layers"
    assert "@layer tokens, base, objects, components, utilities, print;" in SHEETS[0].read_text("utf-8")


def test_used_custom_properties_are_the_tokens() -> None:
    used = {name for sheet in SHEETS for name in re.findall(r"var\(--([\w-]+)", sheet.read_text("utf-8"))}
    assert used == set(re.findall(r"^ +--([\w-]+):", TOKENS.split("@media")[0], re.M))


def test_stylesheets_keep_their_budget() -> None:
    assert sum(len(sheet.read_bytes()) for sheet in SHEETS) < read_budgets().stylesheets


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.stem)
def test_script_is_one_block_or_function_without_imports(script: Path) -> None:
    """Reason: all scripts but those of the search are joined into one module."""
    code = "\n".join(line for line in script.read_text("utf-8").splitlines() if not line.startswith("//"))
    assert code.strip().startswith(("{", "function "))
    assert code.strip().endswith("}")
    assert not re.search(r"^\s*(?:import|export)\b", code, re.M)


@pytest.mark.parametrize("script", [*SCRIPTS, *SEARCH_SCRIPTS], ids=lambda file: file.stem)
def test_script_writes_no_html(script: Path) -> None:
    assert "innerHTML" not in script.read_text("utf-8")


@pytest.mark.parametrize(
    "image", sorted((STATIC_FOLDER / "images").glob("house-*.webp")), ids=lambda file: file.stem
)
def test_image_of_an_ad_slot_notice_is_small_and_without_metadata(image: Path) -> None:
    data = image.read_bytes()
    assert len(data) < 12_000
    assert b"EXIF" not in data
    assert b"XMP " not in data

"""The stylesheet keeps to its layers and tokens, and its colours can be read."""

import re

import pytest

from tests.theme.example_components import STATIC_FOLDER

SHEETS = sorted((STATIC_FOLDER / "css").glob("*.css"))
SCRIPTS = sorted((STATIC_FOLDER / "js").glob("*.js"))
TOKENS = (STATIC_FOLDER / "css" / "tokens.css").read_text("utf-8")

PAIRS = [
    (text, ground)
    for text, ground in [
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
    light, night = TOKENS.split("prefers-color-scheme: dark")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    if dark:
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", night))
    return found


def compute_luminance(colour: str) -> float:
    """Give the relative luminance of WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def compute_contrast(one: str, other: str) -> float:
    light, dark = sorted((compute_luminance(one), compute_luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(text: str, ground: str, dark: bool) -> None:
    found = read_colours(dark=dark)
    assert compute_contrast(found[text], found[ground]) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("edge", ["focus", "line-strong"])
def test_edges_that_mean_something_stand_out(edge: str, dark: bool) -> None:
    """WCAG 2.2, 1.4.11: three to one for what shows focus or the edge of a field."""
    found = read_colours(dark=dark)
    assert compute_contrast(found[edge], found["paper"]) >= 3


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda file: file.stem)
def test_a_sheet_names_no_colour_and_forces_nothing(sheet: object) -> None:
    text = sheet.read_text("utf-8")
    assert "!important" not in text
    if sheet.stem != "tokens":
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", text)


@pytest.mark.parametrize("sheet", SHEETS[1:], ids=lambda file: file.stem)
def test_a_sheet_stands_in_one_layer(sheet: object) -> None:
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


def test_the_order_of_the_layers_comes_first() -> None:
    assert SHEETS[0].stem == "0-layers"
    assert "@layer tokens, base, objects, components, utilities, print;" in SHEETS[0].read_text("utf-8")


def test_every_custom_property_that_is_used_is_a_token() -> None:
    used = {name for sheet in SHEETS for name in re.findall(r"var\(--([\w-]+)", sheet.read_text("utf-8"))}
    assert used == set(re.findall(r"^ +--([\w-]+):", TOKENS.split("@media")[0], re.M))


def test_the_stylesheet_stays_light() -> None:
    assert sum(len(sheet.read_bytes()) for sheet in SHEETS) < 33_000


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.stem)
def test_a_script_can_be_put_beside_the_others(script: object) -> None:
    """All but the search's are joined into one module: each is one block, without imports."""
    code = "\n".join(line for line in script.read_text("utf-8").splitlines() if not line.startswith("//"))
    if script.stem != "search":
        assert code.strip().startswith("{")
        assert code.strip().endswith("}")
        assert not re.search(r"^\s*(?:import|export)\b", code, re.M)
    assert "innerHTML" not in code


@pytest.mark.parametrize(
    "picture", sorted((STATIC_FOLDER / "images").glob("house-*.webp")), ids=lambda file: file.stem
)
def test_a_house_notice_is_small_and_carries_no_metadata(picture: object) -> None:
    data = picture.read_bytes()
    assert len(data) < 12_000
    assert b"EXIF" not in data
    assert b"XMP " not in data

"""Stylesheets and scripts keep to the browser list of docs/maintaining.md.

The list is Chrome 88 (Samsung Internet 15), Safari 14.1 and Firefox 78. The versions below are those of caniuse.com.
"""

import re
from pathlib import Path

import pytest

from bulletin.render.assets import load_theme_assets
from tests.factories import ROOT
from tests.theme.example_components import STATIC_FOLDER

CHROME, SAFARI = 88, 14.1
CSS_FEATURES: dict[str, tuple[str, int, float]] = {
    "cascade layers": (r"@layer", 99, 15.4),
    "container queries": (r"@container|container-type", 105, 16.0),
    "scope": (r"@scope", 118, 17.4),
    ":has()": (r":has\(", 105, 15.4),
    ":is() and :where()": (r":(?:is|where)\(", 88, 14.0),
    "nesting": (r"\{[^{}@]*&", 112, 16.5),
    "colour functions": (r"color-mix\(|oklch\(|lab\(|light-dark\(", 111, 16.2),
    "small viewport units": (r"\d[sdl]v[hw]\b", 108, 15.4),
    "subgrid": (r"subgrid", 117, 16.0),
    "range of media queries": (r"@media[^{]*[<>]", 104, 16.4),
    "flexible gap": (r"\bgap:", 84, 14.1),
    "logical shorthands": (r"(?:padding|margin)-(?:block|inline):|\binset:", 87, 14.1),
    "clamp()": (r"clamp\(", 79, 13.1),
    "min() and max()": (r"[\s:(](?:min|max)\(", 79, 11.1),
    "aspect-ratio": (r"aspect-ratio:", 88, 15.0),
    "text-wrap": (r"text-wrap:", 114, 17.5),
    ":focus-visible": (r":focus-visible", 86, 15.4),
    "words for content": (r'content:\s*"[^"]*"\s*/', 77, 17.4),
    "media of scripts": (r"scripting:", 120, 17.0),
    "hyphenation of the end": (r"hyphenate-limit", 109, 99.0),
}
"""Features of CSS: expression, first version of Chrome, first version of Safari."""
ADDITIVE = {"aspect-ratio", "text-wrap", ":focus-visible", "words for content", "media of scripts"}
"""Features without which a page is complete: pictures have width and height, browsers show a focus of their own."""
SCRIPT_FEATURES: dict[str, tuple[str, int, float]] = {
    "optional chaining": (r"\?\.(?!\d)", 80, 13.1),
    "nullish coalescing": (r"\?\?(?!=)", 80, 13.1),
    "logical assignment": (r"(?:\?\?|\|\||&&)=", 85, 14.0),
    "replaceChildren": (r"\.replaceChildren\(", 86, 14.0),
    "replaceAll": (r"\.replaceAll\(", 85, 13.1),
    "matchAll": (r"\.matchAll\(", 73, 13.0),
    "Array.at": (r"\.at\(-?\d", 92, 15.4),
    "Object.hasOwn": (r"Object\.hasOwn\b", 93, 15.4),
    "structuredClone": (r"structuredClone\(", 98, 15.4),
    "findLast": (r"\.findLast", 97, 15.4),
    "toSorted": (r"\.to(?:Sorted|Reversed|Spliced)\(", 110, 16.0),
    "groupBy": (r"\.groupBy\(", 117, 17.4),
    "lookbehind": (r"\(\?<[=!]", 62, 16.4),
    "private fields": (r"this\.#", 74, 14.1),
    "static blocks": (r"static\s*\{", 94, 16.4),
    "class fields": (r"^\s+static \w+ =", 72, 14.1),
    "await of a module": (r"^await ", 89, 15.0),
}
SCRIPTS = [
    file for folder in ("js", "js/head", "worker") for file in sorted((STATIC_FOLDER / folder).glob("*.js"))
]


def find_features(text: str, features: dict[str, tuple[str, int, float]]) -> set[str]:
    """Return the features that a text uses and that a browser of the list lacks."""
    return {
        name
        for name, (pattern, chrome, safari) in features.items()
        if (chrome > CHROME or safari > SAFARI) and re.search(pattern, text, re.MULTILINE)
    }


def read_stylesheet() -> str:
    """Return the stylesheet as browsers get it."""
    return load_theme_assets([ROOT / "theme/static"])["stylesheet"].data.decode()


def test_stylesheet_needs_no_feature_that_a_browser_of_the_list_lacks() -> None:
    assert find_features(read_stylesheet(), CSS_FEATURES) - ADDITIVE == set()


def test_additive_features_are_used_and_newer_than_the_list() -> None:
    """Reason: a feature of the list needs no entry there."""
    newer = {name for name, row in CSS_FEATURES.items() if row[1] > CHROME or row[2] > SAFARI}
    assert newer >= ADDITIVE


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.stem)
def test_script_needs_no_feature_that_a_browser_of_the_list_lacks(script: Path) -> None:
    code = re.sub(r"^\s*//.*$", "", script.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert find_features(code, SCRIPT_FEATURES) == set()


@pytest.mark.parametrize(
    ("css", "name"),
    [
        ("a:has(b) { c: d; }", ":has()"),
        ("a { b: c; & d { e: f; } }", "nesting"),
        ("@container (width > 1px) { }", "container queries"),
        ("@layer a { }", "cascade layers"),
        ("a { color: color-mix(in srgb, red, blue); }", "colour functions"),
    ],
)
def test_find_features_tells_a_feature_of_newer_browsers(css: str, name: str) -> None:
    assert name in find_features(css, CSS_FEATURES)


def test_browser_list_of_the_guide_is_that_of_these_tests() -> None:
    guide = (ROOT / "docs/maintaining.md").read_text(encoding="utf-8")
    assert f"| {CHROME} (" in guide
    assert f"| {SAFARI} (" in guide

import re
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.render.assets import load_theme_assets, load_worker, unwrap_layers
from tests.factories import ROOT


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A static folder with few files."""
    for name in (
        "css/b.css",
        "css/a.css",
        "js/b.js",
        "js/a.js",
        "worker/sw.js",
        "worker/sw-off.js",
        "js/search/b.js",
        "js/search/page.js",
        "images/icon.svg",
        "images/share.png",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return tmp_path


def test_load_theme_assets_joins_files_in_the_order_of_their_names(static: Path) -> None:
    assets = load_theme_assets([static])
    assert assets["stylesheet"].data == b"css/a.css\ncss/b.css"
    assert assets["script"].data.startswith(b"\nconst start = () => {\njs/a.js\njs/b.js\n};\n")
    assert assets["search"].data == b"js/search/b.js\njs/search/page.js"


def test_scripts_lose_lines_of_comment_alone(static: Path) -> None:
    code = b"// said\n  // said\nconst a = 'x // y'; // z\nfetch('//host');"
    for name in ("js/a.js", "js/search/b.js", "worker/sw.js"):
        (static / name).write_bytes(code)
    kept = b"const a = 'x // y'; // z\nfetch('//host');"
    assets = load_theme_assets([static])
    assert assets["script"].data.startswith(b"\nconst start = () => {\n" + kept)
    assert assets["search"].data == kept + b"\njs/search/page.js"
    assert load_worker([static], is_offline=True).data == kept


def test_scripts_lose_indentation_unless_a_text_has_several_lines(static: Path) -> None:
    for text, kept in (
        ("if (a) {\n    b(`x`);\n\n  }", "if (a) {\nb(`x`);\n}"),
        ("if (a) {\n  b(`x\n    y`);\n}", "if (a) {\n  b(`x\n    y`);\n}"),
        ("a = 'x\\\n   y';\n  b();", "a = 'x\\\n   y';\n  b();"),
    ):
        (static / "worker/sw.js").write_text(text, encoding="utf-8")
        assert load_worker([static], is_offline=True).data.decode() == kept


def test_load_theme_assets_override_adds_stylesheets_and_replaces_other_files(static: Path) -> None:
    override = static / "override"
    for name in ("css/a.css", "js/a.js", "js/c.js", "js/search/b.js", "js/head/d.js", "images/icon.svg"):
        path = override / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f"own {name}".encode())
    assets = load_theme_assets([static, override, static / "absent"])
    assert assets["stylesheet"].data == b"css/a.css\ncss/b.css\nown css/a.css"
    assert assets["script"].data.startswith(
        b"own js/head/d.js\nconst start = () => {\nown js/a.js\njs/b.js\nown js/c.js\n};\n"
    )
    assert assets["search"].data == b"own js/search/b.js\njs/search/page.js"
    assert assets["icon"].data == b"own images/icon.svg"
    assert assets["share"].data == b"images/share.png"


def test_asset_address_changes_with_the_content_of_its_files_alone(static: Path) -> None:
    before = load_theme_assets([static])
    assert all(
        re.fullmatch(r"/assets/[a-z]+\.[0-9a-f]{10}\.[a-z]+", asset.address) for asset in before.values()
    )
    (static / "css/a.css").write_bytes(b"khac")
    after = load_theme_assets([static])
    assert {key for key in after if after[key].address != before[key].address} == {"stylesheet"}


def test_asset_with_windows_line_ends_is_unchanged(static: Path) -> None:
    (static / "css/a.css").write_bytes(b"a {\n}\n")
    before = load_theme_assets([static])["stylesheet"]
    (static / "css/a.css").write_bytes(b"a {\r\n}\r\n")
    assert load_theme_assets([static])["stylesheet"] == before


def test_load_worker_of_a_site_without_copies_returns_the_one_that_leaves(static: Path) -> None:
    assert load_worker([static], is_offline=True) == ("/sw.js", b"worker/sw.js")
    assert load_worker([static], is_offline=False) == ("/sw.js", b"worker/sw-off.js")


def test_load_theme_assets_without_a_required_file_raises_user_error(static: Path) -> None:
    (static / "images/icon.svg").unlink()
    with pytest.raises(UserError, match=r"icon\.svg"):
        load_theme_assets([static])


def test_load_theme_assets_of_the_repository_returns_all_names() -> None:
    assert set(load_theme_assets([ROOT / "theme/static"])) >= {
        "stylesheet",
        "script",
        "search",
        "icon",
        "share",
    }


def test_unwrap_layers_sorts_rules_by_the_order_of_the_layers() -> None:
    css = b"""@layer base, print;
@layer print { p { color: red; } }
a { b: c; }
@layer other { q { content: "}"; } }
@layer base { @media (width > 1px) { h1 { d: e; } } }
@layer base { h2 { content: '\\'{'; } }"""
    assert unwrap_layers(css).split(b"\n") == [
        b" @media (width > 1px) { h1 { d: e; } } ",
        b" h2 { content: '\\'{'; } ",
        b" p { color: red; } ",
        b' q { content: "}"; } ',
        b"a { b: c; }",
    ]


def test_unwrap_layers_without_layers_changes_nothing() -> None:
    assert unwrap_layers(b"a { b: c; }") == b"a { b: c; }"


def test_unwrap_layers_without_a_closing_brace_names_the_line() -> None:
    with pytest.raises(UserError, match="thiếu dấu } cho @layer ở dòng 2"):
        unwrap_layers(b"a { }\n@layer base { b { }")


def test_stylesheet_of_the_theme_needs_no_cascade_layers() -> None:
    css = load_theme_assets([ROOT / "theme/static"])["stylesheet"].data
    assert b"@layer" not in css
    assert css.count(b"{") == css.count(b"}") > 100

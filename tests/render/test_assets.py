import re
from pathlib import Path
from typing import Any

import pytest

from bulletin.errors import UserError
from bulletin.render.assets import load_theme_assets
from tests.factories import ROOT


@pytest.fixture
def static(tmp_path: Path):
    """Return a theme of few files."""
    for name in (
        "css/b.css",
        "css/a.css",
        "js/b.js",
        "js/a.js",
        "js/search.js",
        "images/icon.svg",
        "images/share.png",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(name.encode())
    return tmp_path


def test_files_are_joined_in_the_order_of_their_names(static: Any) -> None:
    assets = load_theme_assets(static)
    assert assets["stylesheet"].data == b"css/a.css\ncss/b.css"
    assert assets["script"].data == b"js/a.js\njs/b.js"
    assert assets["search"].data == b"js/search.js"


def test_a_name_changes_with_the_content_and_with_nothing_else(static: Any) -> None:
    before = load_theme_assets(static)
    assert all(re.fullmatch(r"/assets/[a-z]+\.[0-9a-f]{10}\.[a-z]+", one.address) for one in before.values())
    (static / "css/a.css").write_bytes(b"khac")
    after = load_theme_assets(static)
    assert {key for key in after if after[key].address != before[key].address} == {"stylesheet"}


def test_line_ends_of_windows_change_no_name(static: Any) -> None:
    (static / "css/a.css").write_bytes(b"a {\n}\n")
    before = load_theme_assets(static)["stylesheet"]
    (static / "css/a.css").write_bytes(b"a {\r\n}\r\n")
    assert load_theme_assets(static)["stylesheet"] == before


def test_a_theme_without_a_file_is_an_error(static: Any) -> None:
    (static / "images/icon.svg").unlink()
    with pytest.raises(UserError, match=r"icon\.svg"):
        load_theme_assets(static)


def test_the_theme_of_this_repository_has_all() -> None:
    assert set(load_theme_assets(ROOT / "theme/static")) >= {
        "stylesheet",
        "script",
        "search",
        "icon",
        "share",
    }

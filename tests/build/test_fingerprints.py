import functools
import json
from pathlib import Path
from typing import Any

import jinja2
import jinja2.ext
import pytest

from bulletin.build.fingerprints import (
    fingerprint_code,
    fingerprint_folder,
    fingerprint_jinja,
    has_third_party_code,
    has_third_party_markdown,
)
from bulletin.text.slugs import slugify
from tests.factories import load_repository_settings


def site_filter(text: str) -> str:
    """Return ``text``, as a filter of the site's own code."""
    return text


@functools.wraps(slugify)
def wrapped_filter(text: str) -> str:
    """Return ``text``, under the name of a function of the application."""
    return text


class SiteExtension:
    """An object with code of the site itself."""

    def __call__(self, text: str) -> str:
        """Return ``text``."""
        return text


SITE_CODE = {
    "function": site_filter,
    "lambda": lambda text: text,
    "object": SiteExtension(),
    "class": SiteExtension,
    "method": SiteExtension().__call__,
    "made by a library of other code": functools.lru_cache(site_filter),
    "partial": functools.partial(str.replace, "a"),
    "wrapped under another name": wrapped_filter,
    "code within data": [site_filter],
}


@pytest.mark.parametrize("value", SITE_CODE.values(), ids=SITE_CODE.keys())
@pytest.mark.parametrize("table", ["JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS", "JINJA_ENVIRONMENT"])
def test_code_of_the_site_in_jinja_settings_is_third_party_code(table: str, value: Any) -> None:
    assert has_third_party_code({**load_repository_settings(), table: {"name": value}})


@pytest.mark.parametrize(
    "value", [slugify, json.dumps, str, len, jinja2.StrictUndefined, "chữ", [1, {"a": None}]]
)
@pytest.mark.parametrize("table", ["JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS", "JINJA_ENVIRONMENT"])
def test_installed_code_and_plain_data_are_not_third_party_code(table: str, value: Any) -> None:
    assert not has_third_party_code({**load_repository_settings(), table: {"name": value}})


def test_plugin_of_another_author_is_third_party_code() -> None:
    assert not has_third_party_code(load_repository_settings())
    assert has_third_party_code(
        {**load_repository_settings(), "PLUGINS": [*load_repository_settings()["PLUGINS"], "sitemap"]}
    )
    assert has_third_party_code(
        {**load_repository_settings(), "PLUGINS": None}
    )  # Pelican loads the installed plugins


@pytest.mark.parametrize(
    "extension", ["site_style", "site_style.a", "site_style:Style", SiteExtension, SiteExtension(), "", ".a"]
)
def test_extension_of_the_site_is_third_party_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extension: Any
) -> None:
    (tmp_path / "site_style.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    for changes in (
        {"MARKDOWN": {"extensions": [extension]}},
        {"JINJA_ENVIRONMENT": {"extensions": [extension]}},
    ):
        assert has_third_party_code({**load_repository_settings(), **changes})
        assert has_third_party_markdown({**load_repository_settings(), **changes}) == ("MARKDOWN" in changes)


def test_extension_of_a_library_is_not_third_party_code() -> None:
    changes = {
        "MARKDOWN": {
            "extensions": ["tables", "markdown.extensions.toc", "markdown.extensions.toc:TocExtension"]
        },
        "JINJA_ENVIRONMENT": {"extensions": ["jinja2.ext.do", jinja2.ext.DebugExtension]},
    }
    assert not has_third_party_code({**load_repository_settings(), **changes})


@pytest.mark.parametrize(
    ("settings", "other_settings"),
    [
        ({"JINJA_GLOBALS": {"first": "AAA", "second": "BBB"}}, {"JINJA_GLOBALS": {"second": "AAA", "third": "BBB"}}),
        ({"JINJA_GLOBALS": {"a": 1}}, {"JINJA_GLOBALS": {"a": "1"}}),
        ({"JINJA_GLOBALS": {"a": len}}, {"JINJA_GLOBALS": {"a": print}}),
        ({"JINJA_GLOBALS": {"a": len}}, {"JINJA_FILTERS": {"a": len}}),
        ({"JINJA_ENVIRONMENT": {"trim_blocks": True}}, {"JINJA_ENVIRONMENT": {"trim_blocks": False}}),
        ({"JINJA_ENVIRONMENT": {"extensions": ["jinja2.ext.do"]}}, {}),
    ],
)  # fmt: skip
def test_fingerprint_jinja_of_other_settings_differs(
    settings: dict[str, Any], other_settings: dict[str, Any]
) -> None:
    assert fingerprint_jinja(settings) == fingerprint_jinja(settings) != fingerprint_jinja(other_settings)


def test_fingerprint_code_changes_with_name_and_version_of_a_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fingerprint_code.__wrapped__()
    monkeypatch.syspath_prepend(str(tmp_path))
    assert fingerprint_code.__wrapped__() == before
    (tmp_path / "nha-1.0.dist-info").mkdir()
    first = fingerprint_code.__wrapped__()
    (tmp_path / "nha-1.0.dist-info").rename(tmp_path / "nha-2.0.dist-info")
    assert len({before, first, fingerprint_code.__wrapped__()}) == 3


def test_fingerprint_folder_follows_symbolic_links(tmp_path: Path) -> None:
    theme, outside = tmp_path / "theme", tmp_path / "elsewhere"
    theme.mkdir()
    outside.mkdir()
    (theme / "css").symlink_to(outside)
    (outside / "again").symlink_to(theme)
    (outside / "a.css").write_text("một")
    before = fingerprint_folder(theme)
    (outside / "a.css").write_text("hai")
    assert fingerprint_folder(theme) != before

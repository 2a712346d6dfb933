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


def own(text: str) -> str:
    """Return what a filter of the site's own may return."""
    return text


@functools.wraps(slugify)
def wrapped(text: str) -> str:
    """Return it, under the name of a function of ours."""
    return text


class Own:
    """Code of the site itself that is no function."""

    def __call__(self, text: str) -> str:
        """Return ``text``."""
        return text


FOREIGN = {
    "function": own,
    "lambda": lambda text: text,
    "object": Own(),
    "class": Own,
    "method": Own().__call__,
    "made by a library of other code": functools.lru_cache(own),
    "partial": functools.partial(str.replace, "a"),
    "wrapped under another name": wrapped,
    "code within data": [own],
}


@pytest.mark.parametrize("value", FOREIGN.values(), ids=FOREIGN.keys())
@pytest.mark.parametrize("table", ["JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS", "JINJA_ENVIRONMENT"])
def test_code_of_the_site_itself_is_foreign(table: str, value: Any) -> None:
    assert has_third_party_code({**load_repository_settings(), table: {"name": value}})


@pytest.mark.parametrize(
    "value", [slugify, json.dumps, str, len, jinja2.StrictUndefined, "chữ", [1, {"a": None}]]
)
@pytest.mark.parametrize("table", ["JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS", "JINJA_ENVIRONMENT"])
def test_installed_code_and_plain_data_are_not_foreign(table: str, value: Any) -> None:
    assert not has_third_party_code({**load_repository_settings(), table: {"name": value}})


def test_a_plugin_of_others_is_foreign() -> None:
    assert not has_third_party_code(load_repository_settings())
    assert has_third_party_code(
        {**load_repository_settings(), "PLUGINS": [*load_repository_settings()["PLUGINS"], "sitemap"]}
    )
    assert has_third_party_code(
        {**load_repository_settings(), "PLUGINS": None}
    )  # Pelican takes what is installed


@pytest.mark.parametrize("extension", ["house", "house.style", "house:Style", Own, Own(), "", ".a"])
def test_an_extension_of_the_site_itself_is_foreign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extension: Any
) -> None:
    (tmp_path / "house.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    for changes in (
        {"MARKDOWN": {"extensions": [extension]}},
        {"JINJA_ENVIRONMENT": {"extensions": [extension]}},
    ):
        assert has_third_party_code({**load_repository_settings(), **changes})
        assert has_third_party_markdown({**load_repository_settings(), **changes}) == ("MARKDOWN" in changes)


def test_an_extension_of_a_library_is_not_foreign() -> None:
    changes = {
        "MARKDOWN": {
            "extensions": ["tables", "markdown.extensions.toc", "markdown.extensions.toc:TocExtension"]
        },
        "JINJA_ENVIRONMENT": {"extensions": ["jinja2.ext.do", jinja2.ext.DebugExtension]},
    }
    assert not has_third_party_code({**load_repository_settings(), **changes})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"JINJA_GLOBALS": {"first": "AAA", "second": "BBB"}}, {"JINJA_GLOBALS": {"second": "AAA", "third": "BBB"}}),
        ({"JINJA_GLOBALS": {"a": 1}}, {"JINJA_GLOBALS": {"a": "1"}}),
        ({"JINJA_GLOBALS": {"a": len}}, {"JINJA_GLOBALS": {"a": print}}),
        ({"JINJA_GLOBALS": {"a": len}}, {"JINJA_FILTERS": {"a": len}}),
        ({"JINJA_ENVIRONMENT": {"trim_blocks": True}}, {"JINJA_ENVIRONMENT": {"trim_blocks": False}}),
        ({"JINJA_ENVIRONMENT": {"extensions": ["jinja2.ext.do"]}}, {}),
    ],
)  # fmt: skip
def test_another_setting_of_jinja_gives_another_digest(one: Any, other: Any) -> None:
    assert fingerprint_jinja(one) == fingerprint_jinja(one) != fingerprint_jinja(other)


def test_a_library_counts_by_its_name_and_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint_code.__wrapped__()
    monkeypatch.syspath_prepend(str(tmp_path))
    assert fingerprint_code.__wrapped__() == before
    (tmp_path / "nha-1.0.dist-info").mkdir()
    first = fingerprint_code.__wrapped__()
    (tmp_path / "nha-1.0.dist-info").rename(tmp_path / "nha-2.0.dist-info")
    assert len({before, first, fingerprint_code.__wrapped__()}) == 3


def test_what_a_link_leads_to_counts(tmp_path: Path) -> None:
    theme, elsewhere = tmp_path / "theme", tmp_path / "elsewhere"
    theme.mkdir()
    elsewhere.mkdir()
    (theme / "css").symlink_to(elsewhere)
    (elsewhere / "again").symlink_to(theme)
    (elsewhere / "a.css").write_text("một")
    before = fingerprint_folder(theme)
    (elsewhere / "a.css").write_text("hai")
    assert fingerprint_folder(theme) != before

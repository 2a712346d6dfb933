import importlib
import sys
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest

from plugins.engine.version import code, files, own_code, ways
from plugins.pages.filters import filters


@pytest.fixture
def modules(tmp_path, monkeypatch):
    """Return a folder of modules of the site's own: a filter, and what it uses."""
    (tmp_path / "house_words.py").write_text("WORDS = 'một'\n")
    (tmp_path / "house_filters.py").write_text(
        "import house_words\n\ndef shout(text):\n    return text + house_words.WORDS\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    forget()


def forget() -> None:
    """As in another process."""
    for name in ("house_words", "house_filters"):
        sys.modules.pop(name, None)
    importlib.invalidate_caches()


def alter(file: Path) -> None:
    with file.open("a") as stream:
        stream.write("# khác\n")


def test_the_code_of_libraries_and_of_our_plugins_counts_by_their_versions():
    """A build adds filters of ours to the settings, a check of the content does not: both trust the same readings."""
    assert own_code({"JINJA_FILTERS": {"code": code, **filters()}}) == own_code({})


def test_what_a_name_means_to_a_template_counts():
    one = {"JINJA_GLOBALS": {"first": "AAA", "second": "BBB"}}
    other = {"JINJA_GLOBALS": {"second": "AAA", "third": "BBB"}}
    assert own_code(one) != own_code(other)


def test_a_library_counts_by_its_name_and_version(tmp_path, monkeypatch):
    before = code.__wrapped__()
    monkeypatch.syspath_prepend(str(tmp_path))
    assert code.__wrapped__() == before
    (tmp_path / "nha-1.0.dist-info").mkdir()
    first = code.__wrapped__()
    (tmp_path / "nha-1.0.dist-info").rename(tmp_path / "nha-2.0.dist-info")
    assert len({before, first, code.__wrapped__()}) == 3


def test_what_a_link_leads_to_counts(tmp_path):
    theme, elsewhere = tmp_path / "theme", tmp_path / "elsewhere"
    theme.mkdir()
    elsewhere.mkdir()
    (theme / "css").symlink_to(elsewhere)
    (elsewhere / "again").symlink_to(theme)
    (elsewhere / "a.css").write_text("một")
    before = files(theme)
    (elsewhere / "a.css").write_text("hai")
    assert files(theme) != before


def test_what_a_filter_was_made_with_counts():
    def settings(word: str) -> dict[str, object]:
        return {"JINJA_FILTERS": {"part": partial(str.replace, word)}}

    assert own_code(settings("a")) == own_code(settings("a")) != own_code(settings("b"))


@pytest.mark.parametrize("file", ["house_filters.py", "house_words.py"])
def test_a_filter_counts_with_the_modules_that_it_uses(modules, file):
    def settings() -> dict[str, object]:
        return {"JINJA_FILTERS": {"shout": import_module("house_filters").shout}}

    before = own_code(settings())
    assert before != own_code({})
    alter(modules / file)
    assert own_code(settings()) == before  # this process still runs what it imported
    forget()
    assert own_code(settings()) != before


@pytest.mark.parametrize("file", ["house_filters.py", "house_words.py"])
def test_an_extension_of_markdown_counts_with_the_modules_that_it_uses(modules, file):
    settings = {"MARKDOWN": {"extensions": ["house_filters:Extension", "tables", "khong.co"]}}
    before = own_code(settings)
    alter(modules / file)
    forget()
    assert own_code(settings) != before


@pytest.mark.parametrize("given", ["a name", "a class"])
def test_an_extension_of_jinja_counts(modules, given):
    def settings() -> dict[str, object]:
        shout = import_module("house_filters").Shout
        return {"JINJA_ENVIRONMENT": {"extensions": ["house_filters.Shout" if given == "a name" else shout]}}

    with (modules / "house_filters.py").open("a") as stream:
        stream.write("class Shout:\n    pass\n")
    before = own_code(settings())
    alter(modules / "house_filters.py")
    forget()
    assert own_code(settings()) != before


def test_a_function_that_holds_itself_counts_once():
    def made():
        def walk(depth):
            return walk(depth - 1) if depth else 0

        return walk

    assert own_code({"JINJA_FILTERS": {"walk": made()}}) == own_code({"JINJA_FILTERS": {"walk": made()}})


def test_what_a_function_was_made_with_counts_by_name_too():
    def made(unit):
        def shown(value, *, unit=unit):
            return value, unit

        return shown

    assert own_code({"JINJA_FILTERS": {"a": made("km")}}) != own_code({"JINJA_FILTERS": {"a": made("m")}})


def test_code_among_the_ways_of_jinja_is_no_value_of_theirs():
    assert ways({"JINJA_ENVIRONMENT": {"finalize": str, "trim_blocks": True}}) == {"trim_blocks": True}

import sys
from functools import partial
from importlib import import_module

import pytest

from plugins.engine.version import code, own_code


@pytest.fixture
def modules(tmp_path, monkeypatch):
    """Return a folder of modules of the site's own: a filter, and what it uses."""
    (tmp_path / "house_words.py").write_text("WORDS = 'một'\n")
    (tmp_path / "house_filters.py").write_text(
        "import house_words\n\ndef shout(text):\n    return text + house_words.WORDS\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in ("house_words", "house_filters"):
        sys.modules.pop(name, None)


def test_the_code_of_libraries_and_of_our_plugins_counts_by_their_versions():
    assert own_code({"JINJA_FILTERS": {"code": code}}) == own_code({})


def test_what_a_filter_was_made_with_counts():
    def settings(word: str) -> dict[str, object]:
        return {"JINJA_FILTERS": {"part": partial(str.replace, word)}}

    assert own_code(settings("a")) == own_code(settings("a")) != own_code(settings("b"))


@pytest.mark.parametrize("file", ["house_filters.py", "house_words.py"])
def test_a_filter_counts_with_the_modules_that_it_uses(modules, file):
    settings = {"JINJA_FILTERS": {"shout": import_module("house_filters").shout}}
    before = own_code(settings)
    assert before != own_code({})
    with (modules / file).open("a") as stream:
        stream.write("# khác\n")
    assert own_code(settings) != before


@pytest.mark.parametrize("file", ["house_filters.py", "house_words.py"])
def test_an_extension_of_markdown_counts_with_the_modules_that_it_uses(modules, file):
    settings = {"MARKDOWN": {"extensions": ["house_filters:Extension", "tables", "khong.co"]}}
    before = own_code(settings)
    with (modules / file).open("a") as stream:
        stream.write("# khác\n")
    assert own_code(settings) != before


def test_a_function_of_a_settings_file_counts_though_no_module_is_kept(tmp_path):
    file = tmp_path / "conf.py"
    file.write_text("def shout(text):\n    return text\n")
    names: dict[str, object] = {"__name__": "conf-that-is-no-module"}
    exec(compile(file.read_text(), str(file), "exec"), names)  # noqa: S102  # as Pelican reads settings
    before = own_code({"JINJA_FILTERS": {"shout": names["shout"]}})
    file.write_text("def shout(text):\n    return text + '!'\n")
    assert own_code({"JINJA_FILTERS": {"shout": names["shout"]}}) != before

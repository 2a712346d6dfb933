from pathlib import Path
from typing import Any

import jinja2
import pytest

from bulletin.render.templates import enable_bytecode_cache, remove_default_globals
from tests.factories import load_repository_settings


@pytest.fixture
def theme(tmp_path: Path):
    """Return a folder of one template."""
    folder = tmp_path / "theme"
    folder.mkdir()
    (folder / "a.html").write_text("{{ view }}!")
    return folder


def create_environment(theme, cache, **changes) -> jinja2.Environment:
    made = jinja2.Environment(loader=jinja2.FileSystemLoader(theme), autoescape=True)
    enable_bytecode_cache(made, {**load_repository_settings(), "CACHE_PATH": str(cache), **changes})
    return made


def list_cached_templates(cache) -> set[str]:
    return {path.name for path in (cache / "templates").iterdir()}


def test_a_template_stays_compiled_from_one_build_to_the_next(
    theme: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert create_environment(theme, tmp_path).get_template("a.html").render(view=1) == "1!"
    monkeypatch.setattr(jinja2.Environment, "_generate", None)  # what compiles
    assert create_environment(theme, tmp_path).get_template("a.html").render(view=2) == "2!"


def test_a_template_that_was_edited_is_compiled_again(theme: Any, tmp_path: Path) -> None:
    create_environment(theme, tmp_path).get_template("a.html")
    (theme / "a.html").write_text("{{ view }}?")
    assert create_environment(theme, tmp_path).get_template("a.html").render(view=1) == "1?"
    assert len(list_cached_templates(tmp_path)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"JINJA_ENVIRONMENT": {"autoescape": False}},
        {"JINJA_FILTERS": {"upper": len}},
        {"JINJA_GLOBALS": {"answer": 42}},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_other_settings_of_jinja_compile_again_and_clear_up(theme: Any, tmp_path: Path, changes: Any) -> None:
    create_environment(theme, tmp_path).get_template("a.html")
    before = list_cached_templates(tmp_path)
    create_environment(theme, tmp_path, **changes).get_template("a.html")
    assert list_cached_templates(tmp_path).isdisjoint(before)
    assert len(list_cached_templates(tmp_path)) == 1


def test_a_template_is_compiled_each_time_with_a_filter_of_the_site_itself(
    theme: Any, tmp_path: Path
) -> None:
    (theme / "a.html").write_text("{{ 'chữ'|shout }}")  # a constant: Jinja prints it when it compiles
    for word in ("A", "B"):
        filters = {"shout": lambda text, word=word: text + word}
        made = create_environment(theme, tmp_path, JINJA_FILTERS=filters)
        made.filters |= filters
        assert made.get_template("a.html").render() == f"chữ{word}"


def test_a_template_has_no_names_but_those_it_is_given() -> None:
    made = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    made.globals["house"] = "Bản tin"
    remove_default_globals(made)
    assert made.from_string("{{ house }} {{ view }}").render(view=1) == "Bản tin 1"
    with pytest.raises(jinja2.UndefinedError):
        made.from_string("{{ range(3) }}").render()


def test_a_compiled_template_that_was_damaged_is_compiled_again(theme: Any, tmp_path: Path) -> None:
    """Python runs what it finds there: a constant of the text would be printed as it is."""
    (theme / "a.html").write_text("Bản tin {{ view }}!")
    for turn in range(40):
        create_environment(theme, tmp_path).get_template("a.html")
        (file,) = (tmp_path / "templates").iterdir()
        data = bytearray(file.read_bytes())
        data[turn * len(data) // 40] ^= 1 << turn % 8
        file.write_bytes(data)
        assert create_environment(theme, tmp_path).get_template("a.html").render(view=1) == "Bản tin 1!"


def test_a_compiled_template_of_another_is_not_taken_for_it(theme: Any, tmp_path: Path) -> None:
    (theme / "b.html").write_text("{{ view }}?")
    for name in ("a.html", "b.html"):
        create_environment(theme, tmp_path).get_template(name)
    one, other = (tmp_path / "templates").iterdir()
    one.write_bytes(other.read_bytes())
    assert create_environment(theme, tmp_path).get_template("a.html").render(view=1) == "1!"
    assert create_environment(theme, tmp_path).get_template("b.html").render(view=1) == "1?"


def test_what_others_laid_beside_compiled_templates_stays(theme: Any, tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    (folder / "anh-goc").mkdir(parents=True)
    (folder / "anh-goc/a.jpg").write_text("x")
    (folder / "ghi-chu.txt").write_text("x")
    create_environment(theme, tmp_path).get_template("a.html")
    assert {"anh-goc", "ghi-chu.txt"} < {one.name for one in folder.iterdir()}
    assert (folder / "anh-goc/a.jpg").exists()

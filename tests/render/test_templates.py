from pathlib import Path
from typing import Any

import jinja2
import pytest
from markupsafe import Markup, escape

from bulletin.render.templates import (
    enable_bytecode_cache,
    escape_value,
    remove_default_globals,
    speed_up_templates,
)
from tests.factories import load_repository_settings


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """A folder with one template."""
    folder = tmp_path / "theme"
    folder.mkdir()
    (folder / "a.html").write_text("{{ view }}!")
    return folder


def create_environment(theme: Path, cache: Path, **changes: Any) -> jinja2.Environment:
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(theme), autoescape=True)
    enable_bytecode_cache(environment, {**load_repository_settings(), "CACHE_PATH": str(cache), **changes})
    return environment


def list_cached_templates(cache: Path) -> set[str]:
    return {path.name for path in (cache / "templates").iterdir()}


def test_template_of_an_earlier_build_is_not_compiled_again(
    theme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert create_environment(theme, tmp_path).get_template("a.html").render(view=1) == "1!"
    monkeypatch.setattr(jinja2.Environment, "_generate", None)  # this method compiles
    assert create_environment(theme, tmp_path).get_template("a.html").render(view=2) == "2!"


def test_edited_template_is_compiled_again(theme: Path, tmp_path: Path) -> None:
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
def test_other_jinja_settings_replace_the_cached_templates(
    theme: Path, tmp_path: Path, changes: dict[str, Any]
) -> None:
    create_environment(theme, tmp_path).get_template("a.html")
    before = list_cached_templates(tmp_path)
    create_environment(theme, tmp_path, **changes).get_template("a.html")
    assert list_cached_templates(tmp_path).isdisjoint(before)
    assert len(list_cached_templates(tmp_path)) == 1


def test_template_with_a_filter_of_the_site_is_compiled_in_each_build(theme: Path, tmp_path: Path) -> None:
    (theme / "a.html").write_text("{{ 'chữ'|shout }}")  # Jinja evaluates this constant when it compiles
    for word in ("A", "B"):
        filters = {"shout": lambda text, word=word: text + word}
        environment = create_environment(theme, tmp_path, JINJA_FILTERS=filters)
        environment.filters |= filters
        assert environment.get_template("a.html").render() == f"chữ{word}"


def test_remove_default_globals_leaves_only_other_globals() -> None:
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    environment.globals["site_name"] = "Bản tin"
    remove_default_globals(environment)
    assert environment.from_string("{{ site_name }} {{ view }}").render(view=1) == "Bản tin 1"
    with pytest.raises(jinja2.UndefinedError):
        environment.from_string("{{ range(3) }}").render()


def test_damaged_compiled_template_is_compiled_again(theme: Path, tmp_path: Path) -> None:
    """Reason: Python executes the cached file, so a changed constant would be printed."""
    (theme / "a.html").write_text("Bản tin {{ view }}!")
    for number in range(40):
        create_environment(theme, tmp_path).get_template("a.html")
        (file,) = (tmp_path / "templates").iterdir()
        data = bytearray(file.read_bytes())
        data[number * len(data) // 40] ^= 1 << number % 8
        file.write_bytes(data)
        assert create_environment(theme, tmp_path).get_template("a.html").render(view=1) == "Bản tin 1!"


def test_compiled_template_under_another_name_is_compiled_again(theme: Path, tmp_path: Path) -> None:
    (theme / "b.html").write_text("{{ view }}?")
    for name in ("a.html", "b.html"):
        create_environment(theme, tmp_path).get_template(name)
    first, second = (tmp_path / "templates").iterdir()
    first.write_bytes(second.read_bytes())
    assert create_environment(theme, tmp_path).get_template("a.html").render(view=1) == "1!"
    assert create_environment(theme, tmp_path).get_template("b.html").render(view=1) == "1?"


def test_foreign_files_beside_compiled_templates_stay(theme: Path, tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    (folder / "anh-goc").mkdir(parents=True)
    (folder / "anh-goc/a.jpg").write_text("x")
    (folder / "ghi-chu.txt").write_text("x")
    create_environment(theme, tmp_path).get_template("a.html")
    assert {"anh-goc", "ghi-chu.txt"} < {path.name for path in folder.iterdir()}
    assert (folder / "anh-goc/a.jpg").exists()


def create_importing_environment(page: str) -> jinja2.Environment:
    """Return an environment with a component and a page."""
    component = "{% macro greet(name) %}{{ greeting|default('Chào') }} {{ name }}{% endmacro %}"
    environment = jinja2.Environment(
        loader=jinja2.DictLoader({"greet.html": component, "page.html": page}), autoescape=True
    )
    speed_up_templates(environment)
    return environment


@pytest.mark.parametrize(
    "page",
    [
        "{% from 'greet.html' import greet %}{{ greet(view) }}",
        "{% from 'greet.html' import greet as hello %}{{ hello(view) }}",
        "{% import 'greet.html' as components %}{{ components.greet(view) }}",
        "{% block a %}{% from 'greet.html' import greet %}{{ greet(view) }}{% endblock %}",
    ],
)
def test_speed_up_templates_reads_a_component_once(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = create_importing_environment(page)
    template = environment.get_template("page.html")
    assert template.render(view="<An>") == "Chào &lt;An&gt;"
    monkeypatch.setattr(environment, "get_template", None)
    assert template.render(view="Bình") == "Chào Bình"


def test_speed_up_templates_with_context_passes_the_variables_of_the_page() -> None:
    environment = create_importing_environment(
        "{% from 'greet.html' import greet with context %}{{ greet(view) }}"
    )
    template = environment.get_template("page.html")
    assert template.render(view="An", greeting="Kính gửi") == "Kính gửi An"
    assert template.render(view="An", greeting="Thân gửi") == "Thân gửi An"


def test_speed_up_templates_of_a_missing_macro_names_the_template() -> None:
    environment = create_importing_environment("{% from 'greet.html' import great %}{{ great(view) }}")
    with pytest.raises(
        jinja2.UndefinedError, match=r"'greet\.html'.*does not export the requested name 'great'"
    ):
        environment.get_template("page.html").render(view=1)


class _Heading:
    """Has HTML of its own."""

    def __html__(self) -> str:
        return "<h2>&</h2>"


class _Name(str):
    """A string of another type."""


@pytest.mark.parametrize(
    "value",
    [
        "<Đảng bộ> & 'chi bộ' \"A\"",
        "",
        Markup("<b>&</b>"),
        Markup(""),
        5,
        None,
        1.5,
        _Heading(),
        _Name("<a>"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_escape_value_equals_markupsafe(value: object) -> None:
    assert escape_value(value) == escape(value)
    environment = create_importing_environment("{{ view }}{% set all %}{{ view }}{% endset %}{{ all }}")
    assert environment.get_template("page.html").render(view=value) == str(escape(value)) * 2


def test_speed_up_templates_keeps_autoescape_off() -> None:
    environment = create_importing_environment(
        "{{ view }}{% autoescape false %}{{ view }}{% endautoescape %}"
    )
    assert environment.get_template("page.html").render(view="<a>") == "&lt;a&gt;<a>"

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from plugins.pages.compiling import lean, printed


class Loud(str):
    """Text of a class of its own, which says itself what its HTML is."""

    def __html__(self) -> str:
        """Return it in bold."""
        return f"<b>{escape(str(self))}</b>"


VALUES = (
    "", "Tin mới", "Đảng & Đoàn", "<b>", ">", '"ngoặc"', "l'an", Markup("<i>đã sạch</i>"), Loud("<to>"), 7, None, ["'"],
)  # fmt: skip
TEMPLATES = (
    "{{ view }}",
    "<p class='{{ view }}'>{{ view }} & {{ view|string|upper }}</p>",
    "{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{{ m(view) }}{{ m(m(view)) }}",
    "{% set part %}<i>{{ view }}</i>{% endset %}{{ part }}",
    "{% for x in [view, view] %}{{ x }}{{ loop.index }}{% endfor %}",
    "{% autoescape false %}{{ view }}{% endautoescape %}{{ view }}",
    "{% block a %}{{ view }}{{ [view]|tojson if view is string }}{% endblock %}{{ self.a() }}",
    "{{ '<' }}{{ '<' ~ view }}{{ view|e }}{{ view|safe }}",
)


def environment(*, autoescape=True, **options) -> jinja2.Environment:
    return jinja2.Environment(
        autoescape=autoescape,  # noqa: S701  # without it too, to compare
        undefined=jinja2.StrictUndefined,
        **options,
    )


@pytest.mark.parametrize(
    "options",
    [{}, {"finalize": lambda value: f"({value})"}, {"autoescape": False}],
    ids=["plain", "finalize", "no autoescape"],
)
@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_templates_print_what_jinja_prints(template, value, options):
    stock, ours = (environment(**options) for _ in range(2))
    lean(ours)
    assert ours.from_string(template).render(view=value) == stock.from_string(template).render(view=value)


@given(st.text())
def test_text_is_escaped_as_ever(text):
    assert printed(text) == escape(text)
    assert printed(Markup(text)) == text


def test_a_name_that_is_not_there_is_an_error_still():
    made = environment()
    lean(made)
    with pytest.raises(jinja2.UndefinedError, match="'vew' is undefined"):
        made.from_string("{{ vew }}").render(view=1)


def test_jinja_compiles_by_the_parts_that_are_replaced():
    made = environment()
    lean(made)
    source = made.compile("{{ view }}", raw=True)
    assert "printed(" in source
    assert "escape(" not in source

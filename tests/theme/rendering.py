"""Render views with the theme and the Jinja options of the site."""

from functools import cache

import jinja2

from bulletin.render.filters import create_filters
from bulletin.render.templates import remove_default_globals
from tests.theme.example_components import TEMPLATES_FOLDER


@cache
def get_jinja_environment() -> jinja2.Environment:
    """Return a Jinja environment with the options of the site.

    All tests share it. Reason: it compiles each template once.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(create_filters())
    remove_default_globals(environment)
    return environment


def render_view(template: str, view: object) -> str:
    """Return one rendered page."""
    return get_jinja_environment().get_template(template).render(view=view)

"""Prints views with the theme, as the site's settings ask Pelican to."""

import jinja2

from bulletin.render.filters import filters
from bulletin.render.templates import bare
from tests.theme.example_components import TEMPLATES


def environment() -> jinja2.Environment:
    """Make the environment as the site's settings ask Pelican for it."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(filters())
    bare(made)
    return made


def render(template: str, view: object) -> str:
    """Print one page."""
    return environment().get_template(template).render(view=view)

"""Prints views with the theme, as the site's settings ask Pelican to."""

import jinja2

from bulletin.render.filters import create_filters
from bulletin.render.templates import remove_default_globals
from tests.theme.example_components import TEMPLATES_FOLDER


def create_jinja_environment() -> jinja2.Environment:
    """Make the environment as the site's settings ask Pelican for it."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(create_filters())
    remove_default_globals(made)
    return made


def render_view(template: str, view: object) -> str:
    """Print one page."""
    return create_jinja_environment().get_template(template).render(view=view)

"""A page with one text in the styles of the theme, answered without a server."""

import pytest
from playwright.sync_api import BrowserContext

from bulletin.views.parts.body import build_body
from tests.factories import create_body, create_test_context
from tests.theme.example_components import STATIC_FOLDER
from tests.theme.rendering import get_jinja_environment

ADDRESS = "https://bantin.example.vn/"
ONE_WIDTH = pytest.mark.parametrize("page", [320], indirect=True)
"""Mark of tests that no style for a width concerns."""


def answer_with_prose(context: BrowserContext, text: str, policy: str) -> None:
    """Answer ``ADDRESS`` with a page of ``text``.

    ``policy`` is a Content-Security-Policy that allows its styles.
    """
    html, headers = render_prose_page(text), {"content-security-policy": policy}
    context.route(
        ADDRESS,
        lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers),
    )


def render_prose_page(text: str) -> str:
    """Return the HTML of a page with the body of an article."""
    prose = get_jinja_environment().get_template("components/prose.html").module.prose  # type: ignore[attr-defined]
    style = "".join(file.read_text("utf-8") for file in sorted((STATIC_FOLDER / "css").glob("*.css")))
    return (
        f"<!doctype html><html lang=vi><head><title>Bài</title><meta name=viewport content='width=device-width'>"
        f"<style>{style}</style></head>"
        f"<body><main><h1>Bài</h1>{prose(body=build_body(create_body(text), create_test_context()))}</main></body></html>"
    )

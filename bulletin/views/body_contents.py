"""The contents of a long article: links to the headings of its body."""

import html
import re

from markupsafe import Markup

from bulletin.view_models.components import BodyParts, Link

_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_FEWEST = 3
"""Headings from which an article has contents."""


def build_contents(body: BodyParts) -> tuple[Link, ...]:
    """Return links to the headings of the second level, or nothing if there are few."""
    links = [
        Link(f"#{html.unescape(name)}", " ".join(html.unescape(_TAG.sub("", text)).split()))
        for part in body
        if isinstance(part, Markup)
        for name, text in _HEADING.findall(part)
    ]
    return tuple(links) if len(links) >= _FEWEST else ()

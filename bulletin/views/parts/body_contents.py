"""Contents of long articles: links to headings, and the reading time."""

import html
import re

from markupsafe import Markup

from bulletin.content.models import FEWEST_HEADINGS
from bulletin.text.late_patterns import compile_late
from bulletin.text.plain_text import count_words
from bulletin.view_models.components import BodyParts, Link

_HEADING = compile_late(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
_TAG = compile_late(r"<[^>]*>")
_WORDS_PER_MINUTE = 230
"""Words as ``count_words`` counts them: syllables."""
_FEWEST_MINUTES = 3


def build_contents(body: BodyParts) -> tuple[Link, ...]:
    """Return links to the headings of the second level, or nothing if there are few."""
    links = [
        Link(f"#{html.unescape(name)}", " ".join(html.unescape(_TAG.sub("", text)).split()))
        for part in body
        if isinstance(part, Markup)
        for name, text in _HEADING.findall(part)
    ]
    return tuple(links) if len(links) >= FEWEST_HEADINGS else ()


def compute_reading_minutes(body: BodyParts) -> int:
    """Return about how many minutes a text takes to read, or 0 for a short one."""
    words = sum(count_words(part) for part in body if isinstance(part, Markup))
    minutes = int(words / _WORDS_PER_MINUTE + 0.5)
    return minutes if minutes >= _FEWEST_MINUTES else 0

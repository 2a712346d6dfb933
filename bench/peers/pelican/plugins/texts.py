"""Titles, contents, and filters for numbers, tables and structured data."""

import json
import re
from html import escape
from typing import Any

from pelican import signals

_NUMBER = r"(?:[Ss]ố |[Đđ]iều )?\d{1,6}(?:/(?:19|20)\d\d)?[-/][A-ZĐƯ][A-ZĐƯ0-9]*(?:[-/][A-ZĐƯ0-9]+)*"
_DATE = r"(?:[Nn]gày )?\d{1,2}/\d{1,2}/\d{4}|(?:[Tt]háng )\d{1,2}/\d{4}"
_TOGETHER = re.compile(rf"(?<![\w/-])(?:{_NUMBER}|{_DATE})(?![\w/-])[.,;:!?)”]*(?![^<>]*>)")
_SIGNS = re.compile(r"\d[-/]")
_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def keep_numbers(html: str) -> str:
    """Return HTML whose document numbers and dates stay on one line."""
    text = str(html)  # the result of |e would escape what is put in
    return _TOGETHER.sub(r'<span class="keep">\g<0></span>', text) if _SIGNS.search(text) else text


def wrap_tables(html: str) -> str:
    """Return HTML whose tables can be scrolled with the keyboard."""
    start = '<div class="table-scroll" role="group" aria-label="Bảng" tabindex="0">'
    return html.replace("<table", f"{start}<table").replace("</table>", "</table></div>")


def encode_json_ld(data: Any) -> str:
    """Return data as JSON for a script element."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _add_filters(generator: Any) -> None:
    generator.env.filters.update(keep=keep_numbers, wrap_tables=wrap_tables, json_ld=encode_json_ld)


def _prepare(generator: Any) -> None:
    for article in generator.articles:
        article.kept_title = keep_numbers(escape(article.title))
        article.contents = [(name, _TAG.sub("", text)) for name, text in _HEADING.findall(article.content)]
        if len(article.contents) > 2:
            article.minutes = int(len(_TAG.sub("", article.content).split()) / 230 + 0.5)


def register() -> None:
    """Add the filters to the templates, and titles and contents to the articles."""
    signals.article_generator_finalized.connect(_prepare)
    signals.generator_init.connect(_add_filters)

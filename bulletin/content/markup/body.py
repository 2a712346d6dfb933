"""The body of an article: Markdown in, clean HTML out, with a list of all it refers to.

What comes out is canonical (nh3 writes it: lower-case tags, double quotes), so that later
rooms can find pictures and links by pattern, without parsing the HTML again.
"""

import html
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import Any

from bulletin.content.markup.time_limit import OverspentError, TimeLimit
from bulletin.content.markup.sanitizer import cleaned, framed, is_plain
from bulletin.content.markup.video_embeds import VIMEO, YOUTUBE, embed, without_helpers
from bulletin.content.markup.complexity_limits import TOO_DEEP, Fault, TooCostlyError, knot, look_at_html, slow
from bulletin.content.markup.markdown import converter
from bulletin.content.markup.unclosed_tags import open_elements
from bulletin.text.plain_text import single_spaced
from bulletin.content.problems import CLOSING, MOST_PROBLEMS, Problem
from bulletin.content.models import Reference, Text, text_digest
from bulletin.content.markup.links import (
    CONTROL,
    Rows,
    id_problems,
    reference_problems,
    references,
    shown,
    unsafe_characters,
)
from bulletin.content.markup.lint import footnote_problems, lost_elements
from bulletin.content.markup.unsafe_links import unsafe_links

_ID = re.compile(r'<[a-z0-9]+(?: [a-z]+="[^"]*")*? id="([^"]*)"')
_NAMING = re.compile(r'<(?:a|img)(?: [a-z]+="[^"]*")*>')
_MARKER = re.compile(
    r'((?:href|src)=")(?:\{|%7B|\|)(filename|static|attach)(?:\}|%7D|\|)/?(?![/\\])', re.IGNORECASE
)
"""A marker of Pelican. With more slashes behind it the rest would name a host: such a link stays as it is, and is refused."""
_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>")
_FOOTNOTE = re.compile(r"<sup[^>]*>.*?</sup>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


class TextReader:
    """Turns Markdown into Text. One converter serves many texts, one after another."""

    def __init__(
        self,
        markdown_settings: Mapping[str, Any] | None = None,
        site: str = "",
        video_hosts: tuple[str, ...] = (YOUTUBE, VIMEO),
    ) -> None:
        """``site`` is SITEURL: a link that begins with it, or with the local preview's address, leads into the site."""
        self._video_hosts = video_hosts
        self._settings = markdown_settings or {}
        self._markdown = converter(self._settings)
        own = "|".join(
            (
                r"http://(?:localhost|127\.0\.0\.1)(?::\d+)?",
                *([re.escape(site.rstrip("/"))] if site else []),
            )
        )
        self._own = re.compile(f'href="(?:{own})(?:/(?![/\\\\])|(?=["?#]))', re.IGNORECASE)
        self._own_with_slashes = re.compile(f'href="((?:{own})//[^"]*)"', re.IGNORECASE)

    def read(self, name: str, body: str, first_line: int) -> tuple[Text, tuple[Problem, ...]]:
        """Return the text of ``body``, which begins on ``first_line`` of the file called ``name``."""
        rows = Rows(name, body, first_line)
        problems = list(unsafe_characters(body, rows))
        typed = CONTROL.sub("", body) if problems else body
        fault = knot(typed)
        if fault is None:
            try:
                with TimeLimit():
                    text, more = self._read(typed, rows)
                return text, (*problems, *more)
            except TooCostlyError as error:
                fault = error.fault
            except RecursionError:
                fault = TOO_DEEP
            except OverspentError:
                fault = slow(typed)
            self._markdown = converter(self._settings)  # the other one still thinks itself in that text
        line = first_line + typed.count("\n", 0, fault.place)
        return Text("", ""), (*problems, Problem(name, line, fault.what, fault.remedy))

    def _read(self, typed: str, rows: Rows) -> tuple[Text, list[Problem]]:
        """Return the text and what is wrong with it. Raise TooCostlyError, RecursionError, OverspentError."""
        raw = seen = self._converted(typed)
        clean, problems, found = raw, list[Problem](), tuple[Reference, ...]()
        if not is_plain(raw):
            raw = without_helpers(raw)
            look_at_html(raw, typed)
            seen = shown(raw)
            clean, problems = self._cleaned(raw, seen, rows)
            del problems[MOST_PROBLEMS:]
            clean = _NAMING.sub(self._canonical, clean).strip()
            found = tuple(references(clean, rows))
        ids = [html.unescape(one) for one in _ID.findall(clean)] if ' id="' in clean else []
        text = Text(clean, _first_paragraph(clean), found, frozenset(ids), text_digest(clean))
        slips = chain(_slips(seen, text, ids, bool(problems), rows), self._slash_problems(clean, rows))
        problems += islice(slips, MOST_PROBLEMS)
        if len(problems) >= MOST_PROBLEMS:
            problems.append(Problem(rows.name, problems[-1].line, *CLOSING))
        return text, problems

    def _converted(self, typed: str) -> str:
        """Return the HTML that Markdown makes. Raise TooCostlyError also if Python-Markdown fails, as it does on some texts."""
        try:
            return self._markdown.reset().convert(typed)
        except (TooCostlyError, RecursionError):
            raise
        except Exception as error:  # whatever its parts and the extensions of a site raise
            what = "Phần mềm Markdown không đọc được đoạn này."
            remedy = "Hãy viết lại đoạn này đơn giản hơn; thường là do danh sách đặt trong thẻ HTML."
            raise TooCostlyError(Fault(self._place_of_failure(typed), what, remedy)) from error

    def _place_of_failure(self, typed: str) -> int:
        """Return where the first paragraph begins with which Markdown fails."""

        def fails(number: int) -> bool:
            try:
                converter(self._settings).convert(typed[: ends[number]])
            except Exception:  # the one that is looked for
                return True
            return False

        ends = [0, *(found.start() for found in re.finditer(r"\n[ \t]*\n", typed)), len(typed)]
        number = bisect_left(range(len(ends)), True, lo=1, hi=len(ends) - 1, key=fails)
        start = ends[number - 1]
        return start + len(typed[start:]) - len(typed[start:].lstrip())

    def _cleaned(self, raw: str, seen: str, rows: Rows) -> tuple[str, list[Problem]]:
        """Return clean HTML with films in the place of frames, and what is wrong with these."""
        if "<iframe" not in seen.lower():
            return cleaned(raw), []
        shown_films, problems = embed(framed(raw), self._video_hosts, rows)
        return cleaned(shown_films, films=True), problems

    def _canonical(self, tag: re.Match[str]) -> str:
        """Return a tag with Pelican's markers, and the site's own address, as paths from the root."""
        named = _MARKER.sub(_canonical_marker, tag[0])
        return self._own.sub('href="/', named)

    def _slash_problems(self, clean: str, rows: Rows) -> Iterator[Problem]:
        """Yield links to the site itself of which the path would name another host: ``https://own.vn//khac.vn/``."""
        for found in self._own_with_slashes.findall(clean):
            target = html.unescape(found)
            yield rows.problem(
                target,
                f"Địa chỉ “{target}” có hai dấu “/” liền nhau sau tên miền của trang.",
                "Hãy viết từ gốc trang với một dấu “/”, như /2019/12/ten-bai/.",
            )


def _slips(seen: str, text: Text, ids: list[str], is_faulty: bool, rows: Rows) -> Iterator[Problem]:
    """Yield what is wrong with a text; ``seen`` is what ``shown`` leaves of its HTML before cleaning."""
    clean = text.html
    if seen is not clean:
        yield from unsafe_links(seen, clean, rows)
        yield from lost_elements(seen, rows)
        yield from open_elements(seen, rows)
        yield from reference_problems(clean, text.references, rows)
    if not (text.plain or html.unescape(_TAG.sub("", clean)).strip() or "<img" in clean or is_faulty):
        yield rows.problem("", "Bài chưa có nội dung.", "Hãy viết thân bài bên dưới phần khai báo.")
    yield from id_problems(ids, rows)
    yield from footnote_problems(clean, text.ids, rows)


def _canonical_marker(found: re.Match[str]) -> str:
    return f"{found[1]}source:" if found[2].lower() == "filename" else f"{found[1]}/"


def _first_paragraph(clean: str) -> str:
    end = 0
    while opening := _PARAGRAPH.search(clean, end):
        end = clean.find("</p>", opening.end())
        if end < 0:
            break
        inner = clean[opening.end() : end]
        if "<" in inner:
            inner = _TAG.sub("", _FOOTNOTE.sub("", inner))
        if text := single_spaced(html.unescape(inner)):
            return text
    return ""

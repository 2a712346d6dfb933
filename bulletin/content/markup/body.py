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

from bulletin.content.markup.complexity_limits import (
    NESTING_PROBLEM,
    ComplexityError,
    ComplexityProblem,
    check_html_complexity,
    create_slow_text_problem,
    find_complexity_problem,
)
from bulletin.content.markup.links import (
    UNSAFE_CHARACTERS_PATTERN,
    SourceLines,
    extract_references,
    find_id_problems,
    find_reference_problems,
    find_unsafe_characters,
    strip_comments_and_code,
)
from bulletin.content.markup.lint import find_footnote_problems, find_removed_elements
from bulletin.content.markup.markdown import create_markdown_converter
from bulletin.content.markup.sanitizer import is_clean_html, sanitize_except_iframes, sanitize_html
from bulletin.content.markup.time_limit import TimeLimit, TimeLimitError
from bulletin.content.markup.unclosed_tags import find_unclosed_elements
from bulletin.content.markup.unsafe_links import find_unsafe_links
from bulletin.content.markup.video_embeds import (
    VIMEO_PLAYER_HOST,
    YOUTUBE_PLAYER_HOST,
    remove_vimeo_script,
    replace_iframes,
)
from bulletin.content.models import ParsedBody, Reference, compute_body_digest
from bulletin.content.problems import MAX_PROBLEMS, TOO_MANY_PROBLEMS, Problem
from bulletin.text.plain_text import collapse_whitespace

_ID = re.compile(r'<[a-z0-9]+(?: [a-z]+="[^"]*")*? id="([^"]*)"')
_NAMING = re.compile(r'<(?:a|img)(?: [a-z]+="[^"]*")*>')
_MARKER = re.compile(
    r'((?:href|src)=")(?:\{|%7B|\|)(filename|static|attach)(?:\}|%7D|\|)/?(?![/\\])', re.IGNORECASE
)
"""A marker of Pelican. With more slashes behind it the rest would name a host: such a link stays as it is, and is refused."""
_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>")
_FOOTNOTE = re.compile(r"<sup[^>]*>.*?</sup>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


class BodyParser:
    """Turns Markdown into Text. One converter serves many texts, one after another."""

    def __init__(
        self,
        markdown_settings: Mapping[str, Any] | None = None,
        site: str = "",
        video_hosts: tuple[str, ...] = (YOUTUBE_PLAYER_HOST, VIMEO_PLAYER_HOST),
    ) -> None:
        """``site`` is SITEURL: a link that begins with it, or with the local preview's address, leads into the site."""
        self._video_hosts = video_hosts
        self._settings = markdown_settings or {}
        self._markdown = create_markdown_converter(self._settings)
        own = "|".join(
            (
                r"http://(?:localhost|127\.0\.0\.1)(?::\d+)?",
                *([re.escape(site.rstrip("/"))] if site else []),
            )
        )
        self._own = re.compile(f'href="(?:{own})(?:/(?![/\\\\])|(?=["?#]))', re.IGNORECASE)
        self._own_with_slashes = re.compile(f'href="((?:{own})//[^"]*)"', re.IGNORECASE)

    def parse_body(self, name: str, body: str, first_line: int) -> tuple[ParsedBody, tuple[Problem, ...]]:
        """Return the text of ``body``, which begins on ``first_line`` of the file called ``name``."""
        rows = SourceLines(name, body, first_line)
        problems = list(find_unsafe_characters(body, rows))
        typed = UNSAFE_CHARACTERS_PATTERN.sub("", body) if problems else body
        fault = find_complexity_problem(typed)
        if fault is None:
            try:
                with TimeLimit():
                    text, more = self._read(typed, rows)
                return text, (*problems, *more)
            except ComplexityError as error:
                fault = error.problem
            except RecursionError:
                fault = NESTING_PROBLEM
            except TimeLimitError:
                fault = create_slow_text_problem(typed)
            self._markdown = create_markdown_converter(
                self._settings
            )  # the other one still thinks itself in that text
        line = first_line + typed.count("\n", 0, fault.position)
        return ParsedBody("", ""), (*problems, Problem(name, line, fault.message, fault.remedy))

    def _read(self, typed: str, rows: SourceLines) -> tuple[ParsedBody, list[Problem]]:
        """Return the text and what is wrong with it. Raise TooCostlyError, RecursionError, OverspentError."""
        raw = seen = self._converted(typed)
        clean, problems, found = raw, list[Problem](), tuple[Reference, ...]()
        if not is_clean_html(raw):
            raw = remove_vimeo_script(raw)
            check_html_complexity(raw, typed)
            seen = strip_comments_and_code(raw)
            clean, problems = self._cleaned(raw, seen, rows)
            del problems[MAX_PROBLEMS:]
            clean = _NAMING.sub(self._canonical, clean).strip()
            found = tuple(extract_references(clean, rows))
        ids = [html.unescape(one) for one in _ID.findall(clean)] if ' id="' in clean else []
        text = ParsedBody(clean, _first_paragraph(clean), found, frozenset(ids), compute_body_digest(clean))
        slips = chain(_slips(seen, text, ids, bool(problems), rows), self._slash_problems(clean, rows))
        problems += islice(slips, MAX_PROBLEMS)
        if len(problems) >= MAX_PROBLEMS:
            problems.append(Problem(rows.file_name, problems[-1].line, *TOO_MANY_PROBLEMS))
        return text, problems

    def _converted(self, typed: str) -> str:
        """Return the HTML that Markdown makes. Raise TooCostlyError also if Python-Markdown fails, as it does on some texts."""
        try:
            return self._markdown.reset().convert(typed)
        except (ComplexityError, RecursionError):
            raise
        except Exception as error:  # whatever its parts and the extensions of a site raise
            what = "Phần mềm Markdown không đọc được đoạn này."
            remedy = "Hãy viết lại đoạn này đơn giản hơn; thường là do danh sách đặt trong thẻ HTML."
            raise ComplexityError(ComplexityProblem(self._place_of_failure(typed), what, remedy)) from error

    def _place_of_failure(self, typed: str) -> int:
        """Return where the first paragraph begins with which Markdown fails."""

        def fails(number: int) -> bool:
            try:
                create_markdown_converter(self._settings).convert(typed[: ends[number]])
            except Exception:  # the one that is looked for
                return True
            return False

        ends = [0, *(found.start() for found in re.finditer(r"\n[ \t]*\n", typed)), len(typed)]
        number = bisect_left(range(len(ends)), True, lo=1, hi=len(ends) - 1, key=fails)
        start = ends[number - 1]
        return start + len(typed[start:]) - len(typed[start:].lstrip())

    def _cleaned(self, raw: str, seen: str, rows: SourceLines) -> tuple[str, list[Problem]]:
        """Return clean HTML with films in the place of frames, and what is wrong with these."""
        if "<iframe" not in seen.lower():
            return sanitize_html(raw), []
        shown_films, problems = replace_iframes(sanitize_except_iframes(raw), self._video_hosts, rows)
        return sanitize_html(shown_films, films=True), problems

    def _canonical(self, tag: re.Match[str]) -> str:
        """Return a tag with Pelican's markers, and the site's own address, as paths from the root."""
        named = _MARKER.sub(_canonical_marker, tag[0])
        return self._own.sub('href="/', named)

    def _slash_problems(self, clean: str, rows: SourceLines) -> Iterator[Problem]:
        """Yield links to the site itself of which the path would name another host: ``https://own.vn//khac.vn/``."""
        for found in self._own_with_slashes.findall(clean):
            target = html.unescape(found)
            yield rows.create_problem(
                target,
                f"Địa chỉ “{target}” có hai dấu “/” liền nhau sau tên miền của trang.",
                "Hãy viết từ gốc trang với một dấu “/”, như /2019/12/ten-bai/.",
            )


def _slips(
    seen: str, text: ParsedBody, ids: list[str], is_faulty: bool, rows: SourceLines
) -> Iterator[Problem]:
    """Yield what is wrong with a text; ``seen`` is what ``strip_comments_and_code`` leaves of its HTML before cleaning."""
    clean = text.html
    if seen is not clean:
        yield from find_unsafe_links(seen, clean, rows)
        yield from find_removed_elements(seen, rows)
        yield from find_unclosed_elements(seen, rows)
        yield from find_reference_problems(clean, text.references, rows)
    if not (
        text.first_paragraph or html.unescape(_TAG.sub("", clean)).strip() or "<img" in clean or is_faulty
    ):
        yield rows.create_problem("", "Bài chưa có nội dung.", "Hãy viết thân bài bên dưới phần khai báo.")
    yield from find_id_problems(ids, rows)
    yield from find_footnote_problems(clean, text.anchors, rows)


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
        if text := collapse_whitespace(html.unescape(inner)):
            return text
    return ""

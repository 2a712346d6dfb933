"""The body parser, which makes clean HTML and a list of references from Markdown.

nh3 writes the HTML in one form, with lower-case tags and double quotes.
So other packages find images and links with a pattern, without another HTML parser.
"""

import html
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from markdown import Markdown

from bulletin.content.markup.complexity_limits import (
    NESTING_PROBLEM,
    ComplexityError,
    ComplexityProblem,
    check_html_complexity,
    create_slow_text_problem,
    find_complexity_problem,
)
from bulletin.content.markup.inlines.angle_brackets import escape_unknown_tags
from bulletin.content.markup.lost_text import LostText, take_lost_texts
from bulletin.content.markup.page_html.audio_players import replace_audio
from bulletin.content.markup.page_html.contact_links import link_contacts
from bulletin.content.markup.page_html.first_paragraph import get_first_paragraph
from bulletin.content.markup.page_html.foreign_html import (
    add_house_prefix,
    part_blocks,
    print_boxes,
    translate_foreign_html,
)
from bulletin.content.markup.page_html.sanitizer import is_clean_html, sanitize_except_players, sanitize_html
from bulletin.content.markup.page_html.unsafe_links import find_unsafe_links
from bulletin.content.markup.page_html.video_embeds import (
    VIMEO_PLAYER_HOST,
    YOUTUBE_PLAYER_HOST,
    remove_vimeo_script,
    replace_iframes,
)
from bulletin.content.markup.slips.links import (
    UNSAFE_CHARACTERS_PATTERN,
    SourceLines,
    extract_references,
    find_id_problems,
    find_links_without_text,
    find_parted_images,
    find_reference_problems,
    find_unsafe_characters,
    strip_comments_and_code,
)
from bulletin.content.markup.slips.lint import (
    EMPTY_BODY_MESSAGE,
    find_footnote_problems,
    find_removed_elements,
)
from bulletin.content.markup.slips.loss import find_lost_words, find_repeated_definitions, may_lose_words
from bulletin.content.markup.slips.unclosed_tags import find_unclosed_elements
from bulletin.content.markup.syntax import MARKDOWN_EXTENSIONS
from bulletin.content.markup.usual_text import convert_usual_text
from bulletin.content.models import ParsedBody, Reference, compute_body_digest
from bulletin.content.problems import MAX_PROBLEMS, TOO_MANY_PROBLEMS, Problem
from bulletin.content.time_limit import TimeLimit, TimeLimitError
from bulletin.text.late_patterns import compile_late

_ID = compile_late(r'<[a-z0-9]+(?: [a-z]+="[^"]*")*? id="([^"]*)"')
_LINK_OR_IMAGE = compile_late(r'<(?:a|img)(?: [a-z]+="[^"]*")*>')
_MARKER = compile_late(
    r'((?:href|src)=")(?:\{|%7B|\|)(filename|static|attach)(?:\}|%7D|\|)/?(?![/\\])', re.IGNORECASE
)
"""A marker of Pelican.

With more slashes behind the marker, the rest would name a host. Such a link stays unchanged, so that it is refused.
"""
_TAG = compile_late(r"<[^>]*>")


class BodyParser:
    """Parses bodies, one after another, with one Markdown converter."""

    def __init__(
        self,
        markdown_settings: Mapping[str, Any] | None = None,
        site: str = "",
        video_hosts: tuple[str, ...] = (YOUTUBE_PLAYER_HOST, VIMEO_PLAYER_HOST),
    ) -> None:
        """Prepare the parser.

        ``site`` is SITEURL. Links that begin with it, or with the address of a local server, are internal links.
        """
        self._video_hosts = video_hosts
        self._settings = markdown_settings or {}
        self._has_own_extensions = bool(
            set(self._settings.get("extensions", ())).difference(MARKDOWN_EXTENSIONS)
        )
        """True if extensions of the site may write other words than the editor."""
        configured = set(self._settings.get("extension_configs", ())).intersection(MARKDOWN_EXTENSIONS)
        self._is_house_dialect = not self._has_own_extensions and not configured
        """False if the site changes what marks mean."""
        # An extension that cannot be imported must stop the build before a text is read.
        self._converter = None if self._is_house_dialect else self._create_converter()
        own_site = (re.escape(site.rstrip("/")),) if site else ()
        site_prefixes = "|".join((r"http://(?:localhost|127\.0\.0\.1)(?::\d+)?", *own_site))
        self._site_link = re.compile(f'href="(?:{site_prefixes})(?:/(?![/\\\\])|(?=["?#]))', re.IGNORECASE)
        self._site_link_with_slashes = re.compile(f'href="((?:{site_prefixes})//[^"]*)"', re.IGNORECASE)

    def parse_body(
        self, name: str, body: str, first_line: int, *, needs_alt: bool = True, is_usual: bool = False
    ) -> tuple[ParsedBody, tuple[Problem, ...]]:
        """Parse ``body``, which begins on ``first_line`` of the file ``name``.

        ``needs_alt`` is False if images may lack an alternative text. ``is_usual`` is the result of ``is_usual_text`` if the
        caller knows it.
        """
        rows = SourceLines(name, body, first_line, needs_alt)
        problems = [] if is_usual else list(find_unsafe_characters(body, rows))
        source = UNSAFE_CHARACTERS_PATTERN.sub("", body) if problems else body
        problem = find_complexity_problem(source)
        if problem is None:
            try:
                with TimeLimit():
                    usual = convert_usual_text(source) if is_usual and self._is_house_dialect else None
                if usual is None:
                    self._get_converter()  # no limit may interrupt its import
                with TimeLimit():
                    text, more = self._parse_html(source, rows, usual)
                return text, (*problems, *more)
            except ComplexityError as error:
                problem = error.problem
            except RecursionError:
                problem = NESTING_PROBLEM
            except TimeLimitError:
                problem = create_slow_text_problem(source)
            self._converter = None  # it still has the state of that text
        line = first_line + source.count("\n", 0, problem.position)
        return ParsedBody("", ""), (*problems, Problem(name, line, problem.message, problem.remedy))

    def _parse_html(
        self, source: str, rows: SourceLines, usual: str | None
    ) -> tuple[ParsedBody, list[Problem]]:
        """Return the parsed body and its problems.

        ``usual`` is the HTML of a text with usual forms only.
        Raise ComplexityError, RecursionError, TimeLimitError.
        """
        unsafe, lost_texts = self._convert_markdown(source) if usual is None else (usual, ())
        visible = clean = unsafe
        problems, found = list[Problem](), tuple[Reference, ...]()
        if usual is not None and ("<a " in usual or "<img " in usual):  # it needs no sanitizer
            clean = _LINK_OR_IMAGE.sub(self._replace_markers, add_house_prefix(clean))
            found = tuple(extract_references(clean, rows))
        elif usual is None and not is_clean_html(unsafe):
            unsafe = translate_foreign_html(remove_vimeo_script(unsafe))
            check_html_complexity(unsafe, source)
            visible = strip_comments_and_code(unsafe)
            clean, problems = self._clean_html(
                part_blocks(print_boxes(escape_unknown_tags(unsafe))) if "<" in source else unsafe,
                visible,
                rows,
            )
            del problems[MAX_PROBLEMS:]
            clean = _LINK_OR_IMAGE.sub(self._replace_markers, add_house_prefix(clean)).strip()
            found = tuple(extract_references(clean, rows))
        clean = link_contacts(clean)
        ids = [html.unescape(value) for value in _ID.findall(clean)] if ' id="' in clean else []
        text = ParsedBody(
            clean, get_first_paragraph(clean), found, frozenset(ids), compute_body_digest(clean)
        )
        slips = chain(
            (rows.create_problem(*lost) for lost in lost_texts),
            _find_problems(visible, text, ids, bool(problems), rows),
            self._find_slash_problems(clean, rows),
        )
        problems += islice(slips, MAX_PROBLEMS)
        if not self._has_own_extensions:
            problems += islice(find_repeated_definitions(rows), MAX_PROBLEMS)
        if not problems and not self._has_own_extensions and may_lose_words(source):
            problems += islice(find_lost_words(clean, rows), MAX_PROBLEMS)
        if len(problems) >= MAX_PROBLEMS:
            problems.append(Problem(rows.file_name, problems[-1].line, *TOO_MANY_PROBLEMS))
        return text, problems

    def _get_converter(self) -> Markdown:
        """Return the converter. Create it for the first text that needs it."""
        if self._converter is None:
            self._converter = self._create_converter()
        return self._converter

    def _create_converter(self) -> Markdown:
        from bulletin.content.markup.markdown import create_markdown_converter  # noqa: PLC0415  # see syntax.py

        return create_markdown_converter(self._settings)

    def _convert_markdown(self, source: str) -> tuple[str, Sequence[LostText]]:
        """Return the HTML that Markdown makes, and the texts that it would lose.

        Raise ComplexityError, also if Python-Markdown or an extension raises another error.
        """
        try:
            converter = self._get_converter()
            return converter.reset().convert(source), take_lost_texts(converter)
        except (ComplexityError, RecursionError):
            raise
        except Exception as error:  # extensions of a site can raise any error
            message = "Phần mềm Markdown không đọc được đoạn này."
            remedy = "Hãy viết lại đoạn này đơn giản hơn; thường là do danh sách đặt trong thẻ HTML."
            raise ComplexityError(ComplexityProblem(self._find_failure(source), message, remedy)) from error

    def _find_failure(self, source: str) -> int:
        """Return the start of the first paragraph that makes Markdown fail."""

        def fails(number: int) -> bool:
            try:
                self._create_converter().convert(source[: ends[number]])
            except Exception:  # any error means that this part fails
                return True
            return False

        ends = [0, *(found.start() for found in re.finditer(r"\n[ \t]*\n", source)), len(source)]
        number = bisect_left(range(len(ends)), True, lo=1, hi=len(ends) - 1, key=fails)
        start = ends[number - 1]
        return start + len(source[start:]) - len(source[start:].lstrip())

    def _clean_html(self, unsafe: str, visible: str, rows: SourceLines) -> tuple[str, list[Problem]]:
        """Return clean HTML with players instead of frames and audio, and their problems."""
        lowered = visible.lower()
        if "<iframe" not in lowered and "<audio" not in lowered:
            return sanitize_html(unsafe), []
        framed, problems = replace_iframes(sanitize_except_players(unsafe), self._video_hosts, rows)
        linked, more = replace_audio(framed, lambda tag: _LINK_OR_IMAGE.sub(self._replace_markers, tag), rows)
        return sanitize_html(linked, players=True), [*problems, *more]

    def _replace_markers(self, tag: re.Match[str]) -> str:
        """Return a tag in which Pelican's markers and SITEURL are paths from the root."""
        named = _MARKER.sub(_replace_marker, tag[0])
        return self._site_link.sub('href="/', named)

    def _find_slash_problems(self, clean: str, rows: SourceLines) -> Iterator[Problem]:
        """Yield links to the site whose path would name another host.

        An example is ``https://own.vn//khac.vn/``.
        """
        for found in self._site_link_with_slashes.findall(clean) if "//" in clean else ():
            target = html.unescape(found)
            yield rows.create_problem(
                target,
                f"Địa chỉ “{target}” có hai dấu “/” liền nhau sau tên miền của trang.",
                "Hãy viết từ gốc trang với một dấu “/”, như /2019/12/ten-bai/",
            )


def _find_problems(
    visible: str, body: ParsedBody, ids: list[str], is_faulty: bool, rows: SourceLines
) -> Iterator[Problem]:
    """Yield the problems of a parsed body.

    ``visible`` is the HTML before it was cleaned, without comments and code.
    """
    clean = body.html
    if visible is not clean:
        for problem in chain(
            find_unsafe_links(visible, clean, rows),
            find_removed_elements(visible, rows),
            find_unclosed_elements(visible, rows),
            find_reference_problems(clean, body.references, rows),
            find_links_without_text(clean, rows),
        ):
            is_faulty = True
            yield problem
    yield from find_parted_images(clean, rows)
    if not (
        body.first_paragraph or html.unescape(_TAG.sub("", clean)).strip() or "<img" in clean or is_faulty
    ):
        yield rows.create_problem("", EMPTY_BODY_MESSAGE, "Hãy viết thân bài bên dưới phần khai báo.")
    yield from find_id_problems(ids, rows)
    yield from find_footnote_problems(clean, body.anchors, rows)


def _replace_marker(found: re.Match[str]) -> str:
    return f"{found[1]}source:" if found[2].lower() == "filename" else f"{found[1]}/"

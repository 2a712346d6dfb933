"""Alternative texts that the articles of an archive lack.

An imported archive may have thousands of images without one. So the check asks once what to do with them.
The answer is ``alt_texts_since`` in the settings table RECORDS.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from bulletin.content.markup.slips.links import (
    IMAGE_TAG_PATTERN,
    IMAGE_WITHOUT_ALT_MESSAGE,
    parse_attributes,
)
from bulletin.content.models import ParsedBody, compute_body_digest
from bulletin.content.problems import Problem
from bulletin.content.warnings.kinds import WARNING_KINDS
from bulletin.content.warnings.warning import ContentWarning
from bulletin.text.formatting import format_count, format_date
from bulletin.text.late_patterns import compile_late

MISSING_ALT_TEXT = "Ảnh chưa có lời mô tả"
"""Alternative text of such an image.

Reason: without one, a screen reader hides the image, or reads the name of its file (WCAG 2.2, 1.1.1).
"""
COVER_WITHOUT_ALT_MESSAGE = "Ảnh đại diện chưa có lời mô tả."
MISSING_ALT_MESSAGES = (IMAGE_WITHOUT_ALT_MESSAGE, COVER_WITHOUT_ALT_MESSAGE)
"""Messages of the problems in a body and at a cover."""
MISSING_ALT_WARNING = "missing-alt"
NEW_ARTICLE_DAYS = 30
"""Days for which an article is new. Its images need their texts even if an archive is asked about."""
MAX_LISTED_IMAGES = 10
"""Images of older articles that are told one by one.

Reason: a publish asks for every text, so older articles lack more of them only if they were imported.
"""
_SETTINGS_FILE = "pelicanconf.py"
_ALT = compile_late(r' alt="[^"]*"')


def add_alt_texts(body: ParsedBody) -> tuple[ParsedBody, tuple[int, ...]]:
    """Return ``body`` with a text for each image, and the lines of those without one."""
    lines = iter([reference.line for reference in body.references if reference.kind == "picture"])
    missing: list[int] = []

    def add_alt_text(tag: re.Match[str]) -> str:
        values = parse_attributes(tag)
        line = next(lines, 1) if values.get("src") else 0
        if not line or values.get("alt", "").strip():
            return tag[0]
        missing.append(line)
        return f'<img alt="{MISSING_ALT_TEXT}"{_ALT.sub("", tag[1])}>'

    html = IMAGE_TAG_PATTERN.sub(add_alt_text, body.html)
    if not missing:
        return body, ()
    return replace(body, html=html, digest=compute_body_digest(html)), tuple(missing)


def create_alt_warnings(path: str, lines: Iterable[int]) -> tuple[ContentWarning, ...]:
    """Return a warning for each line with an image of an older article."""
    kind = WARNING_KINDS[MISSING_ALT_WARNING]
    return tuple(kind.create_warning(path, line, "1", "1") for line in lines)


def sum_alt_warnings(warnings: Iterable[ContentWarning]) -> Iterator[ContentWarning]:
    """Yield ``warnings`` with one in place of all about alternative texts.

    It stands at the first image without a text.
    """
    missing = []
    for warning in warnings:
        if warning.name == MISSING_ALT_WARNING:
            missing.append(warning)
        else:
            yield warning
    if missing:
        first, files = min(missing), len({warning.path for warning in missing})
        yield WARNING_KINDS[MISSING_ALT_WARNING].create_warning(
            first.path, first.line, format_count(len(missing)), format_count(files)
        )


def ask_about_alt_texts(
    problems: Sequence[Problem], dates: Mapping[str, datetime], now: datetime
) -> Iterator[Problem]:
    """Yield ``problems`` with one question in place of many about alternative texts.

    ``dates`` are those of published articles, by path. New articles and few images are told one by one.
    """
    newest = now - timedelta(days=NEW_ARTICLE_DAYS)

    def is_old(problem: Problem) -> bool:
        return problem.message in MISSING_ALT_MESSAGES and dates.get(problem.path, now) < newest

    missing = [problem for problem in problems if is_old(problem)]
    if len(missing) <= MAX_LISTED_IMAGES:
        yield from problems
        return
    yield from (problem for problem in problems if not is_old(problem))
    first, paths = min(missing), {problem.path for problem in missing}
    since = max(dates[path] for path in paths) + timedelta(days=1)
    yield Problem(
        _SETTINGS_FILE, 1,
        f"{format_count(len(missing))} ảnh ở {format_count(len(paths))} bài cũ chưa có lời mô tả, đầu tiên là "
        f"{first.path}:{first.line}.",
        f'Nếu đó là bài nhập từ trang cũ, hãy thêm vào cuối tệp này dòng RECORDS["alt_texts_since"] = "{since:%Y-%m-%d}" '
        f"để chỉ bài từ ngày {format_date(since)} phải có; muốn máy kể từng ảnh, hãy ghi ở đó ngày của bài cũ nhất.",
    )  # fmt: skip

"""The content reader, which parses one content file at a time."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from bulletin.content.attachments.references import find_file_references
from bulletin.content.checks.alt_texts import (
    COVER_WITHOUT_ALT_MESSAGE,
    MISSING_ALT_TEXT,
    MISSING_ALT_WARNING,
    add_alt_texts,
    create_alt_warnings,
)
from bulletin.content.checks.image_texts import ALT_PLACEHOLDER, PLACEHOLDER_PROBLEM, find_image_text_problems
from bulletin.content.content_types import ARTICLE_TYPE, CONTENT_TYPES, ContentType, find_content_type
from bulletin.content.document_mentions import CitedText, TextLines
from bulletin.content.files.character_problems import leave_out_named_letters, read_readable_text
from bulletin.content.files.paths import PathError, PlainFileCheck, normalize_reference, resolve_reference
from bulletin.content.files.scan import COPY_FILE_REMEDY, UnreadableTextError, get_display_path
from bulletin.content.frontmatter.content_fields import ContentFields
from bulletin.content.frontmatter.dates import parse_date
from bulletin.content.frontmatter.draft_status import is_marked_as_draft
from bulletin.content.frontmatter.parser import SourceDocument, split_front_matter
from bulletin.content.frontmatter.yaml import YamlError
from bulletin.content.markup.body import BodyParser
from bulletin.content.markup.slips.links import SourceLines
from bulletin.content.markup.slips.lint import BODY_PLACEHOLDER, EMPTY_BODY_MESSAGE
from bulletin.content.models import DRAFT_STATUSES, Article, FileReference, Page, ParsedBody
from bulletin.content.problems import Problem
from bulletin.content.settings import ContentSettings
from bulletin.content.site_lists.sections import Sections, create_unreadable_problem, read_sections
from bulletin.content.warnings.checked_text import CheckedText
from bulletin.content.warnings.citations import find_citation_slips
from bulletin.content.warnings.finders.tables import find_unread_tables
from bulletin.content.warnings.texts import find_text_warnings, find_unknown_names
from bulletin.content.warnings.warning import SILENCE_KEY, ContentWarning
from bulletin.settings.tables import load_settings
from bulletin.text.letters import is_usual_text
from bulletin.text.plain_text import truncate_at_sentence
from bulletin.text.suggestions import suggest_known_word
from bulletin.urls import get_article_address, get_page_address, is_reserved_address


class ParsedFile(Struct, frozen=True, gc=False, array_like=True):
    """The result of reading one content file."""

    source: str
    """Path from content/."""
    item: Article | Page | None
    problems: tuple[Problem, ...]
    file_references: tuple[FileReference, ...] = ()
    """Images and files that the content file names. Each build checks if they exist."""
    is_draft: bool = False
    """True if the status is draft or review. False if the status is unknown."""
    warnings: tuple[ContentWarning, ...] = ()
    """Warnings of the text. Those of its files are found by each build."""
    silenced_warnings: tuple[str, ...] = ()
    """Names of warnings that the editor does not want."""


class ContentReader:
    """Reads the files of one content folder for one build."""

    def __init__(
        self,
        root: Path,
        sections: Sections,
        settings: ContentSettings,
        *,
        markdown: Mapping[str, Any] | None = None,
        site: str = "",
        document_names: Sequence[str] = (),
    ) -> None:
        self._document_names = tuple(document_names)
        self._root, self.sections, self._settings = root, sections, settings
        self._file_check = PlainFileCheck(root)
        self._alt_texts_since = parse_date(settings.alt_texts_since) if settings.alt_texts_since else None
        self._body_parser = BodyParser(markdown, site, settings.video_hosts)

    def read_item(self, source: str) -> ParsedFile:
        """Read ``source``, a path from content/, as the content type of its folder."""
        kind = find_content_type(source)
        name, path = get_display_path(self._root, source), self._root / source
        try:
            status = self._file_check.find_status(source)
            if status is None:
                resolve_reference(self._root, source)
            text, character_problems = read_readable_text(path, name, status)
        except PathError as error:
            return ParsedFile(source, None, (Problem(name, 1, str(error), error.remedy or COPY_FILE_REMEDY),))
        except OSError:
            return ParsedFile(source, None, (Problem(name, 1, "Không mở được tệp này.", COPY_FILE_REMEDY),))
        except UnreadableTextError as error:
            return _report_unreadable_file(source, name, error, error.text)
        try:
            document = split_front_matter(text)
        except YamlError as error:
            return _report_unreadable_file(source, name, error, text, character_problems)
        fields = ContentFields(name, document.front_matter, kind.front_matter_keys, _list_foreign_keys(kind))
        is_archived = kind is ARTICLE_TYPE and self._is_archived(document.front_matter.values.get("date"))
        body, problems = self._body_parser.parse_body(
            name,
            document.body,
            document.body_line,
            needs_alt=not is_archived,
            is_usual=is_usual_text(text),
        )
        lines_without_alt: tuple[int, ...] = ()
        if is_archived:
            body, lines_without_alt = add_alt_texts(body)
            if fields.has_value("cover") and not fields.has_value("cover_alt"):
                document.front_matter.values["cover_alt"] = MISSING_ALT_TEXT
                lines_without_alt = (fields.find_line("cover"), *lines_without_alt)
        if fields.has_value("attachments"):  # a document is enough
            problems = tuple(problem for problem in problems if problem.message != EMPTY_BODY_MESSAGE)
        if "<img" in body.html:
            rows = SourceLines(name, document.body, document.body_line)
            problems = (*problems, *find_image_text_problems(body.html, rows))
        build_item: Callable[[str, ContentFields, ParsedBody], Article | Page | None]
        build_item = self._build_article if kind is ARTICLE_TYPE else self._build_page
        item = build_item(source, fields, body)
        cited = self._find_citations(item, fields, document)
        if isinstance(item, Article) and cited and cited.citations:
            item = replace(item, mentions=tuple(cited.list_mentions(item.date.date())))
        files = (*fields.file_references, *find_file_references(body))
        silenced = fields.read_names(SILENCE_KEY) if fields.has_value(SILENCE_KEY) else ()
        checked = _create_checked_text(fields, document, body.html, has_contents=kind is ARTICLE_TYPE)
        problems = (*problems, *find_unread_tables(name, checked))
        warnings = _find_warnings(fields, checked, silenced)
        if cited and isinstance(item, Article):
            slips = find_citation_slips(name, cited, item.date.date(), silenced)
            problems, warnings = (*problems, *slips.problems), (*warnings, *slips.warnings)
        if lines_without_alt and MISSING_ALT_WARNING not in silenced:
            warnings += create_alt_warnings(name, lines_without_alt)
        is_draft = fields.status in DRAFT_STATUSES
        own = leave_out_named_letters(fields.problems, character_problems)
        return ParsedFile(
            source, item, (*character_problems, *own, *problems), files, is_draft, warnings, silenced
        )

    def _find_citations(
        self, article: Article | Page | None, fields: ContentFields, document: SourceDocument
    ) -> CitedText | None:
        """Return the text of an article with its citations of official documents.

        Pages have none, and neither has a site that does not look for them.
        """
        if not isinstance(article, Article) or not self._settings.documents:
            return None
        lines = TextLines(
            fields.find_line("title"), fields.find_line("summary"), document.body, document.body_line
        )
        return CitedText(article.title, article.lede, article.body.html, lines, self._document_names)

    def _is_archived(self, date: object) -> bool:
        """Tell if the images of an article of ``date`` may lack alternative texts."""
        if self._alt_texts_since is None or not isinstance(date, str):
            return False
        try:
            return parse_date(date) < self._alt_texts_since
        except ValueError:  # reported when the date is read
            return False

    def _build_article(self, source: str, fields: ContentFields, body: ParsedBody) -> Article | None:
        title = fields.read_required_string("title", "tiêu đề")
        category = fields.read_required_string("category", "chuyên mục")
        section = self.sections.find_section(category)
        if category and section is None and self.sections.by_slug:
            fields.add_problem(
                "category",
                f"Không có chuyên mục “{category}”.",
                suggest_known_word(category, self.sections.list_names()),
            )
        fields.read_required_string("date", "ngày đăng")
        date = fields.read_datetime("date")
        expires = fields.read_datetime("expires", end_of_day=True)
        if date and expires and expires <= date:
            fields.add_problem(
                "expires", "Ngày gỡ bài (expires) không sau ngày đăng (date).", "Hãy sửa một trong hai ngày."
            )
        featured = fields.read_featured()
        featured_until = fields.read_featured_until(date, is_featured=bool(featured))
        modified = fields.read_datetime("modified")
        if date and modified and modified < date:
            fields.add_problem(
                "modified", "Ngày cập nhật (modified) trước ngày đăng (date).", "Hãy sửa một trong hai ngày."
            )
        cover, cover_alt = fields.read_image_path("cover"), fields.read_string("cover_alt")
        if cover and not cover_alt:
            fields.add_problem(
                "cover",
                COVER_WITHOUT_ALT_MESSAGE,
                f'Hãy thêm dòng cover_alt: "{ALT_PLACEHOLDER}"',
            )
        if cover_alt == ALT_PLACEHOLDER:
            fields.add_problem("cover_alt", *PLACEHOLDER_PROBLEM)
        status, approved_by = fields.read_status(), fields.read_string("approved_by")
        if self._settings.require_approval and status in ("published", "hidden") and not approved_by:
            fields.add_problem(
                "approved_by",
                "Bài chưa ghi người duyệt.",
                "Hãy thêm dòng approved_by: …, hoặc đặt status: review",
            )
        if status in ("published", "hidden") and BODY_PLACEHOLDER in body.first_paragraph:
            fields.add_problem(
                "status",
                f"Trong bài còn câu mẫu “{BODY_PLACEHOLDER}”.",
                "Hãy thay câu ấy bằng thân bài, hoặc để status: draft",
            )
        slug = fields.read_slug(title)
        lede = fields.read_string("summary")
        topic = (
            fields.filter_sluggable_names("topic", [name]) if (name := fields.read_string("topic")) else ()
        )
        aliases, request_aliases = fields.read_aliases()
        rest: dict[str, Any] = {
            "lede": lede,
            "authors": fields.filter_sluggable_names("authors", fields.read_names("author", "authors")),
            "origin": fields.read_origin(),
            "tags": fields.filter_sluggable_names("tags", fields.read_names("tags")),
            "topic": topic[0] if topic else "",
            "featured": featured, "featured_until": featured_until,
            "cover": normalize_reference(cover) if cover else "", "cover_alt": cover_alt,
            "cover_caption": fields.read_string("cover_caption"),
            "attachments": fields.read_attachments(),
            "audio": fields.read_audio() if fields.has_value("audio") else "",
            "ai_made": fields.read_ai_kinds() if fields.has_value("ai") else (),
            "status": status, "approved_by": approved_by,
            "expires": expires, "modified": modified,
            "corrections": fields.read_corrections(date), "aliases": aliases, "request_aliases": request_aliases,
            "address_line": fields.find_line("slug", "title"),
            "author_line": fields.find_line("author", "authors"),
            "alias_line": fields.find_line("aliases"),
            "tag_line": fields.find_line("tags"),
            "topic_line": fields.find_line("topic"),
        }  # fmt: skip
        if not (title and slug and date and section):
            return None
        summary = lede or truncate_at_sentence(body.first_paragraph, self._settings.summary_length)
        address = get_article_address(date, slug)
        return Article(source, title, date, address, section.slug, body, summary, **rest)

    def _build_page(self, source: str, fields: ContentFields, body: ParsedBody) -> Page | None:
        title = fields.read_required_string("title", "tiêu đề")
        slug = fields.read_slug(title)
        if slug and (is_reserved_address(get_page_address(slug)) or slug.isdecimal()):
            fields.add_problem("slug", f"Địa chỉ /{slug}/ dành cho hệ thống.", "Hãy chọn slug khác.")
            slug = ""
        aliases, request_aliases = fields.read_aliases()
        page = Page(
            source, title, slug, body,
            fields.read_string("summary"), fields.read_integer("order"), fields.read_status(), fields.read_datetime("modified"),
            fields.read_attachments(), aliases, fields.find_line("slug", "title"), fields.find_line("aliases"), request_aliases,
        )  # fmt: skip
        return page if title and slug else None


@cache
def _list_foreign_keys(kind: ContentType) -> dict[str, str]:
    """Return the keys of other content types, with the names of these types."""
    return {
        key: other.plural
        for other in CONTENT_TYPES
        for key in other.front_matter_keys
        if key not in kind.front_matter_keys
    }


def _create_checked_text(
    fields: ContentFields, document: SourceDocument, html: str, *, has_contents: bool
) -> CheckedText:
    title = document.front_matter.values.get("title")
    return CheckedText(
        title if isinstance(title, str) else "",
        fields.find_line("title"),
        document.body,
        document.body_line,
        html,
        has_contents,
    )


def _find_warnings(
    fields: ContentFields, text: CheckedText, silenced: tuple[str, ...]
) -> tuple[ContentWarning, ...]:
    """Return the warnings of a text that are not ``silenced``."""
    found = find_text_warnings(fields.file_name, text, silenced)
    if silenced:
        found += find_unknown_names(fields.file_name, fields.find_line(SILENCE_KEY), silenced)
    return tuple(found)


def _report_unreadable_file(
    source: str,
    name: str,
    error: UnreadableTextError | YamlError,
    text: str,
    other_problems: tuple[Problem, ...] = (),
) -> ParsedFile:
    """Return the parsed file of a file that cannot become an item.

    ``text`` is as much of the file as can be read.
    """
    problems = (*other_problems, create_unreadable_problem(name, error))
    return ParsedFile(source, None, problems, is_draft=is_marked_as_draft(text))


def create_content_reader(
    root: Path,
    settings: Mapping[str, Any],
    sections: Sections | None = None,
    document_names: Sequence[str] = (),
) -> ContentReader:
    """Return a content reader for ``root`` (content/).

    ``sections`` are the sections of ``root`` if the caller has read them.
    ``document_names`` are the names by which articles cite documents without a number.
    Raise SettingError if the settings table RECORDS is invalid.
    """
    if sections is None:
        sections, _ = read_sections(root)
    content_settings = load_settings(ContentSettings, "RECORDS", settings.get("RECORDS", {}))
    return ContentReader(
        root,
        sections,
        content_settings,
        markdown=settings.get("MARKDOWN"),
        site=settings["SITEURL"],
        document_names=document_names,
    )

"""The desk where content files become records, one file at a time."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from bulletin.settings.tables import settings_from
from bulletin.content.content_types import ALL_KEYS, CONTENT_TYPES, find_content_type
from bulletin.content.frontmatter.fields import Fields
from bulletin.content.scan import REAL_FILE, NotTextError, label, read_text
from bulletin.content.frontmatter.parser import split
from bulletin.content.attachments.references import named_in
from bulletin.content.paths import PathError, inside, named
from bulletin.text.plain_text import shortened
from bulletin.content.problems import Problem
from bulletin.content.models import Article, NamedFile, Page, Text
from bulletin.content.sections import Sections, not_text, read_sections
from bulletin.content.settings import RecordsSettings
from bulletin.content.markup.body import TextReader
from bulletin.content.markup.lint import PLACEHOLDER
from bulletin.content.frontmatter.yaml import YamlError
from bulletin.text.suggestions import proposal
from bulletin.urls import article_address, is_reserved, page_address


class Reading(Struct, frozen=True, gc=False, array_like=True):
    """What came of a file: a record where one could be made, and all that is wrong with it."""

    source: str
    """From content/."""
    record: Article | Page | None
    problems: tuple[Problem, ...]
    files: tuple[NamedFile, ...] = ()
    """Pictures and files that it names; whether they are there is looked up on every build."""


class Desk:
    """Reads the files of one content folder. Keeps nothing of a file once it is read."""

    def __init__(
        self,
        root: Path,
        sections: Sections,
        settings: RecordsSettings,
        *,
        markdown: Mapping[str, Any] | None = None,
        site: str = "",
    ) -> None:
        self._root = root
        self.sections = sections
        self._settings = settings
        self._texts = TextReader(markdown, site, settings.video_hosts)
        self._makers: dict[type, Callable[[str, Fields, Text], Article | Page | None]] = {
            Article: self._article,
            Page: self._page,
        }

    def read(self, source: str) -> Reading:
        """Read ``source``, a path from content/, as its folder says."""
        kind = find_content_type(source)
        name, path = label(self._root, source), self._root / source
        try:
            inside(self._root, source)
            document = split(read_text(path))
        except PathError as error:
            return Reading(source, None, (Problem(name, 1, str(error), error.remedy or REAL_FILE),))
        except OSError:
            return Reading(source, None, (Problem(name, 1, "Không mở được tệp này.", REAL_FILE),))
        except NotTextError as error:
            return Reading(source, None, (not_text(name, error),))
        except YamlError as error:
            return Reading(source, None, (Problem(name, error.line, error.what, error.remedy),))
        foreign = {key: other.plural for other in CONTENT_TYPES if other is not kind for key in other.keys}
        fields = Fields(
            name, document.header, kind.keys, {key: foreign[key] for key in ALL_KEYS.difference(kind.keys)}
        )
        text, problems = self._texts.read(name, document.body, document.body_line)
        record = self._makers[kind.model](source, fields, text)
        files = (*fields.files, *named_in(text))
        return Reading(source, record, (*fields.problems, *problems), files)

    def _article(self, source: str, fields: Fields, text: Text) -> Article | None:
        title = fields.needed("title", "tiêu đề")
        category = fields.needed("category", "chuyên mục")
        section = self.sections.find(category)
        if category and section is None and self.sections.by_slug:
            fields.report(
                "category", f"Không có chuyên mục “{category}”.", proposal(category, self.sections.names())
            )
        fields.needed("date", "ngày đăng")
        date = fields.moment("date")
        expires = fields.moment("expires", end_of_day=True)
        if date and expires and expires <= date:
            fields.report(
                "expires", "Ngày gỡ bài (expires) không sau ngày đăng (date).", "Hãy sửa một trong hai ngày."
            )
        modified = fields.moment("modified")
        if date and modified and modified < date:
            fields.report(
                "modified", "Ngày cập nhật (modified) trước ngày đăng (date).", "Hãy sửa một trong hai ngày."
            )
        cover, cover_alt = fields.picture("cover"), fields.words("cover_alt")
        if cover and not cover_alt:
            fields.report(
                "cover",
                "Ảnh đại diện chưa có lời mô tả.",
                'Hãy thêm dòng cover_alt: "nói rõ trong ảnh có gì".',
            )
        status, approved_by = fields.status(), fields.words("approved_by")
        if self._settings.require_approval and status in ("published", "hidden") and not approved_by:
            fields.report(
                "approved_by",
                "Bài chưa ghi người duyệt.",
                "Hãy thêm dòng approved_by: …, hoặc đặt status: review.",
            )
        if status in ("published", "hidden") and PLACEHOLDER in text.plain:
            fields.report(
                "status",
                f"Trong bài còn câu mẫu “{PLACEHOLDER}”.",
                "Hãy thay câu ấy bằng thân bài, hoặc để status: draft.",
            )
        slug = fields.slug(title)
        lede = fields.words("summary")
        topic = fields.slugged("topic", [name]) if (name := fields.words("topic")) else ()
        rest: dict[str, Any] = {
            "lede": lede,
            "authors": fields.slugged("authors", fields.names("author", "authors")),
            "origin": fields.origin(),
            "tags": fields.slugged("tags", fields.names("tags")),
            "topic": topic[0] if topic else "",
            "featured": fields.featured(),
            "cover": named(cover) if cover else "", "cover_alt": cover_alt, "cover_caption": fields.words("cover_caption"),
            "attachments": fields.attachments(),
            "status": status, "approved_by": approved_by,
            "expires": expires, "modified": modified,
            "corrections": fields.corrections(), "aliases": fields.aliases(),
            "line": fields.line_of("slug", "title"),
            "author_line": fields.line_of("author", "authors"),
            "alias_line": fields.line_of("aliases"),
        }  # fmt: skip
        if not (title and slug and date and section):
            return None
        summary = lede or shortened(text.plain, self._settings.summary_length)
        address = article_address(date, slug)
        return Article(source, title, slug, date, address, section.slug, text, summary, **rest)

    def _page(self, source: str, fields: Fields, text: Text) -> Page | None:
        title = fields.needed("title", "tiêu đề")
        slug = fields.slug(title)
        if slug and (is_reserved(page_address(slug)) or slug.isdecimal()):
            fields.report("slug", f"Địa chỉ /{slug}/ dành cho hệ thống.", "Hãy chọn slug khác.")
            slug = ""
        page = Page(
            source, title, slug, text,
            fields.words("summary"), fields.number("order"), fields.status(), fields.moment("modified"),
            fields.attachments(), fields.aliases(), fields.line_of("slug", "title"), fields.line_of("aliases"),
        )  # fmt: skip
        return page if title and slug else None


def open_desk(root: Path, settings: Mapping[str, Any], sections: Sections | None = None) -> Desk:
    """Return a desk for ``root``; ``sections`` are its own where they were read. Raise SettingError where RECORDS is wrong."""
    if sections is None:
        sections, _ = read_sections(root)
    records = settings_from(RecordsSettings, "RECORDS", settings.get("RECORDS", {}))
    return Desk(root, sections, records, markdown=settings.get("MARKDOWN"), site=settings["SITEURL"])

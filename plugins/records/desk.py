"""The desk where content files become records, one file at a time."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.records.addresses import RESERVED
from plugins.records.fields import Fields
from plugins.records.files import REAL_FILE, NotTextError, label, read_text
from plugins.records.front_matter import split
from plugins.records.paths import PathError, inside
from plugins.records.problems import Problem, nearest, proposal
from plugins.records.record import Article, Page, Text
from plugins.records.sections import Sections, not_utf8
from plugins.records.settings import RecordsSettings
from plugins.records.text import TextReader
from plugins.records.yaml_lines import YamlError

ARTICLE_KEYS = (
    "title", "date", "category", "summary", "author", "authors", "source", "tags", "topic", "featured", "cover",
    "cover_alt", "cover_caption", "attachments", "status", "approved_by", "expires", "modified", "corrections",
    "aliases", "slug",
)  # fmt: skip
PAGE_KEYS = ("title", "slug", "summary", "order", "status", "modified", "attachments", "aliases")

PictureCheck = Callable[[str], tuple[str, str] | None]
"""Given a path from content/, what is wrong with the picture and what to do, or None."""
_SENTENCE = re.compile(r"(?<=[.!?…])[”\")]?\s+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file: a record where one could be made, and all that is wrong with it."""

    record: Article | Page | None
    problems: tuple[Problem, ...]


class Desk:
    """Reads the files of one content folder. Keeps nothing of a file once it is read."""

    def __init__(
        self,
        root: Path,
        sections: Sections,
        settings: RecordsSettings,
        check_picture: PictureCheck,
        markdown: Mapping[str, Any] | None = None,
    ) -> None:
        self._root = root
        self.sections = sections
        self._settings = settings
        self._check_picture = check_picture
        self._texts = TextReader(markdown)

    def article(self, source: str) -> Reading:
        """Read ``source``, a path from content/, as an article."""
        return self._read(source, ARTICLE_KEYS, self._article)

    def page(self, source: str) -> Reading:
        """Read ``source`` as a static page."""
        return self._read(source, PAGE_KEYS, self._page)

    def _read(
        self, source: str, keys: tuple[str, ...], make: Callable[[str, Fields, Text], Article | Page | None]
    ) -> Reading:
        name = label(self._root, source)
        try:
            inside(self._root, source)
            document = split(read_text(self._root / source))
        except PathError as error:
            return Reading(None, (Problem(name, 1, str(error), REAL_FILE),))
        except OSError:
            return Reading(None, (Problem(name, 1, "Không mở được tệp này.", REAL_FILE),))
        except NotTextError as error:
            return Reading(None, (not_utf8(name, error.line),))
        except YamlError as error:
            return Reading(None, (Problem(name, error.line, error.what, error.remedy),))
        fields = Fields(name, document.header, keys)
        text, problems = self._texts.read(name, document.body, document.body_line)
        record = make(source, fields, text)
        self._check_files(fields, text, record)
        return Reading(record, (*fields.problems, *problems))

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
        cover, cover_alt = fields.words("cover"), fields.words("cover_alt")
        if cover and not cover_alt:
            fields.report(
                "cover",
                "Ảnh đại diện chưa có lời mô tả.",
                "Hãy thêm dòng cover_alt: “nói rõ trong ảnh có gì”.",
            )
        status, approved_by = fields.status(), fields.words("approved_by")
        if self._settings.require_approval and status in ("published", "hidden") and not approved_by:
            fields.report(
                "approved_by",
                "Bài chưa ghi người duyệt.",
                "Hãy thêm dòng approved_by: …, hoặc đặt status: review.",
            )
        slug = fields.slug(title)
        lede = fields.words("summary")
        topic = fields.slugged("topic", [fields.words("topic")]) if fields.has("topic") else ()
        rest: dict[str, Any] = {
            "lede": lede,
            "authors": fields.slugged("authors", fields.names("author", "authors")),
            "origin": fields.origin(),
            "tags": fields.slugged("tags", fields.names("tags")),
            "topic": topic[0] if topic else "",
            "featured": fields.featured(),
            "cover": cover.lstrip("/"), "cover_alt": cover_alt, "cover_caption": fields.words("cover_caption"),
            "attachments": fields.attachments(),
            "status": status, "approved_by": approved_by,
            "expires": expires, "modified": fields.moment("modified"),
            "corrections": fields.corrections(), "aliases": fields.aliases(),
            "line": fields.line_of("slug", "title"),
        }  # fmt: skip
        if not (title and slug and date and section):
            return None
        summary = lede or _shortened(text.plain, self._settings.summary_length)
        return Article(source, title, slug, date, section.slug, text, summary, **rest)

    def _page(self, source: str, fields: Fields, text: Text) -> Page | None:
        title = fields.needed("title", "tiêu đề")
        slug = fields.slug(title)
        if slug in RESERVED or slug.isdecimal():
            fields.report("slug", f"Địa chỉ /{slug}/ dành cho hệ thống.", "Hãy chọn slug khác.")
            slug = ""
        page = Page(
            source, title, slug, text,
            fields.words("summary"), fields.number("order"), fields.status(), fields.moment("modified"),
            fields.attachments(), fields.aliases(), fields.line_of("slug", "title"),
        )  # fmt: skip
        return page if title and slug else None

    def _check_files(self, fields: Fields, text: Text, record: Article | Page | None) -> None:
        if isinstance(record, Article) and record.cover:
            self._check_one_picture(fields, record.cover, fields.header.lines["cover"])
        for reference in text.references:
            if (
                reference.kind == "picture"
                and "://" not in reference.target
                and not reference.target.startswith("//")
            ):
                self._check_one_picture(fields, reference.target, reference.line)
            elif reference.target.startswith(("/files/", "/images/")):
                self._check_file(fields, reference.target, reference.line)
        for attachment in record.attachments if record else ():
            self._check_file(fields, attachment.file, attachment.line)

    def _check_one_picture(self, fields: Fields, reference: str, line: int) -> None:
        if self._missing(fields, reference, line, "ảnh", "images"):
            return
        fault = self._check_picture(reference)
        if fault:
            fields.report("cover", f"Ảnh “{reference}”: {fault[0]}", fault[1], line)

    def _check_file(self, fields: Fields, reference: str, line: int) -> None:
        if reference.startswith("/images/"):
            self._check_one_picture(fields, reference, line)
        elif not self._missing(fields, reference, line, "tệp", "files"):
            ending = reference.rsplit(".", 1)[-1].lower()
            if ending not in self._settings.attachment_types:
                fields.report(
                    "attachments",
                    f"Không đính kèm được tệp loại .{ending}: “{reference}”.",
                    f"Các loại dùng được: {', '.join(self._settings.attachment_types)}.",
                    line,
                )

    def _missing(self, fields: Fields, reference: str, line: int, noun: str, folder: str) -> bool:
        """Report and return True where ``reference`` names no file below ``folder``."""
        try:
            path = inside(self._root, reference)
        except PathError as error:
            fields.report(
                "",
                f"{noun.capitalize()} “{reference}”: {error}",
                f"Hãy viết {folder}/… từ thư mục content/.",
                line,
            )
            return True
        if path.relative_to(self._root).parts[0] != folder:
            fields.report(
                "",
                f"{noun.capitalize()} “{reference}” không nằm trong content/{folder}/.",
                f"Hãy chuyển tệp vào content/{folder}/ và viết {folder}/….",
                line,
            )
            return True
        if path.is_file():
            return False
        near = (
            nearest(path.name, sorted(one.name for one in path.parent.iterdir() if one.is_file()))
            if path.parent.is_dir()
            else None
        )
        shown = (
            f"Hãy viết {path.parent.relative_to(self._root).as_posix()}/{near}."
            if near
            else f"Hãy chép tệp vào content/{folder}/ hoặc sửa đường dẫn."
        )
        fields.report("", f"Không có {noun} “{reference}” trong content/.", shown, line)
        return True


def _shortened(text: str, length: int) -> str:
    """Return the first sentences of ``text`` that fit into ``length`` characters, or its first words."""
    if len(text) <= length:
        return text
    kept = ""
    for sentence in _SENTENCE.split(text):
        joined = f"{kept} {sentence}".strip()
        if len(joined) > length:
            break
        kept = joined
    if kept:
        return kept
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"

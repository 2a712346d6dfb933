"""Values of the front matter that only articles and pages have."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from bulletin.clock import read_build_time
from bulletin.content.attachments.references import create_file_reference
from bulletin.content.files.paths import normalize_reference
from bulletin.content.frontmatter.aliases import AliasError, parse_alias, parse_request_alias
from bulletin.content.frontmatter.date_proposals import propose_date
from bulletin.content.frontmatter.dates import parse_date
from bulletin.content.frontmatter.fields import FrontMatterReader
from bulletin.content.frontmatter.name_lists import find_joined_names, find_torn_name
from bulletin.content.frontmatter.yaml import YamlMapping
from bulletin.content.markup.page_html.audio_players import AUDIO_SUFFIXES
from bulletin.content.models import AI_KINDS, AiKind, Attachment, Correction, FileReference, Origin
from bulletin.content.problems import ProblemText
from bulletin.content.request_aliases import split_query
from bulletin.content.web_addresses import find_web_address_fault
from bulletin.text.late_patterns import compile_late
from bulletin.text.letters import fold_name
from bulletin.text.slugs import MAX_SLUG_LENGTH, SLUG_PATTERN, find_dropped_words, slugify
from bulletin.text.suggestions import suggest_known_word

_ALIAS_SEPARATOR = compile_late(r"[;,，；\s]\s*(?=/)")
_ADDRESS_BEFORE_SLUG = compile_late(r"^(?:https?://[^/]+)?/?(?:19|20)\d\d/\d{1,2}/(?:\d{1,2}/)?(?=[^/])")
"""Parts of the address of an article beside its slug."""
_PATH = compile_late(r"/?(?:[\w.()+-]+/)*[\w.()+-]+\.[A-Za-z0-9]{2,5}")
"""A path that needs no quotation marks."""
_AI_WORDS: Mapping[AiKind, frozenset[str]] = {
    "text": frozenset({"chữ", "phần chữ", "bài", "bài viết", "article", "van ban", "văn bản"}),
    "picture": frozenset(
        {"ảnh", "hình", "hình ảnh", "ảnh minh họa", "tranh", "image", "images", "pictures", "photo"}
    ),
    "sound": frozenset({"âm thanh", "giọng đọc", "giọng nói", "tiếng", "audio", "voice"}),
    "film": frozenset({"phim", "video", "videos"}),
}
"""Words of editors for what a machine made."""
_YES = frozenset({"true", "yes", "có", "co", "1", "x"})
_NO = frozenset({"false", "no", "không", "khong", "0", ""})


@lru_cache(maxsize=1 << 16)
def _explain_slug_fault(name: str) -> ProblemText | None:
    """Return the problem of a name that makes no slug, or None.

    The result is kept, because many articles have the same names.
    """
    slug = slugify(name)
    if len(slug) > MAX_SLUG_LENGTH:
        return f"“{name[:40]}…” quá dài để làm địa chỉ.", "Hãy viết tên ngắn hơn."
    if lost := find_dropped_words(name):
        words = ", ".join(f"“{word}”" for word in lost)
        return f"“{name}” có chữ không viết được trong địa chỉ: {words}.", "Hãy viết tên ấy bằng chữ Việt."
    if not slug:
        return f"“{name}” không có chữ cái nào để làm địa chỉ.", "Hãy viết tên có chữ hoặc số."
    return None


def _find_path(value: object) -> str:
    """Return the first path in a text or a list of lists, or nothing."""
    if isinstance(value, list):
        return next(filter(None, map(_find_path, value)), "")
    is_path = isinstance(value, str) and _PATH.fullmatch(value.strip()) is not None
    return value.strip() if is_path and isinstance(value, str) else ""


class ContentFields(FrontMatterReader):
    """Reads the front matter of an article or a static page."""

    def filter_sluggable_names(self, key: str, names: Iterable[str]) -> tuple[str, ...]:
        """Return ``names`` without repeats, and report names without a slug.

        Different names of one slug are kept, because the check of all articles reports them.
        """
        kept: dict[str, str] = {}
        line = self.find_line("author", "authors") if key == "authors" else None
        if key != "topic":
            for name in ("author", "authors") if key == "authors" else (key,):
                value = self.front_matter.values.get(name)
                if fault := find_torn_name(name, value) or find_joined_names(name, value):
                    self.add_problem(name, *fault)
        for name in names:
            if fault := _explain_slug_fault(name):
                self.add_problem(key, *fault, line)
            else:
                kept.setdefault(fold_name(name), name)
        return tuple(kept.values())

    def read_featured(self) -> Literal["", "featured", "lead"]:
        """Return how the front page features the article.

        ``true`` makes a featured article ("Tiêu điểm"), ``lead`` a lead story.
        """
        text = self.read_string("featured").lower()
        if text == "lead":
            return "lead"
        if text not in _YES | _NO:
            self.add_problem(
                "featured",
                f"“featured: {text}” không dùng được.",
                "Hãy viết featured: true (Tiêu điểm) hoặc featured: lead (tin dẫn đầu trang nhất).",
            )
        return "featured" if text in _YES else ""

    def read_featured_until(self, date: datetime | None, *, is_featured: bool) -> datetime | None:
        """Return the time at which an article of ``date`` loses its pin, or None."""
        end = self.read_datetime("featured_until", end_of_day=True)
        if end and not is_featured:
            self.add_problem(
                "featured_until",
                "Có ngày thôi ghim (featured_until) mà bài không được ghim.",
                "Hãy thêm dòng featured: true, hoặc bỏ dòng featured_until.",
            )
        if end and date and end <= date:
            self.add_problem(
                "featured_until",
                "Ngày thôi ghim (featured_until) không sau ngày đăng (date).",
                "Hãy sửa một trong hai ngày.",
            )
        return end

    def read_slug(self, title: str) -> str:
        """Return the slug of the front matter, or the one made from ``title``."""
        text = self.read_string("slug")
        if "slug" in self.front_matter.values and not text:
            self.add_problem(
                "slug", "Slug còn trống.", f"Hãy viết slug: {slugify(title) or 'ten-bai'}, hoặc bỏ dòng này."
            )
        if text and not SLUG_PATTERN.fullmatch(text):
            self.add_problem(
                "slug",
                f"Slug “{text}” không dùng được trong địa chỉ.",
                f"Hãy viết slug: {slugify(_ADDRESS_BEFORE_SLUG.sub('', text)) or slugify(title) or 'ten-bai'}",
            )
            return ""
        slug = text or slugify(title)
        if title and not text and slug and (lost := find_dropped_words(title)):
            self.add_problem(
                "title",
                f"Tiêu đề có chữ không viết được trong địa chỉ: {', '.join(f'“{word}”' for word in lost)}.",
                f"Hãy thêm dòng slug: … viết không dấu, như slug: {slug[:40].strip('-')}",
            )
        if title and not slug:
            self.add_problem(
                "title",
                "Tiêu đề không có chữ cái hay chữ số nào để làm địa chỉ.",
                "Hãy thêm dòng slug: ten-bai",
            )
        if len(slug) > MAX_SLUG_LENGTH:
            key, noun = ("slug", "Slug") if text else ("title", "Tiêu đề")
            message = f"{noun} quá dài để làm địa chỉ (nhiều nhất {MAX_SLUG_LENGTH} chữ)."
            self.add_problem(
                key, message, f"Hãy viết một dòng slug: … ngắn, như slug: {slug[:40].strip('-')}"
            )
            return ""
        return slug

    def read_aliases(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the aliases as paths from the root of the site, and those with a query."""
        paths: dict[str, None] = {}
        requests: dict[str, None] = {}
        for text in self._list_aliases():
            try:
                if split_query(text)[1]:
                    requests[parse_request_alias(text)] = None
                else:
                    paths[parse_alias(text.removesuffix("?"))] = None
            except AliasError as error:
                self.add_problem("aliases", error.message, error.remedy)
        return tuple(paths), tuple(requests)

    def read_origin(self) -> Origin | None:
        """Return the source of a reprinted article: name, address or ``{name, url}``."""
        value = self.front_matter.values.get("source")
        if not isinstance(value, YamlMapping):
            name = self.read_string("source")
            is_address = name.startswith(("https://", "http://")) and find_web_address_fault(name) is None
            return Origin(name, name if is_address else "") if name else None
        for key, line in value.lines.items():
            if key not in ("name", "url") and not self.problems.is_full:
                self.add_problem(
                    "source",
                    f"Không có khóa “{key}” ở nguồn.",
                    suggest_known_word(key, ("name", "url"), "khóa"),
                    line,
                )
        name, url = self.read_string("name", value), self.read_string("url", value)
        if not name:
            self.add_problem("source", "Nguồn chưa có tên.", "Hãy viết source: {name: Báo …, url: https://…}")
        if url and (fault := find_web_address_fault(url)):
            self.add_problem("source", f"Nguồn: {fault[0]}", fault[1])
            url = ""
        return Origin(name, url) if name else None

    def read_audio(self) -> str:
        """Return the path of the recorded article, and note its file reference."""
        written = self.read_string("audio")
        if not written:
            return ""
        path = normalize_reference(written)
        if path.rsplit(".", 1)[-1].lower() not in AUDIO_SUFFIXES:
            self.add_problem(
                "audio", f"Không nghe được tệp “{written}”.", f"Hãy dùng tệp {', '.join(AUDIO_SUFFIXES)}."
            )
            return ""
        self.file_references.append(FileReference("audio", path, self.find_line("audio")))
        return path

    def read_ai_kinds(self) -> tuple[AiKind, ...]:
        """Return what a machine made in the article (Nghị định 237/2026/NĐ-CP, Điều 24)."""
        names = [name.lower() for name in self.read_names("ai")]
        if names and names[0] in _NO:
            return ()
        meant = [
            next((kind for kind in AI_KINDS if name == kind or name in _AI_WORDS[kind]), name)
            for name in names
        ]
        if meant != names or any(name not in AI_KINDS for name in names):
            known = [name for name in meant if name in AI_KINDS]
            unknown = next((name for name in names if name not in AI_KINDS), "")
            self.add_problem(
                "ai",
                f"“ai: {unknown}” không dùng được.",
                f"Hãy viết ai: [{', '.join(dict.fromkeys(known))}]"
                if len(known) == len(names)
                else "Hãy viết những gì do AI tạo: text (chữ), picture (ảnh), sound (âm thanh), film (phim), "
                "như ai: [picture, sound]",
            )
        return tuple(kind for kind in AI_KINDS if kind in meant)

    def read_corrections(self, published: datetime | None) -> tuple[Correction, ...]:
        """Return the corrections, oldest first: a list of ``{date, text}``.

        None lies before the day on which the article was ``published``.
        """
        found = []
        first_day = published.date() if published else None
        example = f"{first_day or read_build_time().date()}"
        for item in self._read_mappings("corrections", ("date", "text"), example):
            text, day = self.read_string("text", item), self._read_correction_date(item, example)
            if day and first_day and day < first_day:
                self.add_problem(
                    "corrections",
                    f"Ngày đính chính {day:%d/%m/%Y} trước ngày đăng (date).",
                    "Hãy sửa một trong hai ngày.",
                    item.lines["date"],
                )
            if not text:
                self.add_problem("corrections", "Đính chính chưa có nội dung.", "Hãy thêm text: …", item.line)
            elif day:
                found.append(Correction(day, text))
        return tuple(sorted(found, key=lambda correction: correction.date))

    def read_attachments(self) -> tuple[Attachment, ...]:
        """Return the attachments (``{file, title}``), and note their file references."""
        found = []
        for item in self._read_mappings("attachments", ("file", "title"), "files/x.pdf"):
            file, title = self.read_string("file", item), self.read_string("title", item)
            if not file:
                self.add_problem(
                    "attachments", "Tệp đính kèm chưa có đường dẫn.", "Hãy thêm file: files/…", item.line
                )
            else:
                path, line = normalize_reference(file), item.lines["file"]
                self.file_references.append(create_file_reference(path, line))
                found.append(Attachment(path, title or file.rsplit("/", 1)[-1], line))
        return tuple(found)

    def _list_aliases(self) -> tuple[str, ...]:
        """Return the texts of the aliases.

        One line may hold several, each with a slash at its start. A query may have commas and semicolons.
        """
        value = self.front_matter.values.get("aliases")
        names = (value,) if isinstance(value, str) and "?" in value else self.read_names("aliases")
        texts = (
            self._clean_string("aliases", text) for name in names for text in _ALIAS_SEPARATOR.split(name)
        )
        return tuple(dict.fromkeys(filter(None, texts)))

    def _read_correction_date(self, item: YamlMapping, example: str) -> date | None:
        text = self.read_string("date", item)
        try:
            return parse_date(text)
        except ValueError as error:
            message = str(error) if text else "Đính chính chưa có ngày."
            meant = propose_date(text)[: len(example)]
            remedy = f"Hãy viết date: {meant}" if meant else f"Hãy viết như date: {example}"
            self.add_problem("corrections", message, remedy, item.lines.get("date", item.line))
            return None

    def _read_mappings(self, key: str, known: Sequence[str], example: str) -> list[YamlMapping]:
        """Return the list of mappings under ``key``.

        ``example`` is a value of the first of the ``known`` keys, for messages.
        """
        value = self.front_matter.values.get(key) or []
        items = value if isinstance(value, list) else [value]
        mappings = [item for item in items if isinstance(item, YamlMapping)]
        if len(mappings) < len(items):
            first, second = known
            if key == "attachments" and (typed := _find_path(value)):
                example = typed
            example_lines = f'“- {first}: {example}”, dòng dưới là “  {second}: "…"”'
            message = f"Mỗi mục của “{key}” phải có “{first}: …”."
            if not isinstance(value, list):
                message = f"“{key}” phải là danh sách."
            self.add_problem(key, message, f"Hãy viết mỗi mục hai dòng: {example_lines}")
        for item in mappings:
            for name, line in item.lines.items():
                if name not in known and not self.problems.is_full:
                    self.add_problem(
                        key, f"Không có khóa “{name}” ở {key}.", suggest_known_word(name, known, "khóa"), line
                    )
        return mappings

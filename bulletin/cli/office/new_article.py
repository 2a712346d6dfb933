"""Create a new article: a file with its front matter filled in."""

import json
import re
from datetime import datetime
from pathlib import Path

from bulletin.content.content_types import ARTICLE_TYPE, FRONT_MATTER_KEYS, find_content_type
from bulletin.content.files.character_problems import find_character_problems
from bulletin.content.files.scan import UnreadableTextError, read_text, scan_content, select_markdown_files
from bulletin.content.frontmatter.content_fields import ContentFields
from bulletin.content.frontmatter.parser import split_front_matter
from bulletin.content.frontmatter.yaml import YamlError
from bulletin.content.markup.slips.lint import BODY_PLACEHOLDER
from bulletin.content.site_lists.sections import read_sections
from bulletin.errors import UserError, escape_unprintable, explain_file_error
from bulletin.text.letters import normalize_letters
from bulletin.text.slugs import MAX_SLUG_LENGTH, find_dropped_words, slugify
from bulletin.urls import get_article_address, normalize_alias

_EMOJI_JOINER = "\u200d"
"""Character that joins the parts of one emoji."""
_FRONT_MATTER_LENGTH = 100_000
"""Characters at the beginning of a text in which its front matter ends."""
_PLAIN_NAME = re.compile(r"[^\W\d_][\w ,/()-]*[\w)]")
"""A name that needs no quotes in YAML."""


def create_article(content: Path, title: str, section: str, now: datetime) -> Path:
    """Create a draft that passes ``./inv check``, and return its file.

    Args:
        content: The content folder.
        title: The title as the editor typed it.
        section: A name or slug of ``sections.yml``.
        now: The date of the article.

    Raises:
        UserError: The title makes no address, the section is unknown, or the address is taken.
    """
    title = " ".join(normalize_letters(title).split())
    slug = _make_slug(title)
    name = _find_section_name(content, section)
    file = content / ARTICLE_TYPE.folder / f"{now:%Y}" / f"{now:%m}" / f"{slug}.md"
    text = _format_front_matter(
        title=_quote_for_yaml(title),
        date=f"{now:%Y-%m-%d %H:%M}",
        category=name if _PLAIN_NAME.fullmatch(name) else _quote_for_yaml(name),
        slug=slug,
        status="draft",
    )
    _refuse_problems(f"{text}\n{BODY_PLACEHOLDER}\n", title)
    _refuse_taken_address(content, file, get_article_address(now, slug))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(f"{text}\n{BODY_PLACEHOLDER}\n")
    except FileExistsError as error:
        if not file.parent.is_dir():
            raise UserError(f"Chưa tạo được bài: {explain_file_error(error)}.") from error
        raise _make_exists_error(content, file) from error
    except OSError as error:
        raise UserError(f"Chưa tạo được bài: {explain_file_error(error)}.") from error
    return file


def explain_dropped_words(title: str) -> str:
    """Return a sentence on the words that the address of a new article lacks."""
    words = ", ".join(f"“{word}”" for word in find_dropped_words(title))
    return (
        words
        and f"Địa chỉ của bài bỏ chữ không viết được: {words}. Cần thì sửa dòng slug, trước khi xuất bản."
    )


def _make_slug(title: str) -> str:
    """Return the slug of a title, cut at a word if it is too long.

    Raises:
        UserError: The title has invisible characters, or no letters.
    """
    if any(not char.isprintable() and char != _EMOJI_JOINER for char in title):
        raise UserError(
            f"Tiêu đề có ký tự không nhìn thấy được: “{escape_unprintable(title)}”. Hãy gõ lại tiêu đề, không dán từ nơi khác."
        )
    slug = slugify(title)
    if not slug or title.startswith("-"):
        fault = f"“{title}” không phải là tiêu đề" if title else "Thiếu tiêu đề"
        raise UserError(f'{fault}. Hãy viết: ./inv new "Tiêu đề bài" --section "Tên chuyên mục"')
    if len(slug) <= MAX_SLUG_LENGTH:
        return slug
    return slug[: MAX_SLUG_LENGTH + 1].rpartition("-")[0] or slug[:MAX_SLUG_LENGTH]


def _refuse_problems(text: str, title: str) -> None:
    """Raise UserError if a check would report the front matter of ``text``."""
    fields = ContentFields("", split_front_matter(text).front_matter, ARTICLE_TYPE.front_matter_keys)
    read, _ = fields.read_required_string("title", "tiêu đề"), fields.read_slug(title)
    problems = [*find_character_problems("", text), *fields.problems]
    if problems or read != title:
        found = f"{problems[0].message} {problems[0].remedy}" if problems else ""
        raise UserError(f"Tiêu đề “{title}” không dùng được. {found or 'Hãy viết tiêu đề khác.'}")


def _refuse_taken_address(content: Path, file: Path, address: str) -> None:
    """Raise UserError if an article or page has ``address`` as its own or as an alias."""
    for source in (found.source for found in select_markdown_files(scan_content(content))):
        if content / source == file:
            raise _make_exists_error(content, file)
        try:
            text = read_text(content / source)
            if not _may_have_address(text, address):
                continue
            fields = ContentFields("", split_front_matter(text).front_matter, tuple(FRONT_MATTER_KEYS))
        except (OSError, UnreadableTextError, YamlError):  # ./inv check reports such a file
            continue
        date, slug = fields.read_datetime("date"), fields.read_slug(fields.read_string("title"))
        kind = find_content_type(source)
        if (kind is ARTICLE_TYPE and date and get_article_address(date, slug) == address) or address in map(
            normalize_alias, fields.read_aliases()[0]
        ):
            raise UserError(
                f"{kind.noun} {content.name}/{source} đã có địa chỉ {address}. Hãy mở bài đó, hoặc chọn tiêu đề khác."
            )


def _may_have_address(text: str, address: str) -> bool:
    """Tell if the front matter of ``text`` may give its file the ``address``.

    If it may not, the front matter is not parsed. Reason: parsing thousands of files takes too long.
    The year of ``address`` stands in the date or in an alias.
    An escape of YAML or of URLs may hide the year.
    A date in January may be written in another time zone, with the year before.
    """
    _, year, month, _, _ = address.split("/")
    needles = ("\\", "%", year, *([str(int(year) - 1)] if month == "01" else []))
    return any(needle in text[:_FRONT_MATTER_LENGTH] for needle in needles)


def _make_exists_error(content: Path, file: Path) -> UserError:
    return UserError(f"Đã có tệp {file.relative_to(content.parent)}. Hãy mở tệp đó, hoặc chọn tiêu đề khác.")


def _quote_for_yaml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is also a YAML string


def _format_front_matter(**values: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in values.items()) + "---\n"


def _find_section_name(content: Path, wanted: str) -> str:
    sections, problems = read_sections(content)
    if problems:
        raise UserError(f"{problems[0]}")
    if not wanted:
        raise UserError(
            "Thiếu chuyên mục. Hãy thêm --section với một trong các tên sau:\n"
            + "\n".join(f"  {name}" for name in sections.list_names())
        )
    return sections.require_section(wanted).name

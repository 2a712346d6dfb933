"""A new article: a file with its front matter filled in, ready to write below it."""

import json
import re
import unicodedata
from datetime import datetime
from pathlib import Path

from bulletin.content.content_types import ARTICLE_TYPE, FRONT_MATTER_KEYS, find_content_type
from bulletin.content.frontmatter.fields import FrontMatterReader
from bulletin.content.frontmatter.parser import split_front_matter
from bulletin.content.frontmatter.yaml import YamlError
from bulletin.content.markup.lint import BODY_PLACEHOLDER
from bulletin.content.scan import UnreadableTextError, read_text, scan_content, select_markdown_files
from bulletin.content.sections import read_sections
from bulletin.errors import UserError, escape_unprintable, explain_file_error
from bulletin.text.slugs import MAX_SLUG_LENGTH, slugify
from bulletin.text.suggestions import suggest_known_word
from bulletin.urls import get_article_address, normalize_alias

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u2060\ufeff"))
"""Signs without a width, which come along with what is copied from web pages; nothing is lost with them."""
_JOINER = "\u200d"
"""Joins the parts of one emoji."""
_HEADER = 100_000
"""Characters at the beginning of a text that hold its header."""
_PLAIN = re.compile(r"[^\W\d_][\w ,/()-]*[\w)]")
"""A name that YAML reads as it stands."""


def create_article(content: Path, title: str, section: str, moment: datetime) -> Path:
    """Create the article and return its file; it is a draft, appears nowhere, and passes ``check``.

    ``section`` is a name or slug of sections.yml. Raise UserError where the title makes no
    address, the section is unknown, or the file or an article at its address is there already.
    """
    title = " ".join(unicodedata.normalize("NFC", title.translate(_ZERO_WIDTH)).split())
    slug = _slug(title)
    name = _section(content, section)
    file = content / ARTICLE_TYPE.folder / f"{moment:%Y}" / f"{moment:%m}" / f"{slug}.md"
    text = _front_matter(
        title=_quoted(title),
        date=f"{moment:%Y-%m-%d %H:%M}",
        category=name if _PLAIN.fullmatch(name) else _quoted(name),
        slug=slug,
        status="draft",
    )
    _refuse_faults(f"{text}\n{BODY_PLACEHOLDER}\n", title)
    _refuse_taken(content, file, get_article_address(moment, slug))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(f"{text}\n{BODY_PLACEHOLDER}\n")
    except FileExistsError as error:
        if not file.parent.is_dir():
            raise UserError(f"Chưa tạo được bài: {explain_file_error(error)}.") from error
        raise _exists(content, file) from error
    except OSError as error:
        raise UserError(f"Chưa tạo được bài: {explain_file_error(error)}.") from error
    return file


def _slug(title: str) -> str:
    """Return the slug of a new article, cut at a word where it is too long. Raise UserError."""
    if any(not char.isprintable() and char != _JOINER for char in title):
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


def _refuse_faults(text: str, title: str) -> None:
    """Raise UserError where a check would find fault with the header of ``text``."""
    fields = FrontMatterReader("", split_front_matter(text).front_matter, ARTICLE_TYPE.front_matter_keys)
    read, _ = fields.read_required_string("title", "tiêu đề"), fields.read_slug(title)
    if fields.problems or read != title:
        found = f"{fields.problems[0].message} {fields.problems[0].remedy}" if fields.problems else ""
        raise UserError(f"Tiêu đề “{title}” không dùng được. {found or 'Hãy viết tiêu đề khác.'}")


def _refuse_taken(content: Path, file: Path, address: str) -> None:
    """Raise UserError where another article or page has that address, or leads on from it."""
    for source in (one.source for one in select_markdown_files(scan_content(content))):
        if content / source == file:
            raise _exists(content, file)
        try:
            text = read_text(content / source)
            if not _may_have(text, address):
                continue
            fields = FrontMatterReader("", split_front_matter(text).front_matter, tuple(FRONT_MATTER_KEYS))
        except (OSError, UnreadableTextError, YamlError):  # for a check to tell
            continue
        date, own = fields.read_datetime("date"), fields.read_slug(fields.read_string("title"))
        kind = find_content_type(source)
        if (kind is ARTICLE_TYPE and date and get_article_address(date, own) == address) or address in map(
            normalize_alias, fields.read_aliases()
        ):
            raise UserError(
                f"{kind.noun} {content.name}/{source} đã có địa chỉ {address}. Hãy mở bài đó, hoặc chọn tiêu đề khác."
            )


def _may_have(text: str, address: str) -> bool:
    """Tell whether ``text`` may have ``address``. It is cheap, for thousands of texts.

    A date and an old address hold the year in digits, unless they are written with escapes. A date of another zone
    may be of the year before.
    """
    _, year, month, _, _ = address.split("/")
    signs = ("\\", "%", year, *([str(int(year) - 1)] if month == "01" else []))
    return any(sign in text[:_HEADER] for sign in signs)


def _exists(content: Path, file: Path) -> UserError:
    return UserError(f"Đã có tệp {file.relative_to(content.parent)}. Hãy mở tệp đó, hoặc chọn tiêu đề khác.")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a YAML string, colons and all


def _front_matter(**values: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in values.items()) + "---\n"


def _section(content: Path, asked: str) -> str:
    sections, problems = read_sections(content)
    if problems:
        raise UserError(f"{problems[0]}")
    if not asked:
        raise UserError(
            "Thiếu chuyên mục. Hãy thêm --section với một trong các tên sau:\n"
            + "\n".join(f"  {name}" for name in sections.list_names())
        )
    section = sections.find_section(asked)
    if section is None:
        raise UserError(f"Không có chuyên mục “{asked}”. {suggest_known_word(asked, sections.list_names())}")
    return section.name

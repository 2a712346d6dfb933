"""A new article: a file with its front matter filled in, ready to write below it."""

import json
import unicodedata
from datetime import datetime
from pathlib import Path

from plugins.mistakes import why
from plugins.records.problems import proposal
from plugins.records.sections import read_sections
from plugins.records.text_slips import PLACEHOLDER
from plugins.slugs import slugify
from publishing.errors import PublishError


def create_draft(content: Path, title: str, section: str, moment: datetime) -> Path:
    """Create the article and return its file; it is a draft and appears nowhere.

    ``section`` is a name or slug of sections.yml. Raise PublishError where the title makes no
    address, the section is unknown or the file is there already.
    """
    title = " ".join(unicodedata.normalize("NFC", title).split())
    slug = slugify(title)
    if not slug or title.startswith("-"):
        fault = f"“{title}” không phải là tiêu đề" if title else "Thiếu tiêu đề"
        raise PublishError(f'{fault}. Hãy viết: ./inv new "Tiêu đề bài" --section "Tên chuyên mục"')
    file = content / "articles" / f"{moment:%Y}" / f"{moment:%m}" / f"{slug}.md"
    text = _front_matter(
        title=json.dumps(title, ensure_ascii=False),  # a JSON string is a YAML string, colons and all
        date=f"{moment:%Y-%m-%d %H:%M}",
        category=_section(content, section),
        slug=slug,
        status="draft",
    )
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(f"{text}\n{PLACEHOLDER}\n")
    except FileExistsError as error:
        raise PublishError(
            f"Đã có tệp {file.relative_to(content.parent)}. Hãy mở tệp đó, hoặc chọn tiêu đề khác."
        ) from error
    except OSError as error:
        raise PublishError(f"Chưa tạo được bài: {why(error)}.") from error
    return file


def _front_matter(**values: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in values.items()) + "---\n"


def _section(content: Path, asked: str) -> str:
    sections, problems = read_sections(content)
    if problems:
        raise PublishError(f"{problems[0]}")
    if not asked:
        raise PublishError(
            "Thiếu chuyên mục. Hãy thêm --section với một trong các tên sau:\n"
            + "\n".join(f"  {name}" for name in sections.names())
        )
    section = sections.find(asked)
    if section is None:
        raise PublishError(f"Không có chuyên mục “{asked}”. {proposal(asked, sections.names())}")
    return section.name

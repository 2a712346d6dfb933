"""Find the words of the sample that readers would see, in settings and pages.

The sample of the repository has names and numbers that belong to no office.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bulletin.content.content_types import PAGE_TYPE
from bulletin.content.files.scan import get_display_path
from bulletin.content.frontmatter.draft_status import is_marked_as_draft
from bulletin.settings.source_location import locate_setting
from bulletin.storage.cache_folder import read_bytes_if_file
from bulletin.text.unicode_forms import normalize_unicode


@dataclass(frozen=True, slots=True)
class SampleWord:
    """A word of the sample that no office may publish."""

    noun: str
    """Vietnamese noun for the kind of word."""
    pattern: re.Pattern[str]
    """All spellings of the word."""
    remedy: str
    """The advice, without its last full stop."""


SAMPLE_WORDS = (
    SampleWord(
        "tên miền mẫu",
        re.compile(r"(?<![\w-])example\.vn(?!\.?[\w-])", re.IGNORECASE),
        "Hãy viết tên miền của cơ quan",
    ),
    SampleWord(
        "số điện thoại mẫu",
        re.compile(r"(?<!\d)(?:\(?0|\+?84[\s.)-]*)252\)?[\s.-]*000[\s.-]*0000(?!\d)"),
        "Hãy viết số điện thoại của cơ quan",
    ),
    SampleWord(
        "địa chỉ mẫu",
        re.compile(r"(?<!\w)số\s+1,\s*đường\s+Lê\s+Lợi(?!\w)", re.IGNORECASE),
        "Hãy viết địa chỉ của cơ quan; nếu cơ quan ở đúng nơi ấy, hãy viết “số 01 đường Lê Lợi”",
    ),
    SampleWord(
        "tên người mẫu",
        re.compile(r"(?<!\w)Nguyễn\s+Văn\s+A(?!\w)", re.IGNORECASE),
        "Hãy viết họ tên người chịu trách nhiệm nội dung",
    ),
)
"""All words of the sample that stop a publish to another machine."""


def find_sample_words(text: str) -> Iterator[tuple[str, SampleWord]]:
    """Yield each sample word in ``text`` as it is written there."""
    for word in SAMPLE_WORDS:
        for match in word.pattern.finditer(normalize_unicode("NFC", text)):
            yield match[0], word


def find_sample_word_problems(table: Mapping[str, Any]) -> list[str]:
    """Return a message for each sample word in SITEURL, BULLETIN and static pages.

    ``table`` holds Pelican's settings.
    """
    texts = [("SITEURL", "", table.get("SITEURL") or "")]
    for key, value in table.get("BULLETIN", {}).items():
        texts += [("BULLETIN", key, text) for text in _collect_texts(value)]
    problems = [
        f"{locate_setting(setting, key, found)}: {f'{setting}: {key}' if key else setting} còn {word.noun} “{found}”, "
        f"không đăng ra ngoài máy này được. {word.remedy}."
        for setting, key, text in texts
        for found, word in find_sample_words(text)
    ]
    return list(dict.fromkeys([*problems, *_find_problems_of_pages(Path(table["PATH"]))]))


def _find_problems_of_pages(content: Path) -> Iterator[str]:
    """Yield a message for each sample word in a static page that is no draft.

    A page that cannot be read is left out. The build reports it.
    """
    for file in sorted((content / PAGE_TYPE.folder).rglob("*.md")):
        text = (read_bytes_if_file(file) or b"").decode(errors="replace")
        if is_marked_as_draft(text):
            continue
        path = get_display_path(content, file.relative_to(content).as_posix())
        for number, line in enumerate(text.split("\n"), 1):
            for found, word in find_sample_words(line):
                yield (
                    f"{path}:{number}: Trang còn {word.noun} “{found}”, không đăng ra ngoài máy này được. "
                    f"{word.remedy}."
                )


def _collect_texts(value: object) -> Iterator[str]:
    """Yield the texts in a value, also those in its lists and tables."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _collect_texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _collect_texts(item)

"""The most read articles: the list in content/most-read.yml.

``./inv readers --front-page`` writes it.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bulletin.content.files.character_problems import read_readable_text
from bulletin.content.files.scan import UnreadableTextError, get_display_path
from bulletin.content.frontmatter.aliases import AliasError, parse_alias
from bulletin.content.frontmatter.lint import strip_invisible
from bulletin.content.frontmatter.yaml import YamlError, parse_yaml
from bulletin.content.library import Library
from bulletin.content.problems import Problem
from bulletin.content.warnings.kinds import WARNING_KINDS
from bulletin.content.warnings.warning import ContentWarning

MOST_READ_FILE = "most-read.yml"
"""Path from content/."""
_HEAD = (
    "# Bài đọc nhiều ở trang nhất, nhiều nhất đứng trước. Lệnh ./inv readers … --front-page ghi tệp này.\n"
)
_REMEDY = "Hãy chạy lại ./inv readers … --front-page, hoặc viết mỗi dòng như “- /2026/11/ten-bai/”."


def read_most_read(root: Path) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Read the most read addresses of ``root`` (content/), and their problems.

    Without the file there are none. An article may have left the site since the list was written.
    """
    name = get_display_path(root, MOST_READ_FILE)
    try:
        text, problems = read_readable_text(root / MOST_READ_FILE, name)
        data = parse_yaml(strip_invisible(text))
    except FileNotFoundError:
        return (), ()
    except (UnreadableTextError, YamlError) as error:
        return (), (Problem(name, error.line, error.message, error.remedy),)
    items = [] if data is None else data
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        return (), (*problems, Problem(name, 1, "Bài đọc nhiều phải viết thành danh sách địa chỉ.", _REMEDY))
    try:
        return tuple(dict.fromkeys(map(parse_alias, items))), tuple(problems)
    except AliasError as error:
        return (), (*problems, Problem(name, 1, error.message, _REMEDY))


def find_most_read_warnings(root: Path, library: Library) -> Iterator[ContentWarning]:
    """Yield a warning for each most read address of no article of any status."""
    known = {article.address for article in library.articles} | library.withdrawals.by_address.keys()
    wrong = [address for address in library.most_read if address not in known]
    if not wrong:
        return
    lines = (root / MOST_READ_FILE).read_text(encoding="utf-8-sig").splitlines()
    for address in wrong:
        line = next((number for number, text in enumerate(lines, start=1) if address.strip("/") in text), 1)
        yield WARNING_KINDS["most-read"].create_warning(get_display_path(root, MOST_READ_FILE), line, address)


def format_most_read(addresses: Iterable[str]) -> str:
    """Return the text of the list."""
    return _HEAD + "".join(f"- {address}\n" for address in addresses)

"""Typed values of the front matter, and the problems of its keys."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bulletin.content.frontmatter.date_proposals import propose_date, propose_day_line
from bulletin.content.frontmatter.dates import ACCEPTED_DATE_FORMATS, parse_date, parse_datetime
from bulletin.content.frontmatter.line_proposals import clean_text
from bulletin.content.frontmatter.lint import format_text_line
from bulletin.content.frontmatter.markup_lint import PLAIN_TEXT_KEYS, remove_markup
from bulletin.content.frontmatter.name_lists import explain_nested_list, split_into_names, write_collection
from bulletin.content.frontmatter.unknown_keys import explain_unknown_key
from bulletin.content.frontmatter.yaml import YamlMapping
from bulletin.content.markup.slips.links import UNSAFE_CHARACTERS_PATTERN
from bulletin.content.models import STATUSES, FileReference, Status
from bulletin.content.problems import Problem, ProblemList
from bulletin.text.plain_text import collapse_whitespace
from bulletin.text.suggestions import suggest_known_word

_DATE_KEYS = frozenset({"date", "modified", "expires", "featured_until"})
_STATUS_WORDS: dict[str, Status] = {
    "nháp": "draft",
    "bản nháp": "draft",
    "chờ duyệt": "review",
    "duyệt": "review",
    "ẩn": "hidden",
    "đăng": "published",
    "đã đăng": "published",
    "xuất bản": "published",
}
"""Vietnamese words for a status, each with the status that it means."""
_YES = frozenset({"true", "yes", "có", "co", "1", "x"})
_NO = frozenset({"false", "no", "không", "khong", "0", ""})


class FrontMatterReader:
    """Reads the front matter of one file, one key with each method.

    The methods add to ``problems`` and ``file_references``.
    """

    def __init__(
        self,
        name: str,
        front_matter: YamlMapping,
        known: Sequence[str],
        elsewhere: Mapping[str, str] | None = None,
    ) -> None:
        """Prepare the reader, and report unknown keys.

        Args:
            name: Path of the file for messages.
            front_matter: The parsed front matter.
            known: Keys of the content type.
            elsewhere: Keys of other content types, with the Vietnamese names of these types.

        """
        self.file_name = name
        self.front_matter = front_matter
        self.problems = ProblemList()
        self.file_references: list[FileReference] = []
        self.status: Status = "published"
        """The status, once ``read_status`` has read it."""
        for key, line in front_matter.lines.items():
            if key not in known and not self.problems.is_full:
                self.problems.append(
                    Problem(name, line, *explain_unknown_key(key, front_matter, known, elsewhere or {}))
                )

    def add_problem(self, key: str, message: str, remedy: str = "", line: int | None = None) -> None:
        """Add a problem on ``line``, or else on the line of ``key``."""
        at = line if line is not None else self.find_line(key)
        problem = Problem(self.file_name, at, message, remedy)
        if problem not in self.problems:  # two methods may read one key
            self.problems.append(problem)

    def has_value(self, key: str) -> bool:
        """Tell if ``key`` has a value."""
        return bool(self.front_matter.values.get(key))

    def find_line(self, *keys: str) -> int:
        """Return the line of the first present key, or of the front matter."""
        lines = self.front_matter.lines
        for key in keys:  # a generator would be slower, and most keys are absent
            if key in lines:
                return lines[key]
        return self.front_matter.line

    def read_string(self, key: str, mapping: YamlMapping | None = None) -> str:
        """Return a line of text with single spaces, or an empty string."""
        source = mapping or self.front_matter
        value = source.values.get(key, "")
        if value == "":
            return ""
        line = source.lines.get(key)
        if isinstance(value, str):
            return self._clean_string(key, value, line)
        if value is not None:
            typed = clean_text(key, write_collection(key, value))
            if key in _DATE_KEYS:
                typed = propose_date(typed) or typed
            self.add_problem(
                key,
                f"“{key}” phải là một dòng chữ.",
                f"Hãy viết {format_text_line(key, typed)}"
                if typed
                else f"Hãy viết {key}: …, trong ngoặc kép nếu có dấu hai chấm.",
                line,
            )
        return ""

    def read_image_path(self, key: str) -> str:
        """Return the path of an image, and note its file reference."""
        path = self.read_string(key)
        if path:
            self.file_references.append(FileReference("picture", path, self.find_line(key)))
        return path

    def read_required_string(self, key: str, noun: str) -> str:
        """Return a line of text, and report a missing one.

        ``noun`` is the name of the key in the message.
        """
        text = self.read_string(key)
        if not text and not isinstance(self.front_matter.values.get(key), YamlMapping | list):
            missing = key not in self.front_matter.values
            if missing and any(
                f"viết {key}: " in told.remedy or f"viết “{key}”" in told.remedy for told in self.problems
            ):
                return text  # an unknown key means this one
            message = f"Thiếu {noun} ({key}:)." if missing else f"{noun.capitalize()} ({key}:) còn trống."
            self.add_problem(key, message, f"Hãy viết {key}: …")
        return text

    def read_names(self, *keys: str) -> tuple[str, ...]:
        """Return a list of names without repeats.

        The value may also be one string with commas or semicolons. Semicolons and wide commas part the names of a
        list too, but an address may have them.
        """
        found: dict[str, None] = {}
        for key in keys:
            value = self.front_matter.values.get(key)
            if not value:
                continue
            for item in value if key == "aliases" and isinstance(value, list) else split_into_names(value):
                if not isinstance(item, str):
                    self.add_problem(key, *explain_nested_list(key, value))
                elif name := self._clean_string(key, item):
                    found[name] = None
        return tuple(found)

    def read_datetime(self, key: str, *, end_of_day: bool = False) -> datetime | None:
        """Return the time under ``key``, or None."""
        text = self.read_string(key)
        if not text:
            return None
        try:
            return parse_datetime(text, end_of_day=end_of_day)
        except ValueError as error:
            meant = propose_date(text)
            remedy = f"Hãy viết {key}: {meant}" if meant else f"Hãy viết như {ACCEPTED_DATE_FORMATS}"
            self.add_problem(key, f"{key}: {error}", remedy)
            return None

    def read_day(self, key: str) -> date | None:
        """Return the day under ``key``, or None."""
        text = self.read_string(key)
        if not text:
            return None
        try:
            return parse_date(text)
        except ValueError as error:
            self.add_problem(key, f"{key}: {error}", propose_day_line(key, text))
            return None

    def read_status(self) -> Status:
        """Return the status, ``published`` by default."""
        text = self.read_string("status").lower()
        for status in STATUSES:
            if text == status:
                self.status = status
                return status
        if text:
            suggestion = _STATUS_WORDS.get(text)
            remedy = f"Hãy viết status: {suggestion}" if suggestion else suggest_known_word(text, STATUSES)
            self.add_problem("status", f"Không có trạng thái “{text}”.", remedy)
        return "published"

    def read_integer(self, key: str) -> int:
        """Return an integer, 0 by default."""
        text = self.read_string(key)
        if text and not (text.removeprefix("-").isdecimal() and len(text) < 7):
            self.add_problem(key, f"“{key}: {text}” không phải là số.", "Hãy viết một số nguyên.")
            return 0
        return int(text or 0)

    def _clean_string(self, key: str, text: str, line: int | None = None) -> str:
        """Return ``text`` with single spaces and without unsafe characters."""
        if not text.isprintable() and UNSAFE_CHARACTERS_PATTERN.search(text):
            message = f"Có ký tự điều khiển không nhìn thấy ở {key}."
            self.add_problem(key, message, "Hãy xóa rồi gõ lại dòng này.", line)
            text = UNSAFE_CHARACTERS_PATTERN.sub("", text)
        cleaned = collapse_whitespace(text)
        if key in PLAIN_TEXT_KEYS and (plain := remove_markup(cleaned)) != cleaned:
            is_whole = isinstance(line, int) or isinstance(self.front_matter.values.get(key), str)
            self.add_problem(
                key,
                f"“{key}” in nguyên từng chữ, nên HTML và dấu của Markdown sẽ hiện ra: “{cleaned}”.",
                f"Hãy viết {format_text_line(key, plain)}" if is_whole else f"Hãy viết “{plain}”.",
                line,
            )
        return cleaned

"""References of a body to images, files and addresses, and their problems."""

import html
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

from bulletin.content.markup.fences import blank_fenced_code
from bulletin.content.markup.inlines.code_spans import mask_code_spans
from bulletin.content.markup.line_starts import read_lines
from bulletin.content.models import Reference
from bulletin.content.problems import Problem
from bulletin.content.web_addresses import find_address_fault
from bulletin.text.late_patterns import compile_late

ALLOWED_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""Schemes that a link may have."""
IMAGE_TAG_PATTERN = compile_late(r'<img((?: [a-z]+="[^"]*")*)>')
LINK_TAG_PATTERN = compile_late(r'<a((?: [a-z]+="[^"]*")*)>')
IMAGE_WITHOUT_ALT_MESSAGE = "Ảnh trong bài chưa có lời mô tả."
_ATTRIBUTE = compile_late(r' ([a-z]+)="([^"]*)"')
UNSAFE_CHARACTERS_PATTERN = compile_late(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Invisible characters of three kinds.

Control characters are not allowed in XML and so in feeds (XML 1.0, 2.2).
Direction marks change the order of letters, so that ``gpj.exe`` looks like ``exe.jpg`` (UAX #9, 2).
Tag characters can hide a text in another one.
"""
_CODE = compile_late(r"<(pre|code)\b[^>]*>")
"""Start tag of code, as Markdown writes it."""
_COMMENT = compile_late(r"<!--.*?-->", re.DOTALL)
_COMMENT_OR_CODE = compile_late(r"<(?:!--|pre\b|code\b)")
_NO_ADDRESS = compile_late(r"\]\((?:\s*|#|<>)\)")
_EMPTY_LINK = compile_late(r'<a href="[^"]+"(?: title="[^"]*")?>\s*</a>')
_NO_TEXT = compile_late(r"(?<![!\\])\[\s*\]\(\s*(?!#\))([^\s()]+)[^()]*\)")
_PARTED_IMAGE = compile_late(
    r"(?<!\\)!\[(?P<alt>[^\[\]\n]*)(?<!\\)\]\s+\((?P<inside>(?P<address>(?:https?:|/|images/)[^\s()]+)(?:\s+\"[^\"\n]*\")?)\s*\)"
)
"""An image whose address has a blank or a line end before it."""
_TAG = compile_late(r"<[^>]*>")
_SCHEME = compile_late(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True)
class SourceLines:
    """The lines of a body, with their numbers in the file ``file_name``."""

    file_name: str
    body: str
    first_line: int
    needs_alt: bool = True
    """False if images may lack an alternative text."""

    def __iter__(self) -> Iterator[str]:
        """Yield the lines."""
        return iter(self.body.split("\n"))

    def find_line(self, target: str) -> int:
        """Return the line with ``target``, or the first line if markup hides it."""
        return self.create_line_finder(0)(target)

    def create_line_finder(self, start: int = 0) -> Callable[[str], int]:
        """Return a function like ``find_line`` for targets in the order of the text.

        A target that comes again is the next one in the text.
        Each search begins at the previous target, because many searches from the beginning take too long.
        """
        place, used = start, dict[str, int]()

        def find_line(target: str) -> int:
            nonlocal place
            if not target or "\n" in target:
                return self.first_line
            if (last := used.get(target)) is not None:
                found = self._find_next_place(target.lower(), last) if last >= 0 else ~last
                used[target] = found if found != last else ~last  # the text below needs no further search
                return self.first_line + bisect_left(self._line_ends, found)
            if (found := self._known_places.get(target, -1)) < 0:
                lowered = target.lower()
                found = self._lower_body.find(lowered, place)
                if found < 0 < place:
                    found = self._lower_body.find(lowered, 0, place + len(lowered))
                if found < 0:
                    found = self._find_converted_line(lowered)
                place = found = self._known_places[target] = max(found, 0)
            used[target] = found
            return self.first_line + bisect_left(self._line_ends, found)

        return find_line

    def _find_converted_line(self, target: str) -> int:
        """Return the position of the line in which the converter reads ``target``, or 0."""
        place = self._converted_body.find(target)
        line = self._converted_body.count("\n", 0, max(place, 0))
        return self._line_ends[line - 1] + 1 if line else 0

    def _find_next_place(self, target: str, last: int) -> int:
        """Return the next position of a target, or the last one.

        It is no part of another target there.
        """
        place, length = last, len(target)
        while (place := self._lower_body.find(target, place + 1)) >= 0:
            behind = self._lower_body[place + length : place + length + 1]
            if not behind.isalnum() and behind not in ("/", "-", "_"):
                return place
        return last

    def find_image_line(self, source: str, number: int, written: str = "") -> int:
        """Return the line of an image, whose address ``number`` images above it have.

        If it is written in another way, the result is the line with ``written`` or with the address.
        """
        target = source.lstrip("/")
        if (lines := self._image_lines.get(target)) is None:
            pattern = (
                rf"(?:!\[[^\]\n]{{0,500}}\]\(\s*<?|\bsrc\s*=\s*[\"']?)/*{re.escape(target.lower())}(?!\w)"
            )
            ends = (found.end() for found in re.finditer(pattern, self._lower_body))
            lines = [self.first_line + bisect_left(self._line_ends, end) for end in ends]
            self._image_lines[target] = lines
        if number < len(lines):
            return lines[number]
        return self.find_line(written if self.has_text(written) else target)

    def has_text(self, target: str) -> bool:
        """Tell if a line has ``target``, in upper or lower case."""
        return bool(target) and "\n" not in target and target.lower() in self._lower_body

    @cached_property
    def _lower_body(self) -> str:
        return self.body.lower()

    @cached_property
    def _converted_body(self) -> str:
        return "\n".join(read_lines(self.body)).lower()

    @cached_property
    def _line_ends(self) -> list[int]:
        """Positions of the line ends in the lower-case body."""
        return [found.start() for found in re.finditer("\n", self._lower_body)]

    @cached_property
    def _image_lines(self) -> dict[str, list[int]]:
        """Line numbers of the images so far, by their address."""
        return {}

    @cached_property
    def _known_places(self) -> dict[str, int]:
        """Positions of the targets so far."""
        return {}

    def create_problem(self, target: str, message: str, remedy: str) -> Problem:
        """Return a problem on the line with ``target``."""
        return Problem(self.file_name, self.find_line(target), message, remedy)


def strip_comments_and_code(raw: str) -> str:
    """Return HTML without comments and code, which have no effect."""
    if not _COMMENT_OR_CODE.search(raw):
        return raw
    end = raw.rfind("-->") + 3  # later starts of comments would be searched to the end
    return strip_code(_COMMENT.sub("", raw[:end]) + raw[end:] if end > 2 else raw)


def strip_code(html: str) -> str:
    """Return HTML without code, as Markdown writes it. Code without an end tag stays."""
    parts, end, start = [], 0, 0
    ends = {name: html.rfind(f"</{name}>") for name in ("pre", "code")}
    while found := _CODE.search(html, start):
        start = found.start() + 1
        if found.end() <= ends[found[1]]:
            parts.append(html[end : found.start()])
            start = end = html.find(f"</{found[1]}>", found.end()) + len(f"</{found[1]}>")
    return "".join((*parts, html[end:]))


def parse_attributes(found: re.Match[str]) -> dict[str, str]:
    """Return the unescaped attributes of a tag.

    The first group of ``found`` is the text of the attributes, as in ``LINK_TAG_PATTERN``.
    """
    return {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(found[1])}


def get_image_path(values: dict[str, str]) -> str:
    """Return the decoded path of an image."""
    return unquote(values.get("src", ""))


def get_file_path(target: str) -> str:
    """Return the decoded path of a link: ``/files/x.pdf`` of ``/files/x.pdf#page=2``."""
    return unquote(urlsplit(target).path)


def extract_references(clean: str, rows: SourceLines) -> Iterator[Reference]:
    """Yield the references of clean HTML, images first, without footnote links."""
    find_line = rows.create_line_finder()
    for tag in IMAGE_TAG_PATTERN.finditer(clean):
        values = parse_attributes(tag)
        if values.get("src"):
            yield Reference("picture", get_image_path(values), find_line(values["src"].lstrip("/")))
    find_line = rows.create_line_finder()
    for tag in LINK_TAG_PATTERN.finditer(clean):
        target = parse_attributes(tag).get("href", "")
        if target and not find_address_fault(target) and not target.startswith(("#fn:", "#fnref")):
            yield Reference("link", target, find_line(target.removeprefix("source:").lstrip("/")))


def find_reference_problems(clean: str, found: tuple[Reference, ...], rows: SourceLines) -> Iterator[Problem]:
    """Yield problems of images and links, without a check that their targets exist."""
    images = Counter[str]()
    for tag in IMAGE_TAG_PATTERN.finditer(clean):
        values = parse_attributes(tag)
        source = values.get("src", "")
        if rows.needs_alt and source and not values.get("alt", "").strip():
            line = rows.find_image_line(source, images[source])
            title = _find_title(source, rows.body, line - rows.first_line)
            yield Problem(
                rows.file_name,
                line,
                IMAGE_WITHOUT_ALT_MESSAGE,
                f"Hãy viết ![nói rõ trong ảnh có gì]({source}{title})",
            )
        images[source] += 1
    for reference in found:
        target = reference.target
        if reference.kind == "picture" and (_SCHEME.match(target) or target.startswith("//")):
            yield Problem(
                rows.file_name,
                reference.line,
                f"Ảnh “{target}” lấy từ trang khác.",
                "Hãy chép ảnh vào content/images/ và viết /images/…",
            )
    places = (found.start() for found in _NO_ADDRESS.finditer(rows.body))
    for tag in LINK_TAG_PATTERN.finditer(clean):
        target = parse_attributes(tag).get("href", "")
        if target in ("", "#") and "href=" in tag[0]:
            place = next(places, -1)
            yield Problem(
                rows.file_name,
                rows.first_line + rows.body.count("\n", 0, place) if place >= 0 else rows.find_line("]("),
                "Liên kết chưa có địa chỉ.",
                "Hãy viết địa chỉ trong ngoặc tròn, hoặc bỏ liên kết.",
            )
        elif fault := find_address_fault(target):
            yield rows.create_problem(find_written_address(target, rows), *fault)


def _find_title(source: str, body: str, line: int) -> str:
    """Return the title behind the address of an image, with a blank before it.

    The line counts from 0.
    """
    row = body.split("\n", line + 1)[line]
    found = re.search(rf'\[\s*\]\({re.escape(source)}([ ]+(?:"[^"\n]+"|“[^”\n]+”))[ ]*\)', row)
    return found[1] if found else ""


def find_parted_images(clean: str, rows: SourceLines) -> Iterator[Problem]:
    """Yield images with a blank between text and address, which print as text."""
    if "![" not in clean:
        return
    printed = " ".join(html.unescape(_TAG.sub("", strip_code(clean))).split())
    for found in _PARTED_IMAGE.finditer(rows.body):
        if f"] ({found['address']}" in printed:
            line = rows.first_line + rows.body.count("\n", 0, found.start())
            image = f"![{found['alt']}]({' '.join(found['inside'].split())})"
            yield Problem(
                rows.file_name,
                line,
                f"Ảnh “{found['address']}” sẽ in thành chữ, vì có khoảng trống giữa ] và (.",
                f"Hãy viết {image}",
            )


def find_links_without_text(clean: str, rows: SourceLines) -> Iterator[Problem]:
    """Yield links that no reader can see, because they have neither text nor image."""
    if not _EMPTY_LINK.search(clean):
        return
    for number, line in enumerate(mask_code_spans(blank_fenced_code(rows.body)).split("\n"), rows.first_line):
        for found in _NO_TEXT.finditer(line):
            yield Problem(
                rows.file_name,
                number,
                f"Liên kết “{found[0]}” không có chữ, nên không hiện trên trang.",
                f"Hãy viết chữ cần bấm giữa hai dấu ngoặc vuông, như “[{found[1]}]({found[1]})”.",
            )


def find_written_address(address: str, rows: SourceLines) -> str:
    """Return the part of an address that stands in the text, to find its line."""
    whole = (f"({address})", f"({address} ", f'"{address}"', f"<{address}>")  # it may begin another one
    parts = (*whole, address, unquote(address), address.removeprefix("mailto:"), *address.split("/")[2:3])
    return next((part for part in parts if rows.has_text(part)), address)


def find_id_problems(ids: list[str], rows: SourceLines) -> Iterator[Problem]:
    """Yield ids that occur twice."""
    for name, count in Counter(ids).items() if ids else ():
        if count > 1:
            written = name if rows.has_text(name) else name.removeprefix("muc-")
            yield rows.create_problem(
                next((text for text in (f'"{written}"', f"#{written}") if rows.has_text(text)), written),
                f"Hai mục cùng tên “#{written}”.",
                "Hãy đổi một trong hai tên.",
            )


def find_unsafe_characters(body: str, rows: SourceLines) -> Iterator[Problem]:
    """Yield a problem for the first unsafe character."""
    found = UNSAFE_CHARACTERS_PATTERN.search(body)
    if found:
        line = rows.first_line + body.count("\n", 0, found.start())
        message = "Có ký tự điều khiển không nhìn thấy trong bài."
        yield Problem(rows.file_name, line, message, "Hãy xóa rồi gõ lại đoạn này.")

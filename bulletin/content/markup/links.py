"""What a text refers to: pictures, files, addresses; and what is wrong with the way it does."""

import html
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

from bulletin.content.models import Reference
from bulletin.content.problems import Problem
from bulletin.text.slugs import slugify

ALLOWED_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""Kinds of address that a link may have."""
IMAGE_TAG_PATTERN = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')
LINK_TAG_PATTERN = re.compile(r'<a((?: [a-z]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
UNSAFE_CHARACTERS_PATTERN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Characters that no one sees: those that XML, and so a feed, may not hold (XML 1.0, 2.2), those that turn the
order of letters round, so that ``gpj.exe`` is read as ``exe.jpg`` (UAX #9, 2), and tags, which can hide a text in another."""
_CODE = re.compile(r"<(pre|code)\b[^>]*>")
"""The beginning of code as Markdown writes it."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HIDDEN = re.compile(r"<(?:!--|pre\b|code\b)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f]")
_BACKSLASH = re.compile(r"[^?#]*\\")
_NO_HOST = re.compile(r"//(?:[/?#]|$)")


@dataclass(frozen=True)
class SourceLines:
    """The lines of a body, and where they stand in the file called ``file_name``."""

    file_name: str
    body: str
    first_line: int

    def __iter__(self) -> Iterator[str]:
        """Yield the lines."""
        return iter(self.body.split("\n"))

    def find_line(self, target: str) -> int:
        """Return the line that holds ``target``; the first of the body where markup hides it."""
        return self.create_line_finder(0)(target)

    def create_line_finder(self, start: int = 0) -> Callable[[str], int]:
        """Return a function like ``find_line`` for targets that mostly come in the order in which they are asked for.

        It looks for each behind the one before, so that many targets are not all looked for from the beginning.
        """
        place = start

        def line_of(target: str) -> int:
            nonlocal place
            if not target or "\n" in target:
                return self.first_line
            if (known := self._lines.get(target)) is None:
                lowered = target.lower()
                found = self._lowered.find(lowered, place)
                if found < 0 < place:
                    found = self._lowered.find(lowered, 0, place + len(lowered))
                place = max(found, 0)
                known = self._lines[target] = self.first_line + bisect_left(self._ends, place)
            return known

        return line_of

    def has_text(self, target: str) -> bool:
        """Tell whether a line holds ``target``, in whatever case."""
        return bool(target) and "\n" not in target and target.lower() in self._lowered

    @cached_property
    def _lowered(self) -> str:
        return self.body.lower()

    @cached_property
    def _ends(self) -> list[int]:
        """Ends of the lines of the lowered body."""
        return [found.start() for found in re.finditer("\n", self._lowered)]

    @cached_property
    def _lines(self) -> dict[str, int]:
        """The lines of targets that were looked for."""
        return {}

    def create_problem(self, target: str, what: str, remedy: str) -> Problem:
        """Return a problem on the line that holds ``target``."""
        return Problem(self.file_name, self.find_line(target), what, remedy)


def strip_comments_and_code(raw: str) -> str:
    """Return raw HTML without comments and code: what stands in them does nothing."""
    if not _HIDDEN.search(raw):
        return raw
    end = raw.rfind("-->") + 3  # behind the last end, each beginning would be followed to the end of the text
    return strip_code(_COMMENT.sub("", raw[:end]) + raw[end:] if end > 2 else raw)


def strip_code(html: str) -> str:
    """Return HTML without code as Markdown writes it. Code that has no end stays."""
    kept, done, start = [], 0, 0
    ends = {name: html.rfind(f"</{name}>") for name in ("pre", "code")}
    while found := _CODE.search(html, start):
        start = found.start() + 1
        if found.end() <= ends[found[1]]:
            kept.append(html[done : found.start()])
            start = done = html.find(f"</{found[1]}>", found.end()) + len(f"</{found[1]}>")
    return "".join((*kept, html[done:]))


def parse_attributes(found: re.Match[str]) -> dict[str, str]:
    """Return the attributes of a tag that IMAGE or ANCHOR matched, unescaped."""
    return {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(found[1])}


def get_image_path(values: dict[str, str]) -> str:
    """Return which picture the attributes of an image name: ``%20`` is the space that it stands for."""
    return unquote(values.get("src", ""))


def get_file_path(target: str) -> str:
    """Return which file a link names, without the place in it: ``/files/x.pdf`` of ``/files/x.pdf#page=2``."""
    return unquote(urlsplit(target).path)


def extract_references(clean: str, rows: SourceLines) -> Iterator[Reference]:
    """Yield what clean HTML refers to, pictures first; the two ends of a footnote are no references."""
    line_of = rows.create_line_finder()
    for one in IMAGE_TAG_PATTERN.finditer(clean):
        values = parse_attributes(one)
        if values.get("src"):
            yield Reference("picture", get_image_path(values), line_of(values["src"].lstrip("/")))
    line_of = rows.create_line_finder()
    for one in LINK_TAG_PATTERN.finditer(clean):
        target = parse_attributes(one).get("href", "")
        if target and _is_valid_url(target) and not target.startswith(("#fn:", "#fnref")):
            yield Reference("link", target, line_of(target.removeprefix("source:").lstrip("/")))


def find_reference_problems(clean: str, found: tuple[Reference, ...], rows: SourceLines) -> Iterator[Problem]:
    """Yield what is wrong with pictures and links, apart from whether they are there."""
    for one in IMAGE_TAG_PATTERN.finditer(clean):
        values = parse_attributes(one)
        source = values.get("src", "")
        if source and not values.get("alt", "").strip():
            yield rows.create_problem(
                source.lstrip("/"),
                "Ảnh trong bài chưa có lời mô tả.",
                f"Hãy viết ![nói rõ trong ảnh có gì]({source}).",
            )
    for reference in found:
        target = reference.target
        if reference.kind == "picture" and (_SCHEME.match(target) or target.startswith("//")):
            yield Problem(
                rows.file_name,
                reference.line,
                f"Ảnh “{target}” lấy từ trang khác.",
                "Hãy chép ảnh vào content/images/ và viết /images/…",
            )
    for one in LINK_TAG_PATTERN.finditer(clean):
        target = parse_attributes(one).get("href", "")
        if target in ("", "#") and "href=" in one[0]:
            slip = next((mark for mark in ("]()", "]( )", "](#)", "](<>)") if mark in rows.body), "](")
            yield rows.create_problem(
                slip, "Liên kết chưa có địa chỉ.", "Hãy viết địa chỉ trong ngoặc tròn, hoặc bỏ liên kết."
            )
        elif not _is_valid_url(target):
            seen = _UNSEEN.sub(" ", target)
            yield rows.create_problem(target, f"Địa chỉ “{seen}” viết sai.", _remedy(target))


def find_id_problems(ids: list[str], rows: SourceLines) -> Iterator[Problem]:
    """Yield ids that an editor gave twice, or that the page around the text may use itself."""
    for one, count in Counter(ids).items() if ids else ():
        if not one.startswith(("muc-", "fn:", "fnref")):
            yield rows.create_problem(
                one, f"Tên mục “#{one}” dành cho hệ thống.", f"Hãy viết {{#muc-{slugify(one)}}}."
            )
        elif count > 1:
            yield rows.create_problem(one, f"Hai mục cùng tên “#{one}”.", "Hãy đổi một trong hai tên.")


def find_unsafe_characters(body: str, rows: SourceLines) -> Iterator[Problem]:
    """Yield the first character that no one sees."""
    found = UNSAFE_CHARACTERS_PATTERN.search(body)
    if found:
        line = rows.first_line + body.count("\n", 0, found.start())
        what = "Có ký tự điều khiển không nhìn thấy trong bài."
        yield Problem(rows.file_name, line, what, "Hãy xóa rồi gõ lại đoạn này.")


def _is_valid_url(target: str) -> bool:
    """Tell whether browsers and this program read ``target`` alike: ``https:a.vn`` would be a path in this site.

    Browsers pass over tabs and the ends of lines, and read a backslash as a slash (WHATWG URL Standard).
    """
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    if _UNSEEN.search(target) or _BACKSLASH.match(target) or _NO_HOST.match(target):
        return False
    return " " not in parts.netloc and (bool(parts.netloc) or parts.scheme not in ("http", "https"))


def _remedy(target: str) -> str:
    """Return what to do with an address that does not split."""
    if _BACKSLASH.match(target):
        return "Trong địa chỉ chỉ dùng dấu gạch chéo “/”, không dùng “\\”."
    if _UNSEEN.search(target):
        return "Hãy xóa dấu tab, chỗ xuống dòng hoặc ký tự không nhìn thấy trong địa chỉ."
    if _NO_HOST.match(target):
        return "Hãy viết một dấu “/” với trang của mình, https:// rồi tên miền với trang khác."
    return "Hãy chép lại địa chỉ đầy đủ."

"""Telephone numbers and mail addresses that stand in a text and become links.

The text stays as it was typed. A number is a link only if it has the digits of a Vietnamese telephone number.
Reason: figures, dates, accounts and tax codes look alike.
"""

import html
import re

from bulletin.text.late_patterns import compile_late
from bulletin.text.telephone_numbers import build_telephone_link, is_vietnamese_number

_SPACE = "(?:[ .\u00a0-]|&nbsp;)"
_START = r"(?:\(0\d{1,3}\)|\(\+84\)|\+84|0\d\d|1[89]00)"
_NUMBER = (
    rf"{_START}(?:{_SPACE}?\d){{4,10}}"
    rf"(?!\w|/(?!{_START}(?:{_SPACE}?\d){{4}})|[,–]\d|{_SPACE}?\d|{_SPACE}?%)(?:,? ?\(?máy lẻ \d{{1,6}}\)?)?"
)
_BEFORE_NUMBER = r"(?<![\w.,+@:=&;(-])(?<!(?<!\d)/)"
_MAIL = r"[A-Za-z0-9](?:[A-Za-z0-9_.+-]*[A-Za-z0-9_])?@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?![\w@-]|\.\w)"
_TOKEN = compile_late(
    r"""<(?P<closed>a|code|pre)\b(?:[^<>"]|"[^"]*")*>.*?</(?P=closed)>|<(?:[^<>"]|"[^"]*")*>"""
    rf"|{_BEFORE_NUMBER}(?P<number>{_NUMBER})|(?<![\w.%+/@-])(?P<mail>{_MAIL})",
    re.DOTALL,
)
"""A link or code as a whole, a tag, a number or an address in the text between tags."""
_NUMBER_SIGN = compile_late(rf"0(?<!\w0)[235789](?:\)?{_SPACE}?\d){{8}}")
_SERVICE_SIGN = compile_late(rf"1(?<!\w1)[89]00(?:{_SPACE}?\d){{4}}")
"""The first digit of a number with the digits behind it.

Reason: a pattern that begins with one letter is searched in 2 µs, and another one in 60 µs.
"""
_TAX_CODE = compile_late(r"\d{10}")
"""A number without gaps may be a tax code too, which begins with the number of a province."""
_TAG = compile_late(r"<[^>]*>")
_PART_OF_TAG = compile_late(r"^[^<>]*>")
_BLOCK_END = compile_late(r"</(?:p|li|tr|h\d|dd|div|figcaption|blockquote)>|<br>")
_OTHER_NUMBER = compile_late(
    r"(?:thuế|\bmst|tài khoản|\bstk|\btk|căn cước|\bcccd|\bcmnd|\bcmt|chứng minh|định danh|\bmã|thẻ|h[óo][áa] đơn|bảo hiểm"
    r"|\bbhxh|\bbhyt|hồ sơ|biên lai|\bisbn|\bissn|\bimei|\bseri|\bfax)\b[^.;,]{0,30}$",
    re.IGNORECASE,
)
"""Words before a number that is none of a telephone."""
_TELEPHONE_WORD = compile_late(
    r"(?:điện thoại|\bs?đt|di động|đường dây nóng|hot ?line|tổng đài|\bzalo|\bgọi|\btel|\bmobile|\bphone"
    r"|nhắn tin|liên hệ|số máy)\b"
    r"[^;]{0,40}$",
    re.IGNORECASE,
)
_JOINED_NUMBER = compile_late(rf"{_BEFORE_NUMBER}(?P<number>{_NUMBER})/")
"""A number that a slash joins to the next one, as in ``0912.345.678/0913.345.678``."""
_ACCOUNT = compile_late(r"//[^\s/<>]*:$")
"""An account before a password in an address: ``https://ai:mat@a.vn``. The warning of addresses tells it."""
_BEFORE = 160
"""Characters of HTML before a number in which its words are looked for."""


def link_contacts(text: str) -> str:
    """Return clean HTML whose telephone numbers and mail addresses are links."""
    if (
        "@" in text
        or _NUMBER_SIGN.search(text)
        or _SERVICE_SIGN.search(text)
        or ("+" in text and "+84" in text)
    ):
        return _TOKEN.sub(_link_contact, text)
    return text


def _link_contact(found: re.Match[str]) -> str:
    if address := found["mail"]:
        if _ACCOUNT.search(found.string, max(0, found.start() - _BEFORE), found.start()):
            return found[0]
        return f'<a href="mailto:{address}">{address}</a>'
    number = found["number"]
    if not number or not _is_telephone_number(
        number, found.string[max(0, found.start() - _BEFORE) : found.start()]
    ):
        return found[0]
    return f'<a href="{build_telephone_link(_get_plain_text(number))}">{number}</a>'


def _is_telephone_number(number: str, before: str) -> bool:
    """Tell if a number with the HTML ``before`` it is one of a telephone."""
    plain = _get_plain_text(number).partition("máy")[0].rstrip(" (,")
    if not is_vietnamese_number(plain):
        return False
    if before.endswith("/") and not _follows_number(before, number):
        return False
    words = html.unescape(_TAG.sub(" ", _BLOCK_END.sub(";", _PART_OF_TAG.sub("", before))))
    if _OTHER_NUMBER.search(words):
        return False
    is_ambiguous = _TAX_CODE.fullmatch(plain) or plain.startswith("1")
    return not is_ambiguous or _TELEPHONE_WORD.search(words) is not None


def _follows_number(before: str, number: str) -> bool:
    """Tell if the HTML ``before`` a number ends with another number and a slash."""
    return any(
        found.end() == len(before) and is_vietnamese_number(_get_plain_text(found["number"]))
        for found in _JOINED_NUMBER.finditer(before + number)
    )


def _get_plain_text(number: str) -> str:
    return number.replace("&nbsp;", " ").replace("\u00a0", " ")

"""Finder of addresses that are no links.

They stand in a block of HTML or right behind a letter, or they are mistyped.
"""

import html
import re
from collections.abc import Iterable, Iterator

from bulletin.content.warnings.checked_text import CheckedText, Slip, shorten_text
from bulletin.content.web_addresses import find_address_fault, trim_address
from bulletin.text.late_patterns import compile_late

_LINK = compile_late(r"<a(?: [^>]*)?>.*?</a>", re.DOTALL)
_TAG = compile_late(r"<[^>]*>")
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
_REST = r"[^\s<>\"“”|]"
_ADDRESS = compile_late(
    rf"(?:https?:(?=[hw]))?(?:https?://{_REST}+|(?<![\w@/.=-])www\.[a-z0-9-]+\.{_REST}+)"
    rf"|(?<!\w)(?!php)[htp]{{3,6}}(?P<secure>s?)(?:[:;] ?/{{0,3}}|//)[ ]?(?P<rest>{_HOST}[a-z]{{2,}}(?!\.?\w){_REST}*)"
    rf"|(?<![\w@/.:%=-])(?P<path>{_HOST}(?:vn|com|net|org|me|info|be|ly|gle?|gy)/(?!{_HOST}[a-z]{{2,}}(?![\w/]))[a-z0-9@?#_-]{_REST}*)",
    re.IGNORECASE,
)
"""An address, also with a mistyped scheme, or with a path and no scheme."""
_MAIL = compile_late(
    r"(?<![\w@/.+-])[a-z0-9][a-z0-9._+-]*[ ]?@[ ]?[a-z0-9-]+(?:[.,][ ]?[a-z0-9-]+)*[.,][ ]?(?:vn|com|net|org)(?![\w-])",
    re.IGNORECASE,
)
"""An address of mail, also with a comma or a blank in it."""
_JOINING_SIGNS = tuple("_@/-")
_GAP_REMEDY = "Hãy để một dấu cách trước địa chỉ."
_MISTYPED_STARTS = (";", "tp", "tps", "tp: ", "tps: ", "pp", "ps")
"""Signs and letters before the first slash of an address with a mistyped scheme."""
_DOMAINS = (".vn", ".com", ".me", ".net", ".org", ".info", ".be", ".ly", ".gle", ".gl", ".gy")


def find_bare_addresses(text: CheckedText) -> Iterable[Slip]:
    """Return web addresses that readers cannot click."""
    body, page = text.body, text.html
    is_possible = (
        ("w" in body and "www." in body)  # no Vietnamese word has a w
        or ("/" in body and _has_address(body, page))
        or (":" in body and "tp:" in body and "tp://" not in body)
        or ("@" in body and page.count("@") > 2 * page.count('="mailto:'))
    )
    return _find_addresses(text) if is_possible else ()


def _has_address(body: str, page: str) -> bool:
    """Tell if a text has an address that may be no link.

    Reason: the search for a slash takes a tenth of the time that the search for a word takes.
    """
    before, are_links = "x", None
    for part in body.split("/")[:-1]:
        is_host = part.endswith(_DOMAINS) and (before or " " in part or "\n" in part)
        if is_host or part.endswith(_MISTYPED_STARTS):
            return True
        if part.endswith(":"):
            if are_links is None:
                are_links = page.count("://") <= page.count('="http')
            if not are_links:
                return True
        before = part
    return False


def _find_addresses(text: CheckedText) -> Iterator[Slip]:
    visible = html.unescape(_TAG.sub(" ", _LINK.sub(" ", text.visible_html)))
    known = set[str]()
    for found in _ADDRESS.finditer(visible):
        address = trim_address(found[0])
        if address in known or len(address) < len("www.a.vn"):
            continue
        known.add(address)
        before = visible[found.start() - 1 : found.start()]
        remedy = (
            _GAP_REMEDY if before.isalnum() or before in _JOINING_SIGNS else _write_remedy(found, address)
        )
        yield Slip(_find_line(text, address), (shorten_text(address, 60), remedy))

    for found in _MAIL.finditer(visible):
        mail = found[0].replace(",", ".").replace(" ", "")
        if found[0] in known:
            continue
        known.add(found[0])
        written = f'<a href="mailto:{mail}">{mail}</a>' if mail == found[0] else mail
        yield Slip(_find_line(text, found[0]), (shorten_text(found[0], 60), f"Hãy viết {written}"))


def _find_line(text: CheckedText, address: str) -> int:
    """Return the line of an address that does not belong to a link."""
    found = re.search(rf"(?<![(<`\"'=/.\w]){re.escape(address)}", text.body)
    position = found.start() if found else max(text.body.find(address), 0)
    return text.body_line + text.body.count("\n", 0, position)


def _write_remedy(found: re.Match[str], address: str) -> str:
    """Return a link in HTML, or the right address in place of a mistyped one."""
    if found["rest"]:
        return f"Hãy viết http{found['secure'].lower()}://{trim_address(found['rest'])}"
    target = address if "://" in address else f"https://{address}"
    if fault := find_address_fault(target):
        return fault[1]
    return f"Hãy viết {target}" if found["path"] else f'Hãy viết <a href="{target}">{address}</a>.'

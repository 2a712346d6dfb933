"""Mistyped addresses of other sites and of mail, and what was meant.

An address without a fault is read by browsers as by this program (WHATWG URL Standard, "basic URL parser").
"""

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, unquote, urlsplit

from bulletin.content.problems import ProblemText
from bulletin.text.late_patterns import compile_late
from bulletin.text.letters import ZERO_WIDTH_SIGNS

_PLAIN_ADDRESS = compile_late(
    r"https?://(?:[a-z0-9][a-z0-9-]*\.)+[a-z][a-z0-9-]+(?::\d{1,4})?(?:[/?#][!#-\[\]-~]*)?", re.IGNORECASE
)
"""Most addresses. They have no fault."""
_CONTROL_CHARACTER = compile_late(r"[\x00-\x1f\x7f]")
_INVISIBLE_SIGN = compile_late(f"[{ZERO_WIDTH_SIGNS}]")
_BLANK = compile_late(r"[^\S\t\n\r]")
_BACKSLASH = compile_late(r"[^?#]*\\")
_ESCAPED_SIGN = compile_late(r"\\([!-/:-@\[\]-`{-~])")
"""A sign behind a backslash, as other systems write it in texts."""
_NO_HOST = compile_late(r"//(?:[/?#]|$)")
_QUOTATION_MARK = compile_late('["“”„‟‘’«»]')
_ENCODED_MARK_AT_END = compile_late(r"(?:%E2%80%9[89CDEF]|%22|%C2%A0|%E2%80%8B)+$", re.IGNORECASE)
"""A quotation mark, a no-break space or a zero-width space, as browsers copy it."""
_SCHEME_TWICE = compile_late(r"(?:https?:/*)?(https?):?/+(?=[^/])", re.IGNORECASE)
_LABEL = compile_late(r"[^\W_](?:[\w-]*[^\W_])?")
_MAIL_ADDRESS = compile_late(
    r"[^\s@,;“”\"'<>]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE
)
_OWN_MACHINE = compile_late(r"localhost|127(?:\.\d+){3}|\[::1\]|0\.0\.0\.0", re.IGNORECASE)
_SENTENCE_MARKS = ".,;:!?…*_~&'’”»"
"""Marks behind an address that belong to the sentence."""
_BRACKETS = {")": "(", "]": "["}
"""Brackets that belong to the sentence unless the address opens them."""
_COPY_REMEDY = "Hãy chép lại địa chỉ đầy đủ."


def find_address_fault(address: str) -> ProblemText | None:
    """Return message and remedy of a mistyped address, or None.

    Paths in the site are looked at for control characters and backslashes alone.
    """
    if _PLAIN_ADDRESS.fullmatch(address) and not _ENCODED_MARK_AT_END.search(address):
        return None
    for reason, remedy in _find_faults(address):
        visible = _CONTROL_CHARACTER.sub(" ", address)
        return f"Địa chỉ “{visible}” viết sai{reason and f': {reason}'}.", remedy
    return None


def find_web_address_fault(address: str) -> ProblemText | None:
    """Return message and remedy of a text that is no web address, or None."""
    if not address.lower().startswith(("http://", "https://")):
        meant = repair_web_address(address)
        if "." in address and ":" not in address and not _BLANK.search(address):
            meant = f"https://{address.lstrip('/')}"
        is_known = meant != address and find_address_fault(meant) is None
        remedy = _write(meant) if is_known else "Hãy chép địa chỉ đầy đủ, như https://example.vn/"
        return f"Liên kết “{address}” không phải là địa chỉ http:// hoặc https://.", remedy
    if _CONTROL_CHARACTER.search(address) or "\\" in address:
        return f"Địa chỉ “{_CONTROL_CHARACTER.sub(' ', address)}” viết sai.", _COPY_REMEDY
    return find_address_fault(address)


def repair_web_address(text: str) -> str:
    """Return a web address with a sound scheme and no stray marks around it.

    Another text is returned as it is.
    """
    cleaned = _ENCODED_MARK_AT_END.sub("", _QUOTATION_MARK.sub("", _INVISIBLE_SIGN.sub("", text))).strip()
    twice = _SCHEME_TWICE.match(cleaned)
    if twice:
        return f"{twice[1].lower()}://{cleaned[twice.end() :]}"
    return cleaned if cleaned.startswith(("http:", "https:", "//")) else text


def trim_address(address: str) -> str:
    """Return a bare address without the marks of the sentence behind it."""
    address = address.rstrip(_SENTENCE_MARKS)
    while (sign := _BRACKETS.get(address[-1:])) and address.count(address[-1]) > address.count(sign):
        address = address[:-1].rstrip(_SENTENCE_MARKS)
    return address


def _find_faults(address: str) -> Iterator[tuple[str, str]]:
    """Yield reason, which may be empty, and remedy of each fault, the worst first."""
    if _CONTROL_CHARACTER.search(address):
        yield "", "Hãy xóa dấu tab, chỗ xuống dòng hoặc ký tự không nhìn thấy trong địa chỉ."
    if _BACKSLASH.match(address):
        meant = _ESCAPED_SIGN.sub(r"\1", address)
        if "\\" not in meant:
            yield "", _write(meant)
        yield "", "Trong địa chỉ chỉ dùng dấu gạch chéo “/”, không dùng “\\”."
    if _NO_HOST.match(address):
        yield "", "Hãy viết một dấu “/” với trang của mình, https:// rồi tên miền với trang khác."
    try:
        parts = urlsplit(address)
    except ValueError:
        yield "", _COPY_REMEDY
        return
    if parts.scheme == "mailto":
        yield from _find_mail_faults(address)
    elif parts.scheme in ("http", "https") or parts.netloc:
        yield from _find_web_faults(address, parts)


def _find_mail_faults(address: str) -> Iterator[tuple[str, str]]:
    receivers = unquote(address.partition(":")[2].partition("?")[0])
    for receiver in receivers.split(","):
        if not _MAIL_ADDRESS.fullmatch(receiver.strip()):
            meant = receivers.replace(",", ".").strip()
            yield (
                f"“{receiver}” không phải là địa chỉ thư",
                (
                    _write(f"mailto:{meant}")
                    if _MAIL_ADDRESS.fullmatch(meant)
                    else "Hãy viết như mailto:vanphong@example.vn"
                ),
            )


def _find_web_faults(address: str, parts: SplitResult) -> Iterator[tuple[str, str]]:
    repaired = repair_web_address(address)
    if _INVISIBLE_SIGN.search(address):
        yield "có ký tự không nhìn thấy", _write(repaired)
    if _QUOTATION_MARK.search(address) or _ENCODED_MARK_AT_END.search(address):
        yield "có dấu ngoặc kép", _write(repaired)
    if repaired != address:
        yield "phần https:// viết sai", _write(repaired)
    if not parts.netloc:
        yield "", _COPY_REMEDY
        return
    yield from _find_host_faults(address, parts)
    if _BLANK.search(address):
        yield "có dấu cách", _write(_BLANK.sub("%20", address.strip()))


def _find_host_faults(address: str, parts: SplitResult) -> Iterator[tuple[str, str]]:
    account, at, place = parts.netloc.rpartition("@")
    if at:
        yield "có tên đăng nhập trước dấu @, ai cũng đọc được", _write(address.replace(f"{account}@", "", 1))
    host, _, port = place.rpartition(":") if re.search(r":[^\]]*$", place) else (place, "", "")
    if port and not (port.isascii() and port.isdecimal() and int(port) < 65536):
        yield f"cổng “{port}” không phải là số", _COPY_REMEDY
    if _OWN_MACHINE.fullmatch(host):
        path = address.partition(parts.netloc)[2] or "/"
        if not path.startswith("//"):  # the parser of the body reports it
            yield "chỉ mở được trên máy này", f"Nếu là trang của mình thì hãy viết từ gốc trang: {path}"
        return
    if host.startswith("["):
        return  # IPv6, which urlsplit has read
    stripped = re.sub(r"[,;]+|\.{2,}", ".", host.strip(".,;:! \u00a0"))
    if stripped != host and all(map(_LABEL.fullmatch, stripped.split("."))) and "." in stripped:
        yield f"tên miền “{host}”", _write(address.replace(host, stripped, 1))
    if "." not in host or not all(map(_LABEL.fullmatch, host.split("."))):
        yield f"tên miền “{host}”", _COPY_REMEDY


def _write(address: str) -> str:
    return f"Hãy viết {address}"

"""Keep numbers on one line with their units and words, as the letters are.

A browser breaks “143-KH/TU” after the hyphen, and “số 143”, “Điều 5” and “12 %” at the blank.
Letters such as the hard blank would change what readers copy and search.
"""

from bulletin.text.late_patterns import compile_late

_NUMBER = r"[0-9]{0,5}(?:/(?:19|20)[0-9][0-9])?[-/][A-ZĐƯ][A-ZĐƯ0-9]*(?:[-/][A-ZĐƯ0-9]+)*"
_REST_OF_TAG = r"""(?<=<)[^<>"]*(?:"[^"]*"[^<>"]*)*>"""
_UNIT = r"(?:%|giờ|phút|triệu|tỷ|tỉ|nghìn|ngàn|đồng|km|m|ha|kg|tấn|°C)[²³23]?"
_MORE_DIGITS = r"[0-9]*(?:[.,][0-9]+){0,4}"
_AMOUNT = rf"{_MORE_DIGITS}(?: ?[-–] ?[0-9]+(?:[.,][0-9]+)?)? {_UNIT}(?:(?<=giờ) [0-9][0-9]?(?: phút)?)?"
"""“12 %”, “10-15 triệu” and “15 giờ 30”."""
_RANGE = r"[0-9]*(?:–| [-–] )[0-9]+"
"""Browsers keep “2021-2025” by themselves, but neither “2021–2025” nor “2021 - 2025”."""
_WORDS = ("số", "ngày", "tháng", "quý", "điều", "khoản", "điểm", "mục", "chương")
"""Words that a short number behind them stays with."""
_BEHIND_WORD = "|".join(rf"(?<={word[1:]} [0-9])" for word in _WORDS)
_PART = rf"(?<=[^\W0-9] [0-9])(?:{_BEHIND_WORD})[0-9]{{0,4}}(?:/[0-9]{{1,4}})?"
"""“Điều 5”, “ngày 20/11” and “quý 3/2026”."""
_REST_OF_KEPT = (
    rf"(?<!<)(?<![\w/-][0-9])(?:(?P<number>{_NUMBER})|(?P<date>[0-9]?/[0-9]{{1,2}}/[0-9]{{4}})|(?P<month>[0-9]?/[0-9]{{4}})"
    rf"|(?P<part>{_PART})|(?P<amount>{_AMOUNT}|{_RANGE}))(?![\w/-])[.,;:!?)”]*"
)
_TAG_OR_KEPT = compile_late(rf"[<0-9](?:{_REST_OF_TAG}|{_REST_OF_KEPT})")
"""A tag, or a number or date with the signs that follow.

Reason: one search takes two thirds of the time of a split at the tags. ``[0-9]`` takes half of the time of all digits.
"""
_WORD_BEFORE = {
    "number": compile_late(r"(?<![\w/-])(?:[Ss]ố|[Đđ]iều) \Z"),
    "date": compile_late(r"(?<![\w/-])[Nn]gày \Z"),
    "month": compile_late(r"(?<![\w/-])(?:[Tt]háng|[Qq]uý) \Z"),
    "part": compile_late(
        rf"(?<![\w/-])(?:{'|'.join(f'[{word[0].upper()}{word[0]}]{word[1:]}' for word in _WORDS)}) \Z"
    ),
}
"""The word before a number or date, which stays with it. A month and a part need one."""
_LONGEST_WORD = len("chương ")
_OPENING_SIGNS = "([“"
"""Signs that stay with what they open. A browser may break the line before the box of a number."""
_KEPT_BEFORE_SIGN = compile_late(r'<span class="keep">[^<>]*</span>(?=</(?:a|strong|em|b|i)>[.,;:!?)”])')
"""A number at the end of a link or of stressed words, if a sign follows."""
_SIGNS = compile_late(r"[0-9](?:[-–/ ]|(?<= [0-9]))")


def keep_together(html: str) -> str:
    """Return HTML in which numbers and their units stand in elements of their own.

    A number at the end of a link has a second element if a sign follows the link.
    Reason: a browser may break the line behind a box, also before a comma. The second element forbids it.
    """
    if not _SIGNS.search(html):
        return html
    parts, end = list[str](), 0
    for found in _TAG_OR_KEPT.finditer(html):
        kind, start = found.lastgroup, found.start()
        if kind is None:  # a tag
            continue
        if kind != "amount":
            if word := _WORD_BEFORE[kind].search(html, max(start - _LONGEST_WORD, end), start):
                start = word.start()
            elif kind in ("month", "part"):
                continue
        if start > end and html[start - 1] in _OPENING_SIGNS:
            start -= 1
        parts += (html[end:start], f'<span class="keep">{html[start : found.end()]}</span>')
        end = found.end()
    if not parts:
        return html
    kept = "".join((*parts, html[end:]))
    return _KEPT_BEFORE_SIGN.sub(r'<span class="keep-sign">\g<0></span>', kept)

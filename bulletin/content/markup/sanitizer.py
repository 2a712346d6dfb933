"""Cleaning: of the HTML that Markdown makes, what an editor's text may hold, in one form.

nh3 writes lower-case tags and double quotes. What it leaves is made visible: letters are composed, characters that no
one sees taken out. Tags that this changes are cleaned again: ``java&#8;script:`` is no scheme before.
"""

import re

import nh3

from bulletin.content.markup.links import ALLOWED_SCHEMES, UNSAFE_CHARACTERS_PATTERN
from bulletin.text.unicode_forms import is_normalized, normalize_unicode

ALLOWED_TAGS = frozenset(
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure"
    " h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody"
    " td tfoot th thead tr u ul var".split()
)
"""The elements that an editor's HTML may hold. No forms, no frames, no scripts, no styles."""
_ATTRIBUTES = {
    "*": {"id", "lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope", "headers"},
    "col": {"span"},
    "colgroup": {"span"},
}
_ALIGNMENTS = {"align-left", "align-center", "align-right"}
_CLASSES = {
    "td": _ALIGNMENTS,
    "th": _ALIGNMENTS,
    "div": {"footnote"},
    "a": {"footnote-ref", "footnote-backref"},
    "figure": {"figure"},
}


def _cleaner(*, frames: bool = False, films: bool = False) -> nh3.Cleaner:
    """Return what cleans HTML; it may leave frames, or let figures be films."""
    return nh3.Cleaner(
        tags=ALLOWED_TAGS | {"iframe"} if frames else ALLOWED_TAGS,
        attributes=_ATTRIBUTES | {"iframe": {"src", "title"}} if frames else _ATTRIBUTES,
        allowed_classes=_CLASSES | {"figure": {"figure", "film"}} if films else _CLASSES,
        url_schemes=ALLOWED_SCHEMES,
        link_rel=None,
    )


_CLEANER, _FRAMING, _SHOWING = _cleaner(), _cleaner(frames=True), _cleaner(films=True)
_TAG = re.compile(r"(<[^>]*>)")
_TEXT = r"[^<>&\x00-\x09\x0b-\x1f\x7f\xa0\u202a-\u202e\u2066-\u2069\ufffe\uffff\U000e0000-\U000e007f]*"
"""Text that nh3 would write as it is: no sign of HTML, no entity, nothing invisible, no space that it names."""
_STRONG, _EM = rf"<strong>{_TEXT}</strong>{_TEXT}", rf"<em>{_TEXT}</em>{_TEXT}"
_SENTENCES = rf"{_TEXT}(?:<strong>{_TEXT}(?:{_EM})*</strong>{_TEXT}|<em>{_TEXT}(?:{_STRONG})*</em>{_TEXT})*"
_ITEMS = rf"\n(?:<li>(?:{_SENTENCES}|\n<p>{_SENTENCES}</p>\n)</li>\n)*"
_BLOCKS = (
    rf'\n|<(p|h[2-6])(?: id="[a-z0-9_-]+")?>{_SENTENCES}</\1>',
    rf"<(ul|ol)>{_ITEMS}</\2>",
)
_PLAIN = re.compile(f"(?:{'|'.join(_BLOCKS)})*")
"""Paragraphs, headings and lists one after another, complete, and no attribute but their ids."""


def is_clean_html(raw: str) -> bool:
    """Tell whether ``raw`` is certainly what cleaning would make of it: nearly every text is."""
    return _PLAIN.fullmatch(raw) is not None and is_normalized("NFC", raw)


def sanitize_except_iframes(raw: str) -> str:
    """Return HTML that is clean but for frames, which hold nothing but an address and a name."""
    return _FRAMING.clean(UNSAFE_CHARACTERS_PATTERN.sub("", raw))


def sanitize_html(raw: str, *, films: bool = False) -> str:
    """Return clean HTML. ``films``: figures may be films, since ``raw`` was framed, where no editor's figure is one."""
    cleaner = _SHOWING if films else _CLEANER
    clean = cleaner.clean(raw)
    visible = _composed(UNSAFE_CHARACTERS_PATTERN.sub("", clean))
    if visible == clean or _TAG.findall(visible) == _TAG.findall(clean):
        return visible
    return _composed(cleaner.clean(visible))


def _composed(html: str) -> str:
    """Return ``html`` with its letters composed (NFC), each stretch between tags by itself.

    With U+0338 after it, the end of a tag would become ≯, and the text an attribute.
    """
    if is_normalized("NFC", html):
        return html
    return "".join(normalize_unicode("NFC", part) for part in _TAG.split(html))

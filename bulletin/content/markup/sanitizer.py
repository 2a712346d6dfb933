"""The sanitizer, which removes all but the allowed tags and attributes.

nh3 writes lower-case tags and double quotes. Then unsafe characters are removed and letters are composed (NFC).
If this changes a tag, the HTML is cleaned again, because ``java&#8;script:`` becomes a scheme only now.
"""

import re

import nh3

from bulletin.content.markup.links import ALLOWED_SCHEMES, UNSAFE_CHARACTERS_PATTERN
from bulletin.text.letters import is_usual_text, normalize_letters
from bulletin.text.unicode_forms import is_normalized, normalize_unicode

ALLOWED_TAGS = frozenset(
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure"
    " h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody"
    " td tfoot th thead tr u ul var".split()
)
"""Elements that a body may have, without forms, frames, scripts and styles."""
_ATTRIBUTES = {
    "*": {"id", "lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope", "headers"},
    "col": {"span"},
    "colgroup": {"span"},
}
_ALIGNMENTS = {"align-left", "align-center", "align-right"}
_CLASSES = {
    **dict.fromkeys("p td th h2 h3 h4 h5 h6 caption li".split(), _ALIGNMENTS),
    "div": {"footnote", *_ALIGNMENTS},
    "a": {"footnote-ref", "footnote-backref"},
    "figure": {"figure"},
}


def _create_cleaner(*, frames: bool = False, videos: bool = False) -> nh3.Cleaner:
    """Return a cleaner that may keep frames, or figures with embedded videos."""
    return nh3.Cleaner(
        tags=ALLOWED_TAGS | {"iframe"} if frames else ALLOWED_TAGS,
        attributes=_ATTRIBUTES | {"iframe": {"src", "title"}} if frames else _ATTRIBUTES,
        allowed_classes=_CLASSES | {"figure": {"figure", "film"}} if videos else _CLASSES,
        url_schemes=ALLOWED_SCHEMES,
        link_rel=None,
    )


_CLEANER, _FRAME_CLEANER, _VIDEO_CLEANER = (
    _create_cleaner(),
    _create_cleaner(frames=True),
    _create_cleaner(videos=True),
)
_TAG = re.compile(r"(<[^>]*>)")
_EMPTY_CLASS = re.compile(r'(<[a-z0-9]+(?: [a-z]+="[^"]*")*?) class=""')
_TEXT = r"[^<>&\x00-\x09\x0b-\x1f\x7f\xa0\u202a-\u202e\u2066-\u2069\ufffe\uffff\U000e0000-\U000e007f]*"
"""Text that nh3 does not change: no markup, no entity, no invisible character, no named space."""
_STRONG, _EM = rf"<strong>{_TEXT}</strong>{_TEXT}", rf"<em>{_TEXT}</em>{_TEXT}"
_SENTENCES = rf"{_TEXT}(?:<strong>{_TEXT}(?:{_EM})*</strong>{_TEXT}|<em>{_TEXT}(?:{_STRONG})*</em>{_TEXT})*"
_ITEMS = rf"\n(?:<li>(?:{_SENTENCES}|\n<p>{_SENTENCES}</p>\n)</li>\n)*"
_BLOCKS = (
    rf'\n|<(p|h[2-6])(?: id="muc-[a-z0-9_-]+")?>{_SENTENCES}</\1>',
    rf"<(ul|ol)>{_ITEMS}</\2>",
)
_CLEAN_HTML = re.compile(f"(?:{'|'.join(_BLOCKS)})*")
"""Complete paragraphs, headings and lists without attributes other than ids of the house."""


def is_clean_html(raw: str) -> bool:
    """Tell if the sanitizer would certainly not change ``raw``.

    Nearly all bodies are clean. In a case of doubt, the result is False.
    """
    return _CLEAN_HTML.fullmatch(raw) is not None and is_normalized("NFC", raw)


def sanitize_except_iframes(raw: str) -> str:
    """Return clean HTML that still has frames, with address and title only."""
    return _FRAME_CLEANER.clean(UNSAFE_CHARACTERS_PATTERN.sub("", raw))


def sanitize_html(raw: str, *, videos: bool = False) -> str:
    """Return clean HTML.

    With ``videos``, figures may have the class of embedded videos. ``sanitize_except_iframes`` must have removed that
    class before, so that no editor can write it.
    """
    cleaner = _VIDEO_CLEANER if videos else _CLEANER
    clean = cleaner.clean(raw)
    if ' class=""' in clean:  # nh3 leaves an attribute without its forbidden classes
        clean = _EMPTY_CLASS.sub(r"\1", clean)
    visible = _compose_letters(UNSAFE_CHARACTERS_PATTERN.sub("", clean))
    if "&" in raw and not is_usual_text(visible):  # an entity such as &ETH; can be a letter of any form
        visible = "".join(map(normalize_letters, _TAG.split(visible)))
    if visible == clean or _TAG.findall(visible) == _TAG.findall(clean):
        return visible
    return _compose_letters(cleaner.clean(visible))


def _compose_letters(html: str) -> str:
    """Return ``html`` with composed letters (NFC), each part between tags for itself.

    Reason: the end of a tag with U+0338 would become ≯, and the text would become an attribute.
    """
    if is_normalized("NFC", html):
        return html
    return "".join(normalize_unicode("NFC", part) for part in _TAG.split(html))

"""The sanitizer, which removes all but the allowed tags and attributes.

nh3 writes lower-case tags and double quotes. Then unsafe characters are removed and letters are composed (NFC).
If this changes a tag, the HTML is cleaned again, because ``java&#8;script:`` becomes a scheme only now.
"""

import nh3

from bulletin.content.markup.slips.links import ALLOWED_SCHEMES, UNSAFE_CHARACTERS_PATTERN
from bulletin.text.late_patterns import compile_late
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
_FIGURES = {"figure", "gallery", "gallery--pairs"}
_CLASSES = {
    **dict.fromkeys("p td th h2 h3 h4 h5 h6 caption li".split(), _ALIGNMENTS),
    "div": {"footnote", *_ALIGNMENTS},
    "a": {"footnote-ref", "footnote-backref"},
    "figure": _FIGURES,
}
_SOURCE_ATTRIBUTES = {"iframe": {"src", "title"}, "audio": {"src"}, "source": {"src"}}
"""Elements with the sources of players, which other modules replace, and their attributes."""
_PLAYER_CLASSES = {"figure": {*_FIGURES, "film"}, "a": {*_CLASSES["a"], "audio"}}
_REPORTED_SCHEMES = frozenset({"data", "javascript", "vbscript", "file", "blob", "ftp"})
"""Schemes that the sources of players keep for a message, until the second cleaning."""


def _create_cleaner(*, sources: bool = False, players: bool = False) -> nh3.Cleaner:
    """Return a cleaner that may keep sources of players, or the classes of players."""
    return nh3.Cleaner(
        tags=ALLOWED_TAGS | _SOURCE_ATTRIBUTES.keys() if sources else ALLOWED_TAGS,
        attributes=_ATTRIBUTES | _SOURCE_ATTRIBUTES if sources else _ATTRIBUTES,
        allowed_classes=_CLASSES | _PLAYER_CLASSES if players else _CLASSES,
        url_schemes=ALLOWED_SCHEMES | _REPORTED_SCHEMES if sources else ALLOWED_SCHEMES,
        link_rel=None,
    )


_CLEANER, _SOURCE_CLEANER, _PLAYER_CLEANER = (
    _create_cleaner(),
    _create_cleaner(sources=True),
    _create_cleaner(players=True),
)
_TAG = compile_late(r"(<[^>]*>)")
_EMPTY_CLASS = compile_late(r'(<[a-z0-9]+(?: [a-z]+="[^"]*")*?) class=""')
_TEXT = r"[^<>&\x00-\x09\x0b-\x1f\x7f\xa0\u202a-\u202e\u2066-\u2069\ufffe\uffff\U000e0000-\U000e007f]*+"
"""Text that nh3 does not change: no markup, no entity, no invisible character, no named space.

A sign that ends it never belongs to it, so ``*+`` finds the same as ``*``. That takes a third of the time.
"""
_STRONG, _EM = rf"<strong>{_TEXT}</strong>{_TEXT}", rf"<em>{_TEXT}</em>{_TEXT}"
_SENTENCES = rf"{_TEXT}(?:<strong>{_TEXT}(?:{_EM})*</strong>{_TEXT}|<em>{_TEXT}(?:{_STRONG})*</em>{_TEXT})*"
_ITEMS = rf"\n(?:<li>(?:{_SENTENCES}|\n<p>{_SENTENCES}</p>\n)</li>\n)*"
_BLOCKS = (
    rf'\n|<(p|h[2-6])(?: id="muc-[a-z0-9_-]+")?>{_SENTENCES}</\1>',
    rf"<(ul|ol)>{_ITEMS}</\2>",
)
_CLEAN_HTML = compile_late(f"(?:{'|'.join(_BLOCKS)})*")
"""Complete paragraphs, headings and lists without attributes other than ids of the house."""


def is_clean_html(raw: str) -> bool:
    """Tell if the sanitizer would certainly not change ``raw``.

    Nearly all bodies are clean. In a case of doubt, the result is False.
    """
    return _CLEAN_HTML.fullmatch(raw) is not None and is_normalized("NFC", raw)


def sanitize_except_players(raw: str) -> str:
    """Return HTML that still has frames and audio, with address and title only.

    Addresses may have any scheme that a message names, so the result must be cleaned again.
    """
    return _SOURCE_CLEANER.clean(UNSAFE_CHARACTERS_PATTERN.sub("", raw))


def sanitize_html(raw: str, *, players: bool = False) -> str:
    """Return clean HTML.

    With ``players``, figures and links may have the classes of videos and audio. ``sanitize_except_players`` must have
    removed these classes before, so that no editor can write them.
    """
    cleaner = _PLAYER_CLEANER if players else _CLEANER
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

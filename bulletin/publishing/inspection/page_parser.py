"""Parse an HTML page for the inspection: links, anchors, inline code, resources.

One regular expression splits a page into tokens, and equal tokens are read once.
The result of each token is cached, because most tokens of a page are on all other pages too.
Reason: this is ten times as fast as ``html.parser``, and a large archive has ten thousand pages.
It is enough for pages of our own templates.
"""

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from html import unescape
from typing import NamedTuple

_RAW_TEXT_TAGS = ("script", "style", "textarea", "title")
_NAME_END = "(?![a-zA-Z0-9-])"
_ATTRIBUTES = r"""[^>"']*+(?:(?:"[^"]*"|'[^']*')[^>"']*+)*+"""
_RAW_TEXT = "|".join(
    rf"(?i:{tag}){_NAME_END}{_ATTRIBUTES}>[^<]*+(?:(?!</(?i:{tag})\s*>)<[^<]*+)*+(?:</(?i:{tag})\s*>)?"
    for tag in _RAW_TEXT_TAGS
)
_TOKEN = re.compile(rf"<(?:!--.*?-->|(?=[sStT])(?:{_RAW_TEXT})|[a-zA-Z]{_ATTRIBUTES}>)", re.DOTALL)
"""A comment, an element whose content is text, or a tag."""
_TAG = re.compile(rf"<([a-zA-Z][a-zA-Z0-9-]*)({_ATTRIBUTES})>", re.DOTALL)
_END_TAG = re.compile(r"</[a-zA-Z]+\s*>\Z")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_INCLUDE = re.compile(r'<!--\s*#include\s+virtual="([^"]*)"')
_POLICY = re.compile(r'<meta (?=[^>]*http-equiv="Content-Security-Policy")[^>]*?content="([^"]*)"')
_REFRESH = re.compile(r"^\s*\d+\s*;\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
_VISIBLE_TAGS = {"img", "svg", "video", "audio", "iframe", "object"}

_LINK_ATTRIBUTES = {
    "a": ("href",),
    "area": ("href",),
    "link": ("href",),
    "img": ("src",),
    "script": ("src",),
    "source": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "audio": ("src",),
    "track": ("src",),
    "video": ("src", "poster"),
    "object": ("data",),
    "form": ("action",),
    "input": ("src",),
    "use": ("href",),
    "image": ("href",),
    "blockquote": ("cite",),
}
_LOADING_ATTRIBUTES = {
    "img": ("src",),
    "script": ("src",),
    "source": ("src",),
    "embed": ("src",),
    "audio": ("src",),
    "track": ("src",),
    "video": ("src", "poster"),
    "object": ("data",),
    "input": ("src",),
    "use": ("href",),
    "image": ("href",),
}
"""The attributes whose addresses a browser loads with the page, frames apart."""
_LOADING_RELS = {"stylesheet", "preload", "modulepreload", "icon", "apple-touch-icon", "manifest"}
_HINT_RELS = {"preconnect", "dns-prefetch", "expect"}
"""Hints to the browser. If a theme of an office lacks the element of ``expect``, the browser paints a little later."""
_META_LINK_NAMES = {"og:image", "og:url", "og:video", "twitter:image"}
_DATA_BLOCKS = {"application/ld+json", "application/json"}
"""Types of script elements that hold data, not code."""


class ParsedPage(NamedTuple):
    """The parts of a page that an inspection checks."""

    links: set[str]
    """Addresses as written: links, images, scripts, styles, feeds, ``srcset``, includes."""
    anchors: set[str]
    """The ids that a #fragment can name."""
    inline_scripts: set[str]
    """Inline code that a strict CSP blocks: script elements, handlers, ``javascript:`` addresses."""
    inline_styles: set[str]
    """Inline styles that a strict CSP blocks: elements and attributes."""
    resource_urls: set[str]
    """The part of ``links`` that a browser loads with the page: images, scripts, styles."""
    frame_urls: set[str]
    """The part of ``links`` that frames show."""
    has_visible_content: bool
    """True if the page has text or an image."""


class _TokenInfo(NamedTuple):
    """The addresses, ids and inline code of one token."""

    links: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    inline_scripts: tuple[str, ...] = ()
    inline_styles: tuple[str, ...] = ()
    loads: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    style: str | None = None
    """The content of a style element, which a policy may allow."""
    is_visible: bool = False


_EMPTY_TOKEN = _TokenInfo()


def parse_page(text: str) -> ParsedPage:
    """Parse the page with the HTML ``text``."""
    tokens = set(_TOKEN.findall(text))
    infos = [info for token in tokens if (info := _parse_token(token)) is not _EMPTY_TOKEN]
    styles = [info.style for info in infos if info.style is not None]
    has_refused_style = any(not _is_allowed_style(style, text[: text.find(style)]) for style in styles)
    return ParsedPage(
        links={link for info in infos for link in info.links},
        anchors={name for info in infos for name in info.ids},
        inline_scripts={script for info in infos for script in info.inline_scripts},
        inline_styles={name for info in infos for name in info.inline_styles}
        | ({"<style>"} if has_refused_style else set()),
        resource_urls={address for info in infos for address in info.loads},
        frame_urls={address for info in infos for address in info.frames},
        has_visible_content=any(info.is_visible for info in infos) or _has_visible_text(text),
    )


@lru_cache(maxsize=4096)
def _parse_token(token: str) -> _TokenInfo:
    found = _TAG.match(token)
    if found is None:
        include = _INCLUDE.match(token)
        return _TokenInfo(links=(include[1],)) if include else _EMPTY_TOKEN
    content = _END_TAG.sub("", token[found.end() :])
    info = _parse_tag(found[1].lower(), _parse_attributes(found[2]), content)
    return _EMPTY_TOKEN if info == _EMPTY_TOKEN else info


def _parse_tag(tag: str, attributes: dict[str, str], content: str) -> _TokenInfo:
    """Parse a tag. ``content`` is what its element holds if that is text alone."""
    addresses = _read_addresses(attributes, _LINK_ATTRIBUTES.get(tag, ()))
    candidates = _read_candidates(attributes)
    links, loads = (*addresses, *candidates), candidates
    if tag in _LOADING_ATTRIBUTES:
        loads += _read_addresses(attributes, _LOADING_ATTRIBUTES[tag])
    elif tag == "link":
        rels = set(attributes.get("rel", "").lower().split())
        links = candidates if rels & _HINT_RELS else links
        loads += addresses if rels & _LOADING_RELS else ()
    elif tag == "meta":
        links += _find_meta_addresses(attributes)
    scripts = [f"{name}=" for name in attributes if name.startswith("on")]
    scripts += filter(_is_script_address, _read_addresses(attributes, ("href", "src", "action")))
    if tag == "script":
        scripts += _find_inline_script(attributes, content)
    return _TokenInfo(
        links,
        tuple(
            [attributes[name] for name in (("id", "name") if tag == "a" else ("id",)) if attributes.get(name)]
        ),
        tuple(scripts),
        ("style=",) if "style" in attributes else (),
        loads,
        addresses if tag == "iframe" else (),
        content if tag == "style" else None,
        tag in _VISIBLE_TAGS,
    )


def _read_addresses(attributes: dict[str, str], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([attributes[name].strip() for name in names if name in attributes])


def _read_candidates(attributes: dict[str, str]) -> tuple[str, ...]:
    """Return the addresses in ``srcset`` or ``imagesrcset``."""
    srcset = attributes.get("srcset") or attributes.get("imagesrcset")
    return tuple([part.split()[0] for part in srcset.split(",") if part.strip()]) if srcset else ()


def _find_meta_addresses(attributes: dict[str, str]) -> tuple[str, ...]:
    """Return the addresses of a ``meta`` tag."""
    content = attributes.get("content", "")
    if attributes.get("http-equiv", "").lower() == "refresh" and (target := _REFRESH.match(content)):
        return (target[1].strip(),)
    return (content,) if attributes.get("property", attributes.get("name")) in _META_LINK_NAMES else ()


def _find_inline_script(attributes: dict[str, str], content: str) -> tuple[str, ...]:
    """Return the beginning of a script that stands in the page."""
    if "src" in attributes or attributes.get("type", "").strip().lower() in _DATA_BLOCKS:
        return ()
    return ("<script>" + " ".join(content.split())[:40],)


def _is_allowed_style(content: str, text_before: str) -> bool:
    """Tell if the policy of the page, which stands before a style, names its digest."""
    policy = _POLICY.search(text_before)
    return policy is not None and f"'{_compute_policy_source(content)}'" in unescape(policy[1])


@lru_cache(maxsize=64)
def _compute_policy_source(content: str) -> str:
    """Return the source of a policy that allows a style (CSP 3, 6.7.3)."""
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"


def _parse_attributes(text: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        value = double or single or bare
        attributes.setdefault(name.lower(), unescape(value) if "&" in value else value)
    return attributes


def _is_script_address(address: str) -> bool:
    return address.strip().lower().startswith(("javascript:", "vbscript:"))


def _has_visible_text(text: str) -> bool:
    """Tell if a page has text outside of tags."""
    position = 0
    for token in _TOKEN.finditer(text):
        if _is_visible(text[position : token.start()]):
            return True
        position = token.end()
    return _is_visible(text[position:])


def _is_visible(text: str) -> bool:
    """Tell if text between tags has more than space, closing tags and a doctype."""
    return bool(text.strip() and re.sub(r"</?[a-zA-Z!?][^>]*>", "", text).strip())

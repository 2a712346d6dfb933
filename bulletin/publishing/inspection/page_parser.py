"""Parse an HTML page for the inspection: links, anchors, inline code, resources.

The result of each tag is cached, because most tags of a page are on all other pages too.
Reason: a tokenizer with regular expressions is ten times as fast as ``html.parser``.
It is enough for pages of our own templates, and a large archive has ten thousand pages.
"""

import re
from base64 import b64encode
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from html import unescape
from typing import NamedTuple

_TOKEN = re.compile(
    r"""<!--(?P<comment>.*?)-->
      | <(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*)>""",
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_INCLUDE = re.compile(r'^#include\s+virtual="([^"]*)"')
_POLICY = re.compile(r'<meta (?=[^>]*http-equiv="Content-Security-Policy")[^>]*?content="([^"]*)"')
_REFRESH = re.compile(r"^\s*\d+\s*;\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
_RAW_TEXT_TAGS = {"script", "style", "textarea", "title"}
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
_META_LINK_NAMES = {"og:image", "og:url", "og:video", "twitter:image"}
_DATA_BLOCKS = {"application/ld+json", "application/json"}
"""Types of script elements that hold data, not code."""


@dataclass(slots=True)
class ParsedPage:
    """The parts of a page that an inspection checks."""

    links: set[str] = field(default_factory=set)
    """Addresses as written: links, images, scripts, styles, feeds, ``srcset``, includes."""
    anchors: set[str] = field(default_factory=set)
    """The ids that a #fragment can name."""
    inline_scripts: list[str] = field(default_factory=list)
    """Inline code that a strict CSP blocks: script elements, handlers, ``javascript:`` addresses."""
    inline_styles: list[str] = field(default_factory=list)
    """Inline styles that a strict CSP blocks: elements and attributes."""
    resource_urls: set[str] = field(default_factory=set)
    """The part of ``links`` that a browser loads with the page: images, scripts, styles."""
    frame_urls: set[str] = field(default_factory=set)
    """The part of ``links`` that frames show."""
    has_visible_content: bool = False
    """True if the page has text or an image."""


class _TagInfo(NamedTuple):
    """The addresses, ids and inline code of one tag."""

    links: tuple[str, ...]
    ids: tuple[str, ...]
    inline_scripts: tuple[str, ...]
    inline_styles: tuple[str, ...]
    loads: tuple[str, ...]
    frames: tuple[str, ...]


_EMPTY_TAG = _TagInfo((), (), (), (), (), ())


def parse_page(text: str) -> ParsedPage:
    """Parse the page with the HTML ``text``."""
    page, position = ParsedPage(), 0
    while match := _TOKEN.search(text, position):
        page.has_visible_content = page.has_visible_content or _is_visible(text[position : match.start()])
        position = match.end()
        comment, tag, attributes = match.groups()
        if tag is None:
            if include := _INCLUDE.match(comment.strip()):
                page.links.add(include[1])
            continue
        tag = tag.lower()
        if tag in _RAW_TEXT_TAGS:
            end = re.compile(rf"</{tag}\s*>", re.IGNORECASE).search(text, position)
            content = text[position : end.start() if end else len(text)]
            if tag == "script":
                _add_script(page, _parse_attributes(attributes), content)
            elif tag == "style" and not _is_allowed_style(content, text[: match.start()]):
                page.inline_styles.append("<style>")
            position = end.end() if end else len(text)
        page.has_visible_content = page.has_visible_content or tag in _VISIBLE_TAGS
        if (info := _parse_tag(tag, attributes)) is not _EMPTY_TAG:
            _add_tag(page, info)
    page.has_visible_content = page.has_visible_content or _is_visible(text[position:])
    return page


def _add_tag(page: ParsedPage, info: _TagInfo) -> None:
    page.links.update(info.links)
    page.anchors.update(info.ids)
    page.inline_scripts += info.inline_scripts
    page.inline_styles += info.inline_styles
    page.resource_urls.update(info.loads)
    page.frame_urls.update(info.frames)


@lru_cache(maxsize=4096)
def _parse_tag(tag: str, text: str) -> _TagInfo:
    """Parse a tag by its name and the text of its attributes."""
    attributes = _parse_attributes(text)
    rels = set(attributes.get("rel", "").lower().split()) if tag == "link" else set()
    addresses = tuple(
        attributes[name].strip() for name in _LINK_ATTRIBUTES.get(tag, ()) if name in attributes
    )
    candidates = tuple(
        part.split()[0]
        for name in ("srcset", "imagesrcset")
        for part in attributes.get(name, "").split(",")
        if part.strip()
    )
    loading = tuple(
        attributes[name].strip() for name in _LOADING_ATTRIBUTES.get(tag, ()) if name in attributes
    )
    info = _TagInfo(
        links=(
            *(() if rels & {"preconnect", "dns-prefetch"} else addresses),
            *candidates,
            *_find_meta_addresses(tag, attributes),
        ),
        ids=tuple(
            attributes[name]
            for name in ("id", "name")
            if attributes.get(name) and (name == "id" or tag == "a")
        ),
        inline_scripts=(
            *(f"{name}=" for name in attributes if name.startswith("on")),
            *(
                value
                for name, value in attributes.items()
                if name in ("href", "src", "action") and _is_script_address(value)
            ),
        ),
        inline_styles=("style=",) if "style" in attributes else (),
        loads=(*loading, *candidates, *(addresses if rels & _LOADING_RELS else ())),
        frames=addresses if tag == "iframe" else (),
    )
    return _EMPTY_TAG if info == _EMPTY_TAG else info


def _find_meta_addresses(tag: str, attributes: dict[str, str]) -> tuple[str, ...]:
    """Return the addresses of a ``meta`` tag."""
    if tag != "meta":
        return ()
    content = attributes.get("content", "")
    if attributes.get("http-equiv", "").lower() == "refresh" and (target := _REFRESH.match(content)):
        return (target[1].strip(),)
    return (content,) if attributes.get("property", attributes.get("name")) in _META_LINK_NAMES else ()


def _add_script(page: ParsedPage, attributes: dict[str, str], content: str) -> None:
    if "src" not in attributes and attributes.get("type", "").strip().lower() not in _DATA_BLOCKS:
        page.inline_scripts.append("<script>" + " ".join(content.split())[:40])


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


def _is_visible(text: str) -> bool:
    """Tell if text between tags has more than space, closing tags and a doctype."""
    return bool(re.sub(r"</?[a-zA-Z!?][^>]*>", "", text).strip())

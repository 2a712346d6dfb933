"""Bodies: the canonical HTML of a record with its links and pictures resolved."""

import html
import re
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from bulletin.content.addresses import normalize_source
from bulletin.content.markup.links import IMAGE_TAG_PATTERN, get_file_path, get_image_path, parse_attributes
from bulletin.content.markup.video_embeds import VIDEO_FIGURE_PATTERN, get_video_host_name, parse_video_url
from bulletin.content.models import ParsedBody
from bulletin.context.site_context import SiteContext
from bulletin.urls import parse_internal_link
from bulletin.view_models.components import BodyParts, EmbeddedVideo, ResponsiveImage

_CUT = re.compile(f"{VIDEO_FIGURE_PATTERN.pattern}|{IMAGE_TAG_PATTERN.pattern}")
_LINK = re.compile(r'<a((?: [a-z]+="[^"]*")*)>(.*?)</a>', re.DOTALL)
_QUERY = "=&+%/:,;@!$'()*~?"
"""Characters of a query that stand for themselves, or are encoded already."""
_LOCAL = re.compile(r'(<a(?: [a-z]+="[^"]*")*? href=")(/(?!/)[^"]*)')


def build_body(text: ParsedBody, edition: SiteContext) -> BodyParts:
    """Return ``text`` cut at its pictures and films, its links leading to published pages only."""
    parts: list[Markup | object] = []
    linked = _LINK.sub(lambda found: _link(found, edition), edition.load_html(text))
    end = 0
    marks = _CUT if '"film"' in linked else IMAGE_TAG_PATTERN
    for found in marks.finditer(linked):
        parts.append(Markup(linked[end : found.start()]))  # noqa: S704  # cleaned by nh3 when it was read
        parts.append(_shown(found[0], edition))
        end = found.end()
    parts.append(Markup(linked[end:]))  # noqa: S704  # likewise
    return tuple(part for part in parts if part)  # type: ignore[misc]  # all three stand in Body


def build_feed_body(text: ParsedBody, edition: SiteContext) -> Markup:
    """Return ``text`` for a feed reader: absolute addresses, plain pictures, links to films."""
    parts = []
    for part in build_body(text, edition):
        if isinstance(part, Markup):
            parts.append(_LOCAL.sub(lambda found: found[1] + edition.urls.make_link_absolute(found[2]), part))
        elif isinstance(part, EmbeddedVideo):
            parts.append(f'<p><a href="{html.escape(part.address)}">{html.escape(part.title)}</a></p>')
        else:
            src = html.escape(edition.urls.make_link_absolute(part.src))
            parts.append(
                f'<img src="{src}" width="{part.width}" height="{part.height}" alt="{html.escape(part.alt)}">'
            )
    return Markup("".join(parts))  # noqa: S704  # made of cleaned HTML and escaped values


def _shown(tag: str, edition: SiteContext) -> ResponsiveImage | EmbeddedVideo | Markup:
    """Return what a page shows in the place of an image or a film."""
    if image := IMAGE_TAG_PATTERN.fullmatch(tag):
        values = parse_attributes(image)
        return edition.build_image(get_image_path(values), values["alt"])
    film = VIDEO_FIGURE_PATTERN.fullmatch(tag)
    assert film is not None  # noqa: S101  # one of the two it is
    address, title = html.unescape(film[1]), html.unescape(film[2])
    found = parse_video_url(address)
    if found is None:  # no address of a film: it is a link
        return Markup(tag)  # noqa: S704  # cleaned by nh3 when it was read
    return EmbeddedVideo(found[1], found[0], title, get_video_host_name(found[1]))


def _link(found: re.Match[str], edition: SiteContext) -> str:
    """Return the link with its true address; its text alone where nothing is published there."""
    values = parse_attributes(found)
    target = values.get("href", "")
    if not target.startswith(("source:", "/")) or target.startswith("//"):
        return found[0]  # it leads elsewhere, or to a place in this text
    if target.startswith("/images/"):
        link = edition.build_image(get_file_path(target), "").src
    else:
        address = _address(target, edition)
        if address is None:
            return found[2]
        link = edition.urls.build_link(*address)
    href = html.escape(link)
    rest = "".join(f' {key}="{html.escape(value)}"' for key, value in values.items() if key != "href")
    return f'<a href="{href}"{rest}>{found[2]}</a>'


def resolve_internal_links(text: ParsedBody, edition: SiteContext) -> tuple[tuple[str, str] | None, ...]:
    """Return where the links of ``text`` into the site lead in this edition: path and tail, or None for nowhere."""
    targets = (one.target for one in text.references if one.kind == "link")
    return tuple(
        _address(target, edition)
        for target in targets
        if target.startswith(("source:", "/")) and not target.startswith(("//", "/images/"))
    )


def _address(target: str, edition: SiteContext) -> tuple[str, str] | None:
    """Return path and tail that ``target`` leads to in this edition, or None where nothing is published there."""
    if target.startswith("source:"):
        source, _, fragment = target.removeprefix("source:").partition("#")
        record = edition.items_by_source.get(normalize_source(source))
        return (record.address, _place(record.address, fragment, edition)) if record else None
    found = parse_internal_link(target)
    if found is None:
        return None
    address, fragment = found
    parts = urlsplit(target)
    if address.startswith("/files/"):
        return get_file_path(target), target.removeprefix(parts.path)
    if address not in edition.addresses:
        return None
    return address, (f"?{quote(parts.query, safe=_QUERY)}" if parts.query else "") + _place(
        address, fragment, edition
    )


def _place(address: str, fragment: str, edition: SiteContext) -> str:
    """Return the fragment where the page has that place today; a day of the archive can go with its only article."""
    return f"#{quote(fragment)}" if fragment in edition.anchors.get_anchors(address) else ""

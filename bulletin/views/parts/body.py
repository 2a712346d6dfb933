"""Build bodies: the stored HTML of an item with its links and images resolved."""

import html
import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from markupsafe import Markup
from msgspec.structs import replace

from bulletin.archive.document_register import DocumentCitation
from bulletin.citations.annotation import Mark, annotate_text
from bulletin.citations.models import Span
from bulletin.content.addresses import normalize_source
from bulletin.content.markup.page_html.audio_players import AUDIO_LINK_PATTERN
from bulletin.content.markup.page_html.video_embeds import (
    VIDEO_FIGURE_PATTERN,
    get_video_host_name,
    parse_video_url,
)
from bulletin.content.markup.slips.links import (
    IMAGE_TAG_PATTERN,
    get_file_path,
    get_image_path,
    parse_attributes,
)
from bulletin.content.models import ParsedBody
from bulletin.content.request_aliases import find_request_key, get_request_key
from bulletin.context.site_context import SiteContext, cache_per_build
from bulletin.text.late_patterns import compile_late
from bulletin.text.line_breaks import keep_together
from bulletin.urls import find_page_address, get_document_address, parse_internal_link
from bulletin.view_models.components import AudioPlayer, BodyParts, EmbeddedVideo, ResponsiveImage

_CUT = compile_late(
    "|".join(pattern.pattern for pattern in (VIDEO_FIGURE_PATTERN, AUDIO_LINK_PATTERN, IMAGE_TAG_PATTERN))
)
_LINK = compile_late(r'<a((?: [a-z]+="[^"]*")*)>(.*?)</a>', re.DOTALL)
_QUERY = "=&+%/:,;@!$'()*~?"
"""Characters of a query that stay as they are, or are encoded already."""
_FIGURE, _GALLERY = '<figure class="figure">', '<figure class="gallery'
_SCROLLED = compile_late(
    r"<h[2-6]\b[^>]*>(?P<heading>.*?)</h[2-6]>|(?P<table><table\b.*?</table>)|<pre\b", re.DOTALL
)
_CAPTION = compile_late(r"<caption\b[^>]*>(.*?)</caption>", re.DOTALL)
_TABLE_HEAD = compile_late(r"<thead\b.*?</thead>", re.DOTALL)
_HEAD_CELL = compile_late(r"<th(?=[ >])(?![^>]* scope=)")
_TAG = compile_late(r"<[^>]*>")
_SCROLL_START = 'role="group" aria-label="{}" tabindex="0"'
"""Reason: without a tab stop the keyboard cannot scroll what is wide (WCAG 2.2, 2.1.1)."""
_LOCAL = compile_late(r'(<a(?: [a-z]+="[^"]*")*? href=")(#[^"]*|/(?!/)[^"]*)')


def build_body(
    body: ParsedBody, context: SiteContext, citations: Iterable[DocumentCitation] = ()
) -> BodyParts:
    """Return ``body`` for a page, cut at its images, videos and audio.

    Links are resolved, wide tables can be scrolled, and document numbers stay on one line.
    ``citations`` are those of the body; the first of each document becomes a link.
    """
    # The patterns of videos and audio know their titles as plain text, so the body is cut first.
    return tuple(
        Markup(keep_together(str(part))) if isinstance(part, Markup) else part  # noqa: S704  # sanitized
        for part in _cut_body(_mark_scrolled(_link_documents(context.load_html(body), citations)), context)
    )


def _link_documents(html_text: str, citations: Iterable[DocumentCitation]) -> str:
    """Return HTML in which citations lead to their documents. No word changes."""
    return annotate_text(
        html_text,
        (
            Mark(
                Span(citation.start, citation.end),
                f'<a href="{html.escape(get_document_address(citation.slug))}">',
                "</a>",
            )
            for citation in citations
            if citation.is_link
        ),
    )


def _mark_scrolled(html_text: str) -> str:
    """Return HTML whose tables and preformatted texts can be scrolled.

    A table has the name of its caption, or of the heading above. The cells of its head are headers of columns.
    """
    if "<table" not in html_text and "<pre" not in html_text:
        return html_text
    heading = ""

    def mark(found: re.Match[str]) -> str:
        nonlocal heading
        table = found["table"]
        if found["heading"] is not None:
            heading = found["heading"]
            return found[0]
        if not table:
            return f"<pre {_SCROLL_START.format('Văn bản giữ nguyên dòng')}"
        caption = _CAPTION.search(table)
        words = _TAG.sub("", caption[1] if caption else heading).split()
        name = ": ".join(("Bảng", " ".join(words).replace('"', "&quot;"))) if words else "Bảng"
        table = _TABLE_HEAD.sub(lambda head: _HEAD_CELL.sub('<th scope="col"', head[0]), table)
        return f'<div class="table-scroll" {_SCROLL_START.format(name)}>{table}</div>'

    return _SCROLLED.sub(mark, html_text)


def _cut_body(html_text: str, context: SiteContext) -> BodyParts:
    parts: list[Markup | object] = []
    linked = _LINK.sub(lambda match: _resolve_link(match, context), html_text)
    end = 0
    pattern = _CUT if '"film"' in linked or '"audio"' in linked else IMAGE_TAG_PATTERN
    for match in pattern.finditer(linked):
        parts.append(Markup(linked[end : match.start()]))  # noqa: S704  # sanitized by nh3 when the file was read
        media = _build_media(match[0], context)
        parts.append(
            _place_image(media, linked, match.start()) if isinstance(media, ResponsiveImage) else media
        )
        end = match.end()
    parts.append(Markup(linked[end:]))  # noqa: S704  # sanitized by nh3 when the file was read
    return tuple(part for part in parts if part)  # type: ignore[misc]  # the types of BodyParts


def _place_image(image: ResponsiveImage, html_text: str, position: int) -> ResponsiveImage:
    """Return an image with its place in the HTML.

    An image in a sentence or in a link has none.
    """
    if not html_text.endswith(_FIGURE, 0, position):
        return image
    before = html_text[max(0, html_text.rfind(_GALLERY, 0, position)) : position]
    is_in_gallery = before.startswith(_GALLERY) and before.count("<figure") - before.count("</figure>") > 1
    return replace(image, place="gallery" if is_in_gallery else "figure")


def build_feed_body(
    body: ParsedBody, address: str, context: SiteContext, citations: Iterable[DocumentCitation] = ()
) -> Markup:
    """Return ``body`` for a feed: absolute addresses, plain images, no players.

    Videos and audio are links. Links to notes and headings begin with the ``address`` of the article.
    Reason: a reader of feeds may not know the page of an entry.
    """
    page = html.escape(context.urls.build_absolute_url(address))

    def make_absolute(match: re.Match[str]) -> str:
        target = match[2]
        return match[1] + (page + target if target[0] == "#" else context.urls.make_link_absolute(target))

    parts = []
    for part in _cut_body(_link_documents(context.load_html(body), citations), context):
        if isinstance(part, Markup):
            parts.append(_LOCAL.sub(make_absolute, part))
        elif isinstance(part, EmbeddedVideo):
            parts.append(f'<p><a href="{html.escape(part.address)}">{html.escape(part.title)}</a></p>')
        elif isinstance(part, AudioPlayer):
            file = html.escape(context.urls.make_link_absolute(part.file))
            parts.append(f'<a href="{file}">{html.escape(part.title)}</a>')
        else:
            src = html.escape(context.urls.make_link_absolute(part.src))
            parts.append(
                f'<img src="{src}" width="{part.width}" height="{part.height}" alt="{html.escape(part.alt)}">'
            )
    return Markup("".join(parts))  # noqa: S704  # sanitized HTML and escaped values


def _build_media(tag: str, context: SiteContext) -> ResponsiveImage | EmbeddedVideo | AudioPlayer | Markup:
    """Return the view model for the tag of an image, a video or audio."""
    if image := IMAGE_TAG_PATTERN.fullmatch(tag):
        values = parse_attributes(image)
        return context.build_image(get_image_path(values), values["alt"])
    if audio := AUDIO_LINK_PATTERN.fullmatch(tag):
        return AudioPlayer(html.unescape(audio[1]), html.unescape(audio[2]))
    video = VIDEO_FIGURE_PATTERN.fullmatch(tag)
    assert video is not None  # noqa: S101  # no other tag matches _CUT
    address, title = html.unescape(video[1]), html.unescape(video[2])
    match = parse_video_url(address)
    if match is None:  # not the address of a video, so it stays a link
        return Markup(tag)  # noqa: S704  # sanitized by nh3 when the file was read
    return EmbeddedVideo(match[1], match[0], title, get_video_host_name(match[1]))


def _resolve_link(match: re.Match[str], context: SiteContext) -> str:
    """Return a link with its address, or its text if the target is not published."""
    values = parse_attributes(match)
    target = values.get("href", "")
    if not target.startswith(("source:", "/")) or target.startswith("//"):
        return match[0]  # another site, or an anchor in this body
    if target.startswith("/images/"):
        link = context.build_image(get_file_path(target), "").src
    else:
        address = _find_target(target, context)
        if address is None:
            return match[2]
        link = context.urls.build_link(*address)
    href = html.escape(link)
    rest = "".join(f' {key}="{html.escape(value)}"' for key, value in values.items() if key != "href")
    return f'<a href="{href}"{rest}>{match[2]}</a>'


def resolve_internal_links(body: ParsedBody, context: SiteContext) -> tuple[tuple[str, str] | None, ...]:
    """Return path and tail of each internal link, or None if it is unpublished."""
    targets = (reference.target for reference in body.references if reference.kind == "link")
    return tuple(
        _find_target(target, context)
        for target in targets
        if target.startswith(("source:", "/")) and not target.startswith(("//", "/images/"))
    )


def _find_target(target: str, context: SiteContext) -> tuple[str, str] | None:
    """Return path and tail of ``target``, or None if it is not published."""
    if target.startswith("source:"):
        source, _, fragment = target.removeprefix("source:").partition("#")
        item = context.items_by_source.get(normalize_source(source))
        return (item.address, _get_fragment(item.address, fragment, context)) if item else None
    match = parse_internal_link(target)
    if match is None:
        return None
    address, fragment = match
    if "?" in target and (requested := _index_requests(context).get(find_request_key(target))):
        return requested, _get_fragment(requested, fragment, context)
    parts = urlsplit(target)
    if address.startswith("/files/"):
        return get_file_path(target), target.removeprefix(parts.path)
    address = find_page_address(address, context.addresses.__contains__)
    if address not in context.addresses:
        return None
    return address, (f"?{quote(parts.query, safe=_QUERY)}" if parts.query else "") + _get_fragment(
        address, fragment, context
    )


@cache_per_build
def _index_requests(context: SiteContext) -> dict[str, str]:
    """Return the addresses of published items by the keys of their request aliases."""
    return {
        get_request_key(request): item.address
        for item in context.archive.content_items
        for request in item.request_aliases
    }


def _get_fragment(address: str, fragment: str, context: SiteContext) -> str:
    """Return the fragment if the page has such an anchor today.

    A day of the archive disappears with its only article.
    """
    return f"#{quote(fragment)}" if fragment in context.anchors.get_anchors(address) else ""

"""Bodies: the canonical HTML of a record with its links and pictures resolved."""

import html
import re
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from bulletin.content.addresses import source_key
from bulletin.content.markup.links import IMAGE, attributes, file_path, picture_path
from bulletin.content.markup.video_embeds import FILM, film_at, name_of
from bulletin.content.models import Text
from bulletin.context.site_context import Edition
from bulletin.urls import parse_internal_link
from bulletin.view_models.components import Body, Film, Picture

_CUT = re.compile(f"{FILM.pattern}|{IMAGE.pattern}")
_LINK = re.compile(r'<a((?: [a-z]+="[^"]*")*)>(.*?)</a>', re.DOTALL)
_QUERY = "=&+%/:,;@!$'()*~?"
"""Characters of a query that stand for themselves, or are encoded already."""
_LOCAL = re.compile(r'(<a(?: [a-z]+="[^"]*")*? href=")(/(?!/)[^"]*)')


def body(text: Text, edition: Edition) -> Body:
    """Return ``text`` cut at its pictures and films, its links leading to published pages only."""
    parts: list[Markup | object] = []
    linked = _LINK.sub(lambda found: _link(found, edition), edition.html(text))
    end = 0
    marks = _CUT if '"film"' in linked else IMAGE
    for found in marks.finditer(linked):
        parts.append(Markup(linked[end : found.start()]))  # noqa: S704  # cleaned by nh3 when it was read
        parts.append(_shown(found[0], edition))
        end = found.end()
    parts.append(Markup(linked[end:]))  # noqa: S704  # likewise
    return tuple(part for part in parts if part)  # type: ignore[misc]  # all three stand in Body


def feed_content(text: Text, edition: Edition) -> Markup:
    """Return ``text`` for a feed reader: absolute addresses, plain pictures, links to films."""
    parts = []
    for part in body(text, edition):
        if isinstance(part, Markup):
            parts.append(_LOCAL.sub(lambda found: found[1] + edition.urls.complete(found[2]), part))
        elif isinstance(part, Film):
            parts.append(f'<p><a href="{html.escape(part.address)}">{html.escape(part.title)}</a></p>')
        else:
            src = html.escape(edition.urls.complete(part.src))
            parts.append(
                f'<img src="{src}" width="{part.width}" height="{part.height}" alt="{html.escape(part.alt)}">'
            )
    return Markup("".join(parts))  # noqa: S704  # made of cleaned HTML and escaped values


def _shown(tag: str, edition: Edition) -> Picture | Film | Markup:
    """Return what a page shows in the place of an image or a film."""
    if image := IMAGE.fullmatch(tag):
        values = attributes(image)
        return edition.picture(picture_path(values), values["alt"])
    film = FILM.fullmatch(tag)
    assert film is not None  # noqa: S101  # one of the two it is
    address, title = html.unescape(film[1]), html.unescape(film[2])
    found = film_at(address)
    if found is None:  # no address of a film: it is a link
        return Markup(tag)  # noqa: S704  # cleaned by nh3 when it was read
    return Film(found[1], found[0], title, name_of(found[1]))


def _link(found: re.Match[str], edition: Edition) -> str:
    """Return the link with its true address; its text alone where nothing is published there."""
    values = attributes(found)
    target = values.get("href", "")
    if not target.startswith(("source:", "/")) or target.startswith("//"):
        return found[0]  # it leads elsewhere, or to a place in this text
    if target.startswith("/images/"):
        link = edition.picture(file_path(target), "").src
    else:
        address = _address(target, edition)
        if address is None:
            return found[2]
        link = edition.urls.link(*address)
    href = html.escape(link)
    rest = "".join(f' {key}="{html.escape(value)}"' for key, value in values.items() if key != "href")
    return f'<a href="{href}"{rest}>{found[2]}</a>'


def destinations(text: Text, edition: Edition) -> tuple[tuple[str, str] | None, ...]:
    """Return where the links of ``text`` into the site lead in this edition: path and tail, or None for nowhere."""
    targets = (one.target for one in text.references if one.kind == "link")
    return tuple(
        _address(target, edition)
        for target in targets
        if target.startswith(("source:", "/")) and not target.startswith(("//", "/images/"))
    )


def _address(target: str, edition: Edition) -> tuple[str, str] | None:
    """Return path and tail that ``target`` leads to in this edition, or None where nothing is published there."""
    if target.startswith("source:"):
        source, _, fragment = target.removeprefix("source:").partition("#")
        record = edition.by_source.get(source_key(source))
        return (record.address, _place(record.address, fragment, edition)) if record else None
    found = parse_internal_link(target)
    if found is None:
        return None
    address, fragment = found
    parts = urlsplit(target)
    if address.startswith("/files/"):
        return file_path(target), target.removeprefix(parts.path)
    if address not in edition.published:
        return None
    return address, (f"?{quote(parts.query, safe=_QUERY)}" if parts.query else "") + _place(
        address, fragment, edition
    )


def _place(address: str, fragment: str, edition: Edition) -> str:
    """Return the fragment where the page has that place today; a day of the archive can go with its only article."""
    return f"#{quote(fragment)}" if fragment in edition.places.at(address) else ""

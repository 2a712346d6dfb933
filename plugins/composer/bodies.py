"""Bodies: the canonical HTML of a record with its links and pictures resolved."""

import html
import re
from urllib.parse import urlsplit

from markupsafe import Markup

from plugins.composer.edition import Edition
from plugins.records.addresses import internal
from plugins.records.record import Text
from plugins.records.references import IMAGE, attributes, picture_path
from plugins.views.parts import Body

_LINK = re.compile(r'<a((?: [a-z]+="[^"]*")*)>(.*?)</a>', re.DOTALL)


def body(text: Text, edition: Edition) -> Body:
    """Return ``text`` cut at its pictures, its links leading to published pages only."""
    parts: list[Markup | object] = []
    linked = _LINK.sub(lambda found: _link(found, edition), text.html)
    end = 0
    for found in IMAGE.finditer(linked):
        values = attributes(found)
        parts.append(Markup(linked[end : found.start()]))  # noqa: S704  # cleaned by nh3 when it was read
        parts.append(edition.picture(picture_path(values), values["alt"]))
        end = found.end()
    parts.append(Markup(linked[end:]))  # noqa: S704  # likewise
    return tuple(part for part in parts if part)  # type: ignore[misc]  # both kinds stand in Body


def feed_content(text: Text, edition: Edition) -> Markup:
    """Return ``text`` for a feed reader: absolute addresses, plain pictures."""
    parts = []
    for part in body(text, edition):
        if isinstance(part, Markup):
            parts.append(
                re.sub(
                    r'(href=")(/(?!/)[^"]*)', lambda found: found[1] + edition.urls.complete(found[2]), part
                )
            )
        else:
            src = html.escape(edition.urls.complete(part.src))
            parts.append(
                f'<img src="{src}" width="{part.width}" height="{part.height}" alt="{html.escape(part.alt)}">'
            )
    return Markup("".join(parts))  # noqa: S704  # made of cleaned HTML and escaped values


def _link(found: re.Match[str], edition: Edition) -> str:
    """Return the link with its true address; its text alone where nothing is published there."""
    values = attributes(found)
    target = values.get("href", "")
    if not target.startswith(("source:", "/")) or target.startswith("//"):
        return found[0]  # it leads elsewhere, or to a place in this text
    address = _address(target, edition)
    if address is None:
        return found[2]
    href = html.escape(edition.urls.link(address))
    rest = "".join(f' {key}="{html.escape(value)}"' for key, value in values.items() if key != "href")
    return f'<a href="{href}"{rest}>{found[2]}</a>'


def _address(target: str, edition: Edition) -> str | None:
    if target.startswith("source:"):
        source, mark, fragment = target.removeprefix("source:").partition("#")
        record = edition.by_source.get(source)
        return f"{record.address}{mark}{fragment}" if record else None
    found = internal(target)
    if found is None:
        return None
    address = found[0]
    if address.startswith("/images/"):
        return edition.picture(address, "").src.removeprefix(edition.urls.base)
    if not address.startswith("/files/") and address not in edition.published:
        return None
    return address + target.removeprefix(urlsplit(target).path)  # with ?query and #fragment as they were

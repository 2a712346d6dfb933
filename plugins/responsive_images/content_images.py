"""Responsive images in the content of Pelican's articles and pages.

The address of the site may be relative to a page. So Pelican asks for the content of an item several times.
The images are replaced each time, before Pelican replaces ``{static}``.
"""

import html
import logging
import re
from collections.abc import Collection, Mapping
from functools import partial
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import Any
from urllib.parse import unquote, urlsplit

from bulletin.images.decoder import ImageError
from bulletin.images.library import ImageLibrary
from bulletin.images.settings import ImageSettings
from bulletin.settings.tables import SettingError, load_settings
from bulletin.view_models.components import ResponsiveImage

DEFAULT_SIZES = "auto, 100vw"
"""Value of ``sizes``: the browser measures an image that it loads late (HTML Standard, 4.8.4.2.2)."""
_SITE_ADDRESS = "{SITEURL}"
"""Base of the addresses of an image, until Pelican names the address of the site."""
_SUFFIXES = (".jpg", ".jpeg", ".png")
_TAG = re.compile(
    r"""<(picture|script|pre|textarea)\b.*?</\1>|<!--.*?-->|<img\b(?:[^>"']|"[^"]*"|'[^']*')*>""",
    re.DOTALL | re.IGNORECASE,
)
"""An image, or a part of a text whose images stay as they are."""

_logger = logging.getLogger(__name__)


class ContentImages:
    """The images of one build.

    Args:
        library: the images below the content folder, with ``{SITEURL}`` as their base.
        static_files: sources of the files that Pelican copies, from the content folder.
        link_pattern: Pelican's setting INTRASITE_LINK_REGEX.
        sizes: the attribute ``sizes``.

    """

    def __init__(
        self, library: ImageLibrary, static_files: Collection[str], link_pattern: str, sizes: str
    ) -> None:
        self._library, self._static_files, self._sizes = library, static_files, sizes
        self._source_pattern = re.compile(rf"(?:{link_pattern})?(?P<path>.*)", re.DOTALL)
        self._faulty = set[str]()

    def add_to_item(self, item: Any) -> None:
        """Replace the images of an article or page each time that Pelican asks for it."""
        item._update_content = partial(
            self._update_content, item, item._update_content
        )  # Pelican has no signal for it
        for method in (item.get_content, item.get_summary):  # another plugin may have asked for them
            method.cache.pop((item, item.get_siteurl()), None)

    def write_variants(self, output: Path) -> None:
        """Write the variants of all images so far. Raise ImageError, OSError."""
        self._library.write_variants(output)

    def replace_images(self, content: str, folder: str, site_url: str) -> str:
        """Return HTML whose images have variants.

        Args:
            content: HTML with links as Pelican's authors write them.
            folder: folder of the source, from the content folder.
            site_url: address of the site in links, perhaps relative.

        """
        return _TAG.sub(lambda found: self._replace_tag(found[0], folder, site_url.rstrip("/")), content)

    def _update_content(self, item: Any, update: Any, content: str, site_url: str) -> Any:
        if content and "<img" in content.lower():
            content = self.replace_images(content, item.relative_dir, site_url)
        return update(content, site_url)

    def _replace_tag(self, tag: str, folder: str, site_url: str) -> str:
        attributes = parse_tag(tag) if tag[:4].lower() == "<img" else {}
        if "srcset" in attributes:
            return tag
        source = self._find_source(attributes.get("src") or "", folder)
        if not source or source in self._faulty:
            return tag
        try:
            image = self._library.request_image(source, attributes.get("alt") or "")
        except ImageError as error:
            self._faulty.add(source)
            _logger.warning("%s", error)
            return tag
        return format_picture(attributes, image, self._sizes).replace(_SITE_ADDRESS, site_url)

    def _find_source(self, address: str, folder: str) -> str:
        """Return the source of an image that Pelican copies, or nothing."""
        found = self._source_pattern.match(address)
        try:
            parts = urlsplit(found["path"]) if found else None
        except ValueError:  # an address such as //[x.png, which no browser opens either
            return ""
        if not parts or parts.scheme or parts.netloc or not parts.path.lower().endswith(_SUFFIXES):
            return ""
        for path in (parts.path, unquote(parts.path)):
            source = normpath(str(PurePosixPath(folder, path) if path[0] != "/" else path[1:]))
            if source in self._static_files:
                return source
        return ""


def open_content_images(settings: Mapping[str, Any], static_files: Collection[str]) -> ContentImages:
    """Return the images of a build with these settings. Raise SettingError."""
    sizes = settings.get("PICTURE_SIZES", DEFAULT_SIZES)
    if not isinstance(sizes, str) or not sizes.strip():
        raise SettingError.for_setting(
            "PICTURE_SIZES", f'PICTURE_SIZES phải là chữ trong dấu nháy, như "{DEFAULT_SIZES}".'
        )
    library = ImageLibrary(
        Path(settings["PATH"]),
        Path(settings["CACHE_PATH"]) / "pictures",
        load_settings(ImageSettings, "PICTURES", settings.get("PICTURES", {})),
        _SITE_ADDRESS,
    )
    return ContentImages(library, static_files, settings["INTRASITE_LINK_REGEX"], sizes)


def parse_tag(tag: str) -> dict[str, str | None]:
    """Return the attributes of a start tag. Their names are in lower case."""
    parser = _TagParser()
    parser.feed(tag)
    return parser.attributes


def format_picture(attributes: Mapping[str, str | None], image: ResponsiveImage, sizes: str) -> str:
    """Return ``<picture>`` for an image whose tag had ``attributes``, which stay."""
    own_size = {} if {"width", "height"} & attributes.keys() else _get_size(image)
    defaults = {"loading": "lazy", "decoding": "async", **own_size}
    variants = {"src": image.src, "srcset": image.srcset, "sizes": sizes}
    source = _format_tag("source", {"type": "image/webp", "srcset": image.webp, "sizes": sizes})
    return f"<picture>{source}{_format_tag('img', {**defaults, **attributes, **variants})}</picture>"


def _get_size(image: ResponsiveImage) -> dict[str, str]:
    return {"width": str(image.width), "height": str(image.height)}


def _format_tag(name: str, attributes: Mapping[str, str | None]) -> str:
    values = (key if value is None else f'{key}="{html.escape(value)}"' for key, value in attributes.items())
    return f"<{' '.join((name, *values))}>"


class _TagParser(HTMLParser):
    """Reads the attributes of the only tag that it is fed."""

    def __init__(self) -> None:
        super().__init__()
        self.attributes: dict[str, str | None] = {}

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes = dict(attrs)

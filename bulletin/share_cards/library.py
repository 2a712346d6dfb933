"""Share cards of one build, requested by article and then drawn together.

A card is drawn when the cache lacks it. Its address holds a digest of all that it shows.
So an edit of one title draws one card. A network that kept the old card loads the new one.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from bulletin.images.library import ImageLibrary
from bulletin.images.variant_cache import CachedVariant, VariantCache, store_variant
from bulletin.processes.parallel import map_in_processes
from bulletin.processes.progress import track_progress
from bulletin.share_cards.card import (
    CARD_SIZE,
    COVER_SIZE,
    DRAWING_VERSION,
    CardPainter,
    CardStyle,
    ShareCard,
)
from bulletin.urls import get_share_card_path

_LAYOUT_VERSION = "1"
"""Raise this if the layout changes, so that the cards of all articles get new addresses."""
_CHUNK = 4
"""Cards that a worker takes at a time."""


class _Job(NamedTuple):
    card: ShareCard
    cover: Path | None
    key: str
    """Key in the cache."""


class ShareCardLibrary:
    """Share cards of one build.

    Args:
        cache: The cache folder of the cards.
        images: The images of the build. ``write_cards`` reads their variants, so these are written first.
        style: What all cards show.
        mark: File of the mark, or None.
        first_day: Day of the first article with a card, as ``2026-01-01``, or empty.
    """

    def __init__(
        self, cache: Path, images: ImageLibrary, style: CardStyle, mark: Path | None, first_day: str = ""
    ) -> None:
        self._images, self._style, self._mark, self._first_day = images, style, mark, first_day
        self._cache = VariantCache(cache)
        mark_digest = hashlib.sha256(mark.read_bytes()).hexdigest() if mark else ""
        self.style_digest = hashlib.sha256(repr((_LAYOUT_VERSION, style, mark_digest)).encode()).hexdigest()
        """Digest of what all cards show."""
        self._requested: dict[str, _Job] = {}
        self.written_files: list[str] = []
        """Output paths that ``write_cards`` wrote because they were missing."""

    def has_card(self, published: date) -> bool:
        """Tell if an article that was published on a day has a card."""
        return not self._first_day or f"{published:%Y-%m-%d}" >= self._first_day

    def request_card(self, card: ShareCard, address: str, cover: str) -> str:
        """Return the output path of a card and mark it for drawing.

        Args:
            card: What the card shows.
            address: Address of the article.
            cover: Reference of the cover, or empty.

        Raises:
            ImageError: The cover cannot be used.

        """
        variant = self._images.find_variant(cover, *COVER_SIZE) if cover else None
        shown = repr((self.style_digest, card, variant.name if variant else "")).encode()
        path = get_share_card_path(
            address, hashlib.sha256(shown).hexdigest(), CARD_SIZE[0], "jpg" if variant else "png"
        )
        key = hashlib.sha256(
            f"{DRAWING_VERSION} {variant.key if variant else ''} ".encode() + shown
        ).hexdigest()
        self._requested[path] = _Job(card, variant.file if variant else None, key)
        return path

    def list_files(self) -> list[str]:
        """Return the output paths that ``write_cards`` will write, sorted."""
        return sorted(self._requested)

    def write_cards(self, output: Path, workers: int | None = None) -> None:
        """Draw the missing cards on all CPUs and write all cards. Raise OSError."""
        missing = {job.key: job for job in self._requested.values() if not self._cache.has_variant(job.key)}
        try:
            drawn = self._draw_cards(tuple(missing.values()), workers)
            for key, record in zip(
                missing, track_progress("Vẽ ảnh chia sẻ", drawn, len(missing)), strict=True
            ):
                self._cache.record_variant(key, record)
        finally:  # keep what is drawn, also if an editor interrupts
            self._cache.save()
        for path, job in self._requested.items():
            if self._cache.link_into_output(job.key, output, path):
                self.written_files.append(path)
        self._cache.save()

    def _draw_cards(self, jobs: Sequence[_Job], workers: int | None) -> Iterator[CachedVariant]:
        load_painter: Callable[[], CardPainter] = cache(self._load_painter)

        def draw(job: _Job) -> CachedVariant:
            if job.cover is None:
                data = load_painter().draw(job.card, None)
            else:
                with Image.open(job.cover) as cover:
                    data = load_painter().draw(job.card, cover)
            return store_variant(self._cache.folder, job.key, data)

        return map_in_processes(draw, jobs, workers, _CHUNK)

    def _load_painter(self) -> CardPainter:
        if self._mark is None:
            return CardPainter(self._style, None)
        with Image.open(self._mark) as mark:
            return CardPainter(self._style, mark)

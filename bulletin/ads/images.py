"""The pictures at the addresses of the slots: a campaign's, or the house notice."""

from collections.abc import Mapping
from pathlib import Path

from bulletin.ads.campaigns import Campaign
from bulletin.ads.slots import SLOTS, AdSlot, picture_name
from bulletin.images.encode_jobs import Job, run
from bulletin.images.encoder import Derivative
from bulletin.images.metadata import FactsCache, PictureFacts, find
from bulletin.images.settings import PicturesSettings
from bulletin.images.variant_cache import Store
from bulletin.storage.output_folder import copy

_DENSITY = 2
"""Pixels of a picture for one CSS pixel of its frame, for the sharp screens of phones."""


def write_slot_pictures(
    output: Path,
    campaigns_by_slot: Mapping[str, Campaign | None],
    house: Path,
    root: Path,
    cache: Path,
    *,
    settings: PicturesSettings | None = None,
) -> list[str]:
    """Write the pictures of all slots below ``output``; return their paths from there, sorted.

    A slot without a campaign gets ``house-<slot>.webp`` and ``house-<slot>-phone.webp`` of the
    folder ``house``, byte for byte. What is in its place already is not touched. ``root`` is
    content/, ``cache`` the cache folder; of ``settings`` the quality of WebP and the limit
    count. Raise PictureError, OSError.
    """
    easel = _Easel(root, cache / "ads", settings or PicturesSettings())
    names = []
    for slot in SLOTS.values():
        campaign = campaigns_by_slot.get(slot.name)
        for phone in (False, True):
            name = picture_name(slot, phone=phone)
            names.append(name)
            if campaign is None:
                copy(house / f"house-{Path(name).name}", output, name)
            else:
                reference = campaign.phone_picture if phone else campaign.picture
                easel.put(reference, _frame(slot, phone=phone), output, name)
    easel.save()
    return sorted(names)


class _Easel:
    """Fits pictures of campaigns into frames, and remembers what it made."""

    def __init__(self, root: Path, cache: Path, settings: PicturesSettings) -> None:
        self._root, self._settings = root, settings
        self._facts = FactsCache(cache / "facts.msgpack")
        self._store = Store(cache / "derivatives")

    def put(self, reference: str, frame: tuple[int, int], output: Path, name: str) -> None:
        path = find(self._root, reference)
        facts = self._facts.facts(path, self._settings.max_pixels, reference)
        wanted = Derivative("WEBP", *fit_within(facts, frame), self._settings.webp_quality)
        key = wanted.key(facts.digest)
        if not self._store.holds(key):
            limit = self._settings.max_pixels
            for made, record in run(Job(path, reference, facts.digest, limit, (wanted,), self._store.folder)):
                self._store.note(made, record)
        self._store.place(key, output, name)

    def save(self) -> None:
        self._facts.save()
        self._store.save()


def _frame(slot: AdSlot, *, phone: bool) -> tuple[int, int]:
    """Return the greatest width and height of a slot's picture, in its own pixels."""
    width, height = (slot.phone_width, slot.phone_height) if phone else (slot.width, slot.height)
    return _DENSITY * width, _DENSITY * height


def fit_within(facts: PictureFacts, frame: tuple[int, int]) -> tuple[int, int]:
    """Return the size of the whole picture within ``frame``, never enlarged."""
    scale = min(1.0, frame[0] / facts.width, frame[1] / facts.height)
    return max(1, round(facts.width * scale)), max(1, round(facts.height * scale))

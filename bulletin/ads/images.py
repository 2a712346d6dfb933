"""The pictures at the addresses of the slots: a campaign's, or the house notice."""

from collections.abc import Mapping
from pathlib import Path

from bulletin.ads.campaigns import Campaign
from bulletin.ads.slots import AD_SLOTS, AdSlot, get_slot_image_path
from bulletin.images.encode_jobs import EncodeJob, run_encode_job
from bulletin.images.encoder import ImageVariant
from bulletin.images.metadata import ImageInfoCache, PictureFacts, find_image
from bulletin.images.settings import ImageSettings
from bulletin.images.variant_cache import VariantCache
from bulletin.storage.output_folder import copy_output_file

_DENSITY = 2
"""Pixels of a picture for one CSS pixel of its frame, for the sharp screens of phones."""


def write_slot_images(
    output: Path,
    campaigns_by_slot: Mapping[str, Campaign | None],
    house: Path,
    root: Path,
    cache: Path,
    *,
    settings: ImageSettings | None = None,
) -> list[str]:
    """Write the pictures of all slots below ``output``; return their paths from there, sorted.

    A slot without a campaign gets ``house-<slot>.webp`` and ``house-<slot>-phone.webp`` of the
    folder ``house``, byte for byte. What is in its place already is not touched. ``root`` is
    content/, ``cache`` the cache folder; of ``settings`` the quality of WebP and the limit
    count. Raise PictureError, OSError.
    """
    easel = _SlotImageEncoder(root, cache / "ads", settings or ImageSettings())
    names = []
    for slot in AD_SLOTS.values():
        campaign = campaigns_by_slot.get(slot.name)
        for phone in (False, True):
            name = get_slot_image_path(slot, phone=phone)
            names.append(name)
            if campaign is None:
                copy_output_file(house / f"house-{Path(name).name}", output, name)
            else:
                reference = campaign.phone_picture if phone else campaign.picture
                easel.write_image(reference, _frame(slot, phone=phone), output, name)
    easel.save()
    return sorted(names)


class _SlotImageEncoder:
    """Fits pictures of campaigns into frames, and remembers what it made."""

    def __init__(self, root: Path, cache: Path, settings: ImageSettings) -> None:
        self._root, self._settings = root, settings
        self._facts = ImageInfoCache(cache / "facts.msgpack")
        self._store = VariantCache(cache / "derivatives")

    def write_image(self, reference: str, frame: tuple[int, int], output: Path, name: str) -> None:
        path = find_image(self._root, reference)
        facts = self._facts.get_info(path, self._settings.max_pixels, reference)
        wanted = ImageVariant("WEBP", *fit_within(facts, frame), self._settings.webp_quality)
        key = wanted.compute_key(facts.digest)
        if not self._store.has_variant(key):
            limit = self._settings.max_pixels
            for made, record in run_encode_job(
                EncodeJob(path, reference, facts.digest, limit, (wanted,), self._store.folder)
            ):
                self._store.record_variant(made, record)
        self._store.link_into_output(key, output, name)

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

"""Images of the ad slots: those of the running campaigns, or the defaults."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from bulletin.ads.campaigns import Campaign
from bulletin.ads.slots import AD_SLOTS, IMAGE_PREFIXES, get_max_image_size, get_slot_image_paths
from bulletin.images.encode_jobs import EncodeJob, run_encode_job
from bulletin.images.encoder import ImageVariant
from bulletin.images.metadata import ImageInfo, ImageInfoCache, find_image
from bulletin.images.settings import ImageSettings
from bulletin.images.variant_cache import VariantCache
from bulletin.storage.file_system import find_in_folders
from bulletin.storage.output_folder import copy_output_file


def write_slot_images(
    output: Path,
    campaigns_by_slot: Mapping[str, Campaign | None],
    default_images: Sequence[Path],
    root: Path,
    cache: Path,
    *,
    settings: ImageSettings | None = None,
    slot_names: Collection[str] = tuple(AD_SLOTS),
    prefixes: Collection[str] = IMAGE_PREFIXES,
) -> list[str]:
    """Write the images of the slots and return their paths from ``output``, sorted.

    A slot without a campaign gets ``house-<slot>.webp`` and ``house-<slot>-phone.webp``.
    Equal files in the output are not touched.

    Args:
        output: the output folder.
        campaigns_by_slot: running campaigns by name of their slot.
        default_images: folders with the images for slots without a campaign. The last one that has a file wins.
        root: the folder content/.
        cache: the cache folder.
        settings: WebP quality and the greatest number of pixels.
        slot_names: the slots to write.
        prefixes: beginnings of the addresses; each image is written below each of them.

    Raises:
        ImageError: an image of a campaign cannot be used.
        OSError: a file cannot be read or written.

    """
    encoder = _SlotImageEncoder(root, cache / "ads", settings or ImageSettings())
    names = []
    for slot in (AD_SLOTS[name] for name in slot_names):
        campaign = campaigns_by_slot.get(slot.name)
        for phone in (False, True):
            for name in get_slot_image_paths(slot, prefixes, phone=phone):
                names.append(name)
                if campaign is None:
                    default_image = find_in_folders(default_images, f"house-{Path(name).name}")
                    copy_output_file(default_image, output, name)
                else:
                    reference = campaign.phone_picture if phone else campaign.picture
                    encoder.write_image(reference, get_max_image_size(slot, phone=phone), output, name)
    encoder.save()
    return sorted(names)


class _SlotImageEncoder:
    """Encodes images of campaigns for their slots, with a cache."""

    def __init__(self, root: Path, cache: Path, settings: ImageSettings) -> None:
        self._root, self._settings = root, settings
        self._info_cache = ImageInfoCache(cache / "facts.msgpack")
        self._variant_cache = VariantCache(cache / "derivatives")

    def write_image(self, reference: str, max_size: tuple[int, int], output: Path, name: str) -> None:
        path = find_image(self._root, reference)
        info = self._info_cache.get_info(path, self._settings.max_pixels, reference)
        variant = ImageVariant("WEBP", *fit_image(info, max_size), self._settings.webp_quality)
        key = variant.compute_key(info.digest)
        if not self._variant_cache.has_variant(key):
            limit = self._settings.max_pixels
            for encoded_key, record in run_encode_job(
                EncodeJob(path, reference, info.digest, limit, (variant,), self._variant_cache.folder)
            ):
                self._variant_cache.record_variant(encoded_key, record)
        self._variant_cache.link_into_output(key, output, name)

    def save(self) -> None:
        self._info_cache.save()
        self._variant_cache.save()


def fit_image(info: ImageInfo, max_size: tuple[int, int]) -> tuple[int, int]:
    """Return the size of the whole image within ``max_size``, never enlarged."""
    scale = min(1.0, max_size[0] / info.width, max_size[1] / info.height)
    return max(1, round(info.width * scale)), max(1, round(info.height * scale))

"""Images of one build, requested by reference and then encoded together."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from bulletin.images.decoder import ImageError
from bulletin.images.encode_jobs import EncodeJob, run_encode_jobs
from bulletin.images.encoder import ImageVariant
from bulletin.images.metadata import ImageInfo, ImageInfoCache, find_image
from bulletin.images.settings import ImageSettings
from bulletin.images.sizes import get_image_stem, get_variant_path, plan_variants
from bulletin.images.variant_cache import VariantCache
from bulletin.processes.progress import track_progress
from bulletin.settings.tables import load_settings
from bulletin.urls import UrlBuilder
from bulletin.view_models.components import ResponsiveImage

ImageProgressCallback = Callable[[int, int], None]
"""Function that gets the number of encoded images and their total.

It is not called if no image has to be encoded.
"""


class ImageLibrary:
    """Images below content/, requested during a build and written at its end.

    Create one library for each build.

    Args:
        root: the folder content/.
        cache: cache folder of the images.
        settings: widths, qualities and limits.
        base: path of the site on its server, without a slash at the end.

    """

    def __init__(self, root: Path, cache: Path, settings: ImageSettings, base: str = "") -> None:
        self._root, self._settings, self._base = root, settings, base
        self._info_cache = ImageInfoCache(cache / "facts.msgpack")
        self._variant_cache = VariantCache(cache / "derivatives")
        self._sources: dict[str, _Source] = {}
        self._requested: dict[str, _Source] = {}
        self.written_files: list[str] = []
        """Output paths that ``write_variants`` wrote because they were missing."""

    def get_info(self, reference: str) -> ImageInfo:
        """Return size, format and digest of an image. Raise ImageError."""
        return self._find_source(reference).info

    def check_image(self, reference: str) -> tuple[str, str] | None:
        """Return fault and remedy of an image in Vietnamese, or None."""
        try:
            self._find_source(reference)
        except ImageError as error:
            return error.message, error.remedy
        return None

    def request_image(self, reference: str, alt: str) -> ResponsiveImage:
        """Return the view model of an image and mark the image for encoding.

        ``src`` is the largest JPEG or PNG, which Open Graph and JSON-LD need too.
        Raise ImageError.
        """
        source = self._find_source(reference)
        original_format = [
            (name, variant) for name, variant in source.files.items() if variant.format != "WEBP"
        ]
        webp = [(name, variant) for name, variant in source.files.items() if variant.format == "WEBP"]
        name, largest = original_format[-1]
        src = f"{self._base}/{name}"
        self._requested[src] = source
        return ResponsiveImage(
            src,
            largest.width,
            largest.height,
            alt,
            self._build_srcset(original_format),
            self._build_srcset(webp),
        )

    def find_variant(self, reference: str, width: int, height: int) -> "StoredVariant":
        """Return the smallest variant that covers a size, or the largest one.

        Raise ImageError. The variant is in the original format. ``write_variants`` writes its file if the image was requested.
        """
        source = self._find_source(reference)
        files = [item for item in source.files.items() if item[1].format == source.info.format]
        name, variant = next(
            (item for item in files if item[1].width >= width and item[1].height >= height), files[-1]
        )
        key = variant.compute_key(source.info.digest)
        return StoredVariant(name, key, self._variant_cache.get_file(key))

    def write_variants(
        self,
        output: Path,
        wanted: Iterable[ResponsiveImage] | None = None,
        progress: ImageProgressCallback | None = None,
        workers: int | None = None,
    ) -> list[str]:
        """Write the variants of images and return their output paths, sorted.

        Variants in the cache are not encoded again. Equal files in the output stay.

        Args:
            output: the output folder.
            wanted: images that this library returned; None means all.
            progress: called after each encoded image.
            workers: number of processes; None means one for each CPU.

        Raises:
            ImageError: a source changed during the build.
            OSError: a file cannot be read or written.
            KeyError: ``wanted`` has an image of another library.

        """
        keys = self._requested if wanted is None else dict.fromkeys(picture.src for picture in wanted)
        sources = [self._requested[key] for key in keys]
        try:
            jobs = self._create_jobs(sources)
            for done, encoded in enumerate(
                track_progress("Xử lý ảnh", run_encode_jobs(jobs, workers), len(jobs)), 1
            ):
                for key, record in encoded:
                    self._variant_cache.record_variant(key, record)
                if progress:
                    progress(done, len(jobs))
        finally:  # keep what is encoded, also if an editor interrupts
            self.save()
        names = set()
        for source in sources:
            for name, variant in source.files.items():
                if self._variant_cache.link_into_output(
                    variant.compute_key(source.info.digest), output, name
                ):
                    self.written_files.append(name)
                names.add(name)
        self._variant_cache.save()
        return sorted(names)

    def list_files(self) -> list[str]:
        """Return the output paths that ``write_variants`` will write, sorted."""
        return sorted({name for source in self._requested.values() for name in source.files})

    def save(self) -> None:
        """Write image information and variants to the cache. Raise OSError.

        ``write_variants`` calls this method. A check without a build has to call it too.
        """
        self._info_cache.save()
        self._variant_cache.save()

    def _find_source(self, reference: str) -> "_Source":
        source = self._sources.get(reference)
        if source is None:
            path = find_image(self._root, reference)
            name = path.relative_to(self._root).as_posix()
            info = self._info_cache.get_info(path, self._settings.max_pixels, name)
            stem = get_image_stem(PurePosixPath(name), self._settings.folder)
            variants = plan_variants(info, self._settings)
            files = {get_variant_path(stem, info, variant, self._settings): variant for variant in variants}
            source = self._sources[reference] = _Source(path, name, info, files)
        return source

    def _build_srcset(self, files: list[tuple[str, ImageVariant]]) -> str:
        return ", ".join(f"{self._base}/{name} {variant.width}w" for name, variant in files)

    def _create_jobs(self, sources: Iterable["_Source"]) -> list[EncodeJob]:
        jobs: dict[str, EncodeJob] = {}  # by digest, so an image with two names is encoded once
        for source in sources:
            digest = source.info.digest
            if digest not in jobs:
                missing = tuple(
                    variant
                    for variant in source.files.values()
                    if not self._variant_cache.has_variant(variant.compute_key(digest))
                )
                limit = self._settings.max_pixels
                jobs[digest] = EncodeJob(
                    source.path, source.name, digest, limit, missing, self._variant_cache.folder
                )
        return [job for job in jobs.values() if job.variants]


def open_image_library(root: Path, settings: Mapping[str, Any]) -> ImageLibrary:
    """Return the library of the images in content/. Raise SettingError."""
    return ImageLibrary(
        root,
        Path(settings["CACHE_PATH"]) / "pictures",
        load_settings(ImageSettings, "PICTURES", settings.get("PICTURES", {})),
        UrlBuilder(settings["SITEURL"]).base_path,
    )


class StoredVariant(NamedTuple):
    """A variant in the cache."""

    name: str
    """Path in the output."""
    key: str
    file: Path


class _Source(NamedTuple):
    """A source image with its variants."""

    path: Path
    name: str
    """Path from content/."""
    info: ImageInfo
    files: dict[str, ImageVariant]
    """Variants by output path: original format first, widths rising."""

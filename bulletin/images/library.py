"""The pictures of one build: asked for by reference, remembered, then made all at once."""

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
"""Called with how many pictures of how many are encoded; never called where none need be."""


class ImageLibrary:
    """Pictures below ``root`` (content/), encoded into ``cache`` and published below ``base``.

    Make one a build. ``base`` is the path of the site on its server, without a slash at the end.
    """

    def __init__(self, root: Path, cache: Path, settings: ImageSettings, base: str = "") -> None:
        self._root, self._settings, self._base = root, settings, base
        self._facts = ImageInfoCache(cache / "facts.msgpack")
        self._store = VariantCache(cache / "derivatives")
        self._sources: dict[str, _Source] = {}
        self._wanted: dict[str, _Source] = {}
        self.written_files: list[str] = []
        """What ``write_variants`` wrote below the output because it was not there yet."""

    def get_info(self, reference: str) -> ImageInfo:
        """Return the facts of the picture that an editor's ``reference`` names. Raise PictureError."""
        return self._source(reference).facts

    def check_image(self, reference: str) -> tuple[str, str] | None:
        """Return what is wrong with a picture and what to do (Vietnamese, without its name), or None."""
        try:
            self._source(reference)
        except ImageError as error:
            return error.message, error.remedy
        return None

    def request_image(self, reference: str, alt: str) -> ResponsiveImage:
        """Return the picture as a page prints it, and remember that it is wanted.

        Nothing is encoded yet. ``src`` is the largest size as JPEG or PNG, which is also what
        Open Graph and JSON-LD want. Raise PictureError.
        """
        source = self._source(reference)
        own = [(name, made) for name, made in source.files.items() if made.format != "WEBP"]
        webp = [(name, made) for name, made in source.files.items() if made.format == "WEBP"]
        name, largest = own[-1]
        src = f"{self._base}/{name}"
        self._wanted[src] = source
        return ResponsiveImage(src, largest.width, largest.height, alt, self._srcset(own), self._srcset(webp))

    def write_variants(
        self,
        output: Path,
        wanted: Iterable[ResponsiveImage] | None = None,
        progress: ImageProgressCallback | None = None,
        workers: int | None = None,
    ) -> list[str]:
        """Write pictures below ``output``; return the paths of all that belong there, sorted.

        ``wanted`` are pictures that this library returned; None means all of them. What the
        cache holds is not encoded again, what the output holds is not touched. ``workers`` is
        the number of processes (None: one a core); it does not change a byte. Raise
        PictureError where a source changed meanwhile, OSError, KeyError for a foreign picture.
        """
        keys = self._wanted if wanted is None else dict.fromkeys(picture.src for picture in wanted)
        sources = [self._wanted[key] for key in keys]
        try:
            jobs = self._jobs(sources)
            for done, made in enumerate(
                track_progress("Xử lý ảnh", run_encode_jobs(jobs, workers), len(jobs)), 1
            ):
                for key, record in made:
                    self._store.record_variant(key, record)
                if progress:
                    progress(done, len(jobs))
        finally:  # what is done stays done, also where an editor interrupts
            self.save()
        names = set()
        for source in sources:
            for name, derivative in source.files.items():
                if self._store.link_into_output(derivative.compute_key(source.facts.digest), output, name):
                    self.written_files.append(name)
                names.add(name)
        self._store.save()
        return sorted(names)

    def list_files(self) -> list[str]:
        """Return the paths below the output of all pictures asked for so far, sorted: what ``write_variants`` will write."""
        return sorted({name for source in self._wanted.values() for name in source.files})

    def save(self) -> None:
        """Write what was learnt to the cache; ``write_variants`` does, a mere check must. Raise OSError."""
        self._facts.save()
        self._store.save()

    def _source(self, reference: str) -> "_Source":
        source = self._sources.get(reference)
        if source is None:
            path = find_image(self._root, reference)
            name = path.relative_to(self._root).as_posix()
            facts = self._facts.get_info(path, self._settings.max_pixels, name)
            stem = get_image_stem(PurePosixPath(name), self._settings.folder)
            made = plan_variants(facts, self._settings)
            files = {
                get_variant_path(stem, facts, derivative, self._settings): derivative for derivative in made
            }
            source = self._sources[reference] = _Source(path, name, facts, files)
        return source

    def _srcset(self, files: list[tuple[str, ImageVariant]]) -> str:
        return ", ".join(f"{self._base}/{name} {made.width}w" for name, made in files)

    def _jobs(self, sources: Iterable["_Source"]) -> list[EncodeJob]:
        jobs: dict[str, EncodeJob] = {}  # by digest: one picture under two names is encoded once
        for source in sources:
            digest = source.facts.digest
            if digest not in jobs:
                missing = tuple(
                    made
                    for made in source.files.values()
                    if not self._store.has_variant(made.compute_key(digest))
                )
                limit = self._settings.max_pixels
                jobs[digest] = EncodeJob(source.path, source.name, digest, limit, missing, self._store.folder)
        return [job for job in jobs.values() if job.variants]


def open_image_library(root: Path, settings: Mapping[str, Any]) -> ImageLibrary:
    """Return the pictures below ``root`` (content/). Raise SettingError where PICTURES is wrong."""
    return ImageLibrary(
        root,
        Path(settings["CACHE_PATH"]) / "pictures",
        load_settings(ImageSettings, "PICTURES", settings.get("PICTURES", {})),
        UrlBuilder(settings["SITEURL"]).base_path,
    )


class _Source(NamedTuple):
    path: Path
    name: str
    """From content/."""
    facts: ImageInfo
    files: dict[str, ImageVariant]
    """By path below the output; own format first, widths rising."""

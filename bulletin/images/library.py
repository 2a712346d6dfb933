"""The pictures of one build: asked for by reference, remembered, then made all at once."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from bulletin.images.decoder import PictureError
from bulletin.images.encode_jobs import Job, run_all
from bulletin.images.encoder import Derivative
from bulletin.images.metadata import FactsCache, PictureFacts, find
from bulletin.images.settings import PicturesSettings
from bulletin.images.sizes import derivatives_of, name_of, stem_of
from bulletin.images.variant_cache import Store
from bulletin.processes.progress import told
from bulletin.settings.tables import settings_from
from bulletin.urls import Urls
from bulletin.view_models.components import Picture

Progress = Callable[[int, int], None]
"""Called with how many pictures of how many are encoded; never called where none need be."""


class PictureLibrary:
    """Pictures below ``root`` (content/), encoded into ``cache`` and published below ``base``.

    Make one a build. ``base`` is the path of the site on its server, without a slash at the end.
    """

    def __init__(self, root: Path, cache: Path, settings: PicturesSettings, base: str = "") -> None:
        self._root, self._settings, self._base = root, settings, base
        self._facts = FactsCache(cache / "facts.msgpack")
        self._store = Store(cache / "derivatives")
        self._sources: dict[str, _Source] = {}
        self._wanted: dict[str, _Source] = {}
        self.placed: list[str] = []
        """What ``make`` wrote below the output because it was not there yet."""

    def facts(self, reference: str) -> PictureFacts:
        """Return the facts of the picture that an editor's ``reference`` names. Raise PictureError."""
        return self._source(reference).facts

    def fault(self, reference: str) -> tuple[str, str] | None:
        """Return what is wrong with a picture and what to do (Vietnamese, without its name), or None."""
        try:
            self._source(reference)
        except PictureError as error:
            return error.fault, error.remedy
        return None

    def picture(self, reference: str, alt: str) -> Picture:
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
        return Picture(src, largest.width, largest.height, alt, self._srcset(own), self._srcset(webp))

    def make(
        self,
        output: Path,
        wanted: Iterable[Picture] | None = None,
        progress: Progress | None = None,
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
            for done, made in enumerate(told("Xử lý ảnh", run_all(jobs, workers), len(jobs)), 1):
                for key, record in made:
                    self._store.note(key, record)
                if progress:
                    progress(done, len(jobs))
        finally:  # what is done stays done, also where an editor interrupts
            self.save()
        names = set()
        for source in sources:
            for name, derivative in source.files.items():
                if self._store.place(derivative.key(source.facts.digest), output, name):
                    self.placed.append(name)
                names.add(name)
        self._store.save()
        return sorted(names)

    def files(self) -> list[str]:
        """Return the paths below the output of all pictures asked for so far, sorted: what ``make`` will write."""
        return sorted({name for source in self._wanted.values() for name in source.files})

    def save(self) -> None:
        """Write what was learnt to the cache; ``make`` does, a mere check must. Raise OSError."""
        self._facts.save()
        self._store.save()

    def _source(self, reference: str) -> "_Source":
        source = self._sources.get(reference)
        if source is None:
            path = find(self._root, reference)
            name = path.relative_to(self._root).as_posix()
            facts = self._facts.facts(path, self._settings.max_pixels, name)
            stem = stem_of(PurePosixPath(name), self._settings.folder)
            made = derivatives_of(facts, self._settings)
            files = {name_of(stem, facts, derivative, self._settings): derivative for derivative in made}
            source = self._sources[reference] = _Source(path, name, facts, files)
        return source

    def _srcset(self, files: list[tuple[str, Derivative]]) -> str:
        return ", ".join(f"{self._base}/{name} {made.width}w" for name, made in files)

    def _jobs(self, sources: Iterable["_Source"]) -> list[Job]:
        jobs: dict[str, Job] = {}  # by digest: one picture under two names is encoded once
        for source in sources:
            digest = source.facts.digest
            if digest not in jobs:
                missing = tuple(
                    made for made in source.files.values() if not self._store.holds(made.key(digest))
                )
                limit = self._settings.max_pixels
                jobs[digest] = Job(source.path, source.name, digest, limit, missing, self._store.folder)
        return [job for job in jobs.values() if job.wanted]


def picture_library(root: Path, settings: Mapping[str, Any]) -> PictureLibrary:
    """Return the pictures below ``root`` (content/). Raise SettingError where PICTURES is wrong."""
    return PictureLibrary(
        root,
        Path(settings["CACHE_PATH"]) / "pictures",
        settings_from(PicturesSettings, "PICTURES", settings.get("PICTURES", {})),
        Urls(settings["SITEURL"]).base,
    )


class _Source(NamedTuple):
    path: Path
    name: str
    """From content/."""
    facts: PictureFacts
    files: dict[str, Derivative]
    """By path below the output; own format first, widths rising."""

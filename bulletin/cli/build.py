"""A build that somebody waits for, and what undoes it."""

import time
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from bulletin.cli.task import debugging
from bulletin.clock import now
from bulletin.errors import GROWING, UserError
from bulletin.publishing.targets.folder.ownership import ASIDE, Ownership
from bulletin.publishing.workspace import PUBLISH_SETTINGS, Site
from bulletin.publishing.workspace_lock import held
from bulletin.storage.file_system import walk_files
from bulletin.storage.foreign_files import is_cache_file
from bulletin.storage.output_folder import BUSY, MANIFEST, listed

SITE = Site(Path(__file__).resolve().parents[2])
"""The working copy of ``./inv``."""


def build(
    site: Site, settings: str, *, options: Sequence[str] = (), fresh: bool = False, explain: str | bool = ""
) -> None:
    """Build with the settings file of that name and say what came of it. Raise UserError.

    ``options`` go to Pelican; ``fresh`` empties the output first; ``explain`` is what to say of the build.
    """
    from bulletin.publishing.build.results import explained, refuse_unknown  # noqa: PLC0415
    from bulletin.publishing.build.runner import building  # noqa: PLC0415  # long to import
    from bulletin.publishing.settings.settings import PublishSettings, read_settings  # noqa: PLC0415
    from bulletin.publishing.targets.s3.settings import StoreSettings  # noqa: PLC0415

    refuse_unknown(site, explain)
    started, moment = time.monotonic(), now()
    with held(site.lock, "build", moment) as descriptor:
        if fresh:
            _remove_output(site, site.output)
        with building(site, settings, moment, options=options, lock=descriptor, debug=debugging()) as run:
            if settings == PUBLISH_SETTINGS:  # a setting that would stop a publish stops this build too
                StoreSettings.of(PublishSettings.of(read_settings(site.root / settings)).store)
            run.finish()
    try:
        for line in explained(site, settings, explain):
            print(line)
    finally:  # it is built, whatever was asked about it
        seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
        output, way = site.output_of(settings).name, " --preview" if settings == PUBLISH_SETTINGS else ""
        print(f"Đã dựng xong trong {seconds} giây vào {output}/. Xem: ./inv serve{way}")


def clear(site: Site) -> None:
    """Remove both outputs and the caches; what others laid there is moved aside. Raise UserError."""
    from bulletin.publishing.schedule import Due  # noqa: PLC0415

    with held(site.lock, "clean", now()):
        known = Due.read(site)
        for folder in (site.output, site.outgoing, site.cache):
            _refuse_link(folder)  # before any of them goes
        for output in (site.output, site.outgoing):
            _remove_output(site, output)
        _remove(site, site.cache, _CacheFiles())
        if known:  # when the site next changes, and that an editor went back, is no cache: a timer needs both
            known.write(site)


class _CacheFiles:
    """The files of the cache, as a container of paths."""

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and is_cache_file(path)


def _remove_output(site: Site, output: Path) -> None:
    """Remove what builds wrote into ``output``, under a lock that the caller holds; keep what others laid there."""
    names = {*listed(output), MANIFEST, BUSY}
    _remove(
        site, output, {*names, *(name for name in _growing(output) if GROWING.sub(r"\1\2", name) in names)}
    )


def _growing(output: Path) -> Iterator[str]:
    """Yield the files that a killed build left in ``output`` under the names of files that grow."""
    if output.is_dir():
        yield from (path for path, _ in walk_files(output) if GROWING.search(path))


def _remove(site: Site, folder: Path, files: Container[str]) -> None:
    """Remove ``folder``, which holds ``files`` of ours. Raise UserError."""
    _refuse_link(folder)
    if folder.exists():
        own = Ownership(site.root, "", print)
        own.refuse_mounts(folder.name, lambda _: False)
        own.require_folder(ASIDE)
        own.remove_tree(folder, files)


def _refuse_link(folder: Path) -> None:
    if folder.is_symlink():
        raise UserError(
            f"{folder} là liên kết ra ngoài nên chưa xóa gì. Hãy tự xóa những gì ở đó nếu đúng ý."
        )

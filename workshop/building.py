"""A build that somebody waits for, and what undoes it."""

import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from plugins.clock import now
from publishing.errors import PublishError
from publishing.lock import held
from publishing.site import PUBLISH_SETTINGS, Site
from workshop.task import debugging


def build(
    site: Site, settings: str, *, options: Sequence[str] = (), fresh: bool = False, explain: str | bool = ""
) -> None:
    """Build with the settings file of that name and say what came of it. Raise PublishError.

    ``options`` go to Pelican; ``fresh`` empties the output first; ``explain`` is what to say of the build.
    """
    from publishing.build import building, explained, refuse_unknown  # noqa: PLC0415  # long to import
    from publishing.settings import PublishSettings, read_settings  # noqa: PLC0415

    refuse_unknown(site, explain)
    started, moment = time.monotonic(), now()
    with held(site.lock, "build", moment) as descriptor:
        if fresh:
            _remove(site.output)
        with building(site, settings, moment, options=options, lock=descriptor, debug=debugging()) as run:
            if settings == PUBLISH_SETTINGS:  # what would stop a publish; the build gets ready meanwhile
                PublishSettings.of(read_settings(site.root / settings))
            run.begin()
            run.finish()
    try:
        for line in explained(site, settings, explain):
            print(line)
    finally:  # it is built, whatever was asked about it
        seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
        output, way = site.output_of(settings).name, " --preview" if settings == PUBLISH_SETTINGS else ""
        print(f"Đã dựng xong trong {seconds} giây vào {output}/. Xem: ./inv serve{way}")


def clear(site: Site) -> None:
    """Remove both outputs and the caches. Raise PublishError."""
    from publishing.due import Due  # noqa: PLC0415

    with held(site.lock, "clean", now()):
        known = Due.read(site)
        _remove(site.output, site.outgoing, site.cache)
        if known and known.held:  # that somebody went back is no cache: a timer would undo it
            known.write(site)


def _remove(*folders: Path) -> None:
    """Remove folders of our own, under a lock that the caller holds."""
    for folder in folders:
        if folder.is_symlink():
            raise PublishError(f"{folder} là liên kết ra ngoài, không xóa. Hãy tự xóa nếu đúng ý.")
        if folder.exists():
            shutil.rmtree(folder)

"""Build the site for the commands of ``./inv``, and remove builds and caches."""

import time
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from bulletin.cli.program.command_definition import is_debugging
from bulletin.clock import read_build_time
from bulletin.errors import TEMP_FILE_PATTERN, UserError
from bulletin.publishing.targets.folder.ownership import FOREIGN_FILES_FOLDER, OwnershipRules
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE, Workspace, find_workspace_root
from bulletin.publishing.workspace.lock import hold_lock_file
from bulletin.storage.file_system import walk_files
from bulletin.storage.foreign_files import is_cache_file
from bulletin.storage.output_folder import BUILD_MARKER_NAME, OUTPUT_LIST_NAME, read_output_list
from bulletin.text.formatting import format_decimal

SITE = Workspace(find_workspace_root())
"""The workspace of ``./inv``."""


def build_site(
    site: Workspace,
    settings: str,
    *,
    options: Sequence[str] = (),
    fresh: bool = False,
    explain: str | bool = "",
) -> None:
    """Build the site and print the result.

    Args:
        site: The workspace.
        settings: The name of the settings file.
        options: Options for Pelican.
        fresh: Empty the output folder first.
        explain: Print the build report, or only the part about this file or address.

    Raises:
        UserError: The build failed, or ``explain`` names no file of the build.
    """
    from bulletin.publishing.build.results import (  # noqa: PLC0415
        explain_last_build,
        list_remarks,
        read_last_report,
        require_content_file,
    )
    from bulletin.publishing.build.runner import start_build_process  # noqa: PLC0415  # slow to import
    from bulletin.publishing.schedule import find_latest_time  # noqa: PLC0415
    from bulletin.publishing.settings.requirements import require_publishable_settings  # noqa: PLC0415
    from bulletin.publishing.settings.settings import PublishSettings, load_pelican_settings  # noqa: PLC0415
    from bulletin.publishing.targets.s3.settings import S3Settings  # noqa: PLC0415

    require_content_file(site, explain)
    started, now = time.monotonic(), read_build_time()
    with hold_lock_file(site.lock_file, "build", now) as descriptor:
        if fresh:
            _remove_output(site, site.output)
        with start_build_process(
            site,
            settings,
            now,
            latest_time=find_latest_time(site, now),
            options=options,
            lock=descriptor,
            debug=is_debugging(),
        ) as run:
            if settings == PUBLISH_SETTINGS_FILE:  # a setting that stops a publish stops this build too
                table = load_pelican_settings(site.root / settings)
                publish_settings = PublishSettings.from_pelican(table)
                S3Settings.of(publish_settings.s3)
                require_publishable_settings(table, publish_settings)
            run.wait()
    for line in list_remarks(read_last_report(site, settings)):
        print(line)
    try:
        for line in explain_last_build(site, settings, explain):
            print(line)
    finally:  # the site is built, even if `explain` names no file of the build
        seconds = format_decimal(time.monotonic() - started)
        output = site.get_output_folder(settings).name
        option = " --preview" if settings == PUBLISH_SETTINGS_FILE else ""
        print(f"Đã dựng xong trong {seconds} giây vào {output}/. Xem: ./inv serve{option}")


def clean_workspace(site: Workspace) -> None:
    """Remove the output folders and the cache, and move foreign files aside.

    Raises:
        UserError: A folder is a link, or something is mounted in it.
    """
    from bulletin.publishing.changes.unpublished import PublishedContent  # noqa: PLC0415
    from bulletin.publishing.schedule import PublishSchedule  # noqa: PLC0415

    with hold_lock_file(site.lock_file, "clean", read_build_time()):
        schedule, published_content = PublishSchedule.read(site), PublishedContent.read(site)
        for folder in (site.output, site.publish_output, site.preview_output, site.cache):
            _refuse_link(folder)  # before any folder is removed
        for output in (site.output, site.publish_output, site.preview_output):
            _remove_output(site, output)
        _remove(site, site.cache, _CacheFiles())
        if schedule:  # it is no cache, because the timer needs the next due time and the note of a rollback
            schedule.write(site)
        if published_content:
            published_content.write(site)


class _CacheFiles:
    """The files of the cache, as a container of paths."""

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and is_cache_file(path)


def _remove_output(site: Workspace, output: Path) -> None:
    """Remove the files of builds from ``output`` and move foreign files aside.

    The caller holds the workspace lock.
    """
    names = {*read_output_list(output), OUTPUT_LIST_NAME, BUILD_MARKER_NAME}
    _remove(
        site,
        output,
        {
            *names,
            *(
                name
                for name in _find_temporary_files(output)
                if TEMP_FILE_PATTERN.sub(r"\1\2", name) in names
            ),
        },
    )


def _find_temporary_files(output: Path) -> Iterator[str]:
    """Yield the temporary files that a killed build left in ``output``."""
    if output.is_dir():
        yield from (path for path, _ in walk_files(output) if TEMP_FILE_PATTERN.search(path))


def _remove(site: Workspace, folder: Path, files: Container[str]) -> None:
    """Remove ``folder``, in which ``files`` are the bulletin's own.

    Raises:
        UserError: The folder is a link, or something is mounted in it.
    """
    _refuse_link(folder)
    if folder.exists():
        ownership = OwnershipRules(site.root, "", print)
        ownership.require_no_mounts(folder.name, lambda _: False)
        ownership.require_folder(FOREIGN_FILES_FOLDER)
        ownership.remove_tree(folder, files)


def _refuse_link(folder: Path) -> None:
    if folder.is_symlink():
        raise UserError(
            f"{folder} là liên kết ra ngoài nên chưa xóa gì. Hãy tự xóa những gì ở đó nếu đúng ý."
        )

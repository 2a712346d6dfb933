"""Tests that no command follows foreign links or silently loses foreign files."""

import errno
import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.error_context import report_errors_before_activation
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.release.release import DamagedReleaseError, ReleaseMetadata
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.release_creation import read_current_release, release_site
from bulletin.publishing.rollback import describe_releases, roll_back
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from bulletin.publishing.withdrawal.redaction import redact_releases
from tests.publishing.small_release import PUBLISH_TIME, publish_to, write_output
from tests.publishing.targets.foreign_files import (
    FOREIGN_OBJECTS,
    MOUNT_POINT,
    MOVED_AND_LINKED,
    PLAYS,
    CanaryFolder,
    draw,
    is_preserved_or_named,
    place_foreign_object,
)

pytestmark = pytest.mark.slow

OBJECT_NAMES = (*FOREIGN_OBJECTS, MOUNT_POINT, MOVED_AND_LINKED)
SAMPLE_SIZE = 100
"""Number of tested combinations of path, object and command, of some thousand."""
HOUR = timedelta(hours=1)
Command = Callable[[FolderTarget, Path], None]
Case = tuple[str, str, Command]
"""Path, foreign object and command."""
WITHDRAWN = WithdrawnAddresses(frozenset({"/a/"}), "")
MORE_PATHS = (
    *(
        "current",
        ".current",
        ".lock",
        "tep-la",
        "tep-la/next",
        "releases",
        "releases/.next",
        "releases/.next.json",
    ),
    *(
        "releases/.next/la",
        "releases/.next/b/la",
        "releases/{old}/la",
        "releases/{old}/a/la",
        "releases/.{old}",
    ),
    *("releases/.{old}.json", "releases/.{old}.old.json", "releases/{none}", "releases/.{none}"),
    *(
        "releases/{none}.json",
        "releases/.{none}.json",
        "releases/{new}/la",
        "releases/{new}/b/la",
        "releases/khac",
    ),
)
"""Paths that do not exist yet, or that matter most."""


@pytest.fixture(scope="module")
def template_target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A target with three releases and a folder for the next release."""
    folder = tmp_path_factory.mktemp("pattern")
    for number in range(4):
        publish_to(
            FolderTarget(folder / "public"),
            write_numbered_site(folder, number),
            PUBLISH_TIME + number * HOUR,
            keep=3,
        )
    return folder / "public"


def write_numbered_site(folder: Path, number: int) -> Path:
    return write_output(folder, a=f"bai {number}", b="hai", **{f"tin-{number}": "tin"})


def publish_number(target: FolderTarget, folder: Path, number: int = 5) -> None:
    publish_to(target, write_numbered_site(folder, number), PUBLISH_TIME + number * HOUR, keep=3)


def publish_repeatedly(target: FolderTarget, folder: Path) -> None:
    """Publish until all old releases are deleted."""
    for number in range(5, 10):
        publish_number(target, folder, number)


def prepare_and_publish(target: FolderTarget, folder: Path) -> None:
    """Prepare the target before the publish, as the pipeline does during the build."""
    with report_errors_before_activation(), target.hold_lock("phép thử", PUBLISH_TIME, print):
        target.prepare()
    publish_number(target, folder)


def roll_back_once(target: FolderTarget, _folder: Path) -> None:
    roll_back(
        target,
        holder="x",
        now=PUBLISH_TIME + 5 * HOUR,
        withdrawn=WithdrawnAddresses(frozenset(), ""),
        say=print,
    )


def redact_and_purge(target: FolderTarget, _folder: Path) -> None:
    with report_errors_before_activation(), target.hold_lock("phép thử", PUBLISH_TIME + 5 * HOUR, print):
        redact_releases(target, WITHDRAWN, print)


def list_releases(target: FolderTarget, _folder: Path) -> None:
    print(*describe_releases(target), sep="\n")


def print_unexpected_files(target: FolderTarget, _folder: Path) -> None:
    current = read_current_release(target)
    print(*target.unexpected_files(current) if current else (), sep="\n")


COMMANDS: tuple[Command, ...] = (
    publish_number,
    publish_repeatedly,
    prepare_and_publish,
    roll_back_once,
    redact_and_purge,
    list_releases,
    print_unexpected_files,
)


def list_cases(template: Path) -> list[Case]:
    """Return all cases with BULLETIN_PLAYS, and a random sample without."""
    old, _, new = FolderTarget(template).release_ids()
    none = "20261122-000000-00000000"
    places = {path.format(old=old, new=new, none=none) for path in MORE_PATHS}
    places.update(
        str(path.relative_to(template))
        for path in template.rglob("*")
        if not path.is_relative_to(template / "current")
    )
    cases = [
        (place, name, command) for place in sorted(places) for name in OBJECT_NAMES for command in COMMANDS
    ]
    return cases if PLAYS else draw(cases, SAMPLE_SIZE)


def test_command_foreign_object_in_target_is_neither_followed_nor_lost(
    tmp_path: Path,
    template_target: Path,
    record_fault_count: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    placed, refused = 0, 0
    for number, (place, name, command) in enumerate(list_cases(template_target)):
        folder = tmp_path / str(number)
        shutil.copytree(template_target, folder / "public", symlinks=True)
        target, canary = FolderTarget(folder / "public"), CanaryFolder(folder / "canary")
        at = folder / "public" / place
        with place_foreign_object(name, at, canary) as parts:
            if not parts:
                continue
            before, output = canary.take_snapshot(), ""
            placed, error = placed + 1, None
            with limit_time(20):
                try:
                    command(target, folder)
                except UserError as caught:
                    error, output, refused = caught, str(caught), refused + 1
            output += capsys.readouterr().out
            case = (place, name, command)
            assert error is None or not isinstance(error.__cause__, OSError), (*case, output)
            assert canary.take_snapshot() == before, (*case, output)
            is_safe = name == MOUNT_POINT or is_preserved_or_named(parts, at, target.folder, output)
            assert is_safe, (*case, output)
        shutil.rmtree(folder)
    assert placed > SAMPLE_SIZE // 2
    record_fault_count(
        f"folder: {placed} links, pipes, mounts and files laid before a command, {refused} refused, none followed or lost"
    )


@contextmanager
def limit_time(seconds: int) -> Iterator[None]:
    """Raise AssertionError if a command waits for a pipe."""

    def stop(*_: object) -> None:
        raise AssertionError("a command hangs")

    old_handler = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, old_handler)


@pytest.mark.parametrize("name", OBJECT_NAMES)
@pytest.mark.parametrize("place", [".next", ".next/la", ".next/tin-3", ".next/a/index.html", ".next.json"])
def test_release_foreign_object_placed_during_build_is_neither_followed_nor_lost(
    tmp_path: Path, template_target: Path, name: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    # A build takes minutes, and the target is prepared before its end.
    shutil.copytree(template_target, tmp_path / "public", symlinks=True)
    target, canary = FolderTarget(tmp_path / "public"), CanaryFolder(tmp_path / "canary")
    metadata = ReleaseMetadata(PUBLISH_TIME + 9 * HOUR, "An", "", {})
    staged = StagedSite.from_folder(write_numbered_site(tmp_path, 9))
    with report_errors_before_activation(), target.hold_lock("phép thử", PUBLISH_TIME, print):
        target.prepare()
        with place_foreign_object(name, target.releases_folder / place, canary) as parts:
            if not parts or name == MOUNT_POINT:  # a user who may mount a disk may do anything
                return
            before = canary.take_snapshot()
            published = release_site(target, staged, metadata, 3)
            output = capsys.readouterr().out
            assert canary.take_snapshot() == before, output
            at = target.releases_folder / place
            assert is_preserved_or_named(parts, at, target.folder, output), output
            made = target.releases_folder / published.release.id
            assert not made.is_symlink()
            assert Manifest.from_folder(made) == staged.manifest


def test_publish_next_folder_without_marker_file_is_removed(
    tmp_path: Path, template_target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Version 0.1.0 wrote no marker file. Files that a release shares may be removed."""
    target = FolderTarget(tmp_path / "public")
    for number in range(3):
        publish_to(target, write_numbered_site(tmp_path, number), PUBLISH_TIME + number * HOUR)
    ready = target.releases_folder / ".next"
    shutil.copytree(target.releases_folder / target.release_ids()[0], ready, copy_function=os.link)
    publish_to(target, write_numbered_site(tmp_path, 3), PUBLISH_TIME + 3 * HOUR)
    assert not (target.folder / "tep-la").exists()
    shutil.rmtree(ready, ignore_errors=True)
    (target.releases_folder / ".next.json").unlink(missing_ok=True)
    shutil.copytree(target.releases_folder / target.release_ids()[0], ready, copy_function=os.link)
    (ready / "la.txt").write_text("của ai", encoding="utf-8")
    publish_to(target, write_numbered_site(tmp_path, 4), PUBLISH_TIME + 4 * HOUR)
    assert [path.name for path in (target.folder / "tep-la").rglob("*.*")] == ["la.txt"]


def test_publish_disk_without_hard_links_succeeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    target = FolderTarget(tmp_path / "public")
    for number in range(4):
        with report_errors_before_activation(), target.hold_lock("phép thử", PUBLISH_TIME, print):
            target.prepare()
        publish_to(target, write_numbered_site(tmp_path, number), PUBLISH_TIME + number * HOUR, keep=2)
    assert Manifest.from_folder(target.current_link.resolve()) == Manifest.from_folder(tmp_path / "output")
    assert not (target.folder / "tep-la").exists()


def test_publish_release_on_missing_disk_keeps_its_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = FolderTarget(tmp_path / "public")
    old = publish_to(target, write_numbered_site(tmp_path, 0)).release.id
    publish_to(target, write_numbered_site(tmp_path, 1), PUBLISH_TIME + HOUR)
    shutil.move(target.releases_folder / old, tmp_path / "disk")
    (target.releases_folder / old).symlink_to(tmp_path / "disk")
    shutil.move(tmp_path / "disk", tmp_path / "unmounted")
    publish_to(target, write_numbered_site(tmp_path, 2), PUBLISH_TIME + 2 * HOUR)
    assert f"Bản {old} dẫn tới {tmp_path / 'disk'}, hiện không có ở đó" in capsys.readouterr().out
    shutil.move(tmp_path / "unmounted", tmp_path / "disk")
    assert old in target.release_ids()
    assert target.read_release(old).id == old
    current = target.current_id() or ""
    shutil.move(target.releases_folder / current, tmp_path / "gone")
    (target.releases_folder / current).symlink_to(tmp_path / "nowhere")
    with pytest.raises(UserError, match=r"hiện không có ở đó \(ổ đĩa chưa gắn\?\), nên chưa ghi gì"):
        publish_to(target, write_numbered_site(tmp_path, 3), PUBLISH_TIME + 3 * HOUR)


def test_publish_release_moved_to_another_disk_is_unchanged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # The copy of the administrator may be read and activated, and is never written to.
    target = FolderTarget(tmp_path / "public")
    first = publish_to(target, write_numbered_site(tmp_path, 0), keep=3).release
    elsewhere = tmp_path / "dia-khac"
    shutil.move(target.releases_folder / first.id, elsewhere)
    (target.releases_folder / first.id).symlink_to(elsewhere)
    (elsewhere / "GHI-CHU.txt").write_text("của quản trị", encoding="utf-8")
    assert target.current_id() == first.id
    assert target.release_ids() == [first.id]
    for number in range(1, 5):
        publish_to(target, write_numbered_site(tmp_path, number), PUBLISH_TIME + number * HOUR, keep=3)
        assert (
            Manifest.from_folder(target.current_link.resolve())
            == target.read_release(target.current_id() or "").manifest
        )
    assert (elsewhere / "GHI-CHU.txt").read_text(encoding="utf-8") == "của quản trị"
    assert (elsewhere / "a/index.html").read_text(encoding="utf-8") == "bai 0"
    assert (
        f"Bản {first.id} đã được chuyển tới {elsewhere}: thôi giữ bản này, chỉ bỏ liên kết"
        in capsys.readouterr().out
    )
    assert not any(path.is_symlink() for path in target.releases_folder.iterdir())


def test_publish_link_as_next_folder_is_moved_and_not_followed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = FolderTarget(tmp_path / "public")
    publish_to(target, write_numbered_site(tmp_path, 0))
    victim = tmp_path / "victim"
    (victim / "sub").mkdir(parents=True)
    (victim / "sub/keep.txt").write_text("giữ", encoding="utf-8")
    (target.releases_folder / ".next").symlink_to(victim)
    publish_to(target, write_numbered_site(tmp_path, 1), PUBLISH_TIME + HOUR)
    assert [path.name for path in victim.rglob("*")] == ["sub", "keep.txt"]
    assert (target.folder / "tep-la/next").readlink() == victim
    assert (
        "public/releases/.next là liên kết tượng trưng không do trang này tạo; "
        "đã chuyển vào public/tep-la/next. Hãy xem rồi xóa nếu không cần."
    ) in capsys.readouterr().out
    assert not (target.releases_folder / (target.current_id() or "")).is_symlink()


def test_purge_unreferenced_reports_copies_that_were_moved_aside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = FolderTarget(tmp_path / "public")
    for number in range(2):
        publish_to(target, write_numbered_site(tmp_path, number), PUBLISH_TIME + number * HOUR)
    copy = target.releases_folder / target.release_ids()[0] / "a/ban-sao.html"
    copy.write_text("bai 0", encoding="utf-8")
    redact_and_purge(target, tmp_path)
    assert next((target.folder / "tep-la").rglob("ban-sao.html")).read_text(encoding="utf-8") == "bai 0"
    assert "public/tep-la giữ tệp lạ đã chuyển vào, có thể có bản chép" in capsys.readouterr().out


def test_publish_target_link_to_foreign_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/index.html").write_text("trang khác", encoding="utf-8")
    (tmp_path / "public").symlink_to("other")
    with pytest.raises(UserError, match="nơi có tệp của việc khác"):
        publish_to(FolderTarget(tmp_path / "public"), write_numbered_site(tmp_path, 0))
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["index.html"]


def test_publish_target_link_to_empty_disk_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "public").symlink_to("disk")
    for number in range(3):
        publish_to(
            FolderTarget(tmp_path / "public"),
            write_numbered_site(tmp_path, number),
            PUBLISH_TIME + number * HOUR,
        )
    assert (tmp_path / "disk/current/a/index.html").read_text(encoding="utf-8") == "bai 2"


@pytest.mark.parametrize(
    "path", ["../../canary/one.txt", "/{root}/canary/one.txt", "a/../../../canary/one.txt", "a\0b"]
)
def test_publish_forged_record_leads_to_no_file_outside(tmp_path: Path, path: str) -> None:
    # A release is removed with each file that its record names.
    target, canary = FolderTarget(tmp_path / "public"), CanaryFolder(tmp_path / "canary")
    before = canary.take_snapshot()
    for number in range(2):
        publish_to(target, write_numbered_site(tmp_path, number), PUBLISH_TIME + number * HOUR)
    for name in target.release_ids():
        record = target.releases_folder / f"{name}.json"
        rows = json.loads(record.read_text(encoding="utf-8"))
        rows["files"].append({"path": path.format(root=tmp_path), "size": 14, "sha256": "0" * 64})
        record.write_text(json.dumps(rows), encoding="utf-8")
    with pytest.raises(DamagedReleaseError):
        target.read_release(target.release_ids()[0])
    redact_and_purge(target, tmp_path)
    for number in range(2, 6):
        publish_to(target, write_numbered_site(tmp_path, number), PUBLISH_TIME + number * HOUR, keep=1)
    assert canary.take_snapshot() == before

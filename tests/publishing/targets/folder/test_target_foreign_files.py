"""Whatever lies in a target, no command leaves it, and nothing that others laid there is lost without a word."""

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
from tests.publishing.helpers import PUBLISH_TIME, publish_to, write_output
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

KINDS = (*FOREIGN_OBJECTS, MOUNT_POINT, MOVED_AND_LINKED)
AT_THE_GATE = 100
"""Of some thousand combinations of place, thing and command, so many are tried by chance."""
HOUR = timedelta(hours=1)
WITHDRAWN = WithdrawnAddresses(frozenset({"/a/"}), "")
BESIDES = (
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
"""Places where nothing stands yet, or that matter most."""


@pytest.fixture(scope="module")
def template_target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A target with three releases and what the next one grows from."""
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
    """Publish until each release of before is none any more."""
    for number in range(5, 10):
        publish_number(target, folder, number)


def prepare_and_publish(target: FolderTarget, folder: Path) -> None:
    """Publish as the pipeline does, where the target gets ready while the site is built."""
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
    shown = read_current_release(target)
    print(*target.unexpected_files(shown) if shown else (), sep="\n")


COMMANDS = (
    publish_number,
    publish_repeatedly,
    prepare_and_publish,
    roll_back_once,
    redact_and_purge,
    list_releases,
    print_unexpected_files,
)
Case = tuple[str, str, Callable[[FolderTarget, Path], None]]


def list_cases(pattern: Path) -> list[Case]:
    """Return what to lay where before which command: all of it with BULLETIN_PLAYS, some by chance without."""
    old, _, new = FolderTarget(pattern).release_ids()
    none = "20261122-000000-00000000"
    places = {one.format(old=old, new=new, none=none) for one in BESIDES}
    places.update(
        str(path.relative_to(pattern))
        for path in pattern.rglob("*")
        if not path.is_relative_to(pattern / "current")
    )
    every = [(place, kind, command) for place in sorted(places) for kind in KINDS for command in COMMANDS]
    return every if PLAYS else draw(every, AT_THE_GATE)


def test_no_command_follows_or_loses_what_others_laid_in_a_target(
    tmp_path: Path,
    template_target: Path,
    record_fault_count: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    laid_things, refused = 0, 0
    for number, (place, kind, command) in enumerate(list_cases(template_target)):
        folder = tmp_path / str(number)
        shutil.copytree(template_target, folder / "public", symlinks=True)
        target, canary = FolderTarget(folder / "public"), CanaryFolder(folder / "canary")
        at = folder / "public" / place
        with place_foreign_object(kind, at, canary) as parts:
            if not parts:
                continue
            before, said = canary.take_snapshot(), ""
            laid_things, error = laid_things + 1, None
            with limit_time(20):
                try:
                    command(target, folder)
                except UserError as caught:
                    error, said, refused = caught, str(caught), refused + 1
            said += capsys.readouterr().out
            case = (place, kind, command.__name__)
            assert error is None or not isinstance(error.__cause__, OSError), (*case, said)
            assert canary.take_snapshot() == before, (*case, said)
            assert kind == MOUNT_POINT or is_preserved_or_named(parts, at, target.folder, said), (*case, said)
        shutil.rmtree(folder)
    assert laid_things > AT_THE_GATE // 2
    record_fault_count(
        f"folder: {laid_things} links, pipes, mounts and files laid before a command, {refused} refused, none followed or lost"
    )


@contextmanager
def limit_time(seconds: int) -> Iterator[None]:
    """Fail where a command waits for a pipe for ever."""

    def stop(*_: object) -> None:
        raise AssertionError("a command hangs")

    former = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, former)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", [".next", ".next/la", ".next/tin-3", ".next/a/index.html", ".next.json"])
def test_what_is_laid_while_the_site_is_built_is_not_followed_or_lost(
    tmp_path: Path, template_target: Path, kind: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A build takes minutes, and the target got ready before it."""
    shutil.copytree(template_target, tmp_path / "public", symlinks=True)
    target, canary = FolderTarget(tmp_path / "public"), CanaryFolder(tmp_path / "canary")
    occasion, outgoing = (
        ReleaseMetadata(PUBLISH_TIME + 9 * HOUR, "An", "", {}),
        StagedSite.from_folder(write_numbered_site(tmp_path, 9)),
    )
    with report_errors_before_activation(), target.hold_lock("phép thử", PUBLISH_TIME, print):
        target.prepare()
        with place_foreign_object(kind, target.releases_folder / place, canary) as parts:
            if not parts or kind == MOUNT_POINT:  # one who may mount a disk there may do anything
                return
            before = canary.take_snapshot()
            published = release_site(target, outgoing, occasion, 3)
            said = capsys.readouterr().out
            assert canary.take_snapshot() == before, said
            assert is_preserved_or_named(parts, target.releases_folder / place, target.folder, said), said
            made = target.releases_folder / published.release.id
            assert not made.is_symlink()
            assert Manifest.from_folder(made) == outgoing.manifest


def test_what_lies_ready_of_an_earlier_version_has_no_mark_and_goes(
    tmp_path: Path, template_target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Version 0.1.0 wrote none; a file that a release has too is lost by no removal."""
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


def test_a_disk_without_hard_links_is_published_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_a_release_on_a_disk_that_is_not_there_is_left_with_its_record(
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
    shown = target.current_id() or ""
    shutil.move(target.releases_folder / shown, tmp_path / "gone")
    (target.releases_folder / shown).symlink_to(tmp_path / "nowhere")
    with pytest.raises(UserError, match=r"hiện không có ở đó \(ổ đĩa chưa gắn\?\), nên chưa ghi gì"):
        publish_to(target, write_numbered_site(tmp_path, 3), PUBLISH_TIME + 3 * HOUR)


def test_a_release_that_was_moved_to_another_disk_stays_there_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The administrator's copy is read, shown and let go; never written."""
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


def test_what_a_link_in_the_place_of_the_next_release_leads_to_stays(
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


def test_a_withdrawal_tells_of_copies_that_were_moved_aside(
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


def test_a_target_that_is_a_link_to_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/index.html").write_text("trang khác", encoding="utf-8")
    (tmp_path / "public").symlink_to("other")
    with pytest.raises(UserError, match="nơi có tệp của việc khác"):
        publish_to(FolderTarget(tmp_path / "public"), write_numbered_site(tmp_path, 0))
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["index.html"]


def test_a_target_may_be_a_link_to_a_disk_of_its_own(tmp_path: Path) -> None:
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
def test_a_record_that_others_wrote_leads_to_no_file_outside(tmp_path: Path, path: str) -> None:
    """Each file that a record names may be removed with its release."""
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

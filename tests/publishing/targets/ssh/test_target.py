"""What every place to publish to promises, in a folder behind a server of OpenSSH."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.rollback import roll_back, told
from bulletin.publishing.targets.ssh.connection import Connection
from bulletin.publishing.targets.ssh.target import SshTarget
from bulletin.publishing.withdrawal.addresses import Sought
from tests.publishing.helpers import LATER, NOON, output, put
from tests.publishing.targets.ssh.conftest import folder, page
from tests.publishing.targets.ssh_server import Sshd

pytestmark = pytest.mark.servers


def test_the_first_release_becomes_current(tmp_path: Path, public: Path, target: SshTarget) -> None:
    published = put(target, output(tmp_path, a="một"))
    release = published.release
    assert published.new
    assert target.current() == release.id
    assert (public / "current").readlink() == Path(f"releases/{release.id}")
    assert page(public, "a") == "một"
    assert target.read(release.id) == release
    assert target.untouched(release)
    assert sorted(item.name for item in (public / "releases").iterdir()) == [
        release.id,
        f"{release.id}.json",
    ]


def test_unchanged_files_are_links_and_changed_ones_are_not(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    one = folder(public, put(target, output(tmp_path, a="một", b="hai", d="bốn")))
    published = put(target, output(tmp_path, a="một", b="khác", c="ba"), LATER)
    two = folder(public, published)
    assert (one / "a/index.html").samefile(two / "a/index.html")
    assert (one / "b/index.html").read_text(encoding="utf-8") == "hai"
    assert (one / "d/index.html").read_text(encoding="utf-8") == "bốn"
    assert Manifest.of(two) == published.release.manifest == Manifest.of(tmp_path / "output")
    assert not (two / "d").exists()


def test_a_page_may_become_a_folder_and_a_folder_a_page(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    site = output(tmp_path, a="một")
    (site / "b").write_text("tệp", encoding="utf-8")
    put(target, site)
    site = output(tmp_path, b="trang")
    (site / "a").write_text("tệp", encoding="utf-8")
    published = put(target, site, LATER)
    assert Manifest.of(folder(public, published)) == Manifest.of(site)


def test_strange_names_arrive(tmp_path: Path, public: Path, target: SshTarget) -> None:
    names = ["-rf", "$(touch x)", "'\"; rm -rf *", "tệp đính kèm", "[a]*?", "#~"]
    published = put(target, output(tmp_path, **dict.fromkeys(names, "x")))
    assert Manifest.of(folder(public, published)) == published.release.manifest
    put(target, output(tmp_path, **dict.fromkeys(names[1:], "y")), LATER)
    assert Manifest.of(public / "current") == Manifest.of(tmp_path / "output")


def test_without_a_change_the_current_release_stays(tmp_path: Path, target: SshTarget) -> None:
    one = put(target, output(tmp_path, a="một"))
    two = put(target, output(tmp_path, a="một"), LATER)
    assert not two.new
    assert target.all() == [one.release.id]


def test_the_last_releases_are_kept(tmp_path: Path, public: Path, target: SshTarget) -> None:
    made = [
        put(target, output(tmp_path, a=str(n)), NOON + timedelta(hours=n), keep=2).release.id
        for n in range(4)
    ]
    assert target.all() == made[-2:]
    assert len(list((public / "releases").iterdir())) == 4


def test_only_what_changed_crosses_the_line(
    tmp_path: Path, target: SshTarget, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {f"bai-{n}": os.urandom(20_000).hex() for n in range(25)}
    put(target, output(tmp_path, **files))
    with target.locked("phép thử", NOON, print):
        target.prepare()
    files["bai-7"] += "Thêm một câu."
    capsys.readouterr()
    put(target, output(tmp_path, **files), LATER)
    said = capsys.readouterr().out
    assert "Đang chuyển 1 tệp (0,0 MB)" in said
    assert "Đã chuyển xong: 0,0 MB" in said


def test_ids_grow_when_the_clock_was_set_back(tmp_path: Path, target: SshTarget) -> None:
    one = put(target, output(tmp_path, a="một")).release
    two = put(target, output(tmp_path, a="hai"), NOON - timedelta(days=400)).release
    assert two.id > one.id
    assert target.current() == two.id


def test_going_back_and_forth(tmp_path: Path, public: Path, target: SshTarget) -> None:
    one = put(target, output(tmp_path, a="một")).release
    put(target, output(tmp_path, a="hai"), LATER)
    back = roll_back(target, holder="An", moment=LATER, sought=Sought(frozenset(), ""), say=print)
    assert (back, page(public, "a")) == (one, "một")
    three = put(target, output(tmp_path, a="một"), LATER + timedelta(hours=1))
    assert three.new
    assert target.current() == target.all()[-1] == three.release.id
    assert f"→ {three.release.id}" in "\n".join(told(target))


def test_readers_may_read_whatever_the_umask(tmp_path: Path, public: Path, target: SshTarget) -> None:
    before = os.umask(0o077)
    try:
        made = folder(public, put(target, output(tmp_path, a="một")))
    finally:
        os.umask(before)
    assert (made / "a/index.html").stat().st_mode & 0o777 == 0o644
    for place in (public, public / "releases", made, made / "a"):
        assert place.stat().st_mode & 0o777 == 0o755


def test_what_others_put_into_the_copy_that_lies_ready_is_moved_aside(
    tmp_path: Path, public: Path, target: SshTarget, capsys: pytest.CaptureFixture[str]
) -> None:
    one = put(target, output(tmp_path, a="một", b="hai")).release
    with target.locked("phép thử", NOON, print):
        target.prepare()
    ready = public / f"releases/.next-{one.id}"
    assert (ready / "a/index.html").samefile(public / "current/a/index.html")
    (ready / "la").write_text("của ai", encoding="utf-8")
    site = output(tmp_path, a="khác", b="hai")
    put(target, site, LATER)
    assert Manifest.of(public / "current") == Manifest.of(site)
    assert (public / f"tep-la/next-{one.id}/la").read_text(encoding="utf-8") == "của ai"
    assert f"(la); đã chuyển vào “tep-la/next-{one.id}”" in capsys.readouterr().out


def test_what_lies_ready_can_be_removed_for_good(tmp_path: Path, public: Path, target: SshTarget) -> None:
    put(target, output(tmp_path, a="một"))
    (public / "releases/.incoming").mkdir()
    with target.locked("phép thử", NOON, print):
        target.prepare()
        target.purge()
    assert len(list((public / "releases").iterdir())) == 2


def test_a_damaged_record_costs_a_whole_copy_and_nothing_else(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    one = put(target, output(tmp_path, a="một")).release
    (public / f"releases/{one.id}.json").write_text('{"id":', encoding="utf-8")
    two = put(target, output(tmp_path, a="một"), LATER)
    assert two.new
    assert Manifest.of(public / "current") == two.release.manifest
    assert target.current() == two.release.id


def test_an_output_that_changes_meanwhile_is_not_released(tmp_path: Path, target: SshTarget) -> None:
    site = output(tmp_path, a="một")
    outgoing = Outgoing.of(site)
    (site / "a/index.html").write_text("hai", encoding="utf-8")
    release = Release("20261123-120000-00000000", NOON, manifest=outgoing.manifest)
    with (
        target.locked("phép thử", NOON, print),
        pytest.raises(UserError, match="không đúng như bản đã dựng"),
    ):
        target.make(outgoing, release, None)
    assert target.all() == []


def test_an_amended_release_leaves_the_files_of_others_alone(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    one = put(target, output(tmp_path, a="một", b="hai"))
    put(target, output(tmp_path, a="một", b="hai", c="ba"), LATER)
    outgoing = Outgoing.of(output(tmp_path / "fixed", a="đã gỡ"))
    amended = Release(one.release.id, one.release.when, manifest=outgoing.manifest)
    with target.locked("phép thử", LATER, print):
        target.amend(outgoing, amended)
    assert Manifest.of(folder(public, one)) == outgoing.manifest
    assert target.read(amended.id) == amended
    assert target.untouched(amended)
    assert (page(public, "a"), page(public, "b")) == ("một", "hai")


def test_a_record_that_was_read_before_is_read_again_where_another_machine_amended_it(
    tmp_path: Path, public: Path, target: SshTarget, server: Sshd, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = put(target, output(tmp_path, a="một", b="hai")).release
    put(target, output(tmp_path, a="một"), LATER)
    elsewhere = server.target(public, tmp_path / "another cache")
    outgoing = Outgoing.of(output(tmp_path / "fixed", a="đã gỡ"))
    with elsewhere.locked("máy khác", LATER, print):
        elsewhere.amend(outgoing, Release(one.id, one.when, manifest=outgoing.manifest))
    assert target.read(one.id).manifest == outgoing.manifest
    with monkeypatch.context() as patch:
        patch.setattr(Connection, "rsync", lambda *_, **__: pytest.fail("nothing need be fetched"))
        assert target.read(one.id).manifest == outgoing.manifest


def test_a_release_whose_amending_is_cut_off_is_none_any_more(
    tmp_path: Path, public: Path, target: SshTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it could be shown with half of what was withdrawn."""
    one = put(target, output(tmp_path, a="một", b="hai")).release
    two = put(target, output(tmp_path, a="một", b="hai", c="ba"), LATER).release
    outgoing = Outgoing.of(output(tmp_path / "fixed", a="đã gỡ"))
    monkeypatch.setattr("bulletin.publishing.targets.ssh.target._digest", lambda _: "khác")
    with target.locked("phép thử", LATER, print):
        with pytest.raises(UserError, match="không đúng như bản đã dựng"):
            target.amend(outgoing, Release(one.id, one.when, manifest=outgoing.manifest))
        assert target.all() == [two.id]
        target.tidy()
    assert not (public / "releases" / one.id).exists()


def test_files_of_a_release_can_be_fetched(tmp_path: Path, target: SshTarget) -> None:
    one = put(target, output(tmp_path, a="một", b="hai")).release
    target.fetch(one, ["a/index.html"], tmp_path / "here")
    assert Manifest.of(tmp_path / "here").entries == {"a/index.html": one.manifest.entries["a/index.html"]}
    with pytest.raises(DamagedReleaseError, match=r"z\.html"):
        target.fetch(one, ["a/index.html", "z.html"], tmp_path / "here")

"""What every place to publish to promises, in a folder behind a server of OpenSSH."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.rollback import describe_releases, roll_back
from bulletin.publishing.targets.ssh.connection import SshConnection
from bulletin.publishing.targets.ssh.target import SshTarget
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from tests.publishing.helpers import LATER_PUBLISH_TIME, PUBLISH_TIME, publish_to, write_output
from tests.publishing.targets.ssh.conftest import get_release_folder, read_current_page
from tests.publishing.targets.ssh_server import SshServer

pytestmark = pytest.mark.servers


def test_the_first_release_becomes_current(tmp_path: Path, public: Path, target: SshTarget) -> None:
    published = publish_to(target, write_output(tmp_path, a="một"))
    release = published.release
    assert published.is_new
    assert target.current_id() == release.id
    assert (public / "current").readlink() == Path(f"releases/{release.id}")
    assert read_current_page(public, "a") == "một"
    assert target.read_release(release.id) == release
    assert target.is_unmodified(release)
    assert sorted(item.name for item in (public / "releases").iterdir()) == [
        release.id,
        f"{release.id}.json",
    ]


def test_unchanged_files_are_links_and_changed_ones_are_not(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    one = get_release_folder(public, publish_to(target, write_output(tmp_path, a="một", b="hai", d="bốn")))
    published = publish_to(target, write_output(tmp_path, a="một", b="khác", c="ba"), LATER_PUBLISH_TIME)
    two = get_release_folder(public, published)
    assert (one / "a/index.html").samefile(two / "a/index.html")
    assert (one / "b/index.html").read_text(encoding="utf-8") == "hai"
    assert (one / "d/index.html").read_text(encoding="utf-8") == "bốn"
    assert (
        Manifest.from_folder(two) == published.release.manifest == Manifest.from_folder(tmp_path / "output")
    )
    assert not (two / "d").exists()


def test_a_page_may_become_a_folder_and_a_folder_a_page(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    site = write_output(tmp_path, a="một")
    (site / "b").write_text("tệp", encoding="utf-8")
    publish_to(target, site)
    site = write_output(tmp_path, b="trang")
    (site / "a").write_text("tệp", encoding="utf-8")
    published = publish_to(target, site, LATER_PUBLISH_TIME)
    assert Manifest.from_folder(get_release_folder(public, published)) == Manifest.from_folder(site)


def test_strange_names_arrive(tmp_path: Path, public: Path, target: SshTarget) -> None:
    names = ["-rf", "$(touch x)", "'\"; rm -rf *", "tệp đính kèm", "[a]*?", "#~"]
    published = publish_to(target, write_output(tmp_path, **dict.fromkeys(names, "x")))
    assert Manifest.from_folder(get_release_folder(public, published)) == published.release.manifest
    publish_to(target, write_output(tmp_path, **dict.fromkeys(names[1:], "y")), LATER_PUBLISH_TIME)
    assert Manifest.from_folder(public / "current") == Manifest.from_folder(tmp_path / "output")


def test_without_a_change_the_current_release_stays(tmp_path: Path, target: SshTarget) -> None:
    one = publish_to(target, write_output(tmp_path, a="một"))
    two = publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME)
    assert not two.is_new
    assert target.release_ids() == [one.release.id]


def test_the_last_releases_are_kept(tmp_path: Path, public: Path, target: SshTarget) -> None:
    made = [
        publish_to(
            target, write_output(tmp_path, a=str(n)), PUBLISH_TIME + timedelta(hours=n), keep=2
        ).release.id
        for n in range(4)
    ]
    assert target.release_ids() == made[-2:]
    assert len(list((public / "releases").iterdir())) == 4


def test_only_what_changed_crosses_the_line(
    tmp_path: Path, target: SshTarget, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {f"bai-{n}": os.urandom(20_000).hex() for n in range(25)}
    publish_to(target, write_output(tmp_path, **files))
    with target.hold_lock("phép thử", PUBLISH_TIME, print):
        target.prepare()
    files["bai-7"] += "Thêm một câu."
    capsys.readouterr()
    publish_to(target, write_output(tmp_path, **files), LATER_PUBLISH_TIME)
    said = capsys.readouterr().out
    assert "Đang chuyển 1 tệp (0,0 MB)" in said
    assert "Đã chuyển xong: 0,0 MB" in said


def test_ids_grow_when_the_clock_was_set_back(tmp_path: Path, target: SshTarget) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    two = publish_to(target, write_output(tmp_path, a="hai"), PUBLISH_TIME - timedelta(days=400)).release
    assert two.id > one.id
    assert target.current_id() == two.id


def test_going_back_and_forth(tmp_path: Path, public: Path, target: SshTarget) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME)
    back = roll_back(
        target, holder="An", moment=LATER_PUBLISH_TIME, sought=WithdrawnAddresses(frozenset(), ""), say=print
    )
    assert (back, read_current_page(public, "a")) == (one, "một")
    three = publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME + timedelta(hours=1))
    assert three.is_new
    assert target.current_id() == target.release_ids()[-1] == three.release.id
    assert f"→ {three.release.id}" in "\n".join(describe_releases(target))


def test_readers_may_read_whatever_the_umask(tmp_path: Path, public: Path, target: SshTarget) -> None:
    before = os.umask(0o077)
    try:
        made = get_release_folder(public, publish_to(target, write_output(tmp_path, a="một")))
    finally:
        os.umask(before)
    assert (made / "a/index.html").stat().st_mode & 0o777 == 0o644
    for place in (public, public / "releases", made, made / "a"):
        assert place.stat().st_mode & 0o777 == 0o755


def test_what_others_put_into_the_copy_that_lies_ready_is_moved_aside(
    tmp_path: Path, public: Path, target: SshTarget, capsys: pytest.CaptureFixture[str]
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một", b="hai")).release
    with target.hold_lock("phép thử", PUBLISH_TIME, print):
        target.prepare()
    ready = public / f"releases/.next-{one.id}"
    assert (ready / "a/index.html").samefile(public / "current/a/index.html")
    (ready / "la").write_text("của ai", encoding="utf-8")
    site = write_output(tmp_path, a="khác", b="hai")
    publish_to(target, site, LATER_PUBLISH_TIME)
    assert Manifest.from_folder(public / "current") == Manifest.from_folder(site)
    assert (public / f"tep-la/next-{one.id}/la").read_text(encoding="utf-8") == "của ai"
    assert f"(la); đã chuyển vào “tep-la/next-{one.id}”" in capsys.readouterr().out


def test_what_lies_ready_can_be_removed_for_good(tmp_path: Path, public: Path, target: SshTarget) -> None:
    publish_to(target, write_output(tmp_path, a="một"))
    (public / "releases/.incoming").mkdir()
    with target.hold_lock("phép thử", PUBLISH_TIME, print):
        target.prepare()
        target.purge_unreferenced()
    assert len(list((public / "releases").iterdir())) == 2


def test_a_damaged_record_costs_a_whole_copy_and_nothing_else(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    (public / f"releases/{one.id}.json").write_text('{"id":', encoding="utf-8")
    two = publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME)
    assert two.is_new
    assert Manifest.from_folder(public / "current") == two.release.manifest
    assert target.current_id() == two.release.id


def test_an_output_that_changes_meanwhile_is_not_released(tmp_path: Path, target: SshTarget) -> None:
    site = write_output(tmp_path, a="một")
    outgoing = StagedSite.from_folder(site)
    (site / "a/index.html").write_text("hai", encoding="utf-8")
    release = Release("20261123-120000-00000000", PUBLISH_TIME, manifest=outgoing.manifest)
    with (
        target.hold_lock("phép thử", PUBLISH_TIME, print),
        pytest.raises(UserError, match="không đúng như bản đã dựng"),
    ):
        target.upload(outgoing, release, None)
    assert target.release_ids() == []


def test_an_amended_release_leaves_the_files_of_others_alone(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một", b="hai"))
    publish_to(target, write_output(tmp_path, a="một", b="hai", c="ba"), LATER_PUBLISH_TIME)
    outgoing = StagedSite.from_folder(write_output(tmp_path / "fixed", a="đã gỡ"))
    amended = Release(one.release.id, one.release.published_at, manifest=outgoing.manifest)
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        target.rewrite(outgoing, amended)
    assert Manifest.from_folder(get_release_folder(public, one)) == outgoing.manifest
    assert target.read_release(amended.id) == amended
    assert target.is_unmodified(amended)
    assert (read_current_page(public, "a"), read_current_page(public, "b")) == ("một", "hai")


def test_a_record_that_was_read_before_is_read_again_where_another_machine_amended_it(
    tmp_path: Path, public: Path, target: SshTarget, server: SshServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một", b="hai")).release
    publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME)
    elsewhere = server.create_target(public, tmp_path / "another cache")
    outgoing = StagedSite.from_folder(write_output(tmp_path / "fixed", a="đã gỡ"))
    with elsewhere.hold_lock("máy khác", LATER_PUBLISH_TIME, print):
        elsewhere.rewrite(outgoing, Release(one.id, one.published_at, manifest=outgoing.manifest))
    assert target.read_release(one.id).manifest == outgoing.manifest
    with monkeypatch.context() as patch:
        patch.setattr(SshConnection, "run_rsync", lambda *_, **__: pytest.fail("nothing need be fetched"))
        assert target.read_release(one.id).manifest == outgoing.manifest


def test_a_release_whose_amending_is_cut_off_is_none_any_more(
    tmp_path: Path, public: Path, target: SshTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it could be shown with half of what was withdrawn."""
    one = publish_to(target, write_output(tmp_path, a="một", b="hai")).release
    two = publish_to(target, write_output(tmp_path, a="một", b="hai", c="ba"), LATER_PUBLISH_TIME).release
    outgoing = StagedSite.from_folder(write_output(tmp_path / "fixed", a="đã gỡ"))
    monkeypatch.setattr("bulletin.publishing.targets.ssh.target.compute_listing_digest", lambda _: "khác")
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        with pytest.raises(UserError, match="không đúng như bản đã dựng"):
            target.rewrite(outgoing, Release(one.id, one.published_at, manifest=outgoing.manifest))
        assert target.release_ids() == [two.id]
        target.clean_up()
    assert not (public / "releases" / one.id).exists()


def test_files_of_a_release_can_be_fetched(tmp_path: Path, target: SshTarget) -> None:
    one = publish_to(target, write_output(tmp_path, a="một", b="hai")).release
    target.download(one, ["a/index.html"], tmp_path / "here")
    assert Manifest.from_folder(tmp_path / "here").entries == {
        "a/index.html": one.manifest.entries["a/index.html"]
    }
    with pytest.raises(DamagedReleaseError, match=r"z\.html"):
        target.download(one, ["a/index.html", "z.html"], tmp_path / "here")

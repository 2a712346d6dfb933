"""Tests of a folder behind an OpenSSH server as target."""

import os
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.rollback import describe_releases, roll_back
from bulletin.publishing.targets.factory import create_target
from bulletin.publishing.targets.ssh.connection import CONFIG_ENV_VAR, SshConnection
from bulletin.publishing.targets.ssh.target import SshTarget
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from tests.publishing.small_release import LATER_PUBLISH_TIME, PUBLISH_TIME, publish_to, write_output
from tests.publishing.small_site import OFFICE_SETTINGS, create_small_site
from tests.publishing.targets.partial_scenario import assert_published_alone
from tests.publishing.targets.ssh.conftest import get_release_folder, read_current_page
from tests.publishing.targets.ssh_server import SshServer
from tests.publishing.targets.withdrawal_scenario import assert_withdrawn_everywhere

pytestmark = pytest.mark.servers


def test_publish_first_release_becomes_current(tmp_path: Path, public: Path, target: SshTarget) -> None:
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


def test_publish_unchanged_files_are_hard_links(tmp_path: Path, public: Path, target: SshTarget) -> None:
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


def test_publish_page_becomes_folder_and_folder_becomes_page(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    site = write_output(tmp_path, a="một")
    (site / "b").write_text("tệp", encoding="utf-8")
    publish_to(target, site)
    site = write_output(tmp_path, b="trang")
    (site / "a").write_text("tệp", encoding="utf-8")
    published = publish_to(target, site, LATER_PUBLISH_TIME)
    assert Manifest.from_folder(get_release_folder(public, published)) == Manifest.from_folder(site)


def test_publish_file_names_with_special_characters_arrive(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    names = ["-rf", "$(touch x)", "'\"; rm -rf *", "tệp đính kèm", "[a]*?", "#~"]
    published = publish_to(target, write_output(tmp_path, **dict.fromkeys(names, "x")))
    assert Manifest.from_folder(get_release_folder(public, published)) == published.release.manifest
    publish_to(target, write_output(tmp_path, **dict.fromkeys(names[1:], "y")), LATER_PUBLISH_TIME)
    assert Manifest.from_folder(public / "current") == Manifest.from_folder(tmp_path / "output")


def test_publish_without_a_change_keeps_the_current_release(tmp_path: Path, target: SshTarget) -> None:
    one = publish_to(target, write_output(tmp_path, a="một"))
    two = publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME)
    assert not two.is_new
    assert target.release_ids() == [one.release.id]


def test_publish_keeps_the_last_releases(tmp_path: Path, public: Path, target: SshTarget) -> None:
    made = [
        publish_to(
            target, write_output(tmp_path, a=str(n)), PUBLISH_TIME + timedelta(hours=n), keep=2
        ).release.id
        for n in range(4)
    ]
    assert target.release_ids() == made[-2:]
    assert len(list((public / "releases").iterdir())) == 4


def test_publish_sends_only_changed_parts(
    tmp_path: Path, target: SshTarget, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {f"bai-{n}": os.urandom(20_000).hex() for n in range(25)}
    publish_to(target, write_output(tmp_path, **files))
    with target.hold_lock("phép thử", PUBLISH_TIME, print):
        target.prepare()
    files["bai-7"] += "Thêm một câu."
    capsys.readouterr()
    publish_to(target, write_output(tmp_path, **files), LATER_PUBLISH_TIME)
    output = capsys.readouterr().out
    assert "Đang chuyển 1 tệp (0,0 MB)" in output
    assert "Đã chuyển xong: 0,0 MB" in output


@pytest.mark.plays
def test_publish_clock_set_back_still_makes_a_larger_id(tmp_path: Path, target: SshTarget) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    two = publish_to(target, write_output(tmp_path, a="hai"), PUBLISH_TIME - timedelta(days=400)).release
    assert two.id > one.id
    assert target.current_id() == two.id


def test_roll_back_and_publish_again_is_a_new_release(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME)
    release = roll_back(
        target, holder="An", now=LATER_PUBLISH_TIME, withdrawn=WithdrawnAddresses(frozenset(), ""), say=print
    )
    assert (release, read_current_page(public, "a")) == (one, "một")
    three = publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME + timedelta(hours=1))
    assert three.is_new
    assert target.current_id() == target.release_ids()[-1] == three.release.id
    assert f"→ {three.release.id}" in "\n".join(describe_releases(target))


def test_publish_strict_umask_still_makes_readable_files(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    old_umask = os.umask(0o077)
    try:
        made = get_release_folder(public, publish_to(target, write_output(tmp_path, a="một")))
    finally:
        os.umask(old_umask)
    assert (made / "a/index.html").stat().st_mode & 0o777 == 0o644
    for place in (public, public / "releases", made, made / "a"):
        assert place.stat().st_mode & 0o777 == 0o755


def test_publish_foreign_file_in_next_folder_is_moved_aside(
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


def test_purge_unreferenced_removes_upload_and_next_folder(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    publish_to(target, write_output(tmp_path, a="một"))
    (public / "releases/.incoming").mkdir()
    with target.hold_lock("phép thử", PUBLISH_TIME, print):
        target.prepare()
        target.purge_unreferenced()
    assert len(list((public / "releases").iterdir())) == 2


def test_publish_damaged_record_makes_a_whole_copy(tmp_path: Path, public: Path, target: SshTarget) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    (public / f"releases/{one.id}.json").write_text('{"id":', encoding="utf-8")
    two = publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME)
    assert two.is_new
    assert Manifest.from_folder(public / "current") == two.release.manifest
    assert target.current_id() == two.release.id


def test_upload_output_changed_during_publish_is_refused(tmp_path: Path, target: SshTarget) -> None:
    site = write_output(tmp_path, a="một")
    staged = StagedSite.from_folder(site)
    (site / "a/index.html").write_text("hai", encoding="utf-8")
    release = Release("20261123-120000-00000000", PUBLISH_TIME, manifest=staged.manifest)
    with (
        target.hold_lock("phép thử", PUBLISH_TIME, print),
        pytest.raises(UserError, match="không đúng như bản đã dựng"),
    ):
        target.upload(staged, release, None)
    assert target.release_ids() == []


def test_rewrite_leaves_files_of_other_releases_unchanged(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một", b="hai"))
    publish_to(target, write_output(tmp_path, a="một", b="hai", c="ba"), LATER_PUBLISH_TIME)
    staged = StagedSite.from_folder(write_output(tmp_path / "fixed", a="đã gỡ"))
    amended = Release(one.release.id, one.release.published_at, manifest=staged.manifest)
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        target.rewrite(staged, amended)
    assert Manifest.from_folder(get_release_folder(public, one)) == staged.manifest
    assert target.read_release(amended.id) == amended
    assert target.is_unmodified(amended)
    assert (read_current_page(public, "a"), read_current_page(public, "b")) == ("một", "hai")


def test_read_release_record_amended_by_another_machine_is_read_again(
    tmp_path: Path, public: Path, target: SshTarget, server: SshServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một", b="hai")).release
    publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME)
    elsewhere = server.create_target(public, tmp_path / "another cache")
    staged = StagedSite.from_folder(write_output(tmp_path / "fixed", a="đã gỡ"))
    with elsewhere.hold_lock("máy khác", LATER_PUBLISH_TIME, print):
        elsewhere.rewrite(staged, Release(one.id, one.published_at, manifest=staged.manifest))
    assert target.read_release(one.id).manifest == staged.manifest
    with monkeypatch.context() as patch:
        patch.setattr(
            SshConnection, "run_rsync", lambda *_, **__: pytest.fail("the cached record is current")
        )
        assert target.read_release(one.id).manifest == staged.manifest


def test_rewrite_interrupted_release_is_incomplete(
    tmp_path: Path, public: Path, target: SshTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise it could be activated with a half of the withdrawn article."""
    one = publish_to(target, write_output(tmp_path, a="một", b="hai")).release
    two = publish_to(target, write_output(tmp_path, a="một", b="hai", c="ba"), LATER_PUBLISH_TIME).release
    staged = StagedSite.from_folder(write_output(tmp_path / "fixed", a="đã gỡ"))
    monkeypatch.setattr("bulletin.publishing.targets.ssh.target.compute_listing_digest", lambda _: "khác")
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        with pytest.raises(UserError, match="không đúng như bản đã dựng"):
            target.rewrite(staged, Release(one.id, one.published_at, manifest=staged.manifest))
        assert target.release_ids() == [two.id]
        target.clean_up()
    assert not (public / "releases" / one.id).exists()


def test_download_copies_files_and_names_a_missing_one(tmp_path: Path, target: SshTarget) -> None:
    one = publish_to(target, write_output(tmp_path, a="một", b="hai")).release
    target.download(one, ["a/index.html"], tmp_path / "here")
    assert Manifest.from_folder(tmp_path / "here").entries == {
        "a/index.html": one.manifest.entries["a/index.html"]
    }
    with pytest.raises(DamagedReleaseError, match=r"z\.html"):
        target.download(one, ["a/index.html", "z.html"], tmp_path / "here")


def test_withdraw_ssh_target_has_no_trace_of_the_article(
    tmp_path: Path, server: SshServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CONFIG_ENV_VAR, str(server.client_config))
    address = server.get_address(tmp_path / "web")
    site = create_small_site(tmp_path / "site", has_search=False, PUBLISH_TO=address, **OFFICE_SETTINGS)
    assert_withdrawn_everywhere(site, lambda: create_target(address, site.root, site.cache))


def test_partial_publish_ssh_target_gets_the_chosen_article_alone(
    tmp_path: Path, server: SshServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CONFIG_ENV_VAR, str(server.client_config))
    address = server.get_address(tmp_path / "web")
    site = create_small_site(tmp_path / "site", has_search=False, PUBLISH_TO=address, **OFFICE_SETTINGS)
    assert_published_alone(site, lambda: create_target(address, site.root, site.cache), tmp_path / "here")


@pytest.mark.plays  # git and SSH are each tested alone
def test_withdraw_git_repository_over_ssh_has_no_trace_of_the_article(
    tmp_path: Path, server: SshServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Publish with git over SSH to a bare repository behind OpenSSH."""
    bare = tmp_path / "kho.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(bare)], check=True)
    monkeypatch.setenv(
        "GIT_SSH_COMMAND", f"ssh -F {server.client_config} -o BatchMode=yes -o StrictHostKeyChecking=yes"
    )
    address = f"git+{server.get_address(bare)}#trang"
    site = create_small_site(tmp_path / "site", has_search=False, PUBLISH_TO=address, **OFFICE_SETTINGS)
    assert_withdrawn_everywhere(site, lambda: create_target(address, site.root, site.cache))

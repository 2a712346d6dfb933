"""What every place to publish to promises, on a branch of a repository."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.errors import TargetError, UnknownOutcomeError, UserError
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.rollback import roll_back
from bulletin.publishing.targets.factory import create_target
from bulletin.publishing.targets.git.repository import GitRepository
from bulletin.publishing.targets.git.target import GitTarget
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from tests.publishing.helpers import LATER_PUBLISH_TIME, PUBLISH_TIME, publish_to, write_output
from tests.publishing.targets.git.conftest import create_git_target, read_branch_page, run_git_in

pytestmark = pytest.mark.slow


def test_the_branch_holds_the_site_and_nothing_else(
    tmp_path: Path, bare_repository: Path, target: GitTarget
) -> None:
    site = write_output(tmp_path, a="một", b="hai")
    (site / ".bulletin.json").write_text("[]", encoding="utf-8")
    (site / "tệp đính kèm.txt").write_text("x", encoding="utf-8")
    release = publish_to(target, site).release
    names = run_git_in(bare_repository, "ls-tree", "-r", "-z", "--name-only", "trang").split("\0")
    assert sorted(names) == [
        "",
        ".nojekyll",
        "a/index.html",
        "b/index.html",
        "index.html",
        "tệp đính kèm.txt",
    ]
    assert read_branch_page(bare_repository, "a/index.html") == "một"
    assert (target.current_id(), target.release_ids()) == (release.id, [release.id])
    assert target.read_release(release.id) == release


def test_a_second_publish_moves_the_branch_and_keeps_the_first(
    tmp_path: Path, bare_repository: Path, target: GitTarget
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một", b="hai")).release
    two = publish_to(target, write_output(tmp_path, a="khác"), LATER_PUBLISH_TIME).release
    assert target.release_ids() == [one.id, two.id]
    assert read_branch_page(bare_repository, "a/index.html") == "khác"
    assert "b/index.html" not in run_git_in(bare_repository, "ls-tree", "-r", "--name-only", "trang")
    assert run_git_in(bare_repository, "rev-list", "--count", "trang").strip() == "1"


def test_a_page_may_become_a_folder_and_a_folder_a_page(
    tmp_path: Path, bare_repository: Path, target: GitTarget
) -> None:
    site = write_output(tmp_path, a="một")
    (site / "b").write_text("tệp", encoding="utf-8")
    publish_to(target, site)
    site = write_output(tmp_path, b="trang")
    (site / "a").write_text("tệp", encoding="utf-8")
    publish_to(target, site, LATER_PUBLISH_TIME)
    assert (read_branch_page(bare_repository, "a"), read_branch_page(bare_repository, "b/index.html")) == (
        "tệp",
        "trang",
    )


@pytest.mark.parametrize("arrived", [True, False])
def test_a_line_that_is_lost_at_the_switch_is_asked_what_came_of_it(
    tmp_path: Path,
    bare_repository: Path,
    target: GitTarget,
    monkeypatch: pytest.MonkeyPatch,
    *,
    arrived: bool,
) -> None:
    push = GitRepository.push

    def lost(self: GitRepository, changes: dict[str, str], expected: dict[str, str]) -> None:
        switching = "refs/heads/trang" in changes
        if arrived or not switching:
            push(self, changes, expected)
        if switching:
            raise TargetError(target.name, "mất kết nối")

    monkeypatch.setattr(GitRepository, "push", lost)
    if arrived:
        assert publish_to(target, write_output(tmp_path, a="một")).release.id == target.current_id()
        return
    with pytest.raises(UserError, match="trang đang chạy vẫn giữ nguyên"):
        publish_to(target, write_output(tmp_path, a="một"))


def test_a_switch_of_which_nobody_knows_is_told_as_such(
    tmp_path: Path, target: GitTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_to(target, write_output(tmp_path, a="một"))

    def dead(*_: object) -> None:
        raise TargetError(target.name, "mất kết nối")

    release = publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME).release
    refs = GitRepository.list_remote_refs
    monkeypatch.setattr(GitRepository, "push", dead)
    monkeypatch.setattr(
        GitRepository,
        "list_remote_refs",
        lambda self, *names: refs(self, *names) if "site" in names[0] else dead(),
    )
    with pytest.raises(UnknownOutcomeError, match="bản ấy hoặc bản trước"):
        target.activate(release.id)


def test_without_a_change_the_branch_stays(tmp_path: Path, bare_repository: Path, target: GitTarget) -> None:
    publish_to(target, write_output(tmp_path, a="một"))
    before = run_git_in(bare_repository, "show-ref")
    assert not publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME).is_new
    assert run_git_in(bare_repository, "show-ref") == before


def test_a_release_is_touched_where_somebody_moved_the_branch_off_it(
    tmp_path: Path, bare_repository: Path, target: GitTarget
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    two = publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME).release
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        assert target.is_unmodified(one)
        assert target.is_unmodified(two)
        run_git_in(bare_repository, "update-ref", "refs/heads/trang", f"refs/bulletin/{one.id}/site")
        assert not target.is_unmodified(two)


def test_going_back_moves_the_branch_alone(tmp_path: Path, bare_repository: Path, target: GitTarget) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME)
    again = create_git_target(bare_repository, tmp_path / "another cache")
    assert (
        roll_back(
            again,
            holder="phép thử",
            moment=LATER_PUBLISH_TIME,
            sought=WithdrawnAddresses(frozenset(), ""),
            say=print,
        )
        == one
    )
    assert read_branch_page(bare_repository, "a/index.html") == "một"
    assert target.current_id() == one.id


def test_the_last_releases_are_kept(tmp_path: Path, bare_repository: Path, target: GitTarget) -> None:
    made = [
        publish_to(
            target, write_output(tmp_path, a=str(n)), PUBLISH_TIME + timedelta(hours=n), keep=2
        ).release.id
        for n in range(4)
    ]
    assert target.release_ids() == made[-2:]
    assert len(run_git_in(bare_repository, "show-ref").splitlines()) == 5


def test_a_cleared_cache_costs_nothing_but_time(
    tmp_path: Path, bare_repository: Path, target: GitTarget
) -> None:
    publish_to(target, write_output(tmp_path, a="một", b="hai"))
    other = create_git_target(bare_repository, tmp_path / "another cache")
    with other.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        other.prepare()
    publish_to(other, write_output(tmp_path, a="khác", b="hai"), LATER_PUBLISH_TIME)
    assert read_branch_page(bare_repository, "a/index.html") == "khác"


def test_files_of_a_release_can_be_fetched_and_amended(
    tmp_path: Path, bare_repository: Path, target: GitTarget
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một", b="hai")).release
    publish_to(target, write_output(tmp_path, a="một", b="hai", c="ba"), LATER_PUBLISH_TIME)
    target.download(one, ["a/index.html"], tmp_path / "here")
    assert (tmp_path / "here/a/index.html").read_text(encoding="utf-8") == "một"
    fixed = StagedSite.from_folder(write_output(tmp_path / "fixed", a="đã gỡ"))
    amended = Release(one.id, one.published_at, one.published_by, one.commit, manifest=fixed.manifest)
    for file in (tmp_path / "cache/publishing").glob("*.tree"):
        file.with_suffix(".index.lock").touch()  # left by a crash
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        target.rewrite(fixed, amended)
        target.purge_unreferenced()
    assert target.read_release(one.id) == amended
    target.download(amended, ["a/index.html"], tmp_path / "here")
    assert (tmp_path / "here/a/index.html").read_text(encoding="utf-8") == "đã gỡ"
    assert run_git_in(bare_repository, "show", f"refs/bulletin/{one.id}/site:a/index.html") == "đã gỡ"
    assert read_branch_page(bare_repository, "a/index.html") == "một"
    assert "một" not in run_git_in(bare_repository, "log", "-p", f"refs/bulletin/{one.id}/site")


def test_a_file_that_a_release_has_not_is_its_damage(tmp_path: Path, target: GitTarget) -> None:
    release = publish_to(target, write_output(tmp_path, a="một")).release
    with pytest.raises(DamagedReleaseError, match=r"mat\.html"):
        target.download(release, ["mat.html"], tmp_path / "here")


def test_files_are_fetched_by_many_at_once_and_a_release_only_once(
    tmp_path: Path, target: GitTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {f"trang-{n}": str(n) for n in range(12)}
    one = publish_to(target, write_output(tmp_path, **pages)).release
    fetched, fetch = list[str](), target.repository.fetch

    def counted(*refs: str) -> None:
        fetched.extend(refs)
        fetch(*refs)

    monkeypatch.setattr(target.repository, "fetch", counted)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: target.download(one, [f"{name}/index.html"], tmp_path / "here"), pages))
    assert fetched == [f"refs/bulletin/{one.id}/site"]
    assert (tmp_path / "here/trang-11/index.html").read_text(encoding="utf-8") == "11"


def test_a_domain_that_the_hosting_put_on_the_branch_stays(
    tmp_path: Path, bare_repository: Path, target: GitTarget
) -> None:
    publish_to(target, write_output(tmp_path, a="một"))
    clone = tmp_path / "clone"
    run_git_in(tmp_path, "clone", "--quiet", "--branch", "trang", str(bare_repository), str(clone))
    (clone / "CNAME").write_text("bantin.example", encoding="utf-8")
    run_git_in(clone, "add", "CNAME")
    people = ["-c", "user.name=An", "-c", "user.email=an@bantin.example"]
    run_git_in(clone, *people, "commit", "--quiet", "-m", "Create CNAME")
    run_git_in(clone, "push", "--quiet", "origin", "trang")
    for text, moment in (("hai", LATER_PUBLISH_TIME), ("ba", LATER_PUBLISH_TIME + timedelta(hours=1))):
        release = publish_to(target, write_output(tmp_path, a=text), moment).release
        assert (
            read_branch_page(bare_repository, "a/index.html"),
            read_branch_page(bare_repository, "CNAME").strip(),
        ) == (
            text,
            "bantin.example",
        )
        assert target.current_id() == release.id
    assert run_git_in(bare_repository, "rev-list", "--count", "trang").strip() == "1"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("git+file:///khong/co.git#trang", "không có kho git"),
        ("git+ssh://127.0.0.1:1/kho.git#trang", "không nhận kết nối"),
    ],
)
def test_a_place_that_cannot_be_reached_is_told_in_words(tmp_path: Path, address: str, said: str) -> None:
    target = create_target(address, tmp_path, tmp_path / "cache")
    with pytest.raises(UserError, match=said):
        publish_to(target, write_output(tmp_path))

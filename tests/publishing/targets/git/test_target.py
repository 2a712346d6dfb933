"""Tests of a branch of a repository as target."""

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
from tests.publishing.small_release import LATER_PUBLISH_TIME, PUBLISH_TIME, publish_to, write_output
from tests.publishing.small_site import OFFICE_SETTINGS, create_small_site
from tests.publishing.targets.git.conftest import create_git_target, read_branch_page, run_git_in
from tests.publishing.targets.partial_scenario import assert_published_alone
from tests.publishing.targets.withdrawal_scenario import assert_withdrawn_everywhere

pytestmark = pytest.mark.slow


def test_publish_branch_has_the_site_and_no_other_files(
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


def test_publish_in_hook_of_another_repository_leaves_that_repository_alone(
    tmp_path: Path, bare_repository: Path, target: GitTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_git_in(tmp_path, "init", "--quiet", "khac")
    folder = tmp_path / "khac" / ".git"
    before = sorted(folder.rglob("*"))
    variables = {"DIR": "", "WORK_TREE": "..", "OBJECT_DIRECTORY": "objects", "INDEX_FILE": "index"}
    for name, path in variables.items():
        monkeypatch.setenv(f"GIT_{name}", str(folder / path))
    publish_to(target, write_output(tmp_path, a="một"))
    assert sorted(folder.rglob("*")) == before
    for name in variables:
        monkeypatch.delenv(f"GIT_{name}")
    assert read_branch_page(bare_repository, "a/index.html") == "một"


def test_publish_second_release_moves_the_branch_and_keeps_the_first(
    tmp_path: Path, bare_repository: Path, target: GitTarget
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một", b="hai")).release
    two = publish_to(target, write_output(tmp_path, a="khác"), LATER_PUBLISH_TIME).release
    assert target.release_ids() == [one.id, two.id]
    assert read_branch_page(bare_repository, "a/index.html") == "khác"
    assert "b/index.html" not in run_git_in(bare_repository, "ls-tree", "-r", "--name-only", "trang")
    assert run_git_in(bare_repository, "rev-list", "--count", "trang").strip() == "1"


def test_publish_page_becomes_folder_and_folder_becomes_page(
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
def test_activate_lost_connection_asks_the_server_for_the_outcome(
    tmp_path: Path,
    bare_repository: Path,
    target: GitTarget,
    monkeypatch: pytest.MonkeyPatch,
    *,
    arrived: bool,
) -> None:
    push = GitRepository.push

    def push_and_lose(self: GitRepository, changes: dict[str, str], expected: dict[str, str]) -> None:
        is_activation = "refs/heads/trang" in changes
        if arrived or not is_activation:
            push(self, changes, expected)
        if is_activation:
            raise TargetError(target.name, "mất kết nối")

    monkeypatch.setattr(GitRepository, "push", push_and_lose)
    if arrived:
        assert publish_to(target, write_output(tmp_path, a="một")).release.id == target.current_id()
        return
    with pytest.raises(UserError, match="trang đang chạy vẫn giữ nguyên"):
        publish_to(target, write_output(tmp_path, a="một"))


def test_activate_unknown_outcome_raises_unknown_outcome_error(
    tmp_path: Path, target: GitTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_to(target, write_output(tmp_path, a="một"))

    def fail(*_: object) -> None:
        raise TargetError(target.name, "mất kết nối")

    release = publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME).release
    refs = GitRepository.list_remote_refs
    monkeypatch.setattr(GitRepository, "push", fail)
    monkeypatch.setattr(
        GitRepository,
        "list_remote_refs",
        lambda self, *names: refs(self, *names) if "site" in names[0] else fail(),
    )
    with pytest.raises(UnknownOutcomeError, match="bản ấy hoặc bản trước"):
        target.activate(release.id)


def test_publish_without_a_change_keeps_the_branch(
    tmp_path: Path, bare_repository: Path, target: GitTarget
) -> None:
    publish_to(target, write_output(tmp_path, a="một"))
    before = run_git_in(bare_repository, "show-ref")
    assert not publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME).is_new
    assert run_git_in(bare_repository, "show-ref") == before


def test_is_unmodified_branch_moved_by_others_is_false(
    tmp_path: Path, bare_repository: Path, target: GitTarget
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    two = publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME).release
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        assert target.is_unmodified(one)
        assert target.is_unmodified(two)
        run_git_in(bare_repository, "update-ref", "refs/heads/trang", f"refs/bulletin/{one.id}/site")
        assert not target.is_unmodified(two)


def test_roll_back_moves_the_branch(tmp_path: Path, bare_repository: Path, target: GitTarget) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME)
    other = create_git_target(bare_repository, tmp_path / "another cache")
    assert (
        roll_back(
            other,
            holder="phép thử",
            now=LATER_PUBLISH_TIME,
            withdrawn=WithdrawnAddresses(frozenset(), ""),
            say=print,
        )
        == one
    )
    assert read_branch_page(bare_repository, "a/index.html") == "một"
    assert target.current_id() == one.id


def test_publish_keeps_the_last_releases(tmp_path: Path, bare_repository: Path, target: GitTarget) -> None:
    made = [
        publish_to(
            target, write_output(tmp_path, a=str(n)), PUBLISH_TIME + timedelta(hours=n), keep=2
        ).release.id
        for n in range(4)
    ]
    assert target.release_ids() == made[-2:]
    assert len(run_git_in(bare_repository, "show-ref").splitlines()) == 5


def test_publish_cleared_cache_succeeds(tmp_path: Path, bare_repository: Path, target: GitTarget) -> None:
    publish_to(target, write_output(tmp_path, a="một", b="hai"))
    other = create_git_target(bare_repository, tmp_path / "another cache")
    with other.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        other.prepare()
    publish_to(other, write_output(tmp_path, a="khác", b="hai"), LATER_PUBLISH_TIME)
    assert read_branch_page(bare_repository, "a/index.html") == "khác"


def test_rewrite_and_download_amended_release_has_the_new_file(
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


def test_download_missing_file_raises_damaged_release_error(tmp_path: Path, target: GitTarget) -> None:
    release = publish_to(target, write_output(tmp_path, a="một")).release
    with pytest.raises(DamagedReleaseError, match=r"mat\.html"):
        target.download(release, ["mat.html"], tmp_path / "here")


def test_download_from_several_threads_fetches_the_release_once(
    tmp_path: Path, target: GitTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {f"trang-{n}": str(n) for n in range(12)}
    one = publish_to(target, write_output(tmp_path, **pages)).release
    fetched, fetch = list[str](), target.repository.fetch

    def fetch_and_note(*refs: str) -> None:
        fetched.extend(refs)
        fetch(*refs)

    monkeypatch.setattr(target.repository, "fetch", fetch_and_note)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: target.download(one, [f"{name}/index.html"], tmp_path / "here"), pages))
    assert fetched == [f"refs/bulletin/{one.id}/site"]
    assert (tmp_path / "here/trang-11/index.html").read_text(encoding="utf-8") == "11"


def test_publish_custom_domain_on_the_branch_is_kept(
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
    for text, now in (("hai", LATER_PUBLISH_TIME), ("ba", LATER_PUBLISH_TIME + timedelta(hours=1))):
        release = publish_to(target, write_output(tmp_path, a=text), now).release
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
    ("address", "reason"),
    [
        ("git+file:///khong/co.git#trang", "không có kho git"),
        ("git+ssh://127.0.0.1:1/kho.git#trang", "không nhận kết nối"),
    ],
)
def test_publish_unreachable_repository_error_names_the_reason(
    tmp_path: Path, address: str, reason: str
) -> None:
    target = create_target(address, tmp_path, tmp_path / "cache")
    with pytest.raises(UserError, match=reason):
        publish_to(target, write_output(tmp_path))


def test_withdraw_git_target_has_no_trace_of_the_article(tmp_path: Path, bare_repository: Path) -> None:
    address = f"git+file://{bare_repository}#trang"
    site = create_small_site(tmp_path / "site", has_search=False, PUBLISH_TO=address, **OFFICE_SETTINGS)
    assert_withdrawn_everywhere(site, lambda: create_target(address, site.root, site.cache))


@pytest.mark.plays
def test_partial_publish_git_target_gets_the_chosen_article_alone(
    tmp_path: Path, bare_repository: Path
) -> None:
    address = f"git+file://{bare_repository}#trang"
    site = create_small_site(tmp_path / "site", has_search=False, PUBLISH_TO=address, **OFFICE_SETTINGS)
    assert_published_alone(site, lambda: create_target(address, site.root, site.cache), tmp_path / "here")

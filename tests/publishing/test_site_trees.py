"""Write the trees of a small site in git."""

from pathlib import Path

import pytest

from bulletin.publishing.site_trees import SiteTrees, TreeRecord, is_of_site_tree, list_sources
from bulletin.publishing.workspace.folders import Workspace
from tests.publishing.shared_repository import IDENTITY, commit_all, run_git
from tests.publishing.small_site import create_small_site, write_dated_article


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)
    site = create_small_site(tmp_path)
    run_git(tmp_path, "init", "--quiet", "-b", "main")
    (tmp_path / ".gitignore").write_text("*.pdf\n.cache/\n", encoding="utf-8")
    commit_all(site, "Trang mới")
    return site


def open_trees(site: Workspace) -> SiteTrees:
    trees = SiteTrees.open(site)
    assert trees
    return trees


def test_write_tree_has_ignored_and_uncommitted_files_of_the_site_alone(site: Workspace) -> None:
    write_dated_article(site, "chua-luu")
    (site.content / "files").mkdir()
    (site.content / "files/ke-hoach.pdf").write_bytes(b"%PDF-1.4 x")
    (site.root / "ghi-chu.txt").write_text("Không thuộc trang.", encoding="utf-8")
    before = run_git(site.root, "status", "--porcelain")
    tree = open_trees(site).write_tree()
    names = run_git(site.root, "ls-tree", "-r", "--name-only", tree).splitlines()
    assert {"content/articles/chua-luu.md", "content/files/ke-hoach.pdf", "publishconf.py"} <= set(names)
    assert "ghi-chu.txt" not in names
    assert run_git(site.root, "status", "--porcelain") == before


def test_write_tree_forgets_a_deleted_file(site: Workspace) -> None:
    file = write_dated_article(site, "mot")
    trees = open_trees(site)
    assert trees.has_file(trees.write_tree(), "content/articles/mot.md")
    file.unlink()
    assert not trees.has_file(trees.write_tree(), "content/articles/mot.md")


def test_replace_files_puts_a_file_in_the_place_of_a_folder(site: Workspace) -> None:
    trees = open_trees(site)
    (site.content / "articles/mot").mkdir()
    (site.content / "articles/mot/hai.md").write_text("hai", encoding="utf-8")
    old = trees.write_tree()
    (site.content / "articles/mot/hai.md").unlink()
    (site.content / "articles/mot").rmdir()
    (site.content / "articles/mot").write_text("mot", encoding="utf-8")
    new = trees.write_tree()
    differences = trees.list_differences(old, new)
    assert {path: version.is_deleted for path, version in differences.items()} == {
        "content/articles/mot": False,
        "content/articles/mot/hai.md": True,
    }
    assert trees.replace_files(old, differences) == new


def test_check_out_replaces_what_an_earlier_tree_left(site: Workspace, tmp_path: Path) -> None:
    trees, folder = open_trees(site), tmp_path / ".cache/publishing/only.tree"
    old = trees.write_tree()
    write_dated_article(site, "mot")
    trees.check_out(trees.write_tree(), folder)
    assert (folder / "content/articles/mot.md").is_file()
    (folder / "content/articles/tin-tot.md").unlink()
    trees.check_out(old, folder)
    assert not (folder / "content/articles/mot.md").exists()
    assert (folder / "content/articles/tin-tot.md").is_file()


def test_check_out_after_a_killed_one_removes_files_that_no_index_has(
    site: Workspace, tmp_path: Path
) -> None:
    trees, folder = open_trees(site), tmp_path / ".cache/publishing/only.tree"
    tree = trees.write_tree()
    trees.check_out(tree, folder)
    for name in ("content/articles/khong-ai-chon.md", "content/files/la.pdf", "theme/la.css", "la.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("Tệp của lần bị ngắt.", encoding="utf-8")
    (folder / "content/articles/tin-tot.md").write_text("Tệp của lần bị ngắt.", encoding="utf-8")
    (folder / ".index.lock").touch()
    (site.cache / "publishing/site-tree.index.lock").touch()
    assert trees.write_tree() == tree
    trees.check_out(tree, folder)
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names - {".index"} == set(run_git(site.root, "ls-tree", "-r", "--name-only", tree).splitlines())
    assert (folder / "content/articles/tin-tot.md").read_bytes() == (
        site.content / "articles/tin-tot.md"
    ).read_bytes()


def test_write_tree_leaves_settings_out_that_git_ignores(site: Workspace) -> None:
    (site.root / "mat_khau.py").write_text("KEY = 'bí mật'\n", encoding="utf-8")
    trees = open_trees(site)
    assert trees.has_file(trees.write_tree(), "mat_khau.py")
    with (site.root / ".gitignore").open("a", encoding="utf-8") as stream:
        stream.write("*.py\n")
    assert trees.list_ignored_settings() == ["mat_khau.py"]  # the others are committed
    tree = trees.write_tree()
    assert not trees.has_file(tree, "mat_khau.py")
    assert trees.has_file(tree, "publishconf.py")


def test_keep_tree_forgets_the_trees_of_deleted_releases(site: Workspace) -> None:
    trees = open_trees(site)
    tree = trees.write_tree()
    for number in range(4):
        trees.keep_tree(tree, f"ban-{number}", [f"ban-{number - 1}"])
    refs = run_git(site.root, "for-each-ref", "--format=%(refname)", "refs/bulletin/").splitlines()
    assert refs == ["refs/bulletin/trees/ban-2", "refs/bulletin/trees/ban-3"]


def test_open_without_git_or_with_linked_content_is_none(tmp_path: Path) -> None:
    site = create_small_site(tmp_path / "site")
    assert SiteTrees.open(site) is None
    run_git(site.root, "init", "--quiet")
    site.content.rename(tmp_path / "noi-dung")
    site.content.symlink_to(tmp_path / "noi-dung")
    assert SiteTrees.open(site) is None


def test_record_of_a_repository_that_cannot_be_written_says_what_git_said(site: Workspace) -> None:
    record = TreeRecord.begin(site)
    (site.root / ".git/HEAD").write_text("ref: refs/heads/main", encoding="utf-8")
    (site.root / ".git/refs/bulletin").write_text("không phải thư mục", encoding="utf-8")
    messages: list[str] = []
    record.keep("ban-1", [], messages.append)
    (message,) = messages
    assert message.startswith("Chưa ghi được vào git bản này gồm những gì (git báo “fatal: ")


def test_record_of_a_file_that_changed_since_keeps_no_tree(site: Workspace) -> None:
    record = TreeRecord.begin(site)
    write_dated_article(site, "mot")
    record.keep("ban-1", [], print)
    assert run_git(site.root, "for-each-ref", "refs/bulletin/") == ""


@pytest.mark.parametrize(
    ("path", "is_inside"),
    [
        ("content/articles/x.md", True),
        ("theme/templates/base.html", True),
        ("publishconf.py", True),
        ("cai-dat.py", True),
        (".gitattributes", True),
        ("bulletin/urls.py", False),
        ("addresses.txt", False),
    ],
)
def test_is_of_site_tree_names_content_theme_and_settings(path: str, is_inside: bool) -> None:
    assert is_of_site_tree(path) is is_inside


def test_list_sources_leaves_out_settings() -> None:
    assert list_sources(["content/articles/x.md", "publishconf.py"]) == ["articles/x.md"]

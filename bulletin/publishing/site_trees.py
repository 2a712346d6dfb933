"""Site trees: the content, the settings and the theme of a release, as git trees.

A publish keeps the tree that it was built from under ``refs/bulletin/trees/``, which no push sends.
Files that were not committed are in it too. A partial publish starts from the tree of the current release.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bulletin.errors import explain_file_error, explain_os_error
from bulletin.publishing.release.release import Release
from bulletin.publishing.workspace.folders import BUILD_SETTINGS_FILE, PUBLISH_SETTINGS_FILE, Workspace
from bulletin.publishing.workspace.git import find_repository, quote_error, run_git
from bulletin.storage.cache_folder import create_folder, remove_path

_FOLDERS = ("content", "theme")
"""Folders of a site tree."""
_FILES = (".gitattributes", BUILD_SETTINGS_FILE, PUBLISH_SETTINGS_FILE)
_SETTINGS_PATTERN = "*.py"
"""Files beside the settings, which the settings may import."""
_REFS = "refs/bulletin/trees/"
_DELETED = "000000"
"""Mode of a file that a tree lacks."""
_TREE_ROW = re.compile(r"[0-9]+ (?P<type>[a-z]+) [0-9a-f]+\t(?P<name>.*)", re.DOTALL)


class SiteTreeError(Exception):
    """git could not read or write a site tree. The text is a Vietnamese clause."""


class FileVersion(NamedTuple):
    """A file in a site tree."""

    mode: str
    blob: str

    @property
    def is_deleted(self) -> bool:
        """Tell if the tree lacks the file."""
        return self.mode == _DELETED


class SiteTrees:
    """The site trees in the repository of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        """Find the repository. Raise SiteTreeError."""
        self._root = workspace.root
        self._notes = workspace.cache / "publishing"
        self._git_folder = self._ask("rev-parse", "--absolute-git-dir").strip()
        self._prefix = self._ask("rev-parse", "--show-prefix").strip()

    @classmethod
    def open(cls, workspace: Workspace) -> "SiteTrees | None":
        """Return the site trees; None if the content is not in git. Raise SiteTreeError."""
        is_outside = any((workspace.root / name).is_symlink() for name in _FOLDERS)
        return None if is_outside or not find_repository(workspace.root) else cls(workspace)

    def write_tree(self) -> str:
        """Write the tree of the workspace as it is; return its id. Raise SiteTreeError.

        Ignored files of the content and of the theme are part of it, ignored settings are not.
        The index of the editor stays as it is.
        Reason: settings that git ignores may hold passwords, and ``git push --mirror`` sends the trees.
        """
        create_folder(self._notes)
        index = self._open_index(self._notes / "site-tree.index")
        listed = self._ask("ls-files", "-z", "--cached", "--others", "--", *_FOLDERS, variables=index)
        names = {name for name in listed.split("\0") if name and not name.endswith("/")}
        names.update(_FILES, (file.name for file in self._root.glob(_SETTINGS_PATTERN)))
        ignored = self.list_ignored_settings()
        if ignored:
            self._ask("update-index", "--force-remove", "-z", "--stdin", text=_join(ignored), variables=index)
        rows = _join(sorted(names.difference(ignored)))
        self._ask(
            "update-index", "--add", "--remove", "--replace", "-z", "--stdin", text=rows, variables=index
        )
        prefix = [f"--prefix={self._prefix}"] if self._prefix else []
        return self._ask("write-tree", *prefix, variables=index).strip()

    def list_ignored_settings(self) -> list[str]:
        """Return the names of the settings files that git ignores. Raise SiteTreeError."""
        names = sorted(file.name for file in self._root.glob(_SETTINGS_PATTERN))
        answer = self._ask("check-ignore", "-z", "--stdin", text=_join(names), no=1)
        return [name for name in answer.split("\0") if name]

    def find_tree(self, release: Release) -> str:
        """Return the id of the tree of ``release``; empty if it is not known.

        If this repository kept no tree, the commit of the release has it, unless there were changes besides.
        Raise SiteTreeError.
        """
        if tree := self._ask("rev-parse", "--verify", "-q", f"{_REFS}{release.id}^{{tree}}", no=1).strip():
            return tree
        if not release.commit or release.commit.endswith("+"):
            return ""
        commit = self._ask("rev-parse", "--verify", "-q", f"{release.commit}^{{commit}}", no=1).strip()
        if not commit:
            return ""
        rows = self._ask("ls-tree", "-z", "--full-tree", f"{commit}:{self._prefix}").split("\0")
        return self._ask("mktree", "-z", text="".join(f"{row}\0" for row in rows if _is_of_site(row))).strip()

    def has_tree(self, release_id: str) -> bool:
        """Tell if this repository kept the tree of a release. Raise SiteTreeError."""
        return bool(self._ask("rev-parse", "--verify", "-q", f"{_REFS}{release_id}", no=1))

    def keep_tree(self, tree: str, release_id: str, kept: Collection[str]) -> None:
        """Keep ``tree`` as that of ``release_id``. Raise SiteTreeError.

        Trees of releases that are not among ``kept`` are forgotten.
        """
        refs = self._ask("for-each-ref", "--format=%(refname)", _REFS).split()
        old = [ref for ref in refs if ref.removeprefix(_REFS) not in {release_id, *kept}]
        rows = [f"update {_REFS}{release_id} {tree}\n", *(f"delete {ref}\n" for ref in old)]
        self._ask("update-ref", "--stdin", text="".join(rows))

    def list_differences(self, old: str, new: str) -> dict[str, FileVersion]:
        """Return the files that differ, as ``new`` has them. Raise SiteTreeError."""
        fields = self._ask("diff-tree", "-r", "-z", "--no-renames", "--no-relative", old, new).split("\0")
        return {
            path: FileVersion(row.split()[1], row.split()[3])
            for row, path in zip(fields[::2], fields[1::2], strict=False)
        }

    def replace_files(self, tree: str, files: Mapping[str, FileVersion]) -> str:
        """Return ``tree`` with other versions of some files. Raise SiteTreeError."""
        index_file = self._notes / "site-tree.new"
        remove_path(index_file)
        index = self._open_index(index_file)
        # Deletions first, because a folder may stand in the place of a file now.
        ordered = sorted(files.items(), key=lambda item: (not item[1].is_deleted, item[0]))
        rows = "".join(f"{version.mode} {version.blob}\t{path}\0" for path, version in ordered)
        try:
            self._ask("read-tree", tree, variables=index)
            self._ask("update-index", "-z", "--index-info", text=rows, variables=index)
            return self._ask("write-tree", variables=index).strip()
        finally:
            remove_path(index_file)

    def check_out(self, tree: str, folder: Path) -> None:
        """Make the files in ``folder`` those of ``tree``. Raise SiteTreeError, OSError.

        Equal files stay untouched, so that the next build reads only what changed.
        Files that ``tree`` lacks are removed.
        Reason: git writes files before its index, so a killed check-out leaves files that no index has.
        """
        create_folder(folder)
        index = self._open_index(folder / ".index")
        places = (
            "--git-dir",
            self._git_folder,
            "--work-tree",
            str(folder),
            "-c",
            "core.sparseCheckout=false",
        )
        self._ask(*places, "read-tree", "--reset", "-u", tree, folder=folder, variables=index)
        paths = (*_FOLDERS, *_FILES, f":(glob){_SETTINGS_PATTERN}")
        self._ask(*places, "clean", "-ffdxq", "--", *paths, folder=folder, variables=index)

    def list_names(self, tree: str) -> list[str]:
        """Return the names at the top of ``tree``. Raise SiteTreeError."""
        return [
            name
            for name in self._ask("ls-tree", "-z", "--full-tree", "--name-only", tree).split("\0")
            if name
        ]

    def has_file(self, tree: str, path: str) -> bool:
        """Tell if ``tree`` has a file or folder at ``path``. Raise SiteTreeError."""
        return bool(self._ask("ls-tree", "-z", "--full-tree", "--name-only", tree, "--", path))

    def _open_index(self, file: Path) -> dict[str, str]:
        """Return the variable of git for an index of ours.

        A lock that a killed git left is removed. The workspace lock keeps other commands away.
        Raise SiteTreeError.
        """
        try:
            remove_path(file.with_name(f"{file.name}.lock"))
        except OSError as error:
            raise SiteTreeError(f"không xóa được {explain_file_error(error)}") from error
        return {"GIT_INDEX_FILE": str(file)}

    def _ask(
        self,
        *arguments: str,
        text: str = "",
        no: int = 0,
        variables: Mapping[str, str] = {},
        folder: Path | None = None,
    ) -> str:
        """Return the output of git. Raise SiteTreeError.

        An exit code ``no`` is an answer too.
        """
        try:
            answer = run_git(
                folder or self._root,
                *("-c", "core.fsmonitor=false", *arguments),
                variables=variables,
                text=text,
                errors="surrogateescape",
            )
        except OSError as error:
            raise SiteTreeError(f"không chạy được git: {explain_os_error(error)}") from error
        if answer.returncode not in (0, no):
            raise SiteTreeError(f"git báo “{quote_error(answer)}”")
        return answer.stdout


@dataclass(frozen=True, slots=True)
class TreeRecord:
    """The site tree of a publish under way."""

    trees: SiteTrees | None = None
    """None if the content is not in git."""
    tree: str = ""
    problem: str = ""
    """Reason of git for writing no tree."""
    is_final: bool = False
    """True if no file of the build can have changed since."""

    @classmethod
    def begin(cls, workspace: Workspace) -> "TreeRecord":
        """Write the tree of the workspace, before a build reads it."""
        try:
            trees = SiteTrees.open(workspace)
            return cls(trees, trees.write_tree() if trees else "")
        except SiteTreeError as error:
            return cls(problem=str(error))

    def has_tree_of(self, release: Release | None) -> bool:
        """Tell if ``release`` was published from this repository.

        If git does not answer, it was not.
        """
        try:
            return bool(release and self.trees and self.trees.has_tree(release.id))
        except SiteTreeError:
            return False

    def keep(self, release_id: str, kept: Collection[str], say: Callable[[str], None]) -> None:
        """Keep the tree for ``release_id``.

        It is not kept if a file changed since the tree was written.
        A failure of git is said, because the release is complete without a tree.
        """
        problem = self.problem
        if self.trees:
            try:
                if self.is_final or self.trees.write_tree() == self.tree:
                    self.trees.keep_tree(self.tree, release_id, kept)
            except SiteTreeError as error:
                problem = str(error)
        if problem:
            say(
                f"Chưa ghi được vào git bản này gồm những gì ({problem}), nên chưa dùng được ./inv publish --only. "
                "Hãy sửa rồi chạy lại ./inv publish"
            )


def list_sources(files: Iterable[str]) -> list[str]:
    """Return the paths from content/ of the files that lie there."""
    content = f"{_FOLDERS[0]}/"
    return [file.removeprefix(content) for file in files if file.startswith(content)]


def is_of_site_tree(path: str) -> bool:
    """Tell if site trees hold a file of this path from the workspace."""
    top, _, rest = path.partition("/")
    return top in _FOLDERS or (not rest and (top in _FILES or Path(top).match(_SETTINGS_PATTERN)))


def _join(names: Iterable[str]) -> str:
    """Return the names in the form of ``-z``."""
    return "".join(f"{name}\0" for name in names)


def _is_of_site(row: str) -> bool:
    """Tell if a row of ``git ls-tree`` belongs to a site tree."""
    found = _TREE_ROW.fullmatch(row)
    if not found:
        return False
    return is_of_site_tree(found["name"]) and (found["type"] == "tree") == (found["name"] in _FOLDERS)

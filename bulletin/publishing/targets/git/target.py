"""Publishes to a branch of a repository, with one ref for each release."""

import hashlib
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bulletin.errors import TargetError, UnknownOutcomeError, UserError
from bulletin.publishing.release.release import RELEASE_ID_PATTERN, DamagedReleaseError, Release
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.settings.credentials import redact_credentials
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.targets.folder.tree_writer import TreeWriter
from bulletin.publishing.targets.git.lock import LOCK_REF, REF_NAMESPACE, RefLock
from bulletin.publishing.targets.git.repository import COMMIT_IDENTITY_ENV, GitRepository, PushRejectedError
from bulletin.storage.cache_folder import create_folder, has_only_files_and_folders, remove_path

_NOJEKYLL = ".nojekyll"
"""Tells GitHub Pages to serve the files as they are."""
_CNAME = "CNAME"
"""The file with the custom domain. GitHub Pages puts the file on the branch itself."""


class GitTarget:
    """The releases in a repository, one of them on the branch that readers see."""

    can_serve_compressed = False
    local_root = None
    headers_help = "Nơi chứa trang (như GitHub Pages) quyết định việc này, từ đây không đổi được."

    def __init__(self, remote: str, branch: str, cache: Path) -> None:
        """Use ``cache`` for a local repository and a working tree."""
        self.name = redact_credentials(f"{remote}#{branch}")
        target_id = hashlib.sha256(self.name.encode()).hexdigest()[:16]
        self.repository = GitRepository(cache / f"{target_id}.git", remote)
        self._tree = cache / f"{target_id}.tree"
        self._branch = f"refs/heads/{branch}"
        self._lock = RefLock(self.repository, self.name)
        self._branch_commit = ""
        """The commit of the branch when we took the lock or moved the branch."""

    @contextmanager
    def hold_lock(self, holder: str, now: datetime, say: MessageCallback) -> Iterator[None]:
        """Hold the ref lock (see ``lock.py``)."""
        if not self.repository.is_intact():  # checked first, because a new repository would lose our lock
            self.repository.recreate()
        with self._lock.hold(holder, now, say):
            self._branch_commit = self.repository.list_remote_refs(self._branch).get(self._branch, "")
            yield

    def current_id(self) -> str | None:
        """Return the id of the release that the branch names, or None."""
        refs = self.repository.list_remote_refs(f"{REF_NAMESPACE}/*", self._branch)
        current = refs.get(self._branch)
        return next((name for name in _list_ids(refs) if refs[_site_ref(name)] == current), None)

    def release_ids(self) -> list[str]:
        """Return the ids of the complete releases, oldest first."""
        return _list_ids(self.repository.list_remote_refs(f"{REF_NAMESPACE}/*"))

    def read_release(self, name: str) -> Release:
        """Return the record of a release."""
        try:
            return self._read(name)
        except (TargetError, DamagedReleaseError):
            if self._branch_commit or self.repository.is_intact():  # the holder of the lock has checked that
                raise
        self.repository.recreate()
        return self._read(name)

    def _read(self, name: str) -> Release:
        self.repository.fetch(_record_ref(name))
        return Release.from_json(self.repository.run_git("log", "-1", "--format=%B", _record_ref(name)))

    def is_unmodified(self, release: Release) -> bool:
        """Tell if the branch still names the release, or named another one before.

        git itself detects altered files, because it names them by digests.
        """
        refs = self.repository.list_remote_refs(_site_ref(release.id), self._branch)
        commit = refs.get(_site_ref(release.id))
        return commit != self._branch_commit or commit == refs.get(self._branch)

    def prepare(self) -> None:
        """Fetch the current release if the cache lacks it, to push only changes."""
        commit = self.repository.list_remote_refs(self._branch).get(self._branch)
        if commit and not self.repository.has_object(commit):
            self.repository.fetch(self._branch)

    def upload(self, site: StagedSite, release: Release, previous: Release | None) -> None:
        """Import the site with ghp-import, and push it with its record."""
        del previous  # git finds out which objects the remote has
        self._sync_tree(site, release)
        branch = f"growing/{release.id}"
        commit_date = format_datetime(release.published_at)  # fast-import reads RFC 2822 dates
        self.repository.run_git("update-ref", "-d", f"refs/heads/{branch}")
        self.repository.run_command(
            (
                sys.executable,
                "-m",
                "ghp_import",
                "--no-jekyll",
                "-b",
                branch,
                "-m",
                release.id,
                *self._build_domain_option(release),
                str(self._tree),
            ),
            **{**COMMIT_IDENTITY_ENV, "GIT_COMMITTER_DATE": commit_date},
        )
        commit = self.repository.run_git("rev-parse", f"refs/heads/{branch}")
        self.repository.run_git("update-ref", "-d", f"refs/heads/{branch}")
        differing = release.manifest.entries.keys() ^ set(self._list_paths(commit))
        if differing - {_NOJEKYLL, _CNAME}:
            raise UserError("Thư mục output thay đổi trong lúc phát hành. Hãy chạy lại lệnh publish.")
        self._push(release, commit, {})

    def activate(self, name: str) -> None:
        """Move the branch to the commit of the release, in one step."""
        commit = self.repository.list_remote_refs(_site_ref(name))[_site_ref(name)]
        if not self.repository.has_object(commit):
            self.repository.fetch(_site_ref(name))
        try:
            self._lock.push_refs({self._branch: commit}, {self._branch: self._branch_commit})
        except PushRejectedError:
            raise
        except TargetError:  # the server may have moved the branch although the connection was lost
            if not self._is_current(commit):
                raise
        self._branch_commit = commit

    def delete(self, names: Iterable[str]) -> None:
        """Delete the refs of releases. The server later deletes unreferenced objects."""
        refs = self.repository.list_remote_refs(f"{REF_NAMESPACE}/*")
        deleted = [ref for name in names for ref in (_site_ref(name), _record_ref(name)) if ref in refs]
        if deleted:
            self._lock.push_refs(dict.fromkeys(deleted, ""), {ref: refs[ref] for ref in deleted})

    def clean_up(self) -> None:
        """Delete releases with one ref only.

        Most servers never have them, because both refs are pushed at once.
        """
        refs = self.repository.list_remote_refs(f"{REF_NAMESPACE}/*")
        complete = {ref for name in _list_ids(refs) for ref in (_site_ref(name), _record_ref(name))}
        incomplete = {ref: commit for ref, commit in refs.items() if ref not in complete and ref != LOCK_REF}
        if incomplete:
            self._lock.push_refs(dict.fromkeys(incomplete, ""), incomplete)

    def purge_unreferenced(self) -> None:
        """Delete the local copies. The server later deletes unreferenced objects."""
        shutil.rmtree(self._tree, ignore_errors=True)
        self.repository.prune(REF_NAMESPACE)

    def download(self, release: Release, paths: Iterable[str], folder: Path) -> None:
        """Copy files of a release to ``folder``."""
        self.repository.fetch_once(_site_ref(release.id))
        for path in paths:
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            try:
                file.write_bytes(
                    self.repository.run_git_bytes(("cat-file", "blob", f"{_site_ref(release.id)}:{path}"))
                )
            except UserError as error:
                raise DamagedReleaseError(path) from error

    def rewrite(self, site: StagedSite, amended: Release) -> None:
        """Push another commit under the refs of the release."""
        self.repository.fetch(_site_ref(amended.id))
        refs = self.repository.list_remote_refs(f"{REF_NAMESPACE}/{amended.id}/*")
        old = self.read_release(amended.id).manifest.entries
        lines = [f"0 {'0' * 40}\t{path}" for path in old.keys() - amended.manifest.entries.keys()]
        for path, entry in amended.manifest.entries.items():
            if old.get(path) != entry:
                blob = self.repository.run_git(
                    "hash-object", "-w", "--stdin", text=site.get_file_path(path).read_bytes()
                )
                lines.append(f"100644 {blob}\t{path}")
        # A new index each time, because a crash leaves an index locked.
        with TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
            self.repository.run_git("read-tree", _site_ref(amended.id), **index)
            self.repository.run_git(
                "update-index", "-z", "--index-info", text="\0".join([*lines, ""]), **index
            )
            tree = self.repository.run_git("write-tree", **index)
        commit = self.repository.run_git("commit-tree", tree, "-m", amended.id, **COMMIT_IDENTITY_ENV)
        self._push(
            amended, commit, {ref: refs[ref] for ref in (_site_ref(amended.id), _record_ref(amended.id))}
        )

    def unexpected_files(self, release: Release) -> Iterable[str]:
        """Return nothing, because the branch names exactly the commit of the release."""
        del release
        return ()

    def _is_current(self, commit: str) -> bool:
        """Tell if the branch names ``commit``.

        Raise UnknownOutcomeError if the server cannot be reached.
        """
        try:
            return self.repository.list_remote_refs(self._branch).get(self._branch) == commit
        except TargetError as error:
            raise UnknownOutcomeError(
                f"Mất kết nối với {self.name} đúng lúc đổi sang bản mới: bạn đọc đang xem bản ấy hoặc bản trước, "
                "bản nào cũng trọn vẹn. Hãy kiểm tra đường mạng, xem bằng ./inv releases rồi chạy lại nếu cần."
            ) from error

    def _push(self, release: Release, commit: str, expected: dict[str, str]) -> None:
        record = self.repository.create_empty_commit(release.to_json())
        refs = {_site_ref(release.id): commit, _record_ref(release.id): record}
        self._lock.push_refs(refs, expected or dict.fromkeys(refs, ""))

    def _build_domain_option(self, release: Release) -> tuple[str, ...]:
        """Return the option of ghp-import that keeps the custom domain of the branch."""
        if not self._branch_commit or _CNAME in release.manifest.entries:
            return ()
        if not self.repository.has_object(self._branch_commit):
            self.repository.fetch(self._branch)
        if _CNAME not in self._list_paths(self._branch_commit):
            return ()
        return (f"--cname={self.repository.run_git('cat-file', 'blob', f'{self._branch_commit}:{_CNAME}')}",)

    def _sync_tree(self, site: StagedSite, release: Release) -> None:
        """Make the working tree hold the files of the release and no others."""
        if not has_only_files_and_folders(self._tree):
            remove_path(self._tree)  # a link could lead out of the working tree
        create_folder(self._tree)
        writer = TreeWriter(self._tree)
        names = {path.relative_to(self._tree).as_posix(): path.is_dir() for path in self._tree.rglob("*")}
        present = {name for name, is_folder in names.items() if not is_folder}
        # Before other files are written, because a file may become a folder.
        writer.remove_files(present - release.manifest.entries.keys())
        for name in names.keys() - present & release.manifest.entries.keys():
            remove_path(self._tree / name)  # an empty folder
        for path, entry in release.manifest.entries.items():
            source = site.get_file_path(path)
            is_present = path in present and source.samefile(self._tree / path)
            if not is_present and not writer.link_file(str(source), path):
                writer.copy_file(source, entry)

    def _list_paths(self, commit: str) -> list[str]:
        names = self.repository.run_git_bytes(("ls-tree", "-r", "-z", "--name-only", commit)).decode("utf-8")
        return [path for path in names.split("\0") if path]


def _site_ref(name: str) -> str:
    return f"{REF_NAMESPACE}/{name}/site"


def _record_ref(name: str) -> str:
    return f"{REF_NAMESPACE}/{name}/record"


def _list_ids(refs: dict[str, str]) -> list[str]:
    """Return the ids of releases that have both refs, oldest first."""
    found = {
        match[1]
        for ref in refs
        if (match := re.fullmatch(rf"{REF_NAMESPACE}/({RELEASE_ID_PATTERN})/site", ref))
    }
    return sorted(name for name in found if _record_ref(name) in refs)

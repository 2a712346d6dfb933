"""The releases on the refs of a repository, and the branch that readers see."""

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
from bulletin.publishing.settings.redaction import redact_credentials
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.targets.folder.tree_writer import TreeWriter
from bulletin.publishing.targets.git.lock import LOCK_REF, REF_NAMESPACE, RefLock
from bulletin.publishing.targets.git.repository import COMMIT_IDENTITY_ENV, GitRepository, PushRejectedError
from bulletin.storage.cache_folder import create_folder, has_only_files_and_folders, remove_path

_NOJEKYLL = ".nojekyll"
"""Tells GitHub Pages to serve the files as they are."""
_CNAME = "CNAME"
"""Where GitHub Pages keeps a domain of one's own: it puts the file on the branch itself."""


class GitTarget:
    """A branch of a repository; ``cache`` is a folder for what is pushed from."""

    can_serve_compressed = False
    local_root = None
    headers_help = "Nơi chứa trang (như GitHub Pages) quyết định việc này, từ đây không đổi được."

    def __init__(self, remote: str, branch: str, cache: Path) -> None:
        self.name = redact_credentials(f"{remote}#{branch}")
        own = hashlib.sha256(self.name.encode()).hexdigest()[:16]
        self._repository = GitRepository(cache / f"{own}.git", remote)
        self._tree = cache / f"{own}.tree"
        self._branch = f"refs/heads/{branch}"
        self._lock = RefLock(self._repository, self.name)
        self._shown = ""
        """What the branch named when we took the lock, or what we let it name since."""

    @contextmanager
    def hold_lock(self, holder: str, moment: datetime, say: MessageCallback) -> Iterator[None]:
        """Hold the repository by a ref; see lock.py."""
        if not self._repository.is_intact():  # later, our lock would be among what is lost
            self._repository.recreate()
        with self._lock.hold(holder, moment, say):
            self._shown = self._repository.list_remote_refs(self._branch).get(self._branch, "")
            yield

    def current_id(self) -> str | None:
        """Return the id of the release that the branch names, or None."""
        refs = self._repository.list_remote_refs(f"{REF_NAMESPACE}/*", self._branch)
        shown = refs.get(self._branch)
        return next((one for one in _ids(refs) if refs[_site(one)] == shown), None)

    def release_ids(self) -> list[str]:
        """Return the ids of the whole releases, oldest first."""
        return _ids(self._repository.list_remote_refs(f"{REF_NAMESPACE}/*"))

    def read_release(self, name: str) -> Release:
        """Return the record of a release."""
        try:
            return self._read(name)
        except (TargetError, DamagedReleaseError):
            if self._shown or self._repository.is_intact():  # who holds the lock made sure of it
                raise
        self._repository.recreate()
        return self._read(name)

    def _read(self, name: str) -> Release:
        self._repository.fetch(_record(name))
        return Release.from_json(self._repository.run_git("log", "-1", "--format=%B", _record(name)))

    def is_unmodified(self, release: Release) -> bool:
        """Tell whether nobody moved the branch off the release since we took the lock: git knows files by what they hold."""
        refs = self._repository.list_remote_refs(_site(release.id), self._branch)
        site = refs.get(_site(release.id))
        return site != self._shown or site == refs.get(self._branch)

    def prepare(self) -> None:
        """Have at hand what readers see, so that only what differs is pushed, also after the cache was cleared."""
        shown = self._repository.list_remote_refs(self._branch).get(self._branch)
        if shown and not self._repository.has_object(shown):
            self._repository.fetch(self._branch)

    def upload(self, outgoing: StagedSite, release: Release, before: Release | None) -> None:
        """Import the site with ghp-import and push it, with its record, under the names of the release."""
        del before  # git finds out what the other side has
        self._sync_tree(outgoing, release)
        branch = f"growing/{release.id}"
        moment = format_datetime(release.published_at)  # fast-import reads RFC 2822 dates
        self._repository.run_git("update-ref", "-d", f"refs/heads/{branch}")
        self._repository.run_command(
            (
                sys.executable,
                "-m",
                "ghp_import",
                "--no-jekyll",
                "-b",
                branch,
                "-m",
                release.id,
                *self._domain(release),
                str(self._tree),
            ),
            **{**COMMIT_IDENTITY_ENV, "GIT_COMMITTER_DATE": moment},
        )
        commit = self._repository.run_git("rev-parse", f"refs/heads/{branch}")
        self._repository.run_git("update-ref", "-d", f"refs/heads/{branch}")
        differing = release.manifest.entries.keys() ^ set(self._paths(commit))
        if differing - {_NOJEKYLL, _CNAME}:
            raise UserError("Thư mục output thay đổi trong lúc phát hành. Hãy chạy lại lệnh publish.")
        self._push(release, commit, {})

    def activate(self, name: str) -> None:
        """Let the branch name the release, in one step."""
        site = self._repository.list_remote_refs(_site(name))[_site(name)]
        if not self._repository.has_object(site):
            self._repository.fetch(_site(name))
        try:
            self._lock.push_refs({self._branch: site}, {self._branch: self._shown})
        except PushRejectedError:
            raise
        except TargetError:  # the line: the server may have done it all the same
            if not self._names(site):
                raise
        self._shown = site

    def delete(self, names: Iterable[str]) -> None:
        """Take the names of releases away; the server lets go of what only they held."""
        refs = self._repository.list_remote_refs(f"{REF_NAMESPACE}/*")
        gone = [ref for name in names for ref in (_site(name), _record(name)) if ref in refs]
        if gone:
            self._lock.push_refs(dict.fromkeys(gone, ""), {ref: refs[ref] for ref in gone})

    def clean_up(self) -> None:
        """Take away releases of which the push was cut off: both names come at once, so there are none on most servers."""
        refs = self._repository.list_remote_refs(f"{REF_NAMESPACE}/*")
        whole = {ref for name in _ids(refs) for ref in (_site(name), _record(name))}
        gone = {ref: one for ref, one in refs.items() if ref not in whole and ref != LOCK_REF}
        if gone:
            self._lock.push_refs(dict.fromkeys(gone, ""), gone)

    def purge_unreferenced(self) -> None:
        """Let go of the local copies; the server drops what no name holds when it next cleans up."""
        shutil.rmtree(self._tree, ignore_errors=True)
        self._repository.prune(REF_NAMESPACE)

    def download(self, release: Release, paths: Iterable[str], folder: Path) -> None:
        """Bring files of a release to ``folder``."""
        self._repository.fetch_once(_site(release.id))
        for path in paths:
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            try:
                file.write_bytes(
                    self._repository.run_git_bytes(("cat-file", "blob", f"{_site(release.id)}:{path}"))
                )
            except UserError as error:
                raise DamagedReleaseError(path) from error

    def rewrite(self, outgoing: StagedSite, amended: Release) -> None:
        """Push another commit under the name of the release."""
        self._repository.fetch(_site(amended.id))
        refs = self._repository.list_remote_refs(f"{REF_NAMESPACE}/{amended.id}/*")
        before = self.read_release(amended.id).manifest.entries
        lines = [f"0 {'0' * 40}\t{path}" for path in before.keys() - amended.manifest.entries.keys()]
        for path, entry in amended.manifest.entries.items():
            if before.get(path) != entry:
                blob = self._repository.run_git(
                    "hash-object", "-w", "--stdin", text=outgoing.get_file_path(path).read_bytes()
                )
                lines.append(f"100644 {blob}\t{path}")
        with (
            TemporaryDirectory() as folder
        ):  # of this call alone: git locks an index, and a crash leaves it locked
            index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
            self._repository.run_git("read-tree", _site(amended.id), **index)
            self._repository.run_git(
                "update-index", "-z", "--index-info", text="\0".join([*lines, ""]), **index
            )
            tree = self._repository.run_git("write-tree", **index)
        commit = self._repository.run_git("commit-tree", tree, "-m", amended.id, **COMMIT_IDENTITY_ENV)
        self._push(amended, commit, {ref: refs[ref] for ref in (_site(amended.id), _record(amended.id))})

    def unexpected_files(self, release: Release) -> Iterable[str]:
        """Return nothing: the branch names the very commit of the release, or ``current_id`` does not."""
        del release
        return ()

    def _names(self, site: str) -> bool:
        """Tell whether the branch names that commit. Raise UnknownOutcomeError where nobody can be asked."""
        try:
            return self._repository.list_remote_refs(self._branch).get(self._branch) == site
        except TargetError as error:
            raise UnknownOutcomeError(
                f"Mất kết nối với {self.name} đúng lúc đổi sang bản mới: bạn đọc đang xem bản ấy hoặc bản trước, "
                "bản nào cũng trọn vẹn. Hãy kiểm tra đường mạng, xem bằng ./inv releases rồi chạy lại nếu cần."
            ) from error

    def _push(self, release: Release, commit: str, former: dict[str, str]) -> None:
        record = self._repository.create_empty_commit(release.to_json())
        refs = {_site(release.id): commit, _record(release.id): record}
        self._lock.push_refs(refs, former or dict.fromkeys(refs, ""))

    def _domain(self, release: Release) -> tuple[str, ...]:
        """Return what tells ghp-import of a domain that the branch has and the site says nothing of."""
        if not self._shown or _CNAME in release.manifest.entries:
            return ()
        if not self._repository.has_object(self._shown):
            self._repository.fetch(self._branch)
        if _CNAME not in self._paths(self._shown):
            return ()
        return (f"--cname={self._repository.run_git('cat-file', 'blob', f'{self._shown}:{_CNAME}')}",)

    def _sync_tree(self, outgoing: StagedSite, release: Release) -> None:
        """Make a folder with the files of the release and no others, from the one that was there last time."""
        if not has_only_files_and_folders(self._tree):
            remove_path(self._tree)  # a link could lead out of it
        create_folder(self._tree)
        growth = TreeWriter(self._tree)
        names = {one.relative_to(self._tree).as_posix(): one.is_dir() for one in self._tree.rglob("*")}
        there = {name for name, is_folder in names.items() if not is_folder}
        growth.remove_files(there - release.manifest.entries.keys())  # first: a file may become a folder
        for name in names.keys() - there & release.manifest.entries.keys():
            remove_path(self._tree / name)  # a folder that held no file
        for path, entry in release.manifest.entries.items():
            source = outgoing.get_file_path(path)
            if not (path in there and source.samefile(self._tree / path)) and not growth.link_file(
                str(source), path
            ):
                growth.copy_file(source, entry)

    def _paths(self, commit: str) -> list[str]:
        names = self._repository.run_git_bytes(("ls-tree", "-r", "-z", "--name-only", commit)).decode("utf-8")
        return [path for path in names.split("\0") if path]


def _site(name: str) -> str:
    return f"{REF_NAMESPACE}/{name}/site"


def _record(name: str) -> str:
    return f"{REF_NAMESPACE}/{name}/record"


def _ids(refs: dict[str, str]) -> list[str]:
    """Return the ids of releases that have both their names, oldest first."""
    found = {
        match[1]
        for ref in refs
        if (match := re.fullmatch(rf"{REF_NAMESPACE}/({RELEASE_ID_PATTERN})/site", ref))
    }
    return sorted(name for name in found if _record(name) in refs)

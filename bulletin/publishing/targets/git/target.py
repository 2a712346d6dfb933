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
from bulletin.publishing.release.release import ID, DamagedReleaseError, Release
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.settings.redaction import masked
from bulletin.publishing.targets.base import Say
from bulletin.publishing.targets.folder.tree_writer import Growth
from bulletin.publishing.targets.git.lock import LOCK, REFS, Lock
from bulletin.publishing.targets.git.repository import AUTHOR, RefusedError, Repository
from bulletin.storage.cache_folder import is_plain, make_folder, remove

_NOJEKYLL = ".nojekyll"
"""Tells GitHub Pages to serve the files as they are."""
_CNAME = "CNAME"
"""Where GitHub Pages keeps a domain of one's own: it puts the file on the branch itself."""


class GitTarget:
    """A branch of a repository; ``cache`` is a folder for what is pushed from."""

    precompressed = False
    local_root = None
    headers_remedy = "Nơi chứa trang (như GitHub Pages) quyết định việc này, từ đây không đổi được."

    def __init__(self, remote: str, branch: str, cache: Path) -> None:
        self.name = masked(f"{remote}#{branch}")
        own = hashlib.sha256(self.name.encode()).hexdigest()[:16]
        self._repository = Repository(cache / f"{own}.git", remote)
        self._tree = cache / f"{own}.tree"
        self._branch = f"refs/heads/{branch}"
        self._lock = Lock(self._repository, self.name)
        self._shown = ""
        """What the branch named when we took the lock, or what we let it name since."""

    @contextmanager
    def locked(self, holder: str, moment: datetime, say: Say) -> Iterator[None]:
        """Hold the repository by a ref; see lock.py."""
        if not self._repository.is_sound():  # later, our lock would be among what is lost
            self._repository.renew()
        with self._lock.held(holder, moment, say):
            self._shown = self._repository.refs(self._branch).get(self._branch, "")
            yield

    def current(self) -> str | None:
        """Return the id of the release that the branch names, or None."""
        refs = self._repository.refs(f"{REFS}/*", self._branch)
        shown = refs.get(self._branch)
        return next((one for one in _ids(refs) if refs[_site(one)] == shown), None)

    def all(self) -> list[str]:
        """Return the ids of the whole releases, oldest first."""
        return _ids(self._repository.refs(f"{REFS}/*"))

    def read(self, name: str) -> Release:
        """Return the record of a release."""
        try:
            return self._read(name)
        except (TargetError, DamagedReleaseError):
            if self._shown or self._repository.is_sound():  # who holds the lock made sure of it
                raise
        self._repository.renew()
        return self._read(name)

    def _read(self, name: str) -> Release:
        self._repository.fetch(_record(name))
        return Release.read(self._repository.git("log", "-1", "--format=%B", _record(name)))

    def untouched(self, release: Release) -> bool:
        """Tell whether nobody moved the branch off the release since we took the lock: git knows files by what they hold."""
        refs = self._repository.refs(_site(release.id), self._branch)
        site = refs.get(_site(release.id))
        return site != self._shown or site == refs.get(self._branch)

    def prepare(self) -> None:
        """Have at hand what readers see, so that only what differs is pushed, also after the cache was cleared."""
        shown = self._repository.refs(self._branch).get(self._branch)
        if shown and not self._repository.has(shown):
            self._repository.fetch(self._branch)

    def make(self, outgoing: Outgoing, release: Release, before: Release | None) -> None:
        """Import the site with ghp-import and push it, with its record, under the names of the release."""
        del before  # git finds out what the other side has
        self._lay_out(outgoing, release)
        branch = f"growing/{release.id}"
        moment = format_datetime(release.when)  # fast-import reads RFC 2822 dates
        self._repository.git("update-ref", "-d", f"refs/heads/{branch}")
        self._repository.run(
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
            **{**AUTHOR, "GIT_COMMITTER_DATE": moment},
        )
        commit = self._repository.git("rev-parse", f"refs/heads/{branch}")
        self._repository.git("update-ref", "-d", f"refs/heads/{branch}")
        differing = release.manifest.entries.keys() ^ set(self._paths(commit))
        if differing - {_NOJEKYLL, _CNAME}:
            raise UserError("Thư mục output thay đổi trong lúc phát hành. Hãy chạy lại lệnh publish.")
        self._push(release, commit, {})

    def switch(self, name: str) -> None:
        """Let the branch name the release, in one step."""
        site = self._repository.refs(_site(name))[_site(name)]
        if not self._repository.has(site):
            self._repository.fetch(_site(name))
        try:
            self._lock.push({self._branch: site}, {self._branch: self._shown})
        except RefusedError:
            raise
        except TargetError:  # the line: the server may have done it all the same
            if not self._names(site):
                raise
        self._shown = site

    def forget(self, names: Iterable[str]) -> None:
        """Take the names of releases away; the server lets go of what only they held."""
        refs = self._repository.refs(f"{REFS}/*")
        gone = [ref for name in names for ref in (_site(name), _record(name)) if ref in refs]
        if gone:
            self._lock.push(dict.fromkeys(gone, ""), {ref: refs[ref] for ref in gone})

    def tidy(self) -> None:
        """Take away releases of which the push was cut off: both names come at once, so there are none on most servers."""
        refs = self._repository.refs(f"{REFS}/*")
        whole = {ref for name in _ids(refs) for ref in (_site(name), _record(name))}
        gone = {ref: one for ref, one in refs.items() if ref not in whole and ref != LOCK}
        if gone:
            self._lock.push(dict.fromkeys(gone, ""), gone)

    def purge(self) -> None:
        """Let go of the local copies; the server drops what no name holds when it next cleans up."""
        shutil.rmtree(self._tree, ignore_errors=True)
        self._repository.clear(REFS)

    def fetch(self, release: Release, paths: Iterable[str], folder: Path) -> None:
        """Bring files of a release to ``folder``."""
        self._repository.bring(_site(release.id))
        for path in paths:
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            try:
                file.write_bytes(self._repository.raw(("cat-file", "blob", f"{_site(release.id)}:{path}")))
            except UserError as error:
                raise DamagedReleaseError(path) from error

    def amend(self, outgoing: Outgoing, amended: Release) -> None:
        """Push another commit under the name of the release."""
        self._repository.fetch(_site(amended.id))
        refs = self._repository.refs(f"{REFS}/{amended.id}/*")
        before = self.read(amended.id).manifest.entries
        lines = [f"0 {'0' * 40}\t{path}" for path in before.keys() - amended.manifest.entries.keys()]
        for path, entry in amended.manifest.entries.items():
            if before.get(path) != entry:
                blob = self._repository.git(
                    "hash-object", "-w", "--stdin", text=outgoing.file(path).read_bytes()
                )
                lines.append(f"100644 {blob}\t{path}")
        with (
            TemporaryDirectory() as folder
        ):  # of this call alone: git locks an index, and a crash leaves it locked
            index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
            self._repository.git("read-tree", _site(amended.id), **index)
            self._repository.git("update-index", "-z", "--index-info", text="\0".join([*lines, ""]), **index)
            tree = self._repository.git("write-tree", **index)
        commit = self._repository.git("commit-tree", tree, "-m", amended.id, **AUTHOR)
        self._push(amended, commit, {ref: refs[ref] for ref in (_site(amended.id), _record(amended.id))})

    def strangers(self, release: Release) -> Iterable[str]:
        """Return nothing: the branch names the very commit of the release, or ``current`` does not."""
        del release
        return ()

    def _names(self, site: str) -> bool:
        """Tell whether the branch names that commit. Raise UnknownOutcomeError where nobody can be asked."""
        try:
            return self._repository.refs(self._branch).get(self._branch) == site
        except TargetError as error:
            raise UnknownOutcomeError(
                f"Mất kết nối với {self.name} đúng lúc đổi sang bản mới: bạn đọc đang xem bản ấy hoặc bản trước, "
                "bản nào cũng trọn vẹn. Hãy kiểm tra đường mạng, xem bằng ./inv releases rồi chạy lại nếu cần."
            ) from error

    def _push(self, release: Release, commit: str, former: dict[str, str]) -> None:
        record = self._repository.commit_empty(release.written())
        refs = {_site(release.id): commit, _record(release.id): record}
        self._lock.push(refs, former or dict.fromkeys(refs, ""))

    def _domain(self, release: Release) -> tuple[str, ...]:
        """Return what tells ghp-import of a domain that the branch has and the site says nothing of."""
        if not self._shown or _CNAME in release.manifest.entries:
            return ()
        if not self._repository.has(self._shown):
            self._repository.fetch(self._branch)
        if _CNAME not in self._paths(self._shown):
            return ()
        return (f"--cname={self._repository.git('cat-file', 'blob', f'{self._shown}:{_CNAME}')}",)

    def _lay_out(self, outgoing: Outgoing, release: Release) -> None:
        """Make a folder with the files of the release and no others, from the one that was there last time."""
        if not is_plain(self._tree):
            remove(self._tree)  # a link could lead out of it
        make_folder(self._tree)
        growth = Growth(self._tree)
        names = {one.relative_to(self._tree).as_posix(): one.is_dir() for one in self._tree.rglob("*")}
        there = {name for name, is_folder in names.items() if not is_folder}
        growth.remove(there - release.manifest.entries.keys())  # first: a file may become a folder
        for name in names.keys() - there & release.manifest.entries.keys():
            remove(self._tree / name)  # a folder that held no file
        for path, entry in release.manifest.entries.items():
            source = outgoing.file(path)
            if not (path in there and source.samefile(self._tree / path)) and not growth.link(
                str(source), path
            ):
                growth.copy(source, entry)

    def _paths(self, commit: str) -> list[str]:
        names = self._repository.raw(("ls-tree", "-r", "-z", "--name-only", commit)).decode("utf-8")
        return [path for path in names.split("\0") if path]


def _site(name: str) -> str:
    return f"{REFS}/{name}/site"


def _record(name: str) -> str:
    return f"{REFS}/{name}/record"


def _ids(refs: dict[str, str]) -> list[str]:
    """Return the ids of releases that have both their names, oldest first."""
    found = {match[1] for ref in refs if (match := re.fullmatch(rf"{REFS}/({ID})/site", ref))}
    return sorted(name for name in found if _record(name) in refs)

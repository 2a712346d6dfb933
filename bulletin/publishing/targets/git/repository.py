"""Git as a publish uses it: a bare repository of our own in the cache, and the remote one that it is pushed to."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import RLock

from bulletin.errors import TargetError
from bulletin.publishing.settings.redaction import redact_credentials
from bulletin.publishing.subprocess_env import build_child_environment
from bulletin.storage.cache_folder import (
    create_folder,
    has_only_files_and_folders,
    is_regular_file,
    remove_path,
)

_SSH = "ssh -o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=20 -o ServerAliveInterval=15"
"""An unknown or changed host key is refused, never asked nor accepted in silence; a dead line is noticed."""
COMMIT_IDENTITY_ENV = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "bulletin"), ("EMAIL", "bulletin@localhost"))
}
"""Who makes commits: no person does."""
_REASONS = (
    (
        "Host key verification failed",
        "khóa của máy chủ khác với khóa đã biết, hoặc chưa biết; có thể có người giả máy chủ. "
        "Hãy hỏi người quản trị rồi sửa ~/.ssh/known_hosts",
    ),
    ("Permission denied", "máy chủ không nhận khóa SSH hoặc không cho ghi; hãy hỏi người quản trị kho"),
    ("Connection refused", "máy chủ không nhận kết nối; hãy thử lại sau hoặc hỏi người quản trị"),
    ("timed out", "máy chủ không trả lời; hãy kiểm tra đường mạng rồi thử lại"),
    ("Could not resolve hostname", "không tìm thấy máy chủ; hãy kiểm tra địa chỉ và đường mạng"),
    ("does not appear to be a git repository", "ở địa chỉ ấy không có kho git; hãy kiểm tra PUBLISH_TO"),
    ("does not exist", "ở địa chỉ ấy không có kho git; hãy kiểm tra PUBLISH_TO"),
    ("No space left on device", "đĩa đã đầy; hãy giải phóng chỗ trống"),
    ("Read-only file system", "ổ đĩa ở đó chỉ cho đọc; hãy hỏi người quản trị"),
    ("insufficient permission", "không có quyền ghi vào kho; hãy hỏi người quản trị kho"),
    ("unable to access", "không tới được máy chủ; hãy kiểm tra địa chỉ và đường mạng"),
)

_REJECTED_MESSAGES = (
    "stale info",
    "[rejected]",
    "failed to update ref",
    "reference already exists",
    "but expected",
    "unable to resolve reference",
)
"""What git says, here or on the server, where a ref is not what we expected."""


class PushRejectedError(TargetError):
    """The remote repository did not take a push: somebody else was there first."""


class GitRepository:
    """The bare repository in ``folder``, made where it is missing, and its remote at ``remote``."""

    def __init__(self, folder: Path, remote: str) -> None:
        self._folder, self.remote = folder, remote
        self._fetching = RLock()  # two fetches into one repository trip over each other's locks
        self._brought: set[str] = set()
        self._is_open = False

    def run_git(self, *words: str, text: str | bytes = b"", **variables: str) -> str:
        """Return what git prints for ``words``; ``text`` goes to its input. Raise UserError."""
        return self.run_git_bytes(words, text, variables).decode("utf-8", "replace").strip()

    def run_git_bytes(
        self, words: Sequence[str], text: str | bytes = b"", variables: Mapping[str, str] | None = None
    ) -> bytes:
        """Return the bytes that git prints. Raise UserError."""
        if not self._is_open:
            self._open()
        return self._call(("git", *words), text, variables or {})

    def _open(self) -> None:
        """Make the repository, unless git can use what is there."""
        create_folder(self._folder)
        with suppress(TargetError):
            if is_regular_file(self._folder / "HEAD"):
                self._call(("git", "rev-parse", "--git-dir"), b"", {})
                self._is_open = True
        if not self._is_open:
            remove_path(self._folder)
            create_folder(self._folder)
            self._call(("git", "init", "--quiet", "--bare", str(self._folder)), b"", {})
            self._is_open = True

    def is_intact(self) -> bool:
        """Tell whether all objects here are what their names say; it takes a while."""
        if not has_only_files_and_folders(self._folder):  # git would wait for a pipe
            return False
        try:
            self.run_git("fsck", "--full", "--no-dangling", "--no-progress")
        except TargetError:
            return False
        return True

    def recreate(self) -> None:
        """Begin with an empty repository. Raise UserError, OSError."""
        remove_path(self._folder)
        self._brought.clear()
        self._is_open = False

    def run_command(self, command: Sequence[str], **variables: str) -> None:
        """Run another program that works on this repository. Raise UserError."""
        self._call(command, b"", variables)

    def create_empty_commit(self, message: str) -> str:
        """Return a commit without files that says ``message``. Raise UserError."""
        return self.run_git("commit-tree", self.run_git("mktree"), text=message, **COMMIT_IDENTITY_ENV)

    def has_object(self, commit: str) -> bool:
        """Tell whether an object is here. Raise UserError."""
        return not self.run_git("cat-file", "--batch-check", text=commit).endswith("missing")

    def list_remote_refs(self, *patterns: str) -> dict[str, str]:
        """Return the refs of the remote that match, each with the object it names. Raise UserError."""
        lines = self.run_git("ls-remote", self.remote, *patterns).splitlines()
        return {name: one for one, _, name in (line.partition("\t") for line in lines)}

    def fetch(self, *refs: str) -> None:
        """Bring refs of the remote here, each under its own name, without what came before. Raise UserError."""
        if refs:
            specs = (f"+{ref}:{ref}" for ref in refs)
            with self._fetching:
                self.run_git("fetch", "--quiet", "--no-tags", "--depth=1", self.remote, *specs)

    def fetch_once(self, ref: str) -> None:
        """Fetch a ref unless we did so already and have not changed it since. Raise UserError."""
        with self._fetching:
            if ref not in self._brought:
                self.fetch(ref)
                self._brought.add(ref)

    def prune(self, prefix: str) -> None:
        """Let go of what was fetched under ``prefix``, and of all that no name holds. Raise UserError."""
        with self._fetching:
            self._brought.clear()
            for ref in self.run_git("for-each-ref", "--format=%(refname)", prefix).splitlines():
                self.run_git("update-ref", "-d", ref)
            self.run_git("gc", "--quiet", "--prune=now")

    def push(self, changes: Mapping[str, str], expected: Mapping[str, str]) -> None:
        """Let refs of the remote name other objects (empty: none), all of them or none.

        ``expected`` says what they name now (empty: they are not there). Raise RefusedError where that is
        not so, UserError for other reasons.
        """
        leases = [f"--force-with-lease={ref}:{one}" for ref, one in expected.items()]
        specs = [f"{one}:{ref}" for ref, one in changes.items()]
        self._brought -= changes.keys()
        self.run_git("push", "--quiet", "--atomic", *leases, self.remote, *specs)

    def _call(self, command: Sequence[str], text: str | bytes, variables: Mapping[str, str]) -> bytes:
        known = {"GIT_DIR": str(self._folder), "GIT_TERMINAL_PROMPT": "0"}
        if "GIT_SSH_COMMAND" not in os.environ:  # an office may have its own way to the server
            known["GIT_SSH_COMMAND"] = _SSH
        done = subprocess.run(  # noqa: S603  # git, and what works on its repositories
            command,
            input=text.encode() if isinstance(text, str) else text,
            env={**build_child_environment(), **known, **variables},
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise self._error(done.stderr.decode("utf-8", "replace").strip())
        return done.stdout

    def _error(self, said: str) -> TargetError:
        remote = redact_credentials(self.remote)
        said = said.replace(self.remote, remote)
        if any(sign in said for sign in _REJECTED_MESSAGES):
            return PushRejectedError(remote, "vừa có máy khác xuất bản vào đó; hãy chạy lại")
        for sign, reason in _REASONS:
            if sign in said:
                return TargetError(remote, reason)
        last = said.splitlines()[-1] if said else "không rõ lý do"
        return TargetError(remote, f"git ở đó báo “{last}”")

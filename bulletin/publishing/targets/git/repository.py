"""Git commands on a bare repository in the cache and on its remote repository."""

import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import RLock

from bulletin.errors import TargetError
from bulletin.publishing.settings.credentials import redact_credentials
from bulletin.publishing.workspace.git import build_server_variables
from bulletin.publishing.workspace.subprocess_env import build_child_environment
from bulletin.storage.cache_folder import (
    create_folder,
    has_only_files_and_folders,
    is_regular_file,
    remove_path,
)

_SSH_COMMAND = (
    "ssh -o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=20 -o ServerAliveInterval=15"
)
"""The ssh command of git. It refuses an unknown host key and detects a dead connection."""
COMMIT_IDENTITY_ENV = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "bulletin"), ("EMAIL", "bulletin@localhost"))
}
"""The environment that names the program, and no person, as author of commits."""
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
"""Messages of git if a ref has another value than expected."""


class PushRejectedError(TargetError):
    """The remote repository rejected a push, because another publisher was faster."""


class GitRepository:
    """The bare repository in ``folder``, created when needed, and its remote."""

    def __init__(self, folder: Path, remote: str) -> None:
        self._folder, self.remote = folder, remote
        self._fetch_lock = RLock()  # because two simultaneous fetches fail at the locks of git
        self._fetched_refs: set[str] = set()
        self._is_open = False
        self._server_variables: Mapping[str, str] | None = None

    def run_git(self, *arguments: str, text: str | bytes = b"", **variables: str) -> str:
        """Run git with ``text`` as input, and return its output. Raise UserError."""
        return self.run_git_bytes(arguments, text, variables).decode("utf-8", "replace").strip()

    def run_git_bytes(
        self, arguments: Sequence[str], text: str | bytes = b"", variables: Mapping[str, str] | None = None
    ) -> bytes:
        """Run git and return its output as bytes. Raise UserError."""
        if not self._is_open:
            self._open()
        return self._run(("git", *arguments), text, variables or {})

    def _open(self) -> None:
        """Create the repository, unless git can use the one in the cache."""
        create_folder(self._folder)
        with suppress(TargetError):
            if is_regular_file(self._folder / "HEAD"):
                self._run(("git", "rev-parse", "--git-dir"), b"", {})
                self._is_open = True
        if not self._is_open:
            remove_path(self._folder)
            create_folder(self._folder)
            self._run(("git", "init", "--quiet", "--bare", str(self._folder)), b"", {})
            self._is_open = True

    def is_intact(self) -> bool:
        """Tell if all local objects match their digests. This takes a while."""
        if not has_only_files_and_folders(self._folder):  # git would wait for a pipe
            return False
        try:
            self.run_git("fsck", "--full", "--no-dangling", "--no-progress")
        except TargetError:
            return False
        return True

    def recreate(self) -> None:
        """Remove the repository, so that the next command creates it. Raise OSError."""
        remove_path(self._folder)
        self._fetched_refs.clear()
        self._is_open = False

    def run_command(self, command: Sequence[str], **variables: str) -> None:
        """Run another program on this repository. Raise UserError."""
        self._run(command, b"", variables)

    def create_empty_commit(self, message: str) -> str:
        """Create a commit without files, and return its id. Raise UserError."""
        return self.run_git("commit-tree", self.run_git("mktree"), text=message, **COMMIT_IDENTITY_ENV)

    def has_object(self, commit: str) -> bool:
        """Tell if the local repository has an object. Raise UserError."""
        return not self.run_git("cat-file", "--batch-check", text=commit).endswith("missing")

    def list_remote_refs(self, *patterns: str) -> dict[str, str]:
        """Return matching refs of the remote with their objects. Raise UserError."""
        lines = self.run_git("ls-remote", self.remote, *patterns).splitlines()
        return {name: commit for commit, _, name in (line.partition("\t") for line in lines)}

    def fetch(self, *refs: str) -> None:
        """Fetch refs under their own names and without history. Raise UserError."""
        if refs:
            specs = (f"+{ref}:{ref}" for ref in refs)
            with self._fetch_lock:
                self.run_git("fetch", "--quiet", "--no-tags", "--depth=1", self.remote, *specs)

    def fetch_once(self, ref: str) -> None:
        """Fetch a ref, unless it was fetched and not pushed since. Raise UserError."""
        with self._fetch_lock:
            if ref not in self._fetched_refs:
                self.fetch(ref)
                self._fetched_refs.add(ref)

    def prune(self, prefix: str) -> None:
        """Delete the refs below ``prefix`` and all unreferenced objects. Raise UserError."""
        with self._fetch_lock:
            self._fetched_refs.clear()
            for ref in self.run_git("for-each-ref", "--format=%(refname)", prefix).splitlines():
                self.run_git("update-ref", "-d", ref)
            self.run_git("gc", "--quiet", "--prune=now")

    def push(self, changes: Mapping[str, str], expected: Mapping[str, str]) -> None:
        """Change refs of the remote, all of them or none.

        Args:
            changes: The new objects of the refs. An empty text deletes a ref.
            expected: The present objects of the refs. An empty text means that there is no ref.

        Raises:
            PushRejectedError: A ref has another object than expected.
            UserError: The push failed for another reason.

        """
        leases = [f"--force-with-lease={ref}:{commit}" for ref, commit in expected.items()]
        specs = [f"{commit}:{ref}" for ref, commit in changes.items()]
        self._fetched_refs -= changes.keys()
        self.run_git("push", "--quiet", "--atomic", *leases, self.remote, *specs)

    def _run(self, command: Sequence[str], text: str | bytes, variables: Mapping[str, str]) -> bytes:
        if (
            self._server_variables is None
        ):  # the folder above, because the setting may be in the site's own .git
            self._server_variables = build_server_variables(self._folder.parent, _SSH_COMMAND)
        environment = {"GIT_DIR": str(self._folder), **self._server_variables}
        done = subprocess.run(  # noqa: S603  # git, and programs that work on its repositories
            command,
            input=text.encode() if isinstance(text, str) else text,
            env={**build_child_environment(), **environment, **variables},
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise self._create_error(done.stderr.decode("utf-8", "replace").strip())
        return done.stdout

    def _create_error(self, stderr: str) -> TargetError:
        remote = redact_credentials(self.remote)
        stderr = stderr.replace(self.remote, remote)
        if any(sign in stderr for sign in _REJECTED_MESSAGES):
            return PushRejectedError(remote, "vừa có máy khác xuất bản vào đó; hãy chạy lại")
        for sign, reason in _REASONS:
            if sign in stderr:
                return TargetError(remote, reason)
        last = stderr.splitlines()[-1] if stderr else "không rõ lý do"
        return TargetError(remote, f"git ở đó báo “{last}”")

"""Disks that are full: a real one where the machine lets us mount it, and a limit that any process may set itself."""

import os
import shutil
import subprocess
from pathlib import Path

_SIZE = 24 * 2**20


class SmallDisk:
    """A disk of so many bytes in ``folder``, in a mount namespace of its own: nobody else sees it, nothing is left of it."""

    def __init__(self, folder: Path, size: int = _SIZE) -> None:
        self._folder = folder
        folder.mkdir(parents=True)
        script = f'mount -t tmpfs -o size={size} none "$0" && echo mounted && exec sleep 600'
        self._keeper = subprocess.Popen(
            ["unshare", "--mount", *_AS_ROOT, "sh", "-c", script, str(folder)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self._keeper.stdout
        if self._keeper.stdout.readline() != "mounted\n":
            self.close()
            raise PermissionError("no disk may be mounted here")

    def wrap_command(self, command: list[str], cwd: Path) -> list[str]:
        """Return ``command`` so that it sees the disk."""
        joined = ["--user", "--preserve-credentials"] if _AS_ROOT else []
        return ["nsenter", f"--target={self._keeper.pid}", "--mount", *joined, f"--wd={cwd}", *command]

    def get_outside_path(self) -> Path:
        """Return the disk as those outside see it."""
        return Path(f"/proc/{self._keeper.pid}/root{self._folder}")

    def fill(self, left: int) -> None:
        """Leave so many bytes."""
        free = os.statvfs(self.get_outside_path()).f_bavail * os.statvfs(self.get_outside_path()).f_frsize
        with (self.get_outside_path() / "ballast").open("wb") as stream:
            stream.write(b"." * max(0, free - left))

    def free_space(self) -> None:
        (self.get_outside_path() / "ballast").unlink()

    def close(self) -> None:
        self._keeper.kill()
        self._keeper.communicate()


class FileSizeLimit:
    """No disk, but a limit on the size of files: writing fails in the middle of a file, as on a full disk."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._limit = folder, ""
        folder.mkdir(parents=True)

    def wrap_command(self, command: list[str], cwd: Path) -> list[str]:
        return ["prlimit", f"--fsize={self._limit}:", *command] if self._limit else command

    def get_outside_path(self) -> Path:
        return self._folder

    def fill(self, left: int) -> None:
        """Let no file be longer than a twentieth."""
        self._limit = str(left // 20 + 1)

    def free_space(self) -> None:
        self._limit = ""

    def close(self) -> None:
        shutil.rmtree(self._folder)


def _permitted() -> bool:
    probe = ["unshare", "--mount", *_AS_ROOT, "mount", "-t", "tmpfs", "none", "/mnt"]
    return (
        shutil.which("unshare") is not None
        and subprocess.run(probe, capture_output=True, check=False).returncode == 0
    )


_AS_ROOT = [] if os.geteuid() == 0 else ["--map-root-user"]
DISK_TYPES = [SmallDisk, FileSizeLimit] if _permitted() else [FileSizeLimit]
"""What this machine permits, the strongest first; the second is there everywhere."""

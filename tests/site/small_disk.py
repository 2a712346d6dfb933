"""Full disks: a mounted disk if this user may mount, and a limit on file sizes."""

import os
import shutil
import subprocess
from pathlib import Path

_DISK_SIZE = 24 * 2**20


class SmallDisk:
    """Disk of ``size`` bytes, mounted on ``folder`` in a mount namespace of its own.

    Other processes do not see the disk, and it disappears with its process.
    """

    def __init__(self, folder: Path, size: int = _DISK_SIZE) -> None:
        self._folder = folder
        folder.mkdir(parents=True)
        script = f'mount -t tmpfs -o size={size} none "$0" && echo mounted && exec sleep 600'
        self._process = subprocess.Popen(
            ["unshare", "--mount", *_AS_ROOT, "sh", "-c", script, str(folder)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self._process.stdout
        if self._process.stdout.readline() != "mounted\n":
            self.close()
            raise PermissionError("no disk may be mounted here")

    def wrap_command(self, command: list[str], cwd: Path) -> list[str]:
        """Return ``command`` with a prefix that lets it see the disk."""
        user_options = ["--user", "--preserve-credentials"] if _AS_ROOT else []
        return ["nsenter", f"--target={self._process.pid}", "--mount", *user_options, f"--wd={cwd}", *command]

    def get_outside_path(self) -> Path:
        """Return the path of the disk for processes outside its namespace."""
        return Path(f"/proc/{self._process.pid}/root{self._folder}")

    def fill(self, left: int) -> None:
        """Fill the disk until ``left`` bytes are free."""
        free = os.statvfs(self.get_outside_path()).f_bavail * os.statvfs(self.get_outside_path()).f_frsize
        with (self.get_outside_path() / "ballast").open("wb") as stream:
            stream.write(b"." * max(0, free - left))

    def free_space(self) -> None:
        (self.get_outside_path() / "ballast").unlink()

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


class FileSizeLimit:
    """Limit on the size of files, by which writing fails in the middle of a file."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._limit = folder, ""
        folder.mkdir(parents=True)

    def wrap_command(self, command: list[str], cwd: Path) -> list[str]:
        return ["prlimit", f"--fsize={self._limit}:", *command] if self._limit else command

    def get_outside_path(self) -> Path:
        return self._folder

    def fill(self, left: int) -> None:
        """Limit files to a twentieth of ``left`` bytes."""
        self._limit = str(left // 20 + 1)

    def free_space(self) -> None:
        self._limit = ""

    def close(self) -> None:
        shutil.rmtree(self._folder)


def can_mount() -> bool:
    probe = ["unshare", "--mount", *_AS_ROOT, "mount", "-t", "tmpfs", "none", "/mnt"]
    return (
        shutil.which("unshare") is not None
        and subprocess.run(probe, capture_output=True, check=False).returncode == 0
    )


_AS_ROOT = [] if os.geteuid() == 0 else ["--map-root-user"]
if "BULLETIN_PLAYS" in os.environ:
    DISK_TYPES: list[type[SmallDisk | FileSizeLimit]] = (
        [SmallDisk, FileSizeLimit] if can_mount() else [FileSizeLimit]
    )
else:
    DISK_TYPES = [SmallDisk] if can_mount() else [FileSizeLimit]
"""Kinds of full disks that this machine permits. FileSizeLimit works everywhere."""

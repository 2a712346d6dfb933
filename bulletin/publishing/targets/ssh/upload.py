"""What crosses the line for one release: the files that changed, what is to be made of them, and how to check it."""

import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bulletin.errors import UserError
from bulletin.processes import progress_display
from bulletin.publishing.release.manifest import FileEntry
from bulletin.publishing.release.release import Release
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.targets.ssh import remote_scripts
from bulletin.publishing.targets.ssh.connection import SshConnection
from bulletin.text.formatting import format_decimal

_INSTRUCTIONS_FOLDER = ".release"
_OPTIONS = (
    "--copy-links",
    "--perms",
    "--chmod=D755,F644",
    "--checksum",  # not size and time: the output has times of its own
    "--delete",  # what an earlier publish left that this one does not want
    "--partial-dir=.partial",
    "--stats",
    "--no-human-readable",
    "--info=progress2",
    "--outbuf=N",
)


@dataclass(frozen=True, slots=True)
class ReleaseUpload:
    """The way of a release to the server."""

    release: Release
    changed_files: Sequence[FileEntry]
    """Files that the server does not have."""
    removed_paths: Sequence[str]
    """Paths that the release before has and this one has not, or has as another file."""

    def send(
        self,
        connection: SshConnection,
        outgoing: StagedSite,
        basis: str,
        token: str,
        say: MessageCallback,
        *,
        link: bool = True,
    ) -> None:
        """Send it, against the release ``basis`` on the server (empty: none), and tell what crossed the line.

        Unchanged files become hard links to that release, or copies if not ``link``.
        Where a part of it arrived before, the rest is sent. Raise RefusalError.
        """
        size = sum(entry.size for entry in self.changed_files)
        say(f"Đang chuyển {len(self.changed_files)} tệp ({_megabytes(size)} MB) đến {connection.address}…")
        heard: list[str] = []
        with (
            tempfile.TemporaryDirectory(prefix="bulletin-") as stage,
            progress_display.display_progress(say) as pipe,
        ):
            self._stage_files(Path(stage), outgoing)
            shown = _RsyncProgress(pipe, size // 1000)

            def hear(text: str) -> None:
                heard.append(text)
                shown.tell(text)

            connection.run_rsync(
                [*_OPTIONS, *([f"--{'link' if link else 'copy'}-dest=../{basis}"] if basis else [])],
                lambda server: (f"{stage}/", f"{server}releases/.incoming/"),
                (remote_scripts.RECEIVE_UPLOAD_SCRIPT, token, token, basis),
                hear=hear,
            )
        sent = re.search(r"Total bytes sent: ([\d,]+)", "".join(heard))
        crossed = int(sent[1].replace(",", "")) if sent else 0
        say(f"Đã chuyển xong: {_megabytes(crossed)} MB qua đường truyền.")

    def _stage_files(self, stage: Path, outgoing: StagedSite) -> None:
        """Make a folder as the one that is to arrive: links to the files, and the notes for the server."""
        notes = stage / _INSTRUCTIONS_FOLDER
        notes.mkdir()
        record = self.release.to_json().encode()
        (notes / "record.json").write_bytes(record)
        sums = [f"{sha256(record).hexdigest()}  ./{_INSTRUCTIONS_FOLDER}/record.json\n"]
        made: set[Path] = set()
        for path, _, digest in self.changed_files:
            if re.search(r"[\n\r\\]", path):
                raise UserError(f"Tên tệp {path!r} có ký tự không xuất bản qua ssh được. Hãy đổi tên tệp.")
            file = stage / path
            if file.parent not in made:
                file.parent.mkdir(parents=True, exist_ok=True)
                made.add(file.parent)
            file.symlink_to(outgoing.get_file_path(path).absolute())
            sums.append(f"{digest}  ./{path}\n")
        (notes / "sums").write_text("".join(sums), encoding="utf-8")
        (notes / "gone").write_text("".join(f"./{path}\0" for path in self.removed_paths), encoding="utf-8")


class _RsyncProgress:
    """Hands on how far rsync is, to whoever shows it."""

    def __init__(self, pipe: int, total: int) -> None:
        self._pipe, self._total, self._last = pipe, total, -1

    def tell(self, text: str) -> None:
        for found in re.finditer(r"(\d[\d,]*)\s+\d+%", text):
            done = min(int(found[1].replace(",", "")) // 1000, self._total)
            if done != self._last:
                self._last = done
                os.write(self._pipe, f"Chuyển lên máy chủ (KB)\t{done}\t{self._total}\n".encode())


def _megabytes(size: int) -> str:
    return format_decimal(size / 1_000_000)

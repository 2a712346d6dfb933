"""Sends the changed files of a release to the server, with notes and digests."""

import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bulletin.errors import UserError, escape_unprintable
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
    "--checksum",  # the files of the output folder have other times
    "--delete",  # files of an earlier publish
    "--partial-dir=.partial",
    "--stats",
    "--no-human-readable",
    "--info=progress2",
    "--outbuf=N",
)


@dataclass(frozen=True, slots=True)
class ReleaseUpload:
    """The upload of one release."""

    release: Release
    changed_files: Sequence[FileEntry]
    """Files that the server does not have."""
    removed_paths: Sequence[str]
    """Paths that the previous release has and this release lacks or changes."""

    def send(
        self,
        connection: SshConnection,
        site: StagedSite,
        basis: str,
        token: str,
        say: MessageCallback,
        *,
        link: bool = True,
    ) -> None:
        """Send the files, and report the number of bytes that were sent.

        If a part of the files arrived before, the rest is sent. Raise SshError.

        Args:
            connection: The connection to the server.
            site: The staged site.
            basis: The id of a release on the server that has unchanged parts, or an empty text.
            token: The token of the lock.
            say: Gets messages for the publisher.
            link: If True, unchanged files become hard links to ``basis``, otherwise copies.

        """
        size = sum(entry.size for entry in self.changed_files)
        say(
            f"Đang chuyển {len(self.changed_files)} tệp ({_format_megabytes(size)} MB) đến {connection.address}…"
        )
        output: list[str] = []
        with (
            tempfile.TemporaryDirectory(prefix="bulletin-") as stage,
            progress_display.display_progress(say) as pipe,
        ):
            self._stage_files(Path(stage), site)
            progress = _RsyncProgress(pipe, size // 1000)

            def receive_output(text: str) -> None:
                output.append(text)
                progress.report(text)

            connection.run_rsync(
                [*_OPTIONS, *([f"--{'link' if link else 'copy'}-dest=../{basis}"] if basis else [])],
                lambda server: (f"{stage}/", f"{server}releases/.incoming/"),
                (remote_scripts.RECEIVE_UPLOAD_SCRIPT, token, token, basis),
                receive_output=receive_output,
            )
        sent = re.search(r"Total bytes sent: ([\d,]+)", "".join(output))
        sent_bytes = int(sent[1].replace(",", "")) if sent else 0
        say(f"Đã chuyển xong: {_format_megabytes(sent_bytes)} MB qua đường truyền.")

    def _stage_files(self, stage: Path, site: StagedSite) -> None:
        """Make the folder that is sent: links to the files, and the notes for the server."""
        notes = stage / _INSTRUCTIONS_FOLDER
        notes.mkdir()
        record = self.release.to_json().encode()
        (notes / "record.json").write_bytes(record)
        sums = [f"{sha256(record).hexdigest()}  ./{_INSTRUCTIONS_FOLDER}/record.json\n"]
        folders: set[Path] = set()
        for path, _, digest in self.changed_files:
            if re.search(r"[\n\r\\]", path):
                raise UserError(
                    f"Tên tệp “{escape_unprintable(path)}” có ký tự không xuất bản qua ssh được. Hãy đổi tên tệp."
                )
            file = stage / path
            if file.parent not in folders:
                file.parent.mkdir(parents=True, exist_ok=True)
                folders.add(file.parent)
            file.symlink_to(site.get_file_path(path).absolute())
            sums.append(f"{digest}  ./{path}\n")
        (notes / "sums").write_text("".join(sums), encoding="utf-8")
        (notes / "gone").write_text("".join(f"./{path}\0" for path in self.removed_paths), encoding="utf-8")


class _RsyncProgress:
    """Passes the progress of rsync to the pipe of the progress display."""

    def __init__(self, pipe: int, total: int) -> None:
        self._pipe, self._total, self._last = pipe, total, -1

    def report(self, text: str) -> None:
        for found in re.finditer(r"(\d[\d,]*)\s+\d+%", text):
            done = min(int(found[1].replace(",", "")) // 1000, self._total)
            if done != self._last:
                self._last = done
                os.write(self._pipe, f"Chuyển lên máy chủ (KB)\t{done}\t{self._total}\n".encode())


def _format_megabytes(size: int) -> str:
    return format_decimal(size / 1_000_000)

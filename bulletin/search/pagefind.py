"""Run Pagefind in a process of its own on the articles of one shard.

Pagefind's service mode reads documents from one pipe and writes responses to another one.
Reason: no document is written to disk, and the order of the documents is fixed.
The process ends when the pipe closes, so it ends with the build.
"""

import base64
import json
import os
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from fnmatch import fnmatch
from typing import Any

from pagefind_bin import get_executable

from bulletin.errors import UserError

_UNUSED = ("pagefind-*ui*", "pagefind-highlight.js")
"""Files that only Pagefind's own search box uses."""
PAGEFIND_LANGUAGE = "vi"


class SearchError(UserError):
    """Pagefind failed. The message is Pagefind's."""


class PagefindProcess:
    """A Pagefind process that makes one index."""

    def __init__(self, documents: Iterable[tuple[str, str]]) -> None:
        """Start the process and send documents. Raise SearchError or OSError.

        ``documents`` are paths with HTML.
        """
        self._process = _start_service()
        self._request_count, self._response_count, self._responses = 0, 0, bytearray()
        with suppress(BrokenPipeError):  # the process has ended, and ``read_response`` will raise
            self._send_request(type="NewIndex", config={"force_language": PAGEFIND_LANGUAGE})
            for file, html in documents:
                self._send_request(type="AddFile", index_id=0, file_path=file, file_contents=html)
            self._send_request(type="GetFiles", index_id=0)
            self._pipe.flush()

    def fileno(self) -> int:
        """Return the file descriptor that becomes readable when a response arrives."""
        return self._process.stdout.fileno()  # type: ignore[union-attr]  # always a pipe

    def read_response(self) -> bool:
        """Read the available data; tell if all responses have arrived. Raise SearchError."""
        data = os.read(self.fileno(), 1 << 20)
        self._responses += data
        self._response_count += data.count(b",")
        if not data:
            raise SearchError(self._read_error_message())
        return self._response_count == self._request_count

    def get_index_files(self) -> dict[str, bytes]:
        """Return the files of the finished index, by path. Raise SearchError."""
        for response in self._responses.split(b",")[:-1]:
            payload = json.loads(base64.b64decode(response))["payload"]
            if payload["type"] == "Error":
                raise SearchError(str(payload["message"]))
        return {
            file["path"]: base64.b64decode(file["content"])
            for file in payload["files"]
            if not any(fnmatch(file["path"], pattern) for pattern in _UNUSED)
        }

    def kill(self) -> None:
        """Kill the process and close its pipes."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with suppress(OSError):  # unread data
                pipe.close()  # type: ignore[union-attr]  # always a pipe
        self._process.wait()

    @property
    def _pipe(self) -> Any:
        return self._process.stdin

    def _send_request(self, **payload: object) -> None:
        """Send a request: JSON in base64, ended by a comma."""
        self._request_count += 1
        request = {"message_id": self._request_count, "payload": payload}
        self._pipe.write(base64.b64encode(json.dumps(request, ensure_ascii=False).encode()) + b",")

    def _read_error_message(self) -> str:
        with suppress(OSError):
            self._pipe.close()
        message = self._process.stderr.read().decode(errors="replace").strip()  # type: ignore[union-attr]  # always a pipe
        return message or f"Pagefind dừng giữa chừng (mã {self._process.wait()})."


def _start_service() -> "subprocess.Popen[bytes]":
    try:
        command = [str(get_executable()), "--service"]
    except FileNotFoundError as error:
        raise SearchError(f"Không tìm thấy chương trình Pagefind: {error}") from error
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)  # noqa: S603  # an installed package

"""Pagefind at work on the articles of one volume, in a process of its own.

Its service takes documents through a pipe and answers through another, so that none is written to
the disk first, and a disk that is full fails us and not it. It numbers documents as they come, where
a folder would have them in any order. It ends when the pipe does: with this process, however that ends.
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
"""Parts of a bundle that only Pagefind's own search box uses."""
_LANGUAGE = "vi"


class SearchError(UserError):
    """Pagefind failed; the message is what it said."""


class PagefindProcess:
    """An index that is being made."""

    def __init__(self, documents: Iterable[tuple[str, str]]) -> None:
        """Start, and hand over ``documents``: files and HTML. Raise SearchError or OSError."""
        self._process = _service()
        self._asked, self._answered, self._answers = 0, 0, bytearray()
        with suppress(BrokenPipeError):  # it is no more: ``read_response`` tells
            self._ask(type="NewIndex", config={"force_language": _LANGUAGE})
            for file, html in documents:
                self._ask(type="AddFile", index_id=0, file_path=file, file_contents=html)
            self._ask(type="GetFiles", index_id=0)
            self._pipe.flush()

    def fileno(self) -> int:
        """Return the descriptor that can be read from when there is something to ``read_response``."""
        return self._process.stdout.fileno()  # type: ignore[union-attr]  # it is a pipe

    def read_response(self) -> bool:
        """Take in an answer, or a part; tell whether it was the last. Raise SearchError where that will never come."""
        data = os.read(self.fileno(), 1 << 20)
        self._answers += data
        self._answered += data.count(b",")
        if not data:
            raise SearchError(self._complaint())
        return self._answered == self._asked

    def get_index_files(self) -> dict[str, bytes]:
        """Return the files of the finished index, by path. Raise SearchError."""
        for answer in self._answers.split(b",")[:-1]:
            payload = json.loads(base64.b64decode(answer))["payload"]
            if payload["type"] == "Error":
                raise SearchError(str(payload["message"]))
        return {
            one["path"]: base64.b64decode(one["content"])
            for one in payload["files"]
            if not any(fnmatch(one["path"], pattern) for pattern in _UNUSED)
        }

    def kill(self) -> None:
        """End the process, however far it is."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with suppress(OSError):  # what it did not read any more
                pipe.close()  # type: ignore[union-attr]  # likewise
        self._process.wait()

    @property
    def _pipe(self) -> Any:
        return self._process.stdin

    def _ask(self, **payload: object) -> None:
        """Send a request of Pagefind's service: JSON in base64, ended by a comma."""
        self._asked += 1
        request = {"message_id": self._asked, "payload": payload}
        self._pipe.write(base64.b64encode(json.dumps(request, ensure_ascii=False).encode()) + b",")

    def _complaint(self) -> str:
        with suppress(OSError):
            self._pipe.close()
        said = self._process.stderr.read().decode(errors="replace").strip()  # type: ignore[union-attr]  # likewise
        return said or f"Pagefind dừng giữa chừng (mã {self._process.wait()})."


def _service() -> "subprocess.Popen[bytes]":
    try:
        command = [str(get_executable()), "--service"]
    except FileNotFoundError as error:
        raise SearchError(f"Không tìm thấy chương trình Pagefind: {error}") from error
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)  # noqa: S603  # installed with us

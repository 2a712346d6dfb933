"""A harness that publishes a small site repeatedly and keeps the messages."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.publishing.addresses.ledger import AddressLedger, LedgerEntry
from bulletin.publishing.pipeline import publish
from bulletin.publishing.rollback import describe_releases
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.withdraw import withdraw
from bulletin.publishing.workspace.folders import Workspace
from tests.publishing.small_site import create_small_site

FIRST_PUBLISH_TIME = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ)
PUBLISH_INTERVAL = timedelta(hours=1)
OLD_ADDRESS, NEW_ADDRESS = "/2026/11/cu/", "/2026/11/moi/"


class PublishHarness:
    """A small site, its messages, and a clock that each publish advances by one hour."""

    def __init__(self, folder: Path, *, has_search: bool = False, **settings: Any) -> None:
        """Create a site in ``folder``, or continue with the site that is there."""
        is_new = not (folder / "publishconf.py").exists()
        self.site = (
            create_small_site(folder, has_search=has_search, **settings) if is_new else Workspace(folder)
        )
        self.now = FIRST_PUBLISH_TIME + PUBLISH_INTERVAL * len(self.target.release_ids())
        self.messages: list[str] = []

    def publish(self) -> str:
        """Publish and return the messages."""
        self.now += PUBLISH_INTERVAL
        self.messages = []
        publish(self.site, self.now, self.messages.append)
        return "\n".join(self.messages)

    def withdraw(self, address: str) -> None:
        self.now += PUBLISH_INTERVAL
        withdraw(self.site, address, reason="Thử", by="Lê An", now=self.now, say=self.messages.append)

    def expect_refusal(self) -> str:
        """Publish, expect a refusal that changes nothing, and return the messages."""
        before = self.target.current_id(), self.ledger_text
        with pytest.raises(UserError, match="địa chỉ mà bạn đọc đã có sẽ không mở được nữa") as caught:
            self.publish()
        assert (self.target.current_id(), self.ledger_text) == before
        return "\n".join((*self.messages, str(caught.value)))

    @property
    def target(self) -> FolderTarget:
        return FolderTarget(self.site.root / "public")

    @property
    def ledger_file(self) -> Path:
        return self.site.root / "addresses.txt"

    @property
    def ledger_text(self) -> str:
        return self.ledger_file.read_text(encoding="utf-8")

    def read_ledger(self) -> dict[str, LedgerEntry]:
        return AddressLedger.read(self.site.root).entries

    def is_served(self, address: str) -> bool:
        return (self.target.current_link / address.lstrip("/") / "index.html").is_file()

    def describe_last_release(self) -> list[str]:
        """Return the lines of ``./inv releases`` on the last release, without the first."""
        lines = list(describe_releases(self.target))
        starts = [number for number, line in enumerate(lines) if re.match(r"[→ ] \d", line)]
        return [line.strip() for line in lines[1 : [*starts, len(lines) - 1][1]]]


def read_article(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def apply_alias_advice(messages: str, root: Path) -> None:
    """Change the line of aliases exactly as a message says."""
    found = re.search(
        r"(?:Chuyển hướng:|ghi lại vào aliases,) (\S+?):(\d+): (thêm|sửa) dòng (?:này thành )?“(.*)”\.",
        messages,
    )
    assert found, messages
    file = root / found[1]
    rows = read_article(file).split("\n")
    index = int(found[2]) - 1
    rows[index : index + (found[3] == "sửa")] = [found[4]]
    file.write_text("\n".join(rows), encoding="utf-8")

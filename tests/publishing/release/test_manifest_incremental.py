"""After each kind of change a release has all files of the output folder."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from bulletin.clock import VIETNAM_TZ
from bulletin.publishing.build.results import read_output_files
from bulletin.publishing.pipeline import publish
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.withdraw import withdraw
from bulletin.publishing.workspace.folders import Workspace
from tests.publishing.small_site import create_small_site, write_dated_article

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ)
HOUR = timedelta(hours=1)


def _write_illustrated_article(site: Workspace) -> None:
    (site.content / "images").mkdir()
    (site.content / "files").mkdir()
    _write_image(site, "red")
    _write_attachment(site, "Bản thứ nhất.")
    keys = {
        "cover": "images/anh.png",
        "cover_alt": "Ảnh",
        "attachments": "[{file: files/ban.txt, title: Bản}]",
    }
    write_dated_article(site, "moi", **keys)


def _write_image(site: Workspace, colour: str) -> None:
    Image.new("RGB", (400, 300), colour).save(site.content / "images/anh.png")


def _write_attachment(site: Workspace, text: str) -> None:
    (site.content / "files/ban.txt").write_text(text, encoding="utf-8")


def _write_campaign(site: Workspace) -> None:
    (site.content / "ads").mkdir()
    Image.new("RGB", (600, 500), "blue").save(site.content / "ads/cho.png")
    text = "advertiser: Chợ\nslot: sidebar\npicture: ads/cho.png\nalt: Chợ phiên\nlink: https://example.vn/\n"
    dates = "start: 2026-11-01\nend: 2026-12-31\n"
    (site.content / "ads/cho.yml").write_text(f"{text}{dates}", encoding="utf-8")


CHANGES: list[Callable[[Workspace], object]] = [
    _write_illustrated_article,
    lambda site: write_dated_article(site, "moi", "Đã viết lại."),
    lambda site: write_dated_article(
        site,
        "moi",
        cover="images/anh.png",
        cover_alt="Ảnh",
        attachments="[{file: files/ban.txt, title: Bản}]",
    ),
    lambda site: _write_attachment(site, "Bản thứ hai."),
    lambda site: _write_image(site, "green"),
    _write_campaign,
    lambda site: write_dated_article(site, "mot-nua", tags="[Chủ đề mới]"),
    lambda site: (site.publish_output / "index.html").write_text("bị sửa", encoding="utf-8"),
    lambda site: None,
]


def test_publish_after_each_change_releases_every_output_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bulletin.publishing.release.manifest.MAX_UNSAVED_CHANGES", 0)
    site = create_small_site(tmp_path)
    publish(site, NOON, lambda _: None)
    for number, change in enumerate(CHANGES, 1):
        change(site)
        released = publish(site, NOON + number * HOUR, lambda _: None).release.manifest.entries
        for path, entry in Manifest.from_folder(
            site.publish_output, read_output_files(site.publish_output)
        ).entries.items():
            assert released[path] == entry, f"{number}: {path}"
    withdraw(site, "/2026/11/moi/", reason="Sai", by="An", now=NOON + timedelta(days=1), say=lambda _: None)
    current = Manifest.from_folder(site.root / "public/current").entries
    assert (
        Manifest.from_folder(site.publish_output, read_output_files(site.publish_output)).entries.items()
        <= current.items()
    )

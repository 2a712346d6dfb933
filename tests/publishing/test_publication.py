"""A publish stops before the target if settings suit a draft of a site only."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from invoke.context import Context
from invoke.exceptions import Exit

from bulletin.cli import commands
from bulletin.cli.build import build_site
from bulletin.clock import VIETNAM_TZ
from bulletin.content.files.paths import MAX_NAME_BYTES
from bulletin.content.site_lists.withdrawals import WITHDRAWALS_FILE
from bulletin.publishing.pipeline import publish
from bulletin.publishing.withdraw import withdraw
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE, Workspace
from bulletin.settings.tables import SettingError
from tests.publishing.small_site import OFFICE_SETTINGS, create_small_site, write_dated_article

pytestmark = pytest.mark.slow
NOON = datetime(2026, 11, 23, 12, tzinfo=VIETNAM_TZ)
WITHOUT_TELEPHONE = OFFICE_SETTINGS["BULLETIN"] | {"telephone": ""}


def check_site(site: Workspace) -> None:
    """Run ``./inv check``; raise the error that it shows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commands, "SITE", site)
        try:
            commands.check(Context())
        except Exit as shown:
            raise shown.__cause__ or shown from None


def withdraw_article(site: Workspace) -> None:
    withdraw(site, "/2026/11/tin-tot/", reason="Thử", by="Lê An", now=NOON, say=lambda _: None)


@pytest.mark.parametrize(
    "command",
    [
        lambda site: publish(site, NOON, lambda _: None),
        lambda site: build_site(site, PUBLISH_SETTINGS_FILE),
        withdraw_article,
        check_site,
    ],
    ids=["publish", "preview", "withdraw", "check"],
)
def test_command_that_leads_to_a_publish_needs_the_whole_imprint(
    tmp_path: Path, command: Callable[[Workspace], None]
) -> None:
    site = create_small_site(tmp_path, BULLETIN=WITHOUT_TELEPHONE)
    with pytest.raises(
        SettingError, match=r"^publishconf\.py:\d+: BULLETIN chưa có telephone \(Điện thoại\)"
    ):
        command(site)
    assert not (tmp_path / "public").exists()
    assert not (tmp_path / "addresses.txt").exists()
    assert not (site.content / WITHDRAWALS_FILE).exists()


def test_check_without_imprint_checks_the_content_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = create_small_site(tmp_path, BULLETIN=WITHOUT_TELEPHONE)
    with pytest.raises(SettingError):
        check_site(site)
    assert "Nội dung không có lỗi" in capsys.readouterr().out


def test_publish_sample_words_reach_a_folder_and_no_repository(tmp_path: Path) -> None:
    repository = tmp_path / "kho.git"
    with pytest.raises(SettingError, match=r"SITEURL còn tên miền mẫu “example\.vn”"):
        publish(
            create_small_site(tmp_path / "xa", PUBLISH_TO=f"git+file://{repository}"), NOON, lambda _: None
        )
    assert not repository.exists()
    assert publish(create_small_site(tmp_path / "gan"), NOON, lambda _: None).is_new


def test_build_without_imprint_prints_a_footer(tmp_path: Path) -> None:
    site = create_small_site(tmp_path, BULLETIN={"organisation": "Ban Tổ chức"})
    text = (tmp_path / "publishconf.py").read_text(encoding="utf-8")
    (tmp_path / "pelicanconf.py").write_text(text, encoding="utf-8")
    build_site(site, "pelicanconf.py")
    page = (site.output / "index.html").read_text(encoding="utf-8")
    assert "<dt>Cơ quan quản lý</dt><dd>Ban Tổ chức</dd>" in page
    assert "<dt>Điện thoại</dt>" not in page


def test_publish_copies_an_attachment_with_the_longest_name(tmp_path: Path) -> None:
    site = create_small_site(tmp_path)
    name = f"{'ế' * 78}ab.csv"
    assert len(name.encode()) == MAX_NAME_BYTES
    (site.content / "files").mkdir()
    (site.content / "files" / name).write_text("Xã,Số\r\n" * 400, encoding="utf-8", newline="")
    write_dated_article(site, "bang", attachments=f"[{{file: files/{name}, title: Bảng}}]")
    publish(site, NOON, lambda _: None)
    published = site.root / "public/current/files" / name
    assert published.read_bytes() == (site.content / "files" / name).read_bytes()

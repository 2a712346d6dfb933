from pathlib import Path

import pytest

from bulletin.cli.build import build_site, clean_workspace
from bulletin.errors import UserError
from bulletin.publishing.workspace import PUBLISH_SETTINGS_FILE
from tests.publishing.small_site import create_small_site


def test_build_site_explaining_an_unknown_address_builds_and_raises_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = create_small_site(tmp_path)
    with pytest.raises(UserError, match="Trang không có tệp hay địa chỉ nào là “/khong/co/”"):
        build_site(site, PUBLISH_SETTINGS_FILE, explain="/khong/co/")
    assert "Đã dựng xong" in capsys.readouterr().out
    assert (site.publish_output / "2026/11/tin-tot/index.html").is_file()
    clean_workspace(site)
    assert not site.publish_output.exists()


def test_build_site_explaining_an_unknown_content_file_builds_nothing(tmp_path: Path) -> None:
    site = create_small_site(tmp_path)
    with pytest.raises(UserError, match=r"Không có tệp “articles/khac\.md” trong content/"):
        build_site(site, PUBLISH_SETTINGS_FILE, explain="articles/khac.md")
    assert not site.publish_output.exists()

from pathlib import Path

import pytest

from bulletin.cli.build import build, clear
from bulletin.errors import UserError
from bulletin.publishing.workspace import PUBLISH_SETTINGS
from tests.publishing.small_site import bulletin


def test_a_question_about_an_unknown_address_fails_and_the_site_is_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = bulletin(tmp_path)
    with pytest.raises(UserError, match="Trang không có tệp hay địa chỉ nào là “/khong/co/”"):
        build(site, PUBLISH_SETTINGS, explain="/khong/co/")
    assert "Đã dựng xong" in capsys.readouterr().out
    assert (site.outgoing / "2026/11/tin-tot/index.html").is_file()
    clear(site)
    assert not site.outgoing.exists()


def test_a_question_about_an_unknown_content_file_builds_nothing(tmp_path: Path) -> None:
    site = bulletin(tmp_path)
    with pytest.raises(UserError, match=r"Không có tệp “articles/khac\.md” trong content/"):
        build(site, PUBLISH_SETTINGS, explain="articles/khac.md")
    assert not site.outgoing.exists()

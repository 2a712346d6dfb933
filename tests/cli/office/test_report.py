"""Tests of ``./inv report`` on a small site."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bulletin.cli.office.report import report_published_articles
from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.publishing.workspace.folders import Workspace
from tests.publishing.small_site import create_small_site, write_dated_article

NOW = datetime(2026, 11, 30, 9, tzinfo=VIETNAM_TZ)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    site = create_small_site(tmp_path_factory.mktemp("site"), has_search=False, has_cache=False)
    write_dated_article(site, "mot", author="Minh Đăng, An Khê")
    write_dated_article(site, "hai", author="Lan Anh", category="Đảng viên", expires="2026-11-22")
    (site.content / "articles/hong.md").write_text("---\ntitle: Hỏng\n", encoding="utf-8")
    return site


def report(site: Workspace, **options: Any) -> list[str]:
    """Return the lines of a report of November 2026."""
    said: list[str] = []
    report_published_articles(site, NOW, said.append, **({"month": "11/2026"} | options))
    return "\n".join(said).split("\n")


def test_report_prints_articles_totals_and_files_that_it_lacks(site: Workspace) -> None:
    lines = report(site, section="dang-vien", author="lan  anh")
    assert lines[:4] == [
        *(
            "Thống kê tin, bài đã đăng",
            "Từ 01/11/2026 đến 30/11/2026",
            "Chuyên mục: Đảng viên",
            "Tác giả: Lan Anh",
        )
    ]
    assert lines[6] == "   1  21/11/2026        6       0  Tin hai"
    assert lines[7].strip() == "Đảng viên; Lan Anh; Đã hết hạn"
    assert lines[8].strip() == "https://bantin.example.vn/2026/11/hai/"
    assert lines[-1].startswith(
        "Chưa tính 1 tệp không đọc được: content/articles/hong.md. Hãy chạy ./inv check"
    )


def test_report_names_no_unreadable_draft(site: Workspace) -> None:
    draft = write_dated_article(site, "nhap", status="draft", category="Không có")
    broken = site.content / "articles/nhap-hong.md"
    broken.write_text("---\ntitle: Nháp: hỏng\nstatus: review\n---\n\nMột.\n", encoding="utf-8")
    lines = report(site)
    draft.unlink()
    broken.unlink()
    assert lines[-1].startswith("Chưa tính 1 tệp không đọc được: content/articles/hong.md.")


def test_report_writes_the_table_and_replaces_it_only_if_told(site: Workspace, tmp_path: Path) -> None:
    table, workbook = tmp_path / "bang.csv", tmp_path / "bang.XLSX"
    assert report(site, table=str(table))[-1] == f"Đã ghi bảng {table}."
    assert len(table.read_text(encoding="utf-8-sig").splitlines()) == 4
    report(site, table=str(workbook))
    assert len(load_workbook(BytesIO(workbook.read_bytes())).worksheets[0]["A"]) == 4
    table.write_text("Bảng của người khác", encoding="utf-8")
    with pytest.raises(UserError, match=r"Đã có tệp .*thì thêm --replace"):
        report(site, table=str(table))
    assert table.read_text(encoding="utf-8") == "Bảng của người khác"
    report(site, table=str(table), author="Lan Anh", can_replace=True)
    assert len(table.read_text(encoding="utf-8-sig").splitlines()) == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"table": "bang.xls"}, "“bang.xls” phải có đuôi .xlsx hoặc .csv. Hãy viết: --table bang.xlsx"),
        ({"table": "bang"}, "Hãy viết: --table bang.xlsx"),
        ({"section": "Đảng vien"}, "Không có chuyên mục “Đảng vien”. Hãy viết “Đảng viên”."),
        (
            {"author": "Minh Dang"},
            'Không bài nào có tác giả “Minh Dang”. Có phải là --author "Minh Đăng" không?',
        ),
        ({"author": "Zz"}, "Không bài nào có tác giả “Zz”. Hãy viết tên như trong bài, ở dòng author."),
    ],
)
def test_report_refuses_wrong_options(site: Workspace, options: dict[str, str], message: str) -> None:
    with pytest.raises(UserError) as caught:
        report(site, **options)
    assert message in str(caught.value)


def test_report_refuses_a_folder_as_a_table(site: Workspace, tmp_path: Path) -> None:
    (tmp_path / "bang.csv").mkdir()
    with pytest.raises(UserError, match="không phải một tệp thường"):
        report(site, table=str(tmp_path / "bang.csv"), can_replace=True)

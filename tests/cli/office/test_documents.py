"""Tests of ``./inv documents`` on a small site."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bulletin.check import check_content
from bulletin.cli.office.documents import DocumentCommand, find_use
from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.publishing.settings.settings import load_pelican_settings
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE, Workspace
from tests.publishing.small_site import create_small_site, write_dated_article

NOW = datetime(2026, 11, 30, 9, tzinfo=VIETNAM_TZ)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("COLUMNS", "80")
    site = create_small_site(tmp_path / "site", has_search=False, has_cache=False)
    write_dated_article(site, "mot", "Theo Kết luận số 38-KL/TW ngày 13/11/2018 của Bộ Chính trị.")
    write_dated_article(
        site, "hai", "Theo Kết luận số 38-KL/TW, Nghị quyết số 12-NQ/TU.", date="2026-10-05 08:00"
    )
    write_dated_article(site, "ba", "Theo Kết luận số 38-KL/TW.", expires="2026-11-22")
    write_dated_article(site, "nhap", "Theo Kết luận số 38-KL/TW.", status="draft")
    return site


class Run:
    """A run of the command on a site, with its lines."""

    def __init__(self, site: Workspace, **options: Any) -> None:
        self._said: list[str] = []
        self.command = DocumentCommand(site, NOW, self._said.append, **options)

    @property
    def lines(self) -> list[str]:
        """The printed lines."""
        return "\n".join(self._said).split("\n")


def test_list_documents_counts_public_articles_and_marks_a_single_citation(site: Workspace) -> None:
    run = Run(site)
    run.command.list_documents()
    assert run.lines == [
        "Ngày          Bài  Số        Loại        Cơ quan",
        "chưa rõ         1  12-NQ/TU  Nghị quyết",
        "                   Mới một bài nói tới, chưa có trang: content/articles/hai.md:8",
        "13/11/2018      3  38-KL/TW  Kết luận    Bộ Chính trị",
        "",
        "Cộng: 2 văn bản, 1 văn bản chưa có trang; hãy xem lại số trong bài.",
        "Xem các bài nói tới một văn bản: ./inv documents 12-NQ/TU",
    ]


def test_list_documents_of_some_days_counts_the_articles_of_these_days(site: Workspace) -> None:
    run = Run(site, last="31/10/2026")
    run.command.list_documents()
    assert run.lines[0] == "Bài đăng đến 31/10/2026"
    assert "13/11/2018      1  38-KL/TW  Kết luận    Bộ Chính trị" in run.lines


def test_list_documents_without_one_of_the_choice_says_so(site: Workspace) -> None:
    run = Run(site)
    run.command.list_documents(use="uncited")
    assert run.lines == ["Không có văn bản nào như vậy."]
    for article in (site.content / "articles").glob("*.md"):
        article.unlink()
    run = Run(site)
    run.command.list_documents()
    assert run.lines[0].startswith("Chưa có văn bản nào: chưa bài nào nói tới")


def test_show_documents_prints_the_articles_of_the_days(site: Workspace) -> None:
    run = Run(site, first="01/11/2026")
    run.command.show_documents("kết luận 38")
    assert [line for line in run.lines if "tin, bài" in line or "https" in line][1:] == [
        "2 tin, bài nói tới, mới nhất trước (đăng từ 01/11/2026 đến 30/11/2026).",
        "            https://bantin.example.vn/2026/11/mot/",
        "            https://bantin.example.vn/2026/11/ba/",
    ]
    assert run.lines[-2:] == ["            Đã hết hạn.", "            “Theo Kết luận số 38-KL/TW.”"]


def test_show_documents_of_several_with_one_number_lists_them_before_the_articles(site: Workspace) -> None:
    write_dated_article(site, "bon", "Theo Chỉ thị số 38-CT/TW ngày 12/12/2019.")
    run = Run(site)
    run.command.show_documents("38")
    assert [line[:10] for line in run.lines[1:4]] == ["12/12/2019", " " * 10, "13/11/2018"]
    assert "2 văn bản có số như vậy, mới nhất trước." in run.lines
    names = [line for line in run.lines if line.startswith(("Chỉ thị số", "Kết luận số"))]
    assert names == ["Chỉ thị số 38-CT/TW", "Kết luận số 38-KL/TW"]


def test_documents_of_a_site_without_a_register_have_no_address(site: Workspace, tmp_path: Path) -> None:
    with (site.root / PUBLISH_SETTINGS_FILE).open("a", encoding="utf-8") as file:
        file.write('\nRECORDS = {**globals().get("RECORDS", {}), "documents": False}\n')
    table = tmp_path / "van-ban.csv"
    Run(site, table=str(table)).command.list_documents()
    assert "/van-ban/" not in table.read_text(encoding="utf-8-sig")


def test_show_documents_of_an_unknown_number_proposes_the_nearest(site: Workspace) -> None:
    with pytest.raises(UserError, match=r"Hãy viết: \./inv documents 38-KL/TW$"):
        Run(site).command.show_documents("38-KL/TU")


def test_documents_write_tables_of_the_list_and_of_articles(site: Workspace, tmp_path: Path) -> None:
    table, workbook = tmp_path / "van-ban.csv", tmp_path / "bai.xlsx"
    run = Run(site, table=str(table))
    run.command.list_documents(kind="ket luan")
    assert run.lines[-1] == f"Đã ghi bảng {table}."
    assert (
        table.read_text(encoding="utf-8-sig")
        .splitlines()[1]
        .startswith("38-KL/TW,Kết luận,Bộ Chính trị,2018-11-13")
    )
    Run(site, table=str(workbook)).command.show_documents("38")
    assert len(load_workbook(BytesIO(workbook.read_bytes())).worksheets[0]["A"]) == 4
    with pytest.raises(UserError, match="--replace"):
        Run(site, table=str(table))
    Run(site, table=str(tmp_path / "tat-ca.csv")).command.list_documents()
    rows = (tmp_path / "tat-ca.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert [row[:8] for row in rows] == ["12-NQ/TU", "38-KL/TW"]


def test_list_missing_names_documents_and_what_to_do(site: Workspace) -> None:
    run = Run(site)
    run.command.list_missing()
    assert run.lines[1].startswith("13/11/2018      3  38-KL/TW")
    assert run.lines[-3:] == [
        "2 văn bản chưa rõ tên hoặc ngày, nhiều bài nói tới nhất trước.",
        "Tạo 1 tệp để điền: ./inv documents --missing --write",
        "1 văn bản mới một bài nói tới thì không tạo tệp, vì có thể là gõ nhầm số. Đúng số rồi thì viết: "
        "./inv documents 12-NQ/TU --missing --write",
    ]
    assert not (site.content / "documents").exists()


def test_list_missing_writes_files_that_pass_the_check_and_replaces_none(site: Workspace) -> None:
    run = Run(site)
    run.command.list_missing(is_written=True)
    file = site.content / "documents/38-kl-tw.yml"
    assert "Đã tạo content/documents/38-kl-tw.yml (3 bài)." in run.lines
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    Run(site).command.list_missing("12-NQ/TU", is_written=True)
    assert len([*file.parent.iterdir()]) == 2
    settings = load_pelican_settings(site.root / PUBLISH_SETTINGS_FILE)
    result = check_content(site.content, settings, NOW)
    assert result.problems == ()
    assert [document.number for document in result.library.documents] == ["12-NQ/TU", "38-KL/TW"]
    before = file.read_text(encoding="utf-8")
    run = Run(site)
    run.command.list_missing(is_written=True)
    assert file.read_text(encoding="utf-8") == before
    assert "Hãy điền title vào content/documents/38-kl-tw.yml." in run.lines
    assert "Hãy điền title và date vào content/documents/12-nq-tu.yml." in run.lines


def test_list_missing_with_a_foreign_file_of_that_name_leaves_it(site: Workspace) -> None:
    file = site.content / "documents/38-kl-tw.yml"
    file.parent.mkdir()
    file.write_text("number: 39-KL/TW\n", encoding="utf-8")
    run = Run(site)
    run.command.list_missing("38-KL/TW", is_written=True)
    assert (
        "Đã có tệp content/documents/38-kl-tw.yml, không ghi đè. Hãy xem dòng number của tệp ấy." in run.lines
    )
    assert file.read_text(encoding="utf-8") == "number: 39-KL/TW\n"


def test_list_missing_with_a_file_in_place_of_the_folder_says_so(site: Workspace) -> None:
    (site.content / "documents").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="Chưa tạo được tệp"):
        Run(site).command.list_missing(is_written=True)


def test_find_use_refuses_two_uses() -> None:
    assert find_use(cited=False, uncited=True, once=False) == "uncited"
    with pytest.raises(UserError, match="--cited và --once không đi cùng nhau"):
        find_use(cited=True, uncited=False, once=True)

"""Tests of ``./inv readers`` on a small site."""

from datetime import datetime
from pathlib import Path

import pytest

from bulletin.cli.office.readers import count_readers
from bulletin.clock import VIETNAM_TZ
from bulletin.content.most_read import MOST_READ_FILE, read_most_read
from bulletin.errors import UserError
from bulletin.publishing.workspace.folders import Workspace
from tests.publishing.small_site import create_small_site
from tests.readership.log_lines import make_combined_line

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=VIETNAM_TZ)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return create_small_site(tmp_path_factory.mktemp("site"), has_search=False, has_cache=False)


def write_log(folder: Path, *lines: str) -> str:
    file = folder / "access.log"
    file.write_text("".join(lines), encoding="utf-8")
    return str(file)


def test_count_readers_prints_the_article_and_writes_table_and_chart(site: Workspace, tmp_path: Path) -> None:
    said: list[str] = []
    log = write_log(tmp_path, make_combined_line(), make_combined_line("/", reader="203.0.113.8"))
    table, chart = tmp_path / "bang.csv", tmp_path / "hinh.svg"
    count_readers(site, [log], NOW, said.append, month="11/2026", table=str(table), chart=str(chart))
    assert said[0] == "Ngày 29/11/2026: 2 lượt đọc, 2 lượt người đọc."
    assert any(line.endswith("/2026/11/tin-tot/") for line in said)
    assert said[-2:] == [f"\nĐã ghi bảng {table}.", f"\nĐã ghi biểu đồ {chart}."]
    assert "/2026/11/tin-tot/" in table.read_text(encoding="utf-8-sig")
    assert chart.read_text(encoding="utf-8").startswith("<svg")
    assert "203.0.113" not in "".join(
        [*said, table.read_text(encoding="utf-8"), chart.read_text(encoding="utf-8")]
    )


@pytest.mark.parametrize("month", ["10/2026", "2026-10"])
def test_count_readers_without_views_in_the_month_says_so(
    site: Workspace, tmp_path: Path, month: str
) -> None:
    with pytest.raises(UserError, match="Trong nhật ký không có lượt đọc nào của những ngày ấy"):
        count_readers(site, [write_log(tmp_path, make_combined_line())], NOW, print, month=month)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"month": "13/2026"}, "“13/2026” không phải một tháng. Hãy viết: --month "),
        ({"days": "0"}, "“0” không phải số ngày. Hãy viết như --days 7"),
        ({"days": "bảy"}, "“bảy” không phải số ngày"),
        ({"month": "11/2026", "days": "7"}, "--month và --days không đi cùng nhau"),
        ({"table": "content/articles/tin.md"}, "phải có đuôi .csv. Hãy viết: content/articles/tin.csv"),
        ({"chart": "hinh"}, "phải có đuôi .svg. Hãy viết: hinh.svg"),
    ],
)
def test_count_readers_refuses_wrong_options(
    site: Workspace, tmp_path: Path, options: dict[str, str], message: str
) -> None:
    with pytest.raises(UserError, match=message):
        count_readers(site, [write_log(tmp_path, make_combined_line())], NOW, print, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            make_combined_line().partition(' "https')[0] + "\n",
            "Nhật ký ở dạng “common”, không ghi trình duyệt",
        ),
        (make_combined_line(time="29/Nov/2099:07:30:00 +0700"), "Mọi dòng nhật ký đều ghi ngày chưa tới"),
    ],
)
def test_count_readers_of_lines_that_count_for_nothing_says_why(
    site: Workspace, tmp_path: Path, line: str, message: str
) -> None:
    with pytest.raises(UserError, match=message):
        count_readers(site, [write_log(tmp_path, line)], NOW, print)


def test_count_readers_of_another_file_names_the_logs_that_it_reads(site: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="không phải nhật ký truy cập của nginx, Apache"):
        count_readers(site, [write_log(tmp_path, "title: Tin\n")], NOW, print)


def test_count_readers_of_a_missing_file_names_it(site: Workspace, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        count_readers(site, [str(tmp_path / "khong.log")], NOW, print)


def test_count_readers_writes_the_most_read_articles_for_the_front_page(
    site: Workspace, tmp_path: Path
) -> None:
    said: list[str] = []
    log = write_log(tmp_path, make_combined_line(), make_combined_line("/", reader="203.0.113.8"))
    count_readers(site, [log], NOW, said.append, front_page=True)
    assert read_most_read(site.content) == (("/2026/11/tin-tot/",), ())
    assert "Đã ghi 1 bài vào content/most-read.yml." in said[-2]
    (site.content / MOST_READ_FILE).unlink()

import json
from pathlib import Path
from typing import Any

import pytest

from bulletin.build.explanation import explain_build, explain_path, summarize_build
from bulletin.build.report import (
    REASON_NEW_PAGE,
    REASON_OUTPUT_MODIFIED,
    BuildReport,
    WrittenFile,
    find_rebuild_reasons,
    get_build_report_path,
)
from bulletin.clock import ScheduledChange
from tests.factories import ARCHIVE_TIME

REPORT = BuildReport(
    ("articles/moi.md",),
    [
        WrittenFile("2026/11/moi/index.html", ("trang mới",), ("articles/moi.md",)),
        WrittenFile("index.html", ("tin chính", "tiêu điểm"), ("articles/moi.md",)),
    ],
    ["2026/11/cu/index.html"],
    ScheduledChange(ARCHIVE_TIME, "bài hẹn giờ"),
)


def test_the_summary_says_what_changed_and_how_much_was_written() -> None:
    assert list(summarize_build(REPORT)) == [
        "Bài mới, thay đổi hoặc đến giờ đăng: articles/moi.md.",
        "Đã dựng: ghi 2 tệp, gỡ 1 tệp.",
    ]
    assert list(summarize_build(BuildReport())) == ["Đã dựng: ghi 0 tệp, gỡ 0 tệp."]


def test_every_file_is_listed_with_its_reason() -> None:
    lines = list(explain_build(REPORT))
    assert "  ghi index.html (tin chính, tiêu điểm) ← articles/moi.md" in lines
    assert "  gỡ  2026/11/cu/index.html" in lines


def test_of_thousands_of_files_the_reasons_are_counted() -> None:
    report = BuildReport(
        written_files=[WrittenFile(f"{number}.html", ("thiết lập",)) for number in range(3000)]
    )
    assert "  ghi 3000 tệp (thiết lập)" in list(explain_build(report))
    assert len(list(explain_build(report))) < 10


FILES = ["index.html", "2026/11/moi/index.html", "2026/11/cu-hon/index.html"]


@pytest.mark.parametrize(
    "what",
    [
        "2026/11/moi/index.html", "/2026/11/moi/", "2026/11/moi", "output/2026/11/moi/index.html", "./output/2026/11/moi/",
        "http://127.0.0.1:8000/2026/11/moi/", "https://bantin.example.vn/ban-tin/2026/11/moi/?x=1#muc-a", "/ban-tin/2026/11/moi/",
    ],
)  # fmt: skip
def test_a_page_is_asked_for_as_people_name_it(what: str) -> None:
    assert list(explain_path(REPORT, what, FILES)) == [
        "Lần dựng vừa rồi ghi 2026/11/moi/index.html (trang mới) ← articles/moi.md."
    ]


@pytest.mark.parametrize(
    "what", ["articles/moi.md", "content/articles/moi.md", "/home/lan/content/articles/moi.md"]
)
def test_a_content_file_is_asked_for_by_its_path(what: str) -> None:
    first, second = explain_path(REPORT, what, FILES)
    assert "2026/11/moi/index.html" in first
    assert "index.html (tin chính" in second


def test_the_front_page_is_asked_for_by_its_address() -> None:
    assert "tiêu điểm" in next(explain_path(REPORT, "/", FILES))


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("/2026/11/cu/", "Lần dựng vừa rồi gỡ 2026/11/cu/index.html"),
        ("/2026/11/cu-hon/", "Lần dựng vừa rồi không ghi 2026/11/cu-hon/index.html"),
        ("articles/khac.md", "Lần dựng vừa rồi không ghi tệp nào vì articles/khac.md"),
    ],
)
def test_what_was_removed_or_left_is_told_apart(what: str, said: str) -> None:
    (line,) = explain_path(REPORT, what, FILES)
    assert line.startswith(said)


@pytest.mark.parametrize("what", ["vớ vẩn", "2026/11/"])
def test_of_what_was_never_there_nothing_is_said(what: str) -> None:
    assert list(explain_path(REPORT, what, FILES)) == []


def test_a_report_is_kept_whole(tmp_path: Path) -> None:
    file = get_build_report_path(tmp_path, tmp_path / "output")
    REPORT.save(file)
    assert BuildReport.read(file) == REPORT


@pytest.mark.parametrize(
    "harm",
    [
        "",
        "[]",
        "{",
        '{"written": 3}',
        '{"changed": [], "written": [], "removed": [], "due": "2026-11-24T12:00"}',
    ],
)
def test_a_damaged_report_is_none(tmp_path: Path, harm: str) -> None:
    file = tmp_path / "report.json"
    file.write_text(harm)
    assert BuildReport.read(file) is None
    assert BuildReport.read(tmp_path / "khong-co.json") is None


def test_a_report_is_plain_json_for_other_programs(tmp_path: Path) -> None:
    REPORT.save(tmp_path / "report.json")
    assert json.loads((tmp_path / "report.json").read_text())["removed"] == ["2026/11/cu/index.html"]


@pytest.mark.parametrize(
    ("inputs", "former", "before", "why"),
    [
        (b"a" * 16, None, {"mã": "1"}, (REASON_NEW_PAGE,)),
        (b"a" * 16, b"a" * 16, {"mã": "1"}, (REASON_OUTPUT_MODIFIED,)),
        (b"a" * 16, b"a" * 8 + b"b" * 8, {"mã": "1"}, ("tin khác",)),
        (b"a" * 16, b"a" * 8, {"mã": "1"}, ("tin khác",)),
        (b"a" * 16, b"b" * 16, {"mã": "0"}, ("mã",)),
    ],
)
def test_the_reason_is_what_differs(
    inputs: bytes, former: bytes | None, before: dict[str, str], why: Any
) -> None:
    assert find_rebuild_reasons(("nội dung", "tin khác"), inputs, former, {"mã": "1"}, before) == why

import json
from pathlib import Path

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


def test_summarize_build_names_changed_sources_and_counts_files() -> None:
    assert list(summarize_build(REPORT)) == [
        "Bài mới, thay đổi hoặc đến giờ đăng: articles/moi.md.",
        "Đã dựng: ghi 2 tệp, gỡ 1 tệp.",
    ]
    assert list(summarize_build(BuildReport())) == ["Đã dựng: ghi 0 tệp, gỡ 0 tệp."]


def test_explain_build_lists_each_file_with_its_reasons() -> None:
    lines = list(explain_build(REPORT))
    assert "  ghi index.html (tin chính, tiêu điểm) ← articles/moi.md" in lines
    assert "  gỡ  2026/11/cu/index.html" in lines


def test_explain_build_of_thousands_of_files_counts_reasons() -> None:
    report = BuildReport(
        written_files=[WrittenFile(f"{number}.html", ("thiết lập",)) for number in range(3000)]
    )
    assert "  ghi 3000 tệp (thiết lập)" in list(explain_build(report))
    assert len(list(explain_build(report))) < 10


FILES = ["index.html", "2026/11/moi/index.html", "2026/11/cu-hon/index.html"]


@pytest.mark.parametrize(
    "name",
    [
        "2026/11/moi/index.html", "/2026/11/moi/", "2026/11/moi", "output/2026/11/moi/index.html", "./output/2026/11/moi/",
        "http://127.0.0.1:8000/2026/11/moi/", "https://bantin.example.vn/ban-tin/2026/11/moi/?x=1#muc-a", "/ban-tin/2026/11/moi/",
    ],
)  # fmt: skip
def test_explain_path_accepts_all_forms_of_an_address(name: str) -> None:
    assert list(explain_path(REPORT, name, FILES)) == [
        "Lần dựng vừa rồi ghi 2026/11/moi/index.html (trang mới) ← articles/moi.md."
    ]


@pytest.mark.parametrize(
    "name", ["articles/moi.md", "content/articles/moi.md", "/home/lan/content/articles/moi.md"]
)
def test_explain_path_of_a_content_file_lists_the_files_written_because_of_it(name: str) -> None:
    first, second = explain_path(REPORT, name, FILES)
    assert "2026/11/moi/index.html" in first
    assert "index.html (tin chính" in second


def test_explain_path_of_the_root_explains_the_front_page() -> None:
    assert "tiêu điểm" in next(explain_path(REPORT, "/", FILES))


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("/2026/11/cu/", "Lần dựng vừa rồi gỡ 2026/11/cu/index.html"),
        ("/2026/11/cu-hon/", "Lần dựng vừa rồi không ghi 2026/11/cu-hon/index.html"),
        ("articles/khac.md", "Lần dựng vừa rồi không ghi tệp nào vì articles/khac.md"),
    ],
)
def test_explain_path_tells_removed_files_from_unchanged_ones(name: str, start: str) -> None:
    (line,) = explain_path(REPORT, name, FILES)
    assert line.startswith(start)


@pytest.mark.parametrize("name", ["vớ vẩn", "2026/11/"])
def test_explain_path_of_an_unknown_name_yields_nothing(name: str) -> None:
    assert list(explain_path(REPORT, name, FILES)) == []


def test_build_report_is_read_as_it_was_saved(tmp_path: Path) -> None:
    file = get_build_report_path(tmp_path, tmp_path / "output")
    REPORT.save(file)
    assert BuildReport.read(file) == REPORT


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "[]",
        "{",
        '{"written": 3}',
        '{"changed": [], "written": [], "removed": [], "due": "2026-11-24T12:00"}',
    ],
)
def test_build_report_that_is_damaged_or_missing_is_none(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "report.json"
    file.write_text(damage)
    assert BuildReport.read(file) is None
    assert BuildReport.read(tmp_path / "khong-co.json") is None


def test_build_report_is_saved_as_json_with_stable_keys(tmp_path: Path) -> None:
    REPORT.save(tmp_path / "report.json")
    assert json.loads((tmp_path / "report.json").read_text())["removed"] == ["2026/11/cu/index.html"]


@pytest.mark.parametrize(
    ("inputs", "former", "former_shared", "reasons"),
    [
        (b"a" * 16, None, {"mã": "1"}, (REASON_NEW_PAGE,)),
        (b"a" * 16, b"a" * 16, {"mã": "1"}, (REASON_OUTPUT_MODIFIED,)),
        (b"a" * 16, b"a" * 8 + b"b" * 8, {"mã": "1"}, ("tin khác",)),
        (b"a" * 16, b"a" * 8, {"mã": "1"}, ("tin khác",)),
        (b"a" * 16, b"b" * 16, {"mã": "0"}, ("mã",)),
    ],
)
def test_find_rebuild_reasons_names_the_inputs_that_differ(
    inputs: bytes, former: bytes | None, former_shared: dict[str, str], reasons: tuple[str, ...]
) -> None:
    assert (
        find_rebuild_reasons(("nội dung", "tin khác"), inputs, former, {"mã": "1"}, former_shared) == reasons
    )

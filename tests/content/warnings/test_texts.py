"""Tests that warnings of texts are told, silenced, cached and counted."""

import os
import re
from itertools import islice
from pathlib import Path
from time import process_time

import pytest

from bulletin.content.warnings.checked_text import CheckedText
from bulletin.content.warnings.finders.blocks import find_lists_in_paragraphs
from bulletin.content.warnings.finders.definitions import find_unused_definitions
from bulletin.content.warnings.finders.hidden_marks import (
    find_attributes_without_effect,
    find_tags_without_effect,
)
from bulletin.content.warnings.finders.lines import find_lines_in_paragraphs
from bulletin.content.warnings.kinds import WARNING_KINDS, TextFinder
from bulletin.content.warnings.texts import find_text_warnings
from bulletin.content.warnings.warning import ContentWarning, list_warnings
from tests.content.warnings.samples import BODY_LINE, create_checked_text
from tests.factories import ROOT, SmallSite

BARE = "<p>Xem https://a.vn/b.</p>"


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """Site without articles."""
    return SmallSite(tmp_path)


def list_names(site: SmallSite) -> list[str]:
    """Return the names of the warnings of a check."""
    return [warning.name for warning in site.check_content().warnings]


def test_check_warning_is_no_problem_and_names_file_line_and_name(site: SmallSite) -> None:
    site.write_article("tin", BARE)
    report = site.check_content()
    assert report.problems == ()
    assert list(map(str, report.warnings)) == [
        "content/articles/tin.md:8: cảnh báo [bare-address]: Địa chỉ “https://a.vn/b” không bấm được. "
        'Hãy viết <a href="https://a.vn/b">https://a.vn/b</a>.'
    ]


def test_check_silenced_warning_is_not_told(site: SmallSite) -> None:
    site.write_article("tin", f"{BARE}\n\nHết./.", ignore_warnings="[bare-address]")
    assert list_names(site) == ["closing-mark"]
    site.write_article("tin", f"{BARE}\n\nHết./.", ignore_warnings="bare-address, closing-mark")
    assert list_names(site) == []


def test_check_silence_in_a_page_works_too(site: SmallSite) -> None:
    site.write_file(
        "pages/lien-he.md", f"---\ntitle: Liên hệ\nignore_warnings: [bare-address]\n---\n\n{BARE}\n"
    )
    assert list_names(site) == []


def test_check_unknown_name_is_told_with_the_nearest(site: SmallSite) -> None:
    site.write_article("tin", "x", ignore_warnings="[bare-adress]")
    report = site.check_content()
    assert report.problems == ()
    assert list(map(str, report.warnings)) == [
        "content/articles/tin.md:6: cảnh báo [unknown-warning]: Không có cảnh báo nào tên “bare-adress” để bỏ qua "
        "ở ignore_warnings. Hãy viết “bare-address”."
    ]


def test_check_unchanged_file_has_its_warnings_again(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(site.write_article("tin", BARE), (0, 0))
    first = site.check_content().warnings

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("bulletin.content.reader.ContentReader.read_item", refuse)
    assert first
    assert site.check_content().warnings == first


def test_check_warning_of_a_draft_is_told_apart(site: SmallSite) -> None:
    site.write_article("nhap", BARE, status="draft")
    site.write_article("tin", BARE)
    report = site.check_content()
    assert [warning.path for warning in report.warnings] == ["content/articles/tin.md"]
    assert [warning.path for warning in report.draft_warnings] == ["content/articles/nhap.md"]


def test_find_text_warnings_without_slips_finds_nothing() -> None:
    assert find_text_warnings("x.md", create_checked_text("Đoạn một.\n\n## Kết quả\n\n- a\n- b"), ()) == []


def test_list_warnings_counts_all_and_tells_the_silence() -> None:
    warnings = [
        ContentWarning(f"content/{number}.md", 10, "bare-address", "Sai.", "Sửa.") for number in range(11)
    ]
    draft = ContentWarning("content/b.md", 4, "capitals", "Hoa.")
    assert list(list_warnings(warnings, [draft]))[9:] == [
        "content/9.md:10: cảnh báo [bare-address]: Sai. Sửa.",
        "… và 2 cảnh báo khác. Xem đủ: ./inv check",
        "Có 12 cảnh báo, 1 ở bài nháp; cảnh báo không cản xuất bản. Đúng ý rồi thì ghi tên trong ngoặc vuông vào "
        "phần khai báo của tệp ấy, như ignore_warnings: [bare-address]",
    ]
    assert list(list_warnings([], [draft]))[:2] == [
        "Cảnh báo ở bài nháp và bài chờ duyệt:",
        "content/b.md:4: cảnh báo [capitals]: Hoa.",
    ]
    assert list(list_warnings([])) == []


def test_list_warnings_tells_each_message_and_each_of_one_line() -> None:
    texts = [
        ("“77-KH/HU” sai.", "Xem lại."),
        ("“5-KH/HU” sai.", "Xem lại."),
        ("Sai.", "Viết “a”."),
        ("Sai.", "Viết “b”."),
    ]
    warnings = [ContentWarning("content/a.md", 7, "capitals", *text) for text in texts]
    assert [line.partition("]: ")[2] for line in list_warnings(warnings)][:4] == [
        " ".join(text) for text in texts
    ]


def test_list_warnings_of_one_file_joins_equal_advice() -> None:
    warnings = [ContentWarning("content/a.md", line, "capitals", "Hoa.", "Sửa.") for line in range(1, 44)]
    lines = list(list_warnings(warnings))
    assert lines[0] == (
        f"content/a.md:1: cảnh báo [capitals]: Hoa. Sửa. Cũng ở dòng {', '.join(map(str, range(2, 42)))} và 2 dòng khác "
        "(xem đủ: ./inv check --all)."
    )
    assert lines[1].startswith("Có 43 cảnh báo;")


def test_kinds_have_names_that_front_matter_takes() -> None:
    for name, kind in WARNING_KINDS.items():
        assert name == kind.name
        assert name.replace("-", "").isalpha()
        assert name.islower()
        assert kind.message.endswith(".")


def test_kinds_stand_in_the_guide_of_editors() -> None:
    guide = (ROOT / "docs/huong-dan-bien-tap.md").read_text(encoding="utf-8")
    names = re.findall(r"^\| `([a-z-]+)` \|", guide.partition("### Cảnh báo")[2], re.MULTILINE)
    assert set(WARNING_KINDS) == set(names)


@pytest.mark.parametrize(
    ("find", "unit"),
    [
        (find_tags_without_effect, "<td>a\n\n"),
        (find_attributes_without_effect, "*a*{{.lop{}}}\n\n"),
        (find_lines_in_paragraphs, "<p>x</p>\n\nMột dòng\nHai dòng\n\n"),
        (find_lists_in_paragraphs, "<p>x</p>\n\nGồm:\n– một\n– hai\n\n"),
        (find_unused_definitions, "<hr>[a{}]: /x\n"),
    ],
)
def test_thousands_of_slips_take_no_square_of_time(find: TextFinder, unit: str) -> None:
    assert _measure(find, unit, 4_000) < 8 * max(_measure(find, unit, 1_000), 0.05)


def _measure(find: TextFinder, unit: str, count: int) -> float:
    """Return the least time of two for a text of many units."""
    body = "".join(unit.format(number) for number in range(count))
    page = create_checked_text(body).html
    times = []
    for _ in range(2):
        start = process_time()
        list(islice(find(CheckedText("Tin", 2, body, BODY_LINE, page)), count // 2))
        times.append(process_time() - start)
    return min(times)

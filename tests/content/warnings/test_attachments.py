"""Tests that a check tells the warnings of files for download."""

import os
from pathlib import Path

import pytest

from bulletin.content.warnings import attachments as documents
from tests.content.attachments.office_factory import create_docx, create_scan
from tests.factories import SmallSite

TRACKED = create_docx("<w:p><w:ins w:id='1'><w:r/></w:ins></w:p>", comments="<w:comment w:id='0'/>")


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """Site with a document that has tracked changes and a comment."""
    site = SmallSite(tmp_path)
    os.utime(site.write_file("files/bao-cao.docx", TRACKED), (0, 0))
    return site


def list_warning_lines(site: SmallSite) -> list[tuple[int, str]]:
    return [(warning.line, warning.name) for warning in site.check_content().warnings]


def test_attachment_warnings_stand_at_the_line_that_names_the_file(site: SmallSite) -> None:
    site.write_article("tin", attachments="[{file: files/bao-cao.docx, title: Báo cáo}]")
    first, second = site.check_content().warnings
    assert str(first) == (
        "content/articles/tin.md:6: cảnh báo [comments]: Tệp “files/bao-cao.docx” còn lời bình. "
        "Hãy xóa đi rồi lưu lại, hoặc đăng bản PDF không in những phần ấy."
    )
    assert (second.line, second.name) == (6, "tracked-changes")


def test_attachment_that_is_named_twice_is_told_once(site: SmallSite) -> None:
    site.write_article(
        "tin",
        "[Báo cáo](/files/bao-cao.docx), [lần nữa](/files/bao-cao.docx)",
        attachments="[{file: files/bao-cao.docx, title: Báo cáo}]",
    )
    assert list_warning_lines(site) == [(6, "comments"), (6, "tracked-changes")]


def test_attachment_warning_is_silenced_in_its_article_only(site: SmallSite) -> None:
    site.write_article("tin", "[Báo cáo](/files/bao-cao.docx)", ignore_warnings="[comments, tracked-changes]")
    assert list_warning_lines(site) == []
    site.write_article("khac", "[Báo cáo](/files/bao-cao.docx)")
    assert list_warning_lines(site) == [(8, "comments"), (8, "tracked-changes")]


def test_attachment_that_is_unchanged_is_not_read_again(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write_article("tin", "[Báo cáo](/files/bao-cao.docx)")
    found = list_warning_lines(site)

    def refuse(path: Path) -> None:
        raise AssertionError(path)

    monkeypatch.setattr(documents, "inspect_document", refuse)
    assert list_warning_lines(site) == found != []
    site.write_file("files/bao-cao.docx", create_docx())
    with pytest.raises(AssertionError):
        site.check_content()


def test_attachment_that_is_missing_is_a_problem_and_no_warning(site: SmallSite) -> None:
    site.write_article("tin", "[Báo cáo](/files/khong-co.docx)")
    report = site.check_content()
    assert len(report.problems) == 1
    assert report.warnings == ()


def test_attachment_that_is_a_pipe_is_not_opened(site: SmallSite) -> None:
    os.mkfifo(site.content / "files/ong.pdf")
    site.write_article("tin", "[Ống](/files/ong.pdf)")
    report = site.check_content()
    assert report.problems
    assert report.warnings == ()


def test_scan_is_told(site: SmallSite) -> None:
    site.write_file("files/scan.pdf", create_scan())
    site.write_article("tin", "[Kế hoạch](/files/scan.pdf)")
    assert list_warning_lines(site) == [(8, "scan")]

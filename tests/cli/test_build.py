from pathlib import Path

import pytest

from bulletin.cli.build import build_site, clean_workspace
from bulletin.content.problems import DRAFT_HEADING
from bulletin.content.warnings.warning import MAX_SHOWN_WARNINGS
from bulletin.errors import BuildError, UserError
from bulletin.publishing.external_links.site_questions import AnswerMemory
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE
from bulletin.storage.output_folder import record_output_files, write_output_file
from tests.publishing.small_site import create_small_site, write_dated_article


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


def test_build_site_with_a_faulty_draft_builds_and_prints_its_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = create_small_site(tmp_path)
    write_dated_article(site, "nhap", "Xem [bài](/khong-co/).", status="draft")
    build_site(site, PUBLISH_SETTINGS_FILE)
    heading, problem, *_ = capsys.readouterr().out.splitlines()
    assert heading == DRAFT_HEADING
    assert problem.startswith("content/articles/nhap.md:9: Liên kết tới địa chỉ không có: /khong-co/.")
    assert not (site.publish_output / "2026/11/nhap").exists()


def test_build_site_with_many_warnings_builds_and_prints_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = create_small_site(tmp_path)
    for number in range(MAX_SHOWN_WARNINGS + 2):
        write_dated_article(site, f"tin-{number}", "Hết./.")
    build_site(site, PUBLISH_SETTINGS_FILE)
    lines = capsys.readouterr().out.splitlines()
    assert all("cảnh báo [closing-mark]" in line for line in lines[:MAX_SHOWN_WARNINGS])
    assert lines[MAX_SHOWN_WARNINGS] == "… và 2 cảnh báo khác. Xem đủ: ./inv check"
    assert lines[MAX_SHOWN_WARNINGS + 1].startswith(f"Có {MAX_SHOWN_WARNINGS + 2} cảnh báo; ")
    assert (site.publish_output / "2026/11/tin-0/index.html").is_file()


def test_build_site_with_faults_of_both_kinds_prints_those_of_drafts_last(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = create_small_site(tmp_path)
    write_dated_article(site, "a", "Xem [bài](/khong-co/).", status="draft")
    write_dated_article(site, "b", "Xem [bài](/khong-co/).")
    with pytest.raises(BuildError):
        build_site(site, PUBLISH_SETTINGS_FILE)
    printed = capsys.readouterr().out
    assert "Nội dung có 1 lỗi, chưa dựng trang nào" in printed
    assert printed.index("articles/b.md:") < printed.index(DRAFT_HEADING) < printed.index("articles/a.md:")


def test_clean_workspace_removes_the_output_of_livereload(tmp_path: Path) -> None:
    site = create_small_site(tmp_path)
    site.preview_output.mkdir()
    write_output_file(site.preview_output, "index.html", b"x")
    record_output_files(site.preview_output, ["index.html"])
    clean_workspace(site)
    assert not site.preview_output.exists()
    assert not (site.root / "tep-la").exists()


def test_clean_workspace_removes_the_answers_of_other_sites(tmp_path: Path) -> None:
    site = create_small_site(tmp_path)
    AnswerMemory(site.cache / "external-links").save()
    assert (site.cache / "external-links").is_file()
    clean_workspace(site)
    assert not site.cache.exists()
    assert not (site.root / "tep-la").exists()

"""Tests of ``./inv check`` on small sites."""

import json
from pathlib import Path

import pytest
from invoke.context import Context
from invoke.exceptions import Exit

from bulletin.cli import commands
from bulletin.cli.check import check_site, describe_check
from bulletin.clock import read_build_time
from bulletin.errors import UserError
from bulletin.publishing.workspace.folders import Workspace
from tests.publishing.small_site import OFFICE_SETTINGS, create_small_site, write_dated_article

pytestmark = pytest.mark.slow
NOW = read_build_time()
FAULT, SLIP = "Xem [bài](/2026/11/khong-co/).", "<p>Xem https://a.vn/b nhé.</p>"
WITHOUT_TELEPHONE = OFFICE_SETTINGS["BULLETIN"] | {"telephone": ""}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A site with two warnings, one of them in a draft."""
    site = create_small_site(tmp_path, has_search=False)
    write_dated_article(site, "tin", SLIP)
    write_dated_article(site, "nhap", SLIP, status="draft")
    monkeypatch.setattr(commands, "SITE", site)
    return site


def test_describe_check_has_each_finding_and_the_last_sentence(site: Workspace) -> None:
    write_dated_article(site, "tin", f"{SLIP}\n\n{FAULT}")
    write_dated_article(site, "nhap", FAULT, status="draft")
    result = describe_check(site, NOW)
    findings = result["findings"]
    assert isinstance(findings, list)
    assert [(found["path"], found["level"], found["is_draft"]) for found in findings] == [
        ("content/articles/tin.md", "error", False),
        ("content/articles/tin.md", "warning", False),
        ("content/articles/nhap.md", "error", True),
    ]
    assert result["is_publishable"] is False
    assert result["messages"] == ["Nội dung có 1 lỗi, không kể 1 lỗi của bài nháp. Hãy sửa rồi chạy lại."]


def test_check_prints_json_and_ends_with_1_if_nothing_can_be_published(
    site: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.check(Context(), json=True)
    assert json.loads(capsys.readouterr().out)["is_publishable"] is True
    write_dated_article(site, "tin", FAULT)
    with pytest.raises(Exit) as caught:
        commands.check(Context(), json=True)
    assert (caught.value.code, caught.value.message) == (1, None)
    assert json.loads(capsys.readouterr().out)["findings"][0]["line"] == 8


def test_describe_check_of_settings_that_a_publish_refuses_is_not_publishable(tmp_path: Path) -> None:
    site = create_small_site(tmp_path, has_search=False, BULLETIN=WITHOUT_TELEPHONE)
    result = describe_check(site, NOW)
    messages = result["messages"]
    assert isinstance(messages, list)
    assert result["is_publishable"] is False
    assert messages[0].startswith("Nội dung không có lỗi: 1 bài")
    assert ": BULLETIN chưa có telephone (Điện thoại)" in messages[1]
    assert messages[2:] == ["Thiết lập này chưa xuất bản được. Hãy sửa các dòng ấy rồi chạy lại."]


def test_check_site_of_one_kind_counts_what_it_does_not_list(
    site: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    write_dated_article(site, "hong", FAULT)
    write_dated_article(site, "nhap-hong", FAULT, status="draft")
    with pytest.raises(UserError, match=r"^Nội dung có 1 lỗi, không kể 1 lỗi của bài nháp\. Hãy sửa rồi"):
        check_site(site, NOW, kind="bare-address")
    assert capsys.readouterr().out.endswith(
        "Loại khác, không kể ở đây: 1 lỗi, 1 lỗi của bài nháp. Kể hết mọi chỗ: ./inv check --all\n"
    )
    (site.content / "articles/nhap-hong.md").unlink()
    with pytest.raises(UserError, match=r"^Nội dung có 1 lỗi\. "):
        check_site(site, NOW)
    assert "không kể ở đây" not in capsys.readouterr().out


def test_check_site_with_a_fault_says_that_no_link_was_asked(site: Workspace) -> None:
    write_dated_article(site, "tin", FAULT)
    with pytest.raises(UserError, match=r"\nChưa hỏi trang nào khác: --links chỉ hỏi khi"):
        check_site(site, NOW, has_links=True)
    with pytest.raises(UserError) as caught:
        check_site(site, NOW)
    assert "--links" not in str(caught.value)


def test_describe_check_of_settings_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    result = describe_check(create_small_site(tmp_path, has_search=False, SITEURL="bantin"), NOW)
    messages = result["messages"]
    assert isinstance(messages, list)
    assert (result["is_publishable"], result["findings"]) == (False, [])
    assert len(messages) == 1
    assert "SITEURL không dùng được: “bantin”" in messages[0]


def test_check_of_files_lists_their_findings_alone(
    site: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    write_dated_article(site, "hong", FAULT)
    check_site(site, NOW, ["content/articles/tin.md"])
    lines = capsys.readouterr().out.splitlines()
    assert "articles/tin.md:8: cảnh báo [bare-address]" in lines[0]
    assert lines[-1] == "Tệp này không có lỗi. Xem cả trang: ./inv check"
    with pytest.raises(UserError, match=r"^Tệp này có 1 lỗi\. Hãy sửa rồi chạy lại\.$"):
        check_site(site, NOW, ["articles/hong.md"])
    with pytest.raises(UserError, match=r"^2 tệp này có 1 lỗi\."):
        check_site(site, NOW, ["articles/hong.md", "articles/tin.md"])


def test_check_of_a_folder_has_its_drafts(site: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    write_dated_article(site, "nhap", FAULT, status="draft")
    check_site(site, NOW, ["content/articles"])
    assert capsys.readouterr().out.endswith(
        "Tệp này không có lỗi, trừ 1 lỗi của bài nháp. Xem cả trang: ./inv check\n"
    )


def test_check_of_files_ends_with_1_because_of_these_files_alone(
    site: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    write_dated_article(site, "hong", FAULT)
    commands.check(Context(), ["content/articles/tin.md"], json=True)
    assert [row["path"] for row in json.loads(capsys.readouterr().out)["findings"]] == [
        "content/articles/tin.md"
    ]
    with pytest.raises(Exit):
        commands.check(Context(), ["content/articles/hong.md"], json=True)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("content/articles/tinn.md", "Có phải là content/articles/tin.md không?"),
        ("publishconf.py", "không nằm trong content/"),
        ("x", "Hãy viết cả đường dẫn"),
    ],
)
def test_check_of_a_file_that_is_no_content_is_refused(site: Workspace, name: str, answer: str) -> None:
    with pytest.raises(UserError) as caught:
        check_site(site, NOW, [name])
    assert answer in str(caught.value)

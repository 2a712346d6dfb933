import unicodedata
from pathlib import Path
from typing import Any

import pytest

from bulletin.clock import read_build_time
from bulletin.errors import UserError
from bulletin.product.new_site import (
    SiteAnswers,
    create_site,
    find_answer_fault,
    guess_governing_body,
    require_free_folder,
)
from bulletin.product.source import ProductVersion
from tests.product.product_repository import OFFICE_OPTIONS, run_git

PRODUCT = ProductVersion("/srv/bulletin", "0.2.0")


def create_answers(**changes: str) -> SiteAnswers:
    values: dict[str, Any] = OFFICE_OPTIONS | changes
    return SiteAnswers(**values)


@pytest.mark.parametrize(
    ("organisation", "body"),
    [
        ("Ban Tổ chức Tỉnh ủy Lâm Đồng", "Tỉnh ủy Lâm Đồng"),
        ("Ban Tổ chức Tỉnh uỷ Lâm Đồng", "Tỉnh uỷ Lâm Đồng"),
        ("Văn phòng đảng uỷ phường Phan Thiết", "Đảng uỷ phường Phan Thiết"),
        ("Văn phòng Uỷ ban nhân dân xã Hàm Thắng", "Uỷ ban nhân dân xã Hàm Thắng"),
        ("Văn phòng UBND tỉnh", "UBND tỉnh"),
        ("Sở Nội vụ", ""),
        ("Báo Thành Uỷnh", ""),
    ],
)
def test_guess_governing_body_takes_it_from_the_name(organisation: str, body: str) -> None:
    assert guess_governing_body(organisation) == body
    if body:
        answers = create_answers(organisation=unicodedata.normalize("NFD", organisation))
        assert (answers.organisation, answers.governing_body) == (organisation, body)


def test_answers_without_a_governing_body_ask_for_it() -> None:
    with pytest.raises(UserError) as caught:
        create_answers(organisation="Sở Nội vụ")
    assert str(caught.value) == 'Còn thiếu: cơ quan chủ quản. Hãy thêm vào lệnh: --governing-body "…"'
    assert create_answers(organisation="Sở Nội vụ", governing_body="UBND tỉnh").governing_body == "UBND tỉnh"


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("name", "Bản\u200btin", "có ký tự không nhìn thấy được (U+200B)"),
        ("telephone", "gọi cho tôi", "phải là một số"),
        ("email", "bantin", "phải là một địa chỉ"),
        ("siteurl", "bantin.vn", "“bantin.vn” không phải là địa chỉ mà bạn đọc mở. Hãy viết như https://"),
        ("siteurl", "http://127.0.0.1:8000", "“http://127.0.0.1:8000” không phải là địa chỉ mà bạn đọc mở"),
    ],
)
def test_find_answer_fault_returns_a_clause_without_a_name(name: str, text: str, fault: str) -> None:
    assert find_answer_fault(name, text).startswith(fault)
    assert not find_answer_fault(name, OFFICE_OPTIONS[name])
    assert not find_answer_fault(name, "")


def test_folder_of_a_clone_with_history_is_refused(tmp_path: Path) -> None:
    run_git(tmp_path, "init", "--quiet", "--initial-branch=main", "kho")
    run_git(tmp_path / "kho", "commit", "--quiet", "--allow-empty", "-m", "Đầu")
    run_git(tmp_path, "clone", "--quiet", "--no-checkout", "kho", "trang")
    with pytest.raises(UserError, match="đã có lịch sử"):
        require_free_folder(tmp_path / "trang")
    run_git(tmp_path, "init", "--quiet", "--initial-branch=main", "trống")
    require_free_folder(tmp_path / "trống")


def test_create_site_returns_why_git_refused_the_first_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gitconfig").write_text("[user]\n\tname = Lê An\n\temail = an@x.vn\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    assert create_site(tmp_path / "trang", create_answers(), PRODUCT, read_build_time()) == ""
    with (tmp_path / "gitconfig").open("a", encoding="utf-8") as file:
        file.write(
            "[core]\n\thooksPath = /khong/co\n[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = /khong/co/gpg\n"
        )
    refusal = create_site(tmp_path / "khác", create_answers(), PRODUCT, read_build_time())
    assert "/khong/co/gpg" in refusal or "gpg failed" in refusal

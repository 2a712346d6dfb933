"""Ask for the facts about an office and make its site."""

import os
import shlex
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bulletin.errors import UserError
from bulletin.product.new_site import (
    ANSWER_LABELS,
    OPTIONAL_ANSWERS,
    SiteAnswers,
    create_site,
    find_answer_fault,
    guess_governing_body,
    require_free_folder,
    tidy_answer,
)
from bulletin.product.source import find_running_product, has_uncommitted_changes

CALLER_VARIABLE = "BULLETIN_CALLER_FOLDER"
"""Variable with the folder in which ``./inv`` was typed."""


def create_site_and_report(folder: Path, answers: Mapping[str, str], source: str, now: datetime) -> None:
    """Create the site of an office and print the next steps.

    In a terminal, each missing answer is asked for, and again if it cannot be used.

    Args:
        folder: The folder of the new site.
        answers: The answers of the command line, empty if missing.
        source: The source of the bulletin; empty for that of the running one.
        now: The date of the example article.

    Raises:
        UserError: The folder is not free, or an answer is missing or wrong.
    """
    require_free_folder(folder)
    if sys.stdin.isatty():
        answers = _ask_missing_answers(answers)
    product = find_running_product()
    if source:
        product = replace(product, source=source)
    site_answers = SiteAnswers(**answers)
    refusal = create_site(folder, site_answers, product, now)
    place = shlex.quote(str(folder))
    print(f"Đã tạo trang “{site_answers.name}” ở {folder}, dùng phần mềm bản tin {product.format_name()}.")
    print(f"Cơ quan chủ quản ghi ở chân trang: {site_answers.governing_body}. Sửa được trong pelicanconf.py.")
    print(f"Phần mềm lấy từ {product.source}. Nơi khác thì sửa source trong bulletin.toml.")
    if not source and has_uncommitted_changes():
        print("Lưu ý: kho phần mềm này có chỗ sửa chưa commit, trang mới sẽ không có những chỗ đó.")
    print("Tiếp theo:")
    print(f"  cd {place}")
    if refusal:
        print(f"  (git chưa ghi nhận lần đầu: “{refusal}”)")
        print('  git config user.name "Họ tên" && git config user.email "thư@co-quan.vn"')
        print('  git commit -m "Trang mới"')
    print("  ./inv livereload   (xem trang trên máy này; lần đầu cài phần mềm, khoảng một phút)")
    print('  ./inv new "Tiêu đề bài" --section "Tin hoạt động"')
    print("  ./inv publish")


def resolve_typed_path(text: str) -> Path:
    """Return the path of a typed text, from the folder of the person who typed it.

    ``inv`` changes the folder and keeps that one in a variable. A ``..`` is followed as ``cd`` follows it.
    """
    typed = Path(os.environ.get(CALLER_VARIABLE) or Path.cwd(), Path(text).expanduser())
    return Path(os.path.normpath(typed))


def _ask_missing_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """Ask for each answer that is missing; ask again until it can be used.

    Raises:
        UserError: An answer of the command line cannot be used, or the input ends.
    """
    result = {name: tidy_answer(name, text) for name, text in answers.items()}
    for name, text in result.items():
        if fault := find_answer_fault(name, text):
            raise UserError(f"{ANSWER_LABELS[name]}: {fault}.")
    for name in ANSWER_LABELS:
        if not result[name]:
            default = guess_governing_body(result["organisation"]) if name == "governing_body" else ""
            result[name] = _ask(name, default)
    return result


def _ask(name: str, default: str) -> str:
    """Ask one question until the answer can be used, and return the answer."""
    is_optional = name in OPTIONAL_ANSWERS
    hint = f" [{default}]" if default else " (có thể bỏ trống)" if is_optional else ""
    while True:
        try:
            text = tidy_answer(name, input(f"{ANSWER_LABELS[name]}{hint}: ")) or default
        except EOFError as error:
            raise UserError("Chưa tạo trang, vì các câu hỏi chưa được trả lời hết. Hãy chạy lại.") from error
        fault = find_answer_fault(name, text) or ("" if text or is_optional else "chưa có câu trả lời")
        if not fault:
            return text
        print(f"{ANSWER_LABELS[name]}: {fault}. Xin trả lời lại.")

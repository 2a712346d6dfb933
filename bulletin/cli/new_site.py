"""Ask for the facts about an office and make its site."""

import shlex
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bulletin.product.new_site import (
    ANSWER_LABELS,
    OPTIONAL_ANSWERS,
    SiteAnswers,
    create_site,
    guess_governing_body,
    require_free_folder,
)
from bulletin.product.source import find_running_product, has_uncommitted_changes


def create_site_and_report(folder: Path, answers: Mapping[str, str], source: str, now: datetime) -> None:
    """Create the site of an office and print the next steps.

    In a terminal, each missing answer is asked for.

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
    is_committed = create_site(folder, site_answers, product, now)
    place = shlex.quote(str(folder))
    print(f"Đã tạo trang “{site_answers.name}” ở {folder}, dùng phần mềm bản tin {product.format_name()}.")
    print(f"Cơ quan chủ quản ghi ở chân trang: {site_answers.governing_body}. Sửa được trong pelicanconf.py.")
    print(f"Phần mềm lấy từ {product.source}. Nơi khác thì sửa source trong bulletin.toml.")
    if not source and has_uncommitted_changes():
        print("Lưu ý: kho phần mềm này có chỗ sửa chưa commit, trang mới sẽ không có những chỗ đó.")
    print("Tiếp theo:")
    print(f"  cd {place}")
    if not is_committed:
        print('  git config user.name "Họ tên" && git config user.email "thư@co-quan.vn"')
        print('  git commit -m "Trang mới"')
    print("  ./inv livereload   (xem trang trên máy này; lần đầu cài phần mềm, khoảng một phút)")
    print('  ./inv new "Tiêu đề bài" --section "Tin hoạt động"')
    print("  ./inv publish")


def _ask_missing_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """Ask for each answer that is missing; ask again until a required one is given."""
    result = dict(answers)
    for name, label in ANSWER_LABELS.items():
        if result[name].strip():
            continue
        default = guess_governing_body(result["organisation"]) if name == "governing_body" else ""
        hint = f" [{default}]" if default else " (có thể bỏ trống)" if name in OPTIONAL_ANSWERS else ""
        while True:
            result[name] = input(f"{label}{hint}: ").strip() or default
            if result[name] or name in OPTIONAL_ANSWERS:
                break
    return result

"""Make the site of an office: a git repository with only what is the office's."""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from string import Template
from typing import Any

from bulletin.context.settings import SiteSettings
from bulletin.errors import UserError, explain_file_error
from bulletin.product.source import ProductVersion, write_site_version
from bulletin.publishing.settings.settings import PublishSettings
from bulletin.publishing.workspace.git import quote_error, run_git
from bulletin.settings.tables import InvalidValueError, SettingError
from bulletin.text.unicode_forms import normalize_unicode

TEMPLATE = Path(__file__).parent / "template"
"""Folder with the files of a new site."""
ANSWER_LABELS = {
    "name": "Tên trang",
    "organisation": "Cơ quan quản lý trang",
    "governing_body": "Cơ quan chủ quản",
    "responsible": "Người chịu trách nhiệm nội dung (họ tên)",
    "responsible_title": "Chức vụ của người ấy",
    "address": "Địa chỉ cơ quan",
    "telephone": "Điện thoại",
    "email": "Thư điện tử",
    "siteurl": "Địa chỉ của trang (https://…)",
}
"""The answers in the order of the questions, as an office calls them."""
OPTIONAL_ANSWERS = ("responsible_title",)
_BRANCH = "main"
_COMMIT_SUBJECT = "Trang mới"
_RENAMED_FILES = {
    "gitattributes.txt": ".gitattributes",
    "gitignore.txt": ".gitignore",
    "pelicanconf.py.txt": "pelicanconf.py",
    "publishconf.py.txt": "publishconf.py",
    "tasks.py.txt": "tasks.py",
    "content/accessibility.md.txt": "content/pages/kha-nang-tiep-can.md",
}
"""Files of the template by the names that they get in a site."""
_FIRST_ARTICLE = "content/first_article.md.txt"
_ACCESSIBILITY_PAGE = "content/accessibility.md.txt"
_FILLED_FILES = {"pelicanconf.py.txt", "publishconf.py.txt", _FIRST_ARTICLE, _ACCESSIBILITY_PAGE}
"""Files of the template with places for the answers."""
_GOVERNING_BODY = re.compile(
    r"\b(?:(?:tỉnh|thành|đảng|huyện|quận) (?:ủy|uỷ)|(?:ủy|uỷ) ban nhân dân|ubnd)\b.*", re.IGNORECASE
)
"""The name of a governing body within the name of its organisation: Ban Tổ chức *Tỉnh ủy Lâm Đồng*."""


@dataclass(frozen=True, slots=True)
class SiteAnswers:
    """The facts about an office that a new site needs. Each stands on one line."""

    name: str
    """Name of the site."""
    organisation: str
    responsible: str
    """Person responsible for content."""
    address: str
    telephone: str
    email: str
    siteurl: str
    """Address of the published site."""
    governing_body: str = ""
    """Body above the organisation; if empty, the one that the name of the organisation holds."""
    responsible_title: str = ""

    def __post_init__(self) -> None:
        """Tidy the answers and guess the governing body.

        Raises:
            UserError: An answer is missing or cannot be used.
        """
        for name in ANSWER_LABELS:
            object.__setattr__(self, name, tidy_answer(name, getattr(self, name)))
        if not self.governing_body:
            object.__setattr__(self, "governing_body", guess_governing_body(self.organisation))
        missing = [name for name in ANSWER_LABELS if name not in OPTIONAL_ANSWERS and not getattr(self, name)]
        if missing:
            options = " ".join(f'{_format_option(name)} "…"' for name in missing)
            labels = ", ".join(ANSWER_LABELS[name].lower() for name in missing)
            raise UserError(f"Còn thiếu: {labels}. Hãy thêm vào lệnh: {options}")
        for name in ANSWER_LABELS:
            if fault := find_answer_fault(name, getattr(self, name)):
                raise UserError(f"{_format_option(name)} {fault}.")


def tidy_answer(name: str, text: str) -> str:
    """Return an answer in the normal form of Unicode, on one line."""
    text = " ".join(normalize_unicode("NFC", text).split())
    return text.rstrip("/") if name == "siteurl" else text


def find_answer_fault(name: str, text: str) -> str:
    """Return why a tidy answer cannot be used, with a remedy; nothing if it can.

    An empty answer has no fault.
    """
    if found := [char for char in text if not char.isprintable()]:
        code = f"U+{ord(found[0]):04X}"
        return f"có ký tự không nhìn thấy được ({code}). Hãy gõ lại, không dán từ nơi khác"
    try:
        if text and name == "siteurl":
            PublishSettings(text)
        elif name in ("telephone", "email"):
            values: dict[str, Any] = {"organisation": "", name: text}
            SiteSettings(**values)
    except InvalidValueError as error:
        return str(error).removeprefix(error.key).strip()
    except SettingError:
        return f"“{text}” không phải là địa chỉ mà bạn đọc mở. Hãy viết như https://bantin.co-quan.vn"
    return ""


def guess_governing_body(organisation: str) -> str:
    """Return the governing body that the name of an organisation holds, or nothing.

    The name is in the normal form NFC.
    """
    found = _GOVERNING_BODY.search(organisation)
    return found[0][:1].upper() + found[0][1:] if found else ""


def _format_option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def require_free_folder(folder: Path) -> None:
    """Raise UserError if ``folder`` holds anything but a repository without history."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UserError(f"{folder} là một tệp. Hãy chọn thư mục khác.")
    if {item.name for item in folder.iterdir()} - {".git"}:
        raise UserError(f"Thư mục {folder} đã có tệp. Hãy chọn một thư mục mới, hoặc thư mục trống.")
    if (folder / ".git").exists() and run_git(folder, "for-each-ref", "--count=1").stdout.strip():
        raise UserError(
            f"Kho git ở {folder} đã có lịch sử, dù chưa có tệp nào trong thư mục. Hãy chọn một thư mục mới, "
            "hoặc bản sao của một kho trống."
        )


def create_site(folder: Path, answers: SiteAnswers, product: ProductVersion, now: datetime) -> str:
    """Create the site in ``folder``; return why git refused the first commit.

    Args:
        folder: A folder that is new, empty, or an empty clone.
        answers: The facts about the office.
        product: The version that the site runs on.
        now: The date of the example article.

    Raises:
        UserError: The folder is not free, or a file cannot be written.
    """
    require_free_folder(folder)
    try:
        _write_files(folder, answers, now)
        write_site_version(folder, product)
    except OSError as error:
        raise UserError(f"Chưa tạo được trang: {explain_file_error(error)}.") from error
    return _commit_all(folder)


def _write_files(folder: Path, answers: SiteAnswers, now: datetime) -> None:
    values = {field.name: _quote(getattr(answers, field.name)) for field in fields(answers)}
    values["tagline"] = _quote(f"Trang tin của {answers.organisation}")
    values |= {"plain_email": answers.email, "plain_telephone": answers.telephone}
    values["advertising_contact"] = _quote(
        f"Xin liên hệ: điện thoại {answers.telephone}, thư điện tử {answers.email}."
    )
    for source in sorted(TEMPLATE.rglob("*")):
        name = source.relative_to(TEMPLATE).as_posix()
        if source.is_dir() or "__pycache__" in source.parts:
            continue
        target = folder / _RENAMED_FILES.get(name, name)
        if name == _FIRST_ARTICLE:
            target = folder / f"content/articles/{now:%Y/%m}/bai-viet-dau-tien.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        if name in _FILLED_FILES:
            text = Template(source.read_text(encoding="utf-8"))
            target.write_text(text.substitute(values, date=f"{now:%Y-%m-%d %H:%M}"), encoding="utf-8")
        else:
            shutil.copyfile(source, target)
    (folder / "addresses.txt").touch()
    (folder / "inv").chmod(0o755)


def _quote(text: str) -> str:
    """Return a text as a literal of Python, in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def _commit_all(folder: Path) -> str:
    """Make the repository and its first commit; return the words of git if it refused.

    git refuses a commit if it knows no name of the person, for example.
    """
    try:
        if not (folder / ".git").exists():
            _require_success(run_git(folder, "init", "--quiet", f"--initial-branch={_BRANCH}"))
        else:
            _require_success(run_git(folder, "symbolic-ref", "HEAD", f"refs/heads/{_BRANCH}"))
        _require_success(run_git(folder, "config", "core.quotepath", "false"))
        _require_success(run_git(folder, "add", "--all"))
    except OSError as error:
        raise UserError(
            f"Đã tạo trang ở {folder}, nhưng máy thiếu git. Hãy cài (Debian, Ubuntu: sudo apt install git), "
            f"rồi gõ trong thư mục ấy: git init -b {_BRANCH} && git add --all && git commit -m {_quote(_COMMIT_SUBJECT)}"
        ) from error
    answer = run_git(folder, "commit", "--quiet", "-m", _COMMIT_SUBJECT)
    return quote_error(answer) if answer.returncode else ""


def _require_success(answer: subprocess.CompletedProcess[str]) -> None:
    if answer.returncode:
        raise UserError(f"git báo “{quote_error(answer)}”. Hãy sửa rồi chạy lại lệnh này ở một thư mục mới.")

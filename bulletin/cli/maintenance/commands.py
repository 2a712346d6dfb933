"""Commands for maintainers of the bulletin itself.

The ``tasks.py`` of the bulletin adds them to the commands of a site.
"""

import subprocess
import sys

from invoke.context import Context

from bulletin.cli.build import SITE
from bulletin.cli.program.command import Text
from bulletin.cli.program.command_definition import define_command, get_extra_options
from bulletin.clock import read_build_time
from bulletin.publishing.workspace.subprocess_env import build_child_environment


@define_command(
    examples=["~/ban-tin", '~/ban-tin --name "…" --organisation "…"'],
    help={
        "folder": "Thư mục của trang mới, chưa có hoặc còn trống.",
        "name": "Tên trang.",
        "organisation": "Cơ quan quản lý trang.",
        "governing_body": "Cơ quan chủ quản; không ghi thì lấy trong tên cơ quan quản lý, từ chữ Tỉnh ủy hay Đảng ủy.",
        "responsible": "Họ tên người chịu trách nhiệm nội dung.",
        "responsible_title": "Chức vụ của người ấy.",
        "address": "Địa chỉ cơ quan.",
        "telephone": "Điện thoại.",
        "email": "Thư điện tử.",
        "siteurl": "Địa chỉ mà bạn đọc mở, như https://bantin.co-quan.vn.",
        "source": "Nơi trang mới lấy phần mềm: địa chỉ git hoặc thư mục; không ghi thì là nơi kho này được git clone về "
        "(nếu nơi ấy đã có bản đang chạy), hoặc chính thư mục này.",
    },
)
def init(
    _context: Context,
    folder: str,
    *,
    name: Text = "",
    organisation: Text = "",
    governing_body: Text = "",
    responsible: Text = "",
    responsible_title: Text = "",
    address: Text = "",
    telephone: Text = "",
    email: str = "",
    siteurl: str = "",
    source: str = "",
) -> None:
    """Tạo trang riêng của một cơ quan trong thư mục mới: ./inv init ~/ban-tin."""
    from bulletin.cli.office.new_site import create_site_and_report, resolve_typed_path

    answers = {
        "name": name,
        "organisation": organisation,
        "governing_body": governing_body,
        "responsible": responsible,
        "responsible_title": responsible_title,
        "address": address,
        "telephone": telephone,
        "email": email,
        "siteurl": siteurl,
    }
    create_site_and_report(resolve_typed_path(folder), answers, source, read_build_time())


@define_command()
def lint(_context: Context) -> None:
    """Soát mã nguồn (ruff, mypy)."""
    from bulletin.cli.maintenance.test_runner import run_linters

    run_linters(SITE.root)


@define_command(help={"fast": "Chỉ chạy các phép thử nhanh: không trình duyệt, không máy chủ."})
def test(context: Context, fast: bool = False) -> None:  # noqa: PT028  # a command, not a test
    """Cài thứ cần để thử, soát mã nguồn và chạy mọi phép thử; --fast chỉ chạy phần nhanh."""
    from bulletin.cli.maintenance.test_runner import run_tests

    run_tests(SITE.root, fast=fast, options=get_extra_options(context), say=print)


@define_command(
    passes_options=True, examples=['--scenarios edited,added --peers ""', "--publish --rounds 10"]
)
def bench(context: Context) -> None:
    """Đo thời gian dựng bên cạnh Hugo, Pelican; --write ghi kết quả vào README.md và bench/results/."""
    _run_tool("bench", *get_extra_options(context))


@define_command(
    passes_options=True,
    examples=["public", "output-publish --kinds front,search"],
)
def audit(context: Context) -> None:
    """Soát mọi loại trang bằng Lighthouse, Nu, axe, HTML_CodeSniffer và IBM; in một bảng."""
    _run_tool("tools.audit", *get_extra_options(context))


def _run_tool(module: str, *options: str) -> None:
    """Run a module of the repository. It prints the reason if it fails."""
    command = [sys.executable, "-m", module, *options]
    done = subprocess.run(command, cwd=SITE.root, env=build_child_environment(), check=False)  # noqa: S603  # our own command
    if code := done.returncode:
        sys.exit(code)


@define_command(
    help={
        "upgrade": "Lấy các bản mới hơn trong khoảng mà pyproject.toml cho phép.",
        "python": "Bản Python cũ nhất phải chạy được.",
    }
)
def lock(_context: Context, upgrade: bool = False, python: str = "/usr/bin/python3") -> None:
    """Ghi lại các tệp ghim phiên bản bằng bản Python cũ nhất; --upgrade lấy bản mới hơn."""
    from bulletin.cli.maintenance.lockfiles import write_lockfiles

    write_lockfiles(SITE.root, SITE.cache, interpreter=python, upgrade=upgrade)

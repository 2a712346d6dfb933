"""Tests of the command line of ``./inv`` with four small commands."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from invoke.context import Context

import bulletin.cli.program.program as program_module
from bulletin.cli.program.command import Text
from bulletin.cli.program.command_definition import define_command, get_extra_options
from bulletin.cli.program.program import STOPPED, InvProgram

ROOT = Path(__file__).parents[3]


@define_command(
    examples=['"Tiêu đề" --section "Chuyên mục"'],
    help={"title": "Tiêu đề, trong ngoặc kép.", "section": "Tên chuyên mục."},
)
def new(_context: Context, title: Text, section: Text = "") -> None:
    """Tạo bài: ./inv new "Tiêu đề" --section "Chuyên mục"."""
    print(f"new {title}|{section}")


@define_command(
    examples=["--explain 2026/11/ten-bai/"],
    optional=["explain"],
    iterable=["only"],
    help={"explain": "Kể riêng một tệp.", "due": "Chỉ khi đến giờ.", "only": "Chỉ những tệp ấy."},
)
def publish(_context: Context, explain: str = "", due: bool = False, only: list[str] | None = None) -> None:
    """Xuất bản."""
    print(f"publish {explain}|{due}{f'|{only}' if only else ''}")


@define_command(name="import", examples=["https://bantin.vn", "--sample 200"], positional=["url"])
def verify(context: Context, url: str = "", sample: int = 0) -> None:
    """Đối chiếu: ./inv import https://bantin.vn; ./inv import --sample 200."""
    print(f"import {url}|{sample}|{get_extra_options(context)}")


@define_command(passes_options=True)
def bench(context: Context) -> None:
    """Đo.

    Mất một phút.
    """
    print(f"bench {get_extra_options(context)}")


pytestmark = pytest.mark.slow


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> InvProgram:
    monkeypatch.setattr(sys, "dont_write_bytecode", sys.dont_write_bytecode)  # Invoke sets it
    monkeypatch.setattr(program_module, "pty_size", lambda: (60, 24))
    program = InvProgram()
    program.add_commands({"Hằng ngày": (publish, new), "Bảo trì": (verify, bench)})
    return program


def run_refused_command(program: InvProgram, typed: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command that must be refused and return the message."""
    with pytest.raises(SystemExit) as caught:
        program.run(["inv", *shlex.split(typed)])
    output = capsys.readouterr()
    assert (caught.value.code, output.out) == (1, "")
    return output.err.removesuffix("\n")


COMMAND_LIST = """\
Hằng ngày:

  publish   Xuất bản.
  new       Tạo bài: ./inv new "Tiêu đề" --section "Chuyên
            mục".

Bảo trì:

  import    Đối chiếu: ./inv import https://bantin.vn;
            ./inv import --sample 200.
  bench     Đo.

Cách viết và các lựa chọn của một lệnh: ./inv publish --help
"""
HELP_OF_PUBLISH = """\
Xuất bản.

Cách viết:

  ./inv publish
  ./inv publish --explain 2026/11/ten-bai/

Lựa chọn:

  -e, --explain 2026/11/ten-bai/   Kể riêng một tệp.
  -d, --due                        Chỉ khi đến giờ.
  -o, --only …                     Chỉ những tệp ấy.
"""
HELP_OF_NEW = """\
Tạo bài: ./inv new "Tiêu đề" --section "Chuyên mục".

Cách viết:

  ./inv new "Tiêu đề" --section "Chuyên mục"

Lựa chọn:

  "Tiêu đề"                    Tiêu đề, trong ngoặc kép.
  -s, --section "Chuyên mục"   Tên chuyên mục.
"""
HELP_OF_BENCH = """\
Đo.

Mất một phút.

Cách viết:

  ./inv bench
"""


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("help bench", HELP_OF_BENCH),
        *((typed, COMMAND_LIST) for typed in ("", "help", "--help", "-h", "--list")),
        *(
            (typed, HELP_OF_PUBLISH)
            for typed in ("publish --help", "--help publish", "help publish", "publish --due -h")
        ),
        *((typed, HELP_OF_NEW) for typed in ("new -h", "new Tin --help", "import publish new -h")),
    ],
)
def test_help_lists_the_commands_or_explains_one(
    program: InvProgram, capsys: pytest.CaptureFixture[str], typed: str, text: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        program.run(["inv", *typed.split()])
    assert (caught.value.code, capsys.readouterr().out) == (0, text)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("import https://x.vn", "import https://x.vn|0|[]"),
        ("import publish", "import |0|[]\npublish |False"),
        ("new publish", "new publish|"),
        ('new "Tin mới" -s "Hỏi đáp"', "new Tin mới|Hỏi đáp"),
        ('new "Tin" --section="Hỏi = đáp"', "new Tin|Hỏi = đáp"),
        ("new --section -5 '- Tin'", "new - Tin|-5"),
        ("new --section=-Sai --title=--due", "new --due|-Sai"),
        ("import -s20 --debug publish -de", "import |20|[]\npublish True|True"),
        ("publish --explain --due --due", "publish True|True"),
        ("publish --explain /a/ -T 5", "publish /a/|False"),
        ("new --section import Tin new Tin", "new Tin|import\nnew Tin|"),
        ("publish --only a.md b.md", "publish |False|['a.md', 'b.md']"),
        ("publish --only a.md --due --only=b.md new Tin", "publish |True|['a.md', 'b.md']\nnew Tin|"),
        ("import x.vn --echo publish -- -v 'a b'", "import x.vn|0|['-v', 'a', 'b']\npublish |False"),
        ('publish bench --peers "" -x --help', "publish |False\nbench ['--peers', '', '-x', '--help']"),
    ],
)
def test_run_passes_values_to_each_command_in_order(
    program: InvProgram, capsys: pytest.CaptureFixture[str], typed: str, printed: str
) -> None:
    program.run(["inv", *shlex.split(typed)])
    assert capsys.readouterr().out == f"{printed}\n"


USAGE_OF_NEW = 'Hãy viết: ./inv new "Tiêu đề" --section "Chuyên mục"'
USAGE_OF_EXPLAIN = "Hãy viết: ./inv publish --explain 2026/11/ten-bai/"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("help pubish", "Không có lệnh “pubish”. Có phải ./inv publish không? Xem các lệnh: ./inv"),
        ("--help pubish", "Không có lệnh “pubish”. Có phải ./inv publish không? Xem các lệnh: ./inv"),
        (
            "-T x publish",
            "Không hiểu lệnh này (invalid literal for int() with base 10: 'x'). Xem các lệnh: ./inv",
        ),
        ("pubish", "Không có lệnh “pubish”. Có phải ./inv publish không? Xem các lệnh: ./inv"),
        ("--publish", "Không có lệnh “--publish”. Có phải ./inv publish không? Xem các lệnh: ./inv"),
        ("xyz", "Không có lệnh “xyz”. Xem các lệnh: ./inv"),
        ("--due publish", "Hãy viết tên lệnh trước rồi mới đến --due. Xem các lệnh: ./inv"),
        ("--title=x new", "Hãy viết tên lệnh trước rồi mới đến --title. Xem các lệnh: ./inv"),
        ("-sTin new", "Hãy viết tên lệnh trước rồi mới đến -s. Xem các lệnh: ./inv"),
        ("-x publish", "Không có lựa chọn “-x”. Xem các lệnh: ./inv"),
        ("new", f"Thiếu tiêu đề. {USAGE_OF_NEW}"),
        ("new --section x", f"Thiếu tiêu đề. {USAGE_OF_NEW}"),
        (
            "new --secton x",
            f"Lệnh new không có lựa chọn “--secton”. Có phải --section không? {USAGE_OF_NEW}",
        ),
        (
            "publish -due",
            "Lệnh publish không có lựa chọn “-due”. Có phải --due không? Hãy viết: ./inv publish --due",
        ),
        (
            "publish --x",
            "Lệnh publish không có lựa chọn “--x”. Xem các lựa chọn: ./inv publish --help",
        ),
        ("publish due", "Lệnh publish không nhận “due”. Có phải --due không? Hãy viết: ./inv publish --due"),
        ("publish --due=5", "Sau --due không có giá trị. Hãy viết: ./inv publish --due"),
        ("publish --due 5", "Lệnh publish không nhận “5”. Hãy viết: ./inv publish --due"),
        ("import x y", "Lệnh import không nhận “y”. Hãy viết: ./inv import https://bantin.vn"),
        ("import --sample", "Thiếu giá trị sau --sample. Hãy viết: ./inv import --sample 200"),
        ("import --sample -x 3", "Thiếu giá trị sau --sample. Hãy viết: ./inv import --sample 200"),
        (
            "new --section -t Tin",
            f"Thiếu giá trị sau --section. {USAGE_OF_NEW}",
        ),
        (
            "new --section -Sai",
            f"Thiếu giá trị sau --section. {USAGE_OF_NEW}. Nếu “-Sai” là giá trị thì viết liền: --section=-Sai",
        ),
        (
            "import -s abc",
            "Sau -s phải là một số, không phải “abc”. Hãy viết: ./inv import --sample 200",
        ),
        ("new Tin -s a --section b", f"Lệnh new chỉ nhận một giá trị cho --section. {USAGE_OF_NEW}"),
        ("new Tin --title b", f"Lệnh new chỉ nhận một giá trị cho --title. {USAGE_OF_NEW}"),
        (
            "publish --explain --explain a",
            f"Lệnh publish chỉ nhận một giá trị cho --explain. {USAGE_OF_EXPLAIN}",
        ),
        (
            "new Tin --section=-t",
            f"Sau --section không thể là “-t”, vì lệnh new hiểu đó là một lựa chọn. {USAGE_OF_NEW}",
        ),
        (
            "new Tin --section=--",
            f"Sau --section không thể là “--”, vì lệnh new hiểu đó là một lựa chọn. {USAGE_OF_NEW}",
        ),
        (
            "publish --explain=--due=5",
            f"Sau --explain không thể là “--due=5”, vì lệnh publish hiểu đó là một lựa chọn. {USAGE_OF_EXPLAIN}",
        ),
        (
            "publish --explain=-dx",
            f"Sau --explain không thể là “-dx”, vì lệnh publish hiểu đó là một lựa chọn. {USAGE_OF_EXPLAIN}",
        ),
        (
            "publish --explain=import",
            "Sau --explain không thể là “import”, vì đó là tên một lệnh "
            f"(muốn chạy thì gõ riêng: ./inv import). {USAGE_OF_EXPLAIN}",
        ),
        ("new ''", f"Tiêu đề còn trống. {USAGE_OF_NEW}"),
        ("new Tin --section ' '", f"Giá trị sau --section còn trống. {USAGE_OF_NEW}"),
        ("import --url=", "Giá trị sau --url còn trống. Hãy viết: ./inv import https://bantin.vn"),
        ("publish --only --due", "Thiếu giá trị sau --only. Hãy viết: ./inv publish --only …"),
        (
            "publish --only a.md ''",
            "Giá trị sau --only còn trống. Hãy viết: ./inv publish --only …",
        ),
        ("publish -e ''", f"Giá trị sau -e còn trống. {USAGE_OF_EXPLAIN}"),
    ],
)
def test_run_with_a_mistake_explains_it_and_shows_the_correct_form(
    program: InvProgram, capsys: pytest.CaptureFixture[str], typed: str, message: str
) -> None:
    assert run_refused_command(program, typed, capsys) == message


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("new Tin mới", './inv new "Tin mới"'),
        ("new Tin mới --section=Hỏi đáp", './inv new "Tin mới" --section "Hỏi đáp"'),
        ('new "Tin mới" --section Hỏi đáp', './inv new "Tin mới" --section "Hỏi đáp"'),
        ("new “Tin mới” —section “Hỏi đáp”", './inv new "Tin mới" --section "Hỏi đáp"'),
        ("new Giá 5\\$ một cân", "./inv new 'Giá 5$ một cân'"),
        ('new Ông nói \\"sai\\"', "./inv new 'Ông nói \"sai\"'"),
        ("new “Sai” và “đúng”", './inv new "“Sai” và “đúng”"'),
        ("new ”Tin mới”", './inv new "Tin mới"'),
        ("new Tin mới --section=-Sai", './inv new "Tin mới" --section=-Sai'),
        ("new --section Hỏi đáp nghiệp vụ", './inv new "Tiêu đề" --section "Chuyên mục"'),
    ],
)
def test_run_with_a_value_of_several_words_shows_it_in_quotes(
    program: InvProgram, capsys: pytest.CaptureFixture[str], typed: str, corrected: str
) -> None:
    message = run_refused_command(program, typed, capsys)
    assert message.endswith(f" có nhiều chữ thì phải đặt trong dấu ngoặc kép thẳng. Hãy viết: {corrected}")


def test_command_list_in_a_closed_pipe_ends_quietly() -> None:
    with subprocess.Popen(
        [sys.executable, "tasks.py"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def raise_keyboard_interrupt() -> None:
    """Stop as a program does when a user presses Ctrl-C."""
    raise KeyboardInterrupt


def test_ctrl_c_before_a_command_begins_is_answered(
    program: InvProgram, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program, "parse_tasks", raise_keyboard_interrupt)
    with pytest.raises(SystemExit) as caught:
        program.run(["inv", "publish"])
    assert (caught.value.code, capsys.readouterr().err) == (130, f"{STOPPED}\n")

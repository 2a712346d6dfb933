import subprocess
import sys

import pytest

from tests.workshop.errands import inv
from workshop import program as module
from workshop.program import InvProgram

pytestmark = pytest.mark.slow


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> InvProgram:
    monkeypatch.setattr(sys, "dont_write_bytecode", sys.dont_write_bytecode)  # Invoke sets it
    monkeypatch.setattr(module, "pty_size", lambda: (60, 24))
    return inv()


LIST = """\
Hằng ngày:

  publish   Xuất bản.
  new       Tạo bài: ./inv new "Tiêu đề" --section "Chuyên
            mục".

Bảo trì:

  verify    Đối chiếu: ./inv verify https://bantin.vn;
            ./inv verify --sample 200.

Cách viết và các lựa chọn của một lệnh: ./inv publish --help
"""


@pytest.mark.parametrize("words", [[], ["help"], ["--help"], ["-h"], ["--list"]])
def test_the_commands_are_listed_in_the_order_of_the_work(
    program: InvProgram, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        program.run(["inv", *words])
    assert (caught.value.code, capsys.readouterr().out) == (0, LIST)


HELP = """\
Xuất bản.

Cách viết:

  ./inv publish
  ./inv publish --explain 2026/11/ten-bai/

Lựa chọn:

  -e, --explain 2026/11/ten-bai/   Kể riêng một tệp.
  -d, --due                        Chỉ khi đến giờ.
"""


@pytest.mark.parametrize("typed", ["publish --help", "--help publish", "help publish", "publish --due -h"])
def test_the_help_of_a_command_is_how_it_is_typed_and_what_its_options_are_for(
    program: InvProgram, capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        program.run(["inv", *typed.split()])
    assert (caught.value.code, capsys.readouterr().out) == (0, HELP)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("pubish", "Không có lệnh “pubish”. Có phải ./inv publish không? Xem các lệnh: ./inv\n"),
        ("help pubish", "Không có lệnh “pubish”. Có phải ./inv publish không? Xem các lệnh: ./inv\n"),
        ("--help pubish", "Không có lệnh “pubish”. Có phải ./inv publish không? Xem các lệnh: ./inv\n"),
        ("-T x publish", "Không hiểu lệnh này"),
        ("publish --explain verify", "Sau --explain không thể là “verify”, vì đó là tên một lệnh"),
        ("new a --title b", "Lệnh new chỉ nhận một giá trị cho --title."),
    ],
)
def test_what_is_not_understood_is_said_and_fails(
    program: InvProgram, capsys: pytest.CaptureFixture[str], typed: str, said: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        program.run(["inv", *typed.split()])
    shown = capsys.readouterr()
    assert (caught.value.code, shown.out) == (1, "")
    assert shown.err.startswith(said)


def test_tasks_get_their_values_one_after_the_other(
    program: InvProgram, capsys: pytest.CaptureFixture[str]
) -> None:
    program.run(["inv", "new", "Tin mới", "publish", "--due", "--echo", "verify", "x.vn", "--", "-v", "-D"])
    assert capsys.readouterr().out == "new Tin mới|\npublish |True\nverify x.vn|0|-v -D\n"


def test_a_list_that_nobody_reads_on_ends_quietly() -> None:
    command = [sys.executable, "-c", "from tests.workshop.errands import inv; inv().run(['inv'])"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def stopped() -> None:
    """Be stopped by whoever started it."""
    raise KeyboardInterrupt


def test_who_stops_it_before_a_task_began_is_not_left_without_a_word(
    program: InvProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "parse_tasks", stopped)
    with pytest.raises(KeyboardInterrupt):
        program.run(["inv", "publish"])

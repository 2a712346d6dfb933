import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import distribution
from operator import attrgetter
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

from bulletin.cli.command_help import Command
from bulletin.cli.program import STOPPED, InvProgram
from tasks import GROUPS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-test.lock")
INV, INVOKE = ["tasks.py"], ["-m", "invoke"]


def run_inv(*arguments: str, program: Sequence[str] = INV) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *program, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_editors_find_their_commands_first_and_in_the_order_of_the_work() -> None:
    daily, upkeep = run_inv().stdout.split("Dành cho người bảo trì")
    assert parse_names(daily) == (
        "new check livereload build serve preview publish releases rollback withdraw verify".split()
    )
    assert parse_names(upkeep) == "clean rebuild lint test bench lock".split()


def test_invoke_s_own_command_knows_the_same_tasks() -> None:
    assert sorted(parse_names(run_inv("--list", program=INVOKE).stdout)) == sorted(
        parse_names(run_inv().stdout)
    )


def parse_names(listed: str) -> list[str]:
    return re.findall(r"^  ([a-z]+)  ", listed, re.MULTILINE)


@pytest.mark.parametrize(
    "task", [task for group in GROUPS.values() for task in group], ids=attrgetter("name")
)
def test_every_option_has_a_sentence_and_every_usage_is_understood(
    task: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [one.name for one in task.context.args.values() if not (one.help or "").endswith(".")] == []
    monkeypatch.setattr(InvProgram, "execute", lambda _self: None)
    for usage in task.usages:
        program = InvProgram()
        program.offer(GROUPS)
        program.run(shlex.split(usage))
        assert [one.name for one in program.tasks] == [task.name]


@pytest.mark.parametrize("program", [INV, INVOKE])
def test_a_refusal_is_a_sentence_and_exit_code_1(program: list[str]) -> None:
    answer = run_inv("new", "…", "--section", "x", program=program)
    assert answer.returncode == 1
    assert answer.stderr.startswith("“…” không phải là tiêu đề.")
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("program", [INV, INVOKE])
@pytest.mark.parametrize("words", [["--debug", "new", "…"], ["new", "…", "--debug"]])
def test_debug_shows_the_traceback(program: list[str], words: list[str]) -> None:
    answer = run_inv(*words, program=program)
    assert answer.returncode == 1
    assert "Traceback" in answer.stderr


def test_who_presses_ctrl_c_before_it_is_ready_gets_the_answer_of_a_task() -> None:
    heeded = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # tests in the background do not heed it
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # as inv hands it over
    try:
        process = subprocess.Popen(
            [sys.executable, *INV, "build"], cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        signal.signal(signal.SIGINT, heeded)
    process.send_signal(signal.SIGINT)
    assert process.communicate()[1] == f"{STOPPED}\n"
    assert process.returncode == 130


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    pins = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(pins) > 25
    assert all(re.match(r"[a-z0-9-]+==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", pin) for pin in pins)


def test_the_locks_agree_with_each_other() -> None:
    run, test = (
        dict(re.findall(r"^(\S+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE)) for lock in LOCKS
    )
    assert run.items() <= test.items()


def test_debian_s_python_takes_every_pin() -> None:
    """Debian 12 has 3.11.2; a pin that asks for a later 3.11 fails there alone."""
    names = re.findall(r"^([a-z0-9-]+)==", (ROOT / LOCKS[1]).read_text(encoding="utf-8"), re.MULTILINE)
    asked = {name: distribution(name).metadata.get("Requires-Python") or "" for name in names}
    assert [name for name, versions in asked.items() if "3.11.2" not in SpecifierSet(versions)] == []

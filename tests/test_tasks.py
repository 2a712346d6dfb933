import re
import shlex
import signal
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest
from invoke.collection import Collection
from packaging.specifiers import SpecifierSet

from tasks import GROUPS
from workshop.arguments import read
from workshop.command import Command
from workshop.program import program
from workshop.stopped import STOPPED

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-test.lock")


def inv(*arguments: str, program: str = "workshop") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", program, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_editors_find_their_commands_first_and_in_the_order_of_the_work() -> None:
    daily, upkeep = inv().stdout.split("Dành cho người bảo trì")
    assert names(daily) == (
        "new check livereload build serve preview publish releases rollback withdraw verify".split()
    )
    assert names(upkeep) == "clean rebuild lint test bench lock".split()


def test_invoke_s_own_command_knows_the_same_tasks() -> None:
    assert sorted(names(inv("--list", program="invoke").stdout)) == sorted(names(inv().stdout))


def names(listed: str) -> list[str]:
    return re.findall(r"^  ([a-z]+)  ", listed, re.MULTILINE)


def commands() -> list[Command]:
    tasks = Collection(*(task for group in GROUPS.values() for task in group))
    return [Command.of(tasks[context.name], context) for context in tasks.to_contexts()]


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.name)
def test_every_option_has_a_sentence_and_every_form_is_understood(command: Command) -> None:
    assert [typed for typed, text in command.rows() if not text.endswith(".")] == []
    for form in command.forms:
        words = shlex.split(form)[1:]
        assert read(words, {command.name: command}, program.initial_context)[0] == command.name


@pytest.mark.parametrize("program", ["workshop", "invoke"])
def test_a_refusal_is_a_sentence_and_exit_code_1(program: str) -> None:
    answer = inv("new", "…", "--section", "x", program=program)
    assert answer.returncode == 1
    assert answer.stderr.startswith("“…” không phải là tiêu đề.")
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("program", ["workshop", "invoke"])
@pytest.mark.parametrize("words", [["--debug", "new", "…"], ["new", "…", "--debug"]])
def test_debug_shows_the_traceback(program: str, words: list[str]) -> None:
    answer = inv(*words, program=program)
    assert answer.returncode == 1
    assert "Traceback" in answer.stderr


def test_who_presses_ctrl_c_before_it_is_ready_gets_the_answer_of_a_task() -> None:
    heeded = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # tests in the background do not heed it
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # as inv hands it over
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "workshop", "build"], cwd=ROOT, stderr=subprocess.PIPE, text=True
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

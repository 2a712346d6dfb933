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

from bulletin.cli.program.command import Command
from bulletin.cli.program.program import STOPPED, InvProgram
from tasks import GROUPS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-test.lock")
INV, INVOKE = ["tasks.py"], ["-m", "invoke"]


def run_inv(*arguments: str, program: Sequence[str] = INV) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *program, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_inv_lists_editors_commands_first_in_working_order() -> None:
    daily, upkeep = run_inv().stdout.split("Dành cho người bảo trì")
    assert parse_names(daily) == (
        "new check livereload build serve preview publish status releases rollback"
        " withdraw verify readers report documents".split()
    )
    assert parse_names(upkeep) == "init version clean rebuild lint test audit bench lock".split()


def test_invoke_and_inv_have_the_same_commands() -> None:
    assert sorted(parse_names(run_inv("--list", program=INVOKE).stdout)) == sorted(
        parse_names(run_inv().stdout)
    )


def parse_names(output: str) -> list[str]:
    return re.findall(r"^  ([a-z]+)  ", output, re.MULTILINE)


@pytest.mark.parametrize(
    "command", [command for group in GROUPS.values() for command in group], ids=attrgetter("name")
)
def test_command_has_help_for_every_option_and_usages_that_parse(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = command.context.args.values()
    assert [option.name for option in options if not (option.help or "").endswith(".")] == []
    monkeypatch.setattr(InvProgram, "execute", lambda _self: None)
    for usage in command.usages:
        program = InvProgram()
        program.add_commands(GROUPS)
        program.run(shlex.split(usage))
        assert [parsed.name for parsed in program.tasks] == [command.name]


@pytest.mark.parametrize("program", [INV, INVOKE])
def test_command_with_a_user_error_prints_one_sentence_and_exits_with_1(program: list[str]) -> None:
    answer = run_inv("new", "…", "--section", "x", program=program)
    assert answer.returncode == 1
    assert answer.stderr.startswith("“…” không phải là tiêu đề.")
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("program", [INV, INVOKE])
@pytest.mark.parametrize("words", [["--debug", "new", "…"], ["new", "…", "--debug"]])
def test_command_with_debug_shows_the_traceback(program: list[str], words: list[str]) -> None:
    answer = run_inv(*words, program=program)
    assert answer.returncode == 1
    assert "Traceback" in answer.stderr


def test_ctrl_c_during_the_start_gets_the_same_answer_as_in_a_command() -> None:
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)  # background processes ignore it
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # inv starts tasks.py like this
    try:
        process = subprocess.Popen(
            [sys.executable, *INV, "build"], cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        signal.signal(signal.SIGINT, handler)
    process.send_signal(signal.SIGINT)
    assert process.communicate()[1] == f"{STOPPED}\n"
    assert process.returncode == 130


@pytest.mark.parametrize("lock", LOCKS)
def test_requirements_lock_has_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    pins = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(pins) > 25
    assert all(re.match(r"[a-z0-9-]+==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", pin) for pin in pins)


def test_requirements_locks_have_the_same_versions() -> None:
    run, test = (
        dict(re.findall(r"^(\S+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE)) for lock in LOCKS
    )
    assert run.items() <= test.items()


def test_requirements_lock_installs_with_the_python_of_debian() -> None:
    """Check Python 3.11.2, which Debian 12 has; some packages ask for a later 3.11."""
    names = re.findall(r"^([a-z0-9-]+)==", (ROOT / LOCKS[1]).read_text(encoding="utf-8"), re.MULTILINE)
    assert names
    for name in names:
        versions = distribution(name).metadata["Requires-Python"] or ""
        assert "3.11.2" in SpecifierSet(versions), name

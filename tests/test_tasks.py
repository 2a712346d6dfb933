import re
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-test.lock")


def invoke(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "invoke", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_tasks_are_those_of_the_quickstart_and_ours() -> None:
    names = set(re.findall(r"^  ([a-z]+)  ", invoke("--list").stdout, re.MULTILINE))
    quickstart = {"clean", "build", "rebuild", "serve", "livereload", "preview", "publish"}
    assert names == quickstart | {
        "check",
        "new",
        "releases",
        "rollback",
        "withdraw",
        "verify",
        "test",
        "lint",
        "lock",
        "bench",
    }


def test_a_refusal_is_a_sentence_and_exit_code_1() -> None:
    answer = invoke("new", "…", "--section", "x")
    assert answer.returncode == 1
    assert answer.stderr.startswith("“…” không phải là tiêu đề.")
    assert "Traceback" not in answer.stderr


def test_debug_shows_the_traceback() -> None:
    answer = invoke("--debug", "new", "…", "--section", "x")
    assert answer.returncode == 1
    assert "Traceback" in answer.stderr


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

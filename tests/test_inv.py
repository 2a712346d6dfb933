"""Tests of ``inv`` with a small ``tasks.py`` and locks of tiny local packages.

No package index is used.
"""

import hashlib
import importlib.machinery
import importlib.util
import os
import shutil
import signal
import subprocess
import time
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from tests.product.product_repository import BASE_PYTHON, hide_ensurepip

pytestmark = pytest.mark.slow

INV = Path(__file__).parents[1] / "inv"
TASKS = """
import os, sys
print(os.getcwd(), *sys.argv[1:])
sys.exit(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
"""


class InvCheckout:
    """Workspace with only inv, tasks.py and two requirements locks."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.wheels = root.parent / "wheels"
        self.wheels.mkdir()
        root.mkdir()
        shutil.copy(INV, root / "inv")
        (root / "tasks.py").write_text(TASKS, encoding="utf-8")
        self.write_lockfile("requirements.lock", "needed", "1.0")
        self.write_lockfile("requirements-test.lock", "pretest", "1.0")

    def write_lockfile(self, lock: str, name: str, version: str) -> None:
        """Write an empty package and a requirements lock of only that package."""
        wheel = self.wheels / f"{name}-{version}-py3-none-any.whl"
        info = f"{name}-{version}.dist-info"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr(f"{name}/__init__.py", "")
            archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
            archive.writestr(
                f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            archive.writestr(f"{info}/RECORD", "")
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        (self.root / lock).write_text(f"{name}=={version} --hash=sha256:{digest}\n", encoding="utf-8")

    def create_command(self, *arguments: str) -> list[str]:
        """Return the command line that starts inv."""
        return [BASE_PYTHON, str(self.root / "inv"), *arguments]

    def create_env(self, **more: str) -> dict[str, str]:
        """Return the environment variables of inv, without HOME and without an index."""
        offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheels.as_uri(), "PIP_CONFIG_FILE": os.devnull}
        return {"PATH": os.environ["PATH"], **offline, **more}

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Start inv from another folder and wait for it."""
        return subprocess.run(
            self.create_command(*arguments),
            cwd=self.root.parent,
            env=self.create_env(**more),
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def checkout(tmp_path: Path) -> InvCheckout:
    return InvCheckout(tmp_path / "bản tin")


def load_inv() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("inv_script", str(INV))
    spec = importlib.util.spec_from_loader("inv_script", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def write_product_copy(folder: Path, version: str) -> Path:
    """Write a copy of the bulletin without git, as an office without a network has it."""
    folder.mkdir()
    (folder / "pyproject.toml").write_text(f'[project]\nversion = "{version}"\n', encoding="utf-8")
    (folder / "requirements.lock").touch()
    return folder


def test_inv_takes_a_copy_of_the_version_that_the_site_names(tmp_path: Path) -> None:
    copy = write_product_copy(tmp_path / "bản sao", "0.3.0")
    load_inv().Product(str(copy), "0.3.0").fetch(tmp_path, tmp_path / "to", {})
    assert (tmp_path / "to/pyproject.toml").read_bytes() == (copy / "pyproject.toml").read_bytes()


@pytest.mark.parametrize(
    ("text", "found"), [('[project]\nversion = "0.3.0"\n', "0.3.0"), ("[project", "?"), ("project = 1", "?")]
)
def test_inv_refuses_a_copy_of_another_version(tmp_path: Path, text: str, found: str) -> None:
    copy, inv = write_product_copy(tmp_path / "bản sao", "0.3.0"), load_inv()
    (copy / "pyproject.toml").write_text(text, encoding="utf-8")
    with pytest.raises(inv.CannotPrepareError) as caught:
        inv.Product(str(copy), "0.2.0").fetch(tmp_path, tmp_path / "to", {})
    assert f"có bản {found}, còn bulletin.toml ghi bản 0.2.0. Hãy chép bản 0.2.0 vào thư mục" in str(
        caught.value
    )
    assert not (tmp_path / "to").exists()


@pytest.fixture(scope="module")
def prepared_checkout(tmp_path_factory: pytest.TempPathFactory) -> InvCheckout:
    """A workspace with an environment prepared by ensurepip, which takes seconds."""
    checkout = InvCheckout(tmp_path_factory.mktemp("inv") / "bản tin")
    answer = checkout.run("x", "7", HOME="")
    assert answer.stderr == "Đang chuẩn bị môi trường lần đầu (khoảng một phút)…\n"
    assert (answer.stdout, answer.returncode) == (f"{checkout.root} x 7\n", 7)
    return checkout


def test_inv_with_a_prepared_environment_only_starts_tasks_py(prepared_checkout: InvCheckout) -> None:
    answer = prepared_checkout.run()
    assert (answer.stdout, answer.stderr, answer.returncode) == (f"{prepared_checkout.root}\n", "", 0)
    names = {item.name for item in prepared_checkout.root.iterdir()}
    assert names == {".venv", "inv", "tasks.py", "requirements.lock", "requirements-test.lock"}


def test_inv_blocks_ctrl_c_until_tasks_py_can_answer(prepared_checkout: InvCheckout) -> None:
    program = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))"
    tasks = prepared_checkout.root / "tasks.py"
    before = tasks.read_text(encoding="utf-8")
    tasks.write_text(program, encoding="utf-8")
    assert prepared_checkout.run("publish").stdout == "True\n"
    tasks.write_text(before, encoding="utf-8")


def test_inv_hands_on_the_folder_in_which_it_was_typed(prepared_checkout: InvCheckout) -> None:
    tasks = prepared_checkout.root / "tasks.py"
    before = tasks.read_text(encoding="utf-8")
    tasks.write_text("import os; print(os.environ['BULLETIN_CALLER_FOLDER'])", encoding="utf-8")
    answer = prepared_checkout.run("init", BULLETIN_CALLER_FOLDER="/khac")
    tasks.write_text(before, encoding="utf-8")
    assert answer.stdout == f"{prepared_checkout.root.parent}\n"


def test_inv_installs_test_packages_only_for_test_commands(prepared_checkout: InvCheckout) -> None:
    command = [str(prepared_checkout.root / ".venv/bin/python"), "-c", "import pretest"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
    assert prepared_checkout.run("test").stderr == "Đang cài các gói để kiểm thử…\n"
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert prepared_checkout.run("test").stderr == ""


def test_inv_refuses_a_package_with_another_hash(prepared_checkout: InvCheckout) -> None:
    prepared_checkout.write_lockfile("requirements-test.lock", "pretest", "2.0")
    lock = prepared_checkout.root / "requirements-test.lock"
    lock.write_text(f"pretest==2.0 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    answer = prepared_checkout.run("lint")
    assert answer.returncode == 1
    assert "Chưa cài được các gói cần thiết" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_inv_started_twice_with_a_changed_pin_creates_one_new_environment(
    prepared_checkout: InvCheckout,
) -> None:
    prepared_checkout.write_lockfile("requirements.lock", "needed", "2.0")
    processes = [
        subprocess.Popen(
            prepared_checkout.create_command("x", "3"),
            env=prepared_checkout.create_env(**hide_ensurepip()),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [3, 3]
    assert [out for out, _ in answers] == [f"{prepared_checkout.root} x 3\n"] * 2
    waiting, preparing = sorted((error for _, error in answers), key=lambda error: "đã đổi" in error)
    assert waiting.startswith("Một lệnh khá")
    assert "đã đổi" not in waiting
    assert "các gói ghim đã đổi" in preparing
    assert list(prepared_checkout.root.glob(".venv/lib/*/site-packages/needed-2.0.dist-info"))


def test_inv_after_an_interrupted_preparation_prepares_again(checkout: InvCheckout) -> None:
    with subprocess.Popen(
        checkout.create_command("x"), env=checkout.create_env(**hide_ensurepip()), stderr=subprocess.PIPE
    ) as process:
        while not (checkout.root / ".venv/pyvenv.cfg").exists():
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    answer = checkout.run("x", **hide_ensurepip())
    assert "lần trước bị ngắt giữa chừng" in answer.stderr
    assert answer.returncode == 0
    environment = load_inv().Environment(checkout.root)
    assert environment.find_missing(["run"]) == []
    environment.unfinished.touch()
    assert environment.find_missing(["run"]) == ["run"]


def test_inv_with_a_missing_requirements_lock_names_it(checkout: InvCheckout) -> None:
    (checkout.root / "requirements.lock").unlink()
    answer = checkout.run("x")
    assert (answer.returncode, answer.stderr.splitlines()[1]) == (
        1,
        "Thiếu tệp requirements.lock. Hãy lấy lại từ git: git checkout -- requirements.lock",
    )


def test_inv_under_an_old_python_names_the_needed_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inv = load_inv()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(inv.sys, "version_info", (3, 9, 2))
    assert inv.main(["publish"]) == 1
    assert capsys.readouterr().err == (
        "Cần Python 3.11 trở lên, máy này có Python 3.9. Hãy cài bản mới hơn "
        "(Debian 12, Ubuntu 24.04 trở lên đã có sẵn) rồi chạy lại.\n"
        "Python 3.11 or newer is needed, this is Python 3.9.\n"
    )


def test_inv_under_an_old_python_starts_a_newer_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inv = load_inv()
    (tmp_path / "python3.13").write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    (tmp_path / "python3.13").chmod(0o755)
    (tmp_path / "python3.14").write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")  # a shim without a Python
    (tmp_path / "python3.14").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    started: list[str] = []

    def note_command(command: list[str], _variables: dict[str, str]) -> int:
        started.extend(command)
        return 0

    monkeypatch.setattr(inv, "_replace_process", note_command)
    assert inv.start_newer_python(["publish"]) == 0
    assert started == [str(tmp_path / "python3.13"), str(INV), "publish"]


def test_inv_under_a_python_without_venv_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inv = load_inv()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(inv, "_has", lambda _module: False)
    with pytest.raises(inv.CannotPrepareError, match="sudo apt-get install python3-venv"):
        inv.Environment(InvCheckout(tmp_path / "x").root).install(["run"], {})


@pytest.mark.parametrize("home", ["", "/nicht/da", None])
def test_inv_without_a_home_uses_the_environment_as_home(tmp_path: Path, home: str | None) -> None:
    inv = load_inv()
    given = {"PATH": "/bin", "PYTHONPATH": "/x"} | ({} if home is None else {"HOME": home})
    variables = inv.make_variables(inv.Environment(tmp_path), given)
    assert variables["HOME"] == str(tmp_path / ".venv")
    assert "PYTHONPATH" not in variables

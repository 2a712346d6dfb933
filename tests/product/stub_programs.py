"""Stand-ins for programs that change the machine.

The real ones install packages, add accounts or control services.

Each one checks what it can, and fails as its original would. The folder of the machine is in ``MACHINE_ROOT``.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

KNOWN_PACKAGES = frozenset(
    "certbot git libnginx-mod-http-brotli-static nginx openssh-client openssh-server python3-venv rsync".split()
)
"""Packages of Debian 12 and of Ubuntu 24.04, for machines without lists of packages."""
ADDUSER_OPTIONS = {"--disabled-password": 0, "--gecos": 1, "--home": 1}
"""Options of adduser(8) in Debian 12 and Ubuntu 24.04, with the number of their values."""


def main(name: str, words: list[str]) -> int:
    """Run a program and return its exit code."""
    root = Path(os.environ["MACHINE_ROOT"])
    with (root / "calls").open("a", encoding="utf-8") as calls:
        calls.write(f"{shlex.join([name, *words])}\n")
    programs = {
        "adduser": _add_user,
        "apt-get": _install_packages,
        "certbot": _get_certificate,
        "chown": _change_owner,
        "journalctl": _print_journal,
        "nginx": _test_nginx,
        "sudo": _run_as_root,
        "systemctl": _control_services,
    }
    return programs[name](root, words)


def _run_as_root(_root: Path, words: list[str]) -> int:
    """Run the words themselves.

    A login shell does nothing, because the next block is that of its account.
    """
    if words == ["-iu", "bantin"]:
        return 0
    assert not words[0].startswith("-"), words
    return subprocess.run(words, check=False).returncode  # words of the page


def _install_packages(_root: Path, words: list[str]) -> int:
    """Look for the packages in the lists of apt, or in a list of our own."""
    if words == ["update"]:
        return 0
    assert words[:2] == ["install", "-y"], words
    packages = set(words[2:])
    assert packages <= KNOWN_PACKAGES, packages - KNOWN_PACKAGES
    if shutil.which("apt-cache") and list(Path("/var/lib/apt/lists").glob("*_Packages*")):
        command = ["apt-cache", "policy", *packages]
        found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        unknown = packages - set(re.findall(r"^(\S+):$", found, re.MULTILINE))
        assert not unknown, unknown
    return 0


def _add_user(root: Path, words: list[str]) -> int:
    """Make the home of an account, with the mode that Debian gives it."""
    values: dict[str, str] = {}
    while words and words[0].startswith("-"):
        option = words.pop(0)
        values[option] = words.pop(0) if ADDUSER_OPTIONS[option] else ""
    (account,) = words
    assert re.fullmatch("[a-z][a-z0-9-]*", account), account
    home = Path(values["--home"])
    assert home.is_relative_to(root)
    home.mkdir(mode=0o700)
    return 0


def _change_owner(_root: Path, words: list[str]) -> int:
    """Require that the folders are there. The test has one user."""
    assert words[:2] == ["-R", "bantin:"], words
    assert all(Path(word).is_dir() for word in words[2:]), words
    return 0


def _get_certificate(root: Path, words: list[str]) -> int:
    """Require a folder that Debian's page and our configuration serve."""
    if words == ["renew", "--dry-run"]:
        return 0
    assert words[0] == "certonly", words
    assert {"--webroot", "-n", "--agree-tos"} <= set(words), words
    webroot = Path(words[words.index("-w") + 1])
    conf = (root / "srv/bantin/phan-mem/deploy/nginx.conf").read_text(encoding="utf-8")
    found = re.search(r"acme-challenge/ \{ root ([^;]+);", conf)
    assert found, conf
    assert webroot == Path(f"{root}{found[1]}"), webroot
    assert webroot.is_dir()
    assert words[words.index("--deploy-hook") + 1] == "systemctl reload nginx"
    return 0


def _test_nginx(_root: Path, words: list[str]) -> int:
    """Do nothing: the test starts nginx with the file afterwards."""
    assert words == ["-t"], words
    return 0


def _control_services(root: Path, words: list[str]) -> int:
    """Check units before they are enabled, and run services that start."""
    units = root / "etc/systemd/system"
    match words:
        case ["daemon-reload"] | ["list-timers", _] | ["reload", "nginx"]:
            return 0
        case ["enable", "--now", *names]:
            assert all((units / name).is_file() for name in names), names
            return _verify_units(root, units)
        case ["start", name]:
            return run_service(root, name)
    raise AssertionError(words)


def _verify_units(root: Path, units: Path) -> int:
    """Let systemd read all units, with the folders of the test in them."""
    if not shutil.which("systemd-analyze"):
        return 0
    folder = root / "verified-units"
    folder.mkdir(exist_ok=True)
    files = [folder / unit.name for unit in units.iterdir()]
    for file in files:
        file.write_text(_read_unit(root, file.name), encoding="utf-8")
    answer = subprocess.run(  # systemd of the machine
        ["systemd-analyze", "verify", *map(str, files)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    sys.stderr.write(answer.stderr)
    return answer.returncode or bool(answer.stderr)


def _print_journal(_root: Path, words: list[str]) -> int:
    """Print a line of a unit."""
    print("lời của", words[words.index("--unit") + 1])
    return 0


def run_service(root: Path, name: str) -> int:
    """Run a service as systemd does, and the one that follows its end.

    Return the exit code of the first command that fails and has no minus sign.
    """
    kind, at, instance = name.removesuffix(".service").partition("@")  # bulletin-failure@thu
    text = _read_unit(root, f"{kind}@.service" if at else name)
    unit = _parse_unit(text.replace("%i", instance).replace("%n", name))
    assert "ExecCondition" not in unit, name
    for path in unit.get("ConditionPathExists", ()):
        if Path(path.removeprefix("!")).exists() == path.startswith("!"):
            return 0
    code = _run_commands(root, unit)
    for follower in unit.get("OnFailure" if code else "OnSuccess", ()):
        run_service(root, follower)
    return code


def _run_commands(root: Path, unit: dict[str, list[str]]) -> int:
    """Run the commands of a service; return the first exit code that counts."""
    env = dict(os.environ)
    for file in unit.get("EnvironmentFile", ()):
        if not file.startswith("-") or Path(file[1:]).exists():
            lines = Path(file.removeprefix("-")).read_text(encoding="utf-8").splitlines()
            env |= dict(word.split("=", 1) for word in shlex.split("\n".join(lines)))
    for folder in unit.get("StateDirectory", ()):
        state = root / "var/lib" / folder
        state.mkdir(parents=True, exist_ok=True)
        env["STATE_DIRECTORY"] = str(state)
    umask = int(unit["UMask"][0], 8) if "UMask" in unit else -1
    for command in (*unit.get("ExecStartPre", ()), *unit["ExecStart"]):
        words = shlex.split(command.removeprefix("-"))
        process = subprocess.run(words, cwd=unit["WorkingDirectory"][0], umask=umask, env=env, check=False)
        if process.returncode and not command.startswith("-"):
            return process.returncode
    return 0


def _parse_unit(text: str) -> dict[str, list[str]]:
    """Return the values of a unit by key."""
    unit: dict[str, list[str]] = {}
    for key, value in re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE):
        unit.setdefault(key, []).append(value)
    return unit


def _read_unit(root: Path, name: str) -> str:
    """Return the text of a unit, with the folders of the test."""
    text = (root / "etc/systemd/system" / name).read_text(encoding="utf-8")
    for folder in ("/srv/bantin", "/etc/default", "/var/lib"):
        text = text.replace(folder, f"{root}{folder}")
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

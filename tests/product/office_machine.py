"""The machines of an office in one folder: a server and two editors.

``InstallPage`` holds the commands of docs/cai-dat.md, and ``OfficeMachine`` runs them in bash.
"""

import getpass
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.product.product_repository import BASE_PYTHON, ProductRepository, hide_ensurepip
from tests.publishing.targets.ssh_server import SshServer
from tests.sample_site import ROOT

PAGE_FILE = ROOT / "docs" / "cai-dat.md"
DOMAIN = "bantin.tinhuy.vn"
SERVER_FOLDERS = ("/srv/bantin", "/etc", "/mnt", "/media", "/tmp", "/var/www")  # noqa: S108  # of the page
"""Folders of the page that lie in the folder of the test."""
STUBBED = ("adduser", "apt-get", "certbot", "chown", "journalctl", "nginx", "sudo", "systemctl")
"""Programs that tests/product/stub_programs.py replaces."""
_BLOCK = re.compile(r"^```sh ([a-z-]+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_SSH_CONFIG = """\
Host *
    HostName 127.0.0.1
    Port {port}
    HostKeyAlias {domain}
    IdentityFile ${{HOME}}/.ssh/id_ed25519
    IdentitiesOnly yes
    UserKnownHostsFile ${{HOME}}/.ssh/known_hosts
    GlobalKnownHostsFile none
    StrictHostKeyChecking yes
    BatchMode yes
    CheckHostIP no
    KexAlgorithms curve25519-sha256
"""
"""Keys and known servers of a person. Reason: ssh ignores HOME, and sshd has a port of its own."""

_PYTHON = """\
case "$1" in inv|*/inv)
    folder=$(dirname "$1")
    if [ -f "$folder/bulletin.toml" ]; then
        mkdir -p "$folder/.venv"
        for item in {environments}/*; do
            [ ! -e "$item" ] || [ -e "$folder/.venv/${{item##*/}}" ] || ln -s "$item" "$folder/.venv/"
        done
    fi;;
esac
exec "{python}" "$@"
"""
"""Gives all sites the environments that share_environments collected."""

_TIME = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ", re.MULTILINE)
"""The time before a line. Only lines that go into a pipe have it."""
_PROFILE = "[ ! -f ~/.profile ] || . ~/.profile\n"


@dataclass(eq=False, slots=True)
class CommandBlock:
    """A block of commands of the page."""

    section: int
    """Number of the section; 0 before the first one."""
    role: str
    """The person or account that types them: ``quan-tri``, ``bantin``, ``bien-tap``."""
    text: str
    is_run: bool = False


class InstallPage:
    """The blocks of commands of docs/cai-dat.md."""

    def __init__(self) -> None:
        text = PAGE_FILE.read_text(encoding="utf-8")
        parts = re.split(r"^## (?:(\d+)\. )?.*$", text, flags=re.MULTILINE)
        self.blocks = [
            CommandBlock(int(number or 0), role, text)
            for number, part in zip([None, *parts[1::2]], parts[::2], strict=True)
            for role, text in _BLOCK.findall(part)
        ]
        assert text.count("```") == 2 * len(self.blocks)  # none without a role

    def find(self, section: int, role: str = "", words: str = "") -> list[CommandBlock]:
        """Return the blocks of a section, for one role or with certain words."""
        found = [
            block
            for block in self.blocks
            if block.section == section and role in ("", block.role) and words in block.text
        ]
        assert found, (section, role, words)
        return found


class OfficeMachine:
    """A server and editors' machines, all in ``root``.

    Every person has a home: ``srv/bantin`` for the account of the site, ``home/<name>`` for an editor.
    """

    def __init__(self, root: Path, product: ProductRepository) -> None:
        self.root, self.product = root, product
        self.repository = product.root
        self.home = root / "srv/bantin"
        self.now = "2026-11-23 07:30"
        self.replaced: dict[str, str] = {}
        """More texts of the page to replace, such as the address of the mail server."""
        self.variables: dict[str, str] = {}
        self._environments = root / "environments"
        self._folders: dict[Path, Path] = {}
        for name in ("environments", "bin", "srv", "tmp", "mnt/sao-luu", "media/usb", "var/www/html"):
            (root / name).mkdir(parents=True)
        for name in (
            "etc/nginx/conf.d",
            "etc/nginx/sites-enabled",
            "etc/systemd/system",
            "etc/default",
            "etc/ssh",
        ):
            (root / name).mkdir(parents=True)
        (root / "etc/nginx/sites-enabled/default").touch()
        self.ssh = SshServer(root / "sshd")
        shutil.copy(self.ssh.folder / "host.pub", root / "etc/ssh/ssh_host_ed25519_key.pub")
        (root / "ssh_config").write_text(
            _SSH_CONFIG.format(port=self.ssh.port, domain=DOMAIN), encoding="utf-8"
        )
        self._write_programs()

    def run_block(
        self,
        block: CommandBlock,
        home: Path | None = None,
        answers: tuple[str, ...] = (),
        replaced: Mapping[str, str] | None = None,
    ) -> str:
        """Run a block of the page and return its output.

        Args:
            block: The block. One that fails fails the test.
            home: The home of the person who types; the account of the site by default.
            answers: Lines that the person types in answer to questions.
            replaced: More texts to replace in this block, as ``{"Lê An": "Trần Bình"}``.
        """
        block.is_run = True
        text = block.text
        for old, new in (self.replaced | dict(replaced or {})).items():
            text = text.replace(old, new)
        return self.run(self.replace_folders(text), home, answers)

    def run(self, text: str, home: Path | None = None, answers: tuple[str, ...] = ()) -> str:
        """Run commands in bash and return their output.

        A command that fails fails the test.
        """
        answer = self.try_run(text, home, answers)
        assert answer.returncode == 0, f"{text}\n{answer.stdout}\n{answer.stderr}"
        return answer.stdout

    def try_run(
        self, text: str, home: Path | None = None, answers: tuple[str, ...] = ()
    ) -> "subprocess.CompletedProcess[str]":
        """Run commands in bash, which stops at the first one that fails.

        They start in the folder that the last commands of this person ended in, as in a terminal.
        They have the variables of ``~/.profile``, as after ``sudo -iu``.
        """
        home = home or self.home
        folder = self._folders.get(home, home)
        note = self.root / "folder"
        ours, theirs = pty.openpty() if answers else (-1, subprocess.DEVNULL)
        process = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", f"trap 'pwd >{note}' EXIT\n{_PROFILE}{text}"],
            cwd=folder if folder.is_dir() else self.root, env=self.create_env(home), stdin=theirs,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        if answers:
            os.close(theirs)
            os.write(ours, "".join(f"{line}\n" for line in answers).encode())
        output, errors = process.communicate(timeout=300)
        if answers:
            os.close(ours)
        self._folders[home] = Path(note.read_text(encoding="utf-8").strip())
        return subprocess.CompletedProcess(text, process.returncode, _TIME.sub("", output), errors)

    def replace_folders(self, text: str) -> str:
        """Return commands with folders, repository and user of the test."""
        text = text.replace("https://git.tinhuy.vn/bulletin.git", f"'{self.repository}'")
        text = text.replace(f"bantin@{DOMAIN}", f"{getpass.getuser()}@{DOMAIN}")
        folders = "|".join(SERVER_FOLDERS)
        start = rf"(?<![\w~.])|(?<={re.escape(DOMAIN)})"  # of a word, or after the host in an address
        return re.sub(rf"(?:{start})(?={folders})", str(self.root), text)

    def create_env(self, home: Path) -> dict[str, str]:
        """Return the variables of a person's shell.

        Packages come from the folder of the test.
        """
        return {
            "PATH": f"{self.root / 'bin'}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "HOME": str(home),
            "USER": getpass.getuser(),
            "LANG": "C.UTF-8",
            "TMPDIR": os.environ.get("TMPDIR", "/tmp"),  # noqa: S108  # for pip
            "BULLETIN_NOW": self.now,
            "BULLETIN_SSH_CONFIG": str(self.root / "ssh_config"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "MACHINE_ROOT": str(self.root),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": self.product.wheels.as_uri(),
            "PIP_CONFIG_FILE": os.devnull,
            **hide_ensurepip(),
            **self.variables,
        }

    def share_environments(self, site: Path) -> None:
        """Let other sites use the environments of ``site``. Each takes seconds to install."""
        for folder in (site / ".venv").iterdir():
            if not folder.is_symlink():
                shared = self._environments / folder.name
                folder.rename(shared)
                folder.symlink_to(shared)

    def _write_programs(self) -> None:
        """Write the programs that stand before those of the machine."""
        port, config = self.ssh.port, self.root / "ssh_config"
        programs = {
            "python3": _PYTHON.format(environments=self._environments, python=BASE_PYTHON),
            "ssh": f'[ "$1" = -F ] || set -- -F {config} "$@"\nexec /usr/bin/ssh "$@"',
            "ssh-keyscan": f"/usr/bin/ssh-keyscan -p {port} -t ed25519 127.0.0.1 2>/dev/null | sed 's/^[^ ]*/{DOMAIN}/'",
        }
        command = (
            f'exec "{sys.executable}" -IS {ROOT / "tests/product/stub_programs.py"} "$(basename "$0")" "$@"'
        )
        programs |= dict.fromkeys(STUBBED, command)
        for name, text in programs.items():
            file = self.root / "bin" / name
            file.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
            file.chmod(0o755)

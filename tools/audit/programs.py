"""Find or install the programs of the audit.

Chromium, Node and Java come from Debian. The packages of npm are pinned in ``package-lock.json`` beside this file.
They are installed into the cache at the first use.
"""

import re
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

from bulletin.errors import UserError
from bulletin.publishing.workspace.subprocess_env import build_child_environment

_HERE = Path(__file__).parent
_PIN_FILES = ("package.json", "package-lock.json", ".npmrc")
_DEBIAN_PACKAGES = {
    "chromium": "chromium",
    "node": "nodejs",
    "npm": "npm",
    "java": "default-jre-headless",
    "openssl": "openssl",
}
"""Programs of the audit, and the Debian package of each."""
_OLDEST_NODE = (18, 16)
"""The oldest Node that Lighthouse 12 runs on."""
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--ignore-certificate-errors",  # a service worker needs more than a context that ignores them
)


def require_programs() -> None:
    """Raise UserError if a program of the audit is missing or too old."""
    missing = [package for program, package in _DEBIAN_PACKAGES.items() if not shutil.which(program)]
    if missing:
        raise UserError(
            f"Máy thiếu chương trình để soát trang. Hãy cài: sudo apt-get install {' '.join(missing)}; "
            "rồi chạy lại ./inv audit"
        )
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    version = tuple(map(int, re.findall(r"\d+", answer)))
    if version < _OLDEST_NODE:
        raise UserError(
            f"Node {answer.strip()} cũ quá. Hãy cài Node 18.16 trở lên (Debian 12 có sẵn: sudo apt-get install nodejs), "
            "rồi chạy lại ./inv audit"
        )


def install_npm_packages(cache: Path) -> Path:
    """Install the pinned packages of npm below ``cache``, and return their folder.

    Packages of other pins are removed.

    Raises:
        UserError: npm failed.
    """
    pins = b"".join((_HERE / name).read_bytes() for name in _PIN_FILES)
    folder = cache / "audit" / sha256(pins).hexdigest()[:16]
    if (folder / "done").is_file():
        return folder / "node_modules"
    shutil.rmtree(folder.parent, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in _PIN_FILES:
        shutil.copyfile(_HERE / name, folder / name)
    command = ["npm", "ci", "--ignore-scripts", "--no-bin-links"]
    result = subprocess.run(
        command, cwd=folder, env=build_child_environment(), capture_output=True, text=True, check=False
    )
    if result.returncode:
        reason = "\n".join(result.stderr.strip().splitlines()[-5:])
        raise UserError(
            f"npm chưa cài được các chương trình soát trang:\n{reason}\n"
            "Hãy kiểm tra đường mạng rồi chạy lại ./inv audit"
        )
    (folder / "done").touch()
    return folder / "node_modules"

"""A server of OpenSSH's on this machine, and releases in a folder behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin.publishing.release_creation import Published
from bulletin.publishing.targets.ssh.connection import CONFIG
from bulletin.publishing.targets.ssh.target import SshTarget
from tests.publishing.targets.ssh_server import Sshd


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    keys = Sshd(tmp_path_factory.mktemp("sshd") / "keys")
    keys.configure(patience=30)  # the machine may be busy, and no line dies here
    with keys.running() as running:
        yield running


@pytest.fixture
def public(tmp_path: Path) -> Path:
    return tmp_path / "trang của tỉnh's"


@pytest.fixture
def target(tmp_path: Path, server: Sshd, public: Path, monkeypatch: pytest.MonkeyPatch) -> SshTarget:
    monkeypatch.setenv(CONFIG, str(server.client))
    return server.target(public, tmp_path / "cache")


def folder(public: Path, published: Published) -> Path:
    return public / "releases" / published.release.id


def page(public: Path, name: str) -> str:
    return (public / f"current/{name}/index.html").read_text(encoding="utf-8")

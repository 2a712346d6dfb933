"""Fixtures: an OpenSSH server on this machine, and a target behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin.publishing.release_creation import PublishResult
from bulletin.publishing.targets.ssh.connection import CONFIG_ENV_VAR
from bulletin.publishing.targets.ssh.target import SshTarget
from tests.publishing.targets.ssh_server import SshServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    ssh_server = SshServer(tmp_path_factory.mktemp("sshd") / "keys")
    ssh_server.write_client_config(patience=30)  # the machine may be busy, and no connection breaks here
    with ssh_server.run() as running:
        yield running


@pytest.fixture
def public(tmp_path: Path) -> Path:
    return tmp_path / "trang của tỉnh's"


@pytest.fixture
def target(tmp_path: Path, server: SshServer, public: Path, monkeypatch: pytest.MonkeyPatch) -> SshTarget:
    monkeypatch.setenv(CONFIG_ENV_VAR, str(server.client_config))
    return server.create_target(public, tmp_path / "cache")


def get_release_folder(public: Path, published: PublishResult) -> Path:
    return public / "releases" / published.release.id


def read_current_page(public: Path, name: str) -> str:
    return (public / f"current/{name}/index.html").read_text(encoding="utf-8")

"""Servers that fork builds in copies of the program end with the test that made the copy."""

from collections.abc import Iterator

import pytest

from tests.fork_server import ROOT, ForkServer


@pytest.fixture(autouse=True)
def _fork_servers(fork_server: None) -> Iterator[None]:
    yield
    ForkServer.close_all(but=ROOT)

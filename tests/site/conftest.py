"""Close the fork servers of project copies after each test."""

from collections.abc import Iterator

import pytest

from tests.fork_server import ROOT, ForkServer


@pytest.fixture(autouse=True)
def close_fork_servers(fork_server: None) -> Iterator[None]:
    yield
    ForkServer.close_all(but=ROOT)

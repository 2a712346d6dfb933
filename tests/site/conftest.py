"""Close the fork servers of project copies, and parse the pages of the sample."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.fork_server import ROOT, ForkServer
from tests.sample_site import list_pages


@pytest.fixture(autouse=True)
def close_fork_servers() -> Iterator[None]:
    yield
    ForkServer.close_all(but=ROOT)


@pytest.fixture(scope="package")
def parsed_pages(sample: Path) -> dict[Path, BeautifulSoup]:
    """All HTML pages of the sample with their paths. Tests only look at them.

    Reason: to parse them takes a second of processor time.
    """
    return {
        path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in list_pages(sample)
    }

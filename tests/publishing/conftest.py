"""A published bulletin that tests of addresses work on."""

from pathlib import Path

import pytest

from tests.publishing.bulletin import article
from tests.publishing.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office whose bulletin was published once, with the article ``/2026/11/cu/``."""
    made = Office(tmp_path)
    article(made.site, "cu")
    made.publish()
    return made

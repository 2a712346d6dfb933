"""Fixtures that several rooms share."""

from pathlib import Path

import pytest

from tests.sample import build_once


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The built sample bulletin. All test processes share one; nobody writes to it."""
    base = tmp_path_factory.getbasetemp()
    return build_once(base if worker_id == "master" else base.parent)

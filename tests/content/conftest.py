import gc
from collections.abc import Iterator

import pytest


@pytest.fixture
def stop_garbage_collection() -> Iterator[None]:
    """Collect no garbage, because Hypothesis loses errors of the timer there."""
    gc.disable()
    yield
    gc.enable()

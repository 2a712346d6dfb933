import pytest
from invoke.context import Context
from invoke.exceptions import Exit

from workshop.task import task


def stopped(_context: Context) -> None:
    """Be stopped by whoever started it."""
    raise KeyboardInterrupt


def test_who_stops_a_task_is_told_what_is_true_before_and_after_a_switch() -> None:
    made = task()(stopped)
    with pytest.raises(Exit) as caught:
        made.body(Context())
    assert caught.value.code == 130
    said = str(caught.value)
    assert "giữ nguyên" not in said  # the new release may be shown already
    assert "của bản trước hoặc của bản mới" in said
    assert "./inv releases" in said

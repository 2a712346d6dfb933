"""What readers see when a disk or a place refuses: the one who publishes is told with the error.

Places say why they refuse. How far a publish has come, and so what may be promised, is said here alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from plugins.mistakes import TargetError, UserError, why


@contextmanager
def unharmed() -> Iterator[None]:
    """Turn what a disk or a place refuses meanwhile into the promise that readers see what they saw.

    Raise UserError.
    """
    try:
        yield
    except (OSError, TargetError) as error:
        raise UserError(f"Chưa phát hành được, trang đang chạy vẫn giữ nguyên: {_reason(error)}.") from error


@contextmanager
def seen(release: str, undone: str) -> Iterator[None]:
    """Say of what is refused meanwhile that readers see ``release`` already, and what is ``undone``. Raise UserError."""
    try:
        yield
    except (OSError, TargetError) as error:
        raise UserError(
            f"Bạn đọc đã xem bản {release}, nhưng {undone}: {_reason(error)}. Lần chạy ./inv publish sau sẽ làm nốt."
        ) from error


def _reason(error: OSError | TargetError) -> str:
    return why(error) if isinstance(error, OSError) else f"{error.place}: {error.reason}"

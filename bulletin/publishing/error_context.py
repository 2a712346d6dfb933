"""What readers see when a disk or a place refuses: the one who publishes is told with the error.

Places say why they refuse. How far a publish has come, and so what may be promised, is said here alone.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from bulletin.errors import TargetError, UserError, explain_file_error


def report_errors_before_activation() -> AbstractContextManager[None]:
    """Turn a refusal of a disk or a place into a UserError: readers see what they saw."""
    return _told("Chưa phát hành được, trang đang chạy vẫn giữ nguyên")


def report_errors_after_activation(release: str, undone: str) -> AbstractContextManager[None]:
    """Turn a refusal into a UserError: readers see ``release`` already, and what is ``undone``."""
    return _told(f"Bạn đọc đã xem bản {release}, nhưng {undone}", " Lần chạy ./inv publish sau sẽ làm nốt.")


@contextmanager
def _told(state: str, remedy: str = "") -> Iterator[None]:
    try:
        yield
    except (OSError, TargetError) as error:
        reason = explain_file_error(error) if isinstance(error, OSError) else f"{error.place}: {error.reason}"
        raise UserError(f"{state}: {reason}.{remedy}") from error

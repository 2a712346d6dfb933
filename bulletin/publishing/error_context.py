"""Context managers that turn errors of disks and targets into UserError.

The message also says which release readers see: the old one before the activation, the new one after.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from bulletin.errors import TargetError, UserError, explain_file_error


def report_errors_before_activation() -> AbstractContextManager[None]:
    """Turn OSError and TargetError into UserError. Readers still see the old release."""
    return _report_errors("Chưa phát hành được, trang đang chạy vẫn giữ nguyên")


def report_errors_after_activation(release: str, undone: str) -> AbstractContextManager[None]:
    """Turn OSError and TargetError into UserError. Readers see ``release`` already.

    ``undone`` is a Vietnamese clause on the step that failed.
    """
    return _report_errors(
        f"Bạn đọc đã xem bản {release}, nhưng {undone}", " Lần chạy ./inv publish sau sẽ làm nốt."
    )


@contextmanager
def _report_errors(state: str, remedy: str = "") -> Iterator[None]:
    try:
        yield
    except (OSError, TargetError) as error:
        reason = explain_file_error(error) if isinstance(error, OSError) else f"{error.place}: {error.reason}"
        raise UserError(f"{state}: {reason}.{remedy}") from error

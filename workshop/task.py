"""A task of the bulletin: what goes wrong in it is told in a sentence, and a traceback only where it was asked for."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from invoke.exceptions import Exit
from invoke.main import program
from invoke.tasks import task as invoke_task

from plugins.mistakes import MistakeError, why
from publishing.errors import PublishError

_STOPPED = (
    "Đã dừng theo yêu cầu. Trang nào bạn đọc mở ra cũng trọn vẹn, của bản trước hoặc của bản mới; "
    "./inv releases cho biết bản nào đang chạy. Muốn làm nốt, hãy chạy lại lệnh vừa dừng."
)
"""True whenever it is said: nobody knows whether readers were shown the new release before the keys were pressed."""


def task(body: Callable[..., None], *, optional: Iterable[str] = ()) -> Any:
    """Make a task of ``body`` that tells its user what went wrong, in a sentence.

    Options named in ``optional`` may stand without a value.
    """

    @wraps(body)
    def told(*arguments: Any, **options: Any) -> None:
        try:
            body(*arguments, **options)
        except KeyboardInterrupt:
            raise Exit(_STOPPED, 130) from None
        except Exception as error:
            if debugging():
                raise
            raise Exit(_sentence(error), 1) from error

    return invoke_task(told, optional=optional)


def debugging() -> bool:
    """Tell whether ``--debug`` was given."""
    return bool(program.args.debug.value)


def _sentence(error: Exception) -> str:
    if isinstance(error, PublishError | MistakeError):
        return str(error)
    if isinstance(error, OSError):
        return f"Không làm được: {why(error)}."
    return (
        f"Lỗi ngoài dự kiến ({type(error).__name__}: {error}). "
        "Hãy chạy lại với --debug và gửi những dòng in ra cho người bảo trì."
    )

"""What is wrong with the content, in the words of the office, with its place and remedy."""

from collections.abc import Iterable

from msgspec import Struct

from bulletin.errors import UserError, escape_unprintable

MAX_PROBLEMS = 200
"""Faults of one file that are told at once: of some kinds there may be one a word."""
TOO_MANY_PROBLEMS = (
    "Tệp còn lỗi khác, chưa nêu ở đây vì đã quá nhiều lỗi.",
    "Hãy sửa các lỗi đã nêu rồi chạy lại.",
)
"""Fault and remedy for the place where no more faults are told."""


class Problem(Struct, frozen=True, gc=False, array_like=True, order=True):
    """One fault that an editor can mend. Texts are Vietnamese sentences."""

    path: str
    """From the folder above content/: ``content/articles/2019/12/x.md``."""
    line: int
    """Counted from 1."""
    message: str
    """What is wrong: ``Không có chuyên mục “Xây dựng”.``"""
    remedy: str = ""
    """What to write instead: ``Hãy viết “Tổ chức xây dựng Đảng”.``"""

    def __str__(self) -> str:
        """``content/articles/x.md:4: Không có … Hãy viết …``."""
        return escape_unprintable(f"{self.path}:{self.line}: {self.message} {self.remedy}".rstrip())


class ContentError(UserError):
    """The content has problems; nothing is built from it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"Nội dung có {len(self.problems)} lỗi, chưa dựng trang nào:\n{lines}")


class ProblemList(list[Problem]):
    """Faults of one file: after MOST_PROBLEMS one more says that there are others."""

    @property
    def is_full(self) -> bool:
        """Tell whether no more are taken."""
        return len(self) > MAX_PROBLEMS

    def append(self, problem: Problem) -> None:
        """Take ``problem`` if there is room."""
        if len(self) < MAX_PROBLEMS:
            super().append(problem)
        elif not self.is_full:
            super().append(Problem(problem.path, problem.line, *TOO_MANY_PROBLEMS))

"""Problems of the content: place, message and remedy, in Vietnamese."""

from msgspec import Struct

from bulletin.errors import escape_message, escape_unprintable

MAX_PROBLEMS = 200
"""Problems of one file that a check reports. A file can have one problem per word."""
ProblemText = tuple[str, str]
"""Message and remedy of a problem that has no place yet."""
TOO_MANY_PROBLEMS = (
    "Tệp còn lỗi khác, chưa nêu ở đây vì đã quá nhiều lỗi.",
    "Hãy sửa các lỗi đã nêu rồi chạy lại.",
)
"""Message and remedy of the problem that stands for all further ones."""


DRAFT_HEADING = "Bài nháp và bài chờ duyệt, không cản xuất bản:"
"""Line above the problems of drafts."""


class Problem(Struct, frozen=True, gc=False, array_like=True, order=True):
    """One problem that an editor can correct. Texts are Vietnamese sentences."""

    path: str
    """Path from the folder above content/: ``content/articles/2019/12/x.md``."""
    line: int
    """Counted from 1."""
    message: str
    """Description of the problem: ``Không có chuyên mục “Xây dựng”.``"""
    remedy: str = ""
    """Text to write instead: ``Hãy viết “Tổ chức xây dựng Đảng”.``"""
    rule: str = ""
    """Rule of citations that the text breaks: ``issuer-and-suffix``."""
    number: str = ""
    """Number of the document that such a problem is about: ``38-KL/TW``."""

    def __str__(self) -> str:
        """Return one line: ``content/articles/x.md:4: Không có … Hãy viết …``."""
        text = escape_message(f"{self.message} {self.remedy}".rstrip())
        return f"{escape_unprintable(self.path)}:{self.line}: {text}"


class ProblemList(list[Problem]):
    """Problems of one file, at most ``MAX_PROBLEMS``.

    One further problem says that there are more.
    """

    @property
    def is_full(self) -> bool:
        """Tell if the list takes no more problems."""
        return len(self) > MAX_PROBLEMS

    def append(self, problem: Problem) -> None:
        """Add ``problem`` unless the list is full."""
        if len(self) < MAX_PROBLEMS:
            super().append(problem)
        elif not self.is_full:
            super().append(Problem(problem.path, problem.line, *TOO_MANY_PROBLEMS))

"""A few tasks as small as they can be, and the program that offers them."""

from invoke.context import Context
from invoke.tasks import Task

from workshop.command import Command
from workshop.program import InvProgram
from workshop.task import task


@task(help={"title": "Tiêu đề, trong ngoặc kép.", "section": "Tên chuyên mục."})
def new(_context: Context, title: str, section: str = "") -> None:
    """Tạo bài: ./inv new "Tiêu đề" --section "Chuyên mục"."""
    print(f"new {title}|{section}")


@task(optional=["explain"], help={"explain": "Kể riêng một tệp.", "due": "Chỉ khi đến giờ."})
def publish(_context: Context, explain: str = "", due: bool = False) -> None:
    """Xuất bản.

    ./inv publish --explain 2026/11/ten-bai/
    """
    print(f"publish {explain}|{due}")


@task(positional=["url"])
def verify(context: Context, url: str = "", sample: int = 0) -> None:
    """Đối chiếu: ./inv verify https://bantin.vn; ./inv verify --sample 200."""
    print(f"verify {url}|{sample}|{context.remainder}")


GROUPS: dict[str, tuple[Task[None], ...]] = {"Hằng ngày": (publish, new), "Bảo trì": (verify,)}


def inv() -> InvProgram:
    """Return a program that has nothing but these."""
    program = InvProgram()
    program.offer(GROUPS)
    return program


def commands() -> dict[str, Command]:
    """Return them as commands, by their names."""
    namespace = inv().namespace
    assert namespace
    return {str(one.name): Command.of(namespace[one.name], one) for one in namespace.to_contexts()}

import builtins
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bulletin.cli.office.new_site import create_site_and_report, resolve_typed_path
from bulletin.clock import read_build_time
from bulletin.errors import UserError
from bulletin.product.new_site import ANSWER_LABELS
from tests.product.product_repository import OFFICE_OPTIONS

EMPTY = dict.fromkeys(ANSWER_LABELS, "")
Typist = Callable[[list[str]], list[str]]


@pytest.fixture
def type_answers(monkeypatch: pytest.MonkeyPatch) -> Typist:
    """Return a function that types answers and returns the list of questions."""
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)

    def start(answers: list[str]) -> list[str]:
        questions: list[str] = []
        rest: Iterator[str] = iter(answers)

        def answer(question: str) -> str:
            questions.append(question)
            try:
                return next(rest)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr(builtins, "input", answer)
        return questions

    return start


def test_init_in_a_terminal_asks_again_only_for_an_answer_that_cannot_be_used(
    type_answers: Typist, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = OFFICE_OPTIONS | {"organisation": "Sở Nội vụ"}
    typed = [options["name"], options["organisation"], "", "UBND tỉnh", options["responsible"], ""]
    typed += [options["address"], "gọi cho tôi", options["telephone"], options["email"]]
    questions = type_answers([*typed, "bantin.vn", options["siteurl"]])
    create_site_and_report(tmp_path / "trang", EMPTY, "/srv/bulletin", read_build_time())
    output = capsys.readouterr().out
    assert "Cơ quan chủ quản: chưa có câu trả lời. Xin trả lời lại.\n" in output
    assert "Điện thoại: phải là một số" in output
    assert "Địa chỉ của trang (https://…): “bantin.vn” không phải là địa chỉ" in output
    assert questions.count("Điện thoại: ") == 2
    assert questions.count("Cơ quan chủ quản: ") == 2
    assert len(questions) == len(ANSWER_LABELS) + 3
    settings = (tmp_path / "trang/pelicanconf.py").read_text(encoding="utf-8")
    assert '"governing_body": "UBND tỉnh"' in settings


def test_init_in_a_terminal_refuses_a_wrong_option_before_the_first_question(
    type_answers: Typist, tmp_path: Path
) -> None:
    questions = type_answers([])
    with pytest.raises(UserError, match=r"^Điện thoại: phải là một số"):
        create_site_and_report(tmp_path / "trang", EMPTY | {"telephone": "x"}, "", read_build_time())
    assert questions == []


def test_init_whose_input_ends_makes_no_site(type_answers: Typist, tmp_path: Path) -> None:
    type_answers(["Bản tin"])
    with pytest.raises(UserError, match=r"^Chưa tạo trang, vì các câu hỏi"):
        create_site_and_report(tmp_path / "trang", EMPTY, "", read_build_time())
    assert not (tmp_path / "trang").exists()


def test_resolve_typed_path_begins_where_the_command_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BULLETIN_CALLER_FOLDER", "/srv/gõ")
    monkeypatch.setenv("HOME", "/home/an")
    assert resolve_typed_path("../trang") == Path("/srv/trang")
    assert resolve_typed_path("/trang") == Path("/trang")
    assert resolve_typed_path("~/trang") == Path("/home/an/trang")
    monkeypatch.delenv("BULLETIN_CALLER_FOLDER")
    monkeypatch.chdir(tmp_path)
    assert resolve_typed_path("trang") == tmp_path / "trang"

import shlex

import pytest

from tests.workshop.errands import commands, inv
from workshop.arguments import ArgumentsError, HelpAskedError, read


def understood(typed: str) -> list[str]:
    return read(shlex.split(typed), commands(), inv().initial_context)


def refusal(typed: str) -> str:
    """Return what is said of a command that must be refused."""
    with pytest.raises(ArgumentsError) as caught:
        understood(typed)
    return str(caught.value)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("verify https://x.vn", ["verify", "--url", "https://x.vn"]),
        ("verify", ["verify"]),
        ("verify publish", ["verify", "publish"]),
        ("new publish", ["new", "--title", "publish"]),
        ('new "Tin mới" -s "Hỏi đáp"', ["new", "--title", "Tin mới", "-s", "Hỏi đáp"]),
        ('new "Tin" --section="Hỏi = đáp"', ["new", "--title", "Tin", "--section", "Hỏi = đáp"]),
        ("new --section -5 '- Tin'", ["new", "--section", "-5", "--title", "- Tin"]),
        ("new --title Tin", ["new", "--title", "Tin"]),
        ("verify -s20 --debug publish -de", ["verify", "-s", "20", "--debug", "publish", "-d", "-e"]),
        ("publish --explain --due", ["publish", "--explain", "--due"]),
        ("publish --explain /a/ -T 5", ["publish", "--explain", "/a/", "-T", "5"]),
        ("publish --due --due", ["publish", "--due", "--due"]),
        ("new --section=-Sai --title=--due", ["new", "--section", "-Sai", "--title", "--due"]),
        (
            "new --section verify Tin new Tin",
            ["new", "--section", "verify", "--title", "Tin", "new", "--title", "Tin"],
        ),
    ],
)
def test_every_value_gets_the_name_of_its_option(typed: str, words: list[str]) -> None:
    assert understood(typed) == words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("pubish", "Không có lệnh “pubish”. Có phải ./inv publish không? Xem các lệnh: ./inv"),
        ("--publish", "Không có lệnh “--publish”. Có phải ./inv publish không? Xem các lệnh: ./inv"),
        ("xyz", "Không có lệnh “xyz”. Xem các lệnh: ./inv"),
        ("--due publish", "Hãy viết tên lệnh trước rồi mới đến --due. Xem các lệnh: ./inv"),
        ("--title=x new", "Hãy viết tên lệnh trước rồi mới đến --title=x. Xem các lệnh: ./inv"),
        ("-sTin new", "Hãy viết tên lệnh trước rồi mới đến -sTin. Xem các lệnh: ./inv"),
        ("-x publish", "Không có lựa chọn “-x”. Xem các lệnh: ./inv"),
        ("new", 'Thiếu tiêu đề. Hãy viết: ./inv new "Tiêu đề" --section "Chuyên mục"'),
        ("new --section x", 'Thiếu tiêu đề. Hãy viết: ./inv new "Tiêu đề" --section "Chuyên mục"'),
        (
            "new --secton x",
            "Lệnh new không có lựa chọn “--secton”. Có phải --section không? "
            'Hãy viết: ./inv new "Tiêu đề" --section "Chuyên mục"',
        ),
        (
            "publish -due",
            "Lệnh publish không có lựa chọn “-due”. Có phải --due không? Hãy viết: ./inv publish --due",
        ),
        (
            "publish --x",
            "Lệnh publish không có lựa chọn “--x”. Xem các lựa chọn: ./inv publish --help",
        ),
        ("publish due", "Lệnh publish không nhận “due”. Có phải --due không? Hãy viết: ./inv publish --due"),
        ("publish --due=5", "Sau --due không có giá trị. Hãy viết: ./inv publish --due"),
        ("publish --due 5", "Lệnh publish không nhận “5”. Hãy viết: ./inv publish --due"),
        ("verify x y", "Lệnh verify không nhận “y”. Hãy viết: ./inv verify https://bantin.vn"),
        ("verify --sample", "Thiếu giá trị sau --sample. Hãy viết: ./inv verify --sample 200"),
        ("verify --sample -x 3", "Thiếu giá trị sau --sample. Hãy viết: ./inv verify --sample 200"),
        (
            "new --section -t Tin",
            'Thiếu giá trị sau --section. Hãy viết: ./inv new "Tiêu đề" --section "Chuyên mục"',
        ),
        (
            "new --section -Sai",
            'Thiếu giá trị sau --section. Hãy viết: ./inv new "Tiêu đề" --section "Chuyên mục". '
            "Nếu “-Sai” là giá trị thì viết liền: --section=-Sai",
        ),
        (
            "verify -s abc",
            "Sau -s phải là một số, không phải “abc”. Hãy viết: ./inv verify --sample 200",
        ),
    ],
)
def test_a_slip_is_told_with_what_to_type_instead(typed: str, said: str) -> None:
    assert refusal(typed) == said


NEW = 'Hãy viết: ./inv new "Tiêu đề" --section "Chuyên mục"'
EXPLAIN = "Hãy viết: ./inv publish --explain 2026/11/ten-bai/"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("new Tin -s a --section b", f"Lệnh new chỉ nhận một giá trị cho --section. {NEW}"),
        ("new Tin --title b", f"Lệnh new chỉ nhận một giá trị cho --title. {NEW}"),
        ("publish --explain --explain a", f"Lệnh publish chỉ nhận một giá trị cho --explain. {EXPLAIN}"),
        (
            "new Tin --section=-t",
            f"Sau --section không thể là “-t”, vì lệnh new hiểu đó là một lựa chọn. {NEW}",
        ),
        (
            "new Tin --section=--",
            f"Sau --section không thể là “--”, vì lệnh new hiểu đó là một lựa chọn. {NEW}",
        ),
        (
            "publish --explain=--due=5",
            f"Sau --explain không thể là “--due=5”, vì lệnh publish hiểu đó là một lựa chọn. {EXPLAIN}",
        ),
        (
            "publish --explain=-dx",
            f"Sau --explain không thể là “-dx”, vì lệnh publish hiểu đó là một lựa chọn. {EXPLAIN}",
        ),
        (
            "publish --explain=verify",
            "Sau --explain không thể là “verify”, vì đó là tên một lệnh "
            f"(muốn chạy thì gõ riêng: ./inv verify). {EXPLAIN}",
        ),
    ],
)
def test_what_invoke_would_refuse_or_misread_is_refused_first(typed: str, said: str) -> None:
    assert refusal(typed) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("new ''", f"Tiêu đề còn trống. {NEW}"),
        ("new Tin --section ' '", f"Giá trị sau --section còn trống. {NEW}"),
        ("verify --url=", "Giá trị sau --url còn trống. Hãy viết: ./inv verify https://bantin.vn"),
        ("publish -e ''", f"Giá trị sau -e còn trống. {EXPLAIN}"),
    ],
)
def test_an_empty_value_is_an_accident(typed: str, said: str) -> None:
    assert refusal(typed) == said


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("new Tin mới", './inv new "Tin mới"'),
        ("new Tin mới --section=Hỏi đáp", './inv new "Tin mới" --section "Hỏi đáp"'),
        ('new "Tin mới" --section Hỏi đáp', './inv new "Tin mới" --section "Hỏi đáp"'),
        ("new “Tin mới” —section “Hỏi đáp”", './inv new "Tin mới" --section "Hỏi đáp"'),
        ("new Giá 5\\$ một cân", "./inv new 'Giá 5$ một cân'"),
        ('new Ông nói \\"sai\\"', "./inv new 'Ông nói \"sai\"'"),
        ("new “Sai” và “đúng”", './inv new "“Sai” và “đúng”"'),
        ("new ”Tin mới”", './inv new "Tin mới"'),
        ("new Tin mới --section=-Sai", './inv new "Tin mới" --section=-Sai'),
        ("new --section Hỏi đáp nghiệp vụ", './inv new "Tiêu đề" --section "Chuyên mục"'),
    ],
)
def test_words_that_belong_together_are_put_in_quotes(typed: str, meant: str) -> None:
    with pytest.raises(ArgumentsError, match="phải đặt trong dấu ngoặc kép thẳng") as caught:
        understood(typed)
    assert str(caught.value).endswith(f"Hãy viết: {meant}")


@pytest.mark.parametrize("typed", ["new --help", "new -h", "new Tin --help", "verify publish new -h"])
def test_help_is_asked_for_anywhere_behind_a_command(typed: str) -> None:
    with pytest.raises(HelpAskedError) as caught:
        understood(typed)
    assert caught.value.command.name == "new"

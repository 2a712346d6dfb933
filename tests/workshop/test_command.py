from invoke.collection import Collection

from tests.workshop.errands import commands
from workshop.command import Command
from workshop.upkeep import bench as bench_task


def test_the_forms_of_a_command_are_those_of_its_docstring_and_its_name_where_that_is_enough() -> None:
    known = commands()
    assert known["new"].forms == ('./inv new "Tiêu đề" --section "Chuyên mục"',)
    assert known["publish"].forms == ("./inv publish", "./inv publish --explain 2026/11/ten-bai/")
    assert known["verify"].forms == (
        "./inv verify",
        "./inv verify https://bantin.vn",
        "./inv verify --sample 200",
    )


def test_an_option_is_shown_in_the_form_that_has_it() -> None:
    verify, publish = (commands()[name] for name in ("verify", "publish"))
    assert verify.form() == "./inv verify"
    assert verify.form(verify.context.args["sample"]) == "./inv verify --sample 200"
    assert verify.form(verify.follower) == "./inv verify https://bantin.vn"
    assert publish.form(publish.context.args["due"]) == "./inv publish --due"  # no form has it


def test_what_stands_in_quotes_in_a_form_is_a_sentence() -> None:
    new, verify = (commands()[name] for name in ("new", "verify"))
    assert new.follower
    assert new.is_text(new.follower)
    assert new.is_text(new.context.args["section"])
    assert not verify.is_text(verify.context.args["sample"])


def test_a_value_may_be_empty_where_a_form_has_it_so() -> None:
    bench = Command.of(bench_task, Collection(bench_task).to_contexts()[0])
    peers, scenarios = (bench.context.args[name] for name in ("peers", "scenarios"))
    assert (bench.may_be_empty(peers), bench.is_text(peers)) == (True, False)
    assert not bench.may_be_empty(scenarios)


def test_every_option_stands_as_it_is_typed_beside_what_it_is_for() -> None:
    assert list(commands()["new"].rows()) == [
        ('"Tiêu đề"', "Tiêu đề, trong ngoặc kép."),
        ('-s, --section "Chuyên mục"', "Tên chuyên mục."),
    ]
    assert list(commands()["publish"].rows()) == [
        ("-e, --explain 2026/11/ten-bai/", "Kể riêng một tệp."),
        ("-d, --due", "Chỉ khi đến giờ."),
    ]

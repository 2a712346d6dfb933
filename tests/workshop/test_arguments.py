from workshop.arguments import named

OPTIONS = {"rollback": "--name", "verify": "--url"}


def test_a_value_behind_its_task_gets_the_name_of_its_option() -> None:
    assert named(["rollback", "20261123-0730"], OPTIONS) == ["rollback", "--name", "20261123-0730"]


def test_options_and_tasks_stay_what_they_are() -> None:
    for words in (["rollback"], ["rollback", "--name", "x"], ["rollback", "verify"], ["build", "x"]):
        assert named(words, OPTIONS) == words

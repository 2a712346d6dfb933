import pytest

from bulletin.publishing.git import format_commit_command


@pytest.mark.parametrize(
    ("path", "subject", "shown"),
    [
        ("a.txt", "Fix", "git add a.txt && git commit -m Fix -- a.txt"),
        ("a.txt", "Gỡ /gia-$USER.html", "git add a.txt && git commit -m 'Gỡ /gia-$USER.html' -- a.txt"),
        ("a b.txt", "x", "git add 'a b.txt' && git commit -m x -- 'a b.txt'"),
    ],
)
def test_a_shell_takes_the_command_that_saves_to_the_letter(path: str, subject: str, shown: str) -> None:
    assert format_commit_command(path, subject) == shown

import pytest

from bulletin.publishing.git import format_commit_command


@pytest.mark.parametrize(
    ("path", "subject", "command"),
    [
        ("a.txt", "Fix", "git add a.txt && git commit -m Fix -- a.txt"),
        ("a.txt", "Gỡ /gia-$USER.html", "git add a.txt && git commit -m 'Gỡ /gia-$USER.html' -- a.txt"),
        ("a b.txt", "x", "git add 'a b.txt' && git commit -m x -- 'a b.txt'"),
    ],
)
def test_format_commit_command_quotes_for_shell(path: str, subject: str, command: str) -> None:
    assert format_commit_command(path, subject) == command

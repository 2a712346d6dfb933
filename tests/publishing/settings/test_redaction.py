import pytest

from bulletin.publishing.settings.redaction import redact_credentials


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("git+https://an:TOKEN@github.com/x", "git+https://…@github.com/x"),
        ("HTTPS://TOKEN@github.com/x", "HTTPS://…@github.com/x"),
        ("ssh://an:T@K/EN@may/srv", "ssh://…@may/srv"),
        ("an:TOKEN@may:/srv", "…@may:/srv"),
        ("https://may/x.git?access_token=TOKEN", "https://may/x.git?…"),
    ],
)
def test_what_may_be_a_password_is_hidden(address: str, seen: str) -> None:
    assert redact_credentials(address) == seen


@pytest.mark.parametrize(
    "address",
    ["public", "web@may:/srv", "ssh://web@may:22/srv", "https://bantin.example/@tin", "https://[::1]:80/tin"],
)
def test_what_holds_none_is_shown_whole(address: str) -> None:
    assert redact_credentials(address) == address

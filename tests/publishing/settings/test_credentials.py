import pytest

from bulletin.publishing.settings.credentials import redact_credentials


@pytest.mark.parametrize(
    ("address", "redacted"),
    [
        ("git+https://an:TOKEN@github.com/x", "git+https://…@github.com/x"),
        ("HTTPS://TOKEN@github.com/x", "HTTPS://…@github.com/x"),
        ("ssh://an:T@K/EN@may/srv", "ssh://…@may/srv"),
        ("an:TOKEN@may:/srv", "…@may:/srv"),
        ("https://may/x.git?access_token=TOKEN", "https://may/x.git?…"),
    ],
)
def test_redact_credentials_hides_passwords_and_tokens(address: str, redacted: str) -> None:
    assert redact_credentials(address) == redacted


@pytest.mark.parametrize(
    "address",
    ["public", "web@may:/srv", "ssh://web@may:22/srv", "https://bantin.example/@tin", "https://[::1]:80/tin"],
)
def test_redact_credentials_plain_address_is_unchanged(address: str) -> None:
    assert redact_credentials(address) == address

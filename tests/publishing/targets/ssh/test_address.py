from pathlib import Path

import pytest

from bulletin.publishing.targets.factory import create_target
from bulletin.publishing.targets.ssh.address import SshAddress
from bulletin.publishing.targets.ssh.target import SshTarget
from bulletin.settings.tables import SettingError


def test_create_target_ssh_address_names_the_target(tmp_path: Path) -> None:
    target = create_target("ssh://web@bantin.example/srv/bantin", tmp_path, tmp_path)
    assert isinstance(target, SshTarget)
    assert target.name == "ssh://web@bantin.example/srv/bantin"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("ssh://web@bantin.example/srv/bantin/", SshAddress("bantin.example", "/srv/bantin", "web")),
        ("ssh://bantin.example:2222/srv/b%20t", SshAddress("bantin.example", "/srv/b t", port=2222)),
        ("ssh://web@[2001:db8::1]:22/srv", SshAddress("2001:db8::1", "/srv", "web", 22)),
        ("ssh://toasoan/~/web", SshAddress("toasoan", "./web")),
    ],
)
def test_parse_valid_address_has_all_parts(address: str, expected: SshAddress) -> None:
    assert SshAddress.parse(address) == expected


@pytest.mark.parametrize(
    "address",
    [
        "ssh://-oProxyCommand=x/srv",
        "ssh://-x@may/srv",
        "ssh://web:mat-khau@may/srv",
        "ssh://may",
        "ssh://may/",
        "ssh://may/~",
        "ssh://may/srv/../etc",
        "ssh://may/srv%0a",
        "ssh://may:x/srv",
        "ssh://may;ls/srv",
        "ssh://[::1/srv",
    ],
)
def test_parse_invalid_address_is_refused(address: str) -> None:
    with pytest.raises(SettingError, match="Hãy viết như ssh://"):
        SshAddress.parse(address)

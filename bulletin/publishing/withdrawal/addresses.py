"""What was taken down and is looked for in older releases."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bulletin.content.problems import Problem
from bulletin.content.withdrawals import Withdrawals, read_withdrawals
from bulletin.errors import UserError
from bulletin.urls import UrlBuilder, is_reserved_address


@dataclass(frozen=True, slots=True)
class WithdrawnAddresses:
    """Addresses at which there is to be nothing but a notice."""

    addresses: frozenset[str]
    """``/2026/11/ten-bai/``; old addresses that led there too."""
    base_path: str
    """The path that links of the site begin with: empty, or ``/tin``."""
    host: str = ""
    """The host of the site: a link to another one is not ours. Empty where it is not told apart."""
    notice_addresses: frozenset[str] = frozenset()
    """All addresses that were taken down, those of listings too."""


def load_withdrawn_addresses(content: Path, site: str) -> WithdrawnAddresses:
    """Return what the list in ``content`` says was taken down so far, as ``create_withdrawn_addresses`` does. Raise UserError."""
    return create_withdrawn_addresses(*read_withdrawals(content), site)


def create_withdrawn_addresses(
    withdrawals: Withdrawals, problems: Sequence[Problem], site: str
) -> WithdrawnAddresses:
    """Return the addresses of ``withdrawals``. Raise UserError if reading them found ``problems``.

    A listing that was let go is not looked for: it says nothing that must not be read, and may come back.
    ``site`` is SITEURL; with its path alone, hosts are not told apart.
    """
    if problems:
        raise UserError(f"{problems[0]} Danh sách bài đã gỡ phải đọc được rồi mới làm tiếp.")
    url = UrlBuilder(site)
    taken = frozenset(address for address in withdrawals.by_address if not is_reserved_address(address))
    return WithdrawnAddresses(taken, url.base_path, url.host_name, frozenset(withdrawals.by_address))

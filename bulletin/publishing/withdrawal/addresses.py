"""Withdrawn addresses, which a redaction searches for in older releases."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bulletin.content.problems import Problem
from bulletin.content.site_lists.withdrawals import Withdrawals, read_withdrawals
from bulletin.errors import UserError
from bulletin.urls import UrlBuilder, is_reserved_address


@dataclass(frozen=True, slots=True)
class WithdrawnAddresses:
    """Addresses at which readers may find only a withdrawal notice."""

    addresses: frozenset[str]
    """Article addresses such as ``/2026/11/ten-bai/``, with their aliases."""
    base_path: str
    """The path of the site URL, empty or ``/tin``. Every link of the site begins with this path."""
    host: str = ""
    """The host of the site. Links to other hosts do not count, unless this is empty."""
    notice_addresses: frozenset[str] = frozenset()
    """All withdrawn addresses, listings included."""


def load_withdrawn_addresses(content: Path, site: str) -> WithdrawnAddresses:
    """Return the addresses of the withdrawal list in ``content``. Raise UserError."""
    return create_withdrawn_addresses(*read_withdrawals(content), site)


def create_withdrawn_addresses(
    withdrawals: Withdrawals, problems: Sequence[Problem], site: str
) -> WithdrawnAddresses:
    """Return the addresses of the withdrawal list.

    Args:
        withdrawals: The entries of the list.
        problems: The problems that were found when the list was read.
        site: The site URL, or only its path to match links to any host.

    Raises:
        UserError: There is a problem.

    Reason: listings are left out of ``addresses``, because they hold no withdrawn text and may return.

    """
    if problems:
        raise UserError(f"{problems[0]} Danh sách bài đã gỡ phải đọc được rồi mới làm tiếp.")
    url = UrlBuilder(site)
    articles = frozenset(address for address in withdrawals.by_address if not is_reserved_address(address))
    return WithdrawnAddresses(articles, url.base_path, url.host_name, frozenset(withdrawals.by_address))

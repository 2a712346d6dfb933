"""A moment by which the site must be published again, and why: from then on its output would be another one."""

from datetime import datetime
from typing import NamedTuple


class Deadline(NamedTuple):
    """When, and why."""

    moment: datetime
    """Aware."""
    why: str
    """For editors, as ``bài hẹn giờ``."""

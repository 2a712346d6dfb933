"""How to reach an object store: the optional table PUBLISH_S3 in publishconf.py.

Keys and passwords have no place in it: they come from the environment or ~/.aws, as for every tool that speaks S3.
"""

from dataclasses import dataclass
from typing import Self

from bulletin.settings.tables import InvalidValueError, load_settings

_STYLES = ("", "auto", "path", "virtual")


@dataclass(frozen=True, slots=True)
class S3Settings:
    """What the environment may leave open; an empty value is the environment's to give."""

    endpoint_url: str = ""
    """Where the store listens: ``https://s3.example.vn``; empty for AWS_ENDPOINT_URL_S3, or Amazon's."""
    region: str = ""
    profile: str = ""
    """Which section of ~/.aws/credentials holds the key."""
    addressing_style: str = ""
    """``path`` where buckets have no host names of their own."""
    attempts: int = 6
    """How often a request is tried where the store is busy or the line breaks; at least 1."""
    workers: int = 8
    """So many requests are under way at once; at least 1."""
    grace_hours: float = 24.0
    """What no page names any more stays for so long: readers still have pages from before."""

    @classmethod
    def of(cls, table: object) -> Self:
        """Return what the setting PUBLISH_S3 says. Raise SettingError."""
        return load_settings(cls, "PUBLISH_S3", table)

    def __post_init__(self) -> None:
        """Raise UnfitError where a value cannot be used."""
        if self.addressing_style not in _STYLES:
            raise InvalidValueError(
                "addressing_style", f"phải là path, virtual hoặc auto, không phải “{self.addressing_style}”"
            )
        for key, least in (("attempts", 1), ("workers", 1), ("grace_hours", 0)):
            if (value := getattr(self, key)) < least:
                raise InvalidValueError(key, f"phải từ {least} trở lên, không phải “{value}”")

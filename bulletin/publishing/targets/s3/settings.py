"""Settings of an object store: the optional table PUBLISH_S3 in publishconf.py.

Keys and passwords come from the environment or from ~/.aws, as for every S3 client.
"""

from dataclasses import dataclass
from typing import Self

from bulletin.settings.tables import InvalidValueError, load_settings

_STYLES = ("", "auto", "path", "virtual")


@dataclass(frozen=True, slots=True)
class S3Settings:
    """Access to an object store. The environment fills empty values."""

    endpoint_url: str = ""
    """The address of the store: ``https://s3.example.vn``. If empty, AWS_ENDPOINT_URL_S3 or Amazon."""
    region: str = ""
    profile: str = ""
    """The section of ~/.aws/credentials that has the key."""
    addressing_style: str = ""
    """``path`` if buckets have no host names of their own."""
    attempts: int = 6
    """Number of attempts for each request, at least 1."""
    workers: int = 8
    """Number of simultaneous requests, at least 1."""
    grace_hours: float = 24.0
    """The grace period, in hours."""

    @classmethod
    def of(cls, table: object) -> Self:
        """Return the settings of the table PUBLISH_S3. Raise SettingError."""
        return load_settings(cls, "PUBLISH_S3", table)

    def __post_init__(self) -> None:
        """Raise InvalidValueError if a value is unusable."""
        if self.addressing_style not in _STYLES:
            raise InvalidValueError(
                "addressing_style", f"phải là path, virtual hoặc auto, không phải “{self.addressing_style}”"
            )
        for key, minimum in (("attempts", 1), ("workers", 1), ("grace_hours", 0)):
            if (value := getattr(self, key)) < minimum:
                raise InvalidValueError(key, f"phải từ {minimum} trở lên, không phải “{value}”")

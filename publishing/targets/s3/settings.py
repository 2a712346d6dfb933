"""How to reach an object store: the optional table PUBLISH_S3 in publishconf.py.

Keys and passwords have no place in it: they come from the environment or ~/.aws, as for every tool that speaks S3.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any, Self

from publishing.errors import PublishError

_STYLES = ("", "auto", "path", "virtual")


@dataclass(frozen=True, slots=True)
class StoreSettings:
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
    def of(cls, table: Mapping[str, Any]) -> Self:
        """Return the settings that ``table`` holds. Raise PublishError at a key or a value that cannot be used."""
        known = {field.name: field for field in fields(cls)}
        for key, value in table.items():
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = f"có phải “{near[0]}”?" if near else f"các khóa dùng được: {', '.join(known)}."
                raise PublishError(f"PUBLISH_S3 trong publishconf.py có khóa lạ “{key}”; {hint}")
            kind = type(known[key].default)
            if type(value) is not kind and not (kind is float and type(value) is int):
                raise PublishError(
                    f"PUBLISH_S3 trong publishconf.py: {key} không thể là {value!r}; hãy viết như "
                    f"{_EXAMPLES.get(key, known[key].default)!r}."
                )
        return cls(**table)

    def __post_init__(self) -> None:
        """Raise PublishError where a value cannot be used."""
        if self.addressing_style not in _STYLES:
            raise PublishError(
                "PUBLISH_S3 trong publishconf.py: addressing_style phải là path, virtual hoặc auto, "
                f"không phải {self.addressing_style!r}."
            )
        if self.attempts < 1 or self.workers < 1 or self.grace_hours < 0:
            raise PublishError(
                "PUBLISH_S3 trong publishconf.py: attempts và workers phải từ 1 trở lên, grace_hours từ 0 trở lên."
            )


_EXAMPLES = {
    "endpoint_url": "https://s3.example.vn",
    "region": "hn",
    "profile": "bantin",
    "addressing_style": "path",
}

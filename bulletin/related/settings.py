"""Settings of "Các tin khác": how many, and from where a thin section is filled."""

from dataclasses import dataclass

from bulletin.settings.tables import InvalidValueError


@dataclass(frozen=True, slots=True)
class RelatedSettings:
    """The setting NEIGHBOURS."""

    newer: int = 3
    """Items under "Tin mới hơn"."""
    older: int = 5
    """Items under "Tin cũ hơn"."""
    topic: int = 4
    """Items under "Cùng dòng sự kiện"; 0 leaves the group out."""
    fill_from_parent: bool = True
    """Fill a thin sub-section with news of its section."""
    fill_from_site: bool = True
    """Fill what is still thin with news of the whole site."""

    def __post_init__(self) -> None:
        """Raise UnfitError where a number is below zero."""
        for key in ("newer", "older", "topic"):
            if (value := getattr(self, key)) < 0:
                raise InvalidValueError(key, f"phải từ 0 trở lên, không phải “{value}”")

"""Settings of related articles (“Các tin khác”)."""

from dataclasses import dataclass

from bulletin.settings.tables import InvalidValueError


@dataclass(frozen=True, slots=True)
class RelatedSettings:
    """The setting NEIGHBOURS."""

    newer: int = 3
    """Articles under "Tin mới hơn"."""
    older: int = 5
    """Articles under "Tin cũ hơn"."""
    topic: int = 4
    """Articles under "Cùng dòng sự kiện"; 0 omits the group."""
    document: int = 4
    """Articles under "Cùng văn bản"; 0 omits the group."""
    fill_from_parent: bool = True
    """Add articles of the parent section if a sub-section has too few."""
    fill_from_site: bool = True
    """Add articles of the whole site if the sections have too few."""

    def __post_init__(self) -> None:
        """Raise InvalidValueError if a number is below zero."""
        for key in ("newer", "older", "topic", "document"):
            if (value := getattr(self, key)) < 0:
                raise InvalidValueError(key, f"phải từ 0 trở lên, không phải “{value}”")

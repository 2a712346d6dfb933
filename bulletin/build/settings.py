"""The settings of the build engine."""

from dataclasses import dataclass

from bulletin.settings.tables import InvalidValueError


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """The settings table ENGINE."""

    workers: int = 0
    """Processes that parse and render. 0 means the number of CPU cores."""

    def __post_init__(self) -> None:
        """Raise InvalidValueError if ``workers`` is negative."""
        if self.workers < 0:
            raise InvalidValueError("workers", f"phải từ 0 trở lên, không phải “{self.workers}”")

"""Settings of the engine."""

from dataclasses import dataclass

from bulletin.settings.tables import InvalidValueError


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """The setting ENGINE."""

    workers: int = 0
    """Processes that parse and print; 0 means as many as there are cores."""

    def __post_init__(self) -> None:
        """Raise UnfitError where the number is below zero."""
        if self.workers < 0:
            raise InvalidValueError("workers", f"phải từ 0 trở lên, không phải “{self.workers}”")

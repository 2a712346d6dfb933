"""Settings of the engine."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """The setting ENGINE."""

    enabled: bool = True
    """False reads with Pelican's own generators and prints every page with its writer: slower, the same bytes."""
    workers: int = 0
    """Processes that parse and print; 0 means as many as there are cores."""

    def __post_init__(self) -> None:
        """Raise ValueError where the number is below zero."""
        if self.workers < 0:
            raise ValueError("workers counts processes: 0 or more")

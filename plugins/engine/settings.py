"""Settings of the engine."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """The setting ENGINE."""

    enabled: bool = True
    """False reads with Pelican's own generators and prints every page with its writer: slower, the same bytes."""
    workers: int | None = None
    """Processes that parse and print; None means as many as there are cores."""

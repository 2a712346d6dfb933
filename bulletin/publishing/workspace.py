"""Where things are in a working copy."""

from dataclasses import dataclass
from pathlib import Path

BUILD_SETTINGS_FILE = "pelicanconf.py"
PUBLISH_SETTINGS_FILE = "publishconf.py"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of one working copy."""

    root: Path

    @property
    def content(self) -> Path:
        """What editors write."""
        return self.root / "content"

    @property
    def output(self) -> Path:
        """What is built with pelicanconf.py, to look at here; every build works on it in place."""
        return self.root / "output"

    @property
    def publish_output(self) -> Path:
        """What is built with publishconf.py; apart, so that neither build undoes what the other wrote."""
        return self.root / "output-publish"

    def get_output_folder(self, settings: str) -> Path:
        """Return where a build with the settings file of that name goes."""
        return self.publish_output if settings == PUBLISH_SETTINGS_FILE else self.output

    @property
    def cache(self) -> Path:
        """What can be thrown away and made again."""
        return self.root / ".cache"

    @property
    def lock_file(self) -> Path:
        """Held by whoever builds or publishes here; outside the caches that clean removes."""
        return self.root / ".workshop.lock"

"""The folders and files of a working copy."""

import sys
from dataclasses import dataclass
from pathlib import Path

from bulletin.storage.output_folder import PREVIEW_OUTPUT_NAME

BUILD_SETTINGS_FILE = "pelicanconf.py"
PUBLISH_SETTINGS_FILE = "publishconf.py"


def find_workspace_root() -> Path:
    """Return the folder of the site.

    It is the folder of the running ``tasks.py``, or the nearest one above the current folder.
    Invoke looks for ``tasks.py`` in the current folder and then in those above it.
    """
    here = Path.cwd()
    folders = (Path(sys.argv[0] or ".").resolve().parent, here, *here.parents)
    return next((folder for folder in folders if _is_workspace(folder)), here)


def _is_workspace(folder: Path) -> bool:
    return all((folder / name).is_file() for name in ("tasks.py", BUILD_SETTINGS_FILE))


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of one working copy."""

    root: Path
    origin: "Workspace | None" = None
    """The workspace whose cache and own modules this one uses; None for the working copy of an editor."""

    @property
    def content(self) -> Path:
        """The folder of the files that editors write."""
        return self.root / "content"

    @property
    def output(self) -> Path:
        """The output of builds with pelicanconf.py, for the machine of the editor."""
        return self.root / "output"

    @property
    def publish_output(self) -> Path:
        """The output of builds with publishconf.py.

        Reason: with one folder for both, each build would undo the files of the other.
        """
        return self.root / "output-publish"

    @property
    def preview_output(self) -> Path:
        """The output of ``./inv livereload``.

        It holds pages of drafts, so no command publishes or serves it.
        """
        return self.root / PREVIEW_OUTPUT_NAME

    def get_output_folder(self, settings: str) -> Path:
        """Return the output folder of a build with the settings file ``settings``."""
        return self.publish_output if settings == PUBLISH_SETTINGS_FILE else self.output

    @property
    def cache(self) -> Path:
        """The folder of files that any command can make again."""
        return self.origin.cache if self.origin else self.root / ".cache"

    @property
    def lock_file(self) -> Path:
        """The workspace lock.

        Reason: it is outside the cache, which ``./inv clean`` removes.
        """
        return self.root / ".workshop.lock"

"""Messages between ``./inv livereload`` and its build server."""

from msgspec import Struct

from bulletin.build.draft_preview import UnpublishedItem
from bulletin.content.problems import Problem
from bulletin.content.warnings.warning import ContentWarning


class BuildRequest(Struct, frozen=True):
    """The request for one build."""

    session: str
    """Name of the session, see DraftPreview."""
    makes_search_index: bool = False
    options: tuple[str, ...] = ()
    """Further options of Pelican."""
    is_debugging: bool = False
    """True if the message of an unexpected error has its traceback."""


class BuildResult(Struct, frozen=True):
    """The result of one build."""

    problems: tuple[Problem, ...] = ()
    """Problems that stopped the build."""
    message: str = ""
    """Vietnamese reason why the build stopped, with a list of the problems."""
    draft_problems: tuple[Problem, ...] = ()
    """Problems of drafts beside those that stopped the build."""
    remarks: tuple[str, ...] = ()
    """Lines about warnings and drafts, which stopped no build."""
    warnings: tuple[ContentWarning, ...] = ()
    """All warnings, those of drafts last."""
    items: tuple[UnpublishedItem, ...] | None = None
    """The unpublished items; None if they are those of the build before."""
    folders: tuple[str, ...] = ()
    """Folders that the build reads, besides the code of the bulletin. Empty if the settings are broken."""
    base_path: str = ""
    """Path of the site on its server, such as ``/tin``."""
    has_changed_resources: bool = False
    """True if a file was written that is no page, such as an image."""
    next_change: float | None = None
    """Time of the next scheduled change, in seconds since 1970."""
    makes_search_index: bool = False
    """True if the search index is that of this build."""

    @property
    def is_successful(self) -> bool:
        """Tell if the output is that of this build."""
        return not self.problems and not self.message

"""The state of a livereload session: last result and unpublished items."""

import threading
from collections.abc import Callable
from pathlib import PurePosixPath

from msgspec.structs import replace

from bulletin.build.draft_preview import UnpublishedItem
from bulletin.cli.livereload.messages import BuildResult

SEARCH_TIMEOUT = 120.0
"""Seconds that a request waits for the search index."""


class Session:
    """The last result of a session, which several threads read.

    ``request_search`` is called if a browser needs a search index that is out of date.
    """

    def __init__(self, request_search: Callable[[], None]) -> None:
        self._request_search = request_search
        self._changed = threading.Condition()
        self._known: dict[str, UnpublishedItem] = {}
        """Items by path, also of files that have become unreadable."""
        self.result = BuildResult()
        self.items: tuple[UnpublishedItem, ...] = ()
        """The unpublished items."""
        self.resource_version = 0
        """Number of the last build that changed an image or another resource of pages."""
        self._is_search_current = False
        self._builds = 0

    def record_result(self, result: BuildResult) -> None:
        """Take the result of a build, and wake the threads that wait for one."""
        with self._changed:
            self._builds += 1
            self.result = result
            if result.items is not None:
                self._known |= {item.path: item for item in result.items if item.address}
                self.items = tuple(map(self._complete_item, result.items))
            if result.has_changed_resources:
                self.resource_version = self._builds
            self._is_search_current = result.makes_search_index and result.is_successful
            self._changed.notify_all()

    def _complete_item(self, item: UnpublishedItem) -> UnpublishedItem:
        """Return an item with the last title and address that are known of its file."""
        known = self._known.get(item.path)
        if item.address or known is None:
            return item
        return replace(item, title=known.title, address=known.address, date=known.date)

    def find_item(self, address: str) -> UnpublishedItem | None:
        """Return the unpublished item at ``address``, or None.

        The address of a file that cannot be read is unknown. Such a file is found by its name, which ends its address.
        """
        name = PurePosixPath(address).name
        unread = (item for item in self.items if item.problems and not item.address)
        return next(
            (item for item in self.items if item.address == address),
            next((item for item in unread if name and PurePosixPath(item.path).stem == name), None),
        )

    def wait_for_build(self, builds: int, timeout: float) -> int:
        """Wait until more than ``builds`` builds are done; return how many are done."""
        with self._changed:
            self._changed.wait_for(lambda: self._builds > builds, timeout)
            return self._builds

    def wait_for_search(self) -> None:
        """Wait until the search index is up to date, or cannot be made."""
        with self._changed:
            if self._is_search_current or not self.result.is_successful:
                return
            self._request_search()
            self._changed.wait_for(
                lambda: self._is_search_current or not self.result.is_successful, SEARCH_TIMEOUT
            )

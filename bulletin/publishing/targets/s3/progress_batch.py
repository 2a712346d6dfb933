"""Many requests at once, and how far they are, for whoever waits."""

from collections.abc import Callable, Collection
from typing import TypeVar

from bulletin.processes.progress import told
from bulletin.processes.progress_display import shown
from bulletin.publishing.targets.base import Say
from bulletin.publishing.targets.s3.bucket import Store

Item = TypeVar("Item")


class Work:
    """What is done in ``store``; ``say`` is who hears of it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.say: Say = print

    def each(self, stage: str, work: Callable[[Item], object], items: Collection[Item]) -> None:
        """Do ``work`` for every item and show how far it is. Raise StoreError at the first that fails."""
        if not items:
            return
        with shown(self.say) as pipe:
            for _ in told(stage, self._store.each(work, items), len(items), pipe):
                pass

"""Many requests at once, and how far they are, for whoever waits."""

from collections.abc import Callable, Collection
from typing import TypeVar

from bulletin.processes.progress import track_progress
from bulletin.processes.progress_display import display_progress
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.targets.s3.bucket import Bucket

BatchItemT = TypeVar("BatchItemT")


class ProgressBatch:
    """What is done in ``store``; ``say`` is who hears of it."""

    def __init__(self, store: Bucket) -> None:
        self._store = store
        self.say: MessageCallback = print

    def run(self, stage: str, work: Callable[[BatchItemT], object], items: Collection[BatchItemT]) -> None:
        """Do ``work`` for every item and show how far it is. Raise StoreError at the first that fails."""
        if not items:
            return
        with display_progress(self.say) as pipe:
            for _ in track_progress(stage, self._store.map_concurrently(work, items), len(items), pipe):
                pass

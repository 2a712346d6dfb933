"""A simulated month of an editor's clone and a timer's clone.

``BULLETIN_PLAYS=50 .venv/bin/pytest tests/publishing/test_two_clones.py`` plays fifty months.
"""

import os
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bulletin.publishing.pipeline import publish, publish_if_due
from bulletin.publishing.withdraw import withdraw
from tests.fork_server import Popen
from tests.publishing.harness import FIRST_PUBLISH_TIME
from tests.publishing.shared_repository import IDENTITY, commit_all, create_clones, run_git
from tests.publishing.small_site import write_dated_article

PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
TIMER_INTERVAL = timedelta(minutes=5)


class Month:
    """A shared repository, two clones, a place for readers, and a clock."""

    def __init__(self) -> None:
        self._patch = pytest.MonkeyPatch()
        for name, value in IDENTITY.items():
            self._patch.setenv(name, value)
        if not PLAYS:
            self._patch.setattr(subprocess, "Popen", Popen)
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        self.public = folder / "public"
        self.editor, self.timer = create_clones(folder, "an", "may")
        self.now = FIRST_PUBLISH_TIME
        self.articles: dict[str, datetime] = {}
        """Pushed articles that are not withdrawn, with their hours."""
        self.withdrawn: set[str] = set()
        self.count = 0
        publish(self.editor, self.now, lambda _: None)

    def write_article(self, number: int) -> None:
        """Write an article for one of the last three hours or the next forty, and push it."""
        self.count += 1
        slug, hour = f"bai-{self.count}", self.now + timedelta(hours=number % 44 - 3)
        write_dated_article(self.editor, slug, date=f"{hour:%Y-%m-%d %H:%M}", slug=slug)
        commit_all(self.editor, "Bài mới")
        self.articles[f"{hour:%Y/%m}/{slug}"] = hour
        if number % 2:  # pushed later than it was written
            self._advance(timedelta(hours=2))
        self._pull_and_push()

    def publish_as_editor(self, _number: int) -> None:
        self._pull_and_push()
        self._advance(timedelta(minutes=7))
        publish(self.editor, self.now, lambda _: None)

    def withdraw_article(self, number: int) -> None:
        """Withdraw an article that readers see, if there is one."""
        self._pull_and_push()
        live = [address for address in self.articles if self._is_served(address)]
        if not live:
            return
        address = live[number % len(live)]
        self._advance(timedelta(minutes=3))
        del self.articles[address]
        self.withdrawn.add(address)
        withdraw(self.editor, f"/{address}/", reason="Sai", by="An", now=self.now, say=lambda _: None)

    def run_timer(self, number: int) -> None:
        """Let up to sixty hours pass, then run the timer as systemd does."""
        self._advance(timedelta(hours=number % 60) + TIMER_INTERVAL)
        run_git(self.timer.root, "pull", "--quiet", "--ff-only")
        publish_if_due(self.timer, self.now, lambda _: None)
        assert run_git(self.timer.root, "status", "--porcelain") == ""
        for address, hour in self.articles.items():
            assert self._is_served(address) == (hour <= self.now), f"{address} at {self.now}"
        for address in self.withdrawn:
            assert "Tin bai-" not in self._read(address)

    def close(self) -> None:
        self._patch.undo()
        self._folder.cleanup()

    def _advance(self, time: timedelta) -> None:
        self.now += time

    def _pull_and_push(self) -> None:
        run_git(self.editor.root, "pull", "--quiet", "--rebase")
        run_git(self.editor.root, "push", "--quiet")

    def _is_served(self, address: str) -> bool:
        return (self.public / "current" / address / "index.html").is_file()

    def _read(self, address: str) -> str:
        return (self.public / "current" / address / "index.html").read_text(encoding="utf-8")


ACTIONS = (Month.write_article, Month.publish_as_editor, Month.withdraw_article, Month.run_timer)


@pytest.mark.slow
@settings(
    max_examples=PLAYS or 2,
    derandomize=not PLAYS and "CI" in os.environ,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],  # shrinking a failure would take an hour
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(ACTIONS), st.integers(0, 999)),
        min_size=20 if PLAYS else 6,
        max_size=40 if PLAYS else 8,
    )
)
def test_timer_publishes_each_article_at_its_hour_and_never_fails_to_pull(
    steps: list[tuple[Callable[[Month, int], None], int]],
) -> None:
    with closing(Month()) as month:
        month.write_article(8)
        month.run_timer(0)
        for action, number in steps:
            action(month, number)
            month.run_timer(number)

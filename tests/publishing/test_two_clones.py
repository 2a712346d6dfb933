"""A simulated month of two editors' clones and a timer's clone.

``BULLETIN_PLAYS=50 .venv/bin/pytest tests/publishing/test_two_clones.py`` plays fifty months.
"""

import os
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
from bulletin.publishing.workspace.folders import Workspace
from tests.publishing.harness import FIRST_PUBLISH_TIME
from tests.publishing.shared_repository import IDENTITY, commit_all, create_clones, run_git
from tests.publishing.small_site import write_dated_article

PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
TIMER_INTERVAL = timedelta(minutes=5)


class Month:
    """A shared repository, clones of two editors and a timer, public folder, clock."""

    def __init__(self) -> None:
        self._patch = pytest.MonkeyPatch()
        for name, value in IDENTITY.items():
            self._patch.setenv(name, value)
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        self.public = folder / "public"
        first, self.timer = create_clones(folder, "an", "may")
        run_git(folder, "clone", "--quiet", "kho.git", "binh")
        self._editors = (first, Workspace(folder / "binh"))
        self.now = FIRST_PUBLISH_TIME
        self.articles: dict[str, datetime] = {}
        """Pushed articles that are not withdrawn, with their hours."""
        self.withdrawn: set[str] = set()
        self.count = 0
        publish(first, self.now, lambda _: None)

    def write_article(self, number: int) -> None:
        """Write an article for one of the last three hours or the next forty, and push it."""
        self.count += 1
        editor = self._choose_editor(number)
        slug, hour = f"bai-{self.count}", self.now + timedelta(hours=number % 44 - 3)
        write_dated_article(editor, slug, date=f"{hour:%Y-%m-%d %H:%M}", slug=slug)
        commit_all(editor, "Bài mới")
        self.articles[f"{hour:%Y/%m}/{slug}"] = hour
        if number % 2:  # pushed later than it was written
            self._advance(timedelta(hours=2))
        self._pull_and_push(editor)

    def publish_as_editor(self, number: int) -> None:
        editor = self._choose_editor(number)
        self._pull_and_push(editor)
        self._advance(timedelta(minutes=7))
        publish(editor, self.now, lambda _: None)

    def withdraw_article(self, number: int) -> None:
        """Withdraw an article that readers see, if there is one."""
        editor = self._choose_editor(number)
        self._pull_and_push(editor)
        live = [address for address in self.articles if self._is_served(address)]
        if not live:
            return
        address = live[number % len(live)]
        self._advance(timedelta(minutes=3))
        del self.articles[address]
        self.withdrawn.add(address)
        withdraw(editor, f"/{address}/", reason="Sai", by="An", now=self.now, say=lambda _: None)

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

    def _choose_editor(self, number: int) -> Workspace:
        return self._editors[number // 4 % 2]

    def _pull_and_push(self, editor: Workspace) -> None:
        run_git(editor.root, "pull", "--quiet", "--rebase")
        run_git(editor.root, "push", "--quiet")

    def _is_served(self, address: str) -> bool:
        return (self.public / "current" / address / "index.html").is_file()

    def _read(self, address: str) -> str:
        return (self.public / "current" / address / "index.html").read_text(encoding="utf-8")


ACTIONS = (Month.write_article, Month.publish_as_editor, Month.withdraw_article, Month.run_timer)


@pytest.mark.slow
@settings(
    max_examples=PLAYS or 1,
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

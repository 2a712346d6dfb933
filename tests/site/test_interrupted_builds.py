"""Killed at any moment, two at once, edited meanwhile: no page is ever half written or lost, and the next build is right."""

import os
import random
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.site.article_editor import Newsroom
from tests.site.build_harness import PLAYS, Printers, contents
from tests.site.content_editor import write

pytestmark = pytest.mark.slow

BATCHES = [(30, "small"), (130, "large")]
if PLAYS:
    BATCHES += [(30, "other"), (30, "third"), (130, "largest")]
KILLS = 10 * max(1, PLAYS // 10)
"""In each batch; with 130 articles that change, processes parse and print beside the one that leads."""


class TwoStates(Printers):
    """A working copy whose content swings between two states, and what clean builds make of either.

    So many articles have another body in the second one, with so many ``words`` more.
    """

    def __init__(self, folder: Path, count: int, *, changed: int = 1000, words: int = 0) -> None:
        super().__init__(folder, count)
        self.has_constant_code = True
        self._more = ["lời " * words] if words else []
        self._changing = self.newsroom.stories[10 : 10 + changed]
        self._second = False
        self.swing()
        second = self.clean()
        self.swing()
        self.made = (self.clean(), second)

    def swing(self) -> None:
        """Let the bodies of what changes be others; where that is much, a picture, a file, and an article come or go too."""
        self._second = not self._second
        for story in self._changing:
            story.turn, story.tail = (2, self._more) if self._second else (1, [])
            if len(self._changing) > 1 and story is self._changing[-1]:
                story.keys["status"] = "draft" if self._second else "published"
            self.newsroom.save(story, 1)
        if len(self._changing) > 1:
            self.newsroom.draw(3 if self._second else 7)
            self.newsroom.change_file(1 if self._second else 5)

    def measured(self) -> float:
        """Return the seconds that a build takes after a swing."""
        self.build("measured", "measured-cache")
        self.swing()
        began = time.monotonic()
        self.build("measured", "measured-cache")
        return time.monotonic() - began

    def start(self) -> "subprocess.Popen[bytes]":
        """Begin a build in a process group of its own."""
        return subprocess.Popen(
            self.command(), cwd=self.tree, env=self.surroundings(), start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def expected(self) -> dict[str, str]:
        """Return what a clean build makes of the content as it is."""
        return self.made[self._second]


def half_done(output: Path, made: tuple[dict[str, str], dict[str, str]], *, built: bool) -> list[str]:
    """Tell which files are as neither state has them, or, once there was a whole build, gone though both have them.

    What begins with a dot is no page: a file that grows, or the list of what is ours.
    """
    found = {
        name: digest
        for name, digest in contents(output).items()
        if digest and not Path(name).name.startswith(".")
    }
    torn = [name for name, digest in found.items() if digest not in [one.get(name) for one in made]]
    both = [
        name for name, digest in made[0].items() if digest and name in made[1] and Path(name).name[0] != "."
    ]
    return torn + [name for name in both if built and name not in found]


def newest(folder: Path) -> int:
    """Return when a page below ``folder`` was last written, in nanoseconds."""
    times = [0]
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):  # a file that grows has its own name by now
                times.append(os.stat(f"{place}/{name}").st_mtime_ns)  # noqa: PTH116
    return max(times)


def runs(child: "subprocess.Popen[bytes]") -> bool:
    """Tell whether it runs; if not, its process group may still be killed."""
    return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


@pytest.mark.parametrize(("articles", "name"), BATCHES, ids=[f"{KILLS} kills, {name}" for _, name in BATCHES])
def test_a_build_may_be_killed_at_any_moment(tmp_path: Path, articles: int, name: str) -> None:
    site, dice = TwoStates(tmp_path, articles), random.Random(name)  # noqa: S311  # moments, not secrets
    longest = site.measured()
    built = False
    for number in range(1, KILLS + 1):
        site.swing()
        before = newest(site.tree / "out")
        child = site.start()
        if number % 2:
            time.sleep(dice.uniform(0.1, longest))
        else:  # while it writes
            while runs(child) and newest(site.tree / "out") == before:
                time.sleep(0.002)
            time.sleep(dice.uniform(0, longest / 6))
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        assert half_done(site.tree / "out", site.made, built=built) == []
        if number % 5 == 0:
            assert site.faults(site.expected()) == []
            built = True
            site.leave(site.tree / "out/.index.html.swp")  # as an editor's program does


def test_a_lost_list_of_the_output_leaves_nothing_of_an_article_that_went(tmp_path: Path) -> None:
    printers = Printers(tmp_path)
    write(printers.newsroom.root / "files/rieng.pdf", "%PDF-1.7")
    printers.newsroom._set(9, "attachments", "[{file: files/rieng.pdf, title: Tệp}]")
    printers.build()
    assert (printers.tree / "out/files/rieng.pdf").is_file()
    (printers.tree / "out/.bulletin.json").unlink()
    printers.newsroom.delete(9)
    (printers.newsroom.root / "files/rieng.pdf").unlink()
    sheet = next((printers.tree / "theme/static/css").glob("*.css"))
    sheet.write_text(sheet.read_text(encoding="utf-8") + "\n:root { --x: 1 }\n", encoding="utf-8")
    assert printers.faults() == []


def test_what_is_edited_while_a_build_runs_is_in_the_next(tmp_path: Path) -> None:
    printers, dice = Printers(tmp_path), random.Random(5)  # noqa: S311
    changes = (Newsroom.edit, Newsroom.draw, Newsroom.rename_section, Newsroom.retitle, Newsroom.change_file)
    printers.build()
    for number, change in enumerate(changes, 11):
        with subprocess.Popen(
            printers.command(), cwd=printers.tree, env=printers.surroundings(), stdout=subprocess.DEVNULL
        ):
            time.sleep(dice.uniform(0.2, 0.6))
            change(printers.newsroom, number)
        printers.build()
    assert printers.faults() == []


@pytest.mark.parametrize("pause", [0, 0.2, 0.4])
def test_two_builds_at_once_leave_a_whole_site(tmp_path: Path, pause: float) -> None:
    site = TwoStates(tmp_path, 26, changed=1)
    first = site.start()
    time.sleep(pause)
    site.swing()
    second = site.start()
    assert [first.wait(), second.wait()] == [0, 0]
    assert half_done(site.tree / "out", site.made, built=True) == []
    assert site.faults(site.expected()) == []


def test_a_second_build_into_an_output_waits_for_the_first(tmp_path: Path) -> None:
    """Else pages of one could be taken for those of the other, until somebody edits again."""
    site = TwoStates(tmp_path, 26, changed=1)
    first = site.start()
    while not (site.tree / "out/.bulletin.busy").exists():
        time.sleep(0.002)
    os.killpg(first.pid, signal.SIGSTOP)
    site.swing()
    second = site.start()
    time.sleep(5)  # several builds long
    assert runs(second)
    os.killpg(first.pid, signal.SIGCONT)
    assert [first.wait(), second.wait()] == [0, 0]
    assert site.faults(site.expected()) == []


def test_two_builds_at_once_may_share_a_cache(tmp_path: Path) -> None:
    site = TwoStates(tmp_path, 26)
    both = [
        subprocess.Popen(
            site.command(name), cwd=site.tree, env=site.surroundings(), stdout=subprocess.DEVNULL
        )
        for name in ("one", "other")
    ]
    assert [child.wait() for child in both] == [0, 0]
    assert contents(site.tree / "one") == contents(site.tree / "other") == site.expected()

"""Killed at any moment, two at once, edited meanwhile: no page is ever half written or lost, and the next build is right."""

import os
import random
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.site.article_editor import ArticleEditor
from tests.site.build_harness import SEQUENCE_COUNT, BuildHarness, digest_output
from tests.site.content_editor import write_text

pytestmark = pytest.mark.slow

BATCHES = [(30, "small"), (130, "large")]
if SEQUENCE_COUNT:
    BATCHES += [(30, "other"), (30, "third"), (130, "largest")]
KILLS = 10 * max(1, SEQUENCE_COUNT // 10)
"""In each batch; with 130 articles that change, processes parse and print beside the one that leads."""


class TwoStates(BuildHarness):
    """A working copy whose content swings between two states, and what clean builds make of either.

    So many articles have another body in the second one, with so many ``words`` more.
    """

    def __init__(self, folder: Path, count: int, *, changed: int = 1000, words: int = 0) -> None:
        super().__init__(folder, count)
        self.has_constant_code = True
        self._more = ["lời " * words] if words else []
        self._changing = self.content.articles[10 : 10 + changed]
        self._second = False
        self.toggle_content()
        second = self.build_clean()
        self.toggle_content()
        self.clean_outputs = (self.build_clean(), second)

    def toggle_content(self) -> None:
        """Let the bodies of what changes be others; where that is much, a picture, a file, and an article come or go too."""
        self._second = not self._second
        for story in self._changing:
            story.edit_count, story.extra_paragraphs = (2, self._more) if self._second else (1, [])
            if len(self._changing) > 1 and story is self._changing[-1]:
                story.front_matter["status"] = "draft" if self._second else "published"
            self.content.save_article(story, 1)
        if len(self._changing) > 1:
            self.content.write_image(3 if self._second else 7)
            self.content.change_file(1 if self._second else 5)

    def measure_build(self) -> float:
        """Return the seconds that a build takes after a swing."""
        self.build("measured", "measured-cache")
        self.toggle_content()
        began = time.monotonic()
        self.build("measured", "measured-cache")
        return time.monotonic() - began

    def start_build(self) -> "subprocess.Popen[bytes]":
        """Begin a build in a process group of its own."""
        return subprocess.Popen(
            self.get_build_command(), cwd=self.tree, env=self.get_build_env(), start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def get_expected_output(self) -> dict[str, str]:
        """Return what a clean build makes of the content as it is."""
        return self.clean_outputs[self._second]


def find_incomplete_files(
    output: Path, made: tuple[dict[str, str], dict[str, str]], *, built: bool
) -> list[str]:
    """Tell which files are as neither state has them, or, once there was a whole build, gone though both have them.

    What begins with a dot is no page: a file that grows, or the list of what is ours.
    """
    found = {
        name: digest
        for name, digest in digest_output(output).items()
        if digest and not Path(name).name.startswith(".")
    }
    torn = [name for name, digest in found.items() if digest not in [one.get(name) for one in made]]
    both = [
        name for name, digest in made[0].items() if digest and name in made[1] and Path(name).name[0] != "."
    ]
    return torn + [name for name in both if built and name not in found]


def find_newest_mtime(folder: Path) -> int:
    """Return when a page below ``folder`` was last written, in nanoseconds."""
    times = [0]
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):  # a file that grows has its own name by now
                times.append(os.stat(f"{place}/{name}").st_mtime_ns)  # noqa: PTH116
    return max(times)


def is_running(child: "subprocess.Popen[bytes]") -> bool:
    """Tell whether it runs; if not, its process group may still be killed."""
    return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


@pytest.mark.parametrize(("articles", "name"), BATCHES, ids=[f"{KILLS} kills, {name}" for _, name in BATCHES])
def test_a_build_may_be_killed_at_any_moment(tmp_path: Path, articles: int, name: str) -> None:
    site, dice = TwoStates(tmp_path, articles), random.Random(name)  # noqa: S311  # moments, not secrets
    longest = site.measure_build()
    built = False
    for number in range(1, KILLS + 1):
        site.toggle_content()
        before = find_newest_mtime(site.tree / "out")
        child = site.start_build()
        if number % 2:
            time.sleep(dice.uniform(0.1, longest))
        else:  # while it writes
            while is_running(child) and find_newest_mtime(site.tree / "out") == before:
                time.sleep(0.002)
            time.sleep(dice.uniform(0, longest / 6))
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        assert find_incomplete_files(site.tree / "out", site.clean_outputs, built=built) == []
        if number % 5 == 0:
            assert site.compare_with_clean_build(site.get_expected_output()) == []
            built = True
            site.write_foreign_file(site.tree / "out/.index.html.swp")  # as an editor's program does


def test_a_lost_list_of_the_output_leaves_nothing_of_an_article_that_went(tmp_path: Path) -> None:
    printers = BuildHarness(tmp_path)
    write_text(printers.content.root / "files/rieng.pdf", "%PDF-1.7")
    printers.content._set(9, "attachments", "[{file: files/rieng.pdf, title: Tệp}]")
    printers.build()
    assert (printers.tree / "out/files/rieng.pdf").is_file()
    (printers.tree / "out/.bulletin.json").unlink()
    printers.content.delete_article(9)
    (printers.content.root / "files/rieng.pdf").unlink()
    sheet = next((printers.tree / "theme/static/css").glob("*.css"))
    sheet.write_text(sheet.read_text(encoding="utf-8") + "\n:root { --x: 1 }\n", encoding="utf-8")
    assert printers.compare_with_clean_build() == []


def test_what_is_edited_while_a_build_runs_is_in_the_next(tmp_path: Path) -> None:
    printers, dice = BuildHarness(tmp_path), random.Random(5)  # noqa: S311
    changes = (
        ArticleEditor.edit_body,
        ArticleEditor.write_image,
        ArticleEditor.rename_section,
        ArticleEditor.change_title,
        ArticleEditor.change_file,
    )
    printers.build()
    for number, change in enumerate(changes, 11):
        with subprocess.Popen(
            printers.get_build_command(),
            cwd=printers.tree,
            env=printers.get_build_env(),
            stdout=subprocess.DEVNULL,
        ):
            time.sleep(dice.uniform(0.2, 0.6))
            change(printers.content, number)
        printers.build()
    assert printers.compare_with_clean_build() == []


@pytest.mark.parametrize("pause", [0, 0.2, 0.4])
def test_two_builds_at_once_leave_a_whole_site(tmp_path: Path, pause: float) -> None:
    site = TwoStates(tmp_path, 26, changed=1)
    first = site.start_build()
    time.sleep(pause)
    site.toggle_content()
    second = site.start_build()
    assert [first.wait(), second.wait()] == [0, 0]
    assert find_incomplete_files(site.tree / "out", site.clean_outputs, built=True) == []
    assert site.compare_with_clean_build(site.get_expected_output()) == []


def test_a_second_build_into_an_output_waits_for_the_first(tmp_path: Path) -> None:
    """Else pages of one could be taken for those of the other, until somebody edits again."""
    site = TwoStates(tmp_path, 26, changed=1)
    first = site.start_build()
    while not (site.tree / "out/.bulletin.busy").exists():
        time.sleep(0.002)
    os.killpg(first.pid, signal.SIGSTOP)
    site.toggle_content()
    second = site.start_build()
    time.sleep(5)  # several builds long
    assert is_running(second)
    os.killpg(first.pid, signal.SIGCONT)
    assert [first.wait(), second.wait()] == [0, 0]
    assert site.compare_with_clean_build(site.get_expected_output()) == []


def test_two_builds_at_once_may_share_a_cache(tmp_path: Path) -> None:
    site = TwoStates(tmp_path, 26)
    both = [
        subprocess.Popen(
            site.get_build_command(name), cwd=site.tree, env=site.get_build_env(), stdout=subprocess.DEVNULL
        )
        for name in ("one", "other")
    ]
    assert [child.wait() for child in both] == [0, 0]
    assert (
        digest_output(site.tree / "one") == digest_output(site.tree / "other") == site.get_expected_output()
    )

"""Tests of killed builds, of two builds at once, and of edits during a build.

No page is ever incomplete or lost, and the next build is correct.
"""

import os
import random
import shutil
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
KILLS = 5 * (SEQUENCE_COUNT // 5) or 1
"""Kills in each batch: at any time and, every second one, while the build writes.

With 130 changed articles, several processes parse and render.
"""


class TwoStates(BuildHarness):
    """Project copy whose content has two states, with the clean outputs of both.

    In the second state ``changed`` articles have another body, with ``words`` more words.
    """

    def __init__(self, folder: Path, count: int, *, changed: int = 1000, words: int = 0) -> None:
        super().__init__(folder, count)
        self.has_constant_code = True
        self._extra_paragraphs = ["lời " * words] if words else []
        self._changed_articles = self.content.articles[10 : 10 + changed]
        self._is_second = False
        self.toggle_content()
        second_output = self.build_clean()
        self.toggle_content()
        self.clean_outputs = (self.build_clean(), second_output)

    def toggle_content(self) -> None:
        """Change the content to the other state.

        If several articles change, an image, a file and a status change too.
        """
        self._is_second = not self._is_second
        for article in self._changed_articles:
            article.edit_count = 2 if self._is_second else 1
            article.extra_paragraphs = self._extra_paragraphs if self._is_second else []
            if len(self._changed_articles) > 1 and article is self._changed_articles[-1]:
                article.front_matter["status"] = "draft" if self._is_second else "published"
            self.content.save_article(article, 1)
        if len(self._changed_articles) > 1:
            self.content.write_image(3 if self._is_second else 7)
            self.content.change_file(1 if self._is_second else 5)

    def measure_build(self) -> float:
        """Return the seconds of a build after a change to the other state."""
        self.build("measured", "measured-cache")
        self.toggle_content()
        started = time.monotonic()
        self.build("measured", "measured-cache")
        return time.monotonic() - started

    def start_build(self) -> "subprocess.Popen[bytes]":
        """Start a build in a process group of its own."""
        return subprocess.Popen(
            self.get_build_command(), cwd=self.tree, env=self.get_build_env(), start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def get_expected_output(self) -> dict[str, str]:
        """Return the output of a clean build of the current state."""
        return self.clean_outputs[self._is_second]


def find_incomplete_files(
    output: Path, clean_outputs: tuple[dict[str, str], dict[str, str]], *, built: bool
) -> list[str]:
    """Return the files that differ from both clean outputs, or are missing.

    A file is missing if both clean outputs have it. ``built`` tells if a complete build has run before.
    Names that begin with a dot are no pages: temporary files and the output list.
    """
    digests = {
        name: digest
        for name, digest in digest_output(output).items()
        if digest and not Path(name).name.startswith(".")
    }
    first, second = clean_outputs
    torn = [name for name, digest in digests.items() if digest not in (first.get(name), second.get(name))]
    in_both = [
        name for name, digest in first.items() if digest and name in second and Path(name).name[0] != "."
    ]
    return torn + [name for name in in_both if built and name not in digests]


def find_newest_mtime(folder: Path) -> int:
    """Return the newest modification time below ``folder`` in nanoseconds."""
    times = [0]
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):  # a temporary file may have been renamed
                times.append(os.stat(f"{parent}/{name}").st_mtime_ns)  # noqa: PTH116
    return max(times)


def is_running(child: "subprocess.Popen[bytes]") -> bool:
    """Tell if a process runs. Its process group can still be killed after the call."""
    return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


@pytest.mark.parametrize(
    ("articles", "name"),
    [
        pytest.param(
            *batch, id=f"{KILLS} kills, {batch[1]}", marks=pytest.mark.plays if batch[1] != "large" else ()
        )
        for batch in BATCHES
    ],
)
def test_killed_build_leaves_complete_files(tmp_path: Path, articles: int, name: str) -> None:
    site, dice = TwoStates(tmp_path, articles), random.Random(name)  # noqa: S311  # delays, not secrets
    longest = site.measure_build()
    built = False
    for number in range(1, KILLS + 1):
        site.toggle_content()
        before = find_newest_mtime(site.tree / "out")
        child = site.start_build()
        if number % 2 == 0:
            time.sleep(dice.uniform(0.1, longest))
        else:  # kill the build while it writes
            while is_running(child) and find_newest_mtime(site.tree / "out") == before:
                time.sleep(0.002)
            time.sleep(dice.uniform(0, longest / 6))
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        assert find_incomplete_files(site.tree / "out", site.clean_outputs, built=built) == []
        if number % 5 == 0 or number == KILLS:
            assert site.compare_with_clean_build(site.get_expected_output()) == []
            built = True
            site.write_foreign_file(site.tree / "out/.index.html.swp")  # as a text editor does


def test_build_without_its_output_list_removes_files_of_a_deleted_article(tmp_path: Path) -> None:
    harness = BuildHarness(tmp_path, 24)
    harness.has_constant_code = True
    write_text(harness.content.root / "files/rieng.pdf", "%PDF-1.7")
    harness.content.set_key(9, "attachments", "[{file: files/rieng.pdf, title: Tệp}]")
    harness.build()
    assert (harness.tree / "out/files/rieng.pdf").is_file()
    (harness.tree / "out/.bulletin.json").unlink()
    harness.content.delete_article(9)
    (harness.content.root / "files/rieng.pdf").unlink()
    stylesheet = next((harness.tree / "theme/static/css").glob("*.css"))
    stylesheet.write_text(stylesheet.read_text(encoding="utf-8") + "\n:root { --x: 1 }\n", encoding="utf-8")
    assert harness.compare_with_clean_build() == []


def test_edits_during_a_build_are_in_the_next_build(tmp_path: Path) -> None:
    harness, dice = BuildHarness(tmp_path), random.Random(5)  # noqa: S311
    harness.has_constant_code = True
    changes = (
        ArticleEditor.edit_body,
        ArticleEditor.write_image,
        ArticleEditor.rename_section,
        ArticleEditor.change_title,
        ArticleEditor.change_file,
    )
    harness.build()
    for number, change in enumerate(changes if SEQUENCE_COUNT else changes[:2], 11):
        with subprocess.Popen(
            harness.get_build_command(),
            cwd=harness.tree,
            env=harness.get_build_env(),
            stdout=subprocess.DEVNULL,
        ):
            time.sleep(dice.uniform(0.2, 0.6))
            change(harness.content, number)
        harness.build()
    assert harness.compare_with_clean_build() == []


@pytest.fixture(scope="module")
def prepared_states(tmp_path_factory: pytest.TempPathFactory) -> TwoStates:
    return TwoStates(tmp_path_factory.mktemp("states"), 26, changed=1)


@pytest.fixture
def two_states(prepared_states: TwoStates) -> TwoStates:
    """A site whose content has two states, without an output and a cache."""
    for name in ("out", "cache"):
        shutil.rmtree(prepared_states.tree / name, ignore_errors=True)
    return prepared_states


@pytest.mark.plays
@pytest.mark.parametrize("pause", [0, 0.2, 0.4])
def test_two_builds_at_once_leave_a_complete_site(two_states: TwoStates, pause: float) -> None:
    site = two_states
    first = site.start_build()
    time.sleep(pause)
    site.toggle_content()
    second = site.start_build()
    assert [first.wait(), second.wait()] == [0, 0]
    assert find_incomplete_files(site.tree / "out", site.clean_outputs, built=True) == []
    assert site.compare_with_clean_build(site.get_expected_output()) == []


def test_second_build_into_an_output_folder_waits_for_the_first(two_states: TwoStates) -> None:
    """Check the build lock, without which an output could mix pages of two builds."""
    site = two_states
    first = site.start_build()
    while not (site.tree / "out/.bulletin.busy").exists():
        time.sleep(0.002)
    os.killpg(first.pid, signal.SIGSTOP)
    site.toggle_content()
    second = site.start_build()
    time.sleep(2)  # longer than several builds
    assert is_running(second)
    os.killpg(first.pid, signal.SIGCONT)
    assert [first.wait(), second.wait()] == [0, 0]
    assert site.compare_with_clean_build(site.get_expected_output()) == []


@pytest.mark.plays
def test_two_builds_at_once_can_share_a_cache(tmp_path: Path) -> None:
    site = TwoStates(tmp_path, 26)
    builds = [
        subprocess.Popen(
            site.get_build_command(name), cwd=site.tree, env=site.get_build_env(), stdout=subprocess.DEVNULL
        )
        for name in ("first", "second")
    ]
    assert [build.wait() for build in builds] == [0, 0]
    assert digest_output(site.tree / "first") == site.get_expected_output()
    assert digest_output(site.tree / "second") == site.get_expected_output()

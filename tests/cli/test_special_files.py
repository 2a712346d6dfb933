"""Run commands on a site with a folder, pipe, socket or link in place of a file.

Each command names the path in Vietnamese. No command blocks or prints English.
"""

import os
import random
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

import tasks
from bulletin.cli import commands, publish_commands
from bulletin.cli.program.program import InvProgram
from bulletin.publishing.pipeline import publish
from bulletin.publishing.workspace.folders import Workspace
from tests.ads.campaign_factory import write_campaign
from tests.english_words import find_english_words
from tests.images.photo_factory import draw_image
from tests.publishing.file_damage import FILE_DAMAGES, FileDamage
from tests.publishing.harness import FIRST_PUBLISH_TIME, PUBLISH_INTERVAL
from tests.publishing.small_site import create_small_site, write_dated_article

pytestmark = pytest.mark.slow

PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
COMMAND_TIMEOUT = 60
"""Seconds after which a command counts as blocked."""


class CommandBlockedError(BaseException):
    """A command is blocked by a pipe. Commands do not catch a BaseException."""


FILES = (
    *(
        "content/sections.yml",
        "content/withdrawn.yml",
        "content/articles/tin-tot.md",
        "content/pages/gioi-thieu.md",
    ),
    *("content/ads/cho.yml", "content/images/a.png", "content/files/a.pdf"),
    *("addresses.txt", "publishconf.py", "pelicanconf.py"),
)
FOLDERS = (
    "content",
    "content/articles",
    "content/ads",
    "content/images",
    "output",
    "public",
    ".workshop.lock",
)
KINDS = FILE_DAMAGES[-7:-1]
"""Damages that replace a file by a folder, a pipe, a socket or a link."""
COMMANDS = (
    ["check"],
    ["publish"],
    ["new", "Bài mới", "--section", "Tin trong tỉnh"],
    ["withdraw", "/2026/11/tin-tot/", "--reason", "x", "--by", "y"],
    ["build"],
    ["releases"],
    ["rollback"],
    ["publish", "--due"],
)


@pytest.fixture(scope="module")
def published_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published site that has all of ``FILES``."""
    site = create_small_site(tmp_path_factory.mktemp("published") / "site")
    (site.root / "pelicanconf.py").write_bytes((site.root / "publishconf.py").read_bytes())
    for name in FILES:
        (site.root / name).parent.mkdir(parents=True, exist_ok=True)
    draw_image(400, 300).save(site.content / "images/a.png")
    (site.content / "files/a.pdf").write_bytes(b"%PDF-1.4 x")
    (site.content / "withdrawn.yml").write_text("# Chưa có bài nào.\n", encoding="utf-8")
    (site.content / "pages/gioi-thieu.md").write_text(
        "---\ntitle: Giới thiệu\n---\n\nVề trang.\n", encoding="utf-8"
    )
    write_campaign(site.root)
    write_dated_article(site, "mot", "![Ảnh](/images/a.png)", attachments="[{file: files/a.pdf, title: Tệp}]")
    publish(site, FIRST_PUBLISH_TIME, lambda _: None)
    write_dated_article(site, "hai")
    publish(site, FIRST_PUBLISH_TIME + PUBLISH_INTERVAL, lambda _: None)
    return site.root


@pytest.fixture
def copy_site(published_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Path]:
    """Function that copies the site and makes the copy the workspace of the commands."""

    def copy(number: int) -> Path:
        root = Path(shutil.copytree(published_site, tmp_path / str(number) / "site", symlinks=True))
        for module in (commands, publish_commands):
            monkeypatch.setattr(module, "SITE", Workspace(root))
        monkeypatch.chdir(root)
        return root

    monkeypatch.setenv("BULLETIN_NOW", "2026-11-29 08:00")
    return copy


@contextmanager
def fail_when_blocked() -> Iterator[None]:
    """Raise CommandBlockedError if the body takes too long."""

    def raise_error(_signal: int, _frame: FrameType | None) -> None:
        raise CommandBlockedError

    handler = signal.signal(signal.SIGALRM, raise_error)
    signal.alarm(COMMAND_TIMEOUT)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, handler)


def run_inv_command(words: list[str]) -> int:
    """Run a command of ``./inv`` and return its exit code."""
    program = InvProgram()
    program.add_commands(tasks.GROUPS)
    try:
        with fail_when_blocked():
            program.run(["inv", *words])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def list_cases() -> list[tuple[str, FileDamage, list[str]]]:
    cases = [(name, kind, words) for name in (*FILES, *FOLDERS) for kind in KINDS for words in COMMANDS]
    if PLAYS:
        return random.Random(PLAYS).sample(cases, min(len(cases), 10 * PLAYS))  # noqa: S311  # faults, not secrets
    quick = [case for case in cases if case[2][0] not in ("build", "rollback")]
    return quick[::47]


def test_commands_name_a_path_that_is_no_file(
    copy_site: Callable[[int], Path],
    capfd: pytest.CaptureFixture[str],
    record_fault_count: Callable[[str], None],
) -> None:
    reported, failures = 0, []
    for number, (name, kind, words) in enumerate(list_cases()):
        root = copy_site(number)
        path = root / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.touch()
        kind(path, random.Random(1), [])  # noqa: S311  # faults, not secrets
        code = run_inv_command(words)
        output = "".join(capfd.readouterr())
        english = find_english_words(output)
        if code not in (0, 1) or english or (code and path.name not in output):
            failures.append(f"{name} {kind.__name__} {words[0]}: {code} {english} {output}")
        reported += code
    assert not failures, "\n".join(failures)
    record_fault_count(f"messages: {reported} faults reported")

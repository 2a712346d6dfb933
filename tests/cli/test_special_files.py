"""Files of a site that are no files: each command says in Vietnamese which, and what to do; none waits or ends in English."""

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
from bulletin.cli.program import InvProgram
from bulletin.publishing.pipeline import publish
from bulletin.publishing.workspace import Workspace
from tests.ads.campaign_factory import write_campaign as campaign
from tests.english_words import find_english_words
from tests.images.photo_factory import draw_image
from tests.publishing.file_damage import FILE_DAMAGES, FileDamage
from tests.publishing.harness import FIRST_PUBLISH_TIME, PUBLISH_INTERVAL
from tests.publishing.small_site import create_small_site, write_dated_article

pytestmark = pytest.mark.slow

PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
_LONG = 60
"""Seconds after which a command waits for something that will never come."""


class _LateError(BaseException):
    """A command waits for a pipe; no task takes this for an error of its own."""


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
"""Folders, pipes, sockets and links of every kind."""
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
def sound_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published site that has each of the files."""
    made = create_small_site(tmp_path_factory.mktemp("sound") / "site")
    (made.root / "pelicanconf.py").write_bytes((made.root / "publishconf.py").read_bytes())
    for name in FILES:
        (made.root / name).parent.mkdir(parents=True, exist_ok=True)
    draw_image(400, 300).save(made.content / "images/a.png")
    (made.content / "files/a.pdf").write_bytes(b"%PDF-1.4 x")
    (made.content / "withdrawn.yml").write_text("# Chưa có bài nào.\n", encoding="utf-8")
    (made.content / "pages/gioi-thieu.md").write_text(
        "---\ntitle: Giới thiệu\n---\n\nVề trang.\n", encoding="utf-8"
    )
    campaign(made.root)
    write_dated_article(made, "mot", "![Ảnh](/images/a.png)", attachments="[{file: files/a.pdf, title: Tệp}]")
    publish(made, FIRST_PUBLISH_TIME, lambda _: None)
    write_dated_article(made, "hai")
    publish(made, FIRST_PUBLISH_TIME + PUBLISH_INTERVAL, lambda _: None)
    return made.root


@pytest.fixture
def copy_site(sound_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Path]:
    """Return a function that makes a copy of the site the one that commands work on."""

    def copy(number: int) -> Path:
        root = Path(shutil.copytree(sound_site, tmp_path / str(number) / "site", symlinks=True))
        monkeypatch.setattr(tasks, "SITE", Workspace(root))
        monkeypatch.chdir(root)
        return root

    monkeypatch.setenv("BULLETIN_NOW", "2026-11-29 08:00")
    return copy


@contextmanager
def fail_when_blocked() -> Iterator[None]:
    """Fail where the body waits for a pipe."""

    def late(_signal: int, _frame: FrameType | None) -> None:
        raise _LateError

    former = signal.signal(signal.SIGALRM, late)
    signal.alarm(_LONG)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, former)


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
    found = [(name, kind, words) for name in (*FILES, *FOLDERS) for kind in KINDS for words in COMMANDS]
    if PLAYS:
        return random.Random(PLAYS).sample(found, min(len(found), 10 * PLAYS))  # noqa: S311  # faults, not secrets
    quick = [one for one in found if one[2][0] not in ("build", "rollback")]
    return quick[::17]


def test_what_is_no_file_is_told_by_every_command(
    copy_site: Callable[[int], Path],
    capfd: pytest.CaptureFixture[str],
    record_fault_count: Callable[[str], None],
) -> None:
    told, faults = 0, []
    for number, (name, kind, words) in enumerate(list_cases()):
        root = copy_site(number)
        place = root / name
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        place.touch()
        kind(place, random.Random(1), [])  # noqa: S311  # likewise
        code = run_inv_command(words)
        said = "".join(capfd.readouterr())
        if code not in (0, 1) or find_english_words(said) or (code and place.name not in said):
            faults.append(f"{name} {kind.__name__} {words[0]}: {code} {find_english_words(said)} {said}")
        told += code
    assert not faults, "\n".join(faults)
    record_fault_count(f"messages: {told} faults told")

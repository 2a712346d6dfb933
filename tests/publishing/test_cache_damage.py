"""Every kind of cache file, damaged in any way: the next publish is that of an empty cache, and says nothing of it."""

import os
import random
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from bulletin.errors import UserError
from bulletin.publishing.build.results import read_output_files
from bulletin.publishing.pipeline import publish, publish_if_due
from bulletin.publishing.release import manifest
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.rollback import describe_releases, roll_back
from bulletin.publishing.settings.settings import load_pelican_settings
from bulletin.publishing.steps import check_content_and_addresses
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.withdraw import withdraw
from bulletin.publishing.withdrawal.addresses import load_withdrawn_addresses
from tests.ads.campaign_factory import write_campaign as campaign
from tests.english_words import find_english_words
from tests.publishing.file_damage import FILE_DAMAGES, FileDamage, get_cache_file_kind, get_canary_folder
from tests.publishing.harness import FIRST_PUBLISH_TIME, PUBLISH_INTERVAL
from tests.publishing.small_site import SITEURL, create_small_site, write_dated_article

pytestmark = pytest.mark.slow

PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
KINDS = 24
"""Kinds of files that a publish to a folder leaves in the cache, and in the output for the next build, at least."""
NOT_OPENED = {"compressed", "derivatives", "publishing"}
"""Folders of the cache in which a folder is not told, because they hold thousands of files."""
OF_FOLDERS = FILE_DAMAGES[-6:]
Both = tuple[Manifest, Manifest]
"""What readers see, and what lies in the output."""
_LONG = 120
"""Seconds after which a command waits for something that will never come."""


class CachedSite:
    """A bulletin with something of everything, whose one article swings between two texts."""

    def __init__(self, folder: Path) -> None:
        self.site, self.now, self.messages = (
            create_small_site(folder / "site"),
            FIRST_PUBLISH_TIME,
            list[str](),
        )
        content = self.site.content
        (content / "images").mkdir()
        (content / "files").mkdir()
        Image.new("RGB", (700, 400), "red").save(content / "images/a.png")
        (content / "files/a.pdf").write_bytes(b"%PDF-1.4 x")
        campaign(self.site.root)
        write_dated_article(
            self.site, "mot", f"{'Lời dài của bài. ' * 90}\n\n![Ảnh](/images/a.png)", cover="images/a.png",
            cover_alt="Bìa", attachments="[{file: files/a.pdf, title: Tệp}]", tags="[Thẻ]",
        )  # fmt: skip
        write_dated_article(self.site, "sau", date="2027-11-26 10:00")
        write_dated_article(self.site, "cu", date="2024-11-26 10:00")
        write_dated_article(self.site, "go")
        withdraw(self.site, "/2026/11/go/", reason="Thử", by="An", now=self.now, say=self.messages.append)

    def toggle_article(self, number: int) -> None:
        write_dated_article(self.site, "hai", f"Lời {number % 2} của bài. {'Chữ ' * 400}")

    def publish(self) -> Both:
        """Publish; return what readers see, and what the build says of its output.

        If all that tells of files in the output is lost at once, old ones stay there, and are not published.
        """
        self.now += PUBLISH_INTERVAL
        try:
            seen = publish(self.site, self.now, self.messages.append).release.manifest
        except UserError as error:
            pytest.fail("\n".join([*self.messages[-5:], str(error)]))
        return seen, Manifest.from_folder(
            self.site.publish_output, read_output_files(self.site.publish_output)
        )

    def clear(self) -> None:
        shutil.rmtree(self.site.cache, ignore_errors=True)
        shutil.rmtree(self.site.publish_output, ignore_errors=True)

    def files(self) -> list[Path]:
        """Return the files of the caches, sorted."""
        cache, output = self.site.cache, self.site.publish_output
        found = [*cache.rglob("*"), output / ".bulletin.json"]
        return sorted(one for one in found if one.is_file() and not one.is_symlink())

    def others(self) -> dict[str, bytes]:
        """Return what is in the files of other people."""
        folder = get_canary_folder(self.site.cache)
        return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


@pytest.fixture(scope="module")
def cached_site(tmp_path_factory: pytest.TempPathFactory) -> CachedSite:
    return CachedSite(tmp_path_factory.mktemp("paper"))


@pytest.fixture(scope="module")
def clean_results(cached_site: CachedSite) -> list[Both]:
    """What publishes from an empty cache make of either text."""
    made = []
    for number in range(2):
        cached_site.toggle_article(number)
        cached_site.clear()
        made.append(cached_site.publish())
    return made


@pytest.fixture(autouse=True)
def small_digest_threshold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let small sites keep what only large ones do."""
    monkeypatch.setattr(manifest, "_MAX_UNSAVED_CHANGES", 0)


def find_differing_files(made: Both, clean: Both) -> list[str]:
    """Return the files that are others in what was made than in what an empty cache leads to."""
    pairs = (one.diff_from(other) for one, other in zip(made, clean, strict=True))
    return [path for found in pairs for path in (*found.added, *found.changed, *found.removed)]


@contextmanager
def fail_when_blocked(cache: Path) -> Iterator[None]:
    """Fail where the body waits for a pipe: after a while a writer comes to each."""
    late = []

    def free() -> None:
        for one in cache.parent.rglob("*"):
            if one.is_fifo():
                late.append(one)
                os.close(os.open(one, os.O_RDWR))

    timer = threading.Timer(_LONG, free)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    assert not late, f"waited for {late}"


def damage_caches(
    paper: CachedSite, damages: list[FileDamage], dice: random.Random, turn: int
) -> set[tuple[str, str]]:
    """Let each file of the caches have a damage; return the kinds of files with their damages."""
    files = paper.files()
    done, seen = set(), dict[str, int]()
    for file in files:
        number = seen[get_cache_file_kind(file)] = seen.get(get_cache_file_kind(file), 0) + 1
        damage = damages[(turn + number + sum(get_cache_file_kind(file).encode())) % len(damages)]
        if file.name == ".bulletin.json" and damage.__name__.endswith("folder"):
            continue  # in an output a folder may be of other people: it is told
        if damage.__name__ == "_full_folder" and not set(file.parts) & NOT_OPENED:
            continue  # so is one in the cache that is not empty
        damage(file, dice, files)
        done.add((get_cache_file_kind(file), damage.__name__))
    return done


def test_any_damage_to_any_cache_file_leaves_the_publish_of_an_empty_cache(
    cached_site: CachedSite,
    clean_results: list[Both],
    record_fault_count: Callable[[str], None],
    capfd: pytest.CaptureFixture[str],
) -> None:
    rounds = max(2, min(PLAYS, 10 * len(FILE_DAMAGES)))
    dice = random.Random(PLAYS)  # noqa: S311  # damages, not secrets
    done: set[tuple[str, str]] = set()
    for turn in range(rounds):
        cached_site.messages.clear()
        cached_site.toggle_article(turn)
        new = damage_caches(cached_site, FILE_DAMAGES, dice, turn * 5)
        others = cached_site.others()
        with fail_when_blocked(cached_site.site.cache):
            assert find_differing_files(cached_site.publish(), clean_results[turn % 2]) == [], sorted(new)
        assert cached_site.others() == others, sorted(new)
        assert [line for line in cached_site.messages if find_english_words(line)] == []
        assert capfd.readouterr() == ("", "")
        done |= new
    kinds = {one for one, _ in done}
    assert len(kinds) >= KINDS, sorted(kinds)
    record_fault_count(f"caches: {len(kinds)} kinds, {len(done)} damages, all made anew")


def test_a_folder_in_the_place_of_a_cache_file_is_told_and_kept(
    cached_site: CachedSite, clean_results: object
) -> None:
    for place in ("engine", "search", "pictures/facts.msgpack", "files.kinds"):
        laid = cached_site.site.cache / place
        laid = next(iter(sorted(laid.iterdir()))) if laid.is_dir() else laid
        laid.unlink()
        (laid / "anh-goc").mkdir(parents=True)
        (laid / "anh-goc/a.jpg").write_text("x")
        cached_site.toggle_article(1)
        with pytest.raises(UserError) as caught:
            publish(cached_site.site, cached_site.now, cached_site.messages.append)
        assert f"{laid} là thư mục" in f"{cached_site.messages[-5:]} {caught.value}"
        assert (laid / "anh-goc/a.jpg").read_text() == "x"
        shutil.rmtree(laid)
        cached_site.publish()


def test_any_folder_of_the_cache_may_be_another_thing(
    cached_site: CachedSite, clean_results: list[Both], record_fault_count: Callable[[str], None]
) -> None:
    count = 0
    dice = random.Random(PLAYS)  # noqa: S311  # as above
    for turn in range(max(1, min(PLAYS, 12))):
        cached_site.toggle_article(turn)
        folders = sorted(
            {one.parent for one in cached_site.files() if one.is_relative_to(cached_site.site.cache)}
        )
        folders = [one for one in folders if one != cached_site.site.cache]
        for number, folder in enumerate(reversed(folders)):
            if number % 4 == turn % 4 or folder.parent == cached_site.site.cache:
                shutil.move(folder, get_canary_folder(folder) / f"{turn}-{number}")
                folder.touch()
                OF_FOLDERS[(number + turn) % len(OF_FOLDERS)](folder, dice, [])
                count += 1
        others = cached_site.others()
        with fail_when_blocked(cached_site.site.cache):
            assert find_differing_files(cached_site.publish(), clean_results[turn % 2]) == []
        assert cached_site.others() == others
        shutil.rmtree(get_canary_folder(cached_site.site.cache))
    record_fault_count(f"caches: {count} folders were other things, all made anew")


def test_other_commands_do_not_mind_a_damaged_cache(cached_site: CachedSite, clean_results: object) -> None:
    dice = random.Random(PLAYS)  # noqa: S311  # as above
    said: list[str] = []
    target = FolderTarget(cached_site.site.root / "public")
    table = load_pelican_settings(cached_site.site.root / "publishconf.py")
    commands: list[Callable[[datetime], object]] = [
        lambda now: check_content_and_addresses(cached_site.site, table, now, said.append),
        lambda now: said.extend(describe_releases(target)),
        lambda now: publish_if_due(cached_site.site, now, said.append),
        lambda now: roll_back(
            target,
            holder="An",
            now=now,
            withdrawn=load_withdrawn_addresses(cached_site.site.content, SITEURL),
            say=said.append,
        ),
        lambda now: publish_if_due(cached_site.site, now, said.append),
    ]
    for turn, command in enumerate(commands):
        damage_caches(cached_site, FILE_DAMAGES, dice, turn)
        with fail_when_blocked(cached_site.site.cache):
            command(cached_site.now)
    assert [line for line in said if find_english_words(line)] == []
    assert "đã quay lại bản" in said[-1]

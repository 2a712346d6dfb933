"""Damage cache files: the next publish equals one from an empty cache."""

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
from tests.ads.campaign_factory import write_campaign
from tests.english_words import find_english_words
from tests.publishing.file_damage import FILE_DAMAGES, FileDamage, get_cache_file_kind, get_canary_folder
from tests.publishing.harness import FIRST_PUBLISH_TIME, PUBLISH_INTERVAL
from tests.publishing.small_site import SITEURL, create_small_site, write_dated_article

pytestmark = pytest.mark.slow

RANDOM_RUNS = int(os.environ.get("BULLETIN_PLAYS", "0"))
MIN_KINDS = 25
"""The least number of kinds of cache files after a publish to a folder target."""
UNREPORTED_FOLDERS = {"compressed", "derivatives", "publishing"}
"""Cache folders in which a foreign folder is not reported.

Reason: they have thousands of files.
"""
FOLDER_DAMAGES = FILE_DAMAGES[-6:]
Manifests = tuple[Manifest, Manifest]
"""The manifests of the current release and of the output folder."""
_TIMEOUT = 120
"""Seconds after which a command counts as blocked."""


class CachedSite:
    """A site with every kind of content, and an article that alternates two texts."""

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
        write_campaign(self.site.root)
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

    def publish(self) -> Manifests:
        """Publish; return the manifests of the release and of the output folder.

        If all records of the output are lost, old files stay in the folder.
        They are not in the output list, and are not published.
        """
        self.now += PUBLISH_INTERVAL
        try:
            counts = publish(self.site, self.now, self.messages.append).release.manifest
        except UserError as error:
            pytest.fail("\n".join([*self.messages[-5:], str(error)]))
        return counts, Manifest.from_folder(
            self.site.publish_output, read_output_files(self.site.publish_output)
        )

    def clear(self) -> None:
        shutil.rmtree(self.site.cache, ignore_errors=True)
        shutil.rmtree(self.site.publish_output, ignore_errors=True)

    def list_files(self) -> list[Path]:
        """Return the sorted files of the cache, and the output list."""
        cache, output = self.site.cache, self.site.publish_output
        found = [*cache.rglob("*"), output / ".bulletin.json"]
        return sorted(file for file in found if file.is_file() and not file.is_symlink())

    def read_foreign_files(self) -> dict[str, bytes]:
        """Return the content of the foreign files."""
        folder = get_canary_folder(self.site.cache)
        return {
            str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()
        }


@pytest.fixture(scope="module")
def cached_site(tmp_path_factory: pytest.TempPathFactory) -> CachedSite:
    return CachedSite(tmp_path_factory.mktemp("cached-site"))


@pytest.fixture(scope="module")
def clean_results(cached_site: CachedSite) -> list[Manifests]:
    """The manifests of publishes from an empty cache, for both texts."""
    manifests = []
    for number in range(2):
        cached_site.toggle_article(number)
        cached_site.clear()
        manifests.append(cached_site.publish())
    return manifests


@pytest.fixture(autouse=True)
def small_digest_threshold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Save the digests of small sites too, as of large ones."""
    monkeypatch.setattr(manifest, "MAX_UNSAVED_CHANGES", 0)


def find_differing_files(manifests: Manifests, clean: Manifests) -> list[str]:
    """Return the files that differ from those of a publish from an empty cache."""
    pairs = (actual.diff_from(expected) for actual, expected in zip(manifests, clean, strict=True))
    return [path for found in pairs for path in (*found.added, *found.changed, *found.removed)]


@contextmanager
def fail_when_blocked(cache: Path) -> Iterator[None]:
    """Fail if the body blocks on a named pipe.

    A timer opens each pipe for writing, so that the body ends.
    """
    blocked = []

    def open_pipes() -> None:
        for file in cache.parent.rglob("*"):
            if file.is_fifo():
                blocked.append(file)
                os.close(os.open(file, os.O_RDWR))

    timer = threading.Timer(_TIMEOUT, open_pipes)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    assert not blocked, f"waited for {blocked}"


def damage_caches(
    cached_site: CachedSite, damages: list[FileDamage], dice: random.Random, run: int
) -> set[tuple[str, str]]:
    """Damage each cache file; return the kinds of files with their damages."""
    files = cached_site.list_files()
    damaged, counts = set(), dict[str, int]()
    for file in files:
        number = counts[get_cache_file_kind(file)] = counts.get(get_cache_file_kind(file), 0) + 1
        damage = damages[(run + number + sum(get_cache_file_kind(file).encode())) % len(damages)]
        if file.name == ".bulletin.json" and damage.__name__.endswith("folder"):
            continue  # a folder in the output may be foreign, and is reported
        if damage.__name__ == "_full_folder" and not set(file.parts) & UNREPORTED_FOLDERS:
            continue  # a foreign folder in the cache is reported too
        damage(file, dice, files)
        damaged.add((get_cache_file_kind(file), damage.__name__))
    return damaged


def test_publish_damaged_cache_files_equals_publish_from_empty_cache(
    cached_site: CachedSite,
    clean_results: list[Manifests],
    record_fault_count: Callable[[str], None],
    capfd: pytest.CaptureFixture[str],
) -> None:
    rounds = max(2, min(RANDOM_RUNS, 10 * len(FILE_DAMAGES)))
    dice = random.Random(RANDOM_RUNS)  # noqa: S311  # damages, not secrets
    damaged: set[tuple[str, str]] = set()
    for run in range(rounds):
        cached_site.messages.clear()
        cached_site.toggle_article(run)
        damages = damage_caches(cached_site, FILE_DAMAGES, dice, run * 5)
        foreign_files = cached_site.read_foreign_files()
        with fail_when_blocked(cached_site.site.cache):
            assert find_differing_files(cached_site.publish(), clean_results[run % 2]) == [], sorted(damages)
        assert cached_site.read_foreign_files() == foreign_files, sorted(damages)
        assert [line for line in cached_site.messages if find_english_words(line)] == []
        assert capfd.readouterr() == ("", "")
        damaged |= damages
    kinds = {file for file, _ in damaged}
    assert len(kinds) >= MIN_KINDS, sorted(kinds)
    record_fault_count(f"caches: {len(kinds)} kinds, {len(damaged)} damages, all rebuilt")


def test_publish_folder_in_place_of_cache_file_is_reported_and_kept(
    cached_site: CachedSite, clean_results: object
) -> None:
    for place in ("engine", "search", "pictures/facts.msgpack", "files.kinds", "files.documents"):
        path = cached_site.site.cache / place
        path = next(iter(sorted(path.iterdir()))) if path.is_dir() else path
        path.unlink()
        (path / "anh-goc").mkdir(parents=True)
        (path / "anh-goc/a.jpg").write_text("x")
        cached_site.toggle_article(1)
        with pytest.raises(UserError) as caught:
            publish(cached_site.site, cached_site.now, cached_site.messages.append)
        assert f"{path} là thư mục" in f"{cached_site.messages[-5:]} {caught.value}"
        assert (path / "anh-goc/a.jpg").read_text() == "x"
        shutil.rmtree(path)
        cached_site.publish()


def test_publish_replaced_cache_folders_equals_publish_from_empty_cache(
    cached_site: CachedSite, clean_results: list[Manifests], record_fault_count: Callable[[str], None]
) -> None:
    count = 0
    dice = random.Random(RANDOM_RUNS)  # noqa: S311  # as above
    for run in range(max(1, min(RANDOM_RUNS, 12))):
        cached_site.toggle_article(run)
        folders = sorted(
            {file.parent for file in cached_site.list_files() if file.is_relative_to(cached_site.site.cache)}
        )
        folders = [file for file in folders if file != cached_site.site.cache]
        for number, folder in enumerate(reversed(folders)):
            if number % 4 == run % 4 or folder.parent == cached_site.site.cache:
                shutil.move(folder, get_canary_folder(folder) / f"{run}-{number}")
                folder.touch()
                FOLDER_DAMAGES[(number + run) % len(FOLDER_DAMAGES)](folder, dice, [])
                count += 1
        foreign_files = cached_site.read_foreign_files()
        with fail_when_blocked(cached_site.site.cache):
            assert find_differing_files(cached_site.publish(), clean_results[run % 2]) == []
        assert cached_site.read_foreign_files() == foreign_files
        shutil.rmtree(get_canary_folder(cached_site.site.cache))
    record_fault_count(f"caches: {count} folders were other things, all rebuilt")


def test_commands_with_damaged_cache_succeed(cached_site: CachedSite, clean_results: object) -> None:
    dice = random.Random(RANDOM_RUNS)  # noqa: S311  # as above
    messages: list[str] = []
    target = FolderTarget(cached_site.site.root / "public")
    table = load_pelican_settings(cached_site.site.root / "publishconf.py")
    commands: list[Callable[[datetime], object]] = [
        lambda now: check_content_and_addresses(cached_site.site, table, now, messages.append),
        lambda now: messages.extend(describe_releases(target)),
        lambda now: publish_if_due(cached_site.site, now, messages.append),
        lambda now: roll_back(
            target,
            holder="An",
            now=now,
            withdrawn=load_withdrawn_addresses(cached_site.site.content, SITEURL),
            say=messages.append,
        ),
        lambda now: publish_if_due(cached_site.site, now, messages.append),
    ]
    for run, command in enumerate(commands):
        damage_caches(cached_site, FILE_DAMAGES, dice, run)
        with fail_when_blocked(cached_site.site.cache):
            command(cached_site.now)
    assert [line for line in messages if find_english_words(line)] == []
    assert "đã quay lại bản" in messages[-1]

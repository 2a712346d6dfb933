"""Articles with words of their own in every field: after a withdrawal no older release has one of them."""

import gzip
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import brotli
import pytest
from PIL import Image

from bulletin.clock import VIETNAM_TZ
from bulletin.publishing.inspection.inspector import inspect_output
from bulletin.publishing.inspection.page_links import SiteOrigin
from bulletin.publishing.pipeline import publish
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.withdraw import withdraw
from bulletin.publishing.workspace import Workspace
from bulletin.views.nginx_maps import GONE_MAP_PATH
from tests.publishing.small_site import SITEURL, create_small_site, write_dated_article

pytestmark = pytest.mark.slow

NOON, HOUR = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ), timedelta(hours=1)
DATES = ("2025-03-04", "2026-11-21", "2026-11-23")
"""The only one of its year, one that stays, and news, the only one of its day."""
FIELDS = (
    "tieude", "tomtat", "tacgia", "tacgiahai", "nguon", "nguondiachi", "the", "thehai", "dongsukien", "anhbia", "motaanh",
    "chuthich", "tep", "tentep", "dinhchinh", "doan", "muc", "anhtrong", "motatrong", "lienket", "khac",
)  # fmt: skip
ADDRESSES = ("slug", "diachicu")
"""Words of the addresses: where these are there is a notice."""


NAMES = {
    "the": "chu-de",
    "thehai": "chu-de",
    "dongsukien": "dong-su-kien",
    "tacgia": "tac-gia",
    "tacgiahai": "tac-gia",
}
"""Words that have a listing, and where."""


WORD = re.compile(rb"[a-z]+zq")


def create_word(field: str, number: int, edition: str = "") -> str:
    return f"{field}{'abcde'[number]}{edition}zq"


def write_article_with_words(site: Workspace, number: int, edition: str = "") -> str:
    """Write an article with a word of its own in each field; ``edition`` makes them other words. Return its address."""
    own = {field: create_word(field, number, edition) for field in FIELDS}
    slug = create_word("slug", number, edition)
    for picture in ("anhbia", "anhtrong"):
        colour = (number * 40, len(edition) * 90, len(picture) * 20)
        Image.new("RGB", (420, 300), colour).save(site.content / f"images/{own[picture]}.png")
    (site.content / f"files/{own['tep']}.pdf").write_bytes(b"%PDF-1.4 " + own["tep"].encode())
    text = (
        f"{own['doan']}.\n\n## {own['muc']}\n\n![{own['motatrong']}](/images/{own['anhtrong']}.png)\n\n"
        f"[{own['lienket']}](https://{own['khac']}.example/)\n"
    )
    write_dated_article(
        site, create_word("slug", number), text, title=own["tieude"], slug=slug, date=f"{DATES[number]} 08:00",
        summary=own["tomtat"], authors=f"[{own['tacgia']}, {own['tacgiahai']}]",
        source=f"{{name: {own['nguon']}, url: 'https://{own['nguondiachi']}.example/'}}",
        tags=f"[{own['the']}, {own['thehai']}, Chung]", topic=own["dongsukien"], featured="lead",
        cover=f"images/{own['anhbia']}.png", cover_alt=own["motaanh"], cover_caption=own["chuthich"],
        attachments=f"[{{file: files/{own['tep']}.pdf, title: {own['tentep']}}}]",
        corrections=f"[{{date: {DATES[number]}, text: {own['dinhchinh']}}}]",
        aliases=f"[/{create_word('diachicu', number)}/, /{DATES[number][:7].replace('-', '/')}/{create_word('slug', number, 'cu')}/]",
    )  # fmt: skip
    return f"/{DATES[number][:7].replace('-', '/')}/{slug}/"


def record_removed_listings(site: Workspace) -> None:
    """Write down that the listings of former names go, as an editor is asked to where names change."""
    acts = "".join(
        f"- {{address: /{shelf}/{create_word(field, number, 'cu')}/, by: An, when: 2026-11-24, reason: Đổi tên}}\n"
        for field, shelf in NAMES.items()
        for number in range(len(DATES))
    )
    (site.content / "withdrawn.yml").write_text(acts, encoding="utf-8")


def find_words(release: Path, numbers: set[int]) -> Iterator[str]:
    """Yield each word of the articles in ``numbers`` that ``release`` holds, in a name or in any byte, packed or not."""
    words = {create_word(*one) for one in product((*FIELDS, *ADDRESSES), numbers, ("", "cu"))}
    # Where an article was, and a listing that was let go, there is a notice.
    slugs = {create_word(*one) for one in product(ADDRESSES, numbers, ("", "cu"))}
    slugs |= {create_word(*one) for one in product(NAMES, numbers, ("cu",))}
    for file in release.rglob("*"):
        path = file.relative_to(release).as_posix()
        data = file.read_bytes() if file.is_file() else b""
        data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        data = brotli.decompress(data) if file.suffix == ".br" else data
        there = set(
            WORD.findall(f"{path} ".encode() + data.lower())
        )  # in an index of the search, letters are before them
        notice = path == GONE_MAP_PATH or not slugs.isdisjoint(path.split("/"))
        for one in words - slugs if notice else words:
            if any(one.encode() in token for token in there):
                yield f"{path}: {one}"


def test_older_releases_hold_no_word_of_withdrawn_articles(
    tmp_path: Path, record_fault_count: Callable[[str], None]
) -> None:
    site = create_small_site(tmp_path)
    for folder in ("images", "files"):
        (site.content / folder).mkdir()
    for number in range(len(DATES)):
        write_article_with_words(site, number, "cu")
    publish(site, NOON, lambda _: None)
    addresses = [write_article_with_words(site, number) for number in range(len(DATES))]
    record_removed_listings(site)
    write_dated_article(site, "tin-moi", "Lời.", tags="[Chung]")
    publish(site, NOON + HOUR, lambda _: None)
    target = FolderTarget(site.root / "public")
    assert len(list(find_words(target.releases_folder / target.release_ids()[0], {0}))) > len(FIELDS)
    withdraw_quietly(site, addresses[0], NOON + 2 * HOUR)
    assert_words_absent(target, {0}, 3)
    withdraw_quietly(site, addresses[2], NOON + 3 * HOUR)
    assert_words_absent(target, {0, 2}, 4)
    kept = target.releases_folder / target.release_ids()[0]
    assert (kept / f"chu-de/{create_word('the', 1, 'cu')}/index.html").exists()
    assert (kept / "chu-de/chung/index.html").exists()
    count = 2 * 2 * len((*FIELDS, *ADDRESSES))
    record_fault_count(
        f"withdrawn articles: {count} words looked for in {len(target.release_ids())} releases, none found"
    )


def withdraw_quietly(site: Workspace, address: str, moment: datetime) -> None:
    withdraw(site, address, reason="Sai", by="An", now=moment, say=lambda _: None)


def assert_words_absent(target: FolderTarget, gone: set[int], count: int) -> None:
    """Raise AssertionError where a release is missing, is no whole site, or has a word of the articles in ``gone``."""
    names = target.release_ids()
    assert len(names) == count
    assert {name: list(find_words(target.releases_folder / name, gone)) for name in names} == {
        name: [] for name in names
    }
    for name in names:
        assert (
            inspect_output(
                StagedSite.from_folder(target.releases_folder / name), SiteOrigin.from_siteurl(SITEURL)
            )
            == []
        )


def test_publish_with_releases_cleansed_by_older_rules_takes_the_names_out(tmp_path: Path) -> None:
    """A topic, tag or author that no other article has kept its empty page."""
    site = create_small_site(tmp_path)
    own = {"topic": "Chuyện riêng", "tags": "[Thẻ riêng]", "author": "Người riêng"}
    write_dated_article(site, "rieng", "Lời riêng.", **own)
    publish(site, NOON + 5 * HOUR, lambda _: None)
    write_dated_article(site, "tin-khac", "Lời khác.")
    publish(site, NOON + 6 * HOUR, lambda _: None)
    with pytest.MonkeyPatch.context() as older:
        older.setattr("bulletin.publishing.withdrawal.redaction.find_empty_listings", lambda *_: set())
        older.setattr(
            "bulletin.publishing.withdrawal.release_redaction.find_empty_listings", lambda *_: set()
        )
        older.setattr("bulletin.publishing.withdrawal.redaction._RULES", "1")
        withdraw_quietly(site, "/2026/11/rieng/", NOON + 9 * HOUR)
    pages = ("dong-su-kien/chuyen-rieng", "chu-de/the-rieng", "tac-gia/nguoi-rieng")
    shelf = FolderTarget(site.root / "public").releases_folder
    assert all(list(shelf.glob(f"*/{page}/index.html")) for page in pages)
    said: list[str] = []
    for hour in (10, 11):
        publish(site, NOON + hour * HOUR, said.append)
    assert sum("Đã gỡ bài khỏi bản" in line for line in said) == 2
    assert not [page for page in pages if list(shelf.glob(f"*/{page}/index.html"))]
    assert not [
        file for file in shelf.glob("*/**/*.*ml") if b"rieng/" in file.read_bytes().replace(b"11/rieng/", b"")
    ]

"""After a withdrawal no older release has a word of the article, in any field."""

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
from bulletin.publishing.workspace.folders import Workspace
from bulletin.views.nginx_maps import GONE_MAP_PATH
from tests.publishing.small_site import SITEURL, create_small_site, write_dated_article

pytestmark = pytest.mark.slow

NOON, HOUR = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ), timedelta(hours=1)
DATES = ("2025-03-04", "2026-11-21", "2026-11-23")
"""The only article of its year, an article that stays, and the only article of its day."""
FIELDS = (
    "tieude", "tomtat", "tacgia", "tacgiahai", "nguon", "nguondiachi", "the", "thehai", "dongsukien", "anhbia", "motaanh",
    "chuthich", "tep", "tentep", "dinhchinh", "doan", "muc", "anhtrong", "motatrong", "lienket", "khac",
    "yeucau", "cau",
)  # fmt: skip
ADDRESSES = ("slug", "diachicu")
"""Fields with the words of addresses, which keep a notice."""
DOCUMENTS = {0: "70-QĐ/TU", 1: "71-QĐ/TU", 2: "72-QĐ/TU"}
"""The official document of each article, which only one more article cites."""
NAMES = {
    "the": "chu-de",
    "thehai": "chu-de",
    "dongsukien": "dong-su-kien",
    "tacgia": "tac-gia",
    "tacgiahai": "tac-gia",
}
"""Fields that have a listing, with the first part of its address."""
WORD = re.compile(rb"[a-z]+zq")


def create_word(field: str, number: int, version: str = "") -> str:
    return f"{field}{'abcde'[number]}{version}zq"


def write_article_with_words(site: Workspace, number: int, version: str = "") -> str:
    """Write an article with a unique word in each field and return its address.

    Another ``version`` has other words.
    """
    words = {field: create_word(field, number, version) for field in FIELDS}
    slug, month = create_word("slug", number, version), DATES[number][:7].replace("-", "/")
    for picture in ("anhbia", "anhtrong"):
        colour = (number * 40, len(version) * 90, len(picture) * 20)
        Image.new("RGB", (420, 300), colour).save(site.content / f"images/{words[picture]}.png")
    (site.content / f"files/{words['tep']}.pdf").write_bytes(b"%PDF-1.4 " + words["tep"].encode())
    text = (
        f"{words['doan']}.\n\nTheo Kết luận số 38-KL/TW và Quyết định số {DOCUMENTS[number]}, {words['cau']} họp.\n\n"
        f"## {words['muc']}\n\n![{words['motatrong']}](/images/{words['anhtrong']}.png)\n\n"
        f"[{words['lienket']}](https://{words['khac']}.example/)\n"
    )
    write_dated_article(
        site, create_word("slug", number), text, title=words["tieude"], slug=slug, date=f"{DATES[number]} 08:00",
        summary=words["tomtat"], authors=f"[{words['tacgia']}, {words['tacgiahai']}]",
        source=f"{{name: {words['nguon']}, url: 'https://{words['nguondiachi']}.example/'}}",
        tags=f"[{words['the']}, {words['thehai']}, Chung]", topic=words["dongsukien"], featured="lead",
        cover=f"images/{words['anhbia']}.png", cover_alt=words["motaanh"], cover_caption=words["chuthich"],
        attachments=f"[{{file: files/{words['tep']}.pdf, title: {words['tentep']}}}]",
        corrections=f"[{{date: {DATES[number]}, text: {words['dinhchinh']}}}]",
        aliases=f"[/{create_word('diachicu', number)}/, /{month}/{create_word('slug', number, 'cu')}/, '/?p={words['yeucau']}']",
    )  # fmt: skip
    return f"/{month}/{slug}/"


def record_removed_listings(site: Workspace) -> None:
    """Add withdrawals of the listings of former names, as an editor has to."""
    acts = "".join(
        f"- {{address: /{folder}/{create_word(field, number, 'cu')}/, by: An, when: 2026-11-24, reason: Đổi tên}}\n"
        for field, folder in NAMES.items()
        for number in range(len(DATES))
    )
    (site.content / "withdrawn.yml").write_text(acts, encoding="utf-8")


def find_words(release: Path, numbers: set[int]) -> Iterator[str]:
    """Yield the words of some articles that the files of a release have.

    Paths and decompressed contents are searched.
    """
    words = {create_word(*word) for word in product((*FIELDS, *ADDRESSES), numbers, ("", "cu"))}
    # Addresses of withdrawn articles and listings keep a notice.
    slugs = {create_word(*word) for word in product(ADDRESSES, numbers, ("", "cu"))}
    slugs |= {create_word(*word) for word in product(NAMES, numbers, ("cu",))}
    for file in release.rglob("*"):
        path = file.relative_to(release).as_posix()
        data = read_bytes(file) if file.is_file() else b""
        # In a search index, letters may stand before a word.
        tokens = set(WORD.findall(f"{path} ".encode() + data.lower()))
        notice = path == GONE_MAP_PATH or not slugs.isdisjoint(path.split("/"))
        for word in words - slugs if notice else words:
            if any(word.encode() in token for token in tokens):
                yield f"{path}: {word}"


def read_bytes(file: Path) -> bytes:
    """Return the decompressed content of a file."""
    data = file.read_bytes()
    data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    return brotli.decompress(data) if file.suffix == ".br" else data


def test_withdraw_removes_every_word_of_an_article_from_older_releases(
    tmp_path: Path, record_fault_count: Callable[[str], None]
) -> None:
    site = create_small_site(tmp_path, has_share_cards=True)
    for folder in ("images", "files"):
        (site.content / folder).mkdir()
    for number in range(len(DATES)):
        write_article_with_words(site, number, "cu")
    publish(site, NOON, lambda _: None)
    addresses = [write_article_with_words(site, number) for number in range(len(DATES))]
    record_removed_listings(site)
    cited = " và ".join(f"Quyết định số {number}" for number in DOCUMENTS.values())
    write_dated_article(site, "tin-moi", f"Lời theo Kết luận số 38-KL/TW, {cited}.", tags="[Chung]")
    publish(site, NOON + HOUR, lambda _: None)
    target = FolderTarget(site.root / "public")
    assert len(list(find_words(target.releases_folder / target.release_ids()[0], {0}))) > len(FIELDS)
    for number in DOCUMENTS:
        assert set(find_documents(target, number)) > {
            "van-ban/index.html",
            f"van-ban/7{number}-qd-tu/index.html",
        }
    withdraw_quietly(site, addresses[0], NOON + 2 * HOUR)
    assert_words_absent(target, {0}, 3)
    withdraw_quietly(site, addresses[2], NOON + 3 * HOUR)
    assert_words_absent(target, {0, 2}, 4)
    assert [*find_documents(target, 0), *find_documents(target, 2)] == []
    assert "van-ban/index.html" in find_documents(target, 1)
    kept = target.releases_folder / target.release_ids()[0]
    assert (kept / f"chu-de/{create_word('the', 1, 'cu')}/index.html").exists()
    assert (kept / "chu-de/chung/index.html").exists()
    count = 2 * 2 * len((*FIELDS, *ADDRESSES))
    record_fault_count(
        f"withdrawn articles: {count} words looked for in {len(target.release_ids())} releases, none found"
    )


def find_documents(target: FolderTarget, number: int) -> list[str]:
    """Return the files of all releases that link to the document of an article."""
    slug = f"7{number}-qd-tu"
    found = []
    for release in (target.releases_folder / name for name in target.release_ids()):
        for file in filter(Path.is_file, release.rglob("*")):
            path = file.relative_to(release).as_posix()
            link = slug if path.startswith("search/documents/") else f"van-ban/{slug}"
            if link in path or link.encode() in read_bytes(file):
                found.append(path)
    return found


def withdraw_quietly(site: Workspace, address: str, moment: datetime) -> None:
    withdraw(site, address, reason="Sai", by="An", now=moment, say=lambda _: None)


def assert_words_absent(target: FolderTarget, numbers: set[int], count: int) -> None:
    """Assert that all releases are complete sites without a word of the articles."""
    names = target.release_ids()
    assert len(names) == count
    assert {name: list(find_words(target.releases_folder / name, numbers)) for name in names} == {
        name: [] for name in names
    }
    for name in names:
        assert (
            inspect_output(
                StagedSite.from_folder(target.releases_folder / name), SiteOrigin.from_siteurl(SITEURL)
            )
            == []
        )


def test_publish_after_a_change_of_rules_redacts_older_releases(tmp_path: Path) -> None:
    """Older rules left the empty page of a topic, tag or author."""
    site = create_small_site(tmp_path)
    words = {"topic": "Chuyện riêng", "tags": "[Thẻ riêng]", "author": "Người riêng"}
    write_dated_article(site, "rieng", "Lời riêng.", **words)
    publish(site, NOON + 5 * HOUR, lambda _: None)
    write_dated_article(site, "tin-khac", "Lời khác.")
    publish(site, NOON + 6 * HOUR, lambda _: None)
    with pytest.MonkeyPatch.context() as older:
        older.setattr("bulletin.publishing.withdrawal.redaction.find_empty_listings", lambda *_: set())
        older.setattr(
            "bulletin.publishing.withdrawal.release_redaction.find_empty_listings", lambda *_: set()
        )
        older.setattr("bulletin.publishing.withdrawal.redaction.RULES_VERSION", "1")
        withdraw_quietly(site, "/2026/11/rieng/", NOON + 9 * HOUR)
    pages = ("dong-su-kien/chuyen-rieng", "chu-de/the-rieng", "tac-gia/nguoi-rieng")
    folder = FolderTarget(site.root / "public").releases_folder
    assert all(list(folder.glob(f"*/{page}/index.html")) for page in pages)
    said: list[str] = []
    for hour in (10, 11):
        publish(site, NOON + hour * HOUR, said.append)
    assert sum("Đã gỡ bài khỏi bản" in line for line in said) == 2
    assert not [page for page in pages if list(folder.glob(f"*/{page}/index.html"))]
    assert not [
        file
        for file in folder.glob("*/**/*.*ml")
        if b"rieng/" in file.read_bytes().replace(b"11/rieng/", b"")
    ]

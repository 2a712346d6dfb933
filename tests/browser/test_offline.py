"""Tests of reading without a network: kept pages, withdrawn pages, the end.

Each test has a release of its own behind nginx, which a test stops to take the network away.
"""

import os
import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.page_addresses import PAGE_ADDRESSES
from tests.sample_site import ROOT, SAMPLE_URL, run_pelican
from tools.nginx_server import NginxServer, run_nginx

pytestmark = [pytest.mark.browser, pytest.mark.servers]

ARTICLE = PAGE_ADDRESSES["lead article"]
NEW_ARTICLE = "/2026/11/nguoi-giu-cuon-so-di-thon-o-bac-binh/"
COPY_WORDS = "Không có mạng. Đây là bản đã lưu lúc"
RED = "rgb(142, 22, 22)"
PAGES_CACHE, FILES_CACHE, ASSETS_CACHE = "ban-tin-trang-1", "ban-tin-tep-1", "ban-tin-giao-dien-1"
LIST_KEPT = f"""async () => {{
  const cache = await caches.open("{PAGES_CACHE}");
  return (await cache.keys()).map((key) => new URL(key.url).pathname);
}}"""
FILL_CACHE = """async ([name, paths]) => {
  const cache = await caches.open(name);
  for (const path of paths) await cache.put(path, new Response("<p>x</p>", {headers: {"content-type": "text/html"}}));
}"""


@dataclass
class Reader:
    """A reader with a browser of its own, and the server of the site."""

    page: Page
    files: Path
    nginx: NginxServer
    base: str

    def open(self, address: str) -> str:
        """Open an address and return the text of the page."""
        self.page.goto(self.nginx.url + self.base + address, wait_until="load")
        return self.page.inner_text("body")

    def visit(self, address: str) -> None:
        """Open an address and wait until its copy is kept."""
        self.open(address)
        self.wait_until_kept(self.base + address)

    def wait_for(self, script: str, arg: object = None) -> None:
        """Wait until a function in the page returns a true value.

        It fails after ten seconds.
        Reason: Playwright's own ``wait_for_function`` takes the promise of an async function for true.
        """
        for _ in range(100):
            if self.page.evaluate(script, arg):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"still false: {script}")

    def wait_until_kept(self, *addresses: str) -> None:
        """Wait until the copies of the addresses are kept."""
        self.wait_for(
            f"async (wanted) => {{ const kept = await ({LIST_KEPT})(); return wanted.every((one) => kept.includes(one)); }}",
            arg=list(addresses),
        )

    def list_kept(self) -> list[str]:
        kept: list[str] = self.page.evaluate(LIST_KEPT)
        return kept

    def get_masthead_colour(self) -> str:
        """Return the colour behind the name of the site, which the stylesheet sets."""
        colour: str = self.page.evaluate(
            "getComputedStyle(document.querySelector('.masthead')).backgroundColor"
        )
        return colour

    @staticmethod
    def write_search_in_cache(cache: str, path: str) -> str:
        """Return an expression of JavaScript that is true if a cache has a path."""
        return f"Boolean(await (await caches.open('{cache}')).match('{path}'))"

    def install(self) -> None:
        """Open the front page, which installs the service worker and is kept."""
        self.visit("/")
        self.wait_for("() => navigator.serviceWorker.controller !== null")

    @contextmanager
    def lose_network(self) -> Iterator[None]:
        """Take the server away: connections are refused."""
        self.page.context.set_offline(True)
        self.nginx.process.terminate()
        self.nginx.process.wait()
        yield


@contextmanager
def serve_to_reader(browser: Browser, site: Path, folder: Path, base: str = "") -> Iterator[Reader]:
    """Serve a copy of a built site, and open a browser context.

    ``base`` is the path of the site on the server.
    """
    files = folder / f"public/current{base}"
    shutil.copytree(site, files)
    with run_nginx(folder / "public", folder / "nginx") as nginx:
        context = browser.new_context(ignore_https_errors=True, locale="vi-VN")
        yield Reader(context.new_page(), files, nginx, base)
        context.close()


@pytest.fixture
def reader(browser: Browser, sample: Path, tmp_path: Path) -> Iterator[Reader]:
    with serve_to_reader(browser, sample, tmp_path) as reader:
        yield reader


def test_pages_without_a_network_are_shown_with_the_time_of_their_copy(reader: Reader) -> None:
    """Open the page that was read first, one of the twenty newest, and another one."""
    page = reader.files / ARTICLE[1:] / "index.html"
    text = re.sub(
        r"(<h1[^>]*>).*?</h1>",
        r'\1Kết luận <span class="keep">38-KL/TW</span> mới</h1>',
        page.read_text("utf-8"),
        flags=re.DOTALL,
    )
    page.write_text(text, "utf-8")
    reader.visit(ARTICLE)
    reader.wait_until_kept(NEW_ARTICLE)
    reader.wait_for(f"async () => (await ({LIST_KEPT})()).length >= 21")
    with reader.lose_network():
        text = reader.open(ARTICLE)
        assert COPY_WORDS in text
        assert "Kết luận 38-KL/TW mới" in text
        assert reader.get_masthead_colour() == RED  # the stylesheet is kept too
        assert COPY_WORDS in reader.open(NEW_ARTICLE)
        reader.wait_for("() => document.querySelector('.latest__link')")
        reader.wait_for("() => document.querySelector('.article__cover img').naturalWidth > 0")
        assert "trang vừa mở chưa được lưu" in reader.open("/lien-he/")
        assert reader.page.locator(f'.copies a[href="{ARTICLE}"]').inner_text() == "Kết luận 38-KL/TW mới"


def test_page_with_a_network_is_the_one_of_the_server(reader: Reader) -> None:
    """Reason: an old copy must not hide a correction."""
    reader.install()
    reader.visit(ARTICLE)
    page = reader.files / ARTICLE[1:] / "index.html"
    page.write_text(page.read_text("utf-8").replace("Kết luận 38", "Kết luận MỚI"), "utf-8")
    text = reader.open(ARTICLE)
    assert "Kết luận MỚI" in text
    assert COPY_WORDS not in text


@pytest.mark.plays
def test_copy_of_a_server_that_does_not_answer_is_shown_after_ten_seconds(reader: Reader) -> None:
    """Check too that a page without a copy is waited for."""
    reader.install()
    reader.visit(ARTICLE)
    other = reader.page.context.new_page()
    other.goto(reader.nginx.url + ARTICLE)
    workers = [int(item) for item in reader.nginx.list_workers()]
    for process in workers:
        os.kill(process, signal.SIGSTOP)
    try:
        other.evaluate("setTimeout(() => location.assign('/lien-he/'))")
        assert COPY_WORDS in reader.open(ARTICLE)
        assert other.url.endswith(ARTICLE)
    finally:
        for process in workers:
            os.kill(process, signal.SIGCONT)
    other.wait_for_url("**/lien-he/")
    assert COPY_WORDS not in other.inner_text("body")


def test_pages_that_are_gone_leave_at_the_next_visit(reader: Reader) -> None:
    reader.install()
    for address in (ARTICLE, NEW_ARTICLE):
        reader.visit(address)
        (reader.files / address[1:] / "index.html").unlink()
    (reader.files / ".nginx/gone.map").write_text(f'"{ARTICLE}" "1";\n')
    reader.nginx.reload()
    for address, status in ((ARTICLE, 410), (NEW_ARTICLE, 404)):
        answer = reader.page.goto(reader.nginx.url + address)
        assert answer is not None
        assert answer.status == status
        reader.wait_for(f"async () => !(await ({LIST_KEPT})()).includes('{address}')")


def test_withdrawn_article_leaves_with_what_names_it_at_the_next_contact(reader: Reader) -> None:
    """Check too that a page without the article stays, with an invalid link."""
    page = reader.files / "gioi-thieu/index.html"
    text = page.read_text("utf-8")
    assert "</main>" in text
    page.write_text(text.replace("</main>", '<a href="http://192.168.300.1/x">x</a></main>'), "utf-8")
    fragments = reader.files / "fragments"
    (fragments / "latest.html").write_text(f'<ol><li><a href="..{ARTICLE}">x</a></li></ol>', "utf-8")
    (fragments / "khac.html").write_text('<ol><li><a href="../gioi-thieu/">x</a></li></ol>', "utf-8")
    reader.install()
    for address in ("/gioi-thieu/", ARTICLE, "/luu-tru/2019/12/"):
        reader.visit(address)
    for name in ("latest", "khac"):
        reader.page.evaluate("(path) => fetch(path).then(() => null)", f"/fragments/{name}.html")
        reader.wait_for(f"async () => {reader.write_search_in_cache(FILES_CACHE, f'/fragments/{name}.html')}")
    withdraw_lead_article(reader)
    (fragments / "latest.html").unlink()
    reader.open("/lien-he/")
    for address in (ARTICLE, "/luu-tru/2019/12/"):
        reader.wait_for(f"async () => !(await ({LIST_KEPT})()).includes('{address}')")
    reader.wait_for(f"async () => !{reader.write_search_in_cache(FILES_CACHE, '/fragments/latest.html')}")
    assert "/gioi-thieu/" in reader.list_kept()
    assert reader.page.evaluate(
        f"async () => {reader.write_search_in_cache(FILES_CACHE, '/fragments/khac.html')}"
    )


def test_worker_keeps_no_more_copies_than_its_limits(reader: Reader) -> None:
    """Check too that the offline page and its stylesheet stay."""
    names = {FILES_CACHE: "images/anh-{:010x}-96.png", ASSETS_CACHE: "assets/tep.{:010x}.js"}
    last = {cache: name.format(999) for cache, name in names.items()}
    for name in last.values():
        (reader.files / name).write_text("x", "utf-8")
    reader.install()
    reader.wait_for(f"async () => (await ({LIST_KEPT})()).length >= 21")
    for cache, paths in (
        (PAGES_CACHE, [f"/2020/01/bai-{number}/" for number in range(60)]),
        *((cache, [f"/{name.format(number)}" for number in range(160)]) for cache, name in names.items()),
    ):
        reader.page.evaluate(FILL_CACHE, [cache, paths])
    reader.visit(ARTICLE)
    for name in last.values():
        reader.page.evaluate("(path) => fetch(path).then((answer) => answer.text())", f"/{name}")
    for cache, most, newest in (
        (PAGES_CACHE, 60, ARTICLE[1:]),
        (FILES_CACHE, 150, last[FILES_CACHE]),
        (ASSETS_CACHE, 60, last[ASSETS_CACHE]),
    ):
        reader.wait_for(
            f"""async () => {{
              const cache = await caches.open("{cache}");
              return (await cache.keys()).length === {most} && Boolean(await cache.match("/{newest}"));
            }}"""
        )
    with reader.lose_network():
        assert "trang vừa mở chưa được lưu" in reader.open("/lien-he/")
        assert reader.get_masthead_colour() == RED


def withdraw_lead_article(reader: Reader) -> None:
    """Put the digest of the lead article into the list of news."""
    digest = sha256(ARTICLE.encode()).hexdigest()[:16]
    news = reader.files / "fragments/offline.html"
    text = news.read_text("utf-8")
    news.write_text(text.replace('data-withdrawn=""', f'data-withdrawn="{digest}"'), "utf-8")


@pytest.mark.plays
def test_full_disk_keeps_the_copies_that_are_there(reader: Reader) -> None:
    """Open a new page with little room, which the oldest copies make.

    Open it again with far too little room.
    """
    reader.install()
    reader.wait_for(f"async () => (await ({LIST_KEPT})()).length >= 21")
    usage = reader.page.evaluate("navigator.storage.estimate().then(({usage}) => usage)")
    limit_storage(reader, usage)
    reader.visit("/gioi-thieu/")
    limit_storage(reader, 1000)
    for _ in range(2):
        reader.open("/gioi-thieu/")
        reader.page.wait_for_timeout(300)
    assert "/gioi-thieu/" in reader.list_kept()
    assert len(reader.list_kept()) >= 12


def limit_storage(reader: Reader, size: int) -> None:
    """Let the browser keep no more than ``size`` bytes of the site."""
    session = reader.page.context.new_cdp_session(reader.page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": reader.nginx.url, "quotaSize": size})


def test_setting_that_ends_it_removes_worker_and_copies(reader: Reader) -> None:
    reader.install()
    reader.visit(ARTICLE)
    shutil.copy(ROOT / "theme/static/worker/sw-off.js", reader.files / "sw.js")
    for page in reader.files.rglob("*.html"):
        page.write_text(page.read_text("utf-8").replace(' data-worker="/sw.js"', ""), "utf-8")
    reader.open("/")
    reader.page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one && one.update())")
    reader.wait_for("async () => (await navigator.serviceWorker.getRegistrations()).length === 0")
    reader.page.wait_for_timeout(4000)
    assert reader.page.evaluate("caches.keys()") == []


@pytest.mark.plays
def test_site_below_a_path_keeps_its_own_pages(browser: Browser, tmp_path: Path) -> None:
    run_pelican(
        ROOT / "content", tmp_path / "site", "-s", "publishconf.py", "-e", f'SITEURL="{SAMPLE_URL}/ban-tin"'
    )
    with serve_to_reader(browser, tmp_path / "site", tmp_path, "/ban-tin") as reader:
        reader.install()
        reader.visit(ARTICLE)
        reader.wait_until_kept(f"/ban-tin{NEW_ARTICLE}")
        assert all(path.startswith("/ban-tin/") for path in reader.list_kept())
        with reader.lose_network():
            assert COPY_WORDS in reader.open(ARTICLE)
            assert "trang vừa mở chưa được lưu" in reader.open("/lien-he/")

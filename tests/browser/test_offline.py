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
LIST_KEPT = """async () => {
  const cache = await caches.open("ban-tin-trang-1");
  return (await cache.keys()).map((key) => new URL(key.url).pathname);
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

    def install(self) -> None:
        """Open the front page twice: the first visit installs the service worker."""
        self.open("/")
        self.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        self.wait_for("() => navigator.serviceWorker.controller !== null")
        self.visit("/")

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


def test_page_read_before_is_shown_without_a_network_and_says_from_when(reader: Reader) -> None:
    reader.install()
    reader.visit(ARTICLE)
    with reader.lose_network():
        text = reader.open(ARTICLE)
        assert COPY_WORDS in text
        assert "Kết luận 38" in text
        colour = reader.page.evaluate("getComputedStyle(document.querySelector('.masthead')).backgroundColor")
        assert colour == "rgb(142, 22, 22)"  # the stylesheet is kept too


def test_twenty_newest_articles_are_kept_without_being_opened(reader: Reader) -> None:
    reader.install()
    reader.wait_until_kept(NEW_ARTICLE)
    reader.wait_for(f"async () => (await ({LIST_KEPT})()).length >= 21")
    with reader.lose_network():
        assert COPY_WORDS in reader.open(NEW_ARTICLE)


def test_unknown_page_without_a_network_lists_what_can_be_read(reader: Reader) -> None:
    reader.install()
    reader.visit(ARTICLE)
    with reader.lose_network():
        text = reader.open("/lien-he/")
        assert "trang vừa mở chưa được lưu" in text
        assert reader.page.locator(f'.copies a[href="{ARTICLE}"]').count() == 1


def test_page_with_a_network_is_the_one_of_the_server(reader: Reader) -> None:
    """Reason: an old copy must not hide a correction."""
    reader.install()
    reader.visit(ARTICLE)
    page = reader.files / ARTICLE[1:] / "index.html"
    page.write_text(page.read_text("utf-8").replace("Kết luận 38", "Kết luận MỚI"), "utf-8")
    text = reader.open(ARTICLE)
    assert "Kết luận MỚI" in text
    assert COPY_WORDS not in text


def test_copy_of_a_server_that_does_not_answer_is_shown_after_ten_seconds(reader: Reader) -> None:
    reader.install()
    reader.visit(ARTICLE)
    workers = [int(item) for item in reader.nginx.list_workers()]
    for process in workers:
        os.kill(process, signal.SIGSTOP)
    try:
        assert COPY_WORDS in reader.open(ARTICLE)
    finally:
        for process in workers:
            os.kill(process, signal.SIGCONT)


@pytest.mark.parametrize("status", [404, 410])
def test_page_that_is_gone_leaves_at_the_next_visit(reader: Reader, status: int) -> None:
    reader.install()
    reader.visit(ARTICLE)
    (reader.files / ARTICLE[1:] / "index.html").unlink()
    if status == 410:
        (reader.files / ".nginx/gone.map").write_text(f'"{ARTICLE}" "1";\n')
        reader.nginx.reload()
    reader.open(ARTICLE)
    reader.wait_for(f"async () => !(await ({LIST_KEPT})()).includes('{ARTICLE}')")


def test_withdrawn_article_leaves_with_the_pages_that_name_it_at_the_next_contact(reader: Reader) -> None:
    reader.install()
    reader.visit(ARTICLE)
    reader.visit("/luu-tru/2019/12/")
    reader.visit("/gioi-thieu/")
    assert {ARTICLE, "/luu-tru/2019/12/"} <= set(reader.list_kept())
    withdraw_lead_article(reader)
    reader.open("/lien-he/")
    for address in (ARTICLE, "/luu-tru/2019/12/"):
        reader.wait_for(f"async () => !(await ({LIST_KEPT})()).includes('{address}')")
    assert "/gioi-thieu/" in reader.list_kept()


def test_unknown_page_after_many_files_is_still_the_offline_page(reader: Reader) -> None:
    names = [f"images/anh-{number:010x}-96.png" for number in range(160)]
    names += [f"assets/tep.{number:010x}.js" for number in range(80)]
    for name in names:
        (reader.files / name).write_text("x", "utf-8")
    reader.install()
    for name in names:
        reader.page.evaluate("(path) => fetch(path).then((answer) => answer.text())", f"/{name}")
    for cache, most, last in (
        ("ban-tin-tep-1", 150, names[159]),
        ("ban-tin-giao-dien-1", 60, names[-1]),
    ):
        reader.wait_for(
            f"""async () => {{
              const cache = await caches.open("{cache}");
              return (await cache.keys()).length === {most} && Boolean(await cache.match("/{last}"));
            }}"""
        )
    with reader.lose_network():
        assert "trang vừa mở chưa được lưu" in reader.open("/lien-he/")
        colour = reader.page.evaluate("getComputedStyle(document.querySelector('.masthead')).backgroundColor")
        assert colour == "rgb(142, 22, 22)"


def test_list_of_copies_has_titles_with_markup_inside(reader: Reader) -> None:
    page = reader.files / ARTICLE[1:] / "index.html"
    text = re.sub(
        r"(<h1[^>]*>).*?</h1>",
        r'\1Kết luận <span class="keep">38-KL/TW</span> mới</h1>',
        page.read_text("utf-8"),
        flags=re.DOTALL,
    )
    page.write_text(text, "utf-8")
    reader.install()
    reader.visit(ARTICLE)
    with reader.lose_network():
        reader.open("/lien-he/")
        assert reader.page.locator(f'.copies a[href="{ARTICLE}"]').inner_text() == "Kết luận 38-KL/TW mới"


def test_withdrawn_article_leaves_after_a_page_with_an_invalid_link(reader: Reader) -> None:
    page = reader.files / "gioi-thieu/index.html"
    link = '<a href="http://192.168.300.1/x">x</a></main>'
    text = page.read_text("utf-8")
    assert "</main>" in text
    page.write_text(text.replace("</main>", link), "utf-8")
    reader.install()
    reader.visit("/gioi-thieu/")
    reader.visit(ARTICLE)
    withdraw_lead_article(reader)
    reader.open("/lien-he/")
    reader.wait_for(f"async () => !(await ({LIST_KEPT})()).includes('{ARTICLE}')")
    assert "/gioi-thieu/" in reader.list_kept()


def test_kept_fragment_that_names_a_withdrawn_article_leaves(reader: Reader) -> None:
    fragments = reader.files / "fragments"
    (fragments / "latest.html").write_text(f'<ol><li><a href="..{ARTICLE}">x</a></li></ol>', "utf-8")
    (fragments / "khac.html").write_text('<ol><li><a href="../gioi-thieu/">x</a></li></ol>', "utf-8")
    reader.install()
    for name in ("latest", "khac"):
        reader.page.evaluate("(path) => fetch(path).then(() => null)", f"/fragments/{name}.html")
        reader.wait_for(
            f"async () => Boolean(await (await caches.open('ban-tin-tep-1')).match('/fragments/{name}.html'))"
        )
    withdraw_lead_article(reader)
    (fragments / "latest.html").unlink()
    reader.open("/lien-he/")
    reader.wait_for(
        "async () => !(await (await caches.open('ban-tin-tep-1')).match('/fragments/latest.html'))"
    )
    assert reader.page.evaluate(
        "async () => Boolean(await (await caches.open('ban-tin-tep-1')).match('/fragments/khac.html'))"
    )


def withdraw_lead_article(reader: Reader) -> None:
    """Put the digest of the lead article into the list of news.

    The worker is stopped, so that it reads the list again at the next page.
    """
    digest = sha256(ARTICLE.encode()).hexdigest()[:16]
    news = reader.files / "fragments/offline.html"
    text = news.read_text("utf-8")
    news.write_text(text.replace('data-withdrawn=""', f'data-withdrawn="{digest}"'), "utf-8")
    restart_worker(reader)


def restart_worker(reader: Reader) -> None:
    """Stop the service worker, as a browser does after half a minute without work."""
    session = reader.page.context.new_cdp_session(reader.page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    session.detach()


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


def test_worker_keeps_no_more_pages_than_its_limit(reader: Reader) -> None:
    reader.install()
    pages = [
        f"/{path.parent.relative_to(reader.files)}/" for path in sorted(reader.files.glob("*/*/*/index.html"))
    ]
    pages += [
        f"/{path.parent.relative_to(reader.files)}/" for path in sorted(reader.files.glob("*/*/index.html"))
    ]
    assert len(pages) > 70
    for address in pages[:70]:
        reader.page.goto(reader.nginx.url + address, wait_until="commit")
    assert len(reader.list_kept()) <= 60

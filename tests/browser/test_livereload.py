import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from bulletin.publishing.workspace.folders import Workspace
from tests.cli.livereload.livereload_site import (
    ARTICLE,
    DRAFT,
    NOW,
    SCHEDULED,
    create_livereload_site,
)
from tests.publishing.small_site import write_dated_article

pytestmark = [pytest.mark.browser, pytest.mark.slow]
_OLD_BODY, _NEW_BODY = "Lời của bản nháp.", "Lời vừa sửa."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A site with a draft and a scheduled article, in which a test leaves no fault."""
    return create_livereload_site(tmp_path_factory.mktemp("livereload"))


@pytest.fixture(scope="module")
def address(site: Workspace) -> Iterator[str]:
    """Address of ``./inv livereload`` of the site."""
    command = [sys.executable, "tasks.py", "livereload", "--port", "0"]
    with subprocess.Popen(
        command, cwd=site.root, env={**os.environ, "BULLETIN_NOW": NOW, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE, text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stdout is not None
        lines = iter(process.stdout)
        try:
            yield next(found[1] for line in lines if (found := re.search(r"(http://127[^ /]*)/", line)))
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0


def require_no_overflow(page: Page) -> None:
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width == 0


def require_accessible(page: Page) -> None:
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


def test_livereload_shows_edits_and_faults_of_a_draft_in_the_open_page(
    site: Workspace, address: str, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address + DRAFT)
    page.get_by_text(_OLD_BODY).wait_for()
    assert "Bản nháp" in page.locator(".livereload-mark").inner_text()
    require_no_overflow(page)
    require_accessible(page)
    write_dated_article(site, "nhap", _NEW_BODY, status="draft")
    page.get_by_text(_NEW_BODY).wait_for()
    write_dated_article(site, "nhap", "Xem [bài](/khong-co/).", status="draft")
    page.locator(".livereload-fault").wait_for()
    assert "content/articles/nhap.md:9" in page.locator("main").inner_text()
    require_no_overflow(page)
    require_accessible(page)
    write_dated_article(site, "nhap", _OLD_BODY, status="draft")
    page.get_by_text(_OLD_BODY).wait_for()


@pytest.mark.plays
def test_livereload_shows_faults_of_published_articles_on_each_page(
    site: Workspace, address: str, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(address + ARTICLE)
    page.locator(".livereload-mark").wait_for()
    faulty = write_dated_article(site, "sai", "Xem [bài](/khong-co/).")
    page.locator(".livereload-fault").wait_for()
    text = page.locator("main").inner_text()
    assert "content/articles/sai.md:8" in text
    assert "Liên kết tới địa chỉ không có: /khong-co/." in text
    faulty.unlink()
    page.locator(".livereload-mark").wait_for()
    assert page.url == address + ARTICLE


def test_livereload_without_scripts_shows_marks_and_the_list(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="2 bài chưa đăng").click()
    page.get_by_role("link", name="Tin hen").click()
    assert page.url == address + SCHEDULED
    mark = page.locator(".livereload-mark").inner_text()
    assert "Hẹn giờ đăng lúc 08:00 ngày 01/12/2026" in mark
    context.close()


def test_livereload_makes_the_search_index_when_a_reader_searches(
    site: Workspace, address: str, browser: Browser
) -> None:
    write_dated_article(site, "moi", "Câu hiếm: rươi bờ bãi.")
    page = browser.new_page()
    page.goto(f"{address}/2026/11/moi/")
    page.get_by_text("rươi bờ bãi").wait_for()
    assert not (site.preview_output / "search").exists()
    page.goto(f"{address}/tim-kiem/?q=rươi")
    page.get_by_role("main").get_by_role("link", name="Tin moi").wait_for()


def test_livereload_tells_the_warnings_of_a_draft_in_its_mark(
    site: Workspace, address: str, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address + DRAFT)
    write_dated_article(site, "nhap", "Đoạn đầu.\n\nTổ chức thực hiện./.", status="draft")
    page.get_by_text("cảnh báo [closing-mark]").wait_for()
    require_no_overflow(page)
    require_accessible(page)
    page.goto(address)
    page.get_by_role("link", name="1 cảnh báo").click()
    page.get_by_role("heading", name="Cảnh báo (1)").wait_for()
    require_no_overflow(page)
    require_accessible(page)

from datetime import datetime

import pytest

from bulletin.build.draft_preview import UnpublishedItem
from bulletin.cli.livereload.messages import BuildResult
from bulletin.cli.livereload.preview_pages import (
    add_marks,
    build_draft_fault_page,
    build_fault_page,
    build_list_page,
    format_item_state,
)
from bulletin.clock import VIETNAM_TZ
from bulletin.content.problems import Problem
from bulletin.content.warnings.warning import ContentWarning

DRAFT = UnpublishedItem("content/articles/nhap.md", "Nháp <một>", "/2026/11/nhap/", "draft")
SCHEDULED = UnpublishedItem(
    "content/articles/hen.md",
    "Hẹn",
    "/2026/12/hen/",
    "scheduled",
    datetime(2026, 12, 1, 8, tzinfo=VIETNAM_TZ),
)
PROBLEM = Problem("content/articles/nhap.md", 3, "Không có <b>.", "Hãy bỏ “<b>”.")
WARNING = ContentWarning(
    "content/articles/nhap.md", 4, "bare-address", "Địa chỉ <trần>.", "Hãy đặt liên kết."
)
OTHER_WARNING = ContentWarning("content/articles/khac.md", 9, "capitals", "Chữ hoa.")
PAGE = b'<html><head><title>x</title></head><body class="y"><p>z</p></body></html>'


def mark_page(address: str, *items: UnpublishedItem) -> str:
    return add_marks(PAGE, "v1", address, items).decode()


def test_format_item_state_of_a_scheduled_article_names_its_hour() -> None:
    assert format_item_state(SCHEDULED) == "Hẹn giờ đăng lúc 08:00 ngày 01/12/2026"


def test_add_marks_to_a_draft_states_that_readers_do_not_see_it() -> None:
    page = mark_page(DRAFT.address, DRAFT, SCHEDULED)
    assert '<body class="y"><aside class="livereload-mark livereload-draft">' in page
    assert "Bản nháp: bạn đọc chưa thấy trang này." in page
    assert "<code>content/articles/nhap.md</code>" in page


def test_add_marks_to_another_page_counts_what_is_not_published() -> None:
    assert '<a href="/.livereload/chua-dang/">2 bài chưa đăng</a>' in mark_page("/", DRAFT, SCHEDULED)


def test_add_marks_to_a_draft_tells_its_own_warnings() -> None:
    page = add_marks(PAGE, "v1", DRAFT.address, (DRAFT,), (WARNING, OTHER_WARNING)).decode()
    assert "<p>Dòng 4: cảnh báo [bare-address]: Địa chỉ &lt;trần&gt;. Hãy đặt liên kết.</p></aside>" in page
    assert "capitals" not in page


def test_add_marks_to_another_page_counts_warnings() -> None:
    page = add_marks(PAGE, "v1", "/", (), (WARNING, OTHER_WARNING)).decode()
    assert '<p><a href="/.livereload/chua-dang/#canh-bao">2 cảnh báo</a></p>' in page


def test_add_marks_without_unpublished_items_adds_only_style_and_script() -> None:
    page = mark_page("/")
    assert "<aside" not in page
    assert 'data-version="v1"' in page


def test_build_fault_page_states_place_message_and_remedy() -> None:
    page = build_fault_page(BuildResult(problems=(PROBLEM,)), "v1").decode()
    assert "<h1>Nội dung có 1 lỗi</h1>" in page
    assert "<code>content/articles/nhap.md:3</code>" in page
    assert "<p>Không có &lt;b&gt;.</p><p><strong>Hãy bỏ “&lt;b&gt;”.</strong></p>" in page


def test_build_fault_page_of_another_error_quotes_its_message() -> None:
    page = build_fault_page(BuildResult(message="pelicanconf.py:3: <sai>"), "v1").decode()
    assert "pelicanconf.py:3: &lt;sai&gt;" in page


@pytest.mark.parametrize(("state", "name"), [("draft", "Bản nháp"), ("review", "Bản chờ duyệt")])
def test_build_draft_fault_page_says_that_a_draft_stops_nothing(state: str, name: str) -> None:
    item = UnpublishedItem(DRAFT.path, DRAFT.title, DRAFT.address, state, None, (PROBLEM,))
    page = build_draft_fault_page(item, "v1").decode()
    assert f"{name} này còn lỗi nên chưa xem được." in page
    assert "<h1>Nháp &lt;một&gt;</h1>" in page
    assert "không cản xuất bản các bài khác" in page
    assert "content/articles/nhap.md:3" in page


def test_build_list_page_groups_items_by_state_below_the_path_of_the_site() -> None:
    page = build_list_page((SCHEDULED, DRAFT), (), "/tin", True, "v1").decode()
    assert page.index("<h2>Bản nháp (1)</h2>") < page.index("<h2>Hẹn giờ (1)</h2>")
    assert '<a href="/tin/2026/11/nhap/">Nháp &lt;một&gt;</a>' in page
    assert "Hẹn giờ đăng lúc 08:00 ngày 01/12/2026" in page


def test_build_list_page_for_a_network_says_that_others_see_drafts() -> None:
    page = build_list_page((DRAFT,), (), "", False, "v1").decode()
    assert "trên máy này" not in page
    assert "máy nào trong mạng mở được địa chỉ này thì cũng xem được." in page


def test_build_list_page_without_items_says_so() -> None:
    page = build_list_page((), (), "", True, "v1").decode()
    assert "Không có bài nháp" in page
    assert "Cảnh báo" not in page


def test_build_list_page_tells_all_warnings() -> None:
    page = build_list_page((DRAFT,), (WARNING, OTHER_WARNING), "", True, "v1").decode()
    assert '<h2 id="canh-bao">Cảnh báo (2)</h2>' in page
    assert "<code>content/articles/khac.md:9</code> [capitals]<p>Chữ hoa.</p></li>" in page
    assert "<code>ignore_warnings: [bare-address]</code>" in page
    assert "<strong>Hãy đặt liên kết.</strong>" in page

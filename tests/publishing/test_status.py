from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.rollback import roll_back
from bulletin.publishing.schedule import PublishSchedule, find_not_due_reason, hold_scheduled_publish
from bulletin.publishing.settings.settings import load_pelican_settings
from bulletin.publishing.status import describe_status
from bulletin.publishing.targets.base import Target
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from tests.publishing.harness import PublishHarness
from tests.publishing.small_site import write_dated_article


@pytest.fixture
def harness(tmp_path: Path) -> PublishHarness:
    return PublishHarness(tmp_path / "site")


def describe(harness: PublishHarness, now: datetime | None = None) -> list[str]:
    settings = load_pelican_settings(harness.site.root / "publishconf.py")
    return list(describe_status(harness.site, settings, lambda: harness.target, now or harness.now))


def test_describe_status_before_the_first_publish_says_how_to_publish(harness: PublishHarness) -> None:
    lines = describe(harness)
    assert lines[0].startswith("Bạn đọc chưa xem được bản nào ở ")
    assert lines[0].endswith("Xuất bản: ./inv publish")
    assert lines[1].startswith("Chưa biết lần tới cần xuất bản lại")


def test_describe_status_names_the_release_and_the_next_change(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "hen-gio", date="2026-11-25 06:00")
    harness.publish()
    current = harness.target.current_id()
    lines = describe(harness)
    assert lines[0].startswith(f"Bạn đọc đang xem bản {current} ở ")
    assert "xuất bản lúc 13:00 24/11/2026" in lines[0]
    assert lines[1].startswith("Lần tới cần xuất bản lại: 06:00 Thứ Tư, 25/11/2026 (bài hẹn giờ).")
    place = lines.index("Hẹn giờ đăng (1):")
    assert lines[place + 1] == "  06:00 25/11/2026  content/articles/hen-gio.md  Tin hen-gio"


def test_describe_status_change_ten_minutes_ago_says_the_timer_stopped(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "hen-gio", date="2026-11-24 14:00")
    harness.publish()
    scheduled = harness.now + timedelta(hours=1)
    assert describe(harness, scheduled + timedelta(minutes=10))[1].startswith("Lần tới cần xuất bản lại")
    overdue = describe(harness, scheduled + timedelta(minutes=11))[1]
    assert overdue.startswith("Đã quá giờ: lẽ ra phải xuất bản lại lúc 14:00 24/11/2026 (bài hẹn giờ)")
    assert overdue.endswith("Hãy chạy ./inv publish --due")


def test_describe_status_names_an_article_that_was_written_after_the_last_publish(
    harness: PublishHarness,
) -> None:
    harness.publish()
    write_dated_article(harness.site, "sau", date="2026-11-25 06:00")
    assert describe(harness)[1].startswith(
        "Lần tới cần xuất bản lại: 06:00 Thứ Tư, 25/11/2026 (bài hẹn giờ)."
    )
    overdue = describe(harness, harness.now + timedelta(days=2))[1]
    assert overdue.startswith("Đã đến giờ mà chưa đăng, ")
    assert "06:00 25/11/2026 (bài hẹn giờ)" in overdue


def test_describe_status_of_a_machine_that_another_one_published_after_says_so(
    harness: PublishHarness,
) -> None:
    write_dated_article(harness.site, "hen-gio", date="2026-11-24 13:30")
    harness.publish()
    note = PublishSchedule.read(harness.site)
    harness.now += timedelta(hours=1)
    write_dated_article(harness.site, "khac")
    harness.publish()
    assert note
    note.write(harness.site)  # as if the second publish came from another machine
    line = describe(harness)[1]
    assert line.startswith(
        "Ở máy này đã đến giờ xuất bản lại (13:30 24/11/2026, bài hẹn giờ). Máy khác đã xuất bản"
    )
    assert "lúc 15:00 24/11/2026" in line


def test_describe_status_after_a_rollback_says_that_the_timer_waits(harness: PublishHarness) -> None:
    harness.publish()
    first = harness.target.current_id() or ""
    with hold_scheduled_publish(harness.site, first, harness.now):
        pass
    write_dated_article(harness.site, "sau", date="2026-11-24 13:30")
    line = describe(harness, harness.now + timedelta(hours=2))[1]
    assert line == find_not_due_reason(harness.site, harness.now + timedelta(hours=2))
    assert line.startswith(f"Có người đã quay lại bản {first}, nên không tự xuất bản.")


def test_describe_status_after_a_rollback_names_the_newest_release(harness: PublishHarness) -> None:
    harness.publish()
    first = harness.target.current_id()
    write_dated_article(harness.site, "moi")
    harness.publish()
    second = harness.target.current_id()
    withdrawn = WithdrawnAddresses(frozenset(), "")
    roll_back(harness.target, holder="phép thử", now=harness.now, withdrawn=withdrawn, say=print)
    lines = describe(harness)
    assert lines[0].startswith(f"Bạn đọc đang xem bản {first} ")
    assert lines[1].startswith(f"Đây không phải bản mới nhất ({second}): có người đã quay lại.")


def test_describe_status_lists_what_waits_and_marks_problems(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "duyet", status="review")
    write_dated_article(harness.site, "nhap", "Xem [bài](/2026/11/khong-co/).", status="draft")
    write_dated_article(harness.site, "hong", "Xem [bài](/2026/11/khong-co/). Hết./.")
    write_dated_article(harness.site, "het-han", expires="2026-11-28")
    write_dated_article(harness.site, "con-lau", expires="2026-12-28")
    lines = describe(harness)
    assert "Nội dung có 1 lỗi. Xem từng lỗi: ./inv check" in lines
    assert "Bài nháp có 1 lỗi, không cản xuất bản. Xem từng lỗi: ./inv check" in lines
    assert "Nội dung có 1 cảnh báo, không cản xuất bản. Xem từng cảnh báo: ./inv check" in lines
    assert lines[lines.index("Chờ duyệt (1):") + 1] == "  content/articles/duyet.md  Tin duyet"
    assert lines[lines.index("Bản nháp (1):") + 1] == (
        "  content/articles/nhap.md  Tin nhap  (có lỗi: ./inv check)"
    )
    assert lines[lines.index("Hết hạn trong bảy ngày tới (1):") + 1].endswith("  Tin het-han")


def test_describe_status_target_that_does_not_answer_still_describes_the_content(
    harness: PublishHarness,
) -> None:
    write_dated_article(harness.site, "nhap", status="draft")
    settings = load_pelican_settings(harness.site.root / "publishconf.py")

    def fail() -> Target:
        raise UserError("Không tới được kho.")

    lines = list(describe_status(harness.site, settings, fail, harness.now))
    assert lines[0] == "Không tới được kho."
    assert "Bản nháp (1):" in lines


def test_describe_status_counts_the_rows_that_it_does_not_print(harness: PublishHarness) -> None:
    for number in range(23):
        write_dated_article(harness.site, f"nhap-{number:02}", status="draft")
    lines = describe(harness)
    assert "Bản nháp (23):" in lines
    assert lines[-1] == "  … và 3 mục khác"
    assert sum("nhap-" in line for line in lines) == 20

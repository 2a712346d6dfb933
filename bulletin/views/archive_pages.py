"""The archive by month, and the pages every bulletin has one of."""

from calendar import monthcalendar
from itertools import groupby

from bulletin import urls
from bulletin.archive.archive import Month
from bulletin.archive.article_list import Shelf
from bulletin.content.withdrawals import HEADING, LISTING_HEADING, Withdrawal
from bulletin.context.site_context import Edition
from bulletin.text import formatting
from bulletin.urls import is_reserved
from bulletin.view_models.components import Link, Pager
from bulletin.view_models.pages import (
    ArchiveDay,
    ArchiveMonth,
    ArchiveView,
    ArchiveYear,
    MonthView,
    NotFoundView,
    SearchView,
)
from bulletin.views.components import teaser, trail
from bulletin.views.head import head


def archive_view(edition: Edition) -> ArchiveView:
    """Return the overview of years and months."""
    years = [
        (year, [(month, shelf) for (_, month), shelf in found])
        for year, found in groupby(edition.archive.months.items(), key=lambda pair: pair[0][0])
    ]
    topics = sorted(edition.archive.topics.values(), key=lambda shelf: shelf.items[-1].order, reverse=True)
    breadcrumb = trail(edition)
    return ArchiveView(
        site=edition.site,
        head=head(
            edition,
            urls.ARCHIVE,
            "Lưu trữ",
            "Tin, bài theo tháng và theo dòng sự kiện.",
            breadcrumb=breadcrumb,
        ),
        breadcrumb=breadcrumb,
        title="Lưu trữ",
        years=tuple(
            ArchiveYear(
                year,
                sum(len(shelf.items) for _, shelf in months),
                tuple(
                    ArchiveMonth(
                        edition.urls.link(urls.month_address(year, month)), f"Tháng {month}", len(shelf.items)
                    )
                    for month, shelf in reversed(months)
                ),
            )
            for year, months in reversed(years)
        ),
        topics=tuple(Link(edition.urls.link(urls.topic_address(shelf.name)), shelf.name) for shelf in topics),
        sidebar=edition.slots["sidebar"],
    )


def month_view(key: Month, edition: Edition) -> MonthView:
    """Return one month, newest day first."""
    year, month = key
    shelf = edition.archive.months[key]
    breadcrumb = trail(edition, Link(edition.urls.link(urls.ARCHIVE), "Lưu trữ"))
    return MonthView(
        site=edition.site,
        head=head(
            edition, urls.month_address(year, month), f"Lưu trữ {formatting.month(year, month).lower()}",
            f"Tin, bài đăng trong {formatting.month(year, month).lower()}.", breadcrumb=breadcrumb,
        ),
        breadcrumb=breadcrumb,
        title=formatting.month(year, month),
        calendar=tuple(tuple(week) for week in monthcalendar(year, month)),
        days=_days(shelf, edition),
        pager=_months_around(key, edition),
        sidebar=edition.slots["sidebar"],
    )  # fmt: skip


def search_view(edition: Edition) -> SearchView:
    """Return the search page."""
    breadcrumb = trail(edition)
    return SearchView(
        site=edition.site,
        head=head(
            edition,
            urls.SEARCH,
            "Tìm kiếm",
            "Tìm tin, bài theo từ, có dấu hoặc không dấu.",
            breadcrumb=breadcrumb,
        ),
        breadcrumb=breadcrumb,
        title="Tìm kiếm",
        bundles=tuple(edition.urls.link(f"{urls.SEARCH_BUNDLES}{name}/") for name in edition.volumes),
        sidebar=edition.slots["sidebar"],
    )


def not_found_view(edition: Edition) -> NotFoundView:
    """Return the page for addresses that lead to nothing."""
    return NotFoundView(
        site=edition.site,
        head=head(edition, "/404.html", "Không tìm thấy trang", index=False),
        title="Không tìm thấy trang",
        text="Địa chỉ này không có hoặc bài đã được gỡ. Mời bạn tìm theo từ khóa hoặc xem tin mới.",
        site_map=edition.urls.link(urls.SITE_MAP),
    )


def withdrawn_view(address: str, act: Withdrawal, edition: Edition) -> NotFoundView:
    """Return the notice at an address of which the article, or the listing, was taken down. The reason is the office's."""
    title, what = HEADING, "Bài đăng tại địa chỉ này đã được gỡ"
    if is_reserved(address):
        title, what = LISTING_HEADING, "Danh sách bài tại địa chỉ này đã được bỏ"
    return NotFoundView(
        site=edition.site,
        head=head(edition, address, title, index=False),
        title=title,
        text=f"{what} ngày {formatting.short(act.when)}. Mời bạn tìm theo từ khóa hoặc xem tin mới.",
        site_map=edition.urls.link(urls.SITE_MAP),
    )


def _days(shelf: Shelf, edition: Edition) -> tuple[ArchiveDay, ...]:
    return tuple(
        ArchiveDay(
            f"ngay-{day.day:02d}",
            day.day,
            formatting.full(day),
            tuple(teaser(one, edition, picture=False) for one in found),
        )
        for day, found in groupby(shelf.newest_first, key=lambda article: article.date.date())
    )


def _months_around(key: Month, edition: Edition) -> Pager:
    months = list(edition.archive.months)
    place = months.index(key)

    def link(index: int) -> Link | None:
        if not 0 <= index < len(months):
            return None
        return Link(edition.urls.link(urls.month_address(*months[index])), formatting.month(*months[index]))

    return Pager(newer=link(place + 1), older=link(place - 1), position="")

"""The archive by month, and the pages every bulletin has one of."""

from calendar import monthcalendar
from itertools import groupby

from bulletin import urls
from bulletin.archive.archive import YearMonth
from bulletin.archive.article_list import ArticleList
from bulletin.content.withdrawals import LISTING_WITHDRAWAL_HEADING, WITHDRAWAL_HEADING, Withdrawal
from bulletin.context.site_context import SiteContext
from bulletin.text import formatting
from bulletin.urls import is_reserved_address
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
from bulletin.views.components import build_breadcrumb, build_teaser
from bulletin.views.head import build_head


def build_archive_view(edition: SiteContext) -> ArchiveView:
    """Return the overview of years and months."""
    years = [
        (year, [(month, shelf) for (_, month), shelf in found])
        for year, found in groupby(edition.archive.months.items(), key=lambda pair: pair[0][0])
    ]
    topics = sorted(
        edition.archive.topics.values(), key=lambda shelf: shelf.articles[-1].sort_key, reverse=True
    )
    breadcrumb = build_breadcrumb(edition)
    return ArchiveView(
        site=edition.site_frame,
        head=build_head(
            edition,
            urls.ARCHIVE_ADDRESS,
            "Lưu trữ",
            "Tin, bài theo tháng và theo dòng sự kiện.",
            breadcrumb=breadcrumb,
        ),
        breadcrumb=breadcrumb,
        title="Lưu trữ",
        years=tuple(
            ArchiveYear(
                year,
                sum(len(shelf.articles) for _, shelf in months),
                tuple(
                    ArchiveMonth(
                        edition.urls.build_link(urls.get_month_address(year, month)),
                        f"Tháng {month}",
                        len(shelf.articles),
                    )
                    for month, shelf in reversed(months)
                ),
            )
            for year, months in reversed(years)
        ),
        topics=tuple(
            Link(edition.urls.build_link(urls.get_topic_address(shelf.name)), shelf.name) for shelf in topics
        ),
        site_map=Link(edition.urls.build_link(urls.SITE_MAP_ADDRESS), "Sơ đồ trang"),
        sidebar=edition.slots["sidebar"],
    )


def build_month_view(key: YearMonth, edition: SiteContext) -> MonthView:
    """Return one month, newest day first."""
    year, month = key
    shelf = edition.archive.months[key]
    breadcrumb = build_breadcrumb(edition, Link(edition.urls.build_link(urls.ARCHIVE_ADDRESS), "Lưu trữ"))
    return MonthView(
        site=edition.site_frame,
        head=build_head(
            edition, urls.get_month_address(year, month), f"Lưu trữ {formatting.format_month(year, month).lower()}",
            f"Tin, bài đăng trong {formatting.format_month(year, month).lower()}.", breadcrumb=breadcrumb,
        ),
        breadcrumb=breadcrumb,
        title=formatting.format_month(year, month),
        calendar=tuple(tuple(week) for week in monthcalendar(year, month)),
        days=_days(shelf, edition),
        pager=_months_around(key, edition),
        sidebar=edition.slots["sidebar"],
    )  # fmt: skip


def build_search_view(edition: SiteContext) -> SearchView:
    """Return the search page."""
    breadcrumb = build_breadcrumb(edition)
    return SearchView(
        site=edition.site_frame,
        head=build_head(
            edition,
            urls.SEARCH_ADDRESS,
            "Tìm kiếm",
            "Tìm tin, bài theo từ, có dấu hoặc không dấu.",
            breadcrumb=breadcrumb,
        ),
        breadcrumb=breadcrumb,
        title="Tìm kiếm",
        index_urls=tuple(
            edition.urls.build_link(f"{urls.SEARCH_INDEX_PREFIX}{name}/") for name in edition.shard_names
        ),
        sidebar=edition.slots["sidebar"],
    )


def build_not_found_view(edition: SiteContext) -> NotFoundView:
    """Return the page for addresses that lead to nothing."""
    return NotFoundView(
        site=edition.site_frame,
        head=build_head(edition, "/404.html", "Không tìm thấy trang", index=False),
        title="Không tìm thấy trang",
        text="Địa chỉ này không có hoặc bài đã được gỡ. Mời bạn tìm theo từ khóa hoặc xem tin mới.",
        site_map=edition.urls.build_link(urls.SITE_MAP_ADDRESS),
    )


def build_withdrawal_notice_view(address: str, act: Withdrawal, edition: SiteContext) -> NotFoundView:
    """Return the notice at an address of which the article, or the listing, was taken down. The reason is the office's."""
    title, what = WITHDRAWAL_HEADING, "Bài đăng tại địa chỉ này đã được gỡ"
    if is_reserved_address(address):
        title, what = LISTING_WITHDRAWAL_HEADING, "Danh sách bài tại địa chỉ này đã được bỏ"
    return NotFoundView(
        site=edition.site_frame,
        head=build_head(edition, address, title, index=False),
        title=title,
        text=f"{what} ngày {formatting.format_date(act.when)}. Mời bạn tìm theo từ khóa hoặc xem tin mới.",
        site_map=edition.urls.build_link(urls.SITE_MAP_ADDRESS),
    )


def _days(shelf: ArticleList, edition: SiteContext) -> tuple[ArchiveDay, ...]:
    return tuple(
        ArchiveDay(
            f"ngay-{day.day:02d}",
            day.day,
            formatting.format_long_date(day),
            tuple(build_teaser(one, edition, picture=False) for one in found),
        )
        for day, found in groupby(shelf.newest_first, key=lambda article: article.date.date())
    )


def _months_around(key: YearMonth, edition: SiteContext) -> Pager:
    months = list(edition.archive.months)
    place = months.index(key)

    def link(index: int) -> Link | None:
        if not 0 <= index < len(months):
            return None
        return Link(
            edition.urls.build_link(urls.get_month_address(*months[index])),
            formatting.format_month(*months[index]),
        )

    return Pager(newer=link(place + 1), older=link(place - 1), position="")

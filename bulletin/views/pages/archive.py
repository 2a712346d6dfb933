"""Views of the archive by month, and of the search page, error page and notices."""

from calendar import monthcalendar
from collections.abc import Mapping
from datetime import date
from itertools import groupby

from bulletin import urls
from bulletin.archive.archive import YearMonth
from bulletin.archive.article_list import ArticleList
from bulletin.content.site_lists.withdrawals import LISTING_WITHDRAWAL_HEADING, WITHDRAWAL_HEADING, Withdrawal
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
from bulletin.views.parts.components import build_breadcrumb, build_teaser
from bulletin.views.parts.head import build_head


def build_archive_view(context: SiteContext) -> ArchiveView:
    """Return the overview of years and months."""
    years = [
        (year, [(month, article_list) for (_, month), article_list in months])
        for year, months in groupby(context.archive.months.items(), key=lambda pair: pair[0][0])
    ]
    topics = sorted(
        context.archive.topics.values(),
        key=lambda article_list: article_list.articles[-1].sort_key,
        reverse=True,
    )
    breadcrumb = build_breadcrumb(context)
    return ArchiveView(
        site=context.site_frame,
        head=build_head(
            context,
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
                sum(len(article_list.articles) for _, article_list in months),
                _build_months(year, dict(months), context),
            )
            for year, months in reversed(years)
        ),
        topics=tuple(
            Link(context.urls.build_link(urls.get_topic_address(article_list.name)), article_list.name)
            for article_list in topics
        ),
        site_map=Link(context.urls.build_link(urls.SITE_MAP_ADDRESS), "Sơ đồ trang"),
        sidebar=context.slots["sidebar"],
    )


def _build_months(
    year: int, article_lists: Mapping[int, ArticleList], context: SiteContext
) -> tuple[ArchiveMonth, ...]:
    return tuple(
        ArchiveMonth(
            context.urls.build_link(urls.get_month_address(year, month)) if month in article_lists else "",
            f"Tháng {month}",
            len(article_lists[month].articles) if month in article_lists else 0,
        )
        for month in range(1, 13)
    )


def build_month_view(key: YearMonth, context: SiteContext) -> MonthView:
    """Return the page of one month, newest day first."""
    year, month = key
    article_list = context.archive.months[key]
    breadcrumb = build_breadcrumb(context, Link(context.urls.build_link(urls.ARCHIVE_ADDRESS), "Lưu trữ"))
    return MonthView(
        site=context.site_frame,
        head=build_head(
            context, urls.get_month_address(year, month), f"Lưu trữ {formatting.format_month(year, month).lower()}",
            f"Tin, bài đăng trong {formatting.format_month(year, month).lower()}.", breadcrumb=breadcrumb,
        ),
        breadcrumb=breadcrumb,
        title=formatting.format_month(year, month),
        calendar=tuple(tuple(week) for week in monthcalendar(year, month)),
        days=_build_days(key, article_list, context),
        pager=_build_month_pager(key, context),
        sidebar=context.slots["sidebar"],
    )  # fmt: skip


def build_search_view(context: SiteContext) -> SearchView:
    """Return the search page."""
    breadcrumb = build_breadcrumb(context)
    return SearchView(
        site=context.site_frame,
        head=build_head(
            context,
            urls.SEARCH_ADDRESS,
            "Tìm kiếm",
            "Tìm tin, bài theo từ, có dấu hoặc không dấu.",
            breadcrumb=breadcrumb,
        ),
        breadcrumb=breadcrumb,
        title="Tìm kiếm",
        index_url=context.urls.build_link(urls.SEARCH_INDEX_ADDRESS)
        if context.has_search_index and context.archive.all_articles.articles
        else "",
        sidebar=context.slots["sidebar"],
    )


def build_not_found_view(context: SiteContext) -> NotFoundView:
    """Return the error page."""
    return NotFoundView(
        site=context.site_frame,
        head=build_head(context, "/404.html", "Không tìm thấy trang", index=False),
        title="Không tìm thấy trang",
        text="Địa chỉ này không có hoặc bài đã được gỡ. Mời bạn tìm theo từ khóa hoặc xem tin mới.",
        site_map=context.urls.build_link(urls.SITE_MAP_ADDRESS),
    )


def build_withdrawal_notice_view(address: str, withdrawal: Withdrawal, context: SiteContext) -> NotFoundView:
    """Return the withdrawal notice at ``address``, without the reason."""
    title, subject = WITHDRAWAL_HEADING, "Bài đăng tại địa chỉ này đã được gỡ"
    if is_reserved_address(address):
        title, subject = LISTING_WITHDRAWAL_HEADING, "Danh sách bài tại địa chỉ này đã được bỏ"
    return NotFoundView(
        site=context.site_frame,
        head=build_head(context, address, title, index=False),
        title=title,
        text=f"{subject} ngày {formatting.format_date(withdrawal.when)}. Mời bạn tìm theo từ khóa hoặc xem tin mới.",
        site_map=context.urls.build_link(urls.SITE_MAP_ADDRESS),
    )


def find_adjacent_days(key: YearMonth, context: SiteContext) -> tuple[date | None, date | None]:
    """Return the nearest days with articles before and after a month."""
    months = list(context.archive.months)
    index = months.index(key)
    before = context.archive.months[months[index - 1]].articles[-1].date.date() if index else None
    after = (
        context.archive.months[months[index + 1]].articles[0].date.date() if index + 1 < len(months) else None
    )
    return before, after


def _build_days(key: YearMonth, article_list: ArticleList, context: SiteContext) -> tuple[ArchiveDay, ...]:
    grouped = [
        (day, tuple(articles))
        for day, articles in groupby(article_list.newest_first, key=lambda article: article.date.date())
    ]
    before, after = find_adjacent_days(key, context)
    days = [after, *(day for day, _ in grouped), before]
    return tuple(
        ArchiveDay(
            f"ngay-{day.day:02d}",
            day.day,
            formatting.format_long_date(day),
            tuple(build_teaser(article, context, picture=False) for article in articles),
            _build_day_link(days[number], key, context),
            _build_day_link(days[number + 2], key, context),
        )
        for number, (day, articles) in enumerate(grouped)
    )


def _build_day_link(day: date | None, key: YearMonth, context: SiteContext) -> Link | None:
    """Return the link to a day from the page of the month ``key``."""
    if day is None:
        return None
    is_other_month = (day.year, day.month) != key
    page = context.urls.build_link(urls.get_month_address(day.year, day.month)) if is_other_month else ""
    return Link(f"{page}#ngay-{day.day:02d}", f"{day:%d/%m}")


def _build_month_pager(key: YearMonth, context: SiteContext) -> Pager:
    months = list(context.archive.months)
    index = months.index(key)

    def build_link(index: int) -> Link | None:
        if not 0 <= index < len(months):
            return None
        return Link(
            context.urls.build_link(urls.get_month_address(*months[index])),
            formatting.format_month(*months[index]),
        )

    return Pager(newer=build_link(index + 1), older=build_link(index - 1), position="")

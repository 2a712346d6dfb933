"""Views of the archive by month, and of the search page, error page and notices."""

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
                tuple(
                    ArchiveMonth(
                        context.urls.build_link(urls.get_month_address(year, month)),
                        f"Tháng {month}",
                        len(article_list.articles),
                    )
                    for month, article_list in reversed(months)
                ),
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
        days=_build_days(article_list, context),
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
        if context.archive.all_articles.articles
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


def _build_days(article_list: ArticleList, context: SiteContext) -> tuple[ArchiveDay, ...]:
    return tuple(
        ArchiveDay(
            f"ngay-{day.day:02d}",
            day.day,
            formatting.format_long_date(day),
            tuple(build_teaser(article, context, picture=False) for article in articles),
        )
        for day, articles in groupby(article_list.newest_first, key=lambda article: article.date.date())
    )


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

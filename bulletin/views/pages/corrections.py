"""Build the page of all corrections.

Reason: a reader finds there what was put right, without its article.
"""

from itertools import groupby

from bulletin import urls
from bulletin.context.site_context import SiteContext
from bulletin.view_models.components import CorrectionNote, Link
from bulletin.view_models.pages import ArticleCorrection, CorrectionsView, CorrectionYear
from bulletin.views.parts.components import build_breadcrumb, build_plain_date
from bulletin.views.parts.head import build_head


def build_corrections_view(context: SiteContext) -> CorrectionsView:
    """Return the corrections of all live articles, newest first, by year."""
    breadcrumb = build_breadcrumb(context)
    found = sorted(
        (
            (correction.date, article.sort_key, correction, article)
            for article in context.archive.all_articles.articles
            for correction in article.corrections
        ),
        key=lambda row: row[:2],
        reverse=True,
    )
    return CorrectionsView(
        site=context.site_frame,
        head=build_head(
            context,
            urls.CORRECTIONS_ADDRESS,
            "Đính chính",
            "Mọi chỗ đã đính chính trong tin, bài, mới nhất đứng trước.",
            breadcrumb=breadcrumb,
        ),
        breadcrumb=breadcrumb,
        title="Đính chính",
        years=tuple(
            CorrectionYear(
                year,
                tuple(
                    ArticleCorrection(
                        CorrectionNote(build_plain_date(correction.date), correction.text),
                        Link(context.urls.build_link(article.address), article.title),
                    )
                    for _, _, correction, article in rows
                ),
            )
            for year, rows in groupby(found, key=lambda row: row[0].year)
        ),
        sidebar=context.slots["sidebar"],
    )

"""A report of published articles without a site."""

from collections.abc import Iterable
from datetime import date

from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.models import Article
from bulletin.reports.published_articles import PublicationReport, ReportChoice, create_publication_report
from bulletin.urls import UrlBuilder
from tests.factories import ARCHIVE_TIME, SITE_URL, create_sections

NOVEMBER = ReportChoice(date(2026, 11, 1), date(2026, 11, 30))


def make_report(
    articles: Iterable[Article],
    choice: ReportChoice = NOVEMBER,
    documents: Iterable[OfficialDocument] = (),
) -> PublicationReport:
    """Return the report of articles in the sections of ``create_sections``."""
    return create_publication_report(
        articles,
        create_sections(),
        choice,
        ARCHIVE_TIME,
        urls=UrlBuilder(SITE_URL),
        load_html=lambda body: body.html,
        documents=documents,
    )

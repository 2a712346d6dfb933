"""Plugin that gives each article ``other_news``: newer, older, same topic.

It works in any Pelican site. The setting NEIGHBOURS has the numbers.
"""

from pelican import Pelican, signals
from pelican.generators import ArticlesGenerator

from bulletin.plugins.other_news.pelican_archive import find_other_news
from bulletin.plugins.site_kinds import refuse_bulletin_site
from bulletin.plugins.user_errors import show_user_errors
from bulletin.related.settings import RelatedSettings
from bulletin.settings.tables import load_settings


def require_site_without_other_news(pelican: Pelican) -> None:
    """Raise SettingError in a site of the bulletin, whose pages have the other news."""
    refuse_bulletin_site(pelican.settings, "bulletin.plugins.other_news")


def add_other_news(generator: ArticlesGenerator) -> None:
    """Set ``other_news`` of all articles, also of drafts and hidden articles."""
    settings = load_settings(RelatedSettings, "NEIGHBOURS", generator.settings.get("NEIGHBOURS", {}))
    listed = [*generator.articles, *generator.translations]
    unlisted = [
        *(*generator.hidden_articles, *generator.hidden_translations),
        *(*generator.drafts, *generator.drafts_translations),
    ]
    for article, other_news in find_other_news(listed, unlisted, settings):
        article.other_news = other_news


def register() -> None:
    """Connect to Pelican's signals."""
    show_user_errors()
    signals.initialized.connect(require_site_without_other_news)
    signals.article_generator_finalized.connect(add_other_news)

"""The search document of an article, made from the article and not from its page.

Attributes tell Pagefind what to index, to show and to sort by. Reason: a page has much text that readers do
not search for, and every change of a template changes the page.
"""

from markupsafe import Markup

from bulletin.content.markup.audio_players import AUDIO_LINK_PATTERN
from bulletin.content.markup.links import IMAGE_TAG_PATTERN
from bulletin.content.models import Article
from bulletin.context.site_context import SiteContext

DOCUMENT_TEMPLATE = Markup(  # a constant; the values are escaped
    '<html lang="vi"><body><article data-section="{section}" data-date="{date}" data-pagefind-body'
    ' data-pagefind-meta="section[data-section], date[data-date]" data-pagefind-sort="date[data-date]">\n'
    "<h1>{title}</h1>\n<p>{lede}</p>\n<div>\n{text}\n</div>\n</article></body></html>"
)


def render_search_document(article: Article, context: SiteContext) -> str:
    """Return the search document: title, lede, text and facts for the results."""
    # Pagefind would show the first image in the results. A line break keeps the words around it apart.
    text = IMAGE_TAG_PATTERN.sub("\n", AUDIO_LINK_PATTERN.sub("\n", context.load_html(article.body)))
    return DOCUMENT_TEMPLATE.format(
        section=get_section_name(article, context),
        date=article.date.date().isoformat(),
        title=article.title,
        lede=article.lede,
        text=Markup(text),  # noqa: S704  # cleaned by nh3 when it was read
    )


def get_section_name(article: Article, context: SiteContext) -> str:
    """Return the name of the section or sub-section, which results show."""
    return context.archive.section_tree.by_slug[article.section].name

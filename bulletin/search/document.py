"""What the search knows of an article: a small HTML document, made from its record and not from its page.

A page has much around the text that nobody searches for, and is printed again with every change
of a template. By the attributes Pagefind tells what to index, to show and to sort by.
"""

from markupsafe import Markup

from bulletin.content.markup.links import IMAGE_TAG_PATTERN
from bulletin.content.models import Article
from bulletin.context.site_context import SiteContext

DOCUMENT_TEMPLATE = Markup(  # our own words; what is filled in is escaped
    '<html lang="vi"><body><article data-section="{section}" data-date="{date}" data-pagefind-body'
    ' data-pagefind-meta="section[data-section], date[data-date]" data-pagefind-sort="date[data-date]">\n'
    "<h1>{title}</h1>\n<p>{lede}</p>\n<div>\n{text}\n</div>\n</article></body></html>"
)


def render_search_document(article: Article, edition: SiteContext) -> str:
    """Return what is found of ``article``: title, lede and text, and the facts that stand with a result."""
    # Pictures go: Pagefind would keep the first as a fact of the article. They part words as on the page.
    text = IMAGE_TAG_PATTERN.sub("\n", edition.load_html(article.body))
    return DOCUMENT_TEMPLATE.format(
        section=get_section_name(article, edition),
        date=article.date.date().isoformat(),
        title=article.title,
        lede=article.lede,
        text=Markup(text),  # noqa: S704  # cleaned by nh3 when it was read
    )


def get_section_name(article: Article, edition: SiteContext) -> str:
    """Return the name that stands with a result: of the sub-section where there is one."""
    return edition.archive.section_tree.by_slug[article.section].name

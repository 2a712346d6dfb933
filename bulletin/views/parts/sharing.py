"""Links of an article that hand it on, and that bring feedback to the office."""

from typing import NamedTuple
from urllib.parse import quote

from bulletin.context.site_context import SiteContext, cache_per_build
from bulletin.view_models.components import Link

FACEBOOK_SHARER = "https://www.facebook.com/sharer/sharer.php?u="
"""Address that each article links to, up to the address of the article."""
_MAILS = (
    ("Báo lỗi nội dung", "Báo lỗi nội dung: ", "\r\n\r\nChỗ sai: \r\n\r\nNội dung đúng: \r\n"),
    ("Gửi ý kiến", "Ý kiến về bài: ", "\r\n\r\nÝ kiến: \r\n"),
)
"""Labels of the mails with what stands before the title and behind the address. Lines end as RFC 6068 asks."""


class ShareLinks(NamedTuple):
    """Links of one article."""

    mail: str
    """``mailto:`` address that shares the article."""
    facebook: str
    """Address that shares the article on Facebook.

    Zalo documents no such address: its button needs a script of Zalo and an account.
    """
    feedback: tuple[Link, ...]
    """The link to the form of the office, or the mails to its address."""


def build_share_links(title: str, address: str, context: SiteContext) -> ShareLinks:
    """Return the links that share an article, and those that bring feedback."""
    quoted_title, quoted_address = quote(title), quote(address)  # slow, so each is quoted once
    title_in_query, address_in_query = quoted_title.replace("/", "%2F"), quoted_address.replace("/", "%2F")
    if form := context.settings.feedback_form:
        url = form.replace("{title}", title_in_query).replace("{address}", address_in_query)
        links = [Link(context.urls.build_link(url) if url[0] == "/" else url, "Báo lỗi, gửi ý kiến")]
    else:
        links = [
            Link(f"{start}{title_in_query}&body={quoted_address}{body}", label)
            for label, start, body in _quote_mails(context)
        ]
    return ShareLinks(
        mail=f"mailto:?subject={quoted_title}&body={quoted_address}",
        facebook=FACEBOOK_SHARER + address_in_query,
        feedback=tuple(links),
    )


@cache_per_build
def _quote_mails(context: SiteContext) -> tuple[tuple[str, str, str], ...]:
    """Return label, start and end of each mail to the office, if it has an address."""
    if not (email := quote(context.settings.email.strip(), safe="@")):
        return ()
    return tuple(
        (label, f"mailto:{email}?subject={quote(subject)}", quote(body)) for label, subject, body in _MAILS
    )

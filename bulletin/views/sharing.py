"""Links of an article that hand it on, and that bring feedback to the office."""

from urllib.parse import quote

from bulletin.context.site_context import SiteContext
from bulletin.view_models.components import Link

FACEBOOK_SHARER = "https://www.facebook.com/sharer/sharer.php?u="
"""Address that each article links to, up to the address of the article."""
_MAILS = (
    ("Báo lỗi nội dung", "Báo lỗi nội dung: ", "\r\n\r\nChỗ sai: \r\n\r\nNội dung đúng: \r\n"),
    ("Gửi ý kiến", "Ý kiến về bài: ", "\r\n\r\nÝ kiến: \r\n"),
)
"""Labels of the mails with what stands before the title and behind the address. Lines end as RFC 6068 asks."""
_QUOTED_MAILS = tuple((label, quote(subject), quote(body)) for label, subject, body in _MAILS)


def build_share_mail(title: str, address: str) -> str:
    """Return the ``mailto:`` address that shares an article."""
    return f"mailto:?subject={quote(title)}&body={quote(address)}"


def build_facebook_link(address: str) -> str:
    """Return the address that shares an article on Facebook.

    Zalo documents no such address: its button needs a script of Zalo and an account.
    """
    return FACEBOOK_SHARER + quote(address, safe="")


def build_feedback_links(title: str, address: str, context: SiteContext) -> tuple[Link, ...]:
    """Return the link to the form of the office, or the mails to its address."""
    quoted_title = quote(title, safe="")
    if form := context.settings.feedback_form:
        filled = form.replace("{title}", quoted_title).replace("{address}", quote(address, safe=""))
        return (Link(context.urls.build_link(filled) if filled[0] == "/" else filled, "Báo lỗi, gửi ý kiến"),)
    email = context.settings.email.strip()
    if not email:
        return ()
    return tuple(
        Link(
            f"mailto:{quote(email, safe='@')}?subject={subject}{quoted_title}&body={quote(address)}{body}",
            label,
        )
        for label, subject, body in _QUOTED_MAILS
    )

"""The settings table of the pages: names, imprint and numbers of items."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar

from bulletin.settings.tables import InvalidValueError, quote_value
from bulletin.text.late_patterns import compile_late
from bulletin.text.telephone_numbers import build_telephone_link

IMPRINT_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "governing_body": "Cơ quan chủ quản",
        "organisation": "Cơ quan quản lý",
        "responsible": "Chịu trách nhiệm nội dung",
        "address": "Địa chỉ",
        "telephone": "Điện thoại",
        "email": "Thư điện tử",
    }
)
"""Keys of the imprint with their labels, in the order of the footer.

Reason: Nghị định 174/2026/NĐ-CP, Điều 93, asks for each of them.
"""
_EMAIL_PATTERN = compile_late(r"[^@\s<>,;:?&%\"]+@[^@\s<>,;:?&%\"./]+(?:\.[^@\s<>,;:?&%\"./]+)+")
_FORM_PATTERN = compile_late(
    r"(?:https?://[^\s/<>\"{}]+(?:/|$)|/(?![/\\]))(?:[^\s<>\"{}]|\{(?:title|address)\})*"
)
"""An address of a site, or a path from the root of this site."""


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The settings table BULLETIN."""

    REPLACED_KEYS: ClassVar[Mapping[str, str]] = MappingProxyType(
        {
            "contact": "Nay mỗi thông tin ở cuối trang có một khóa riêng. Hãy bỏ contact và viết từng khóa: "
            + ", ".join(f"{key} ({label})" for key, label in IMPRINT_LABELS.items())
            + ". Dòng nào khác, hãy để trong extra."
        }
    )
    """Keys of earlier versions, with what to write instead."""

    organisation: str = ""
    """Name of the managing organisation, in the masthead and the imprint."""
    governing_body: str = ""
    """Name of the body above the managing organisation."""
    responsible: str = ""
    """Name of the person responsible for content."""
    responsible_title: str = ""
    """Office of that person, printed after the name. It may be empty."""
    address: str = ""
    """Postal address of the organisation."""
    telephone: str = ""
    """One telephone number, perhaps with “máy lẻ” and an extension."""
    email: str = ""
    """One e-mail address."""
    feedback_form: str = ""
    """Address of the form for feedback of readers; empty for mails to ``email``.

    ``{title}`` and ``{address}`` in it become title and address of the article.
    """
    tagline: str = ""
    """Line under the name, and description of the front page."""
    advertising: tuple[str, ...] = ()
    """Paragraphs of the notice behind an empty ad slot."""
    organisation_authors: tuple[str, ...] = ()
    """Names in ``author`` that are bodies and not persons: ``("Ban Biên tập", "Phòng Nghiệp vụ")``.

    Search engines are told so. Without a name here, an author is a person.
    """

    first_screen_styles: bool = False
    """True if pages hold the rules of their first screen, so that words appear earlier.

    The web server must send the ``style-src`` of ``deploy/``, which allows them.
    """
    offline: bool = True
    """True if browsers keep articles for reading without a network."""
    qr_codes: bool = False
    """True if articles hold a QR code of their address for paper. Paper has the address itself in any case."""
    share_cards: bool = True
    """True if the build draws a picture with the title of each article, for social networks."""
    share_cards_from: str = ""
    """Day of the first article with such a picture: ``2026-01-01``. Without it, each article has one."""

    seconds: int = 4
    """Articles under “Tiêu điểm” on the front page."""
    latest: int = 8
    """Articles in the latest news of the front page."""
    block: int = 4
    """Articles in the block of a section on the front page."""
    topics: int = 4
    """Topics on the front page."""
    fragment: int = 10
    """Articles in the fragment of the latest news."""
    feed_items: int = 20
    """Articles in a feed."""

    extra: Mapping[str, Any] = field(default_factory=dict)
    """Data for templates of the office, which print them as ``site.extra``."""

    def __post_init__(self) -> None:
        """Raise InvalidValueError if a value cannot be used."""
        if not isinstance(self.organisation, str):
            raise InvalidValueError(
                "organisation", f"phải là chữ trong dấu nháy, không phải {quote_value(self.organisation)}"
            )
        if self.telephone.strip():
            try:
                build_telephone_link(self.telephone)
            except ValueError as error:
                raise InvalidValueError(
                    "telephone",
                    f'phải là một số như "0252 382 1234", có thể thêm " (máy lẻ 12)", không phải {quote_value(self.telephone)}',
                ) from error
        if self.email.strip() and not _EMAIL_PATTERN.fullmatch(self.email.strip()):
            raise InvalidValueError(
                "email",
                f'phải là một địa chỉ như "toasoan@baodang.example", không phải {quote_value(self.email)}',
            )
        if self.feedback_form and not _FORM_PATTERN.fullmatch(self.feedback_form):
            raise InvalidValueError(
                "feedback_form",
                f'phải là một địa chỉ như "https://gopy.example/?bai={{address}}" hoặc "/gop-y/", '
                f"không phải {quote_value(self.feedback_form)}",
            )
        if not isinstance(self.organisation_authors, list | tuple) or not all(
            isinstance(name, str) for name in self.organisation_authors
        ):
            raise InvalidValueError(
                "organisation_authors",
                f'phải là danh sách tên như ("Ban Biên tập",), không phải {quote_value(self.organisation_authors)}',
            )
        if self.share_cards_from:
            try:
                date.fromisoformat(self.share_cards_from)
            except ValueError as error:
                raise InvalidValueError(
                    "share_cards_from",
                    f'phải là một ngày như "2026-01-01", không phải {quote_value(self.share_cards_from)}',
                ) from error
        if not isinstance(self.extra, Mapping) or not _is_plain_data(self.extra):
            raise InvalidValueError(
                "extra",
                'phải là bảng như {"khóa": "giá trị"}, với khóa là chữ, giá trị là chữ, số, True, False, danh sách hoặc bảng',
            )


def _is_plain_data(value: object) -> bool:
    """Tell if a value is text, a number, or a list or table of such values.

    Reason: the fingerprint of the settings is computed from the text of the values.
    """
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and _is_plain_data(item) for key, item in value.items())
    if isinstance(value, list | tuple):
        return all(map(_is_plain_data, value))
    return isinstance(value, str | int | float)

"""Views of the register of official documents, and of each document."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from bulletin import urls
from bulletin.archive.archive import YearMonth
from bulletin.archive.article_list import count_full_pages, get_adjacent_pages, get_page_bounds
from bulletin.archive.document_register import (
    RegisteredDocument,
    list_register_addresses,
    list_register_parts,
    list_same_numbers,
)
from bulletin.content.models import Article
from bulletin.context.site_context import SiteContext, cache_per_build
from bulletin.text.formatting import format_count
from bulletin.text.slugs import slugify
from bulletin.view_models.components import Link, LinkGroup, Pager
from bulletin.view_models.documents import (
    CitingArticle,
    DocumentFact,
    DocumentListView,
    DocumentRow,
    DocumentView,
)
from bulletin.view_models.output_file import OutputFile, OutputGroup
from bulletin.views.feeds import plan_document_feed
from bulletin.views.fingerprints import DOCUMENT_INPUT_LABELS, REGISTER_INPUT_LABELS, PageFingerprints
from bulletin.views.pages.articles import build_file_link
from bulletin.views.pages.document_sentences import cut_sentence
from bulletin.views.parts.components import (
    build_breadcrumb,
    build_document_link,
    build_plain_date,
    build_teaser,
)
from bulletin.views.parts.head import build_document_feed_link, build_document_head, build_head

REGISTER_TITLE = "Văn bản"
_DESCRIPTION = "Văn bản của Đảng và Nhà nước mà tin, bài ở đây nói tới, mới nhất trước."
_PART_TITLES = dict(
    zip(urls.REGISTER_PARTS, ("Loại văn bản", "Cơ quan ban hành", "Năm ban hành"), strict=True)
)
"""Vietnamese names of the parts of the register by folder."""
_YEAR = _PART_TITLES[urls.REGISTER_PARTS[2]]
_SAME_NUMBER = "Trùng số"
_SAME_NUMBER_DESCRIPTION = (
    "Mỗi cơ quan có số riêng, mỗi nhiệm kỳ đánh số lại từ 01, nên các văn bản này trùng số; hãy xem cơ quan và ngày"
    " ban hành."
)


class _Part(NamedTuple):
    """A list of documents: the whole register, or one kind, issuer or year."""

    address: str
    eyebrow: str
    title: str
    documents: tuple[RegisteredDocument, ...]
    """Oldest first."""


def plan_register_pages(context: SiteContext, inputs: PageFingerprints) -> Iterator[OutputFile]:
    """Yield the pages of the register, of its parts, and of shared numbers."""
    parts = [*_list_parts(context)] if context.archive.register.documents else []
    for part in parts:
        for number in range(count_full_pages(len(part.documents)) + 1):
            address = urls.get_listing_page_address(part.address, number)
            start, end = get_page_bounds(len(part.documents), number)
            shown = inputs.fingerprint_documents(
                part.documents[start:end],
                repr((part[:3], number, get_adjacent_pages(len(part.documents), number))),
            )
            if part.address == urls.REGISTER_ADDRESS and not number:
                shown = inputs.fingerprint_documents(
                    part.documents, repr([(other[:3], len(other.documents)) for other in parts])
                )
            yield OutputFile(
                urls.convert_address_to_path(address),
                "documents",
                partial(_build_list_view, part, number, context, parts),
                shown,
                input_labels=REGISTER_INPUT_LABELS,
            )
    register = context.archive.register
    for articles in list_same_numbers(register):
        address = urls.get_document_address(articles.slug)
        documents = tuple(register.documents[other] for other in register.same_numbers[articles.slug])
        part = _Part(address, _SAME_NUMBER, articles.name, documents)
        yield OutputFile(
            urls.convert_address_to_path(address),
            "documents",
            partial(_build_list_view, part, 0, context, ()),
            inputs.fingerprint_documents(documents, ""),
            input_labels=REGISTER_INPUT_LABELS,
        )


def plan_documents(context: SiteContext, inputs: PageFingerprints, content: Path) -> Iterator[OutputGroup]:
    """Yield the pages and feeds of documents in groups, by month of the document.

    Sizes of files are read in ``content``.
    """
    months: dict[YearMonth, list[RegisteredDocument]] = defaultdict(list)
    for document in context.archive.register.documents.values():
        day, _ = document.sort_key
        months[day.year, day.month].append(document)
    for month, documents in months.items():
        yield OutputGroup(
            "documents/{}/{}".format(*month),
            inputs.fingerprint_document_group(documents),
            partial(_plan_documents, documents, context, inputs, content),
        )


def _plan_documents(
    documents: Iterable[RegisteredDocument], context: SiteContext, inputs: PageFingerprints, content: Path
) -> Iterator[OutputFile]:
    """Yield the pages and the feed of each document."""
    for document in documents:
        for number in range(document.articles.full_page_count + 1):
            address = urls.get_listing_page_address(urls.get_document_address(document.slug), number)
            yield OutputFile(
                urls.convert_address_to_path(address),
                "document",
                partial(_build_document_view, document, number, context, content),
                inputs.fingerprint_document(document, number),
                input_labels=DOCUMENT_INPUT_LABELS,
            )
        yield from plan_document_feed(document.articles, context, inputs, content)


def list_document_addresses(context: SiteContext) -> Iterator[str]:
    """Yield the addresses of all pages of the register and of its documents."""
    for address, count in list_register_addresses(context.archive.register):
        for number in range(count_full_pages(count) + 1):
            yield urls.get_listing_page_address(address, number)


def _list_parts(context: SiteContext) -> Iterator[_Part]:
    register = context.archive.register
    yield _Part(urls.REGISTER_ADDRESS, "", REGISTER_TITLE, tuple(register.documents.values()))
    for part in list_register_parts(register):
        address = urls.get_register_part_address(part.folder, part.slug)
        yield _Part(address, _PART_TITLES[part.folder], part.name, part.documents)


def _build_list_view(
    part: _Part, number: int, context: SiteContext, parts: Iterable[_Part]
) -> DocumentListView:
    is_register = part.address == urls.REGISTER_ADDRESS
    shown_parts = tuple(parts) if is_register and not number else ()
    start, end = get_page_bounds(len(part.documents), number)
    breadcrumb = build_breadcrumb(context) if is_register else _build_register_breadcrumb(context)
    title = f"{part.title} – trang {number}" if number else part.title
    description = _DESCRIPTION if is_register else f"{part.eyebrow}: {part.title}. {_DESCRIPTION}"
    head = build_head(
        context,
        urls.get_listing_page_address(part.address, number),
        title,
        description,
        kind="" if is_register else part.eyebrow,
        breadcrumb=breadcrumb,
    )
    if part.eyebrow == _SAME_NUMBER and any(document.articles.articles for document in part.documents):
        slug = part.address.removeprefix(urls.REGISTER_ADDRESS).strip("/")
        head = replace(head, feeds=(build_document_feed_link(slug, part.title, context),))
    return DocumentListView(
        site=context.site_frame,
        head=head,
        breadcrumb=breadcrumb,
        eyebrow=part.eyebrow,
        title=part.title,
        description=_find_description(part),
        items=tuple(build_document_row(document, context) for document in part.documents[start:end][::-1]),
        groups=tuple(_build_groups(shown_parts, context)),
        years=tuple(_build_part_link(other, context) for other in shown_parts if other.eyebrow == _YEAR),
        pager=_build_pager(part.address, len(part.documents), number, context),
        sidebar=context.slots["sidebar"],
        in_list=context.slots["in-list"],
    )


def _find_description(part: _Part) -> str:
    """Return the text below the title of a list."""
    if part.eyebrow == _SAME_NUMBER:
        return _SAME_NUMBER_DESCRIPTION
    return "" if part.eyebrow else _DESCRIPTION


@cache_per_build
def _build_register_breadcrumb(context: SiteContext) -> tuple[Link, ...]:
    """Return the breadcrumb of a page below the register.

    All of them share the menu that it makes.
    """
    return build_breadcrumb(context, Link(context.urls.build_link(urls.REGISTER_ADDRESS), REGISTER_TITLE))


def _build_groups(parts: Iterable[_Part], context: SiteContext) -> Iterator[LinkGroup]:
    for folder in urls.REGISTER_PARTS[:2]:
        links = (_build_part_link(part, context) for part in parts if part.eyebrow == _PART_TITLES[folder])
        if found := tuple(links):
            yield LinkGroup(folder, _PART_TITLES[folder], found)


def _build_part_link(part: _Part, context: SiteContext) -> Link:
    count = "" if part.eyebrow == _YEAR else f" ({format_count(len(part.documents))})"
    return Link(context.urls.build_link(part.address), f"{part.title}{count}")


def build_document_row(document: RegisteredDocument, context: SiteContext) -> DocumentRow:
    """Return a document as lists show it."""
    count = len(document.articles.articles)
    return DocumentRow(
        build_document_link(document, context),
        document.title,
        document.issuer,
        build_plain_date(document.issued) if document.issued else None,
        f"{format_count(count)} tin, bài" if count else "",
    )


def _build_pager(address: str, count: int, number: int, context: SiteContext) -> Pager:
    newer, older = get_adjacent_pages(count, number)
    build = context.urls.build_link
    return Pager(
        Link(build(urls.get_listing_page_address(address, newer)), "Mới hơn") if number else None,
        Link(build(urls.get_listing_page_address(address, older)), "Cũ hơn") if older else None,
        f"Trang {number}" if number else "",
    )


def _build_document_view(
    document: RegisteredDocument, number: int, context: SiteContext, content: Path
) -> DocumentView:
    address = urls.get_listing_page_address(urls.get_document_address(document.slug), number)
    breadcrumb = _build_register_breadcrumb(context)
    file = (
        build_file_link(document.file, f"{document.name} (toàn văn)", context, content)
        if document.file
        else None
    )
    has_feed = bool(document.articles.articles)
    return DocumentView(
        site=context.site_frame,
        head=build_document_head(document, address, number, breadcrumb, context),
        breadcrumb=breadcrumb,
        name=document.name,
        title=document.title,
        facts=tuple(_build_facts(document, context)) if not number else (),
        file=file if not number else None,
        relations=tuple(_build_relations(document, context)) if not number else (),
        items=tuple(
            _build_citing_article(article, document, context)
            for article in document.articles.get_page_articles(number)
        ),
        pager=_build_pager(
            urls.get_document_address(document.slug), len(document.articles.articles), number, context
        ),
        feed=Link(
            context.urls.build_link(urls.get_document_feed_address(document.slug)), "Theo dõi văn bản này"
        )
        if has_feed
        else None,
        sidebar=context.slots["sidebar"],
        in_list=context.slots["in-list"],
    )


def _build_facts(document: RegisteredDocument, context: SiteContext) -> Iterator[DocumentFact]:
    if document.number:
        yield DocumentFact("Số", document.number)
    for folder, label, name in zip(
        urls.REGISTER_PARTS[:2], ("Loại", "Cơ quan ban hành"), (document.kind, document.issuer), strict=True
    ):
        if name:
            address = urls.get_register_part_address(folder, slugify(name))
            yield DocumentFact(label, name, context.urls.build_link(address))
    if document.issued:
        day = build_plain_date(document.issued)
        yield DocumentFact("Ngày ban hành", day.text, date=day.iso)


def _build_relations(document: RegisteredDocument, context: SiteContext) -> Iterator[LinkGroup]:
    documents = context.archive.register.documents
    groups = (
        ("thuc-hien", "Thực hiện văn bản", document.implements),
        ("duoc-thuc-hien", "Văn bản thực hiện", document.implemented_by),
        ("thay-the", "Thay thế văn bản", document.replaces),
        ("bi-thay-the", "Được thay thế bằng", document.replaced_by),
    )
    for anchor, title, slugs in groups:
        if slugs:
            yield LinkGroup(
                anchor, title, tuple(build_document_link(documents[slug], context) for slug in slugs)
            )


def _build_citing_article(
    article: Article, document: RegisteredDocument, context: SiteContext
) -> CitingArticle:
    teaser = build_teaser(article, context, picture=False)
    for citation in context.archive.register.citations[article.source]:
        if citation.slug == document.slug and citation.start >= 0:
            return CitingArticle(teaser, *cut_sentence(context.load_html(article.body), citation))
    return CitingArticle(teaser, "", "", "")

"""Build the register of official documents from the citations of articles."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from bulletin.archive.article_list import ArticleList
from bulletin.archive.document_register import (
    ArticleMention,
    CitedDocument,
    DocumentCitation,
    DocumentRegister,
    RegisteredDocument,
)
from bulletin.archive.register_entries import PROVINCE, RegisterEntries
from bulletin.archive.register_entry import RegisterEntry
from bulletin.citations.knowledge.code_pairs import is_usual_pair
from bulletin.citations.knowledge.tables import find_suffix_rows, get_code_kinds, is_single_suffix
from bulletin.citations.models import System
from bulletin.citations.terms import get_assembly_suffix
from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.models import Article
from bulletin.text.slugs import slugify

_SYSTEM_SLUGS = {System.PARTY: "dang", System.STATE: "nha-nuoc"}
_NO_RELATIONS = ((), (), (), ())


def build_register(
    articles: Iterable[Article],
    documents: Iterable[OfficialDocument],
    others: Iterable[Article] = (),
    province: Sequence[date] = (),
) -> DocumentRegister:
    """Return the register of the documents that ``articles`` cite, oldest first.

    Args:
        articles: The articles in the lists of the site, oldest first.
        documents: The files of content/documents/.
        others: Articles that are not counted, and whose citations become links.
        province: Opening days of the congresses of the province, oldest first.

    """
    articles = tuple(articles)
    entries = RegisterEntries(documents, province)
    entries.add_citations(articles)
    counted = _count_articles(articles, entries)
    same_numbers = dict(_assign_slugs(entries))
    numbers = {slug: number for number, slugs in same_numbers.items() for slug in slugs}
    shown = sorted(
        (entry for _, same in entries.list_same() for entry in same if entry.slug),
        key=lambda entry: (entry.first_day, entry.slug),
    )
    relations = _find_relations(shown, entries)
    rows_by_article = [*counted, *((other, _find_entries(other, entries)) for other in others)]
    rows_by_id = {id(row): row for _, rows in rows_by_article for row in rows}
    page_slugs = {key: _find_page_slug(row, numbers) for key, row in rows_by_id.items()}
    citations = {
        article.source: found
        for article, rows in rows_by_article
        if (found := tuple(_list_citations(article, rows, page_slugs)))
    }
    documents_by_slug = {
        entry.slug: _create_document(entry, relations.get(entry.slug, _NO_RELATIONS), entries.committee)
        for entry in shown
    }
    return DocumentRegister(documents_by_slug, same_numbers, citations)


def list_cited_documents(
    articles: Iterable[Article],
    documents: Iterable[OfficialDocument],
    others: Iterable[Article] = (),
    province: Sequence[date] = (),
) -> tuple[CitedDocument, ...]:
    """Return the documents of the register and those without a page, oldest first.

    Args:
        articles: The articles in the lists of the site, oldest first.
        documents: The files of content/documents/.
        others: Articles that give no document a page, such as hidden ones.
        province: Opening days of the congresses of the province, oldest first.

    """
    articles, others = tuple(articles), tuple(others)
    entries = RegisterEntries(documents, province)
    entries.add_citations((*articles, *others))
    counted = _count_articles(articles, entries)
    dict(_assign_slugs(entries))
    all_entries = [entry for _, same in entries.list_same() for entry in same]
    relations = _find_relations([entry for entry in all_entries if entry.slug], entries)
    found: dict[int, dict[str, ArticleMention]] = defaultdict(dict)
    others_found = ((other, _find_entries(other, entries)) for other in others)
    for article, rows in sorted((*counted, *others_found), key=lambda pair: pair[0].sort_key):
        for mention, row in zip(article.mentions, rows, strict=True):
            for entry in row:
                mentions = found[id(entry)]
                first = mentions.get(article.source)
                if first is None or first.mention.start < 0 <= mention.start:
                    mentions[article.source] = ArticleMention(article, mention, len(row) == 1)
    cited = (
        CitedDocument(
            _create_document(entry, relations.get(entry.slug, _NO_RELATIONS), entries.committee),
            tuple(found[id(entry)].values()),
        )
        for entry in all_entries
        # A plain number that can be that of several places is told with each of them.
        if entry.official or any(mention.is_clear for mention in found[id(entry)].values())
    )
    return tuple(sorted(cited, key=lambda one: (one.first_day, one.document.number)))


def _count_articles(
    articles: Iterable[Article], entries: RegisterEntries
) -> list[tuple[Article, list[Sequence[RegisterEntry]]]]:
    """Give each document its articles.

    Return the articles with the documents of each mention.
    """
    counted = [(article, _find_entries(article, entries)) for article in articles if article.mentions]
    for article, rows in counted:
        for row in rows:
            if len(row) == 1:
                row[0].articles[article.source] = article
    return counted


def _assign_slugs(entries: RegisterEntries) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give each document with a page its slug, and yield numbers that several have."""
    used = set[str]()
    groups: dict[str, list[RegisterEntry]] = defaultdict(list)
    for _, same in entries.list_same():
        for entry in same:
            if entry.has_page:
                groups[_get_base_slug(entry)].append(entry)
    for number, group in groups.items():
        shown = sorted(group, key=lambda entry: entry.first_day)
        base = number
        while base in used:
            base += "-2"
        used.add(base)
        if len(shown) == 1:
            shown[0].slug = base
            continue
        for form in (_get_system_slug, _get_kind_slug, _get_year_slug, _get_day_slug):
            ends = [form(entry) for entry in shown]
            slugs = [f"{base}-{end}" for end in ends]
            if all(ends) and len(set(ends)) == len(shown) and used.isdisjoint(slugs):
                break
        else:
            slugs = [f"{base}-{number}" for number in range(1, len(shown) + 1)]
        for entry, slug in zip(shown, slugs, strict=True):
            entry.slug = slug
        used.update(slugs)
        yield base, tuple(slugs)


def _find_entries(article: Article, entries: RegisterEntries) -> list[Sequence[RegisterEntry]]:
    """Return the documents that each mention of an article can mean."""
    day = article.date.date()
    return [entries.find_entries(mention, day) for mention in article.mentions]


def _find_page_slug(entries: Sequence[RegisterEntry], numbers: Mapping[str, str]) -> str:
    """Return the slug of the page of one document, or of the number that all share.

    It is empty without a page.
    """
    slugs = [entry.slug for entry in entries if entry.slug]
    if len(slugs) == 1:
        # The one page of a number of many communes is that of another one, as likely as not.
        is_clear = len(entries) == 1 or is_single_suffix(entries[0].identity.suffix)
        return slugs[0] if is_clear else ""
    shared = {numbers.get(slug, "") for slug in slugs}
    return shared.pop() if len(shared) == 1 else ""


def _list_citations(
    article: Article, rows: Iterable[Sequence[RegisterEntry]], page_slugs: Mapping[int, str]
) -> Iterator[DocumentCitation]:
    """Yield the citations of documents with a page.

    ``rows`` are the documents of each mention, and ``page_slugs`` the slugs of their pages by the identity of a row.
    """
    linked = set[str]()
    for mention, entries in zip(article.mentions, rows, strict=True):
        slug = page_slugs[id(entries)]
        if not slug:
            continue
        is_link = mention.is_linkable and slug not in linked
        if is_link:
            linked.add(slug)
        yield DocumentCitation(slug, mention.start, mention.end, is_link)


def _find_relations(
    shown: Iterable[RegisterEntry], entries: RegisterEntries
) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the slugs of related documents by the slug of a document."""
    found: dict[str, tuple[list[str], ...]] = defaultdict(lambda: ([], [], [], []))
    for entry in shown:
        if not entry.official:
            continue
        for kind, numbers in enumerate((entry.official.implements, entry.official.replaces)):
            for number in numbers:
                if target := _find_by_number(number, entry, entries):
                    found[entry.slug][kind].append(target.slug)
                    found[target.slug][kind + 2].append(entry.slug)
    return {slug: tuple(tuple(dict.fromkeys(slugs)) for slugs in groups) for slug, groups in found.items()}


def _find_by_number(number: str, entry: RegisterEntry, entries: RegisterEntries) -> RegisterEntry | None:
    """Return the newest document of a number or a name before ``entry``."""
    others = [other for other in entries.find_by_number(number) if other.slug and other is not entry]
    until = entry.issued or date.max
    earlier = [other for other in others if other.issued is None or other.issued <= until]
    return max(earlier or others, key=lambda other: other.issued or date.min, default=None)


def _get_base_slug(entry: RegisterEntry) -> str:
    if entry.number:
        return slugify(entry.number)
    return slugify(entry.official.names[0]) if entry.official else ""


def _get_system_slug(entry: RegisterEntry) -> str:
    return _SYSTEM_SLUGS.get(entry.identity.system, "")


def _get_kind_slug(entry: RegisterEntry) -> str:
    return slugify(entry.kind)


def _get_year_slug(entry: RegisterEntry) -> str:
    return str(entry.first_day.year)


def _get_day_slug(entry: RegisterEntry) -> str:
    return entry.first_day.isoformat()


def _create_document(
    entry: RegisterEntry, relations: tuple[tuple[str, ...], ...], committee: str
) -> RegisteredDocument:
    official = entry.official
    number, kind = entry.number, _find_kind(entry)
    name = f"{kind or 'Văn bản'} số {number}" if number else official.names[0] if official else ""
    articles = tuple(entry.articles.values())
    return RegisteredDocument(
        entry.slug, number, name, kind,
        official.issuer if official and official.issuer else _find_issuer(entry, committee),
        entry.issued,
        official.title if official else "",
        official.file if official else "",
        official.source if official else "",
        ArticleList(name, entry.slug, articles),
        official.names if official else (),
        *relations,
    )  # fmt: skip


def _find_kind(entry: RegisterEntry) -> str:
    """Return the kind of a document with a capital: the one that most citations say.

    Kinds that do not fit the code are left out: ``Báo cáo thực hiện Nghị quyết số 12-BC/TU`` is no resolution.
    """
    identity = entry.identity
    kinds = get_code_kinds(identity.system).get(identity.code, ())
    written = [
        kind
        for kind in entry.kinds
        if not kinds or kind in kinds or is_usual_pair(kind, identity.code, identity.suffix)
    ]
    found = max(written, key=lambda kind: (entry.kinds[kind], kind), default=kinds[0] if kinds else "")
    return found[:1].upper() + found[1:]


def _find_issuer(entry: RegisterEntry, committee: str) -> str:
    """Return the issuer that most citations name, or the only one with the suffix.

    ``12-HD/BTCTU`` can be of a Tỉnh ủy or of a Thành ủy. The one of the own province is meant.

    Args:
        entry: The document.
        committee: The committee of the province: ``Tỉnh ủy``.
    """
    if entry.bodies:
        return max(entry.bodies, key=lambda body: (entry.bodies[body], body))
    day = entry.first_day
    suffix = get_assembly_suffix(entry.identity.suffix) or entry.identity.suffix
    rows = find_suffix_rows(suffix) if suffix else ()
    bodies = {row.body for row in rows if row.since <= day <= row.until}
    if len(bodies) > 1 and committee and suffix.endswith(PROVINCE):
        bodies = {body for body in bodies if body.endswith(committee)}
    return bodies.pop() if len(bodies) == 1 else ""

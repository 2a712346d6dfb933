"""Names of authors, tags and topics that differ, but have one address.

One listing would show the articles of both. Names that differ in case or in the place of a tone are one name.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from bulletin.content.models import Article
from bulletin.content.problems import Problem
from bulletin.text.letters import fold_name
from bulletin.text.slugs import slugify


class _NameKind(NamedTuple):
    """A kind of name that has a listing."""

    noun: str
    """Vietnamese noun, for the beginning of a sentence."""
    remedy: str
    get_names: Callable[[Article], Iterable[str]]
    get_line: Callable[[Article], int]


_NAME_KINDS = (
    _NameKind(
        "Tác giả",
        "Nếu là một người, hãy viết tên giống nhau; nếu là hai người, hãy thêm đơn vị vào một tên.",
        lambda article: article.authors,
        lambda article: article.author_line,
    ),
    _NameKind(
        "Chủ đề",
        "Nếu là một chủ đề, hãy viết “{0}”; nếu là hai chủ đề, hãy thêm chữ vào một tên.",
        lambda article: article.tags,
        lambda article: article.tag_line,
    ),
    _NameKind(
        "Dòng sự kiện",
        "Nếu là một dòng sự kiện, hãy viết “{0}”; nếu là hai, hãy thêm chữ vào một tên.",
        lambda article: (article.topic,) if article.topic else (),
        lambda article: article.topic_line,
    ),
)


def find_ambiguous_names(articles: Iterable[Article], content: str) -> Iterator[Problem]:
    """Yield the names that share an address with another name.

    Of two names, the one in fewer articles has the problem.
    """
    ordered = None
    for kind in _NAME_KINDS:
        spelled = {name for article in articles for name in kind.get_names(article)}
        shared = _find_shared_slugs(spelled)
        if not shared:
            continue
        if ordered is None:
            ordered = sorted(articles, key=lambda article: (article.is_draft, article.sort_key))
        yield from _find_names_of_kind(kind, ordered, shared, content)


def _find_shared_slugs(names: set[str]) -> set[str]:
    """Return the slugs that two different names have."""
    by_slug: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_slug[slugify(name)].append(name)
    if len(by_slug) == len(names):
        return set()
    return {slug for slug, found in by_slug.items() if len(found) > 1 and len(set(map(fold_name, found))) > 1}


def _find_names_of_kind(
    kind: _NameKind, articles: list[Article], slugs: set[str], content: str
) -> Iterator[Problem]:
    """Yield the problems of one kind, for articles of readers first.

    ``articles`` are ordered: those of readers first, and the oldest first.
    """
    uses = [
        (article, name, slugify(name))
        for article in articles
        for name in kind.get_names(article)
        if slugify(name) in slugs
    ]
    has_published = {slug for article, _, slug in uses if not article.is_draft}
    counts = Counter(
        (slug, fold_name(name))
        for article, name, slug in uses
        if not article.is_draft or slug not in has_published
    )
    usual: dict[str, tuple[str, Article]] = {}
    for article, name, slug in uses:
        known = usual.get(slug)
        if known is None or counts[slug, fold_name(name)] > counts[slug, fold_name(known[0])]:
            usual[slug] = (name, article)
    for article, name, slug in uses:
        first, other = usual[slug]
        if fold_name(name) != fold_name(first):
            place = "cùng bài" if other is article else f"{content}/{other.source}"
            yield Problem(
                f"{content}/{article.source}",
                kind.get_line(article),
                f"{kind.noun} “{name}” trùng địa chỉ với “{first}” ở {place}.",
                kind.remedy.format(first),
            )

from pathlib import Path

from bulletin.context.site_context import cache_per_build
from bulletin.views.article_pages import build_article_view
from tests.factories import create_test_article, create_test_context


def test_a_part_is_made_once_an_edition_for_the_same_arguments() -> None:
    made: list[str] = []

    @cache_per_build
    def part(name, edition):
        made.append(name)
        return [name]

    edition, other = create_test_context(), create_test_context()
    assert part("a", edition) is part("a", edition)
    assert part("b", edition) == ["b"]
    assert part("a", other) is not part("a", edition)
    assert made == ["a", "b", "a"]


def test_parts_of_two_kinds_are_never_taken_for_one_another() -> None:
    first = cache_per_build(lambda name, edition: "first")
    second = cache_per_build(lambda name, edition: "second")
    edition = create_test_context()
    assert (first("a", edition), second("a", edition)) == ("first", "second")


def test_articles_of_a_section_share_what_they_have_in_common(tmp_path: Path) -> None:
    records = [create_test_article("a", tags=("Giám sát",)), create_test_article("b", tags=("Giám sát",))]
    edition = create_test_context(records)
    one, two = (build_article_view(record, edition, tmp_path) for record in records)
    assert one.breadcrumb is two.breadcrumb
    assert one.tags[0] is two.tags[0]
    assert one.sidebar is two.sidebar

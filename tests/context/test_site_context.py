from bulletin.context.site_context import shared
from bulletin.views.article_pages import article_view
from tests.factories import make_article, make_edition


def test_a_part_is_made_once_an_edition_for_the_same_arguments():
    made: list[str] = []

    @shared
    def part(name, edition):
        made.append(name)
        return [name]

    edition, other = make_edition(), make_edition()
    assert part("a", edition) is part("a", edition)
    assert part("b", edition) == ["b"]
    assert part("a", other) is not part("a", edition)
    assert made == ["a", "b", "a"]


def test_parts_of_two_kinds_are_never_taken_for_one_another():
    first = shared(lambda name, edition: "first")
    second = shared(lambda name, edition: "second")
    edition = make_edition()
    assert (first("a", edition), second("a", edition)) == ("first", "second")


def test_articles_of_a_section_share_what_they_have_in_common(tmp_path):
    records = [make_article("a", tags=("Giám sát",)), make_article("b", tags=("Giám sát",))]
    edition = make_edition(records)
    one, two = (article_view(record, edition, tmp_path) for record in records)
    assert one.breadcrumb is two.breadcrumb
    assert one.tags[0] is two.tags[0]
    assert one.sidebar is two.sidebar

from pathlib import Path

from bulletin.context.site_context import SiteContext, cache_per_build
from bulletin.views.pages.articles import build_article_view
from tests.factories import create_test_article, create_test_context


def test_cache_per_build_with_equal_arguments_makes_a_component_once() -> None:
    made: list[str] = []

    @cache_per_build
    def make_component(name: str, context: SiteContext) -> list[str]:
        made.append(name)
        return [name]

    context, other_context = create_test_context(), create_test_context()
    assert make_component("a", context) is make_component("a", context)
    assert make_component("b", context) == ["b"]
    assert make_component("a", other_context) is not make_component("a", context)
    assert made == ["a", "b", "a"]


def test_cache_per_build_of_two_functions_keeps_their_results_apart() -> None:
    first = cache_per_build(lambda name, context: f"first {name}")
    second = cache_per_build(lambda name, context: f"second {name}")
    context = create_test_context()
    assert (first("a", context), second("a", context)) == ("first a", "second a")


def test_article_views_of_one_section_share_breadcrumb_tags_and_ad_slot(tmp_path: Path) -> None:
    articles = [create_test_article("a", tags=("Giám sát",)), create_test_article("b", tags=("Giám sát",))]
    context = create_test_context(articles)
    first_view, second_view = (build_article_view(article, context, tmp_path) for article in articles)
    assert first_view.breadcrumb is second_view.breadcrumb
    assert first_view.tags[0] is second_view.tags[0]
    assert first_view.sidebar is second_view.sidebar

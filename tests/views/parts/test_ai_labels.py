import pytest

from bulletin.content.models import AiKind
from bulletin.views.parts.ai_labels import TEASER_LABEL, build_ai_label, build_teaser_label
from bulletin.views.parts.components import build_teaser
from bulletin.views.parts.head import build_article_head
from tests.factories import SITE_URL, create_test_article, create_test_context


@pytest.mark.parametrize(
    ("kinds", "label"),
    [
        ((), ""),
        (("picture",), "Bài có ảnh do trí tuệ nhân tạo (AI) tạo ra."),
        (("text", "sound"), "Bài có phần chữ và âm thanh do trí tuệ nhân tạo (AI) tạo ra."),
        (("text", "picture", "film"), "Bài có phần chữ, ảnh và phim do trí tuệ nhân tạo (AI) tạo ra."),
    ],
)
def test_ai_label_names_all_that_a_machine_made(kinds: tuple[AiKind, ...], label: str) -> None:
    article = create_test_article(ai_made=kinds)
    assert build_ai_label(article) == label
    assert build_teaser_label(article) == (TEASER_LABEL if kinds else "")
    assert build_teaser(article, create_test_context([article])).ai_label == build_teaser_label(article)


def test_article_tells_search_engines_of_machine_and_recording() -> None:
    marked = create_test_article("a", ai_made=("text",), audio="files/a.m4a")
    context = create_test_context([marked, create_test_article("b")])
    data, other = (
        build_article_head(article, (), None, context).json_ld[0]
        for article in context.archive.all_articles.articles
    )
    assert data["digitalSourceType"] == "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource"
    assert data["audio"] == {
        "@type": "AudioObject",
        "contentUrl": f"{SITE_URL}/files/a.m4a",
        "encodingFormat": "audio/mp4",
    }
    assert not {"digitalSourceType", "audio"} & other.keys()

import pytest

from bulletin.view_models.components import ImprintLine
from bulletin.views.parts.site_frame import build_imprint
from tests.factories import create_test_article, create_test_context


def test_build_site_frame_imprint_has_a_labelled_line_for_each_key() -> None:
    frame = create_test_context(
        governing_body="Tỉnh ủy",
        responsible="Trần Thị Bình",
        responsible_title="Trưởng ban",
        address="25 Trần Phú",
        telephone="0252 382 1234",
        email="toasoan@baodang.example",
    ).site_frame
    assert frame.imprint == (
        ImprintLine("Cơ quan chủ quản", "Tỉnh ủy"),
        ImprintLine("Cơ quan quản lý", "Ban Tổ chức Tỉnh ủy"),
        ImprintLine("Chịu trách nhiệm nội dung", "Trần Thị Bình, Trưởng ban"),
        ImprintLine("Địa chỉ", "25 Trần Phú"),
        ImprintLine("Điện thoại", "0252 382 1234", "tel:+842523821234"),
        ImprintLine("Thư điện tử", "toasoan@baodang.example", "mailto:toasoan@baodang.example"),
    )


def test_build_imprint_leaves_out_keys_without_value() -> None:
    settings = create_test_context(telephone="  ", responsible_title="Trưởng ban").settings
    assert build_imprint(settings) == (ImprintLine("Cơ quan quản lý", "Ban Tổ chức Tỉnh ủy"),)


@pytest.mark.parametrize(("count", "address"), [(0, ""), (1, ""), (2, "/fragments/latest.html")])
def test_build_site_frame_has_latest_news_from_the_second_article_on(count: int, address: str) -> None:
    articles = [create_test_article(f"tin-{number}") for number in range(count)]
    assert create_test_context(articles).site_frame.latest_fragment == address


def test_build_site_frame_hands_extra_to_templates() -> None:
    assert create_test_context(extra={"hotline": "1022"}).site_frame.extra == {"hotline": "1022"}

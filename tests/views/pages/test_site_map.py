from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.view_models.pages import SiteMapView
from bulletin.views.pages.site_map import build_site_map_view
from tests.factories import create_page, create_test_article, create_test_context, shift_time


def links_by_title(view: SiteMapView) -> dict[str, list[tuple[str, str]]]:
    return {group.title: [(link.url, link.label) for link in group.links] for group in view.groups}


def test_site_map_lists_sections_topics_and_pages() -> None:
    articles = [
        create_test_article("nay", date=shift_time(-1), topic="Đại hội"),
        create_test_article("xua", date=shift_time(-24 * 400)),
    ]
    links = links_by_title(
        build_site_map_view(create_test_context(articles, [create_page()], siteurl="https://a.vn/tin"))
    )
    assert ("/tin/gioi-thieu/", "Trang gioi-thieu") in links["Trang chung"]
    assert [label for _, label in links["Chuyên mục"]] == ["Tổ chức", "Cán bộ", "Đảng viên", "Dân vận"]
    assert links["Dòng sự kiện"] == [("/tin/dong-su-kien/dai-hoi/", "Đại hội")]


def test_site_map_without_articles_has_no_empty_group() -> None:
    links = links_by_title(build_site_map_view(create_test_context()))
    assert set(links) == {"Trang chung", "Chuyên mục", "Theo dõi tin mới"}
    assert all(links.values())


def test_site_map_has_the_register_if_there_is_one() -> None:
    official = OfficialDocument("documents/a.yml", "38-KL/TW")
    with_register = build_site_map_view(create_test_context(documents=(official,)))
    assert ("/van-ban/", "Văn bản") in links_by_title(with_register)["Trang chung"]
    without = links_by_title(build_site_map_view(create_test_context()))["Trang chung"]
    assert "Văn bản" not in [label for _, label in without]

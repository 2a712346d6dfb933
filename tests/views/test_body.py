import pytest
from markupsafe import Markup

from bulletin.view_models.components import EmbeddedVideo, ResponsiveImage
from bulletin.views.body import build_body, build_feed_body
from tests.factories import (
    SITE_URL,
    create_body,
    create_page,
    create_test_article,
    create_test_articles,
    create_test_context,
)

RECORDS = (
    create_test_article("dich", "## Kết quả\n\nx", tags=("Đảng viên",), aliases=("/cu/",)),
    create_test_article("kin", status="hidden", aliases=("/kin-cu/",)),
    create_test_article("nhap", status="draft", tags=("Nháp",)),
)


def render_body(markdown: str, siteurl: str = SITE_URL, records=RECORDS) -> str:
    return "".join(
        str(part)
        for part in build_body(
            create_body(markdown), create_test_context(records, [create_page()], siteurl=siteurl)
        )
    )


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ("/2026/11/dich/", "/2026/11/dich/"),
        ("/2026/11/dich", "/2026/11/dich/"),
        ("/2026/11/dich/#muc-ket-qua", "/2026/11/dich/#muc-ket-qua"),
        ("/2026/11/dich#muc-ket-qua", "/2026/11/dich/#muc-ket-qua"),
        ("{filename}/articles/dich.md", "/2026/11/dich/"),
        ("{filename}/articles/dich.md#muc-ket-qua", "/2026/11/dich/#muc-ket-qua"),
        ("{filename}/articles/kin.md", "/2026/11/kin/"),
        ("{filename}/pages/gioi-thieu.md", "/gioi-thieu/"),
        ("{static}/files/x.pdf", "/files/x.pdf"),
        ("/files/x.pdf#page=2", "/files/x.pdf#page=2"),
        ("</files/kế hoạch.pdf>", "/files/k%E1%BA%BF%20ho%E1%BA%A1ch.pdf"),
        ("/files/k%E1%BA%BF%20ho%E1%BA%A1ch.pdf", "/files/k%E1%BA%BF%20ho%E1%BA%A1ch.pdf"),
        ("{static}/images/x.jpg", "/images/x-640.jpg"),
        ("/cu/", "/cu/"),
        ("/kin-cu/", "/kin-cu/"),
        ("/", "/"),
        ("/chu-de/dang-vien/", "/chu-de/dang-vien/"),
        ("/tim-kiem/?q=đảng", "/tim-kiem/?q=%C4%91%E1%BA%A3ng"),
        ("/feeds/tat-ca.atom.xml", "/feeds/tat-ca.atom.xml"),
    ],
)
@pytest.mark.parametrize("base", ["", "/ban-tin"])
def test_links_into_the_site_carry_its_path(target: str, href: str, base: str) -> None:
    assert render_body(f"[a]({target})", SITE_URL + base) == f'<p><a href="{base}{href}">a</a></p>'


@pytest.mark.parametrize(
    "target", ["https://a.vn/x?a=1&b=2", "HTTPS://A.VN/", "//a.vn/x", "mailto:a@b.vn", "tel:0252", "#muc-a"]
)
def test_links_that_lead_elsewhere_stay_as_they_are(target: str) -> None:
    assert (
        render_body(f"[a]({target})", f"{SITE_URL}/ban-tin")
        == f'<p><a href="{target.replace("&", "&amp;")}">a</a></p>'
    )


@pytest.mark.parametrize(
    "target",
    [
        "{filename}/articles/nhap.md",
        "/2026/11/nhap/",
        "/chu-de/nhap/",
        "/chuyen-muc/can-bo/trang/9/",
        "/luu-tru/2026/12/",
    ],
)
def test_a_link_to_what_is_not_published_leaves_its_text(target: str) -> None:
    assert render_body(f"Xem [bài *này*]({target}).") == "<p>Xem bài <em>này</em>.</p>"


def test_numbered_pages_may_be_linked() -> None:
    records = create_test_articles(41, tags=("a",))
    for target in ("/chuyen-muc/can-bo/trang/1/", "/chu-de/a/trang/1/"):
        assert f'href="{target}"' in render_body(f"[a]({target})", records=records)


def test_the_title_of_a_link_is_kept() -> None:
    assert 'title="&quot;A&quot; &amp; B"' in render_body("[a](/ '\"A\" & B')")


def test_a_text_is_cut_at_its_pictures() -> None:
    parts = build_body(
        create_body('Một ![hai](/images/h%E1%BB%99i.jpg) ba\n\n![bốn](/images/4.jpg "Chú thích")'),
        create_test_context(),
    )
    assert [type(part) for part in parts] == [Markup, ResponsiveImage, Markup, ResponsiveImage, Markup]
    assert [part.alt for part in parts if isinstance(part, ResponsiveImage)] == ["hai", "bốn"]
    assert parts[1].src == "/images/hội-640.jpg"


def test_a_picture_may_be_a_link() -> None:
    assert render_body("[![a](/images/x.jpg)](/files/x.pdf)").startswith(
        '<p><a href="/files/x.pdf">ResponsiveImage('
    )


@pytest.mark.parametrize("base", ["", "/ban-tin"])
def test_a_feed_has_complete_addresses(base: str) -> None:
    edition = create_test_context(RECORDS, siteurl=SITE_URL + base)
    made = build_feed_body(
        create_body("[a](/2026/11/dich/) [b](//a.vn/) [c](https://a.vn)\n\n![“d”](/images/x.jpg)"), edition
    )
    assert f'href="{SITE_URL}{base}/2026/11/dich/"' in made
    assert 'href="//a.vn/"' in made
    assert 'href="https://a.vn"' in made
    assert f'<img src="{SITE_URL}{base}/images/x-640.jpg" width="640" height="480" alt="“d”">' in made


FRAME = "<iframe src='https://youtu.be/aaaaaaaaaaa?t=9' title='Lễ hội &lt;A &amp; B&gt;'></iframe>"
FILM = f"Một.\n\n{FRAME}\n\nHai ![b](/images/x.jpg)."


def test_a_text_is_cut_at_its_films() -> None:
    before, film, between, picture, after = build_body(create_body(FILM), create_test_context(RECORDS))
    assert film == EmbeddedVideo(
        "https://www.youtube-nocookie.com/embed/aaaaaaaaaaa?start=9",
        "https://www.youtube.com/watch?v=aaaaaaaaaaa&t=9",
        "Lễ hội <A & B>",
        "YouTube",
    )
    assert isinstance(picture, ResponsiveImage)
    assert (before, between, after) == ("<p>Một.</p>\n", "\n\n<p>Hai ", ".</p>")


def test_in_a_feed_a_film_is_a_link() -> None:
    made = build_feed_body(create_body(FILM), create_test_context(RECORDS))
    assert (
        '<p><a href="https://www.youtube.com/watch?v=aaaaaaaaaaa&amp;t=9">Lễ hội &lt;A &amp; B&gt;</a></p>'
        in made
    )
    assert "iframe" not in made

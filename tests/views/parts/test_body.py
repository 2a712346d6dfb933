from collections.abc import Sequence

import pytest
from markupsafe import Markup

from bulletin.content.models import Article
from bulletin.view_models.components import AudioPlayer, EmbeddedVideo, ResponsiveImage
from bulletin.views.parts.body import build_body, build_feed_body
from tests.factories import (
    SITE_URL,
    create_body,
    create_page,
    create_test_article,
    create_test_articles,
    create_test_context,
)

ARTICLES = (
    create_test_article(
        "dich",
        "## Kết quả\n\nx",
        tags=("Đảng viên",),
        aliases=("/cu/", "/tin-4711.aspx"),
        request_aliases=("/?p=7",),
    ),
    create_test_article("kin", status="hidden", aliases=("/kin-cu/",)),
    create_test_article("nhap", status="draft", tags=("Nháp",)),
)


def render_body(markdown: str, siteurl: str = SITE_URL, articles: Sequence[Article] = ARTICLES) -> str:
    return "".join(
        str(part)
        for part in build_body(
            create_body(markdown), create_test_context(articles, [create_page()], siteurl=siteurl)
        )
    )


def test_build_body_names_a_table_by_its_caption_or_the_heading_above() -> None:
    html = render_body(
        "| a |\n|---|\n| 1 |\n\n## Kết *quả* 143-KH/TU\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n"
        '<table><caption>Số “x” "y"</caption><tr><th>1</th></tr></table>\n\n```\ndòng <table>\n```\n'
    )
    for name in ("Bảng", "Bảng: Kết quả 143-KH/TU", "Bảng: Số “x” &quot;y&quot;", "Văn bản giữ nguyên dòng"):
        assert html.count(f'role="group" aria-label="{name}" tabindex="0"') == 1
    assert html.count('<th scope="col"') == 3
    assert html.count("<th") == 4 + html.count("<thead>")
    assert html.count("<div") == html.count("</div>") == 3
    assert "&lt;table" in html


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
        ("/tin-4711.aspx", "/tin-4711.aspx/"),
        ("/?p=7", "/2026/11/dich/"),
        ("/?p=7#muc-ket-qua", "/2026/11/dich/#muc-ket-qua"),
        ("/?p=8", "/?p=8"),
        ("/", "/"),
        ("/chu-de/dang-vien/", "/chu-de/dang-vien/"),
        ("/tim-kiem/?q=đảng", "/tim-kiem/?q=%C4%91%E1%BA%A3ng"),
        ("/feeds/tat-ca.atom.xml", "/feeds/tat-ca.atom.xml"),
    ],
)
@pytest.mark.parametrize("base", ["", "/ban-tin"])
def test_internal_link_begins_with_the_base_path_of_the_site(target: str, href: str, base: str) -> None:
    assert render_body(f"[a]({target})", SITE_URL + base) == f'<p><a href="{base}{href}">a</a></p>'


@pytest.mark.parametrize(
    "target", ["https://a.vn/x?a=1&b=2", "HTTPS://A.VN/", "//a.vn/x", "mailto:a@b.vn", "tel:0252", "#muc-a"]
)
def test_external_link_or_anchor_stays_unchanged(target: str) -> None:
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
def test_link_to_an_unpublished_page_becomes_its_text(target: str) -> None:
    assert render_body(f"Xem [bài *này*]({target}).") == "<p>Xem bài <em>này</em>.</p>"


def test_link_to_a_numbered_listing_page_is_kept() -> None:
    articles = create_test_articles(41, tags=("a",))
    for target in ("/chuyen-muc/can-bo/trang/1/", "/chu-de/a/trang/1/"):
        assert f'href="{target}"' in render_body(f"[a]({target})", articles=articles)


def test_title_of_a_link_is_kept() -> None:
    assert 'title="&quot;A&quot; &amp; B"' in render_body("[a](/ '\"A\" & B')")


def test_body_is_cut_at_its_images() -> None:
    parts = build_body(
        create_body('Một ![hai](/images/h%E1%BB%99i.jpg) ba\n\n![bốn](/images/4.jpg "Chú thích")'),
        create_test_context(),
    )
    assert [type(part) for part in parts] == [Markup, ResponsiveImage, Markup, ResponsiveImage, Markup]
    images = [part for part in parts if isinstance(part, ResponsiveImage)]
    assert [image.alt for image in images] == ["hai", "bốn"]
    assert images[0].src == "/images/hội-640.jpg"


def test_image_inside_a_link_stays_inside() -> None:
    assert render_body("[![a](/images/x.jpg)](/files/x.pdf)").startswith(
        '<p><a href="/files/x.pdf">ResponsiveImage('
    )


def test_image_has_the_place_in_which_readers_enlarge_it() -> None:
    parts = build_body(
        create_body(
            "![một](/images/1.jpg)\n![hai](/images/2.jpg)\n\n![ba](/images/3.jpg)\n\nChữ ![bốn](/images/4.jpg)\n\n"
            '[![năm](/images/5.jpg "Chú thích")](/)'
        ),
        create_test_context(),
    )
    images = [part for part in parts if isinstance(part, ResponsiveImage)]
    assert [image.place for image in images] == ["gallery", "gallery", "figure", "", ""]


@pytest.mark.parametrize("base", ["", "/ban-tin"])
def test_feed_body_has_absolute_addresses(base: str) -> None:
    context = create_test_context(ARTICLES, siteurl=SITE_URL + base)
    html = build_feed_body(
        create_body(
            "[a](/2026/11/dich/) [b](//a.vn/) [c](https://a.vn)\n\n![“d”](/images/x.jpg)[^1]\n\n[^1]: Chú thích."
        ),
        "/2026/11/bai/",
        context,
    )
    assert f'href="{SITE_URL}{base}/2026/11/dich/"' in html
    assert f'href="{SITE_URL}{base}/2026/11/bai/#fn:1"' in html
    assert 'href="#' not in html
    assert 'href="//a.vn/"' in html
    assert 'href="https://a.vn"' in html
    assert f'<img src="{SITE_URL}{base}/images/x-640.jpg" width="640" height="480" alt="“d”">' in html


VIDEO_FRAME = "<iframe src='https://youtu.be/aaaaaaaaaaa?t=9' title='Lễ hội &lt;A &amp; B&gt;'></iframe>"
BODY_WITH_VIDEO = f"Một.\n\n{VIDEO_FRAME}\n\nHai ![b](/images/x.jpg)."


def test_body_is_cut_at_its_videos() -> None:
    before, video, between, picture, after = build_body(
        create_body(BODY_WITH_VIDEO), create_test_context(ARTICLES)
    )
    assert video == EmbeddedVideo(
        "https://www.youtube-nocookie.com/embed/aaaaaaaaaaa?start=9",
        "https://www.youtube.com/watch?v=aaaaaaaaaaa&t=9",
        "Lễ hội <A & B>",
        "YouTube",
    )
    assert isinstance(picture, ResponsiveImage)
    assert (before, between, after) == ("<p>Một.</p>\n", "\n\n<p>Hai ", ".</p>")


@pytest.mark.parametrize(
    "markdown",
    [
        "<iframe src='https://youtu.be/aaaaaaaaaaa' title='Phóng sự ngày 12/11/2026'></iframe>",
        '<audio src="/files/a.mp3">Kế hoạch 143-KH/TU, ngày 12/11/2026</audio>',
    ],
)
def test_media_with_a_date_or_number_in_its_title_keeps_its_player(markdown: str) -> None:
    parts = build_body(create_body(f"Số 38-KL/TW.\n\n{markdown}\n\nHết."), create_test_context(ARTICLES))
    players = [part for part in parts if isinstance(part, (EmbeddedVideo, AudioPlayer))]
    assert ["12/11/2026" in player.title and "<" not in player.title for player in players] == [True]
    assert '<span class="keep">Số 38-KL/TW.</span>' in str(parts[0])


def test_video_in_a_feed_is_a_link() -> None:
    html = build_feed_body(create_body(BODY_WITH_VIDEO), "/2026/11/bai/", create_test_context(ARTICLES))
    assert (
        '<p><a href="https://www.youtube.com/watch?v=aaaaaaaaaaa&amp;t=9">Lễ hội &lt;A &amp; B&gt;</a></p>'
        in html
    )
    assert "iframe" not in html


BODY_WITH_AUDIO = 'Nghe <audio src="/files/a%20b.mp3#t=3">Lời &lt;A &amp; B&gt;</audio> nhé.'


@pytest.mark.parametrize(("siteurl", "base"), [(SITE_URL, ""), (f"{SITE_URL}/bantin", "/bantin")])
def test_body_is_cut_at_its_audio_with_base_path(siteurl: str, base: str) -> None:
    assert build_body(create_body(BODY_WITH_AUDIO), create_test_context(ARTICLES, siteurl=siteurl)) == (
        "<p>Nghe ",
        AudioPlayer(f"{base}/files/a%20b.mp3#t=3", "Lời <A & B>"),
        " nhé.</p>",
    )


@pytest.mark.parametrize("siteurl", [SITE_URL, f"{SITE_URL}/bantin"])
def test_audio_in_a_feed_is_a_link(siteurl: str) -> None:
    context = create_test_context(ARTICLES, siteurl=siteurl)
    html = build_feed_body(create_body(BODY_WITH_AUDIO), "/2026/11/bai/", context)
    assert html == f'<p>Nghe <a href="{siteurl}/files/a%20b.mp3#t=3">Lời &lt;A &amp; B&gt;</a> nhé.</p>'


@pytest.mark.parametrize("number", ["năm", "số 143-KH/TU"], ids=["without-a-number", "with-a-number"])
def test_tables_stand_in_elements_that_scroll(number: str) -> None:
    html = render_body(f"Một {number}\n\n| a | b |\n|---|---|\n| c | d |\n\n`<table>` & hết")
    start, _, rest = html.partition("<table>")
    assert start.endswith('<div class="table-scroll" role="group" aria-label="Bảng" tabindex="0">')
    assert rest.rpartition("</table>")[2] == "</div>\n<p><code>&lt;table&gt;</code> &amp; hết</p>"
    assert html.count("table-scroll") == 1

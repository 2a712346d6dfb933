from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin.content.markup.body import BodyParser
from bulletin.content.markup.page_html.video_embeds import (
    VIDEO_FIGURE_PATTERN,
    get_frame_sources,
    get_video_host_name,
    parse_video_url,
)
from bulletin.content.settings import ContentSettings
from bulletin.settings.tables import SettingError, load_settings

READER = BodyParser()
LINK = "https://www.youtube.com/watch?v=aaaaaaaaa-_"
PLAYER = "https://www.youtube-nocookie.com/embed/aaaaaaaaa-_"
PASTED_FRAME = (
    '<iframe width="560" height="315" src="https://www.youtube.com/embed/aaaaaaaaa-_?si=Nguoi0Gui&amp;start=90" title="{}"'
    ' frameborder="0" allow="accelerometer; autoplay" style="x" onload="x" referrerpolicy="no-referrer" allowfullscreen></iframe>'
)
FIGURE = f'<figure class="film"><a href="{LINK}&amp;t=90">Lễ hội</a></figure>'


def parse_video_body(body: str, hosts: tuple[str, ...] | None = None) -> tuple[str, list[tuple[int, str]]]:
    reader = READER if hosts is None else BodyParser(video_hosts=hosts)
    text, problems = reader.parse_body("content/articles/tin.md", body, 1)
    return text.html, [(problem.line, problem.message) for problem in problems]


@pytest.mark.parametrize(
    ("address", "link", "player"),
    [
        ("https://www.youtube.com/embed/aaaaaaaaa-_", LINK, PLAYER),
        ("https://www.youtube-nocookie.com/embed/aaaaaaaaa-_?si=x&autoplay=1", LINK, PLAYER),
        ("//www.youtube.com/embed/aaaaaaaaa-_", LINK, PLAYER),
        ("http://youtube.com/embed/aaaaaaaaa-_", LINK, PLAYER),
        ("HTTPS://YOUTU.BE/aaaaaaaaa-_?si=x", LINK, PLAYER),
        ("https://www.youtube.com/shorts/aaaaaaaaa-_", LINK, PLAYER),
        ("https://m.youtube.com/watch?app=x&v=aaaaaaaaa-_&t=90s", f"{LINK}&t=90", f"{PLAYER}?start=90"),
        ("https://www.youtube.com/embed/aaaaaaaaa-_?start=9x", LINK, PLAYER),
        (
            "https://player.vimeo.com/video/76979871?h=8272103f6e&badge=0",
            "https://vimeo.com/76979871/8272103f6e",
            "https://player.vimeo.com/video/76979871?h=8272103f6e&dnt=1",
        ),
        (
            "https://vimeo.com/76979871",
            "https://vimeo.com/76979871",
            "https://player.vimeo.com/video/76979871?dnt=1",
        ),
        ("https://phim.vn/nhung/1?a=b", "https://phim.vn/nhung/1?a=b", "https://phim.vn/nhung/1?a=b"),
    ],
)
def test_parse_video_url_returns_link_and_player_addresses(address: str, link: Any, player: Any) -> None:
    assert parse_video_url(address) == (link, player)
    assert parse_video_url(link) == (link, player)


@pytest.mark.parametrize(
    "address",
    [
        "", "/video", "video.html", "javascript:alert(1)", "data:text/html,x", "ftp://phim.vn/", "https://", "//[a",
        "https://www.youtube.com/", "https://www.youtube.com/embed/ngan", "https://www.youtube.com/redirect?q=x",
        "https://www.youtube.com/embed/videoseries?list=x", "https://www.youtube.com/embed/aaaaaaaaa-_/../x",
        "https://www.youtube.com:8443/embed/aaaaaaaaa-_", "https://a@www.youtube.com/embed/aaaaaaaaa-_",
        "https://vimeo.com/channels/x", "https://phim.vn/a b", 'https://phim.vn/"onload=x', "https://phim.vn/<a>",
        "https://phim.vn\\@www.youtube.com/embed/aaaaaaaaa-_", "https://phim.vn:99999/",
    ],
)  # fmt: skip
def test_parse_video_url_of_other_address_returns_none(address: str) -> None:
    assert parse_video_url(address) is None


@given(
    st.one_of(
        st.text(max_size=30),
        st.text("htps:/.youbeavmi@\\?#&=%[]<>\"' \t\n0").map("https://youtu.be/{}".format),
    )
)
@example("https://www.youtube.com/embed/aaaaaaaaa-_?start=1")
def test_parse_video_url_returns_addresses_without_special_characters(address: Any) -> None:
    for made in parse_video_url(address) or ():
        assert made.startswith("https://")
        assert made.isascii()
        assert not set(made) & set('<>"\\ \t\n\r`')


def test_parse_body_with_pasted_frame_makes_figure_with_link() -> None:
    assert parse_video_body(PASTED_FRAME.format("Lễ hội")) == (FIGURE, [])


@pytest.mark.parametrize(
    "body",
    [
        "Xem:\n\n{}\n\nHết.",
        "Xem:\n{}\nHết.",
        "- Xem:\n\n    {}",
        "> {}",
        "<div>{}</div>",
        "| a |\n|---|\n| {} |",
    ],
)
def test_parse_body_with_frame_in_place_of_paragraph_accepts_it(body: str) -> None:
    html, problems = parse_video_body(body.format(PASTED_FRAME.format("Lễ hội")))
    assert problems == []
    assert html.count(FIGURE) == 1
    assert "<p><figure" not in html


@pytest.mark.parametrize(
    "body", ["Xem {} nhé", "**{}**", "[{}](https://a.vn)", "<a href='https://a.vn'>{}</a>", "## {}"]
)
def test_parse_body_with_frame_inside_sentence_reports_it(body: str) -> None:
    html, problems = parse_video_body(f"Một.\n\n{body.format(PASTED_FRAME.format('Lễ hội'))}")
    assert (3, "Phim nằm giữa một câu.") in problems
    assert "film" not in html


@pytest.mark.parametrize("title", ["", " ", "YouTube video player", "vimeo-player", "youtube video player"])
def test_parse_body_with_frame_without_useful_title_reports_it(title: str) -> None:
    assert parse_video_body(f"Một.\n\n{PASTED_FRAME.format(title)}") == (
        "<p>Một.</p>",
        [(3, "Phim chưa có tên.")],
    )


def test_parse_body_with_markup_in_frame_title_escapes_it() -> None:
    html, problems = parse_video_body(
        PASTED_FRAME.format("&lt;b&gt;A &amp; B&lt;/b&gt;&quot; onload=&quot;x  y")
    )
    assert problems == []
    assert VIDEO_FIGURE_PATTERN.findall(html)[0][1] == '&lt;b&gt;A &amp; B&lt;/b&gt;" onload="x y'


@pytest.mark.parametrize(
    "src",
    [
        "",
        "javascript:alert(1)",
        "/phim.html",
        "data:text/html,x",
        "java&#115;cript:alert(1)",
        "https://www.youtube.com/",
    ],
)
def test_parse_body_with_frame_without_video_reports_it(src: str) -> None:
    html, problems = parse_video_body(f"Một.\n\n<iframe src='{src}' title='a'></iframe>")
    assert html == "<p>Một.</p>"
    assert (3, "Khung <iframe> không có địa chỉ phim dùng được.") in problems


@pytest.mark.parametrize(
    ("src", "host"),
    [
        ("https://example.com/phim", "example.com"),
        ("https://www.youtube.com.example.vn/embed/aaaaaaaaa-_", "www.youtube.com.example.vn"),
        ("https://example.vn/www.youtube.com/embed/aaaaaaaaa-_", "example.vn"),
        ("https://example.vn?www.youtube-nocookie.com", "example.vn"),
    ],
)
def test_parse_body_with_frame_of_other_host_proposes_link(src: str, host: str) -> None:
    text, problems = READER.parse_body("a", f"Một.\n\n<iframe src='{src}' title='a'></iframe>", 1)
    assert text.html == "<p>Một.</p>"
    (problem,) = problems
    assert (problem.line, problem.message) == (3, f"Không nhúng được <iframe> của {host} vào bài.")
    assert "YouTube, Vimeo" in problem.remedy
    assert f"[Xem phim]({src})" in problem.remedy


def test_parse_body_with_frame_of_configured_host_accepts_it() -> None:
    own = "<iframe src='https://phim.tinh.vn/nhung/1' title='Lễ hội'></iframe>"
    assert parse_video_body(own, ("phim.tinh.vn",)) == (
        '<figure class="film"><a href="https://phim.tinh.vn/nhung/1">Lễ hội</a></figure>',
        [],
    )
    assert parse_video_body(PASTED_FRAME.format("Lễ hội"), ("phim.tinh.vn",))[1] == [
        (1, "Không nhúng được <iframe> của www.youtube-nocookie.com vào bài.")
    ]
    assert "Trang nhúng được" not in BodyParser(video_hosts=()).parse_body("a", own, 1)[1][0].remedy


def test_parse_body_with_typed_video_figure_removes_its_class() -> None:
    typed = '<figure class="film"><a href="https://example.com/">x</a></figure>'
    for body in (typed, f"{typed}\n\n{PASTED_FRAME.format('Lễ hội')}"):
        assert 'class="film"><a href="https://example.com' not in parse_video_body(body)[0]


def test_parse_body_with_vimeo_script_removes_it_without_problem() -> None:
    body = (
        '<div style="padding:56.25% 0 0 0"><iframe src="https://player.vimeo.com/video/76979871?h=8272103f6e" title="Lễ hội">'
        '</iframe></div><script src="https://player.vimeo.com/api/player.js"></script>'
    )
    assert parse_video_body(body) == (
        '<div><figure class="film"><a href="https://vimeo.com/76979871/8272103f6e">Lễ hội</a></figure></div>',
        [],
    )


def test_parse_body_with_several_frames_reports_each_line() -> None:
    body = "\n\n".join(f"<iframe src='https://{one}.vn/'></iframe>" for one in "ab")
    assert [line for line, _ in parse_video_body(body)[1]] == [1, 3]


def test_parse_body_with_frame_in_code_or_comment_ignores_it() -> None:
    assert parse_video_body("Gõ `<iframe src=x>` nhé.")[1] == []
    assert parse_video_body("<!-- <iframe src=x></iframe> -->\n\nMột.")[1] == []


def test_get_frame_sources_returns_sorted_hosts() -> None:
    assert get_frame_sources(ContentSettings().video_hosts) == (
        "https://player.vimeo.com",
        "https://www.youtube-nocookie.com",
    )
    assert get_frame_sources(()) == ()
    assert [get_video_host_name(one) for one in (PLAYER, "https://phim.vn/1")] == ["YouTube", "phim.vn"]


@pytest.mark.parametrize(
    "host", ["https://phim.vn", "phim.vn/", "phim.vn; script-src *", "*", "", "phim.vn:8443", "PHIM.vn"]
)
def test_settings_with_invalid_video_host_raise_error(host: str) -> None:
    with pytest.raises(SettingError, match="video_hosts"):
        load_settings(ContentSettings, "RECORDS", {"video_hosts": [host]})

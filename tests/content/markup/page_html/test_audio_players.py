from typing import Any

import pytest

from bulletin.content.markup.body import BodyParser
from bulletin.content.markup.page_html.audio_players import AUDIO_LINK_PATTERN
from bulletin.content.markup.page_html.sanitizer import sanitize_html
from bulletin.content.models import ParsedBody
from bulletin.content.problems import Problem

READER = BodyParser(site="https://bantin.example.vn")
NAMED = "Nghe tệp x.mp3"


def parse_audio_body(body: str) -> tuple[ParsedBody, list[Problem]]:
    text, problems = READER.parse_body("content/articles/tin.md", body, 1)
    return text, list(problems)


def list_problems(body: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in parse_audio_body(body)[1]]


@pytest.mark.parametrize(
    ("typed", "address", "name"),
    [
        ('<audio controls src="/files/x.mp3"></audio>', "/files/x.mp3", NAMED),
        ('<audio src="/files/x.mp3">Lời <b>phát</b> biểu</audio>', "/files/x.mp3", "Lời phát biểu"),
        ('<audio controls>\n<source src="/files/x.mp3" type="audio/mpeg">\n</audio>', "/files/x.mp3", NAMED),
        (
            '<audio><source src="/files/x.ogg"><source src="/files/x.mp3">Your browser does not support audio.</audio>',
            "/files/x.mp3",
            NAMED,
        ),
        ('<audio><source src="/files/x.ogg"><source src="/files/x.opus"></audio>', "/files/x.ogg", "Nghe tệp x.ogg"),
        ('<audio src="/files/x.mp3">Trình duyệt của bạn không phát được.</audio>', "/files/x.mp3", NAMED),
        ('<audio src="/files/x.mp3"><a href="/files/x.mp3">Tải &lt;A &amp; B&gt;</a></audio>', "/files/x.mp3", "Tải &lt;A &amp; B&gt;"),
        ("<AUDIO SRC=/files/x.mp3 AUTOPLAY LOOP ONPLAY=alert(1) STYLE=x CLASS=y ID=z></AUDIO>", "/files/x.mp3", NAMED),
        ('<audio src="{static}/files/x.mp3"></audio>', "/files/x.mp3", NAMED),
        ('<audio src="https://bantin.example.vn/files/x.mp3#t=30"></audio>', "/files/x.mp3#t=30", NAMED),
        ('<audio src="/files/ph%C3%A1t%20bi%E1%BB%83u.M4A"></audio>', "/files/ph%C3%A1t%20bi%E1%BB%83u.M4A", "Nghe tệp phát biểu.M4A"),
    ],
)  # fmt: skip
def test_parse_body_with_audio_of_own_file_keeps_address_and_name(
    typed: str, address: str, name: str
) -> None:
    text, problems = parse_audio_body(f"Một.\n\n{typed}")
    assert problems == []
    assert text.html == f'<p>Một.</p>\n<p><a href="{address}" class="audio">{name}</a></p>'
    assert [(found.kind, found.target) for found in text.references] == [("link", address)]
    assert sanitize_html(text.html, players=True) == text.html


def test_parse_body_with_audio_of_wordpress_keeps_its_caption() -> None:
    text, problems = parse_audio_body(
        '<figure class="wp-block-audio"><audio controls src="/files/x.mp3"></audio><figcaption>Khai mạc</figcaption></figure>'
    )
    assert problems == []
    assert text.html == (
        f'<figure><a href="/files/x.mp3" class="audio">{NAMED}</a><figcaption>Khai mạc</figcaption></figure>'
    )


def test_parse_body_with_audio_first_takes_the_summary_from_the_text() -> None:
    assert (
        parse_audio_body('<audio src="/files/x.mp3"></audio>\n\nHội nghị.')[0].first_paragraph == "Hội nghị."
    )


def test_parse_body_with_class_of_audio_removes_it() -> None:
    text, _ = parse_audio_body(
        '<a class="audio" href="https://a.vn/">b</a> và <audio src="/files/x.mp3"></audio>'
    )
    assert '<a href="https://a.vn/">b</a>' in text.html
    assert AUDIO_LINK_PATTERN.findall(text.html) == [("/files/x.mp3", NAMED)]
    assert "audio" not in parse_audio_body('<a class="audio" href="https://a.vn/">b</a>')[0].html


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("https://khac.vn/a/x.mp3", "Âm thanh “https://khac.vn/a/x.mp3” lấy từ trang khác."),
        ("//khac.vn/x.mp3", "Âm thanh “//khac.vn/x.mp3” lấy từ trang khác."),
        (
            "https://bantin.example.vn//khac.vn/x.mp3",
            "Âm thanh “https://bantin.example.vn//khac.vn/x.mp3” lấy từ trang khác.",
        ),
        ("//[abc", "Âm thanh “//[abc” lấy từ trang khác."),
        ("https://[abc/x.mp3", "Thẻ <audio> không có địa chỉ tệp dùng được."),
        ("/files/[x", "Thẻ <audio> không phát được tệp “/files/[x”."),
        ("javascript:alert(1)", "Âm thanh “javascript:alert(1)” không phải là tệp trong content/files/."),
        ("files/x.mp3", "Âm thanh “files/x.mp3” không phải là tệp trong content/files/."),
        ("/images/x.mp3", "Âm thanh “/images/x.mp3” không phải là tệp trong content/files/."),
        (
            f"data:audio/mpeg;base64,{'A' * 200}",
            f"Âm thanh “data:audio/mpeg;base64,{'A' * 57}…” không phải là tệp trong content/files/.",
        ),
        ("/files/x.pdf", "Thẻ <audio> không phát được tệp “/files/x.pdf”."),
        ("", "Thẻ <audio> không có địa chỉ tệp dùng được."),
        ("gopher:x", "Thẻ <audio> không có địa chỉ tệp dùng được."),
    ],
)
@pytest.mark.parametrize("mark", ['<audio src="{}"></audio>', '<audio><source src="{}"></audio>'])
def test_parse_body_with_other_audio_reports_it_once_with_its_line(
    address: str, message: str, mark: str
) -> None:
    assert list_problems(f"Một.\n\nHai.\n\n{mark.format(address)}") == [(5, message)]
    assert "audio" not in parse_audio_body(mark.format(address))[0].html


@pytest.mark.parametrize(
    ("address", "name"),
    [("https://khac.vn/a/x.mp3?b=1", "x.mp3"), ("https://khac.vn/a%20b.mp3", "tên-tệp.mp3"), ("data:x", "tên-tệp.mp3")],
)  # fmt: skip
def test_parse_body_with_audio_of_another_site_proposes_an_own_file(address: str, name: str) -> None:
    ((problem),) = parse_audio_body(f'<audio src="{address}"></audio>')[1]
    example = f'<audio controls src="/files/{name}"></audio>'
    assert problem.remedy == f"Hãy chép tệp vào content/files/ và viết {example}"
    assert list_problems(example) == []


def test_parse_body_with_second_audio_of_another_site_names_its_line() -> None:
    body = '<audio src="/files/x.mp3"></audio>\n\nHai.\n\n<audio src="data:x"></audio>'
    assert [line for line, _ in list_problems(body)] == [5]


@pytest.mark.parametrize("tag", ['<audio src="/files/x.mp3">', '<audio src="/files/x.mp3" />'])
def test_parse_body_with_unclosed_audio_reports_it(tag: Any) -> None:
    assert list_problems(f"Một `<audio>`.\n\n{tag}\n\nHai.") == [
        (3, "Thẻ <audio …> chưa được đóng, nên phần bài phía sau sẽ mất.")
    ]


@pytest.mark.parametrize("link", ['<a href="javascript:x">a</a>', '<img src="data:x" alt="a">'])
def test_parse_body_with_audio_still_reports_other_unsafe_addresses(link: str) -> None:
    ((line, message),) = list_problems(f'<audio src="/files/x.mp3"></audio>\n\n{link}')
    assert line == 3
    assert message.endswith("không an toàn.")

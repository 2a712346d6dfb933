"""Sanitized bodies, as a browser parses them."""

import re
import warnings
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin.content.markup.body import BodyParser
from bulletin.content.markup.page_html.audio_players import AUDIO_LINK_PATTERN
from bulletin.content.markup.page_html.sanitizer import ALLOWED_TAGS
from bulletin.content.markup.page_html.video_embeds import VIDEO_FIGURE_PATTERN, parse_video_url
from bulletin.content.markup.slips.links import ALLOWED_SCHEMES, UNSAFE_CHARACTERS_PATTERN
from tests.content.markup.strategies import MARKUP_TEXTS

READER = BodyParser()
HTML = "{http://www.w3.org/1999/xhtml}"
GLOBAL = {"id", "lang", "dir"}
OWN = {
    "a": {"href", "title", "class"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start", "reversed", "type"},
    "li": {"value", "class"},
    **{tag: {"class"} for tag in ("p", "h2", "h3", "h4", "h5", "h6", "caption")},
    "td": {"colspan", "rowspan", "headers", "class"},
    "th": {"colspan", "rowspan", "scope", "headers", "class"},
    "col": {"span"},
    "colgroup": {"span"},
    "div": {"class"},
    "figure": {"class"},
}
CLASSES = {
    "align-left",
    "align-center",
    "align-right",
    "footnote",
    "gallery",
    "gallery--pairs",
    "footnote-ref",
    "footnote-backref",
    "figure",
    "film",
    "audio",
    "",
}
ELEMENTS = sorted(ALLOWED_TAGS | {
    "script", "style", "iframe", "audio", "source", "svg", "math", "form", "object", "embed", "template", "noscript", "textarea", "title", "base",
    "meta", "link", "xmp", "plaintext", "noembed", "select", "foreignObject", "mglyph", "mtext", "annotation-xml", "desc",
    "javascript:x", "image", "frameset", "body", "html", "p/onclick=x",
})  # fmt: skip
NAMES = [
    "href", "HREF", "src", "srcset", "action", "formaction", "xlink:href", "ping", "cite", "background", "data", "style", "class",
    "id", "title", "alt", "onclick", "onerror", "target", "srcdoc", "sandbox", "data-module", "name", "is", "slot", "markdown",
]  # fmt: skip
SIGNS = [
    "&#8;",
    "&#x9;",
    "&Tab;",
    "&NewLine;",
    "\t",
    "\u200b",
    "\u202e",
    "&#x202e;",
    "\x08",
    "\u0338",
    "&amp;",
    "&",
    "\\",
    "",
]
VALUES = st.one_of(
    st.sampled_from(
        [
            "/a/",
            "#muc-a",
            "https://a.vn/",
            "//a.vn",
            "film",
            "audio",
            "/files/a.mp3",
            "figure film",
            "footnote evil",
            "1",
            "x",
            "&quot;",
            "'",
            ">",
            "<b>",
            "https://www.youtube.com/embed/aaaaaaaaaaa",
            "https://player.vimeo.com/video/76979871",
            "data:image/svg+xml,<svg>",
        ]
    ),
    st.builds(
        "{}{}{}{}{}".format,
        st.sampled_from(SIGNS),
        st.sampled_from(["java", "JAVA", "vb", "&#106;ava", "data", "live", "&#x6a;ava"]),
        st.sampled_from(SIGNS),
        st.sampled_from(["script", "scr&#105;pt", ""]),
        st.sampled_from([":alert(1)", "&colon;x", "&#58;x", "&#8;:x", "%3Ax"]),
    ),
)
ATTRIBUTE = st.builds(
    " {}={q}{}{q}".format, st.sampled_from(NAMES), VALUES, q=st.sampled_from(['"', "'", ""])
)
OPENING = st.builds("<{}{}>".format, st.sampled_from(ELEMENTS), st.lists(ATTRIBUTE, max_size=3).map("".join))
CLOSING = st.sampled_from(ELEMENTS).map("</{}>".format)
LINK = st.builds("[a]({})".format, VALUES)
FILM_TAG = ' src="https://www.youtube.com/embed/aaaaaaaaaaa" title="Lễ hội"'
FRAME = st.builds(
    "{}<iframe{}{}>{}</iframe>{}".format,
    st.sampled_from(["\n\n", " "]),
    st.sampled_from(["", FILM_TAG, FILM_TAG]),
    st.lists(ATTRIBUTE, max_size=3).map("".join),
    st.sampled_from(["", "<b>x", "</p>"]),
    st.sampled_from(["\n\n", " "]),
)
AUDIO = st.builds(
    "{}<audio{}{}>{}</audio>{}".format,
    st.sampled_from(["\n\n", " "]),
    st.sampled_from(["", ' src="/files/a.mp3"', ' src="https://a.vn/a.mp3"', " src=javascript:x"]),
    st.lists(ATTRIBUTE, max_size=3).map("".join),
    st.sampled_from(["", "<b>x", "</p>", "<source src='/files/b.ogg'>", "<a href='/'>", "<audio>"]),
    st.sampled_from(["\n\n", " "]),
)
REST = st.sampled_from(
    [
        "chữ",
        " ",
        "\n\n",
        "`",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?x",
        "?>",
        "<",
        ">",
        '"',
        "- ",
        "> ",
        "*",
        "{: #a }",
    ]
)
SOUP = st.lists(st.one_of(OPENING, CLOSING, LINK, FRAME, AUDIO, REST), max_size=12).map("".join)


def list_elements(text: str) -> list[Element]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = html5lib.parseFragment(text, treebuilder="etree")
    return [node for node in tree.iter() if isinstance(node.tag, str) and node is not tree]


def find_scheme(address: str) -> str:
    """Return the scheme that a browser reads, or nothing (WHATWG URL Standard)."""
    visible = re.sub(r"[\t\n\r]", "", address.strip("".join(map(chr, range(0x21)))))
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", visible)
    return found[1].lower() if found else ""


@given(st.one_of(SOUP, MARKUP_TEXTS))
@example(
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>"
)
@example("<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>")
@example("<noscript><p title='</noscript><img src=x onerror=alert(1)>'>")
@example(
    "<iframe src='https://www.youtube.com/embed/aaaaaaaaaaa' title='</iframe><img src=x onerror=alert(1)>'></iframe>"
)
@example("<iframe src='https://www.youtube.com/embed/aaaaaaaaaaa' title=x><b></iframe><script>1</script>")
@example("<a href='java&#8;script:x'>a</a><a href='data&colon;x'>b</a>")
@example("![]()![]()")
def test_parse_body_of_any_text_leaves_only_allowed_elements(body: Any) -> None:
    text, _ = READER.parse_body("content/articles/tin.md", body, 1)
    assert not UNSAFE_CHARACTERS_PATTERN.search(text.html)
    for node in list_elements(text.html):
        assert node.tag.startswith(HTML)  # neither SVG nor MathML
        tag = node.tag.removeprefix(HTML)
        assert tag in ALLOWED_TAGS
        assert set(node.attrib) <= GLOBAL | OWN.get(tag, set())
        assert set(node.get("class", "").split()) <= CLASSES
        for name in ("href", "src"):
            assert find_scheme(node.get(name, "")) in ALLOWED_SCHEMES | {"", "source"}


@given(st.lists(st.one_of(OPENING, CLOSING, FRAME, REST), max_size=8).map("".join))
@example(
    '<a><select>\n\n<iframe src="https://www.youtube.com/embed/aaaaaaaaaaa" title="Lễ hội"></iframe>\n\n'
)
def test_parse_body_with_video_links_only_to_allowed_hosts(body: Any) -> None:
    text, problems = READER.parse_body("content/articles/tin.md", body, 1)
    assert "<iframe" not in text.html
    videos = [node for node in list_elements(text.html) if "film" in node.get("class", "").split()]
    if not problems:  # a text with problems is not printed, and an open <a> can stand in its figure
        assert len(videos) == len(VIDEO_FIGURE_PATTERN.findall(text.html))
    for link in (link for video in videos for link in video if link.attrib or not problems):
        found = parse_video_url(link.get("href", ""))
        assert found is not None
        assert found[1].startswith(
            ("https://www.youtube-nocookie.com/embed/", "https://player.vimeo.com/video/")
        )


@given(st.lists(st.one_of(OPENING, CLOSING, AUDIO, REST), max_size=8).map("".join))
@example('<a href="/">x <audio src="/files/a.mp3"><a href="/">y</a></audio></a>')
def test_parse_body_with_audio_links_only_to_own_files(body: Any) -> None:
    text, problems = READER.parse_body("content/articles/tin.md", body, 1)
    links = [node for node in list_elements(text.html) if "audio" in node.get("class", "").split()]
    if not problems:
        assert len(links) == len(AUDIO_LINK_PATTERN.findall(text.html))
    assert all(link.get("href", "").startswith("/files/") for link in links)

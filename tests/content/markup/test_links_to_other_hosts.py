"""Links and aliases, which must not lead to another host than the editor means."""

import html
import os
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bulletin.content.checks.cross_references import check_cross_references
from bulletin.content.frontmatter.aliases import AliasError, parse_alias
from bulletin.content.library import Library
from bulletin.content.markup.body import BodyParser
from bulletin.urls import normalize_alias
from bulletin.views.fingerprints import PageFingerprints
from bulletin.views.pages.redirects import plan_alias_redirects
from bulletin.views.parts.body import build_body, build_feed_body
from tests.factories import SITE_URL, create_page, create_sections, create_test_article, create_test_context
from tests.gate import count_cases
from tests.link_hosts import find_hrefs, find_link_host

OWN, OTHER = "bantin.example.vn", "khac.example"
PREVIEWS = ("localhost", "127.0.0.1")
SITES = (SITE_URL, f"{SITE_URL}/ban-tin")
MARKER = re.compile(r"[{|](?:static|filename|attach)[}|]", re.IGNORECASE)
PIECES = (
    "https:", "http:", "HTTPS:", "//", "/", "\\", "\t", "\n", " ", "\x01", "@", ":80", ":8000", "?", "#", ".", "..",
    OWN, "localhost", "127.0.0.1", OTHER, "/ban-tin", "%2F", "%5C", "%09", "%40", "{static}", "{filename}", "{attach}",
    "|static|", "%7Bstatic%7D", "files/x.pdf", "2026/11/dich/", "/2026/11/dich/", "articles/dich.md", "x", "mailto:", "ế",
)  # fmt: skip
STARTS = (
    "", f"https://{OWN}", f"https://{OWN}/ban-tin", "http://localhost", "http://localhost:8000", "http://127.0.0.1:8000",
    "{static}", "{filename}", "|attach|", "/", "//", "https:", "http://",
)  # fmt: skip
TARGETS = st.builds(
    lambda start, pieces: start + "".join(pieces),
    st.sampled_from(STARTS),
    st.lists(st.sampled_from(PIECES), max_size=5),
)
PLAYS = count_cases(200, 400 * int(os.environ.get("BULLETIN_PLAYS", "0")))
ARTICLES = (create_test_article("dich"), create_test_article("kin", status="hidden"))
READERS = {site: BodyParser(site=site) for site in SITES}
CONTEXTS = {site: create_test_context(ARTICLES, [create_page()], siteurl=site) for site in SITES}

AMBIGUOUS = (
    f"https://{OWN}//{OTHER}/x", f"http://localhost//{OTHER}/", f"http://127.0.0.1:8000//{OTHER}", f"{{static}}//{OTHER}/x",
    f"{{filename}}//{OTHER}/x", f"{{attach}}/\\{OTHER}", f"/\\{OTHER}", f"\\\\{OTHER}", f"https:/\\/{OTHER}", f"/\t/{OTHER}/x",
    f"/\n/{OTHER}", f"///{OTHER}/x", f"https:{OTHER}", f"https:\\\\{OTHER}", f"|static|//{OTHER}", f"http://localhost:8000/\\{OTHER}",
    f"HTTPS://{OWN.upper()}//{OTHER}", f"https://{OWN}/\\{OTHER}/", "///2026/11/dich/", f"https://{OWN}\\@{OTHER}/", "//",
)  # fmt: skip
"""Addresses that browsers read in another way than Python."""


def render_markup(markup: str, site: str) -> str | None:
    """Return the HTML of a page and a feed, or None if the check reports a problem."""
    text, problems = READERS[site].parse_body("content/articles/tin.md", markup, 1)
    article = replace(create_test_article("tin"), body=text)
    if problems or check_cross_references(Library((*ARTICLES, article), (create_page(),), create_sections())):
        return None
    return "".join(map(str, build_body(text, CONTEXTS[site]))) + str(
        build_feed_body(text, "/2026/11/bai/", CONTEXTS[site])
    )


def find_meant_hosts(target: str) -> set[str | None]:
    """Return the hosts that an editor can mean with ``target``.

    An address of the preview also means the own host.
    """
    if MARKER.match(target) or target.startswith("%7Bstatic%7D"):
        return {OWN}
    host = find_link_host(target, "https", OWN)
    return {OWN, host} if host in PREVIEWS else {host}


def create_link_html(target: str) -> str:
    return f'<p>Xem <a href="{html.escape(target)}">bài</a>.</p>'


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("form", [create_link_html, "[bài](<{}>)".format], ids=["html", "markdown"])
@pytest.mark.parametrize("target", AMBIGUOUS)
def test_parse_body_with_ambiguous_address_reports_it(target: Any, form: Any, site: Any) -> None:
    printed = render_markup(form(target), site)
    # If a site is below a path, the rest of its host is another site.
    assert (
        all(href.lower() == target.lower() for href in find_hrefs(printed or ""))
        if site != SITE_URL
        else printed is None
    )


@pytest.mark.parametrize(
    ("target", "href"),
    [
        (f"https://{OWN}", "/"), (f"https://{OWN}/", "/"), (f"https://{OWN}/2026/11/dich/", "/2026/11/dich/"),
        ("http://localhost:8000/2026/11/dich/?a=1", "/2026/11/dich/?a=1"), ("http://127.0.0.1", "/"),
        ("{static}/files/x.pdf", "/files/x.pdf"), ("{static}files/x.pdf", "/files/x.pdf"),
        (f"//{OTHER}/x", f"//{OTHER}/x"),
        (f"https://{OWN}.{OTHER}//x", f"https://{OWN}.{OTHER}//x"), (f"https://{OTHER}//x?a=\\", f"https://{OTHER}//x?a=\\"),
    ],
)  # fmt: skip
def test_parse_body_with_unambiguous_address_keeps_it(target: str, href: str) -> None:
    printed = render_markup(create_link_html(target), SITE_URL)
    assert printed is not None
    assert find_hrefs(printed)[0] == href


def test_parse_body_with_a_host_that_looks_like_the_own_one_reports_it() -> None:
    assert render_markup(create_link_html(f"https://{OWN}@{OTHER}/"), SITE_URL) is None


def test_printed_links_lead_to_the_host_that_editors_mean(record_fault_count: Callable[[str], None]) -> None:
    count: Counter[str] = Counter()

    @settings(max_examples=PLAYS)
    @given(target=TARGETS, site=st.sampled_from(SITES))
    @example(f"https://{OWN}//{OTHER}/x", SITE_URL)
    @example(f"https://{OWN}/ban-tin//{OTHER}/x", SITES[1])
    def try_target(target: str, site: str) -> None:
        count["tried"] += 1
        # Markdown can remove a character, so only its internal links are checked.
        for markup in (f"[bài](<{target}>)", f"[bài]({target})"):
            for href in find_hrefs(render_markup(markup, site) or ""):
                if not re.match(r"(?:[a-z]+:|//)", href, re.IGNORECASE):
                    assert find_link_host(href, "https", OWN) == OWN
        for href in find_hrefs(render_markup(create_link_html(target), site) or ""):
            count["printed"] += 1
            assert find_link_host(href, "https", OWN) in find_meant_hosts(target)

    try_target()
    assert count["printed"] > count["tried"] / 20
    record_fault_count(
        f"addresses of links: {count['tried']} tried, {count['printed']} printed, none led to another host"
    )


@settings(max_examples=PLAYS)
@given(text=TARGETS, site=st.sampled_from(SITES))
def test_parse_alias_of_any_text_stays_on_the_host(text: Any, site: Any) -> None:
    try:
        address = normalize_alias(parse_alias(text))
    except AliasError:
        return
    context = create_test_context([create_test_article("moi", aliases=(address,))], siteurl=site)
    (page,) = plan_alias_redirects(context, PageFingerprints(context))
    for link in (
        context.urls.build_link(address),
        context.urls.build_absolute_url(address),
        page.view.target.url,
    ):
        assert find_link_host(link, "https", OWN) == OWN

"""What readers get from Debian's nginx with deploy/nginx.conf, of every file of the sample."""

import gzip
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import brotli
import pytest

from bulletin.content.markup.video_embeds import get_frame_sources
from bulletin.content.settings import ContentSettings
from bulletin.publishing.release.compression import SSI_DIRECTIVE_START
from bulletin.publishing.release.file_types import (
    FileType,
    get_cache_control,
    get_content_type,
    get_file_type,
)
from bulletin.publishing.release_creation import read_current_release
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.verification.command import run_verification
from bulletin.publishing.verification.http_client import SiteClient
from bulletin.publishing.verification.verifier import MAX_CONNECTIONS, verify_site
from tests.deploy.conftest import PublishedSite
from tests.deploy.nginx_server import NGINX_CONF_FILE, NginxResponse, NginxServer, run_nginx
from tests.publishing.helpers import PUBLISH_TIME

pytestmark = pytest.mark.servers

ARTICLE = "/2019/12/giam-sat-thuc-hien-ket-luan-38-kl-tw/"
PROTECTION = {
    "content-security-policy": "default-src 'none'",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=()",
    "cross-origin-opener-policy": "same-origin",
}
OUTSIDE = (
    "/..", "/../", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd",
    "/.%2e/releases/", "/assets/../../releases/", "/assets/..%2f..%2f..%2fsecret", "/assets../",
    "/..%5c..%5csecret", "/%c0%ae%c0%ae/secret", "//etc/passwd", "/%00", "/releases/", "/releases",
    "/../releases/", "/current/", "/.lock", "/.current", "/.nginx/", "/.nginx/gone.map",
    "/.nginx/redirects.map", "/%2enginx/gone.map", "/.bulletin.json", "/.git/config", "/.env",
    "/.next/index.html", "/.well-known/.hidden", "/assets/.hidden", "/secret", "/index.html.gz",
    "/index.html.br", "/index.html.GZ/", "/publishconf.py",
)  # fmt: skip


def quote_address(path: str) -> str:
    return "/" + quote(path.removesuffix("index.html"))


def list_named_files(served: PublishedSite) -> Iterator[str]:
    """Yield the files of the release that readers ask for by name."""
    return (
        path
        for path in served.manifest.entries
        if get_file_type(path) not in (FileType.COMPRESSED, FileType.SERVER_MAP)
    )


def find_missing_headers(answer: NginxResponse) -> list[str]:
    return [name for name, words in PROTECTION.items() if words not in answer.headers.get(name, "")]


def test_every_file_comes_whole_with_its_type_its_time_and_protection(published_site: PublishedSite) -> None:
    fragment = published_site.read_file("fragments/latest.html")
    moved = [
        path
        for path in list_named_files(published_site)
        if published_site.nginx.fetch(quote_address(path)).status == 301
    ]
    assert all(b'http-equiv="refresh"' in published_site.read_file(path) for path in moved)
    assert len(moved) == 4
    for path in set(list_named_files(published_site)) - set(moved) - {"404.html"}:
        answer = published_site.nginx.fetch(quote_address(path))
        body = re.sub(
            rb'<!--#include virtual="/fragments/latest.html" -->',
            lambda _: fragment,
            published_site.read_file(path),
        )
        assert (answer.status, answer.body == body) == (200, True), path
        assert answer.headers["content-type"] == get_content_type(path), path
        assert answer.headers["cache-control"] == get_cache_control(path), path
        assert find_missing_headers(answer) == (
            [] if not path.startswith("files/") else ["content-security-policy"]
        ), path


def test_types_of_attachments_are_the_ones_that_the_program_gives() -> None:
    types = dict(
        re.findall(r"^        (\S+/\S+) (.+);$", NGINX_CONF_FILE.read_text(encoding="utf-8"), re.MULTILINE)
    )
    known = {ending: one for one, endings in types.items() for ending in endings.split()}
    offered = ContentSettings().attachment_types
    assert {one: get_content_type(f"x.{one}").partition(";")[0] for one in offered} == {
        one: known[one] for one in offered
    }


@pytest.mark.parametrize(
    ("encoding", "ending"), [("br", "br"), ("gzip", "gz"), ("gzip, deflate, br, zstd", "br")]
)
def test_what_was_compressed_beforehand_is_sent_as_it_lies(
    published_site: PublishedSite, encoding: str, ending: str
) -> None:
    found = [
        path
        for path in list_named_files(published_site)
        if f"{path}.{ending}" in published_site.manifest.entries and path != "404.html"
    ]
    assert len(found) > 100
    for path in found:
        answer = published_site.nginx.fetch(quote_address(path), accept_encoding=encoding)
        if answer.status == 301:
            continue
        assert answer.headers["content-encoding"] == {"br": "br", "gz": "gzip"}[ending], path
        assert answer.body == published_site.read_file(f"{path}.{ending}"), path
        unpacked = brotli.decompress(answer.body) if ending == "br" else gzip.decompress(answer.body)
        assert unpacked == published_site.read_file(path), path
        assert answer.headers["content-type"] == get_content_type(path), path
        assert answer.headers["cache-control"] == get_cache_control(path), path
        assert "Accept-Encoding" in answer.headers["vary"]
        assert not find_missing_headers(answer), path


def test_all_pages_with_a_place_for_latest_news_are_filled_and_compressed_on_the_way(
    published_site: PublishedSite,
) -> None:
    holders = [
        path
        for path in list_named_files(published_site)
        if path.endswith(".html") and SSI_DIRECTIVE_START in published_site.read_file(path)
    ]
    assert len(holders) > 40
    for path in holders:
        assert f"{path}.br" not in published_site.manifest.entries
        answer = published_site.nginx.fetch(quote_address(path), accept_encoding="gzip, br")
        assert answer.headers["content-encoding"] == "gzip", path
        page = gzip.decompress(answer.body)
        assert published_site.read_file("fragments/latest.html") in page, path
        assert SSI_DIRECTIVE_START not in page, path
        assert len(answer.body) < 0.5 * len(page)
        assert "last-modified" not in answer.headers  # else a cache kept yesterday's news with it


def test_an_article_is_whole_for_who_takes_no_compression(published_site: PublishedSite) -> None:
    for encoding in ("identity", "br"):
        answer = published_site.nginx.fetch(ARTICLE, accept_encoding=encoding)
        assert "content-encoding" not in answer.headers
        assert answer.body.rstrip().endswith(b"</html>")


def test_an_unchanged_page_is_not_sent_twice(published_site: PublishedSite) -> None:
    first = published_site.nginx.fetch("/", accept_encoding="br")
    again = published_site.nginx.fetch("/", accept_encoding="br", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


@pytest.fixture
def site_with_private_files(published_site: PublishedSite) -> Iterator[PublishedSite]:
    """The release with what must not be read around and in it."""
    root = (published_site.public / "current").resolve()
    (published_site.public / "secret").write_text("BI-MAT", encoding="utf-8")
    (published_site.public / "releases" / "secret").write_text("BI-MAT", encoding="utf-8")
    (root / "assets" / ".hidden").write_text("BI-MAT", encoding="utf-8")
    yield published_site
    (root / "assets" / ".hidden").unlink()


def test_nothing_outside_the_release_can_be_read(site_with_private_files: PublishedSite) -> None:
    records = tuple(
        f"/releases/{file.name}" for file in (site_with_private_files.public / "releases").iterdir()
    )
    climbing = tuple(f"/..{one}" for one in records)
    for path in (*OUTSIDE, *records, *climbing):
        for encoding in ("identity", "br, gzip"):
            answer = site_with_private_files.nginx.fetch(path, accept_encoding=encoding)
            assert answer.status in (400, 404), (path, answer.status)
            assert b"BI-MAT" not in answer.body
            assert b"sha256" not in answer.body


def test_a_release_holds_nothing_but_files_and_folders(published_site: PublishedSite) -> None:
    """No link leads a server out of it."""
    root = (published_site.public / "current").resolve()
    there = {
        file.relative_to(root).as_posix()
        for file in root.rglob("*")
        if not file.is_dir() or file.is_symlink()
    }
    assert there == set(published_site.manifest.entries)
    assert not any(file.is_symlink() for file in root.rglob("*"))


def test_a_request_with_a_bare_path_climbs_nowhere(site_with_private_files: PublishedSite) -> None:
    """No client library tidies what is sent here; over plain HTTP all that there is leads to HTTPS."""
    for line in (
        b"GET ../secret HTTP/1.0",
        b"GET /x/../../secret HTTP/1.1",
        b"GET file:///etc/passwd HTTP/1.1",
    ):
        with socket.create_connection(
            ("127.0.0.1", site_with_private_files.nginx.http_port), timeout=10
        ) as one:
            one.sendall(line + b"\r\nHost: bantin.example.vn\r\nConnection: close\r\n\r\n")
            said = b"".join(iter(lambda one=one: one.recv(65536), b""))
        assert b"BI-MAT" not in said
        assert b"root:" not in said
        assert not said.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"])
def test_readers_can_only_read(published_site: PublishedSite, method: str) -> None:
    answer = published_site.nginx.fetch("/", method)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"  # RFC 9110, 15.5.6
    assert not find_missing_headers(answer)


def test_a_head_tells_what_a_get_would_bring(published_site: PublishedSite) -> None:
    head, get = published_site.nginx.fetch("/", "HEAD"), published_site.nginx.fetch("/")
    assert head.body == b""
    assert head.headers["content-length"] == get.headers["content-length"] == str(len(get.body))


def test_an_unknown_address_answers_with_the_page_of_the_site(published_site: PublishedSite) -> None:
    for path in ("/khong-co/", "/khong-co.html", "/2019/", "/404.html", "/2019/12/khong-co/"):
        answer = published_site.nginx.fetch(path)
        assert answer.status == 404, path
        assert answer.body == published_site.read_file("404.html")
        assert answer.headers["cache-control"] == "no-cache"
        assert not find_missing_headers(answer)
    small = published_site.nginx.fetch("/khong-co/", accept_encoding="br")
    assert (small.status, brotli.decompress(small.body)) == (404, published_site.read_file("404.html"))


def test_an_address_without_its_slash_leads_to_the_page(published_site: PublishedSite) -> None:
    answer = published_site.nginx.fetch("/tin-moi")
    assert (answer.status, answer.headers["location"]) == (301, "/tin-moi/")


def test_plain_http_leads_to_https_and_lets_certificates_be_renewed(published_site: PublishedSite) -> None:
    answer = published_site.nginx.fetch("/tin-moi/?x=1", secure=False)
    assert (answer.status, answer.headers["location"]) == (301, "https://bantin.example.vn/tin-moi/?x=1")
    challenge = published_site.public.parent / "nginx/letsencrypt/.well-known/acme-challenge/abc"
    challenge.parent.mkdir(parents=True)
    challenge.write_text("abc.def", encoding="utf-8")
    assert published_site.nginx.fetch("/.well-known/acme-challenge/abc", secure=False).body == b"abc.def"


def test_the_server_does_not_tell_its_version(published_site: PublishedSite) -> None:
    for path in ("/", "/khong-co/", "/%00"):
        answer = published_site.nginx.fetch(path)
        assert answer.headers["server"] == "nginx"
        assert not re.search(rb"nginx/[0-9]", answer.body)


def test_only_the_search_may_run_webassembly_and_only_named_hosts_show_films(
    published_site: PublishedSite,
) -> None:
    policy = published_site.nginx.fetch(ARTICLE).headers["content-security-policy"]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["script-src"] == "'self'"
    assert tuple(directives["frame-src"].split()) == get_frame_sources(ContentSettings().video_hosts)
    assert "unsafe" not in policy
    search = published_site.nginx.fetch("/tim-kiem/").headers["content-security-policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in search
    assert "unsafe-inline" not in search


def test_a_server_starts_before_the_first_publish(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    with run_nginx(tmp_path / "public", tmp_path / "nginx") as nginx:
        assert isinstance(nginx, NginxServer)
        assert nginx.fetch("/").status == 404


def test_verify_finds_the_site_as_it_was_published(
    published_site: PublishedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of each kind; all of them with BULLETIN_PLAYS."""
    monkeypatch.setenv("SSL_CERT_FILE", str(published_site.public.parent / "nginx/fullchain.pem"))
    target, kinds = (
        FolderTarget(published_site.public),
        {one.file_type: one for one in published_site.manifest.entries.values()},
    )
    if os.environ.get("BULLETIN_PLAYS"):
        said: list[str] = []
        run_verification(target, published_site.nginx.url, 0, PUBLISH_TIME, said.append)
        assert "đúng như bản" in said[-1]
        return
    shown = read_current_release(target)
    assert shown is not None
    files = [one for one in kinds.values() if one.file_type not in (FileType.COMPRESSED, FileType.SERVER_MAP)]
    with SiteClient(published_site.nginx.url, MAX_CONNECTIONS) as live:
        found = verify_site(live, target, shown, files, lambda _done: None)
    assert (found.differences, found.unchecked_addresses, found.header_messages) == ([], [], [])

"""Responses of nginx with deploy/nginx.conf for every file of the sample content."""

import gzip
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import brotli
import pytest

from bulletin.content.markup.page_html.video_embeds import get_frame_sources
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
from bulletin.readership.access_log import AccessLog
from tests.deploy.conftest import PublishedSite
from tools.nginx_server import NGINX_CONF_FILE, NginxResponse, NginxServer, run_nginx

pytestmark = pytest.mark.servers

ARTICLE = "/2019/12/giam-sat-thuc-hien-ket-luan-38-kl-tw/"
SECURITY_HEADERS = {
    "content-security-policy": "default-src 'none'",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=()",
    "cross-origin-opener-policy": "same-origin",
}
PRIVATE_PATHS = (
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


def list_named_files(site: PublishedSite) -> Iterator[str]:
    """Return the paths of the files that readers request."""
    return (
        path
        for path in site.manifest.entries
        if get_file_type(path) not in (FileType.COMPRESSED, FileType.SERVER_MAP)
    )


def find_missing_headers(response: NginxResponse) -> list[str]:
    return [name for name, words in SECURITY_HEADERS.items() if words not in response.headers.get(name, "")]


def test_nginx_serves_every_file_with_type_cache_time_and_security_headers(
    published_site: PublishedSite,
) -> None:
    with published_site.nginx.connect() as fetch:
        responses = {path: fetch(quote_address(path)) for path in list_named_files(published_site)}
    redirects = [path for path, response in responses.items() if response.status == 301]
    assert all(b'http-equiv="refresh"' in published_site.read_file(path) for path in redirects)
    assert len(redirects) == 4
    for path in set(responses) - set(redirects) - {"404.html"}:
        response = responses[path]
        assert (response.status, response.body == published_site.read_file(path)) == (200, True), path
        assert response.headers["content-type"] == get_content_type(path), path
        assert response.headers["cache-control"] == get_cache_control(path), path
        assert find_missing_headers(response) == (
            [] if not path.startswith("files/") else ["content-security-policy"]
        ), path


def test_nginx_types_of_attachments_equal_those_of_get_content_type() -> None:
    types = dict(
        re.findall(r"^        (\S+/\S+) (.+);$", NGINX_CONF_FILE.read_text(encoding="utf-8"), re.MULTILINE)
    )
    known = {ending: item for item, endings in types.items() for ending in endings.split()}
    offered = ContentSettings().attachment_types
    assert {item: get_content_type(f"x.{item}").partition(";")[0] for item in offered} == {
        item: known[item] for item in offered
    }


@pytest.mark.parametrize(
    ("encoding", "ending"), [("br", "br"), ("gzip", "gz"), ("gzip, deflate, br, zstd", "br")]
)
def test_nginx_serves_the_compressed_file_of_the_release(
    published_site: PublishedSite, encoding: str, ending: str
) -> None:
    found = [
        path
        for path in list_named_files(published_site)
        if f"{path}.{ending}" in published_site.manifest.entries and path != "404.html"
    ]
    assert len(found) > 100
    with published_site.nginx.connect() as fetch:
        responses = {path: fetch(quote_address(path), accept_encoding=encoding) for path in found}
    for path, response in responses.items():
        if response.status == 301:
            continue
        assert response.headers["content-encoding"] == {"br": "br", "gz": "gzip"}[ending], path
        assert response.body == published_site.read_file(f"{path}.{ending}"), path
        unpacked = brotli.decompress(response.body) if ending == "br" else gzip.decompress(response.body)
        assert unpacked == published_site.read_file(path), path
        assert response.headers["content-type"] == get_content_type(path), path
        assert response.headers["cache-control"] == get_cache_control(path), path
        assert "Accept-Encoding" in response.headers["vary"]
        assert not find_missing_headers(response), path


def test_nginx_serves_an_article_as_its_brotli_file_or_with_gzip(published_site: PublishedSite) -> None:
    """Reason: a reader who comes back gets 304, and no response is compressed twice."""
    pages = [path for path in list_named_files(published_site) if path.startswith("20")]
    articles = [path for path in pages if b"data-src=" in published_site.read_file(path)]
    assert len(articles) > 40
    with published_site.nginx.connect() as fetch:
        for path in articles:
            page = published_site.read_file(path)
            assert SSI_DIRECTIVE_START not in page
            best = fetch(quote_address(path), accept_encoding="gzip, br")
            assert (best.headers["content-encoding"], best.body) == (
                "br",
                published_site.read_file(f"{path}.br"),
            ), path
            assert f"{path}.gz" not in published_site.manifest.entries
            older = fetch(quote_address(path), accept_encoding="gzip")
            assert (older.headers["content-encoding"], gzip.decompress(older.body)) == ("gzip", page), path
            for response in (best, older):
                again = fetch(
                    quote_address(path),
                    accept_encoding="gzip, br" if response is best else "gzip",
                    if_none_match=response.headers["etag"],
                )
                assert (again.status, again.body) == (304, b""), path
                assert response.headers["last-modified"]


def test_nginx_without_accepted_compression_serves_a_complete_article(published_site: PublishedSite) -> None:
    for encoding in ("identity", "deflate"):
        response = published_site.nginx.fetch(ARTICLE, accept_encoding=encoding)
        assert "content-encoding" not in response.headers
        assert response.body.rstrip().endswith(b"</html>")


def test_nginx_with_an_equal_etag_sends_304(published_site: PublishedSite) -> None:
    first = published_site.nginx.fetch("/", accept_encoding="br")
    second = published_site.nginx.fetch("/", accept_encoding="br", if_none_match=first.headers["etag"])
    assert (second.status, second.body) == (304, b"")


@pytest.fixture
def site_with_private_files(published_site: PublishedSite) -> Iterator[PublishedSite]:
    """The release with private files beside and inside it."""
    root = (published_site.public / "current").resolve()
    (published_site.public / "secret").write_text("BI-MAT", encoding="utf-8")
    (published_site.public / "releases" / "secret").write_text("BI-MAT", encoding="utf-8")
    (root / "assets" / ".hidden").write_text("BI-MAT", encoding="utf-8")
    yield published_site
    (root / "assets" / ".hidden").unlink()


def test_nginx_with_private_paths_sends_an_error(site_with_private_files: PublishedSite) -> None:
    records = tuple(
        f"/releases/{file.name}" for file in (site_with_private_files.public / "releases").iterdir()
    )
    relative_records = tuple(f"/..{item}" for item in records)
    for path in (*PRIVATE_PATHS, *records, *relative_records):
        for encoding in ("identity", "br, gzip"):
            response = site_with_private_files.nginx.fetch(path, accept_encoding=encoding)
            assert response.status in (400, 404), (path, response.status)
            assert b"BI-MAT" not in response.body
            assert b'"sha256"' not in response.body


def test_release_has_no_symbolic_links_and_no_unexpected_files(published_site: PublishedSite) -> None:
    """No symbolic link leads out of the release."""
    root = (published_site.public / "current").resolve()
    files = {
        file.relative_to(root).as_posix()
        for file in root.rglob("*")
        if not file.is_dir() or file.is_symlink()
    }
    assert files == set(published_site.manifest.entries)
    assert not any(file.is_symlink() for file in root.rglob("*"))


def test_nginx_with_a_raw_path_serves_no_file_outside_the_release(
    site_with_private_files: PublishedSite,
) -> None:
    """Send raw requests, because client libraries normalize paths."""
    for line in (
        b"GET ../secret HTTP/1.0",
        b"GET /x/../../secret HTTP/1.1",
        b"GET file:///etc/passwd HTTP/1.1",
    ):
        with socket.create_connection(
            ("127.0.0.1", site_with_private_files.nginx.http_port), timeout=10
        ) as connection:
            connection.sendall(line + b"\r\nHost: bantin.example.vn\r\nConnection: close\r\n\r\n")
            with connection.makefile("rb") as stream:
                received = stream.read()
        assert b"BI-MAT" not in received
        assert b"root:" not in received
        assert not received.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"])
def test_nginx_with_another_method_sends_405(published_site: PublishedSite, method: str) -> None:
    response = published_site.nginx.fetch("/", method)
    assert response.status == 405
    assert response.headers["allow"] == "GET, HEAD"  # RFC 9110, 15.5.6
    assert not find_missing_headers(response)


def test_nginx_with_head_sends_the_length_of_get(published_site: PublishedSite) -> None:
    head, get = published_site.nginx.fetch("/", "HEAD"), published_site.nginx.fetch("/")
    assert head.body == b""
    assert head.headers["content-length"] == get.headers["content-length"] == str(len(get.body))


def test_nginx_with_an_unknown_address_sends_404_html(published_site: PublishedSite) -> None:
    for path in ("/khong-co/", "/khong-co.html", "/2019/", "/404.html", "/2019/12/khong-co/"):
        response = published_site.nginx.fetch(path)
        assert response.status == 404, path
        assert response.body == published_site.read_file("404.html")
        assert response.headers["cache-control"] == "no-cache"
        assert not find_missing_headers(response)
    small = published_site.nginx.fetch("/khong-co/", accept_encoding="br")
    assert (small.status, brotli.decompress(small.body)) == (404, published_site.read_file("404.html"))


def test_nginx_without_the_final_slash_redirects(published_site: PublishedSite) -> None:
    response = published_site.nginx.fetch("/tin-moi")
    assert (response.status, response.headers["location"]) == (301, "/tin-moi/")


def test_nginx_over_http_redirects_and_serves_acme_challenges(published_site: PublishedSite) -> None:
    response = published_site.nginx.fetch("/tin-moi/?x=1", secure=False)
    assert (response.status, response.headers["location"]) == (301, "https://bantin.example.vn/tin-moi/?x=1")
    challenge = published_site.public.parent / "nginx/letsencrypt/.well-known/acme-challenge/abc"
    challenge.parent.mkdir(parents=True)
    challenge.write_text("abc.def", encoding="utf-8")
    assert published_site.nginx.fetch("/.well-known/acme-challenge/abc", secure=False).body == b"abc.def"


def test_nginx_does_not_send_its_version(published_site: PublishedSite) -> None:
    for path in ("/", "/khong-co/", "/%00"):
        response = published_site.nginx.fetch(path)
        assert response.headers["server"] == "nginx"
        assert not re.search(rb"nginx/[0-9]", response.body)


def test_nginx_policy_allows_scripts_of_the_site_only(published_site: PublishedSite) -> None:
    policy = published_site.nginx.fetch(ARTICLE).headers["content-security-policy"]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["script-src"] == "'self'"
    assert tuple(directives["frame-src"].split()) == get_frame_sources(ContentSettings().video_hosts)
    assert "unsafe" not in policy.replace("style-src 'self' 'unsafe-inline'", "")
    assert published_site.nginx.fetch("/tim-kiem/").headers["content-security-policy"] == policy


def test_nginx_log_names_the_pages_that_readers_opened(published_site: PublishedSite) -> None:
    agent = "Mozilla/5.0 (Android 10; Mobile; rv:140.0)"
    page = next(path for path in published_site.manifest.entries if path.startswith("2026/11/"))
    address = f"/{page.removesuffix('index.html')}"
    assert published_site.nginx.fetch(address, user_agent=agent).status == 200
    log = AccessLog((published_site.public.parent / "nginx/access.log",))
    assert [view.address for view in log.read_page_views() if view.address == address] == [address]
    assert log.counts.unreadable == 0


def test_nginx_before_the_first_publish_starts(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    with run_nginx(tmp_path / "public", tmp_path / "nginx") as nginx:
        assert isinstance(nginx, NginxServer)
        assert nginx.fetch("/").status == 404


def test_verify_of_nginx_finds_no_problem(
    published_site: PublishedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Check one file of each type, or all files with BULLETIN_PLAYS."""
    monkeypatch.setenv("SSL_CERT_FILE", str(published_site.public.parent / "nginx/fullchain.pem"))
    target, kinds = (
        FolderTarget(published_site.public),
        {item.file_type: item for item in published_site.manifest.entries.values()},
    )
    if os.environ.get("BULLETIN_PLAYS"):
        said: list[str] = []
        run_verification(target, published_site.nginx.url, 0, said.append)
        assert "đúng như bản" in said[-1]
        return
    release = read_current_release(target)
    assert release is not None
    files = [
        item for item in kinds.values() if item.file_type not in (FileType.COMPRESSED, FileType.SERVER_MAP)
    ]
    with SiteClient(published_site.nginx.url, MAX_CONNECTIONS) as client:
        found = verify_site(client, target, release, files, lambda _done: None)
    assert (found.differences, found.unchecked_addresses, found.header_messages) == ([], [], [])

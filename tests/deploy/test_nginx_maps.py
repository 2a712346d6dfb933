"""Redirects and withdrawn addresses before and after a reload of nginx."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bulletin.clock import VIETNAM_TZ
from bulletin.content.site_lists.withdrawals import WITHDRAWAL_HEADING
from bulletin.publishing.pipeline import publish
from bulletin.publishing.workspace.folders import Workspace
from tests.publishing.small_site import create_small_site, write_dated_article
from tools.nginx_server import NginxResponse, NginxServer, run_nginx

pytestmark = pytest.mark.servers

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=VIETNAM_TZ)
ALIASES = ["/tin-tức/bài cũ.html", "/Tin-Tuc/Mot/", "/2026/11/MOT/"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    found = create_small_site(tmp_path_factory.mktemp("site"))
    publish(found, NOON)
    return found


@pytest.fixture(scope="module")
def nginx(site: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NginxServer]:
    with run_nginx(site.root / "public", tmp_path_factory.mktemp("nginx") / "own") as server:
        yield server


def get_redirect(response: NginxResponse) -> tuple[int, str]:
    return response.status, response.headers.get("location", "")


def test_nginx_redirects_aliases_with_301_after_a_reload(site: Workspace, nginx: NginxServer) -> None:
    assert nginx.fetch("/2026/11/mot/").status == 404
    write_dated_article(site, "mot", aliases=str(ALIASES))
    publish(site, NOON + timedelta(hours=1))
    assert nginx.fetch("/2026/11/mot/").status == 200
    page = nginx.fetch("/Tin-Tuc/Mot/")
    assert page.status == 200
    assert b'content="0; url=/2026/11/mot/"' in page.body
    nginx.reload()
    for alias in ("/Tin-Tuc/Mot/", "/Tin-Tuc/Mot", "/Tin-Tuc/Mot/index.html", "/Tin-Tuc//Mot/?x=1"):
        assert get_redirect(nginx.fetch(alias)) == (301, "/2026/11/mot/"), alias
    assert get_redirect(nginx.fetch("/tin-t%E1%BB%A9c/b%C3%A0i%20c%C5%A9.html")) == (301, "/2026/11/mot/")
    # The map ignores case, so that an alias that differs only in case would redirect to itself.
    assert nginx.fetch("/2026/11/mot/").status == 200
    assert nginx.fetch("/2026/11/MOT/").status == 200


REQUESTS = [
    "/index.php?language=vi&nv=news&op=tin-tuc/tin-tu-trang-cu-11", "/?p=1164", "/Default.aspx?tabid=120&ItemID=4711",
    "/tin-tức.aspx?bài=ảnh", "/cu?ID={AB-1}",
]  # fmt: skip


def test_nginx_redirects_requests_with_a_query_after_a_reload(site: Workspace, nginx: NginxServer) -> None:
    write_dated_article(site, "cu", aliases=str([*REQUESTS, "/tin-tuc/tin-4711.aspx", "/releases/1.94.1"]))
    publish(site, NOON + timedelta(minutes=90))
    page = nginx.fetch("/tin-tuc/tin-4711.aspx/")
    assert b'content="0; url=/2026/11/cu/"' in page.body
    nginx.reload()
    for path in (
        "/index.php?language=vi&nv=news&op=tin-tuc/tin-tu-trang-cu-11",
        "/index.php?language=vi&nv=news&op=tin-tuc%2Ftin-tu-trang-cu-11",
        "/?p=1164",
        "/?p=1164&fbclid=IwAR0x_y",
        "/?p=1164&utm_source=zalo&utm_medium=zalo&zarsrc=30",
        "/default.aspx?TabID=120&itemid=4711",
        "/tin-t%E1%BB%A9c.aspx?b%C3%A0i=%E1%BA%A3nh",
        "/tin-t%e1%bb%a9c.aspx?b%c3%a0i=%e1%ba%a3nh",
        "/cu?ID={AB-1}",
        "/cu/?ID=%7BAB-1%7D",
        "/tin-tuc/tin-4711.aspx",
        "/releases/1.94.1",
    ):
        assert get_redirect(nginx.fetch(path)) == (301, "/2026/11/cu/"), path
    for path, status in (
        ("/?p=1165", 200),
        ("/?p=1164&x=2", 200),
        ("/?fbclid=1", 200),
        ("/2026/11/cu/?p=1164", 200),
        ("/index.php", 404),
        ("/index.php?nv=news", 404),
        ("/.nginx/requests.map", 404),
    ):
        assert get_redirect(nginx.fetch(path)) == (status, ""), path


def test_nginx_sends_410_with_the_notice_after_a_reload(site: Workspace, nginx: NginxServer) -> None:
    write_dated_article(site, "hai", aliases="[/tin-cu/hai/]")
    publish(site, NOON + timedelta(hours=2))
    (site.content / "withdrawn.yml").write_text(
        "- address: /2026/11/hai/\n  aliases: [/tin-cu/hai/]\n  by: An\n"
        "  when: 2026-11-23 14:30\n  reason: Sai\n",
        encoding="utf-8",
    )
    publish(site, NOON + timedelta(hours=3))
    assert nginx.fetch("/2026/11/hai/").status == 200
    assert WITHDRAWAL_HEADING.encode() in nginx.fetch("/2026/11/hai/").body
    nginx.reload()
    for path in ("/2026/11/hai/", "/2026/11/hai", "/2026/11/hai/index.html", "/tin-cu/hai/"):
        for encoding in ("identity", "br", "gzip"):
            response = nginx.fetch(path, accept_encoding=encoding)
            assert response.status == 410, path
            assert response.headers["cache-control"] == "no-cache"
            assert "default-src 'none'" in response.headers["content-security-policy"]
        assert WITHDRAWAL_HEADING.encode() in nginx.fetch(path).body
    maps = sorted(Path(site.root / "public/releases").glob("2*/.nginx/gone.map"))[-2:]
    assert all('"/2026/11/hai/" "1";' in file.read_text(encoding="utf-8") for file in maps)

"""Server maps with tens of thousands of odd addresses."""

import random
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pytest

from bulletin.content.frontmatter.aliases import MAX_ALIAS_BYTES, AliasError, parse_request_alias
from bulletin.content.request_aliases import get_request_key
from bulletin.content.site_lists.withdrawals import Withdrawal, Withdrawals
from bulletin.context.site_context import SiteContext
from bulletin.views.nginx_maps import GONE_MAP_PATH, REDIRECT_MAP_PATH, plan_nginx_maps
from tests.deploy.odd_addresses import generate_odd_addresses
from tests.factories import SITE_URL, create_test_article, create_test_context, shift_time
from tests.theme.rendering import render_view
from tools.nginx_server import NGINX_CONF_FILE, NGINX_PROGRAM, run_nginx

COUNT, REQUESTED = 20_000, 150
"""Addresses of each kind, and the number of requested ones."""


@cache
def generate_address_lists() -> tuple[list[str], list[str]]:
    """Return aliases and withdrawn addresses."""
    found = list(generate_odd_addresses(2 * COUNT, seed=13))
    return found[::2], found[1::2]


def create_context_with(aliases: list[str], withdrawn: list[str], base: str = "") -> SiteContext:
    """Return a site context with a hundred articles that share the aliases."""
    articles = [
        create_test_article(f"tin-{number}", aliases=tuple(aliases[number::100])) for number in range(100)
    ]
    withdrawal = Withdrawal("/2026/11/sai/", tuple(withdrawn), "An", shift_time(), "Sai")
    return replace(
        create_test_context(articles, siteurl=SITE_URL + base), withdrawals=Withdrawals((withdrawal,))
    )


def write_maps(context: SiteContext, release: Path) -> dict[str, str]:
    """Write the server maps into ``release`` and return their texts by path."""
    texts = {page.path: render_view("server_map.txt", page.view) for page in plan_nginx_maps(context)}
    for file, text in texts.items():
        (release / file).parent.mkdir(parents=True, exist_ok=True)
        (release / file).write_text(text, encoding="utf-8")
    return texts


@pytest.mark.servers
def test_nginx_with_odd_addresses_redirects_each_to_its_target(
    tmp_path: Path, record_fault_count: Callable[[str], None]
) -> None:
    aliases, withdrawn = generate_address_lists()
    lower = Counter(
        path
        for item in aliases + withdrawn
        for path in {normalize_address(item), normalize_address(item).rstrip("/")}
    )
    texts = write_maps(create_context_with(aliases, withdrawn), tmp_path / "public/current")
    assert sum(text.count("\n") for text in texts.values()) > 2 * COUNT
    random_source, matched = random.Random(13), 0  # noqa: S311  # a test, not a secret
    with run_nginx(tmp_path / "public", tmp_path / "nginx") as nginx, nginx.connect() as fetch:
        assert "[" not in (tmp_path / "nginx/error.log").read_text(encoding="utf-8")
        for address in random_source.sample(aliases, REQUESTED):
            response = fetch(quote(address))
            target = f"/2026/11/tin-{aliases.index(address) % 100}/"
            assert response.headers.get("location", target) == target, address
            if lower[normalize_address(address)] == 1:
                assert response.status == 301, address
                matched += 1
        for address in random_source.sample(withdrawn, REQUESTED):
            response = fetch(quote(address))
            assert "location" not in response.headers, address
            if lower[normalize_address(address)] == 1:
                assert response.status == 410, address
                matched += 1
    assert matched > REQUESTED
    record_fault_count(
        f"nginx maps: {2 * COUNT} odd addresses started without a warning, "
        f"{matched} of {2 * REQUESTED} requested ones redirected or withdrawn"
    )


def normalize_address(address: str) -> str:
    """Return the address as nginx compares it, without ``index.html``."""
    return address.encode().lower().decode().removesuffix("index.html")


SIZES = "".join(re.findall(r"^map_hash_.+\n", NGINX_CONF_FILE.read_text(encoding="utf-8"), re.MULTILINE))
OLD_SIZES = "map_hash_bucket_size 1024;\nmap_hash_max_size 32768;\n"
"""Sizes in older copies of deploy/nginx.conf."""


@pytest.mark.servers
def test_nginx_with_odd_requests_redirects_each_to_its_target(tmp_path: Path) -> None:
    found: dict[str, str] = {}  # by key, because nginx ignores case
    for address in generate_odd_addresses(COUNT // 4, seed=29):
        with suppress(AliasError):
            request = parse_request_alias(f"/index.php?{address[1:].replace('#', '%23')}")
            found.setdefault(get_request_key(request), request)
    requests = list(found.values())
    assert len(requests) > COUNT // 8
    articles = [
        create_test_article(f"tin-{number}", request_aliases=tuple(requests[number::100]))
        for number in range(100)
    ]
    write_maps(create_test_context(articles), tmp_path / "public/current")
    with run_nginx(tmp_path / "public", tmp_path / "nginx") as nginx, nginx.connect() as fetch:
        assert "[" not in (tmp_path / "nginx/error.log").read_text(encoding="utf-8")
        for number in range(0, len(requests), len(requests) // REQUESTED):
            response = fetch(requests[number])
            assert response.headers.get("location") == f"/2026/11/tin-{number % 100}/", requests[number]


@pytest.mark.servers
@pytest.mark.parametrize("sizes", [OLD_SIZES, SIZES])
def test_nginx_with_the_longest_address_and_base_path_starts(tmp_path: Path, sizes: str) -> None:
    base = f"/{'b' * 99}"
    longest = f"/{'/'.join(['a' * 199] * 4)[: MAX_ALIAS_BYTES - 2]}/"
    assert len(longest.encode()) == MAX_ALIAS_BYTES
    texts = write_maps(create_context_with([longest], [f"/z{longest[2:]}"], base), tmp_path)
    assert all(f"{base}{text}" in "".join(texts.values()) for text in (longest, f"{longest}index.html"))
    assert check_nginx_maps(tmp_path, sizes, REDIRECT_MAP_PATH, GONE_MAP_PATH) == ""


@pytest.mark.servers
def test_nginx_with_thousands_of_the_longest_addresses_starts_without_warning(tmp_path: Path) -> None:
    with (tmp_path / "long.map").open("w", encoding="utf-8") as rows:
        for number in range(3 * COUNT):  # an address has three forms
            rows.write(f'"/{number:05d}{"/a" * ((MAX_ALIAS_BYTES + 3) // 2)}" "/x/";\n')
    assert check_nginx_maps(tmp_path, SIZES, "long.map") == ""
    assert "could not build optimal map_hash" in check_nginx_maps(tmp_path, OLD_SIZES, "long.map")


@pytest.mark.servers
def test_nginx_with_the_longest_row_of_an_earlier_release_starts(tmp_path: Path) -> None:
    """Earlier releases had no limit but that of the system, 4,096 bytes for a path."""
    (tmp_path / "earlier.map").write_text(f'"/{"a" * 4000}/index.html" "/x/";\n', encoding="utf-8")
    assert check_nginx_maps(tmp_path, SIZES, "earlier.map") == ""
    assert "could not build map_hash" in check_nginx_maps(tmp_path, OLD_SIZES, "earlier.map")


def check_nginx_maps(folder: Path, sizes: str, *maps: str) -> str:
    """Return the warnings and errors of nginx for the maps in a folder."""
    conf = folder / "nginx.conf"
    rows = "".join(
        f"map $uri $m{number} {{ include {folder / item}; }}\n" for number, item in enumerate(maps)
    )
    conf.write_text(f"pid {folder}/pid;\nevents {{}}\nhttp {{\n{sizes}{rows}}}\n", encoding="utf-8")
    command = [NGINX_PROGRAM, "-t", "-q", "-p", str(folder), "-c", str(conf), "-e", str(folder / "log")]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    assert bool(process.returncode) == ("[emerg]" in process.stderr)
    return process.stderr

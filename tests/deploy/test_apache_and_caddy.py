"""The configurations of Apache and Caddy send the headers of nginx.

No server runs in these tests.
"""

import re

import pytest

from bulletin.publishing.verification.security_headers import SECURITY_HEADERS as EXPECTED
from bulletin.publishing.verification.security_headers import build_content_security_policy
from tools.nginx_server import NGINX_CONF_FILE

NGINX = NGINX_CONF_FILE.read_text(encoding="utf-8")
OTHER_CONFIGURATIONS = {
    name: (NGINX_CONF_FILE.parent / name).read_text(encoding="utf-8") for name in ("apache.conf", "Caddyfile")
}
SECURITY_HEADERS = dict(re.findall(r'^    add_header ([\w-]+) "?([^"$\n]+?)"? always;$', NGINX, re.MULTILINE))


def test_verification_expects_the_headers_of_nginx() -> None:
    assert {name.lower(): value for name, value in SECURITY_HEADERS.items()} == EXPECTED
    assert extract_policies(NGINX) == (
        build_content_security_policy("index.html"),
        build_content_security_policy("files/a.pdf"),
    )


@pytest.mark.parametrize("name", OTHER_CONFIGURATIONS)
def test_security_headers_of_each_server_equal_those_of_nginx(name: str) -> None:
    sent = re.findall(
        r'^\s*(?:Header always set )?([A-Z][\w-]+) "?([^"\n]+?)"?$', OTHER_CONFIGURATIONS[name], re.MULTILINE
    )
    assert len(SECURITY_HEADERS) == 6
    assert SECURITY_HEADERS.items() <= dict(sent).items()


@pytest.mark.parametrize("name", OTHER_CONFIGURATIONS)
def test_content_security_policies_of_each_server_equal_those_of_nginx(name: str) -> None:
    assert extract_policies(OTHER_CONFIGURATIONS[name]) == extract_policies(NGINX)


def extract_policies(text: str) -> tuple[str, str]:
    """Return the CSP of pages, and the CSP of attachments."""
    page = re.search(r'"(default-src [^"]+)"', text)
    files = re.search(r"\^/files/.+?\"(frame-ancestors 'none')\"", text, re.DOTALL)
    assert page
    assert files
    return page[1], files[1]


@pytest.mark.parametrize("name", OTHER_CONFIGURATIONS)
def test_cache_control_of_each_server_equals_that_of_nginx(name: str) -> None:
    patterns = re.findall(r'^    "~(\^/.+)"\s+"public, ', NGINX, re.MULTILINE)
    assert len(patterns) == 4
    assert [item for item in patterns if item not in OTHER_CONFIGURATIONS[name]] == []
    for cache_control in set(re.findall(r'"(public, [^"]+)"', NGINX)):
        assert f'"{cache_control}"' in OTHER_CONFIGURATIONS[name]


def test_apache_with_an_altered_page_runs_no_command() -> None:
    options = re.findall(r"^\s*Options (.+)$", OTHER_CONFIGURATIONS["apache.conf"], re.MULTILINE)
    assert ["-Includes" in item and "-ExecCGI" in item and "+Includes" not in item for item in options] == [
        True
    ]

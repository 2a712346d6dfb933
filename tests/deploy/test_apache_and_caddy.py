"""Apache and Caddy send what nginx sends, and what verify expects: neither of the two is started."""

import re

import pytest

from bulletin.publishing.verification.security_headers import SECURITY_HEADERS as EXPECTED
from bulletin.publishing.verification.security_headers import build_content_security_policy
from tests.deploy.nginx_server import NGINX_CONF_FILE

NGINX = NGINX_CONF_FILE.read_text(encoding="utf-8")
OTHERS = {
    name: (NGINX_CONF_FILE.parent / name).read_text(encoding="utf-8") for name in ("apache.conf", "Caddyfile")
}
PROTECTION = dict(re.findall(r'^    add_header ([\w-]+) "?([^"$\n]+?)"? always;$', NGINX, re.MULTILINE))


def test_verify_expects_what_nginx_sends() -> None:
    assert {name.lower(): value for name, value in PROTECTION.items()} == EXPECTED
    assert extract_policies(NGINX) == (
        build_content_security_policy("index.html"),
        build_content_security_policy("files/a.pdf"),
    )
    wasm = re.search(r'bulletin_wasm \{.+ "( \'wasm[^"]+)";', NGINX)
    assert wasm
    assert build_content_security_policy("tim-kiem/index.html") == build_content_security_policy("").replace(
        "script-src 'self'", f"script-src 'self'{wasm[1]}"
    )


@pytest.mark.parametrize("name", OTHERS)
def test_headers_that_protect_readers_are_the_same(name: str) -> None:
    sent = re.findall(r'^\s*(?:Header always set )?([A-Z][\w-]+) "?([^"\n]+?)"?$', OTHERS[name], re.MULTILINE)
    assert len(PROTECTION) == 6
    assert PROTECTION.items() <= dict(sent).items()


@pytest.mark.parametrize("name", OTHERS)
def test_pages_and_attachments_have_the_same_policies(name: str) -> None:
    assert extract_policies(OTHERS[name]) == extract_policies(NGINX)
    assert "'wasm-unsafe-eval'" in OTHERS[name]


def extract_policies(text: str) -> tuple[str, str]:
    """Return the policy of pages, without what the search adds, and that of attachments."""
    page = re.search(r'"(default-src [^"]+)"', text)
    files = re.search(r"\^/files/.+?\"(frame-ancestors 'none')\"", text, re.DOTALL)
    assert page
    assert files
    return re.sub(r"(?:\$bulletin_wasm|\{wasm\})", "", page[1]), files[1]


@pytest.mark.parametrize("name", OTHERS)
def test_files_are_kept_as_long(name: str) -> None:
    patterns = re.findall(r'^    "~(\^/.+)"\s+"public, ', NGINX, re.MULTILINE)
    assert len(patterns) == 4
    assert [one for one in patterns if one not in OTHERS[name]] == []
    for kept in set(re.findall(r'"(public, [^"]+)"', NGINX)):
        assert f'"{kept}"' in OTHERS[name]


def test_an_altered_page_runs_no_command_in_apache() -> None:
    options = re.findall(r"^\s*Options (.+)$", OTHERS["apache.conf"], re.MULTILINE)
    assert ["+IncludesNOEXEC" in one and "+Includes " not in f"{one} " for one in options] == [True]

"""Verify behind a server that alters what nginx sends: every mode is found, and nothing where nothing is altered."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bulletin.content.withdrawals import WITHDRAWAL_HEADING
from bulletin.publishing.release.compression import CompressionCache
from bulletin.publishing.release.manifest import FileEntry, Manifest
from bulletin.publishing.release.release import ReleaseMetadata
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.release_creation import read_current_release, release_site
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.verification.http_client import SiteClient
from bulletin.publishing.verification.report import VerificationReport
from bulletin.publishing.verification.verifier import MAX_CONNECTIONS, verify_site
from tests.deploy.alterations import (
    ALTERED_FILES,
    BODY_ALTERATIONS,
    DOORWAY_ALTERATIONS,
    HEADER_ALTERATIONS,
    NOT_FOUND_ALTERATIONS,
    READER_CONDITIONS,
)
from tests.deploy.altering_proxy import (
    Alteration,
    append_link,
    match_header,
    redirect_to_spam,
    run_altering_proxy,
)
from tests.deploy.nginx_server import NginxServer, run_nginx
from tests.publishing.helpers import PUBLISH_TIME

pytestmark = pytest.mark.servers

FRAGMENT = "<ul><li><a href='/2026/11/inside/'>Tin</a></li></ul>"
DIRECTIVE = '<!--#include virtual="/fragments/latest.html" -->'
HEAD = '<!doctype html><html lang="vi"><head><link rel="canonical" href="https://bantin.example.vn/"></head>'
TEXT = "Tin trong tỉnh. " * 100
NOTICE = f"<h1>{WITHDRAWAL_HEADING}</h1>"


@dataclass(frozen=True)
class ServedSite:
    """A published site, and the nginx that serves it."""

    target: FolderTarget
    nginx: NginxServer
    root: Path
    """The release."""

    @property
    def files(self) -> list[FileEntry]:
        """What readers ask for."""
        entries = self.manifest.entries.values()
        return [one for one in entries if not one.path.endswith((".gz", ".br", ".map"))]

    @property
    def manifest(self) -> Manifest:
        found = read_current_release(self.target)
        assert found is not None
        return found.manifest


def render_plain_page(text: str) -> str:
    return f"{HEAD}<body><main><p>{text}</p></main></body></html>"


def write_site(folder: Path) -> None:
    """Write a site with a page for each mode, as a build does."""
    names = [
        *READER_CONDITIONS,
        *BODY_ALTERATIONS,
        *(f"h-{name}" for name in HEADER_ALTERATIONS),
        "ssi",
        "untouched",
        "untouched-2",
    ]
    files = {f"2026/11/{name}/index.html": render_plain_page(f"{name} {TEXT}{DIRECTIVE}") for name in names}
    files |= {
        f"tin/{name}/index.html": render_plain_page(f"{name} {TEXT}") for name in ("vary", "listing", "copy")
    }
    files |= dict.fromkeys(ALTERED_FILES.values(), "x" * 3000)
    files |= {
        "index.html": render_plain_page(TEXT),
        "404.html": render_plain_page("Không có trang này"),
        "fragments/latest.html": FRAGMENT,
        "tim-kiem/index.html": render_plain_page("Tìm"),
        "cu/1/index.html": f'{HEAD}<meta http-equiv="refresh" content="0; url=/2026/11/untouched/"></html>',
        "2026/11/go/index.html": f"{HEAD}{NOTICE}</html>",
        ".nginx/redirects.map": "".join(
            f'"{one}" "/2026/11/untouched/";\n' for one in ("/cu/1/", "/cu/1", "/cu/1/index.html")
        ),
        ".nginx/gone.map": "".join(f'"/2026/11/go{end}" "1";\n' for end in ("/", "", "/index.html")),
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    folder = tmp_path_factory.mktemp("altered")
    write_site(folder / "output")
    target = FolderTarget(folder / "public")
    outgoing = CompressionCache(folder / "cache").add_compressed_files(
        StagedSite.from_folder(folder / "output")
    )
    with target.hold_lock("phép thử", PUBLISH_TIME, print):
        release_site(target, outgoing, ReleaseMetadata(PUBLISH_TIME), 3)
    with run_nginx(folder / "public", folder / "nginx") as nginx:
        yield ServedSite(target, nginx, target.current_link.resolve())


def verify_through_proxy(
    site: ServedSite, modes: Mapping[str, Alteration], files: Sequence[FileEntry]
) -> VerificationReport:
    """Return what a verification of ``files`` finds behind a server with ``modes``."""
    shown = read_current_release(site.target)
    assert shown is not None
    with run_altering_proxy(site.nginx, modes) as url, SiteClient(url, MAX_CONNECTIONS) as live:
        return verify_site(live, site.target, shown, files, lambda _done: None)


def describe_problems(found: VerificationReport) -> dict[str, str]:
    """Return what is told of each address."""
    lines: dict[str, str] = {}
    for one in [*found.differences, *found.unchecked_addresses]:
        lines[one.address] = f"{lines.get(one.address, '')} {one.message}"
    for weak in found.header_problems:
        lines[weak.address] = f"{lines.get(weak.address, '')} {weak.violation.message} {weak.violation.value}"
    return lines


def test_a_site_that_is_passed_on_as_it_is_has_no_fault(site: ServedSite) -> None:
    few = [one for one in site.files if not one.path.startswith("2026/11/") or "untouched" in one.path]
    gone = [one for one in site.files if one.path == "2026/11/go/index.html"]
    assert describe_problems(verify_through_proxy(site, {}, few + gone)) == {}


@pytest.fixture
def altered_on_disk(site: ServedSite) -> Iterator[Sequence[str]]:
    """Files of the release that are altered or added; yields their addresses."""
    rows = site.root / ".nginx/redirects.map"
    copy = site.root / "tin/copy/index.html.br"
    extra = site.root / ".nginx/redirects-x.map"
    before = {file: file.read_bytes() for file in (rows, copy)}
    rows.write_bytes(before[rows] + b'"/khuyen-mai" "https://ca-cuoc.example/";\n')
    copy.write_bytes(before[copy][:-1] + b"x")
    extra.write_text('"/uu-dai" "https://ca-cuoc.example/";\n', encoding="utf-8")
    yield "/.nginx/redirects.map", "/tin/copy/index.html.br", "/.nginx/redirects-x.map"
    extra.unlink()
    for file, data in before.items():
        file.write_bytes(data)


@pytest.fixture
def few_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for few addresses that never were, and from every place for the front page alone."""
    monkeypatch.setattr("bulletin.publishing.verification.unpublished_addresses.DOORWAY_ADDRESSES", ())
    monkeypatch.setattr("bulletin.publishing.verification.verifier.FULLY_CHECKED_FILES", 0)


@pytest.mark.usefixtures("few_addresses")
def test_every_mode_of_an_altering_server_is_found(
    site: ServedSite, altered_on_disk: Sequence[str], record_fault_count: Callable[[str], None]
) -> None:
    fragment = FRAGMENT.encode()
    modes = {f"/2026/11/{name}/": Alteration(append_link, when) for name, when in READER_CONDITIONS.items()}
    modes |= {f"/2026/11/{name}/": mode for name, mode in BODY_ALTERATIONS.items() if name != "vary"}
    modes |= {f"/2026/11/h-{name}/": Alteration(change) for name, (change, _) in HEADER_ALTERATIONS.items()}
    modes |= {f"/{path}": Alteration(append_link) for path in ALTERED_FILES.values()}
    modes["/tin/vary/"] = BODY_ALTERATIONS["vary"]
    modes["/cu/1/"] = Alteration(lambda reply: reply.set_header("Location", "https://ca-cuoc.example/"))
    modes["/2026/11/ssi/"] = Alteration(
        lambda reply: setattr(reply, "body", reply.body.replace(fragment, fragment + b"<b>w88</b>"))
    )
    modes["/"] = Alteration(append_link, lambda asked: asked.query.startswith("utm_source"))
    modes["/2026/11/go/"] = Alteration(append_link, match_header("user-agent", "iPhone"))
    forms = {
        "/2026/11/untouched": Alteration(redirect_to_spam),
        "/2026/11/untouched-2/index.html": Alteration(append_link),
        "/tin/listing": Alteration(redirect_to_spam, match_header("user-agent", "Mobile")),
    }
    lines = describe_problems(verify_through_proxy(site, {**modes, **forms}, site.files))
    pages = {f"{form.removesuffix('/index.html')}/" for form in forms}
    expected = {*modes, *pages, *altered_on_disk, "/tin/copy/"}
    missed, invented = sorted(expected - lines.keys()), sorted(lines.keys() - expected)
    said = {
        name: word in lines.get(f"/2026/11/h-{name}/", "") for name, (_, word) in HEADER_ALTERATIONS.items()
    }
    found = len(expected) - len(missed)
    record_fault_count(f"verify: {found} of {len(expected)} modes of a server that alters pages found")
    assert (missed, invented) == ([], [])
    assert [name for name, is_said in said.items() if not is_said] == []
    assert "ca-cuoc.example" in lines["/.nginx/redirects.map"]


def test_doorways_are_found(site: ServedSite, record_fault_count: Callable[[str], None]) -> None:
    found = describe_problems(verify_through_proxy(site, DOORWAY_ALTERATIONS, []))
    record_fault_count(
        f"verify: {len(found.keys() & DOORWAY_ALTERATIONS.keys())} of {len(DOORWAY_ALTERATIONS)} doorways found"
    )
    assert found.keys() == DOORWAY_ALTERATIONS.keys()


@pytest.mark.usefixtures("few_addresses")
def test_what_comes_at_addresses_that_never_were_is_found(
    site: ServedSite, record_fault_count: Callable[[str], None]
) -> None:
    missed = [
        name
        for name, mode in NOT_FOUND_ALTERATIONS.items()
        if not describe_problems(verify_through_proxy(site, {"*": mode}, []))
    ]
    record_fault_count(
        f"verify: {len(NOT_FOUND_ALTERATIONS) - len(missed)} of {len(NOT_FOUND_ALTERATIONS)} modes at addresses that never were found"
    )
    assert missed == []

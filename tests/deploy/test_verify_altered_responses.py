"""Verification through an altering proxy finds every alteration and nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bulletin.content.site_lists.withdrawals import WITHDRAWAL_HEADING
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
from tests.publishing.small_release import PUBLISH_TIME
from tools.nginx_server import NginxServer, run_nginx

pytestmark = pytest.mark.servers

FRAGMENT = "<ul><li><a href='/2026/11/inside/'>Tin</a></li></ul>"
HEAD = '<!doctype html><html lang="vi"><head><link rel="canonical" href="https://bantin.example.vn/"></head>'
TEXT = "Tin trong tỉnh. " * 100
NOTICE = f"<h1>{WITHDRAWAL_HEADING}</h1>"


@dataclass(frozen=True)
class ServedSite:
    """A published site behind nginx."""

    target: FolderTarget
    nginx: NginxServer
    root: Path
    """The folder of the release."""

    @property
    def files(self) -> list[FileEntry]:
        """The files that readers request."""
        entries = self.manifest.entries.values()
        return [item for item in entries if not item.path.endswith((".gz", ".br", ".map"))]

    @property
    def manifest(self) -> Manifest:
        found = read_current_release(self.target)
        assert found is not None
        return found.manifest


def render_plain_page(text: str) -> str:
    return f"{HEAD}<body><main><p>{text}</p></main></body></html>"


def write_site(folder: Path) -> None:
    """Write the output of a site with a page for each alteration."""
    names = [
        *READER_CONDITIONS,
        *BODY_ALTERATIONS,
        *(f"h-{name}" for name in HEADER_ALTERATIONS),
        "untouched",
        "untouched-2",
    ]
    files = {f"2026/11/{name}/index.html": render_plain_page(f"{name} {TEXT}") for name in names}
    files |= {
        f"tin/{name}/index.html": render_plain_page(f"{name} {TEXT}") for name in ("vary", "listing", "copy")
    }
    files |= dict.fromkeys(ALTERED_FILES.values(), "x" * 3000)
    files |= {
        "index.html": render_plain_page(TEXT),
        "404.html": render_plain_page("Không có trang này"),
        "fragments/latest.html": FRAGMENT,
        "tim-kiem/index.html": render_plain_page("Tìm"),
        **dict.fromkeys(
            ("cu/1/index.html", "cu/tin-1.aspx/index.html"),
            f'{HEAD}<meta http-equiv="refresh" content="0; url=/2026/11/untouched/"></html>',
        ),
        "2026/11/go/index.html": f"{HEAD}{NOTICE}</html>",
        ".nginx/redirects.map": "".join(
            f'"{item}{end}" "/2026/11/untouched/";\n'
            for item in ("/cu/1", "/cu/tin-1.aspx")
            for end in ("/", "", "/index.html")
        ),
        ".nginx/requests.map": '"/index.php?id=1" "/2026/11/untouched/";\n',
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
    staged = CompressionCache(folder / "cache").add_compressed_files(
        StagedSite.from_folder(folder / "output")
    )
    with target.hold_lock("phép thử", PUBLISH_TIME, print):
        release_site(target, staged, ReleaseMetadata(PUBLISH_TIME), 3)
    with run_nginx(folder / "public", folder / "nginx") as nginx:
        yield ServedSite(target, nginx, target.current_link.resolve())


def verify_through_proxy(
    site: ServedSite, alterations: Mapping[str, Alteration], files: Sequence[FileEntry]
) -> VerificationReport:
    """Return the report on ``files`` through a proxy with alterations."""
    release = read_current_release(site.target)
    assert release is not None
    with run_altering_proxy(site.nginx, alterations) as url, SiteClient(url, MAX_CONNECTIONS) as client:
        return verify_site(client, site.target, release, files, lambda _done: None)


def describe_problems(found: VerificationReport) -> dict[str, str]:
    """Return the messages for each address."""
    messages: dict[str, str] = {}
    for item in [*found.differences, *found.unchecked_addresses]:
        messages[item.address] = f"{messages.get(item.address, '')} {item.message}"
    for problem in found.header_problems:
        messages[problem.address] = (
            f"{messages.get(problem.address, '')} {problem.violation.message} {problem.violation.value}"
        )
    return messages


@pytest.mark.plays
def test_verify_through_a_proxy_without_alterations_finds_nothing(site: ServedSite) -> None:
    unaltered = [
        item for item in site.files if not item.path.startswith("2026/11/") or "untouched" in item.path
    ]
    withdrawn = [item for item in site.files if item.path == "2026/11/go/index.html"]
    assert describe_problems(verify_through_proxy(site, {}, unaltered + withdrawn)) == {}


@pytest.fixture
def altered_on_disk(site: ServedSite) -> Iterator[Sequence[str]]:
    """The addresses of altered and added files of the release."""
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
    """Shorten the list of doorways, and check no page completely but the front page."""
    monkeypatch.setattr("bulletin.publishing.verification.unpublished_addresses.DOORWAY_ADDRESSES", ())
    monkeypatch.setattr("bulletin.publishing.verification.verifier.FULLY_CHECKED_FILES", 0)


@pytest.mark.usefixtures("few_addresses")
def test_verify_through_an_altering_proxy_finds_every_alteration(
    site: ServedSite, altered_on_disk: Sequence[str], record_fault_count: Callable[[str], None]
) -> None:
    alterations = {
        f"/2026/11/{name}/": Alteration(append_link, when) for name, when in READER_CONDITIONS.items()
    }
    alterations |= {
        f"/2026/11/{name}/": alteration for name, alteration in BODY_ALTERATIONS.items() if name != "vary"
    }
    alterations |= {
        f"/2026/11/h-{name}/": Alteration(change) for name, (change, _) in HEADER_ALTERATIONS.items()
    }
    alterations |= {f"/{path}": Alteration(append_link) for path in ALTERED_FILES.values()}
    alterations["/tin/vary/"] = BODY_ALTERATIONS["vary"]
    alterations["/cu/1/"] = Alteration(
        lambda response: response.set_header("Location", "https://ca-cuoc.example/")
    )
    alterations["/"] = Alteration(append_link, lambda request: request.query.startswith("utm_source"))
    alterations["/2026/11/go/"] = Alteration(append_link, match_header("user-agent", "iPhone"))
    forms = {
        "/2026/11/untouched": Alteration(redirect_to_spam),
        "/2026/11/untouched-2/index.html": Alteration(append_link),
        "/tin/listing": Alteration(redirect_to_spam, match_header("user-agent", "Mobile")),
    }
    messages = describe_problems(verify_through_proxy(site, {**alterations, **forms}, site.files))
    pages = {f"{form.removesuffix('/index.html')}/" for form in forms}
    expected = {*alterations, *pages, *altered_on_disk, "/tin/copy/"}
    missed, unexpected = sorted(expected - messages.keys()), sorted(messages.keys() - expected)
    is_named = {
        name: word in messages.get(f"/2026/11/h-{name}/", "")
        for name, (_, word) in HEADER_ALTERATIONS.items()
    }
    found = len(expected) - len(missed)
    record_fault_count(f"verify: {found} of {len(expected)} alterations of a proxy found")
    assert (missed, unexpected) == ([], [])
    assert [name for name, named in is_named.items() if not named] == []
    assert "ca-cuoc.example" in messages["/.nginx/redirects.map"]


def test_verify_with_doorways_finds_all(site: ServedSite, record_fault_count: Callable[[str], None]) -> None:
    found = describe_problems(verify_through_proxy(site, DOORWAY_ALTERATIONS, []))
    record_fault_count(
        f"verify: {len(found.keys() & DOORWAY_ALTERATIONS.keys())} of {len(DOORWAY_ALTERATIONS)} doorways found"
    )
    assert found.keys() == DOORWAY_ALTERATIONS.keys()


@pytest.mark.usefixtures("few_addresses")
def test_verify_with_altered_error_pages_finds_all(
    site: ServedSite, record_fault_count: Callable[[str], None]
) -> None:
    total = len(NOT_FOUND_ALTERATIONS)
    missed = [
        name
        for name, alteration in NOT_FOUND_ALTERATIONS.items()
        if not describe_problems(verify_through_proxy(site, {"*": alteration}, []))
    ]
    record_fault_count(f"verify: {total - len(missed)} of {total} alterations at unpublished addresses found")
    assert missed == []

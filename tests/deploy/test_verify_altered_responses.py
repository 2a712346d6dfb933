"""Verify behind a server that alters what nginx sends: every mode is found, and nothing where nothing is altered."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bulletin.content.withdrawals import HEADING
from bulletin.publishing.release.compression import Smaller
from bulletin.publishing.release.manifest import Entry, Manifest
from bulletin.publishing.release.metadata import Occasion
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.release_creation import current_release, release
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.verification.http_client import Live
from bulletin.publishing.verification.report import Found
from bulletin.publishing.verification.verifier import CONNECTIONS, verify
from tests.deploy.alterations import DOORWAYS, FILES, HEADERS, NOWHERE, TO_WHOM, WHAT
from tests.deploy.altering_proxy import Mode, altering, append, lead_away, says
from tests.deploy.nginx_server import Nginx, serving
from tests.publishing.helpers import NOON

pytestmark = pytest.mark.servers

FRAGMENT = "<ul><li><a href='/2026/11/inside/'>Tin</a></li></ul>"
DIRECTIVE = '<!--#include virtual="/fragments/latest.html" -->'
HEAD = '<!doctype html><html lang="vi"><head><link rel="canonical" href="https://bantin.example.vn/"></head>'
TEXT = "Tin trong tỉnh. " * 100
NOTICE = f"<h1>{HEADING}</h1>"


@dataclass(frozen=True)
class Site:
    """A published site, and the nginx that serves it."""

    target: FolderTarget
    nginx: Nginx
    root: Path
    """The release."""

    @property
    def files(self) -> list[Entry]:
        """What readers ask for."""
        entries = self.manifest.entries.values()
        return [one for one in entries if not one.path.endswith((".gz", ".br", ".map"))]

    @property
    def manifest(self) -> Manifest:
        found = current_release(self.target)
        assert found is not None
        return found.manifest


def page(text: str) -> str:
    return f"{HEAD}<body><main><p>{text}</p></main></body></html>"


def write(folder: Path) -> None:
    """Write a site with a page for each mode, as a build does."""
    names = [*TO_WHOM, *WHAT, *(f"h-{name}" for name in HEADERS), "ssi", "untouched", "untouched-2"]
    files = {f"2026/11/{name}/index.html": page(f"{name} {TEXT}{DIRECTIVE}") for name in names}
    files |= {f"tin/{name}/index.html": page(f"{name} {TEXT}") for name in ("vary", "listing", "copy")}
    files |= dict.fromkeys(FILES.values(), "x" * 3000)
    files |= {
        "index.html": page(TEXT),
        "404.html": page("Không có trang này"),
        "fragments/latest.html": FRAGMENT,
        "tim-kiem/index.html": page("Tìm"),
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
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("altered")
    write(folder / "output")
    target = FolderTarget(folder / "public")
    outgoing = Smaller(folder / "cache").beside(Outgoing.of(folder / "output"))
    with target.locked("phép thử", NOON, print):
        release(target, outgoing, Occasion(NOON), 3)
    with serving(folder / "public", folder / "nginx") as nginx:
        yield Site(target, nginx, target.link.resolve())


def verified(site: Site, modes: Mapping[str, Mode], files: Sequence[Entry]) -> Found:
    """Return what a verification of ``files`` finds behind a server with ``modes``."""
    shown = current_release(site.target)
    assert shown is not None
    with altering(site.nginx, modes) as url, Live(url, CONNECTIONS) as live:
        return verify(live, site.target, shown, files, lambda _done: None)


def told(found: Found) -> dict[str, str]:
    """Return what is told of each address."""
    lines: dict[str, str] = {}
    for one in [*found.different, *found.unseen]:
        lines[one.address] = f"{lines.get(one.address, '')} {one.what}"
    for weak in found.weaknesses:
        lines[weak.address] = f"{lines.get(weak.address, '')} {weak.fault.what} {weak.fault.value}"
    return lines


def test_a_site_that_is_passed_on_as_it_is_has_no_fault(site: Site) -> None:
    few = [one for one in site.files if not one.path.startswith("2026/11/") or "untouched" in one.path]
    gone = [one for one in site.files if one.path == "2026/11/go/index.html"]
    assert told(verified(site, {}, few + gone)) == {}


@pytest.fixture
def altered_on_disk(site: Site) -> Iterator[Sequence[str]]:
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
def no_doorways(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for few addresses that never were, and from every place for the front page alone."""
    monkeypatch.setattr("bulletin.publishing.verification.unpublished_addresses._DOORWAYS", ())
    monkeypatch.setattr("bulletin.publishing.verification.verifier._PAIRED", 0)


@pytest.mark.usefixtures("no_doorways")
def test_every_mode_of_an_altering_server_is_found(
    site: Site, altered_on_disk: Sequence[str], tally: Callable[[str], None]
) -> None:
    fragment = FRAGMENT.encode()
    modes = {f"/2026/11/{name}/": Mode(append, when) for name, when in TO_WHOM.items()}
    modes |= {f"/2026/11/{name}/": mode for name, mode in WHAT.items() if name != "vary"}
    modes |= {f"/2026/11/h-{name}/": Mode(change) for name, (change, _) in HEADERS.items()}
    modes |= {f"/{path}": Mode(append) for path in FILES.values()}
    modes["/tin/vary/"] = WHAT["vary"]
    modes["/cu/1/"] = Mode(lambda reply: reply.set("Location", "https://ca-cuoc.example/"))
    modes["/2026/11/ssi/"] = Mode(
        lambda reply: setattr(reply, "body", reply.body.replace(fragment, fragment + b"<b>w88</b>"))
    )
    modes["/"] = Mode(append, lambda asked: asked.query.startswith("utm_source"))
    modes["/2026/11/go/"] = Mode(append, says("user-agent", "iPhone"))
    forms = {
        "/2026/11/untouched": Mode(lead_away),
        "/2026/11/untouched-2/index.html": Mode(append),
        "/tin/listing": Mode(lead_away, says("user-agent", "Mobile")),
    }
    lines = told(verified(site, {**modes, **forms}, site.files))
    pages = {f"{form.removesuffix('/index.html')}/" for form in forms}
    expected = {*modes, *pages, *altered_on_disk, "/tin/copy/"}
    missed, invented = sorted(expected - lines.keys()), sorted(lines.keys() - expected)
    said = {name: word in lines.get(f"/2026/11/h-{name}/", "") for name, (_, word) in HEADERS.items()}
    found = len(expected) - len(missed)
    tally(f"verify: {found} of {len(expected)} modes of a server that alters pages found")
    assert (missed, invented) == ([], [])
    assert [name for name, is_said in said.items() if not is_said] == []
    assert "ca-cuoc.example" in lines["/.nginx/redirects.map"]


def test_doorways_are_found(site: Site, tally: Callable[[str], None]) -> None:
    found = told(verified(site, DOORWAYS, []))
    tally(f"verify: {len(found.keys() & DOORWAYS.keys())} of {len(DOORWAYS)} doorways found")
    assert found.keys() == DOORWAYS.keys()


@pytest.mark.usefixtures("no_doorways")
def test_what_comes_at_addresses_that_never_were_is_found(site: Site, tally: Callable[[str], None]) -> None:
    missed = [name for name, mode in NOWHERE.items() if not told(verified(site, {"*": mode}, []))]
    tally(f"verify: {len(NOWHERE) - len(missed)} of {len(NOWHERE)} modes at addresses that never were found")
    assert missed == []

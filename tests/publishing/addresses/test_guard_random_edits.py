"""Random sequences of edits, each published: what was released once answers, or somebody meant it to go."""

import os
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.errors import UserError
from bulletin.publishing.addresses.removals import find_permanent_addresses
from bulletin.publishing.pipeline import publish
from bulletin.publishing.release_creation import read_current_release
from bulletin.publishing.rollback import roll_back
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.withdrawal.addresses import load_withdrawn_addresses
from tests.publishing.addresses.test_guard import FIRST_PUBLISH_TIME
from tests.publishing.small_site import create_small_site, write_dated_article

pytestmark = pytest.mark.slow

HOUR = timedelta(hours=1)
FILES, SLUGS = ("mot", "hai"), ("a", "b", "c")
FILE = st.sampled_from(FILES)
EDIT = st.one_of(
    st.tuples(st.just("write"), FILE, st.fixed_dictionaries(
        {"slug": st.sampled_from(SLUGS)},
        optional={
            "status": st.sampled_from(["draft", "hidden"]), "topic": st.sampled_from(["Một", "Hai"]),
            "aliases": st.sampled_from(["[/x/]", "[/x/, /y.html]", "[/2026/11/a/]"]), "tags": st.just("[riêng]"),
        },
    )),
    st.tuples(st.just("expire"), FILE, st.none()),
    st.tuples(st.just("delete"), FILE, st.none()),
    st.tuples(st.just("withdraw"), FILE, st.none()),
    st.tuples(st.just("back"), FILE, st.none()),
)  # fmt: skip


class RandomEdits:
    """A bulletin and, apart from what the program keeps, all that was ever released or let go."""

    def __init__(self, folder: Path) -> None:
        self.site = create_small_site(folder)
        self.target = FolderTarget(folder / "public")
        self.now = FIRST_PUBLISH_TIME
        self.headers: dict[str, dict[str, str]] = {}
        self.published_addresses: set[str] = set()
        self.removed_addresses: set[str] = set()
        """What expired or was withdrawn."""
        self.released: dict[str | None, dict[str, dict[str, str]]] = {}
        """The headers of each release."""
        self.emptied_listings: set[str] = set()
        """Listings that every article in them left, with its name: hidden, expired, withdrawn, or its addresses decided upon."""

    def edit(self, what: str, name: str, keys: dict[str, str] | None) -> None:
        header = self.headers.get(name)
        if what == "write" and keys is not None:
            self.headers[name] = keys
        elif what == "back":
            if (
                len(self.target.release_ids()) > 1
                and self.target.current_id() != self.target.release_ids()[0]
            ):
                gone = load_withdrawn_addresses(self.site.content, "")
                roll_back(self.target, holder="phép thử", now=self.now, withdrawn=gone, say=print)
        elif header is not None:
            if what == "expire":
                self.headers[name] = header | {"expires": f"{self.now + HOUR / 2:%Y-%m-%d %H:%M}"}
                self.removed_addresses |= self.list_article_addresses(name)
            elif what == "withdraw":
                self.removed_addresses |= self.list_article_addresses(name)
                rows = "".join(
                    f"- {{address: {one}, by: An, when: 2026-11-24 12:00, reason: Thử}}\n"
                    for one in sorted(self.removed_addresses)
                )
                (self.site.content / "withdrawn.yml").write_text(rows, encoding="utf-8")
                del self.headers[name]
            else:
                del self.headers[name]

    def list_article_addresses(self, name: str) -> set[str]:
        """Return the addresses of the article in the file ``name``."""
        header = self.headers[name]
        return {f"/2026/11/{header['slug']}/", *header.get("aliases", "[]")[1:-1].split(", ")} - {""}

    def publish(self) -> bool:
        """Write the content and publish it; tell whether that was done."""
        self.now += HOUR
        before = self.target.current_id()
        for name in FILES:
            (self.site.content / f"articles/{name}.md").unlink(missing_ok=True)
        for name, header in self.headers.items():
            write_dated_article(self.site, name, **header)
        try:
            publish(self.site, self.now, lambda _: None)
        except UserError:
            return False
        self.published_addresses |= self.live()
        bearers = defaultdict[str, set[str]](set)
        for name, header in self.released.get(before, {}).items():
            for listing in find_listings(header) if is_listed(header) else ():
                bearers[listing].add(name)
        self.emptied_listings |= {
            one
            for one, names in bearers.items()
            if not any(self.is_still_listed(name, one) for name in names)
        }
        self.emptied_listings -= self.live()
        self.released[self.target.current_id()] = dict(self.headers)
        return True

    def is_still_listed(self, name: str, listing: str) -> bool:
        """Tell whether an article that was in ``listing`` is listed still, or bears another name now."""
        header = self.headers.get(name)
        return header is not None and (is_listed(header) or listing not in find_listings(header))

    def live(self) -> set[str]:
        release = read_current_release(self.target)
        return set(find_permanent_addresses(release.manifest.entries)) if release else set()

    def read_active_ledger(self) -> set[str]:
        text = (self.site.root / "addresses.txt").read_text(encoding="utf-8")
        return {row.split("\t")[0] for row in text.splitlines() if row.startswith("/")}


def is_listed(header: dict[str, str]) -> bool:
    """Tell whether an article of this header is among the news."""
    return not header.keys() & {"status", "expires"}


def find_listings(header: dict[str, str]) -> set[str]:
    """Return the listings that bear a name in this header."""
    topics = {"Một": {"/dong-su-kien/mot/"}, "Hai": {"/dong-su-kien/hai/"}}
    return topics.get(header.get("topic", ""), set()) | ({"/chu-de/rieng/"} if "tags" in header else set())


@settings(
    max_examples=int(os.environ.get("BULLETIN_PLAYS", "3")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(edits=st.lists(EDIT, min_size=3, max_size=8))
def test_no_address_is_forgotten_or_lost_unless_it_was_meant_to_go(
    edits: list[tuple[str, str, dict | None]],
) -> None:
    with TemporaryDirectory() as folder:
        play = RandomEdits(Path(folder))
        assert play.publish()
        for edit in edits:
            before, headers, meant = play.target.current_id(), dict(play.headers), set(play.removed_addresses)
            play.edit(*edit)
            if edit[0] == "back":
                before = play.target.current_id()
            if play.publish():
                lost = play.published_addresses - play.live() - play.removed_addresses
                assert lost <= play.emptied_listings
            else:
                assert play.target.current_id() == before
                play.headers = headers
                play.removed_addresses = (
                    play.removed_addresses if edit[0] == "withdraw" else meant
                )  # what is withdrawn stays written
            assert play.read_active_ledger() == play.published_addresses

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
from bulletin.publishing.addresses.removals import addresses
from bulletin.publishing.pipeline import publish
from bulletin.publishing.release_creation import current_release
from bulletin.publishing.rollback import roll_back
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.withdrawal.addresses import sought
from tests.publishing.addresses.test_guard import NOON
from tests.publishing.small_site import article, bulletin

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


class Play:
    """A bulletin and, apart from what the program keeps, all that was ever released or let go."""

    def __init__(self, folder: Path) -> None:
        self.site = bulletin(folder)
        self.target = FolderTarget(folder / "public")
        self.now = NOON
        self.headers: dict[str, dict[str, str]] = {}
        self.ever: set[str] = set()
        self.meant: set[str] = set()
        """What expired or was withdrawn."""
        self.released: dict[str | None, dict[str, dict[str, str]]] = {}
        """The headers of each release."""
        self.left: set[str] = set()
        """Listings that every article in them left, with its name: hidden, expired, withdrawn, or its addresses decided upon."""

    def edit(self, what: str, name: str, keys: dict[str, str] | None) -> None:
        header = self.headers.get(name)
        if what == "write" and keys is not None:
            self.headers[name] = keys
        elif what == "back":
            if len(self.target.all()) > 1 and self.target.current() != self.target.all()[0]:
                gone = sought(self.site.content, "")
                roll_back(self.target, holder="phép thử", moment=self.now, sought=gone, say=print)
        elif header is not None:
            if what == "expire":
                self.headers[name] = header | {"expires": f"{self.now + HOUR / 2:%Y-%m-%d %H:%M}"}
                self.meant |= self.of(name)
            elif what == "withdraw":
                self.meant |= self.of(name)
                rows = "".join(
                    f"- {{address: {one}, by: An, when: 2026-11-24 12:00, reason: Thử}}\n"
                    for one in sorted(self.meant)
                )
                (self.site.content / "withdrawn.yml").write_text(rows, encoding="utf-8")
                del self.headers[name]
            else:
                del self.headers[name]

    def of(self, name: str) -> set[str]:
        """Return the addresses of the article in the file ``name``."""
        header = self.headers[name]
        return {f"/2026/11/{header['slug']}/", *header.get("aliases", "[]")[1:-1].split(", ")} - {""}

    def publish(self) -> bool:
        """Write the content and publish it; tell whether that was done."""
        self.now += HOUR
        before = self.target.current()
        for name in FILES:
            (self.site.content / f"articles/{name}.md").unlink(missing_ok=True)
        for name, header in self.headers.items():
            article(self.site, name, **header)
        try:
            publish(self.site, self.now, lambda _: None)
        except UserError:
            return False
        self.ever |= self.live()
        bearers = defaultdict[str, set[str]](set)
        for name, header in self.released.get(before, {}).items():
            for listing in listings(header) if is_listed(header) else ():
                bearers[listing].add(name)
        self.left |= {
            one for one, names in bearers.items() if not any(self.kept(name, one) for name in names)
        }
        self.left -= self.live()
        self.released[self.target.current()] = dict(self.headers)
        return True

    def kept(self, name: str, listing: str) -> bool:
        """Tell whether an article that was in ``listing`` is listed still, or bears another name now."""
        header = self.headers.get(name)
        return header is not None and (is_listed(header) or listing not in listings(header))

    def live(self) -> set[str]:
        release = current_release(self.target)
        return set(addresses(release.manifest.entries)) if release else set()

    def remembered(self) -> set[str]:
        text = (self.site.root / "addresses.txt").read_text(encoding="utf-8")
        return {row.split("\t")[0] for row in text.splitlines() if row.startswith("/")}


def is_listed(header: dict[str, str]) -> bool:
    """Tell whether an article of this header is among the news."""
    return not header.keys() & {"status", "expires"}


def listings(header: dict[str, str]) -> set[str]:
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
        play = Play(Path(folder))
        assert play.publish()
        for edit in edits:
            before, headers, meant = play.target.current(), dict(play.headers), set(play.meant)
            play.edit(*edit)
            if edit[0] == "back":
                before = play.target.current()
            if play.publish():
                lost = play.ever - play.live() - play.meant
                assert lost <= play.left
            else:
                assert play.target.current() == before
                play.headers = headers
                play.meant = play.meant if edit[0] == "withdraw" else meant  # what is withdrawn stays written
            assert play.remembered() == play.ever

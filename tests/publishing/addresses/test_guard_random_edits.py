"""The address guard in random sequences of edits, with a publish after each edit."""

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
from tests.publishing.harness import FIRST_PUBLISH_TIME
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
    st.tuples(st.just("roll back"), FILE, st.none()),
)  # fmt: skip


class RandomEdits:
    """A small site, with its own record of published and removed addresses."""

    def __init__(self, folder: Path) -> None:
        self.site = create_small_site(folder)
        self.target = FolderTarget(folder / "public")
        self.now = FIRST_PUBLISH_TIME
        self.front_matters: dict[str, dict[str, str]] = {}
        self.published_addresses: set[str] = set()
        self.removed_addresses: set[str] = set()
        """Addresses of expired and withdrawn articles."""
        self.released: dict[str | None, dict[str, dict[str, str]]] = {}
        """The front matter of the articles in each release."""
        self.emptied_listings: set[str] = set()
        """Listings that became empty without a change of a name.

        Their articles are hidden, expired or withdrawn, or have removed addresses.
        """

    def edit(self, what: str, name: str, front_matter: dict[str, str] | None) -> None:
        front_matter = self.front_matters.get(name)
        if what == "write" and front_matter is not None:
            self.front_matters[name] = front_matter
        elif what == "roll back":
            if (
                len(self.target.release_ids()) > 1
                and self.target.current_id() != self.target.release_ids()[0]
            ):
                withdrawn = load_withdrawn_addresses(self.site.content, "")
                roll_back(self.target, holder="phép thử", now=self.now, withdrawn=withdrawn, say=print)
        elif front_matter is not None:
            if what == "expire":
                self.front_matters[name] = front_matter | {"expires": f"{self.now + HOUR / 2:%Y-%m-%d %H:%M}"}
                self.removed_addresses |= self.list_article_addresses(name)
            elif what == "withdraw":
                self.removed_addresses |= self.list_article_addresses(name)
                rows = "".join(
                    f"- {{address: {address}, by: An, when: 2026-11-24 12:00, reason: Thử}}\n"
                    for address in sorted(self.removed_addresses)
                )
                (self.site.content / "withdrawn.yml").write_text(rows, encoding="utf-8")
                del self.front_matters[name]
            else:
                del self.front_matters[name]

    def list_article_addresses(self, name: str) -> set[str]:
        """Return the address and the aliases of the article in the file ``name``."""
        front_matter = self.front_matters[name]
        return {f"/2026/11/{front_matter['slug']}/", *front_matter.get("aliases", "[]")[1:-1].split(", ")} - {
            ""
        }

    def publish(self) -> bool:
        """Write the content and publish it; tell if the publish succeeded."""
        self.now += HOUR
        before = self.target.current_id()
        for name in FILES:
            (self.site.content / f"articles/{name}.md").unlink(missing_ok=True)
        for name, front_matter in self.front_matters.items():
            write_dated_article(self.site, name, **front_matter)
        try:
            publish(self.site, self.now, lambda _: None)
        except UserError:
            return False
        self.published_addresses |= self.list_live_addresses()
        articles_of_listing = defaultdict[str, set[str]](set)
        for name, front_matter in self.released.get(before, {}).items():
            for listing in find_listings(front_matter) if is_listed(front_matter) else ():
                articles_of_listing[listing].add(name)
        self.emptied_listings |= {
            listing
            for listing, names in articles_of_listing.items()
            if not any(self.is_still_listed(name, listing) for name in names)
        }
        self.emptied_listings -= self.list_live_addresses()
        self.released[self.target.current_id()] = dict(self.front_matters)
        return True

    def is_still_listed(self, name: str, listing: str) -> bool:
        """Tell if the article is still listed, or no longer has the name of ``listing``."""
        front_matter = self.front_matters.get(name)
        return front_matter is not None and (
            is_listed(front_matter) or listing not in find_listings(front_matter)
        )

    def list_live_addresses(self) -> set[str]:
        release = read_current_release(self.target)
        return set(find_permanent_addresses(release.manifest.entries)) if release else set()

    def read_active_ledger(self) -> set[str]:
        text = (self.site.root / "addresses.txt").read_text(encoding="utf-8")
        return {row.split("\t")[0] for row in text.splitlines() if row.startswith("/")}


def is_listed(front_matter: dict[str, str]) -> bool:
    """Tell if an article with this front matter is live."""
    return not front_matter.keys() & {"status", "expires"}


def find_listings(front_matter: dict[str, str]) -> set[str]:
    """Return the topic and the tag listings of this front matter."""
    topics = {"Một": {"/dong-su-kien/mot/"}, "Hai": {"/dong-su-kien/hai/"}}
    return topics.get(front_matter.get("topic", ""), set()) | (
        {"/chu-de/rieng/"} if "tags" in front_matter else set()
    )


@settings(
    max_examples=int(os.environ.get("BULLETIN_PLAYS", "3")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(edits=st.lists(EDIT, min_size=3, max_size=8))
def test_guard_random_edits_lose_no_address_without_decision(
    edits: list[tuple[str, str, dict[str, str] | None]],
) -> None:
    with TemporaryDirectory() as folder:
        site = RandomEdits(Path(folder))
        assert site.publish()
        for edit in edits:
            before, front_matters, removed = (
                site.target.current_id(),
                dict(site.front_matters),
                set(site.removed_addresses),
            )
            site.edit(*edit)
            if edit[0] == "roll back":
                before = site.target.current_id()
            if site.publish():
                lost = site.published_addresses - site.list_live_addresses() - site.removed_addresses
                assert lost <= site.emptied_listings
            else:
                assert site.target.current_id() == before
                site.front_matters = front_matters
                site.removed_addresses = (
                    site.removed_addresses if edit[0] == "withdraw" else removed
                )  # a withdrawal stays in its list
            assert site.read_active_ledger() == site.published_addresses

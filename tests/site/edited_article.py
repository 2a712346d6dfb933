"""Article of the test content, with its front matter, links and former addresses."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

HEADING_FRAGMENT = "#muc-ket-qua"
"""Anchor of a heading that every article has."""
_COUNTER = re.compile(r"lần (\d{4})")


@dataclass(eq=False)
class ArticleLink:
    """Link to another article by its file, or by its address at the time of the link."""

    target: "EditedArticle"
    address: str = ""
    fragment: str = ""

    def to_markdown(self) -> str:
        target = self.address or f"{{filename}}/{self.target.source}"
        return f"Xem [tin kia]({target}{self.fragment})."


@dataclass(eq=False)
class EditedArticle:
    """Article that tests edit and write again."""

    source: str
    """Path from ``content/``."""
    slug: str
    date: datetime
    front_matter: dict[str, str]
    """Front matter besides slug, date and aliases."""
    edit_count: int = 1
    """Number of versions of the body."""
    extra_paragraphs: list[str] = field(default_factory=list)
    """Paragraphs with images and attachments."""
    cited: str = ""
    """Sentence that cites official documents."""
    links: list[ArticleLink] = field(default_factory=list)
    old_addresses: list[str] = field(default_factory=list)
    """Former addresses, which stay aliases because links may lead to them."""
    aliases: list[str] = field(default_factory=list)
    """Addresses on an older site."""

    @property
    def address(self) -> str:
        return f"/{self.date:%Y/%m}/{self.slug}/"

    def move(self, date: datetime, slug: str) -> None:
        """Change date and slug, and keep the old address as an alias.

        The date ``expires`` follows the new date. Other dates are removed.
        """
        addresses = dict.fromkeys([*self.old_addresses, self.address])
        self.date, self.slug = date, slug
        self.old_addresses = [address for address in addresses if address != self.address]
        self.front_matter.pop("modified", None)
        self.front_matter.pop("featured_until", None)
        if "expires" in self.front_matter:
            self.expire(date + timedelta(days=40))

    def expire(self, expires: datetime) -> None:
        self.front_matter["expires"] = f"{max(expires, self.date + timedelta(hours=1)):%Y-%m-%d %H:%M}"

    def to_markdown(self) -> str:
        """Return the text of the file."""
        aliases = ", ".join([*self.old_addresses, *self.aliases])
        keys = {
            "slug": self.slug,
            "date": f"{self.date:%Y-%m-%d %H:%M}",
            **self.front_matter,
            "aliases": f"[{aliases}]",
        }
        front_matter = "".join(f"{key}: {value}\n" for key, value in keys.items())
        parts = [
            f"Thân bài lần {self.edit_count:04d}.",
            "## Kết quả",
            "Hết.",
            *self.extra_paragraphs,
            *filter(None, (self.cited,)),
            *(link.to_markdown() for link in self.links),
        ]
        return f"---\n{front_matter}---\n\n" + "\n\n".join(parts) + "\n"


def increment_counter(path: Path) -> bool:
    """Increment the first counter, such as ``lần 0001``, and tell if there is one.

    The size of the file stays the same.
    """
    text = path.read_text(encoding="utf-8")
    changed = _COUNTER.sub(lambda found: f"lần {int(found[1]) + 1:04d}", text, count=1)
    path.write_text(changed, encoding="utf-8")
    return changed != text

"""An article as a newsroom keeps it: what stands in its file, and which other articles it names."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

HEADING_FRAGMENT = "#muc-ket-qua"
"""A heading that every article has: links may name it."""
_TURN = re.compile(r"lần (\d{4})")


@dataclass(eq=False)
class ArticleLink:
    """A link to another article: by its file, or by the address that it had when the link was made."""

    target: "EditedArticle"
    address: str = ""
    fragment: str = ""

    def to_markdown(self) -> str:
        target = self.address or f"{{filename}}/{self.target.source}"
        return f"Xem [tin kia]({target}{self.fragment})."


@dataclass(eq=False)
class EditedArticle:
    """An article."""

    source: str
    """From content/."""
    slug: str
    date: datetime
    front_matter: dict[str, str]
    """Lines of the header besides slug, date and aliases."""
    edit_count: int = 1
    """How often its body was edited."""
    extra_paragraphs: list[str] = field(default_factory=list)
    """Paragraphs that pictures and files were put into."""
    links: list[ArticleLink] = field(default_factory=list)
    old_addresses: list[str] = field(default_factory=list)
    """Addresses that it had before: links may lead to them, so they stay."""
    aliases: list[str] = field(default_factory=list)
    """Addresses from another site."""

    @property
    def address(self) -> str:
        return f"/{self.date:%Y/%m}/{self.slug}/"

    def move(self, date: datetime, slug: str) -> None:
        """Give it another date or slug; the old address leads on, and no date contradicts the new one."""
        old = self.address
        self.date, self.slug = date, slug
        self.old_addresses = [one for one in dict.fromkeys([*self.old_addresses, old]) if one != self.address]
        self.front_matter.pop("modified", None)
        if "expires" in self.front_matter:
            self.expire(date + timedelta(days=40))

    def expire(self, moment: datetime) -> None:
        self.front_matter["expires"] = f"{max(moment, self.date + timedelta(hours=1)):%Y-%m-%d %H:%M}"

    def to_markdown(self) -> str:
        """Return what its file holds."""
        aliases = ", ".join([*self.old_addresses, *self.aliases])
        keys = {
            "slug": self.slug,
            "date": f"{self.date:%Y-%m-%d %H:%M}",
            **self.front_matter,
            "aliases": f"[{aliases}]",
        }
        header = "".join(f"{key}: {value}\n" for key, value in keys.items())
        parts = [
            f"Thân bài lần {self.edit_count:04d}.",
            "## Kết quả",
            "Hết.",
            *self.extra_paragraphs,
            *(link.to_markdown() for link in self.links),
        ]
        return f"---\n{header}---\n\n" + "\n\n".join(parts) + "\n"


def increment_counter(path: Path) -> bool:
    """Count on the first number of the form ``lần 0001`` in a file, which keeps its size; tell whether there is one."""
    text = path.read_text(encoding="utf-8")
    changed = _TURN.sub(lambda found: f"lần {int(found[1]) + 1:04d}", text, count=1)
    path.write_text(changed, encoding="utf-8")
    return changed != text

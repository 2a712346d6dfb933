"""A newsroom: the articles of a small bulletin, and all that editors do to them.

No change leaves a fault behind: who renames a file mends the links to it, who moves an article
keeps its old address.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from tests.site.content_editor import OLD_MTIME, START_TIME, ContentEditor, write_text
from tests.site.edited_article import HEADING_FRAGMENT, ArticleLink, EditedArticle


class ArticleEditor(ContentEditor):
    """The content of a bulletin with ``name_count`` articles, something of every kind among them.

    Enough of them stand in one section for a page of it that is full.
    """

    def __init__(self, root: Path, count: int = 48) -> None:
        super().__init__(root)
        self.articles: list[EditedArticle] = []
        self.withdrawn_addresses: list[str] = []
        for number in range(count):
            self.add_article(number)
        self._furnish()
        for path in self._files():  # content is older than a build
            os.utime(path, (OLD_MTIME, OLD_MTIME))

    def _furnish(self) -> None:
        """Let there be something of every kind."""
        every = (
            *(self.make_draft, self.submit_for_review, self.hide_article, self.schedule_article, self.expire_article, self.add_alias, self.add_correction, self.change_author, self.change_tags),
            *(self.change_topic, self.change_featured, self.link_by_file, self.link_by_address, self.change_modified_date, self.change_summary),
            *(self.change_cover, self.add_image, self.add_attachment, self.change_source, self.change_slug, self.write_campaign),
        )  # fmt: skip
        for number, change in enumerate(every):
            change(number)
            if change not in (
                self.make_draft,
                self.submit_for_review,
                self.hide_article,
                self.schedule_article,
                self.expire_article,
                self.change_slug,
            ):
                change(number + 40)

    # -- Articles: what is written ---------------------------------------------------------------

    def add_article(self, number: int) -> None:
        self.name_count += 1
        name = f"tin-{self.name_count:02d}"
        keys = {
            "title": f"Tin {self.name_count}",
            "category": {0: "tin-b", 1: "tin-con"}.get(number % 16, "tin-a"),
        }
        date = START_TIME - timedelta(days=number % 700, minutes=self.name_count)
        self.articles.append(EditedArticle(f"articles/{name}.md", name, date, keys))
        self.save_article(self.articles[-1])

    def edit_body(self, number: int) -> None:
        self._one(number).edit_count += 1
        self.save_article(self._one(number), number)

    def change_title(self, number: int) -> None:
        self._set(number, "title", f'"Tít {number}: có hai chấm"')

    def change_summary(self, number: int) -> None:
        self._set(number, "summary", f"Tóm tắt {number}.")

    def change_author(self, number: int) -> None:
        self._set(number, "author", ("Lê An", "Trần Bình", "Lê An, Trần Bình")[number % 3])

    def change_source(self, number: int) -> None:
        self._set(number, "source", f'{{name: Báo {number}, url: "https://example.vn/{number}"}}')

    def change_tags(self, number: int) -> None:
        self._set(number, "tags", ("[một]", "[hai, một]", "[ba]", "[]")[number % 4])

    def change_topic(self, number: int) -> None:
        self._set(number, "topic", ("Chuyện dài", "Chuyện ngắn")[number % 2])

    def change_featured(self, number: int) -> None:
        self._set(number, "featured", ("lead", "true", "false")[number % 3])

    def change_modified_date(self, number: int) -> None:
        self._set(number, "modified", f"{self._one(number).date + timedelta(hours=number):%Y-%m-%d %H:%M}")

    def add_correction(self, number: int) -> None:
        self._set(number, "corrections", f'[{{date: 2026-11-20, text: "Đúng là {number}."}}]')

    # -- Articles: where they stand --------------------------------------------------------------

    def change_section(self, number: int) -> None:
        self._set(number, "category", ("tin-a", "tin-b", "tin-con", "tin-c")[number % 4])

    def move_to_folder(self, number: int) -> None:
        story = self._one(number)
        folder = "articles" if "/kho/" in story.source else f"articles/kho/{number % 2}"
        self._rename(story, f"{folder}/{Path(story.source).name}")

    def rename_file(self, number: int) -> None:
        story = self._one(number)
        self.name_count += 1
        self._rename(story, f"{Path(story.source).parent.as_posix()}/tep-{self.name_count}.md")

    def swap_files(self, number: int) -> None:
        one, other = self._one(number), self._one(number + 1)
        mine, theirs = one.source, other.source
        self._rename(one, "articles/tam.md")
        self._rename(other, mine)
        self._rename(one, theirs)

    def change_slug(self, number: int) -> None:
        story = self._one(number)
        self.name_count += 1
        self._move(story, story.date, f"khac-{self.name_count}")

    def change_date(self, number: int) -> None:
        story = self._one(number)
        self._move(story, START_TIME - timedelta(days=number % 90, minutes=number), story.slug)

    def swap_addresses(self, number: int) -> None:
        """Let two articles stand at each other's address."""
        one, other = self._one(number), self._one(number + 1)
        mine, theirs = (one.date, one.slug), (other.date, other.slug)
        former = [one.address, other.address]
        for story, place in ((one, theirs), (other, mine)):
            story.move(*place)
            story.old_addresses = [address for address in story.old_addresses if address not in former]
            self.save_article(story)

    def delete_article(self, number: int) -> None:
        story = self._one(number)
        if len(self.articles) > 8:
            self.articles.remove(story)
            (self.root / story.source).unlink()
            gone = (story.address, *story.old_addresses)
            for other in self.articles:
                kept = [link for link in other.links if link.target is not story and link.address not in gone]
                if len(kept) < len(other.links):
                    other.links = kept
                    self.save_article(other)

    def add_alias(self, number: int) -> None:
        self.name_count += 1
        story = self._one(number)
        story.aliases.append(f"/cu/tin-{self.name_count}.html")
        self.save_article(story)

    def change_alias_form(self, number: int) -> None:
        for story in self.articles:
            if story.aliases:
                story.aliases = [f"{one}/" if one.endswith("html") else one[:-1] for one in story.aliases]
                self.save_article(story)

    # -- Articles: who may see them --------------------------------------------------------------

    def make_draft(self, number: int) -> None:
        self._set(number, "status", "draft")

    def submit_for_review(self, number: int) -> None:
        self._set(number, "status", "review")

    def hide_article(self, number: int) -> None:
        self._set(number, "status", "hidden")

    def publish_all(self, number: int) -> None:
        """Publish all that is held back."""
        for story in self.articles:
            if story.front_matter.pop("status", ""):
                self.save_article(story)

    def schedule_article(self, number: int) -> None:
        story = self._one(number)
        self._move(story, self.build_time + timedelta(hours=1 + number % 60), story.slug)

    def expire_article(self, number: int) -> None:
        self._one(number).expire(self.build_time + timedelta(hours=1 + number % 60))
        self.save_article(self._one(number))

    def toggle_withdrawal(self, number: int) -> None:
        """Withdraw an article, or put back one that was; whoever moves away keeps no old address there."""
        address = self._one(number).address
        self.withdrawn_addresses = [one for one in self.withdrawn_addresses if one != address] + [address] * (
            address not in self.withdrawn_addresses
        )
        entries = (
            f"- {{address: {one}, by: An, when: 2099-12-31, reason: Sai}}\n"
            for one in self.withdrawn_addresses
        )
        write_text(self.root / "withdrawn.yml", "".join(entries))
        for story in self.articles:
            if address in story.old_addresses:
                self.save_article(story)

    def advance_clock(self, number: int) -> None:
        self.build_time += timedelta(hours=1 + number % 80)

    def set_clock_back(self, number: int) -> None:
        self.build_time -= timedelta(hours=1 + number % 80)

    # -- Articles: what they name ----------------------------------------------------------------

    def link_by_file(self, number: int) -> None:
        self._one(number).links.append(
            ArticleLink(self._one(number // 7), "", HEADING_FRAGMENT if number % 2 else "")
        )
        self.save_article(self._one(number))

    def link_by_address(self, number: int) -> None:
        other = self._one(number // 7)
        self._one(number).links.append(
            ArticleLink(other, other.address, HEADING_FRAGMENT if number % 2 else "")
        )
        self.save_article(self._one(number))

    def change_cover(self, number: int) -> None:
        self._one(number).front_matter["cover_alt"] = "Một hình vuông"
        self._set(number, "cover", f"images/{number % 4}.png")

    def add_image(self, number: int) -> None:
        self._one(number).extra_paragraphs = [f'![Một hình](/images/{number % 4}.png "Ảnh: {number}")']
        self.save_article(self._one(number))

    def add_attachment(self, number: int) -> None:
        self._one(number).extra_paragraphs = [f"Có [tệp](/files/{number // 2 % 4}.pdf)."]
        self._set(number, "attachments", f"[{{file: files/{number % 4}.pdf, title: Tệp {number}}}]")

    def restore_old_mtime(self, number: int) -> None:
        self.edit_body(number)
        os.utime(self.get_article_file(number), (OLD_MTIME - 9, OLD_MTIME - 9))

    # -- Hands -------------------------------------------------------------------------------------

    def get_article_file(self, number: int) -> Path:
        """Return the file of the article of that number."""
        return self.root / self._one(number).source

    def _one(self, number: int) -> EditedArticle:
        return self.articles[number % len(self.articles)]

    def _set(self, number: int, key: str, value: str) -> None:
        self._one(number).front_matter[key] = value
        self.save_article(self._one(number))

    def save_article(self, story: EditedArticle, number: int = 0) -> None:
        """Write its file as editors' programs do: over the old one, or beside it and renamed."""
        path = self.root / story.source
        story.old_addresses = [one for one in story.old_addresses if one not in self.withdrawn_addresses]
        if number % 2:
            write_text(path.with_name("tam.tmp"), story.to_markdown())
            path.with_name("tam.tmp").replace(path)
        else:
            write_text(path, story.to_markdown())

    def _rename(self, story: EditedArticle, source: str) -> None:
        (self.root / source).parent.mkdir(parents=True, exist_ok=True)
        (self.root / story.source).rename(self.root / source)
        story.source = source
        for other in self._linking(story):
            self.save_article(other)

    def _linking(self, story: EditedArticle) -> list[EditedArticle]:
        return [other for other in self.articles if any(link.target is story for link in other.links)]

    def _move(self, story: EditedArticle, date: datetime, slug: str) -> None:
        """Move it, unless somebody is there."""
        address = f"/{date:%Y/%m}/{slug}/"
        if not any(address in (one.address, *one.old_addresses) for one in self.articles if one is not story):
            story.move(date, slug)
            self.save_article(story)

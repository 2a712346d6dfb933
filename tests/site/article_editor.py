"""A newsroom: the articles of a small bulletin, and all that editors do to them.

No change leaves a fault behind: who renames a file mends the links to it, who moves an article
keeps its old address.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from tests.site.content_editor import LONG_AGO, START, Holdings, write
from tests.site.edited_article import PLACE, Link, Story


class Newsroom(Holdings):
    """The content of a bulletin with ``count`` articles, something of every kind among them.

    Enough of them stand in one section for a page of it that is full.
    """

    def __init__(self, root: Path, count: int = 48) -> None:
        super().__init__(root)
        self.stories: list[Story] = []
        self.taken: list[str] = []
        for number in range(count):
            self.add(number)
        self._furnish()
        for path in self._files():  # content is older than a build
            os.utime(path, (LONG_AGO, LONG_AGO))

    def _furnish(self) -> None:
        """Let there be something of every kind."""
        every = (
            *(self.draft, self.review, self.hide, self.schedule, self.expire, self.alias, self.correct, self.sign, self.tag),
            *(self.tell_a_story, self.feature, self.link_by_file, self.link_by_address, self.modify, self.summarise),
            *(self.cover, self.illustrate, self.attach, self.credit, self.reslug, self.campaign),
        )  # fmt: skip
        for number, change in enumerate(every):
            change(number)
            if change not in (self.draft, self.review, self.hide, self.schedule, self.expire, self.reslug):
                change(number + 40)

    # -- Articles: what is written ---------------------------------------------------------------

    def add(self, number: int) -> None:
        self.count += 1
        name = f"tin-{self.count:02d}"
        keys = {
            "title": f"Tin {self.count}",
            "category": {0: "tin-b", 1: "tin-con"}.get(number % 16, "tin-a"),
        }
        date = START - timedelta(days=number % 700, minutes=self.count)
        self.stories.append(Story(f"articles/{name}.md", name, date, keys))
        self.save(self.stories[-1])

    def edit(self, number: int) -> None:
        self._one(number).turn += 1
        self.save(self._one(number), number)

    def retitle(self, number: int) -> None:
        self._set(number, "title", f'"Tít {number}: có hai chấm"')

    def summarise(self, number: int) -> None:
        self._set(number, "summary", f"Tóm tắt {number}.")

    def sign(self, number: int) -> None:
        self._set(number, "author", ("Lê An", "Trần Bình", "Lê An, Trần Bình")[number % 3])

    def credit(self, number: int) -> None:
        self._set(number, "source", f'{{name: Báo {number}, url: "https://example.vn/{number}"}}')

    def tag(self, number: int) -> None:
        self._set(number, "tags", ("[một]", "[hai, một]", "[ba]", "[]")[number % 4])

    def tell_a_story(self, number: int) -> None:
        self._set(number, "topic", ("Chuyện dài", "Chuyện ngắn")[number % 2])

    def feature(self, number: int) -> None:
        self._set(number, "featured", ("lead", "true", "false")[number % 3])

    def modify(self, number: int) -> None:
        self._set(number, "modified", f"{self._one(number).date + timedelta(hours=number):%Y-%m-%d %H:%M}")

    def correct(self, number: int) -> None:
        self._set(number, "corrections", f'[{{date: 2026-11-20, text: "Đúng là {number}."}}]')

    # -- Articles: where they stand --------------------------------------------------------------

    def to_section(self, number: int) -> None:
        self._set(number, "category", ("tin-a", "tin-b", "tin-con", "tin-c")[number % 4])

    def to_folder(self, number: int) -> None:
        story = self._one(number)
        folder = "articles" if "/kho/" in story.source else f"articles/kho/{number % 2}"
        self._rename(story, f"{folder}/{Path(story.source).name}")

    def rename_file(self, number: int) -> None:
        story = self._one(number)
        self.count += 1
        self._rename(story, f"{Path(story.source).parent.as_posix()}/tep-{self.count}.md")

    def swap_files(self, number: int) -> None:
        one, other = self._one(number), self._one(number + 1)
        mine, theirs = one.source, other.source
        self._rename(one, "articles/tam.md")
        self._rename(other, mine)
        self._rename(one, theirs)

    def reslug(self, number: int) -> None:
        story = self._one(number)
        self.count += 1
        self._move(story, story.date, f"khac-{self.count}")

    def redate(self, number: int) -> None:
        story = self._one(number)
        self._move(story, START - timedelta(days=number % 90, minutes=number), story.slug)

    def exchange(self, number: int) -> None:
        """Let two articles stand at each other's address."""
        one, other = self._one(number), self._one(number + 1)
        mine, theirs = (one.date, one.slug), (other.date, other.slug)
        former = [one.address, other.address]
        for story, place in ((one, theirs), (other, mine)):
            story.move(*place)
            story.moved = [address for address in story.moved if address not in former]
            self.save(story)

    def delete(self, number: int) -> None:
        story = self._one(number)
        if len(self.stories) > 8:
            self.stories.remove(story)
            (self.root / story.source).unlink()
            gone = (story.address, *story.moved)
            for other in self.stories:
                kept = [link for link in other.links if link.to is not story and link.address not in gone]
                if len(kept) < len(other.links):
                    other.links = kept
                    self.save(other)

    def alias(self, number: int) -> None:
        self.count += 1
        story = self._one(number)
        story.aliases.append(f"/cu/tin-{self.count}.html")
        self.save(story)

    def let_an_old_file_be_a_folder(self, number: int) -> None:
        for story in self.stories:
            if story.aliases:
                story.aliases = [f"{one}/" if one.endswith("html") else one[:-1] for one in story.aliases]
                self.save(story)

    # -- Articles: who may see them --------------------------------------------------------------

    def draft(self, number: int) -> None:
        self._set(number, "status", "draft")

    def review(self, number: int) -> None:
        self._set(number, "status", "review")

    def hide(self, number: int) -> None:
        self._set(number, "status", "hidden")

    def publish(self, number: int) -> None:
        """Publish all that is held back."""
        for story in self.stories:
            if story.keys.pop("status", ""):
                self.save(story)

    def schedule(self, number: int) -> None:
        story = self._one(number)
        self._move(story, self.now + timedelta(hours=1 + number % 60), story.slug)

    def expire(self, number: int) -> None:
        self._one(number).expire(self.now + timedelta(hours=1 + number % 60))
        self.save(self._one(number))

    def take_down(self, number: int) -> None:
        """Withdraw an article, or put back one that was; whoever moves away keeps no old address there."""
        address = self._one(number).address
        self.taken = [one for one in self.taken if one != address] + [address] * (address not in self.taken)
        entries = (f"- {{address: {one}, by: An, when: 2099-12-31, reason: Sai}}\n" for one in self.taken)
        write(self.root / "withdrawn.yml", "".join(entries))
        for story in self.stories:
            if address in story.moved:
                self.save(story)

    def wait(self, number: int) -> None:
        self.now += timedelta(hours=1 + number % 80)

    def turn_the_clock_back(self, number: int) -> None:
        self.now -= timedelta(hours=1 + number % 80)

    # -- Articles: what they name ----------------------------------------------------------------

    def link_by_file(self, number: int) -> None:
        self._one(number).links.append(Link(self._one(number // 7), "", PLACE if number % 2 else ""))
        self.save(self._one(number))

    def link_by_address(self, number: int) -> None:
        other = self._one(number // 7)
        self._one(number).links.append(Link(other, other.address, PLACE if number % 2 else ""))
        self.save(self._one(number))

    def cover(self, number: int) -> None:
        self._one(number).keys["cover_alt"] = "Một hình vuông"
        self._set(number, "cover", f"images/{number % 4}.png")

    def illustrate(self, number: int) -> None:
        self._one(number).tail = [f'![Một hình](/images/{number % 4}.png "Ảnh: {number}")']
        self.save(self._one(number))

    def attach(self, number: int) -> None:
        self._one(number).tail = [f"Có [tệp](/files/{number // 2 % 4}.pdf)."]
        self._set(number, "attachments", f"[{{file: files/{number % 4}.pdf, title: Tệp {number}}}]")

    def put_an_older_copy_back(self, number: int) -> None:
        self.edit(number)
        os.utime(self.file(number), (LONG_AGO - 9, LONG_AGO - 9))

    # -- Hands -------------------------------------------------------------------------------------

    def file(self, number: int) -> Path:
        """Return the file of the article of that number."""
        return self.root / self._one(number).source

    def _one(self, number: int) -> Story:
        return self.stories[number % len(self.stories)]

    def _set(self, number: int, key: str, value: str) -> None:
        self._one(number).keys[key] = value
        self.save(self._one(number))

    def save(self, story: Story, number: int = 0) -> None:
        """Write its file as editors' programs do: over the old one, or beside it and renamed."""
        path = self.root / story.source
        story.moved = [one for one in story.moved if one not in self.taken]
        if number % 2:
            write(path.with_name("tam.tmp"), story.text())
            path.with_name("tam.tmp").replace(path)
        else:
            write(path, story.text())

    def _rename(self, story: Story, source: str) -> None:
        (self.root / source).parent.mkdir(parents=True, exist_ok=True)
        (self.root / story.source).rename(self.root / source)
        story.source = source
        for other in self._linking(story):
            self.save(other)

    def _linking(self, story: Story) -> list[Story]:
        return [other for other in self.stories if any(link.to is story for link in other.links)]

    def _move(self, story: Story, date: datetime, slug: str) -> None:
        """Move it, unless somebody is there."""
        address = f"/{date:%Y/%m}/{slug}/"
        if not any(address in (one.address, *one.moved) for one in self.stories if one is not story):
            story.move(date, slug)
            self.save(story)

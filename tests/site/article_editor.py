"""Articles of a small bulletin, and all changes that editors make to them.

Each change leaves the content without problems.
A renamed file keeps the links to it, and a moved article keeps its old address as an alias.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from bulletin.content.most_read import MOST_READ_FILE, format_most_read
from tests.site.content_editor import OLD_MTIME, START_TIME, ContentEditor, write_text
from tests.site.edited_article import HEADING_FRAGMENT, ArticleLink, EditedArticle

CITATIONS = (
    "Theo Kết luận số 38-KL/TW ngày 13/11/2018 của Bộ Chính trị và Kế hoạch số 143-KH/TU.",
    "Theo **Kết luận số 38-KL/TW**, rồi Kết luận 38.",
    "Theo Nghị quyết số 12-NQ/TU ngày 06/3/2017 của Tỉnh ủy.",
    "Theo Nghị quyết số 12-NQ/TU ngày 15/4/2022 của Tỉnh ủy và Chỉ thị 05.",
    "Theo Nghị quyết số 12-NQ/TU, [Kế hoạch số 143-KH/TU](https://example.vn/).",
    "Theo Nghị quyết Trung ương 4 khóa XII và Chỉ thị 05.",
    "",
)
"""Sentences with citations of official documents."""


class ArticleEditor(ContentEditor):
    """Content of a bulletin with ``count`` articles, after one change of every kind.

    One section has enough articles for a full listing page.
    """

    def __init__(self, root: Path, count: int = 48) -> None:
        super().__init__(root)
        self.articles: list[EditedArticle] = []
        self.withdrawn_addresses: list[str] = []
        for number in range(count):
            self.add_article(number)
        self._apply_every_change()
        for path in self._list_files():  # files older than the build count as unchanged
            os.utime(path, (OLD_MTIME, OLD_MTIME))

    def _apply_every_change(self) -> None:
        """Apply each change that adds something to one or two articles."""
        changes = (
            self.make_draft,
            self.submit_for_review,
            self.hide_article,
            self.schedule_article,
            self.expire_article,
            self.add_alias,
            self.add_correction,
            self.change_author,
            self.change_tags,
            self.change_topic,
            self.change_featured,
            self.end_featuring,
            self.link_by_file,
            self.link_by_address,
            self.change_modified_date,
            self.change_summary,
            self.change_cover,
            self.add_image,
            self.add_attachment,
            self.change_source,
            self.change_slug,
            self.write_campaign,
            self.change_ai_label,
            self.change_recording,
            self.change_most_read,
            self.cite_documents,
            self.write_document,
        )
        for number, change in enumerate(changes):
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

    # -- Texts and keys ----------------------------------------------------------------------------

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
        self.get_article(number).edit_count += 1
        self.save_article(self.get_article(number), number)

    def change_title(self, number: int) -> None:
        self.set_key(number, "title", f'"Tít {number}: có hai chấm"')

    def change_summary(self, number: int) -> None:
        self.set_key(number, "summary", f"Tóm tắt {number}.")

    def change_author(self, number: int) -> None:
        self.set_key(number, "author", ("Lê An", "Trần Bình", "Lê An, Trần Bình")[number % 3])

    def change_source(self, number: int) -> None:
        self.set_key(number, "source", f'{{name: Báo {number}, url: "https://example.vn/{number}"}}')

    def change_tags(self, number: int) -> None:
        self.set_key(number, "tags", ("[một]", "[hai, một]", "[ba]", "[]")[number % 4])

    def change_topic(self, number: int) -> None:
        self.set_key(number, "topic", ("Chuyện dài", "Chuyện ngắn")[number % 2])

    def change_featured(self, number: int) -> None:
        self.get_article(number).front_matter.pop("featured_until", None)
        self.set_key(number, "featured", ("lead", "true", "false")[number % 3])

    def end_featuring(self, number: int) -> None:
        """Feature an article until some hours after the build time."""
        article = self.get_article(number)
        end = max(self.build_time + timedelta(hours=1 + number % 60), article.date + timedelta(hours=1))
        self.set_key(number, "featured", "lead")
        self.set_key(number, "featured_until", f"{end:%Y-%m-%d %H:%M}")

    def change_modified_date(self, number: int) -> None:
        """Note a change within a day of the date. A later one may lie in the future."""
        modified = self.get_article(number).date + timedelta(hours=number % 24)
        self.set_key(number, "modified", f"{modified:%Y-%m-%d %H:%M}")

    def change_ai_label(self, number: int) -> None:
        self.set_key(number, "ai", ("[picture]", "[text, sound]", "false")[number % 3])

    def change_recording(self, number: int) -> None:
        """Record an article, or replace the file of the recording by one of another size."""
        name = f"files/ban-doc-{number % 2}.mp3"
        write_text(self.root / name, f"ID3{'a' * (100 + number)}")
        self.set_key(number, "audio", name)

    def change_most_read(self, number: int) -> None:
        """List some articles as the most read ones.

        Some are drafts or expired, and one does not exist.
        """
        chosen = [self.get_article(number + step).address for step in range(number % 7)]
        write_text(self.root / MOST_READ_FILE, format_most_read([*chosen, "/2026/11/khong-co/"]))

    def cite_documents(self, number: int) -> None:
        """Let an article cite one or two official documents, or none."""
        self.get_article(number).cited = CITATIONS[number % len(CITATIONS)]
        self.save_article(self.get_article(number), number)

    def add_correction(self, number: int) -> None:
        self.set_key(number, "corrections", f'[{{date: 2026-11-20, text: "Đúng là {number}."}}]')

    # -- Sections, files and addresses --------------------------------------------------------------

    def change_section(self, number: int) -> None:
        self.set_key(number, "category", ("tin-a", "tin-b", "tin-con", "tin-c")[number % 4])

    def move_to_folder(self, number: int) -> None:
        article = self.get_article(number)
        folder = "articles" if "/kho/" in article.source else f"articles/kho/{number % 2}"
        self._rename(article, f"{folder}/{Path(article.source).name}")

    def rename_file(self, number: int) -> None:
        article = self.get_article(number)
        self.name_count += 1
        self._rename(article, f"{Path(article.source).parent.as_posix()}/tep-{self.name_count}.md")

    def swap_files(self, number: int) -> None:
        first, second = self.get_article(number), self.get_article(number + 1)
        first_source, second_source = first.source, second.source
        self._rename(first, "articles/tam.md")
        self._rename(second, first_source)
        self._rename(first, second_source)

    def change_slug(self, number: int) -> None:
        article = self.get_article(number)
        self.name_count += 1
        self._move(article, article.date, f"khac-{self.name_count}")

    def change_date(self, number: int) -> None:
        article = self.get_article(number)
        self._move(article, START_TIME - timedelta(days=number % 90, minutes=number), article.slug)

    def swap_addresses(self, number: int) -> None:
        """Exchange the addresses of two articles."""
        first, second = self.get_article(number), self.get_article(number + 1)
        first_key, second_key = (first.date, first.slug), (second.date, second.slug)
        swapped = [first.address, second.address]
        for article, (date, slug) in ((first, second_key), (second, first_key)):
            article.move(date, slug)
            article.old_addresses = [address for address in article.old_addresses if address not in swapped]
            self.save_article(article)

    def delete_article(self, number: int) -> None:
        article = self.get_article(number)
        if len(self.articles) > 8:
            self.articles.remove(article)
            (self.root / article.source).unlink()
            removed = (article.address, *article.old_addresses)
            for other in self.articles:
                links = [
                    link for link in other.links if link.target is not article and link.address not in removed
                ]
                if len(links) < len(other.links):
                    other.links = links
                    self.save_article(other)

    def add_alias(self, number: int) -> None:
        self.name_count += 1
        article = self.get_article(number)
        article.aliases.append(f"/cu/tin-{self.name_count}.html")
        self.save_article(article)

    def change_alias_form(self, number: int) -> None:
        for article in self.articles:
            if article.aliases:
                article.aliases = [
                    f"{alias}/" if alias.endswith("html") else alias[:-1] for alias in article.aliases
                ]
                self.save_article(article)

    # -- States and the clock ------------------------------------------------------------------------

    def make_draft(self, number: int) -> None:
        self.set_key(number, "status", "draft")

    def submit_for_review(self, number: int) -> None:
        self.set_key(number, "status", "review")

    def hide_article(self, number: int) -> None:
        self.set_key(number, "status", "hidden")

    def write_other_draft(self, number: int) -> None:
        """Write a draft of a colleague, with a fault or without, or publish it."""
        name = f"nhap-{number % 2}"
        keys = {"title": "Bài dở", "date": f"{START_TIME:%Y-%m-%d %H:%M}", "category": "tin-a", "slug": name}
        other = self.get_article(number)
        keys |= (
            {"status": "draft", "title": "[dở"},
            {
                "status": "review",
                "cover": "images/khong-co.png",
                "attachments": "[{file: files/khong-co.pdf}]",
            },
            {
                "status": "draft",
                "slug": other.slug,
                "date": f"{other.date:%Y-%m-%d %H:%M}",
                "author": "Le An",
            },
            {"status": "draft", "aliases": f"[{other.address}, /cu]"},
            {"status": "draft"},
            {},
        )[number // 2 % 6]
        rows = "".join(f"{key}: {value}\n" for key, value in keys.items())
        body = "Xem [bài](/khong-co/)." if "status" in keys else f"Thân bài {number}."
        write_text(self.root / f"articles/{name}.md", f"---\n{rows}---\n\n{body}\n")

    def publish_all(self, number: int) -> None:
        """Publish all articles that have another status."""
        for article in self.articles:
            if article.front_matter.pop("status", ""):
                self.save_article(article)

    def schedule_article(self, number: int) -> None:
        article = self.get_article(number)
        self._move(article, self.build_time + timedelta(hours=1 + number % 60), article.slug)

    def expire_article(self, number: int) -> None:
        self.get_article(number).expire(self.build_time + timedelta(hours=1 + number % 60))
        self.save_article(self.get_article(number))

    def toggle_withdrawal(self, number: int) -> None:
        """Withdraw an article, or publish a withdrawn article again.

        Articles lose aliases that are withdrawn addresses.
        """
        address = self.get_article(number).address
        if address in self.withdrawn_addresses:
            self.withdrawn_addresses.remove(address)
        else:
            self.withdrawn_addresses.append(address)
        entries = (
            f"- {{address: {withdrawn}, by: An, when: 2099-12-31, reason: Sai}}\n"
            for withdrawn in self.withdrawn_addresses
        )
        write_text(self.root / "withdrawn.yml", "".join(entries))
        for article in self.articles:
            if address in article.old_addresses:
                self.save_article(article)

    def advance_clock(self, number: int) -> None:
        self.build_time += timedelta(hours=1 + number % 80)

    def set_clock_back(self, number: int) -> None:
        self.build_time -= timedelta(hours=1 + number % 80)

    # -- Links, images and attachments ---------------------------------------------------------------

    def link_by_file(self, number: int) -> None:
        self.get_article(number).links.append(
            ArticleLink(self.get_article(number // 7), "", HEADING_FRAGMENT if number % 2 else "")
        )
        self.save_article(self.get_article(number))

    def link_by_address(self, number: int) -> None:
        other = self.get_article(number // 7)
        self.get_article(number).links.append(
            ArticleLink(other, other.address, HEADING_FRAGMENT if number % 2 else "")
        )
        self.save_article(self.get_article(number))

    def change_cover(self, number: int) -> None:
        self.get_article(number).front_matter["cover_alt"] = "Một hình vuông"
        self.set_key(number, "cover", f"images/{number % 4}.png")

    def add_image(self, number: int) -> None:
        self.get_article(number).extra_paragraphs = [f'![Một hình](/images/{number % 4}.png "Ảnh: {number}")']
        self.save_article(self.get_article(number))

    def add_attachment(self, number: int) -> None:
        self.get_article(number).extra_paragraphs = [f"Có [tệp](/files/{number // 2 % 4}.pdf)."]
        self.set_key(number, "attachments", f"[{{file: files/{number % 4}.pdf, title: Tệp {number}}}]")

    def restore_old_mtime(self, number: int) -> None:
        self.edit_body(number)
        os.utime(self.get_article_file(number), (OLD_MTIME - 9, OLD_MTIME - 9))

    # -- Helpers -----------------------------------------------------------------------------------

    def get_article_file(self, number: int) -> Path:
        """Return the file of the article with that number."""
        return self.root / self.get_article(number).source

    def get_article(self, number: int) -> EditedArticle:
        return self.articles[number % len(self.articles)]

    def set_key(self, number: int, key: str, value: str) -> None:
        self.get_article(number).front_matter[key] = value
        self.save_article(self.get_article(number))

    def save_article(self, article: EditedArticle, number: int = 0) -> None:
        """Write the file of an article as text editors do.

        An odd ``number`` writes a new file and renames it; an even one overwrites the old file.
        """
        path = self.root / article.source
        article.old_addresses = [
            address for address in article.old_addresses if address not in self.withdrawn_addresses
        ]
        if number % 2:
            write_text(path.with_name("tam.tmp"), article.to_markdown())
            path.with_name("tam.tmp").replace(path)
        else:
            write_text(path, article.to_markdown())

    def _rename(self, article: EditedArticle, source: str) -> None:
        (self.root / source).parent.mkdir(parents=True, exist_ok=True)
        (self.root / article.source).rename(self.root / source)
        article.source = source
        for other in self._find_linking_articles(article):
            self.save_article(other)

    def _find_linking_articles(self, article: EditedArticle) -> list[EditedArticle]:
        return [other for other in self.articles if any(link.target is article for link in other.links)]

    def _move(self, article: EditedArticle, date: datetime, slug: str) -> None:
        """Move an article, unless another article has the address."""
        address = f"/{date:%Y/%m}/{slug}/"
        others = (other for other in self.articles if other is not article)
        if not any(address in (other.address, *other.old_addresses) for other in others):
            article.move(date, slug)
            self.save_article(article)

"""Publish a small site, and read what a publish says before readers get it."""

import json
from pathlib import Path

from bulletin.version import get_running_version
from tests.publishing.harness import OLD_ADDRESS, PublishHarness
from tests.publishing.small_site import write_dated_article

HEADING = "Lần này đăng, so với bản bạn đọc đang xem:"


def list_changes(messages: str, heading: str = HEADING) -> list[str]:
    """Return the lines below the heading, which come before the release."""
    before = messages.split("Đã xuất bản ", maxsplit=1)[0].split("\n")
    lines = before[before.index(heading) + 1 :]
    return [line for line in lines if line.startswith("  ")]


def test_publish_lists_new_changed_and_removed_articles(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "moi")
    write_dated_article(harness.site, "het-han", expires="2026-11-24 15:30")
    (harness.site.content / "articles/cu.md").write_text(
        (harness.site.content / "articles/cu.md").read_text(encoding="utf-8") + "\nThêm.\n", encoding="utf-8"
    )
    assert list_changes(harness.publish()) == [
        "  2 bài mới: content/articles/het-han.md, content/articles/moi.md",
        "  1 bài sửa: content/articles/cu.md",
    ]
    harness.now = harness.now.replace(hour=16)
    assert list_changes(harness.publish()) == ["  1 bài thôi đăng: /2026/11/het-han/"]


def test_publish_lists_pages_sections_settings_and_advertisements(harness: PublishHarness) -> None:
    (harness.site.content / "pages").mkdir(exist_ok=True)
    (harness.site.content / "pages/lien-he.md").write_text(
        "---\ntitle: Liên hệ\nslug: lien-he-moi\n---\n\nGọi chúng tôi.\n", encoding="utf-8"
    )
    with (harness.site.content / "sections.yml").open("a", encoding="utf-8") as stream:
        stream.write("# Ghi chú.\n")
    with (harness.site.root / "publishconf.py").open("a", encoding="utf-8") as stream:
        stream.write("# Ghi chú.\n")
    assert list_changes(harness.publish()) == [
        "  3 phần khác: content/pages/lien-he.md, content/sections.yml, publishconf.py"
    ]


def test_publish_that_changes_no_page_lists_nothing(harness: PublishHarness) -> None:
    with (harness.site.root / "publishconf.py").open("a", encoding="utf-8") as stream:
        stream.write("# Ghi chú.\n")
    messages = harness.publish()
    assert HEADING not in messages
    assert "Không có gì thay đổi so với bản đang chạy" in messages


def test_publish_after_an_upgrade_names_the_version_and_no_theme(harness: PublishHarness) -> None:
    (record,) = (harness.site.root / "public/releases").glob("*.json")
    text = record.read_text(encoding="utf-8")
    former = text.replace(f'"version": "{get_running_version()}"', '"version": "0.1.9"')
    former = former.replace('"other": {', '"other": {"theme/": "0123", ')  # as an older version wrote it
    assert former.count("0.1.9") == 1
    record.write_text(former, encoding="utf-8")
    write_dated_article(harness.site, "moi")
    assert list_changes(harness.publish()) == [
        "  1 bài mới: content/articles/moi.md",
        f"  phần mềm bản tin 0.1.9 → {get_running_version()}",
    ]
    style = harness.site.root / "theme/static/css/tokens.css"
    style.parent.mkdir(parents=True)
    style.write_text(":root { --red: #0a4f7a; }\n", encoding="utf-8")
    write_dated_article(harness.site, "moi-nua")
    assert list_changes(harness.publish())[1:] == ["  1 phần khác: theme/"]


def test_publish_of_many_articles_names_the_first_and_counts_the_others(harness: PublishHarness) -> None:
    for number in range(8):
        write_dated_article(harness.site, f"tin-{number}")
    (line,) = list_changes(harness.publish())
    assert line.startswith("  8 bài mới: content/articles/tin-0.md, ")
    assert line.endswith("content/articles/tin-4.md và 3 mục khác")


def test_publish_names_each_changed_article_once(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "moi")
    assert harness.publish().count("articles/moi.md") == 1


def test_publish_without_changes_and_first_publish_list_nothing(tmp_path: Path) -> None:
    harness = PublishHarness(tmp_path)
    first = harness.publish()
    assert HEADING not in first
    assert "Bài mới, thay đổi hoặc đến giờ đăng: articles/" in first
    assert HEADING not in harness.publish()


def test_publish_after_an_older_record_lists_articles_alone(harness: PublishHarness) -> None:
    (record,) = (harness.site.root / "public/releases").glob("*.json")
    text = record.read_text(encoding="utf-8")
    other = json.dumps(json.loads(text)["other"], ensure_ascii=False)
    record.write_text(text.replace(f', "other": {other}', ""), encoding="utf-8")
    with (harness.site.root / "publishconf.py").open("a", encoding="utf-8") as stream:
        stream.write("# Ghi chú.\n")
    write_dated_article(harness.site, "moi")
    assert list_changes(harness.publish()) == ["  1 bài mới: content/articles/moi.md"]


def test_withdraw_lists_what_else_goes_out(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "moi")
    harness.withdraw(OLD_ADDRESS)
    messages = "\n".join(harness.messages)
    assert list_changes(messages, f"Cùng với việc gỡ {OLD_ADDRESS}, cũng đăng:") == [
        "  1 bài mới: content/articles/moi.md"
    ]


def test_withdraw_alone_lists_nothing_else(harness: PublishHarness) -> None:
    harness.withdraw(OLD_ADDRESS)
    assert not any("cũng đăng" in message for message in harness.messages)

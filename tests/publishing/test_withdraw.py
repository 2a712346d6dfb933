"""An article is taken down from a real small bulletin, and looked for in every byte that is left."""

import gzip
import json
import shlex
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import brotli
import pytest
from PIL import Image

from bulletin.archive.search_shards import LARGE
from bulletin.clock import LOCAL
from bulletin.errors import UserError
from bulletin.publishing.inspection.inspector import inspect
from bulletin.publishing.inspection.page_links import Origin
from bulletin.publishing.pipeline import publish
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.rollback import roll_back
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.withdraw import withdraw
from bulletin.publishing.withdrawal.addresses import sought
from bulletin.publishing.workspace import Site
from bulletin.views.nginx_maps import GONE
from tests.publishing.conftest import Begin
from tests.publishing.small_site import SITEURL, article, bulletin

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 24, 12, tzinfo=LOCAL)
HOUR = timedelta(hours=1)
ADDRESS = "/2026/11/bai-sai/"
TRACES = ("bai-sai", "Tin bai-sai", "Lời phải gỡ", "bai-sai.png", "ban-sai.pdf", "dia-chi-cu-sai")
"""Words by which the article is known wherever it is."""


@pytest.fixture
def site(tmp_path: Path, begin_with: Begin) -> Site:
    """A bulletin with the article, its picture, its file, links to it, and four releases that hold it."""
    begin_with("four-releases", tmp_path, publish_four)
    return Site(tmp_path)


def publish_four(folder: Path) -> None:
    site = bulletin(folder)
    (site.content / "images").mkdir()
    (site.content / "files").mkdir()
    Image.new("RGB", (400, 300), "red").save(site.content / "images/bai-sai.png")
    Image.new("RGB", (400, 300), "blue").save(site.content / "images/chung.png")
    (site.content / "files/ban-sai.pdf").write_bytes(b"%PDF-1.4 x")
    text = "Lời phải gỡ.\n\n![Ảnh](/images/bai-sai.png)\n\n![Ảnh chung](/images/chung.png)"
    article(
        site, "bai-sai", text, aliases="[/dia-chi-cu-sai/]", cover="images/bai-sai.png", cover_alt="Bìa",
        attachments="[{file: files/ban-sai.pdf, title: Bản sai}]", topic="Chuyện dài", tags="[Thẻ]",
    )  # fmt: skip
    article(
        site, "ke-ben", "Xem [bài kia](/2026/11/bai-sai/).\n\n![Ảnh chung](/images/chung.png)",
        topic="Chuyện dài", date="2026-11-21 08:00",
    )  # fmt: skip
    for number in range(4):
        article(site, f"tin-{number}", f"Lời {number}.", date=f"2026-11-2{number} 09:00")
        publish(site, NOON + number * HOUR, lambda _: None)


def take(site: Site, address: str = ADDRESS) -> list[str]:
    said: list[str] = []
    withdraw(site, address, reason="Sai số liệu", by="Trưởng ban", moment=NOON + 9 * HOUR, say=said.append)
    return said


def traces(folder: Path) -> list[str]:
    """Return where in ``folder`` the article can still be found, by name or in any byte, packed or not."""
    found = []
    for file in folder.rglob("*"):
        path = file.relative_to(folder).as_posix()
        if not file.is_file() or path == GONE:  # which names it for the server alone
            continue
        data = file.read_bytes()
        data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        data = brotli.decompress(data) if file.suffix == ".br" else data
        path = path.removesuffix(".gz").removesuffix(".br")
        kept = ("2026/11/bai-sai/index.html", "dia-chi-cu-sai/index.html")
        words = TRACES[2:3] if path in kept else TRACES
        if path not in kept and any(word in path for word in words):
            found.append(path)
        found += [f"{path}: {word}" for word in words if word.encode() in data]
    return found


def traces_of_all(site: Site) -> list[str]:
    """Return where in the releases of ``site`` the article can still be found."""
    target = FolderTarget(site.root / "public")
    return [trace for name in target.all() for trace in traces(target.shelf / name)]


def test_it_is_gone_from_every_release_and_a_notice_is_left(site: Site) -> None:
    target = FolderTarget(site.root / "public")
    assert traces(target.shelf / target.all()[0])
    said = take(site)
    assert len(target.all()) == 5
    for name in target.all():
        folder = target.shelf / name
        assert traces(folder) == []
        assert "đã được gỡ ngày 24/11/2026" in (folder / "2026/11/bai-sai/index.html").read_text("utf-8")
        assert Manifest.of(folder) == target.read(name).manifest
        assert ADDRESS not in target.read(name).articles
        assert list(folder.glob("images/chung-*"))
    assert not (target.shelf / ".next").exists()
    assert "Đã ghi việc gỡ /2026/11/bai-sai/ vào content/withdrawn.yml." in said
    assert "không còn bản cũ nào có bài" in said[-1]


def test_it_is_gone_from_the_half_of_a_large_year(tmp_path: Path) -> None:
    site = bulletin(tmp_path)
    for number in range(LARGE):
        article(site, f"xuan-{number}", "Lời.", date="2026-03-02 09:00")
    article(site, "bai-sai", "Lời phải gỡ.")
    for number in range(2):
        article(site, f"tin-{number}", "Lời.", date=f"2026-11-2{number} 09:00")
        publish(site, NOON + number * HOUR, lambda _: None)
    take(site)
    target = FolderTarget(site.root / "public")
    assert len(target.all()) == 3
    for name in target.all():
        assert list((target.shelf / name / "pagefind/2026b/fragment").iterdir())
        assert traces(target.shelf / name) == []


def test_older_releases_are_whole_sites_still(site: Site) -> None:
    take(site)
    target = FolderTarget(site.root / "public")
    for name in target.all():
        assert inspect(Outgoing.of(target.shelf / name), Origin.of(SITEURL)) == []
        entry = target.shelf / name / "pagefind/2026/pagefind-entry.json"
        count = json.loads(entry.read_text("utf-8"))["languages"]["vi"]["page_count"]
        live = [one for one in (target.shelf / name / "2026/11").iterdir() if one.name != "bai-sai"]
        assert count == len(live)


def test_a_rollback_does_not_bring_it_back(site: Site) -> None:
    target = FolderTarget(site.root / "public")
    take(site)
    where = sought(site.content, "")
    release = roll_back(target, holder="x", moment=NOON + 10 * HOUR, sought=where, say=print)
    assert release.id == target.all()[-2]
    assert traces(target.link.resolve()) == []
    publish(site, NOON + 11 * HOUR, lambda _: None)
    assert traces(target.link.resolve()) == []


def test_a_rollback_cleanses_what_a_withdrawal_elsewhere_left(site: Site) -> None:
    """As where another machine took it down, or the act was written and the publish cut off."""
    target = FolderTarget(site.root / "public")
    (site.content / "withdrawn.yml").write_text(
        f"- {{address: {ADDRESS}, aliases: [/dia-chi-cu-sai/], by: A, when: 2026-11-24, reason: b}}\n",
        "utf-8",
    )
    where = sought(site.content, "")
    roll_back(target, holder="x", moment=NOON + 10 * HOUR, sought=where, say=print)
    assert traces(target.link.resolve()) == []


def test_what_was_put_back_can_be_taken_down_again(site: Site) -> None:
    take(site)
    record = site.content / "withdrawn.yml"
    acts = record.read_text("utf-8")
    record.unlink()
    publish(site, NOON + 10 * HOUR, lambda _: None)
    article(site, "tin-moi", "Lời mới.")
    publish(site, NOON + 11 * HOUR, lambda _: None)
    assert traces(site.root / "public/current")
    record.write_text(acts, "utf-8")
    publish(site, NOON + 12 * HOUR, lambda _: None)
    assert traces_of_all(site) == []


@pytest.mark.parametrize("harm", [Path.unlink, lambda file: file.write_bytes(b"\xff")])
def test_a_release_that_was_harmed_is_given_up(site: Site, harm: Callable[[Path], object]) -> None:
    target = FolderTarget(site.root / "public")
    harmed = target.all()[1]
    harm(target.shelf / harmed / "2026/11/bai-sai/index.html")
    assert f"Bản {harmed} bị hỏng nên không soát được bài đã gỡ; đã bỏ bản này." in take(site)
    assert harmed not in target.all()
    assert traces_of_all(site) == []


@pytest.mark.parametrize("harm", ["nothing is shown", "the record is damaged", "the notice is missing"])
def test_going_back_from_a_harmed_release_does_not_bring_it_back_either(site: Site, harm: str) -> None:
    target = FolderTarget(site.root / "public")
    former = target.all()[-1]
    (site.content / "withdrawn.yml").write_text(
        f"- {{address: {ADDRESS}, aliases: [/dia-chi-cu-sai/], by: A, when: 2026-11-24, reason: b}}\n",
        "utf-8",
    )
    if harm != "nothing is shown":
        publish_without_cleansing(site)
    if harm == "nothing is shown":
        target.link.unlink()
    elif harm == "the record is damaged":
        (target.shelf / f"{target.current()}.json").write_text("{", "utf-8")
    else:
        (target.link / "2026/11/bai-sai/index.html").unlink()
    release = roll_back(
        target, former, holder="x", moment=NOON + 10 * HOUR, sought=sought(site.content, ""), say=print
    )
    assert release.id == former
    assert traces(target.link.resolve()) == []


def publish_without_cleansing(site: Site) -> None:
    """As where the publish of a withdrawal is cut off after the switch."""
    with pytest.MonkeyPatch.context() as cut:
        cut.setattr("bulletin.publishing.withdrawal.redaction.cleanse", lambda *_: [])
        publish(site, NOON + 9 * HOUR, lambda _: None)


def test_an_attachment_with_any_name_goes_along(tmp_path: Path) -> None:
    site, name = bulletin(tmp_path), "Kế hoạch sai (1), bản 2.pdf"
    (site.content / "files").mkdir()
    (site.content / f"files/{name}").write_bytes(b"%PDF-1.4 x")
    article(site, "bai-sai", attachments=f'[{{file: "files/{name}", title: Kế hoạch}}]')
    publish(site, NOON, lambda _: None)
    published = site.root / "public" / "releases"
    assert list(published.glob(f"*/files/{name}"))
    take(site)
    assert not list(published.glob(f"*/files/{name}"))


@pytest.mark.parametrize(
    "address", ["/", "https://bantin.example.vn", "/chuyen-muc/tin-trong-tinh/", "/tin-moi/"]
)
def test_what_belongs_to_the_house_is_not_taken_down(site: Site, address: str) -> None:
    with pytest.raises(UserError, match="trang chung của bản tin"):
        take(site, address)
    assert not (site.content / "withdrawn.yml").exists()


def test_the_act_is_on_record_and_done_once(site: Site) -> None:
    take(site)
    take(site, f"https://bantin.example.vn{ADDRESS}")
    take(site, "/dia-chi-cu-sai/")
    text = (site.content / "withdrawn.yml").read_text("utf-8")
    assert text.count("- address") == 1
    for line in (
        "by: Trưởng ban",
        "reason: Sai số liệu",
        "when: '2026-11-24 21:00:00'",
        "- /dia-chi-cu-sai/",
    ):
        assert line in text


def test_the_notice_stays_when_the_file_of_the_article_goes(site: Site) -> None:
    take(site)
    (site.content / "articles/bai-sai.md").unlink()
    publish(site, NOON + 12 * HOUR, print)
    page = site.root / "public/current/2026/11/bai-sai/index.html"
    assert "đã được gỡ" in page.read_text("utf-8")


def test_what_was_taken_down_already_keeps_its_reason_and_says_so(site: Site) -> None:
    take(site)
    text = (site.content / "withdrawn.yml").read_text("utf-8")
    said: list[str] = []
    withdraw(site, ADDRESS, reason="Lý do khác", by="Ông B", moment=NOON + 12 * HOUR, say=said.append)
    assert said[0].startswith(
        f"{ADDRESS} đã được gỡ từ 21:00 24/11/2026 (content/withdrawn.yml:3); lý do mới không được ghi."
    )
    assert not any(line.startswith("Đã ghi việc gỡ") for line in said)
    assert (site.content / "withdrawn.yml").read_text("utf-8") == text


def test_what_waits_for_a_later_hour_is_put_back_to_draft_first(site: Site) -> None:
    article(site, "hen-gio", date="2026-11-30 08:00")
    with pytest.raises(UserError, match=r"hẹn đăng lúc 08:00 30/11/2026.*“status: draft”"):
        take(site, "/2026/11/hen-gio/")
    assert not (site.content / "withdrawn.yml").exists()
    article(site, "hen-gio", date="2026-11-30 08:00", status="draft")
    take(site, "/2026/11/hen-gio/")
    assert "/2026/11/hen-gio/" in (site.content / "withdrawn.yml").read_text("utf-8")


def test_what_is_not_there_is_not_taken_down(site: Site) -> None:
    with pytest.raises(UserError, match="Có phải là /2026/11/bai-sai/ không"):
        take(site, "/2026/11/bai-sao/")
    assert not (site.content / "withdrawn.yml").exists()


def test_an_act_without_a_reason_is_refused_with_the_whole_command_to_type(site: Site) -> None:
    with pytest.raises(UserError) as refused:
        withdraw(site, ADDRESS, reason=" ", by="Ông A", moment=NOON, say=print)
    said, command = str(refused.value).split(": ")
    assert said == "Thiếu --reason. Hãy viết"
    assert shlex.split(command)[1:] == ["withdraw", ADDRESS, "--reason=lý do", "--by=Ông A"]
    assert not (site.content / "withdrawn.yml").exists()

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

from bulletin.archive.search_shards import YEAR_SPLIT_THRESHOLD
from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.publishing.inspection.inspector import inspect_output
from bulletin.publishing.inspection.page_links import SiteOrigin
from bulletin.publishing.pipeline import publish
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.rollback import roll_back
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.withdraw import withdraw
from bulletin.publishing.withdrawal.addresses import load_withdrawn_addresses
from bulletin.publishing.workspace import Workspace
from bulletin.views.nginx_maps import GONE_MAP_PATH
from tests.publishing.conftest import CopyPreparedFolder
from tests.publishing.small_site import SITEURL, create_small_site, write_dated_article

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ)
HOUR = timedelta(hours=1)
ADDRESS = "/2026/11/bai-sai/"
TRACES = ("bai-sai", "Tin bai-sai", "Lời phải gỡ", "bai-sai.png", "ban-sai.pdf", "dia-chi-cu-sai")
"""Words by which the article is known wherever it is."""


@pytest.fixture
def site(tmp_path: Path, copy_prepared_folder: CopyPreparedFolder) -> Workspace:
    """A bulletin with the article, its picture, its file, links to it, and four releases that hold it."""
    copy_prepared_folder("four-releases", tmp_path, publish_four)
    return Workspace(tmp_path)


def publish_four(folder: Path) -> None:
    site = create_small_site(folder)
    (site.content / "images").mkdir()
    (site.content / "files").mkdir()
    Image.new("RGB", (400, 300), "red").save(site.content / "images/bai-sai.png")
    Image.new("RGB", (400, 300), "blue").save(site.content / "images/chung.png")
    (site.content / "files/ban-sai.pdf").write_bytes(b"%PDF-1.4 x")
    text = "Lời phải gỡ.\n\n![Ảnh](/images/bai-sai.png)\n\n![Ảnh chung](/images/chung.png)"
    write_dated_article(
        site, "bai-sai", text, aliases="[/dia-chi-cu-sai/]", cover="images/bai-sai.png", cover_alt="Bìa",
        attachments="[{file: files/ban-sai.pdf, title: Bản sai}]", topic="Chuyện dài", tags="[Thẻ]",
    )  # fmt: skip
    write_dated_article(
        site, "ke-ben", "Xem [bài kia](/2026/11/bai-sai/).\n\n![Ảnh chung](/images/chung.png)",
        topic="Chuyện dài", date="2026-11-21 08:00",
    )  # fmt: skip
    for number in range(4):
        write_dated_article(site, f"tin-{number}", f"Lời {number}.", date=f"2026-11-2{number} 09:00")
        publish(site, NOON + number * HOUR, lambda _: None)


def withdraw_address(site: Workspace, address: str = ADDRESS) -> list[str]:
    said: list[str] = []
    withdraw(site, address, reason="Sai số liệu", by="Trưởng ban", now=NOON + 9 * HOUR, say=said.append)
    return said


def find_traces(folder: Path) -> list[str]:
    """Return where in ``folder`` the article can still be found, by name or in any byte, packed or not."""
    found = []
    for file in folder.rglob("*"):
        path = file.relative_to(folder).as_posix()
        if not file.is_file() or path == GONE_MAP_PATH:  # which names it for the server alone
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


def find_traces_in_releases(site: Workspace) -> list[str]:
    """Return where in the releases of ``site`` the article can still be found."""
    target = FolderTarget(site.root / "public")
    return [trace for name in target.release_ids() for trace in find_traces(target.releases_folder / name)]


def test_it_is_gone_from_every_release_and_a_notice_is_left(site: Workspace) -> None:
    target = FolderTarget(site.root / "public")
    assert find_traces(target.releases_folder / target.release_ids()[0])
    said = withdraw_address(site)
    assert len(target.release_ids()) == 5
    for name in target.release_ids():
        folder = target.releases_folder / name
        assert find_traces(folder) == []
        assert "đã được gỡ ngày 24/11/2026" in (folder / "2026/11/bai-sai/index.html").read_text("utf-8")
        assert Manifest.from_folder(folder) == target.read_release(name).manifest
        assert ADDRESS not in target.read_release(name).article_digests
        assert list(folder.glob("images/chung-*"))
    assert not (target.releases_folder / ".next").exists()
    assert "Đã ghi việc gỡ /2026/11/bai-sai/ vào content/withdrawn.yml." in said
    assert "không còn bản cũ nào có bài" in said[-1]


def test_it_is_gone_from_the_half_of_a_large_year(tmp_path: Path) -> None:
    site = create_small_site(tmp_path)
    for number in range(YEAR_SPLIT_THRESHOLD):
        write_dated_article(site, f"xuan-{number}", "Lời.", date="2026-03-02 09:00")
    write_dated_article(site, "bai-sai", "Lời phải gỡ.")
    for number in range(2):
        write_dated_article(site, f"tin-{number}", "Lời.", date=f"2026-11-2{number} 09:00")
        publish(site, NOON + number * HOUR, lambda _: None)
    withdraw_address(site)
    target = FolderTarget(site.root / "public")
    assert len(target.release_ids()) == 3
    for name in target.release_ids():
        assert list((target.releases_folder / name / "pagefind/2026b/fragment").iterdir())
        assert find_traces(target.releases_folder / name) == []


def test_older_releases_are_whole_sites_still(site: Workspace) -> None:
    withdraw_address(site)
    target = FolderTarget(site.root / "public")
    for name in target.release_ids():
        assert (
            inspect_output(
                StagedSite.from_folder(target.releases_folder / name), SiteOrigin.from_siteurl(SITEURL)
            )
            == []
        )
        entry = target.releases_folder / name / "pagefind/2026/pagefind-entry.json"
        count = json.loads(entry.read_text("utf-8"))["languages"]["vi"]["page_count"]
        live = [one for one in (target.releases_folder / name / "2026/11").iterdir() if one.name != "bai-sai"]
        assert count == len(live)


def test_a_rollback_does_not_bring_it_back(site: Workspace) -> None:
    target = FolderTarget(site.root / "public")
    withdraw_address(site)
    where = load_withdrawn_addresses(site.content, "")
    release = roll_back(target, holder="x", now=NOON + 10 * HOUR, withdrawn=where, say=print)
    assert release.id == target.release_ids()[-2]
    assert find_traces(target.current_link.resolve()) == []
    publish(site, NOON + 11 * HOUR, lambda _: None)
    assert find_traces(target.current_link.resolve()) == []


def test_a_rollback_cleanses_what_a_withdrawal_elsewhere_left(site: Workspace) -> None:
    """As where another machine took it down, or the act was written and the publish cut off."""
    target = FolderTarget(site.root / "public")
    (site.content / "withdrawn.yml").write_text(
        f"- {{address: {ADDRESS}, aliases: [/dia-chi-cu-sai/], by: A, when: 2026-11-24, reason: b}}\n",
        "utf-8",
    )
    where = load_withdrawn_addresses(site.content, "")
    roll_back(target, holder="x", now=NOON + 10 * HOUR, withdrawn=where, say=print)
    assert find_traces(target.current_link.resolve()) == []


def test_what_was_put_back_can_be_taken_down_again(site: Workspace) -> None:
    withdraw_address(site)
    record = site.content / "withdrawn.yml"
    acts = record.read_text("utf-8")
    record.unlink()
    publish(site, NOON + 10 * HOUR, lambda _: None)
    write_dated_article(site, "tin-moi", "Lời mới.")
    publish(site, NOON + 11 * HOUR, lambda _: None)
    assert find_traces(site.root / "public/current")
    record.write_text(acts, "utf-8")
    publish(site, NOON + 12 * HOUR, lambda _: None)
    assert find_traces_in_releases(site) == []


@pytest.mark.parametrize("harm", [Path.unlink, lambda file: file.write_bytes(b"\xff")])
def test_a_release_that_was_harmed_is_given_up(site: Workspace, harm: Callable[[Path], object]) -> None:
    target = FolderTarget(site.root / "public")
    harmed = target.release_ids()[1]
    harm(target.releases_folder / harmed / "2026/11/bai-sai/index.html")
    assert f"Bản {harmed} bị hỏng nên không soát được bài đã gỡ; đã bỏ bản này." in withdraw_address(site)
    assert harmed not in target.release_ids()
    assert find_traces_in_releases(site) == []


@pytest.mark.parametrize("harm", ["nothing is shown", "the record is damaged", "the notice is missing"])
def test_going_back_from_a_harmed_release_does_not_bring_it_back_either(site: Workspace, harm: str) -> None:
    target = FolderTarget(site.root / "public")
    former = target.release_ids()[-1]
    (site.content / "withdrawn.yml").write_text(
        f"- {{address: {ADDRESS}, aliases: [/dia-chi-cu-sai/], by: A, when: 2026-11-24, reason: b}}\n",
        "utf-8",
    )
    if harm != "nothing is shown":
        publish_without_redaction(site)
    if harm == "nothing is shown":
        target.current_link.unlink()
    elif harm == "the record is damaged":
        (target.releases_folder / f"{target.current_id()}.json").write_text("{", "utf-8")
    else:
        (target.current_link / "2026/11/bai-sai/index.html").unlink()
    release = roll_back(
        target,
        former,
        holder="x",
        now=NOON + 10 * HOUR,
        withdrawn=load_withdrawn_addresses(site.content, ""),
        say=print,
    )
    assert release.id == former
    assert find_traces(target.current_link.resolve()) == []


def publish_without_redaction(site: Workspace) -> None:
    """As where the publish of a withdrawal is cut off after the switch."""
    with pytest.MonkeyPatch.context() as cut:
        cut.setattr("bulletin.publishing.withdrawal.redaction.redact_releases", lambda *_: [])
        publish(site, NOON + 9 * HOUR, lambda _: None)


def test_an_attachment_with_any_name_goes_along(tmp_path: Path) -> None:
    site, name = create_small_site(tmp_path), "Kế hoạch sai (1), bản 2.pdf"
    (site.content / "files").mkdir()
    (site.content / f"files/{name}").write_bytes(b"%PDF-1.4 x")
    write_dated_article(site, "bai-sai", attachments=f'[{{file: "files/{name}", title: Kế hoạch}}]')
    publish(site, NOON, lambda _: None)
    published = site.root / "public" / "releases"
    assert list(published.glob(f"*/files/{name}"))
    withdraw_address(site)
    assert not list(published.glob(f"*/files/{name}"))


@pytest.mark.parametrize(
    "address", ["/", "https://bantin.example.vn", "/chuyen-muc/tin-trong-tinh/", "/tin-moi/"]
)
def test_what_belongs_to_the_house_is_not_taken_down(site: Workspace, address: str) -> None:
    with pytest.raises(UserError, match="trang chung của bản tin"):
        withdraw_address(site, address)
    assert not (site.content / "withdrawn.yml").exists()


def test_the_act_is_on_record_and_done_once(site: Workspace) -> None:
    withdraw_address(site)
    withdraw_address(site, f"https://bantin.example.vn{ADDRESS}")
    withdraw_address(site, "/dia-chi-cu-sai/")
    text = (site.content / "withdrawn.yml").read_text("utf-8")
    assert text.count("- address") == 1
    for line in (
        "by: Trưởng ban",
        "reason: Sai số liệu",
        "when: '2026-11-24 21:00:00'",
        "- /dia-chi-cu-sai/",
    ):
        assert line in text


def test_the_notice_stays_when_the_file_of_the_article_goes(site: Workspace) -> None:
    withdraw_address(site)
    (site.content / "articles/bai-sai.md").unlink()
    publish(site, NOON + 12 * HOUR, print)
    page = site.root / "public/current/2026/11/bai-sai/index.html"
    assert "đã được gỡ" in page.read_text("utf-8")


def test_what_was_taken_down_already_keeps_its_reason_and_says_so(site: Workspace) -> None:
    withdraw_address(site)
    text = (site.content / "withdrawn.yml").read_text("utf-8")
    said: list[str] = []
    withdraw(site, ADDRESS, reason="Lý do khác", by="Ông B", now=NOON + 12 * HOUR, say=said.append)
    assert said[0].startswith(
        f"{ADDRESS} đã được gỡ từ 21:00 24/11/2026 (content/withdrawn.yml:3); lý do mới không được ghi."
    )
    assert not any(line.startswith("Đã ghi việc gỡ") for line in said)
    assert (site.content / "withdrawn.yml").read_text("utf-8") == text


def test_what_waits_for_a_later_hour_is_put_back_to_draft_first(site: Workspace) -> None:
    write_dated_article(site, "hen-gio", date="2026-11-30 08:00")
    with pytest.raises(UserError, match=r"hẹn đăng lúc 08:00 30/11/2026.*“status: draft”"):
        withdraw_address(site, "/2026/11/hen-gio/")
    assert not (site.content / "withdrawn.yml").exists()
    write_dated_article(site, "hen-gio", date="2026-11-30 08:00", status="draft")
    withdraw_address(site, "/2026/11/hen-gio/")
    assert "/2026/11/hen-gio/" in (site.content / "withdrawn.yml").read_text("utf-8")


def test_what_is_not_there_is_not_taken_down(site: Workspace) -> None:
    with pytest.raises(UserError, match="Có phải là /2026/11/bai-sai/ không"):
        withdraw_address(site, "/2026/11/bai-sao/")
    assert not (site.content / "withdrawn.yml").exists()


def test_an_act_without_a_reason_is_refused_with_the_whole_command_to_type(site: Workspace) -> None:
    with pytest.raises(UserError) as refused:
        withdraw(site, ADDRESS, reason=" ", by="Ông A", now=NOON, say=print)
    said, command = str(refused.value).split(": ")
    assert said == "Thiếu --reason. Hãy viết"
    assert shlex.split(command)[1:] == ["withdraw", ADDRESS, "--reason=lý do", "--by=Ông A"]
    assert not (site.content / "withdrawn.yml").exists()

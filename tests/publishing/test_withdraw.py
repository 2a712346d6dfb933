"""Withdraw an article of a small site, and search all files for its traces."""

import gzip
import json
import re
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
from bulletin.publishing.workspace.folders import Workspace
from bulletin.views.nginx_maps import GONE_MAP_PATH
from tests.gate import mark_later_rows
from tests.publishing.conftest import CopyPreparedFolder
from tests.publishing.shared_repository import run_git
from tests.publishing.small_site import SITEURL, create_small_site, write_dated_article

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ)
HOUR = timedelta(hours=1)
ADDRESS = "/2026/11/bai-sai/"
TRACES = ("bai-sai", "Tin bai-sai", "Lời phải gỡ", "bai-sai.png", "ban-sai.pdf", "dia-chi-cu-sai")
"""Words that occur only in the article, in its files and in its addresses."""


@pytest.fixture
def site(tmp_path: Path, copy_prepared_folder: CopyPreparedFolder) -> Workspace:
    """A site with four releases of the article, its image, its file and links to it."""
    copy_prepared_folder("four-releases", tmp_path, publish_four_releases)
    return Workspace(tmp_path)


def publish_four_releases(folder: Path) -> None:
    site = create_small_site(folder, has_share_cards=True)
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
    messages: list[str] = []
    withdraw(site, address, reason="Sai số liệu", by="Trưởng ban", now=NOON + 9 * HOUR, say=messages.append)
    return messages


def find_traces(folder: Path) -> list[str]:
    """Return the files of ``folder`` with traces of the article.

    Names and contents are searched, and compressed files too.
    """
    found = []
    for file in folder.rglob("*"):
        path = file.relative_to(folder).as_posix()
        if not file.is_file() or path == GONE_MAP_PATH:  # only the server reads this file
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
    """Return the files of all releases with traces of the article."""
    target = FolderTarget(site.root / "public")
    return [trace for name in target.release_ids() for trace in find_traces(target.releases_folder / name)]


def test_withdraw_redacts_every_release_and_leaves_notice(site: Workspace) -> None:
    target = FolderTarget(site.root / "public")
    assert find_traces(target.releases_folder / target.release_ids()[0])
    messages = withdraw_address(site)
    assert len(target.release_ids()) == 5
    for name in target.release_ids():
        folder = target.releases_folder / name
        assert find_traces(folder) == []
        assert "đã được gỡ ngày 24/11/2026" in (folder / "2026/11/bai-sai/index.html").read_text("utf-8")
        assert Manifest.from_folder(folder) == target.read_release(name).manifest
        assert ADDRESS not in target.read_release(name).article_digests
        assert list(folder.glob("images/chung-*"))
    assert not (target.releases_folder / ".next").exists()
    assert "Đã ghi việc gỡ /2026/11/bai-sai/ vào content/withdrawn.yml." in messages
    assert "không còn bản cũ nào có bài" in messages[-1]


@pytest.mark.plays
def test_withdraw_from_large_year_redacts_its_search_shard(tmp_path: Path) -> None:
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
        assert list((target.releases_folder / name / "search/2026b").glob("text.*"))
        assert find_traces(target.releases_folder / name) == []


def test_withdraw_keeps_older_releases_complete(site: Workspace) -> None:
    withdraw_address(site)
    target = FolderTarget(site.root / "public")
    for name in target.release_ids():
        assert (
            inspect_output(
                StagedSite.from_folder(target.releases_folder / name), SiteOrigin.from_siteurl(SITEURL)
            )
            == []
        )
        (rows,) = (target.releases_folder / name / "search/summary").glob("rows-*.json")
        count = len([row for row in json.loads(rows.read_text("utf-8")) if row])
        live = [
            folder_of_article
            for folder_of_article in (target.releases_folder / name / "2026/11").iterdir()
            if folder_of_article.name != "bai-sai"
        ]
        assert count == len(live)


def test_roll_back_after_withdrawal_keeps_article_removed(site: Workspace) -> None:
    target = FolderTarget(site.root / "public")
    withdraw_address(site)
    withdrawn = load_withdrawn_addresses(site.content, "")
    release = roll_back(target, holder="x", now=NOON + 10 * HOUR, withdrawn=withdrawn, say=print)
    assert release.id == target.release_ids()[-2]
    assert find_traces(target.current_link.resolve()) == []
    publish(site, NOON + 11 * HOUR, lambda _: None)
    assert find_traces(target.current_link.resolve()) == []


def test_roll_back_after_withdrawal_keeps_the_digests_of_the_withdrawn_addresses(site: Workspace) -> None:
    """Reason: readers' browsers delete their copies of these addresses."""
    target = FolderTarget(site.root / "public")
    withdraw_address(site, "/2026/11/tin-1/")
    withdraw_address(site)
    published = list_withdrawn_digests(target.current_link)
    assert len(published) == 3  # an alias too
    for name in target.release_ids():
        assert list_withdrawn_digests(target.releases_folder / name) == published
    withdrawn = load_withdrawn_addresses(site.content, "")
    roll_back(target, holder="x", now=NOON + 10 * HOUR, withdrawn=withdrawn, say=print)
    assert list_withdrawn_digests(target.current_link) == published


def list_withdrawn_digests(release: Path) -> list[str]:
    """Return the digests that a release tells to readers' browsers."""
    text = (release / "fragments/offline.html").read_text("utf-8")
    found = re.search(r'<ol data-withdrawn="([^"]*)"', text)
    assert found
    return found[1].split()


def test_roll_back_redacts_withdrawal_of_other_workspace(site: Workspace) -> None:
    """Write the withdrawal into the list without a publish."""
    target = FolderTarget(site.root / "public")
    (site.content / "withdrawn.yml").write_text(
        f"- {{address: {ADDRESS}, aliases: [/dia-chi-cu-sai/], by: A, when: 2026-11-24, reason: b}}\n",
        "utf-8",
    )
    withdrawn = load_withdrawn_addresses(site.content, "")
    roll_back(target, holder="x", now=NOON + 10 * HOUR, withdrawn=withdrawn, say=print)
    assert find_traces(target.current_link.resolve()) == []


def test_withdraw_restored_article_can_be_withdrawn_again(site: Workspace) -> None:
    withdraw_address(site)
    withdrawal_list = site.content / "withdrawn.yml"
    withdrawals = withdrawal_list.read_text("utf-8")
    withdrawal_list.unlink()
    publish(site, NOON + 10 * HOUR, lambda _: None)
    write_dated_article(site, "tin-moi", "Lời mới.")
    publish(site, NOON + 11 * HOUR, lambda _: None)
    assert find_traces(site.root / "public/current")
    withdrawal_list.write_text(withdrawals, "utf-8")
    publish(site, NOON + 12 * HOUR, lambda _: None)
    assert find_traces_in_releases(site) == []


@pytest.mark.parametrize("damage", mark_later_rows([lambda file: file.write_bytes(b"\xff"), Path.unlink], 1))
def test_withdraw_deletes_damaged_release(site: Workspace, damage: Callable[[Path], object]) -> None:
    target = FolderTarget(site.root / "public")
    damaged_release = target.release_ids()[1]
    damage(target.releases_folder / damaged_release / "2026/11/bai-sai/index.html")
    assert f"Bản {damaged_release} bị hỏng nên không soát được bài đã gỡ; đã bỏ bản này." in withdraw_address(
        site
    )
    assert damaged_release not in target.release_ids()
    assert find_traces_in_releases(site) == []


@pytest.mark.parametrize(
    "damage", mark_later_rows(["no current release", "the record is damaged", "the notice is missing"], 1)
)
def test_roll_back_from_damaged_release_keeps_article_removed(site: Workspace, damage: str) -> None:
    target = FolderTarget(site.root / "public")
    newest = target.release_ids()[-1]
    (site.content / "withdrawn.yml").write_text(
        f"- {{address: {ADDRESS}, aliases: [/dia-chi-cu-sai/], by: A, when: 2026-11-24, reason: b}}\n",
        "utf-8",
    )
    if damage != "no current release":
        publish_without_redaction(site)
    if damage == "no current release":
        target.current_link.unlink()
    elif damage == "the record is damaged":
        (target.releases_folder / f"{target.current_id()}.json").write_text("{", "utf-8")
    else:
        (target.current_link / "2026/11/bai-sai/index.html").unlink()
    release = roll_back(
        target,
        newest,
        holder="x",
        now=NOON + 10 * HOUR,
        withdrawn=load_withdrawn_addresses(site.content, ""),
        say=print,
    )
    assert release.id == newest
    assert find_traces(target.current_link.resolve()) == []


def publish_without_redaction(site: Workspace) -> None:
    """Publish as if a withdrawal had been interrupted after the activation."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bulletin.publishing.withdrawal.redaction.redact_releases", lambda *_: [])
        publish(site, NOON + 9 * HOUR, lambda _: None)


def test_withdraw_removes_attachment_with_any_name(tmp_path: Path) -> None:
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
def test_withdraw_page_of_the_site_is_refused(site: Workspace, address: str) -> None:
    with pytest.raises(UserError, match="trang chung của bản tin"):
        withdraw_address(site, address)
    assert not (site.content / "withdrawn.yml").exists()


def test_withdraw_twice_records_one_entry(site: Workspace) -> None:
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


def test_withdraw_deleted_file_keeps_notice(site: Workspace) -> None:
    withdraw_address(site)
    (site.content / "articles/bai-sai.md").unlink()
    publish(site, NOON + 12 * HOUR, print)
    page = site.root / "public/current/2026/11/bai-sai/index.html"
    assert "đã được gỡ" in page.read_text("utf-8")


def test_withdraw_again_keeps_first_reason(site: Workspace) -> None:
    withdraw_address(site)
    text = (site.content / "withdrawn.yml").read_text("utf-8")
    messages: list[str] = []
    withdraw(site, ADDRESS, reason="Lý do khác", by="Ông B", now=NOON + 12 * HOUR, say=messages.append)
    assert messages[0].startswith(
        f"{ADDRESS} đã được gỡ từ 21:00 24/11/2026 (content/withdrawn.yml:3); lý do mới không được ghi."
    )
    assert not any(line.startswith("Đã ghi việc gỡ") for line in messages)
    assert (site.content / "withdrawn.yml").read_text("utf-8") == text


def test_withdraw_scheduled_article_that_readers_had_asks_for_draft(site: Workspace) -> None:
    file = site.content / "articles/bai-sai.md"
    text = file.read_text(encoding="utf-8")
    later = text.replace("date: 2026-11-21 07:30", "date: 2026-11-30 08:00")
    file.write_text(later, encoding="utf-8")
    with pytest.raises(UserError, match=r"hẹn đăng lúc 08:00 30/11/2026.*“status: draft”"):
        withdraw_address(site)
    assert not (site.content / "withdrawn.yml").exists()
    file.write_text(later.replace("slug:", "status: draft\nslug:"), encoding="utf-8")
    withdraw_address(site)
    assert ADDRESS in (site.content / "withdrawn.yml").read_text("utf-8")


@pytest.mark.parametrize("keys", [{"status": "draft"}, {"status": "review"}, {"date": "2026-11-30 08:00"}])
def test_withdraw_article_that_was_never_published_is_refused(site: Workspace, keys: dict[str, str]) -> None:
    write_dated_article(site, "chua-dang", **keys)
    with pytest.raises(
        UserError, match=r"^content/articles/chua-dang\.md chưa đăng lần nào.*“status: draft”"
    ):
        withdraw_address(site, "/2026/11/chua-dang/")
    assert not (site.content / "withdrawn.yml").exists()


def test_withdraw_article_that_only_readers_have_names_git_pull(site: Workspace) -> None:
    (site.content / "articles/bai-sai.md").unlink()
    ledger = site.root / "addresses.txt"
    rows = ledger.read_text(encoding="utf-8").splitlines(keepends=True)
    ledger.write_text("".join(row for row in rows if "sai" not in row), encoding="utf-8")
    with pytest.raises(UserError, match=f"^Bạn đọc có {ADDRESS} .*Hãy gỡ ở nơi đã xuất bản bản ấy"):
        withdraw_address(site)
    run_git(site.root, "init", "--quiet")
    with pytest.raises(
        UserError, match=r"Hãy lấy nội dung mới \(git pull --no-rebase --no-edit\) rồi chạy lại"
    ):
        withdraw_address(site)


def test_withdraw_unknown_address_suggests_closest_that_was_published(site: Workspace) -> None:
    write_dated_article(site, "bai-sao-x", status="draft")
    with pytest.raises(UserError, match="Có phải là /2026/11/bai-sai/ không"):
        withdraw_address(site, "/2026/11/bai-sao/")
    assert not (site.content / "withdrawn.yml").exists()


def test_withdraw_without_reason_shows_full_command(site: Workspace) -> None:
    with pytest.raises(UserError) as caught:
        withdraw(site, ADDRESS, reason=" ", by="Ông A", now=NOON, say=print)
    messages, command = str(caught.value).split(": ")
    assert messages == "Thiếu --reason. Hãy viết"
    assert shlex.split(command)[1:] == ["withdraw", ADDRESS, "--reason=lý do", "--by=Ông A"]
    assert not (site.content / "withdrawn.yml").exists()


def test_withdraw_with_wrong_settings_of_object_store_writes_nothing(site: Workspace) -> None:
    settings = site.root / "publishconf.py"
    settings.write_text(
        settings.read_text(encoding="utf-8") + 'PUBLISH_S3 = {"regionn": "x"}\n', encoding="utf-8"
    )
    with pytest.raises(UserError, match="PUBLISH_S3"):
        withdraw(site, ADDRESS, reason="Sai", by="An", now=NOON + 5 * HOUR, say=lambda _: None)
    assert not (site.content / "withdrawn.yml").exists()

from datetime import datetime
from pathlib import Path

import pytest

from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.publishing.external_links import command
from bulletin.publishing.external_links.collection import LinkPlace
from bulletin.publishing.external_links.command import check_external_links, describe_answers
from bulletin.publishing.external_links.site_questions import Answer, Verdict
from bulletin.publishing.settings.settings import load_pelican_settings
from tests.images.photo_factory import create_jpeg, draw_image
from tests.publishing.small_site import create_small_site, write_dated_article

pytestmark = pytest.mark.slow
NOON = datetime(2026, 11, 23, 12, tzinfo=VIETNAM_TZ)

CAMPAIGN = """advertiser: Chợ phiên
slot: footer
picture: ads/{0}.jpg
alt: Chợ phiên
link: https://{0}.example.vn/
start: 2026-01-01
end: 2026-{1}
"""


def run_check(
    folder: Path, monkeypatch: pytest.MonkeyPatch, verdict: Verdict, detail: str
) -> tuple[list[str], list[str]]:
    """Return the addresses that are asked for, and the lines of the report."""
    site, asked, lines = create_small_site(folder), list[str](), list[str]()
    write_dated_article(
        site,
        "tin",
        "Xem [một](https://a.vn/1#x), [hai](//b.vn/2), [trong](/2026/11/tin/), [mình](https://bantin.example.vn/2026/11/tin/), "
        "[thư](mailto:a@b.vn).\n\nXem lại [một](https://a.vn/1#y).",
        source="{name: Báo, url: https://bao.vn/tin}",
    )
    write_dated_article(site, "nhap", "[nháp](https://nhap.vn/1)", status="draft")
    for name, end in (("con", "12-31"), ("het", "02-01")):
        (site.content / "ads").mkdir(exist_ok=True)
        (site.content / f"ads/{name}.jpg").write_bytes(create_jpeg(draw_image(728, 90)))
        (site.content / f"ads/{name}.yml").write_text(CAMPAIGN.format(name, end), encoding="utf-8")

    def ask_nobody(addresses: object, *_: object, **__: object) -> dict[str, Answer]:
        asked.extend(list(addresses))  # type: ignore[call-overload]  # a mapping
        return {address: Answer(verdict, detail) for address in asked}

    monkeypatch.setattr(command, "ask_sites", ask_nobody)
    table = load_pelican_settings(site.root / "publishconf.py")
    check_external_links(site, table, "https://bantin.example.vn", NOON, lines.append)
    return asked, lines


def test_check_external_links_asks_for_each_address_that_readers_can_follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, lines = run_check(tmp_path, monkeypatch, "gone", "404")
    mine = [address for address in asked if ".example.vn" not in address or "con." in address]
    assert sorted(mine) == [
        "https://a.vn/1",
        "https://b.vn/2",
        "https://bao.vn/tin",
        "https://con.example.vn/",
    ]
    assert (
        "content/articles/tin.md:9: https://a.vn/1 (và 1 chỗ khác): trang không còn (404). Hãy sửa hoặc bỏ liên kết."
        in lines
    )
    assert any(line.startswith("content/ads/con.yml:5: https://con.example.vn/: ") for line in lines)


def test_check_external_links_without_any_answer_suspects_the_own_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(
        UserError, match=r"Chưa hỏi được trang nào \(không tìm thấy tên miền\)\. Hãy kiểm tra"
    ):
        run_check(tmp_path, monkeypatch, "unanswered", "không tìm thấy tên miền")


def test_describe_answers_tells_what_is_gone_first_and_counts_the_rest() -> None:
    links = {
        f"https://{name}.vn/": [LinkPlace("content/articles/a.md", line)]
        for line, name in enumerate(("tot", "chuyen", "mat", "cam", "im", "dau"), 1)
    }
    answers = dict(
        zip(
            links,
            [
                Answer("sound", "200"), Answer("moved", "https://moi.vn/"), Answer("gone", "404"), Answer("refused", "403"),
                Answer("unanswered", "máy chủ không trả lời kịp"), Answer("front-page", "https://dau.vn/"),
            ],
            strict=True,
        )
    )  # fmt: skip
    assert list(describe_answers(links, answers)) == [
        "content/articles/a.md:3: https://mat.vn/: trang không còn (404). Hãy sửa hoặc bỏ liên kết.",
        "content/articles/a.md:2: https://chuyen.vn/: trang đã chuyển hẳn tới https://moi.vn/. Hãy viết địa chỉ mới.",
        "content/articles/a.md:6: https://dau.vn/: nay chỉ dẫn về trang đầu https://dau.vn/, có lẽ bài ấy không còn. "
        "Hãy mở xem, rồi sửa hoặc bỏ liên kết.",
        "content/articles/a.md:5: https://im.vn/: chưa hỏi được: máy chủ không trả lời kịp. Hãy mở xem, hoặc chạy lại sau.",
        "Đã xem 6 địa chỉ của trang khác: 1 không còn, 2 đã chuyển, 1 chưa hỏi được, 1 không cho máy hỏi. "
        "Địa chỉ đã hỏi được thì một tuần sau mới hỏi lại.",
    ]

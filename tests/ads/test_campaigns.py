from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.ads.campaigns import read_campaigns
from bulletin.images.library import ImageLibrary
from bulletin.images.settings import ImageSettings
from tests.ads.campaign_factory import VALID_CAMPAIGN, write_campaign
from tests.images.photo_factory import create_jpeg, create_png, write_old_file


def list_campaign_problems(root: Path) -> list[str]:
    campaigns, problems = read_campaigns(root)
    assert campaigns == ()
    return [str(problem) for problem in problems]


def test_read_campaigns_returns_campaign_with_defaults(tmp_path: Path) -> None:
    (campaign,), problems = read_campaigns(write_campaign(tmp_path))
    assert problems == ()
    assert campaign.source == "ads/cho.yml"
    assert campaign.advertiser == "Hợp tác xã Thanh Long"
    assert (campaign.start, campaign.end) == (date(2026, 11, 23), date(2026, 12, 5))
    assert (campaign.weight, campaign.phone_picture) == (1, campaign.picture)


def test_campaign_ends_at_midnight_after_last_day_in_local_time(tmp_path: Path) -> None:
    (campaign,), _ = read_campaigns(write_campaign(tmp_path))
    assert campaign.starts_at.isoformat() == "2026-11-23T00:00:00+07:00"
    assert campaign.ends_at.isoformat() == "2026-12-06T00:00:00+07:00"


def test_read_campaigns_reads_phone_picture_and_weight(tmp_path: Path) -> None:
    root = write_campaign(tmp_path, phone_picture="ads/nho.png", weight="5")
    write_old_file(root, "ads/nho.png", create_png())
    (campaign,), problems = read_campaigns(root)
    assert (campaign.phone_picture, campaign.weight, problems) == ("ads/nho.png", 5, ())


def test_read_campaigns_missing_folder_gives_none(tmp_path: Path) -> None:
    assert read_campaigns(tmp_path) == ((), ())


def test_read_campaigns_sorts_by_file_name_at_any_depth(tmp_path: Path) -> None:
    for name in ("b.yml", "2026/a.yml", "a.yml"):
        root = write_campaign(tmp_path, name)
    write_old_file(root, "ads/.a.yml", b"left by an editor")
    assert [campaign.source for campaign in read_campaigns(root)[0]] == [
        "ads/2026/a.yml",
        "ads/a.yml",
        "ads/b.yml",
    ]


def test_read_campaigns_faulty_file_does_not_hide_valid_ones(tmp_path: Path) -> None:
    write_campaign(tmp_path, "xau.yml", slot="top")
    campaigns, problems = read_campaigns(write_campaign(tmp_path))
    assert [campaign.source for campaign in campaigns] == ["ads/cho.yml"]
    assert {problem.path for problem in problems} == {"content/ads/xau.yml"}


FAULTS = [
    ({"slt": "footer"}, 8, "Không có khóa “slt”", "Đã có “slot” ở dòng 2, hãy xóa một trong hai dòng"),
    ({"slot": "sidebars"}, 2, "Không có vị trí quảng cáo “sidebars”", "Hãy viết “sidebar”"),
    ({"slot": "Cột bên"}, 2, "“Cột bên”", "Hãy viết “sidebar”"),
    ({"slot": "xyz"}, 2, "“xyz”", "“leaderboard”, “sidebar”, “in-list”, “footer”"),
    ({"start": "2026-02-30"}, 6, "30/02/2026", "Hãy viết như start: 2026-11-23"),
    ({"start": "hôm nay"}, 6, "hôm nay", "23/11/2026"),
    ({"start": "2026-11-23 07:30"}, 6, "không ghi giờ", "Hãy viết start:"),
    ({"end": "31/04/2026"}, 7, "31/04/2026", "Hãy viết như end:"),
    ({"end": "9999-12-31"}, 7, "9999", "Hãy viết như end:"),
    ({"end": "2026-11-22"}, 7, "trước ngày bắt đầu", "Hãy sửa"),
    ({"link": "example.vn/cho"}, 5, "“example.vn/cho”", "Hãy viết https://example.vn/cho"),
    ({"link": "//example.vn/cho"}, 5, "“//example.vn/cho”", "Hãy viết https://example.vn/cho"),
    ({"link": "javascript:alert(1)"}, 5, "javascript", "https://example.vn/"),
    ({"link": "ftp://example.vn"}, 5, "ftp", "Hãy chép địa chỉ đầy đủ"),
    ({"link": "https://"}, 5, "https://", "Hãy chép lại địa chỉ đầy đủ"),
    ({"link": "https://a b.vn/"}, 5, "a b", "Hãy chép lại địa chỉ đầy đủ"),
    ({"link": "'https://[x/'"}, 5, "[x", "Hãy chép lại địa chỉ đầy đủ"),
    ({"picture": "ads/chợ.jpg"}, 3, "không tìm thấy", "Hãy viết “ads/cho.jpg”"),
    ({"picture": "cho.jpg"}, 3, "không tìm thấy", "Hãy viết “ads/cho.jpg”"),
    ({"picture": "../secret.jpg"}, 3, "content/", "content/ads/"),
    ({"phone_picture": "ads/khong-co.jpg"}, 8, "không tìm thấy", "content/ads/"),
    ({"weight": "0"}, 8, "“weight: 0”", "weight: 1"),
    ({"weight": "-1"}, 8, "“weight: -1”", "weight: 1"),
    ({"weight": "1.5"}, 8, "“weight: 1.5”", "weight: 1"),
    ({"weight": "nhiều"}, 8, "“weight: nhiều”", "weight: 1"),
    ({"weight": "²"}, 8, "“weight: ²”", "weight: 1"),
    ({"weight": "9" * 5000}, 8, "từ 1 đến 1000", "weight: 1"),
    ({"alt": "''"}, 4, "còn trống", "Hãy viết alt:"),
    ({"alt": "[a, b]"}, 4, "phải là một dòng chữ", "Hãy viết alt:"),
]


@pytest.mark.parametrize(("changes", "line", "what", "remedy"), FAULTS)
def test_read_campaigns_fault_has_line_and_remedy(
    tmp_path: Path, changes: dict[str, str], line: int, what: str, remedy: str
) -> None:
    (problem,) = list_campaign_problems(write_campaign(tmp_path, **changes))
    assert problem.startswith(f"content/ads/cho.yml:{line}: ")
    assert what in problem
    assert remedy in problem


@pytest.mark.parametrize("key", VALID_CAMPAIGN)
def test_read_campaigns_missing_key_is_named(tmp_path: Path, key: str) -> None:
    (problem,) = list_campaign_problems(write_campaign(tmp_path, "cho.yml", **{str(key): None}))
    assert f"({key}:)" in problem
    assert f"Hãy viết {key}: …" in problem


@pytest.mark.parametrize(
    ("data", "line", "what"),
    [
        (b"advertiser: ok\nalt: \xe0nh\n", 2, "UTF-8"),
        (b"advertiser: a\nalt: Tin: moi\n", 2, "dấu hai chấm"),
        (b"advertiser: [a\n", 1, "chưa đóng"),
        (b"- advertiser: a\n", 1, "khóa: giá trị"),
        (b"", 1, "khóa: giá trị"),
    ],
)
def test_read_campaigns_unreadable_file_is_problem(tmp_path: Path, data: bytes, line: int, what: str) -> None:
    root = tmp_path / "content"
    write_old_file(root, "ads/cho.yml", data)
    (problem,) = list_campaign_problems(root)
    assert problem.startswith(f"content/ads/cho.yml:{line}: ")
    assert what in problem


def test_read_campaigns_suffix_yaml_is_problem(tmp_path: Path) -> None:
    assert "đuôi .yml" in list_campaign_problems(write_campaign(tmp_path, "cho.yaml"))[0]


def test_read_campaigns_broken_image_has_line_of_its_key(tmp_path: Path) -> None:
    root = write_campaign(tmp_path)
    write_old_file(root, "ads/cho.jpg", create_jpeg()[:-500])
    (problem,) = list_campaign_problems(root)
    assert problem.startswith("content/ads/cho.yml:3: Ảnh “ads/cho.jpg”: tệp bị hỏng")


@pytest.mark.parametrize("name", ["cho.yml", "cho.jpg"])
def test_read_campaigns_link_outside_content_is_refused(tmp_path: Path, name: str) -> None:
    path = write_campaign(tmp_path) / "ads" / name
    path.rename(tmp_path / name)
    path.symlink_to(tmp_path / name)
    assert "liên kết" in list_campaign_problems(tmp_path / "content")[0]


def test_read_campaigns_accepts_byte_order_mark_and_crlf(tmp_path: Path) -> None:
    root = write_campaign(tmp_path)
    path = root / "ads/cho.yml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_campaigns(root)[1] == ()


def test_read_campaigns_with_image_library_caches_images(tmp_path: Path) -> None:
    root = write_campaign(tmp_path)
    library = ImageLibrary(root, tmp_path / "cache", ImageSettings())
    assert len(read_campaigns(root, library.get_info)[0]) == 1
    library.save()
    assert b"ads/cho.jpg" in (tmp_path / "cache/facts.msgpack").read_bytes()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.sampled_from([*VALID_CAMPAIGN, "weight"]), st.text(max_size=30), max_size=3))
def test_read_campaigns_random_values_give_campaign_or_problems(tmp_path: Path, changes: Any) -> None:
    campaigns, problems = read_campaigns(write_campaign(tmp_path, **changes), lambda _: None)
    assert bool(campaigns) != bool(problems)
    assert all(problem.message and problem.remedy for problem in problems)

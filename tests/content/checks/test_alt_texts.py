"""Tests of the question about images of an archive without alternative texts."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bulletin.check import CheckReport, check_content
from bulletin.clock import VIETNAM_TZ
from bulletin.content.checks.alt_texts import MAX_LISTED_IMAGES, MISSING_ALT_TEXT
from bulletin.content.models import Article
from bulletin.content.settings import ContentSettings
from bulletin.settings.tables import SettingError, load_settings
from tests.factories import SmallSite, load_repository_settings

NOW = datetime(2026, 11, 29, 8, tzinfo=VIETNAM_TZ)
IMAGE = "![](/images/vuong.png)"
SINCE = {"alt_texts_since": "2020-01-01"}


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    site = SmallSite(tmp_path)
    data = BytesIO()
    Image.new("RGB", (40, 40)).save(data, "PNG")
    for name in ("vuong", "ben-ca"):
        site.write_file(f"images/{name}.png", data.getvalue())
    return site


def write_archive(site: SmallSite, count: int, **keys: str) -> None:
    """Write ``count`` articles of 2019 with two images, one of them without a text."""
    for number in range(count):
        body = f"{IMAGE}\n\n![Hội trường](/images/vuong.png)"
        site.write_article(f"cu-{number}", body, date=f"2019-{number % 12 + 1:02d}-03 07:30", **keys)


def check_site(site: SmallSite, records: Mapping[str, object] | None = None) -> CheckReport:
    settings = {
        **load_repository_settings(),
        "CACHE_PATH": str(site.folder / "cache"),
        "RECORDS": records or {},
    }
    return check_content(site.content, settings, NOW)


def get_article(report: CheckReport, slug: str) -> Article:
    return next(article for article in report.library.articles if article.slug == slug)


def test_check_many_old_images_without_alt_is_one_question(site: SmallSite) -> None:
    write_archive(site, MAX_LISTED_IMAGES + 1)
    (problem,) = check_site(site).problems
    assert str(problem) == (
        "pelicanconf.py:1: 11 ảnh ở 11 bài cũ chưa có lời mô tả, đầu tiên là content/articles/cu-0.md:8. "
        'Nếu đó là bài nhập từ trang cũ, hãy thêm vào cuối tệp này dòng RECORDS["alt_texts_since"] = "2019-11-04" '
        "để chỉ bài từ ngày 04/11/2019 phải có; muốn máy kể từng ảnh, hãy ghi ở đó ngày của bài cũ nhất."
    )


def test_check_question_obeyed_as_typed_leaves_one_warning(site: SmallSite) -> None:
    write_archive(site, MAX_LISTED_IMAGES + 1)
    (problem,) = check_site(site).problems
    advice = re.search(r'RECORDS\["(.+?)"\] = "(.+?)"', problem.remedy)
    assert advice is not None
    report = check_site(site, {advice[1]: advice[2]})
    assert report.problems == ()
    assert [str(warning).partition(" Hãy")[0] for warning in report.warnings] == [
        "content/articles/cu-0.md:8: cảnh báo [missing-alt]: 11 ảnh ở 11 bài cũ chưa có lời mô tả; ảnh đầu tiên ở đây."
    ]


def test_check_question_answered_with_the_oldest_day_lists_every_image(site: SmallSite) -> None:
    write_archive(site, MAX_LISTED_IMAGES + 1)
    assert len(check_site(site, {"alt_texts_since": "2019-01-03"}).problems) == MAX_LISTED_IMAGES + 1


def test_check_few_old_images_without_alt_are_told_one_by_one(site: SmallSite) -> None:
    write_archive(site, MAX_LISTED_IMAGES)
    report = check_site(site)
    assert len(report.problems) == MAX_LISTED_IMAGES
    assert {problem.message for problem in report.problems} == {"Ảnh trong bài chưa có lời mô tả."}


def test_check_new_images_beside_the_question_are_told_one_by_one(site: SmallSite) -> None:
    write_archive(site, MAX_LISTED_IMAGES + 1)
    site.write_article("moi", IMAGE, date=f"{NOW - timedelta(days=2):%Y-%m-%d %H:%M}")
    site.write_article("nhap", IMAGE, date="2019-01-01", status="draft")
    site.write_file("pages/gioi-thieu.md", f"---\ntitle: Giới thiệu\n---\n\n{IMAGE}\n")
    report = check_site(site)
    assert [problem.path for problem in report.problems] == [
        "content/articles/moi.md",
        "content/pages/gioi-thieu.md",
        "pelicanconf.py",
    ]
    assert [problem.path for problem in report.draft_problems] == ["content/articles/nhap.md"]


def test_check_with_day_demands_texts_from_that_day_on(site: SmallSite) -> None:
    site.write_article("truoc", IMAGE, date="2019-12-31 23:59")
    site.write_article("sau", IMAGE, date="2020-01-01 00:00")
    site.write_article("sai-ngay", IMAGE, date="hôm qua")
    site.write_file("pages/gioi-thieu.md", f"---\ntitle: Giới thiệu\n---\n\n{IMAGE}\n")
    report = check_site(site, SINCE)
    assert sorted({Path(problem.path).stem for problem in report.problems}) == [
        "gioi-thieu",
        "sai-ngay",
        "sau",
    ]
    assert [(warning.path, warning.line) for warning in report.warnings] == [("content/articles/truoc.md", 8)]


@pytest.mark.parametrize(
    "image",
    [
        IMAGE,
        '<img src="/images/vuong.png">',
        '<img alt="" src="/images/vuong.png">',
        '<p><img src="/images/vuong.png" alt="  " title="Ảnh: An"></p>',
        '![](/images/vuong.png "Ảnh: An")',
        "[![](/images/vuong.png)](/)",
    ],
)
def test_check_old_image_without_alt_gets_an_honest_text(site: SmallSite, image: str) -> None:
    site.write_article("cu", f"![Bến cá](/images/ben-ca.png)\n\nĐoạn.\n\n{image}", date="2019-05-05")
    report = check_site(site, SINCE)
    assert report.problems == ()
    assert [(warning.name, warning.line) for warning in report.warnings] == [("missing-alt", 12)]
    assert len(report.library.articles[0].body.references) >= 2


def test_check_old_cover_without_alt_gets_an_honest_text(site: SmallSite) -> None:
    site.write_article("cu", "Đoạn.", date="2019-05-05", cover="images/vuong.png")
    site.write_article("co", "Đoạn.", date="2019-05-05", cover="images/vuong.png", cover_alt="Bến cá")
    report = check_site(site, SINCE)
    assert [(warning.path, warning.line) for warning in report.warnings] == [("content/articles/cu.md", 6)]
    assert get_article(report, "cu").cover_alt == MISSING_ALT_TEXT
    assert get_article(report, "co").cover_alt == "Bến cá"


def test_check_silenced_file_is_not_counted(site: SmallSite) -> None:
    write_archive(site, 3)
    site.write_article("cu-0", IMAGE, date="2019-05-05", ignore_warnings="[missing-alt]")
    site.write_article("nhap", IMAGE, date="2019-05-05", status="draft")
    report = check_site(site, SINCE)
    assert [warning.message for warning in report.warnings] == [
        "2 ảnh ở 2 bài cũ chưa có lời mô tả; ảnh đầu tiên ở đây."
    ]
    assert [warning.path for warning in report.draft_warnings] == ["content/articles/nhap.md"]


def test_check_old_article_with_hundreds_of_images_is_sound(site: SmallSite) -> None:
    site.write_article("cu", f"{IMAGE}\n\n" * 300, date="2019-05-05")
    report = check_site(site, SINCE)
    assert report.problems == ()
    assert [warning.message[:13] for warning in report.warnings] == ["300 ảnh ở 1 b"]


def test_build_prints_the_text_in_page_and_feed(site: SmallSite) -> None:
    site.write_article("cu", f"{IMAGE}\n\nĐoạn.", date="2019-05-05", cover="images/vuong.png")
    result = site.build(extra=["-e", 'RECORDS={"alt_texts_since": "2020-01-01"}'])
    assert result.returncode == 0, result.stdout + result.stderr
    page = (site.output / "2019/05/cu/index.html").read_text(encoding="utf-8")
    images = re.findall(r'<img[^>]* src="/images/[^>]*>', page)
    assert len(images) == 2
    assert all(f'alt="{MISSING_ALT_TEXT}"' in image for image in images)
    feed = (site.output / "feeds/tat-ca.atom.xml").read_text(encoding="utf-8")
    assert f'alt="{MISSING_ALT_TEXT}"' in feed or f"alt=&#34;{MISSING_ALT_TEXT}&#34;" in feed


@pytest.mark.parametrize("day", ["hôm nay", "2026-02-30", "2026"])
def test_load_settings_with_a_day_that_is_none_raises_error(day: str) -> None:
    with pytest.raises(SettingError, match="RECORDS: alt_texts_since phải là một ngày như 2026-07-01: "):
        load_settings(ContentSettings, "RECORDS", {"alt_texts_since": day})

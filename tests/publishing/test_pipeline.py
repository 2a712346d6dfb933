"""The whole way through real processes, on a small Pelican site with a theme of two lines."""

import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.publishing.pipeline import publish
from bulletin.publishing.release.file_types import FileType
from bulletin.publishing.release_creation import PublishResult
from bulletin.publishing.workspace import Workspace
from bulletin.settings.tables import SettingError
from tests.publishing.small_site import create_small_site
from tests.publishing.small_site import write_dated_article as write_article

pytestmark = [pytest.mark.own_process, pytest.mark.slow]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=VIETNAM_TZ)
FILES = {
    "pelicanconf.py": """
SITENAME = "Bản tin thử"
PATH, THEME, TIMEZONE = "content", "theme", "Asia/Ho_Chi_Minh"
ARTICLE_PATHS, DIRECT_TEMPLATES = ["articles"], ["index"]
ARTICLE_URL = ARTICLE_SAVE_AS = "{slug}.html"
CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
STATIC_PATHS = THEME_STATIC_PATHS = []
""",
    "publishconf.py": 'from pelicanconf import *\nSITEURL = "https://bantin.example"\nPUBLISH_KEEP = 2\n',
    "theme/templates/index.html": '<p>Tin</p>{% for a in articles %}<a href="/{{ a.url }}">x</a>{% endfor %}',
    "theme/templates/article.html": '<h1>{{ article.title }}</h1>{{ article.content }}<a href="/">về</a>',
    "content/sections.yml": "- name: Tin trong tỉnh\n  slug: tin-trong-tinh\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Workspace:
    for name, text in FILES.items():
        write_file(tmp_path / name, text)
    write_article_file(tmp_path, "mot")
    return Workspace(tmp_path)


def write_file(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def write_article_file(
    root: Path, slug: str, date: str = "2026-11-01 07:30", body: str = "Nội dung."
) -> Path:
    file = root / "content/articles" / f"{slug}.md"
    head = f"title: Bài {slug}\ndate: {date}\ncategory: Tin trong tỉnh\nslug: {slug}\n"
    write_file(file, f"---\n{head}---\n\n{body}\n")
    return file


def expect_refusal(site: Workspace) -> tuple[str, str]:
    """Return what a publish that must fail says: line by line, and at last."""
    said: list[str] = []
    with pytest.raises((UserError, SettingError)) as caught:
        publish(site, NOON + timedelta(hours=1), said.append)
    return "\n".join(said), str(caught.value)


def publish_at_hour(site: Workspace, hours: int = 0) -> tuple[PublishResult, str]:
    said: list[str] = []
    return publish(site, NOON + timedelta(hours=hours), said.append), "\n".join(said)


def test_a_publish_says_what_it_did_and_where_to_look(site: Workspace) -> None:
    release, said = publish_at_hour(site)
    assert (site.root / "public/current/mot.html").is_file()
    assert "Nội dung không có lỗi: 1 bài (1 bài đang đăng), 0 trang." in said
    assert "Đã xuất bản 1 bài: 2 tệp mới, 0 tệp thay đổi, 0 tệp gỡ bỏ" in said
    assert f"Bản {release.release.id} nằm ở public/current." in said
    assert "./inv serve --published" in said


def test_a_second_publish_of_the_same_keeps_the_release(site: Workspace) -> None:
    first, _ = publish_at_hour(site)
    second, said = publish_at_hour(site, hours=1)
    assert second.release.id == first.release.id
    assert "Không có gì thay đổi" in said


def test_a_release_that_replaces_what_was_altered_there_says_so(site: Workspace) -> None:
    mended = "Có tệp của bản đang chạy đã bị sửa, thêm hoặc mất ở máy chủ; bản mới thay lại cho đúng."
    assert mended not in publish_at_hour(site)[1]
    write_file(site.root / "public/current/slot88/index.html", "của ai")
    assert mended in publish_at_hour(site, hours=1)[1]
    assert not (site.root / "public/current/slot88").exists()


def test_wrong_content_stops_before_anything_is_written(tmp_path: Path) -> None:
    site = create_small_site(tmp_path)
    write_article(site, "mot", date="hôm qua")
    said, last = expect_refusal(site)
    assert "content/articles/mot.md:3: " in said
    assert "Hãy sửa các chỗ nêu trên" in last
    assert not site.publish_output.exists()
    assert not list((site.root / "public/releases").iterdir())


def test_wrong_content_is_told_before_a_target_that_refuses(tmp_path: Path) -> None:
    site = create_small_site(tmp_path)
    (site.root / "public").write_text("của ai", encoding="utf-8")
    assert "public" in expect_refusal(site)[1]
    write_article(site, "mot", date="hôm qua")
    said, last = expect_refusal(site)
    assert "content/articles/mot.md:3: " in said
    assert last == "Nội dung có 1 lỗi. Hãy sửa các chỗ nêu trên rồi chạy lại."


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("theme/templates/index.html", "{% khong %}", "khong"),
        (
            "theme/templates/index.html",
            '<p>x</p><a href="/mat/">x</a>',
            "output-publish/index.html: Liên kết “/mat/”",
        ),
        ("theme/templates/article.html", "", "output-publish/mot.html: Trang trống"),
    ],
)
def test_a_failed_step_leaves_the_published_site_as_it_was(
    site: Workspace, file: str, text: str, expected: str
) -> None:
    release, _ = publish_at_hour(site)
    write_file(site.root / file, text)
    said, last = expect_refusal(site)
    assert expected in said
    assert "Traceback" not in said
    assert "Hãy sửa" in last
    assert (site.root / "public/current").readlink() == Path("releases") / release.release.id
    assert (site.root / "public/current/mot.html").read_text(encoding="utf-8").startswith("<h1>")


def test_a_plugin_that_cannot_be_loaded_stops_the_build(site: Workspace) -> None:
    conf = site.root / "pelicanconf.py"
    write_file(conf, conf.read_text(encoding="utf-8") + 'PLUGINS = ["khong_co"]\n')
    said, last = expect_refusal(site)
    assert "khong_co" in said
    assert "Chưa dựng được trang" in last


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SITEURL = 'bantin'", "publishconf.py:2: SITEURL không dùng được: “bantin”"),
        ("PUBLISH_KEEP = 0", "publishconf.py:2: PUBLISH_KEEP phải là số nguyên từ 1"),
        ("PUBLISH_T = 'public'", "publishconf.py:2: Không có thiết lập “PUBLISH_T”."),
        ("x = = 1", "publishconf.py:2: Python không chạy được dòng này (SyntaxError: invalid syntax)."),
    ],
)
def test_settings_that_cannot_be_used_say_where_they_stand_and_nothing_else_does(
    site: Workspace, text: str, expected: str
) -> None:
    write_file(site.root / "publishconf.py", f"from pelicanconf import *\n{text}\n")
    said, last = expect_refusal(site)
    assert said == ""
    assert last.startswith(expected)


def test_blanks_around_the_address_of_the_site_reach_no_page(tmp_path: Path) -> None:
    site = create_small_site(tmp_path, SITEURL=" https://bantin.example.vn/ ")
    publish_at_hour(site)
    page = (site.root / "public/current/index.html").read_text(encoding="utf-8")
    assert 'rel="canonical" href="https://bantin.example.vn/"' in page


def test_a_setting_that_the_build_refuses_is_told_with_its_line(tmp_path: Path) -> None:
    site = create_small_site(tmp_path, NEIGHBOURS={"odler": 5})
    line = (site.root / "publishconf.py").read_text(encoding="utf-8").count("\n")
    said, _ = expect_refusal(site)
    assert (
        said.splitlines()[-1] == f"publishconf.py:{line}: NEIGHBOURS không có khóa “odler”. Hãy viết older."
    )


def test_the_build_reads_the_clock_that_publish_read(site: Workspace) -> None:
    conf = site.root / "pelicanconf.py"
    conf.write_text(
        conf.read_text(encoding="utf-8") + "import os\nSITENAME = os.environ.get('BULLETIN_NOW')\n"
    )
    write_file(site.root / "theme/templates/index.html", "{{ SITENAME }}")
    publish_at_hour(site)
    assert (site.publish_output / "index.html").read_text(encoding="utf-8") == "2026-11-23T12:00:00+07:00"


def test_a_site_without_its_front_page_is_not_released(site: Workspace) -> None:
    release, _ = publish_at_hour(site)
    conf = site.root / "pelicanconf.py"
    write_file(
        conf, conf.read_text(encoding="utf-8") + "\nDIRECT_TEMPLATES = []\nDELETE_OUTPUT_DIRECTORY = True\n"
    )
    _, last = expect_refusal(site)
    assert "không có trang nhất" in last
    assert (site.root / "public/current").readlink() == Path("releases") / release.release.id


def test_files_are_compressed_for_a_server_of_ours_and_for_no_other(tmp_path: Path) -> None:
    own = create_small_site(tmp_path / "own")
    published_own = publish(own, NOON).release.manifest.entries
    assert {
        "index.html.gz",
        "index.html.br",
        ".nginx/redirects.map",
        ".nginx/gone.map",
    } <= published_own.keys()
    assert (own.root / "public/current/index.html.br").read_bytes() != b""
    assert "2026/11/tin-tot/index.html.br" not in published_own  # the server fills in the latest news there
    subprocess.run(["git", "init", "-q", "--bare", tmp_path / "kho.git"], check=True)
    other = create_small_site(tmp_path / "other", PUBLISH_TO=f"git+file://{tmp_path}/kho.git")
    entries = publish(other, NOON).release.manifest.entries.values()
    assert {FileType.PAGE, FileType.FEED} < {entry.file_type for entry in entries}
    assert not any(entry.file_type in (FileType.COMPRESSED, FileType.SERVER_MAP) for entry in entries)


def test_a_changed_page_alone_is_compressed_again(tmp_path: Path) -> None:
    site = create_small_site(tmp_path)
    publish(site, NOON)
    before = set((site.cache / "compressed").iterdir())
    write_article(site, "hai")
    release = publish(site, NOON + timedelta(hours=1))
    changed = {*release.difference.added, *release.difference.changed}
    fresh = set((site.cache / "compressed").iterdir()) - before
    assert 0 < len(fresh) <= sum(path.endswith((".br", ".gz")) for path in changed) < len(before)
    unchanged = site.root / "public/current/404.html.br"
    assert unchanged.stat().st_nlink > 1


def test_a_question_about_an_unknown_address_keeps_nothing_from_readers(tmp_path: Path) -> None:
    site, said = create_small_site(tmp_path), list[str]()
    assert publish(site, NOON, said.append, explain="/khong/co/").is_new
    assert "Trang không có tệp hay địa chỉ nào là “/khong/co/”." in said
    with pytest.raises(UserError, match=r"Không có tệp “khac\.md”"):
        publish(site, NOON, said.append, explain="khac.md")

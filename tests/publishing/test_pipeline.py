"""A publish with real processes, of a small Pelican site with its own tiny theme."""

import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.publishing.pipeline import publish
from bulletin.publishing.release.file_types import FileType
from bulletin.publishing.release_creation import PublishResult
from bulletin.publishing.workspace.folders import Workspace
from bulletin.settings.tables import SettingError
from tests.publishing.small_site import OFFICE_SETTINGS, create_small_site
from tests.publishing.small_site import write_dated_article as write_article

pytestmark = pytest.mark.slow
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
def workspace(tmp_path: Path) -> Workspace:
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


def expect_refusal(workspace: Workspace) -> tuple[str, str]:
    """Run a publish that must fail; return its messages and its error."""
    messages: list[str] = []
    with pytest.raises((UserError, SettingError)) as caught:
        publish(workspace, NOON + timedelta(hours=1), messages.append)
    return "\n".join(messages), str(caught.value)


def publish_at_hour(workspace: Workspace, hours: int = 0) -> tuple[PublishResult, str]:
    messages: list[str] = []
    return publish(workspace, NOON + timedelta(hours=hours), messages.append), "\n".join(messages)


@pytest.mark.own_process
def test_publish_reports_result_and_target(workspace: Workspace) -> None:
    result, messages = publish_at_hour(workspace)
    assert (workspace.root / "public/current/mot.html").is_file()
    assert "Nội dung không có lỗi: 1 bài (1 bài đang đăng), 0 trang." in messages
    assert "Đã xuất bản 1 bài: 2 tệp mới, 0 tệp thay đổi, 0 tệp gỡ bỏ" in messages
    assert f"Bản {result.release.id} nằm ở public/current." in messages
    assert "./inv serve --published" in messages


def test_publish_unchanged_site_keeps_release(workspace: Workspace) -> None:
    first, _ = publish_at_hour(workspace)
    second, messages = publish_at_hour(workspace, hours=1)
    assert second.release.id == first.release.id
    assert "Không có gì thay đổi" in messages


def test_publish_altered_target_reports_repair(workspace: Workspace) -> None:
    repair = "Có tệp của bản đang chạy đã bị sửa, thêm hoặc mất ở máy chủ; bản mới thay lại cho đúng."
    assert repair not in publish_at_hour(workspace)[1]
    write_file(workspace.root / "public/current/slot88/index.html", "của ai")
    assert repair in publish_at_hour(workspace, hours=1)[1]
    assert not (workspace.root / "public/current/slot88").exists()


def test_publish_content_problem_writes_nothing(tmp_path: Path) -> None:
    workspace = create_small_site(tmp_path)
    write_article(workspace, "mot", date="hôm qua")
    messages, error = expect_refusal(workspace)
    assert "content/articles/mot.md:3: " in messages
    assert error == "Nội dung có 1 lỗi. Hãy sửa rồi chạy lại."
    assert not workspace.publish_output.exists()
    assert not list((workspace.root / "public/releases").iterdir())


def test_publish_content_problem_is_reported_before_target_error(tmp_path: Path) -> None:
    workspace = create_small_site(tmp_path)
    (workspace.root / "public").write_text("của ai", encoding="utf-8")
    assert "public" in expect_refusal(workspace)[1]
    write_article(workspace, "mot", date="hôm qua")
    messages, error = expect_refusal(workspace)
    assert "content/articles/mot.md:3: " in messages
    assert error == "Nội dung có 1 lỗi. Hãy sửa rồi chạy lại."


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
def test_publish_failed_step_keeps_current_release(
    workspace: Workspace, file: str, text: str, expected: str
) -> None:
    result, _ = publish_at_hour(workspace)
    write_file(workspace.root / file, text)
    messages, error = expect_refusal(workspace)
    assert expected in messages
    assert "Traceback" not in messages
    assert "Hãy sửa" in error
    assert (workspace.root / "public/current").readlink() == Path("releases") / result.release.id
    assert (workspace.root / "public/current/mot.html").read_text(encoding="utf-8").startswith("<h1>")


@pytest.mark.own_process
def test_publish_unknown_plugin_stops_build(workspace: Workspace) -> None:
    conf = workspace.root / "pelicanconf.py"
    write_file(conf, conf.read_text(encoding="utf-8") + 'PLUGINS = ["khong_co"]\n')
    messages, error = expect_refusal(workspace)
    assert "khong_co" in messages
    assert "Chưa dựng được trang" in error


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SITEURL = 'bantin'", "publishconf.py:2: SITEURL không dùng được: “bantin”"),
        ("PUBLISH_KEEP = 0", "publishconf.py:2: PUBLISH_KEEP phải là số nguyên từ 1"),
        ("PUBLISH_T = 'public'", "publishconf.py:2: Không có thiết lập “PUBLISH_T”."),
        ("x = = 1", "publishconf.py:2: Python không chạy được dòng này (SyntaxError: invalid syntax)."),
    ],
)
def test_publish_unusable_setting_reports_only_its_line(
    workspace: Workspace, text: str, expected: str
) -> None:
    write_file(workspace.root / "publishconf.py", f"from pelicanconf import *\n{text}\n")
    messages, error = expect_refusal(workspace)
    assert messages == ""
    assert error.startswith(expected)


def test_publish_siteurl_with_blanks_is_stripped_in_pages(tmp_path: Path) -> None:
    workspace = create_small_site(tmp_path, SITEURL=" https://bantin.example.vn/ ")
    publish_at_hour(workspace)
    page = (workspace.root / "public/current/index.html").read_text(encoding="utf-8")
    assert 'rel="canonical" href="https://bantin.example.vn/"' in page


def test_publish_setting_refused_by_build_names_line(tmp_path: Path) -> None:
    workspace = create_small_site(tmp_path, NEIGHBOURS={"odler": 5})
    lines = (workspace.root / "publishconf.py").read_text(encoding="utf-8").splitlines()
    line = lines.index("NEIGHBOURS = {'odler': 5}") + 1
    messages, _ = expect_refusal(workspace)
    assert (
        messages.splitlines()[-1]
        == f"publishconf.py:{line}: NEIGHBOURS không có khóa “odler”. Hãy viết older"
    )


def test_publish_build_uses_the_same_clock(workspace: Workspace) -> None:
    conf = workspace.root / "pelicanconf.py"
    conf.write_text(
        conf.read_text(encoding="utf-8") + "import os\nSITENAME = os.environ.get('BULLETIN_NOW')\n"
    )
    write_file(workspace.root / "theme/templates/index.html", "{{ SITENAME }}")
    publish_at_hour(workspace)
    assert (workspace.publish_output / "index.html").read_text(
        encoding="utf-8"
    ) == "2026-11-23T12:00:00+07:00"


def test_publish_without_front_page_is_refused(workspace: Workspace) -> None:
    result, _ = publish_at_hour(workspace)
    conf = workspace.root / "pelicanconf.py"
    write_file(
        conf, conf.read_text(encoding="utf-8") + "\nDIRECT_TEMPLATES = []\nDELETE_OUTPUT_DIRECTORY = True\n"
    )
    _, error = expect_refusal(workspace)
    assert "không có trang nhất" in error
    assert (workspace.root / "public/current").readlink() == Path("releases") / result.release.id


def test_publish_compresses_files_only_for_own_server(tmp_path: Path) -> None:
    own_site = create_small_site(tmp_path / "own")
    own_files = publish(own_site, NOON).release.manifest.entries
    assert {
        "index.html.gz",
        "index.html.br",
        ".nginx/redirects.map",
        ".nginx/requests.map",
        ".nginx/gone.map",
    } <= own_files.keys()
    assert (own_site.root / "public/current/index.html.br").read_bytes() != b""
    assert "2026/11/tin-tot/index.html.br" in own_files
    subprocess.run(["git", "init", "-q", "--bare", tmp_path / "kho.git"], check=True)
    git_site = create_small_site(
        tmp_path / "other", PUBLISH_TO=f"git+file://{tmp_path}/kho.git", **OFFICE_SETTINGS
    )
    write_article(git_site, "cu", aliases='["/?p=1", "/index.php?op=a/b", "/tin-7.aspx"]')
    messages: list[str] = []
    release = publish(git_site, NOON, messages.append).release
    entries = release.manifest.entries.values()
    assert [message[:60] for message in messages if "địa chỉ cũ" in message] == [
        "2 địa chỉ cũ có phần sau dấu “?” (aliases) không chuyển hướn"
    ]
    assert "tin-7.aspx/index.html" in release.manifest.entries
    assert {FileType.PAGE, FileType.FEED} < {entry.file_type for entry in entries}
    assert not any(entry.file_type in (FileType.COMPRESSED, FileType.SERVER_MAP) for entry in entries)


def test_publish_compresses_only_changed_files_again(tmp_path: Path) -> None:
    workspace = create_small_site(tmp_path)
    publish(workspace, NOON)
    before = set((workspace.cache / "compressed").iterdir())
    write_article(workspace, "hai")
    result = publish(workspace, NOON + timedelta(hours=1))
    changed = {*result.difference.added, *result.difference.changed}
    new = set((workspace.cache / "compressed").iterdir()) - before
    assert 0 < len(new) <= sum(path.endswith((".br", ".gz")) for path in changed) < len(before)
    unchanged = workspace.root / "public/current/404.html.br"
    assert unchanged.stat().st_nlink > 1


def test_publish_unknown_address_to_explain_is_still_released(tmp_path: Path) -> None:
    workspace, messages = create_small_site(tmp_path), list[str]()
    assert publish(workspace, NOON, messages.append, explain="/khong/co/").is_new
    assert "Trang không có tệp hay địa chỉ nào là “/khong/co/”." in messages
    with pytest.raises(UserError, match=r"Không có tệp “khac\.md”"):
        publish(workspace, NOON, messages.append, explain="khac.md")

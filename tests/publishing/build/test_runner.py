from datetime import datetime
from pathlib import Path
from unittest.mock import Mock

import pytest

from bulletin.build.report import BuildReport, WrittenFile, get_build_report_path
from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.publishing.build.results import explain_last_build, require_content_file
from bulletin.publishing.build.runner import remove_tracebacks, start_build_process
from bulletin.publishing.workspace import BUILD_SETTINGS_FILE, PUBLISH_SETTINGS_FILE, Workspace
from bulletin.settings.tables import SettingError

pytestmark = pytest.mark.own_process
LOG = """\
WARNING: Không có chuyên mục “Tin”.
CRITICAL: RuntimeError: Warning or error encountered
Traceback (most recent call last):
  File "pelican/__init__.py", line 676, in main
    pelican.run()
    ^^^^^^^^^^^^^
RuntimeError: Warning or error encountered
Sau cùng.
"""

MOMENT = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ)


def test_messages_pass_and_tracebacks_do_not() -> None:
    assert list(remove_tracebacks(LOG.splitlines())) == ["WARNING: Không có chuyên mục “Tin”.", "Sau cùng."]


def test_a_chain_of_exceptions_leaves_nothing() -> None:
    one = "Traceback (most recent call last):\n  File\nKeyError: 1\n"
    chain = f"{one}\nDuring handling of the above exception, another exception occurred:\n\n{one}"
    assert list(remove_tracebacks(chain.splitlines())) == []


def create_built_site(folder: Path) -> Workspace:
    """Return a site whose last build with the settings of a publish wrote its front page."""
    site = Workspace(folder)
    report = BuildReport(written_files=[WrittenFile("index.html", ("tin chính",))])
    report.save(get_build_report_path(site.cache, site.get_output_folder(PUBLISH_SETTINGS_FILE)))
    return site


@pytest.mark.parametrize(
    ("what", "lines"),
    [
        ("", ["Đã dựng: ghi 1 tệp, gỡ 0 tệp."]),
        (True, ["Đã dựng: ghi 1 tệp, gỡ 0 tệp.", "  ghi index.html (tin chính)"]),
        ("/", ["Lần dựng vừa rồi ghi index.html (tin chính)."]),
    ],
)
def test_a_build_is_explained_in_short_in_full_or_for_one_page(
    tmp_path: Path, what: str | bool, lines: list[str]
) -> None:
    site = create_built_site(tmp_path)
    assert list(explain_last_build(site, PUBLISH_SETTINGS_FILE, what)) == lines
    assert (
        list(explain_last_build(site, BUILD_SETTINGS_FILE, what)) == []
    )  # the other output has a report of its own


def test_what_a_build_wrote_is_known_until_another_one_begins(tmp_path: Path) -> None:
    site = create_built_site(tmp_path)
    with start_build_process(site, PUBLISH_SETTINGS_FILE, MOMENT, say=lambda _: None):
        pass  # it has no settings to read, and ends
    assert list(explain_last_build(site, PUBLISH_SETTINGS_FILE)) == []


def test_a_build_ends_where_its_caller_stops(tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").write_text("import time\ntime.sleep(600)\n", encoding="utf-8")
    with (
        pytest.raises(SettingError),
        start_build_process(Workspace(tmp_path), BUILD_SETTINGS_FILE, MOMENT, say=print),
    ):
        raise SettingError


def test_settings_that_the_build_cannot_read_are_told_and_nothing_that_python_says(tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").write_text("\nX = (1,\n", encoding="utf-8")
    said: list[str] = []
    with (
        start_build_process(Workspace(tmp_path), BUILD_SETTINGS_FILE, MOMENT, say=said.append) as run,
        pytest.raises(UserError, match=r"^pelicanconf.py:2: Python không chạy được dòng này"),
    ):
        run.wait()
    assert said == []


def test_a_warning_of_pelican_at_an_address_that_ends_in_a_slash_is_told_in_our_words(tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").write_text('\nSITEURL = "https://a.vn/"\n', encoding="utf-8")
    said: list[str] = []
    with (
        start_build_process(Workspace(tmp_path), BUILD_SETTINGS_FILE, MOMENT, say=said.append) as run,
        pytest.raises(SettingError, match=r"^pelicanconf.py:2: SITEURL không có dấu gạch chéo ở cuối"),
    ):
        run.wait()
    assert said == []


def test_a_disk_that_hinders_reading_the_settings_is_no_fault_of_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it is where Python could only write half of a compiled file."""
    (tmp_path / "pelicanconf.py").write_text("X = (1,\n", encoding="utf-8")
    monkeypatch.setattr(
        "pelican.settings.read_settings", Mock(side_effect=EOFError("marshal data too short"))
    )
    said: list[str] = []
    with (
        start_build_process(Workspace(tmp_path), BUILD_SETTINGS_FILE, MOMENT, say=said.append) as run,
        pytest.raises(UserError, match=r"^Chưa dựng được trang"),
    ):
        run.wait()
    assert said


def test_a_file_that_the_settings_want_in_vain_is_their_fault(tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").write_text('X = open("khong-co")\n', encoding="utf-8")
    with (
        start_build_process(Workspace(tmp_path), BUILD_SETTINGS_FILE, MOMENT, say=lambda _: None) as run,
        pytest.raises(UserError, match=r"^pelicanconf.py:1: .*FileNotFoundError"),
    ):
        run.wait()


def test_an_address_that_the_site_does_not_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"Trang không có tệp hay địa chỉ nào là “/khac/”\."):
        list(explain_last_build(create_built_site(tmp_path), PUBLISH_SETTINGS_FILE, "/khac/"))


def test_a_content_file_that_is_not_there_is_refused_before_a_build(tmp_path: Path) -> None:
    site = Workspace(tmp_path)
    file = site.content / "articles/mot.md"
    file.parent.mkdir(parents=True)
    file.touch()
    for what in ("articles/mot.md", "content/articles/mot.md", str(file), "/2026/11/mot/", "", True):
        require_content_file(site, what)
    with pytest.raises(UserError, match=r"Không có tệp “articles/hai\.md” trong content/"):
        require_content_file(site, "articles/hai.md")

from datetime import datetime
from pathlib import Path
from unittest.mock import Mock

import pytest

from bulletin.build.report import BuildReport, WrittenFile, get_build_report_path
from bulletin.clock import VIETNAM_TZ
from bulletin.errors import BuildError, UserError
from bulletin.publishing.build.runner import remove_tracebacks, start_build_process
from bulletin.publishing.workspace.folders import BUILD_SETTINGS_FILE, PUBLISH_SETTINGS_FILE, Workspace
from bulletin.settings.tables import SettingError
from tests.publishing.small_site import create_small_site

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

BUILD_TIME = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ)


def test_remove_tracebacks_keeps_messages() -> None:
    assert list(remove_tracebacks(LOG.splitlines())) == ["WARNING: Không có chuyên mục “Tin”.", "Sau cùng."]


def test_remove_tracebacks_chained_exceptions_leave_nothing() -> None:
    traceback = "Traceback (most recent call last):\n  File\nKeyError: 1\n"
    chain = f"{traceback}\nDuring handling of the above exception, another exception occurred:\n\n{traceback}"
    assert list(remove_tracebacks(chain.splitlines())) == []


def test_start_build_process_removes_earlier_report(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    report = get_build_report_path(workspace.cache, workspace.publish_output)
    BuildReport(written_files=[WrittenFile("index.html", ("tin chính",))]).save(report)
    with start_build_process(workspace, PUBLISH_SETTINGS_FILE, BUILD_TIME, say=lambda _: None):
        pass  # the build ends, because it has no settings
    assert not report.exists()


def test_start_build_process_exception_of_caller_ends_build(tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").write_text("import time\ntime.sleep(600)\n", encoding="utf-8")
    with (
        pytest.raises(SettingError),
        start_build_process(Workspace(tmp_path), BUILD_SETTINGS_FILE, BUILD_TIME, say=print),
    ):
        raise SettingError


def test_wait_invalid_settings_raises_without_output_of_python(tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").write_text("\nX = (1,\n", encoding="utf-8")
    messages: list[str] = []
    with (
        start_build_process(
            Workspace(tmp_path), BUILD_SETTINGS_FILE, BUILD_TIME, say=messages.append
        ) as build,
        pytest.raises(UserError, match=r"^pelicanconf.py:2: Python không chạy được dòng này"),
    ):
        build.wait()
    assert messages == []


def test_wait_siteurl_with_last_slash_raises_our_message(tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").write_text('\nSITEURL = "https://a.vn/"\n', encoding="utf-8")
    messages: list[str] = []
    with (
        start_build_process(
            Workspace(tmp_path), BUILD_SETTINGS_FILE, BUILD_TIME, say=messages.append
        ) as build,
        pytest.raises(SettingError, match=r"^pelicanconf.py:2: SITEURL không có dấu gạch chéo ở cuối"),
    ):
        build.wait()
    assert messages == []


def test_wait_unreadable_settings_are_not_blamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read half of a compiled file, as a full disk leaves it."""
    (tmp_path / "pelicanconf.py").write_text("X = (1,\n", encoding="utf-8")
    monkeypatch.setattr(
        "pelican.settings.read_settings", Mock(side_effect=EOFError("marshal data too short"))
    )
    messages: list[str] = []
    with (
        start_build_process(
            Workspace(tmp_path), BUILD_SETTINGS_FILE, BUILD_TIME, say=messages.append
        ) as build,
        pytest.raises(UserError, match=r"^Chưa dựng được trang"),
    ):
        build.wait()
    assert messages


def test_wait_mistake_in_a_template_is_told_in_one_line(tmp_path: Path) -> None:
    site = create_small_site(tmp_path)
    settings = site.root / PUBLISH_SETTINGS_FILE
    lines = settings.read_text(encoding="utf-8")
    settings.write_text(f"{lines}\nTHEME_TEMPLATES_OVERRIDES = ['khuon']\n", encoding="utf-8")
    (site.root / "khuon").mkdir()
    (site.root / "khuon/article.html").write_text("\n{% extends '!theme/articl.html' %}", encoding="utf-8")
    messages: list[str] = []
    with (
        start_build_process(site, PUBLISH_SETTINGS_FILE, BUILD_TIME, say=messages.append) as build,
        pytest.raises(BuildError),
    ):
        build.wait()
    line = "khuon/article.html:2: không có khuôn “!theme/articl.html”; có phải “!theme/article.html” không?"
    assert messages == [f"{line} Hãy sửa dòng này rồi dựng lại."]


def test_wait_file_missing_in_settings_blames_settings(tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").write_text('X = open("khong-co")\n', encoding="utf-8")
    with (
        start_build_process(
            Workspace(tmp_path), BUILD_SETTINGS_FILE, BUILD_TIME, say=lambda _: None
        ) as build,
        pytest.raises(UserError, match=r"^pelicanconf.py:1: .*FileNotFoundError"),
    ):
        build.wait()

from pathlib import Path

import pytest

from bulletin.build.report import BuildReport, WrittenFile, get_build_report_path
from bulletin.errors import UserError
from bulletin.publishing.build.results import explain_last_build, require_content_file
from bulletin.publishing.workspace.folders import BUILD_SETTINGS_FILE, PUBLISH_SETTINGS_FILE, Workspace


def create_built_site(folder: Path) -> Workspace:
    """Return a workspace whose last build for a publish wrote the front page."""
    workspace = Workspace(folder)
    report = BuildReport(written_files=[WrittenFile("index.html", ("tin chính",))])
    report.save(get_build_report_path(workspace.cache, workspace.get_output_folder(PUBLISH_SETTINGS_FILE)))
    return workspace


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("", ["Đã dựng: ghi 1 tệp, gỡ 0 tệp."]),
        (True, ["Đã dựng: ghi 1 tệp, gỡ 0 tệp.", "  ghi index.html (tin chính)"]),
        ("/", ["Lần dựng vừa rồi ghi index.html (tin chính)."]),
    ],
)
def test_explain_last_build_question_selects_lines(
    tmp_path: Path, question: str | bool, lines: list[str]
) -> None:
    workspace = create_built_site(tmp_path)
    assert list(explain_last_build(workspace, PUBLISH_SETTINGS_FILE, question)) == lines
    assert (
        list(explain_last_build(workspace, BUILD_SETTINGS_FILE, question)) == []
    )  # the other output has its own report


def test_explain_last_build_unknown_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"Trang không có tệp hay địa chỉ nào là “/khac/”\."):
        list(explain_last_build(create_built_site(tmp_path), PUBLISH_SETTINGS_FILE, "/khac/"))


def test_require_content_file_missing_file_is_refused(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    file = workspace.content / "articles/mot.md"
    file.parent.mkdir(parents=True)
    file.touch()
    for question in ("articles/mot.md", "content/articles/mot.md", str(file), "/2026/11/mot/", "", True):
        require_content_file(workspace, question)
    with pytest.raises(UserError, match=r"Không có tệp “articles/hai\.md” trong content/"):
        require_content_file(workspace, "articles/hai.md")

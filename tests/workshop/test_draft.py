from datetime import datetime
from pathlib import Path

import pytest

from plugins.clock import LOCAL
from publishing.errors import PublishError
from workshop.draft import create_draft

NOON = datetime(2026, 1, 3, 7, 30, tzinfo=LOCAL)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "sections.yml").write_text(
        "- name: Tin trong tỉnh\n  slug: tin-trong-tinh\n- name: Hỏi đáp\n  slug: hoi-dap\n", encoding="utf-8"
    )
    return tmp_path


def test_a_draft_has_its_front_matter_filled_in(content: Path) -> None:
    file = create_draft(content, 'Giám sát: kết luận "số 38"', "tin-trong-tinh", NOON)
    assert file == content / "articles/2026/01/giam-sat-ket-luan-so-38.md"
    assert file.read_text(encoding="utf-8") == (
        "---\n"
        'title: "Giám sát: kết luận \\"số 38\\""\n'
        "date: 2026-01-03 07:30\n"
        "category: Tin trong tỉnh\n"
        "slug: giam-sat-ket-luan-so-38\n"
        "status: draft\n"
        "---\n"
        "\nViết nội dung bài vào đây.\n"
    )


def test_an_article_is_never_written_over(content: Path) -> None:
    file = create_draft(content, "Một bài", "Hỏi đáp", NOON)
    file.write_text("công sức cả ngày", encoding="utf-8")
    with pytest.raises(PublishError, match=rf"Đã có tệp {content.name}/articles/2026/01/mot-bai\.md\."):
        create_draft(content, "Một  bài", "Hỏi đáp", NOON)
    assert file.read_text(encoding="utf-8") == "công sức cả ngày"


@pytest.mark.parametrize(
    ("title", "section", "message"),
    [
        ("Bài", "Hoi dap", "Hãy viết “Hỏi đáp”"),
        ("Bài", "", "  Tin trong tỉnh\n  Hỏi đáp"),
        ("…", "Hỏi đáp", "không phải là tiêu đề"),
    ],
)
def test_what_cannot_be_made_is_explained(content: Path, title: str, section: str, message: str) -> None:
    with pytest.raises(PublishError) as caught:
        create_draft(content, title, section, NOON)
    assert message in str(caught.value)
    assert not (content / "articles").exists()

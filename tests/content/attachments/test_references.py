"""What is said of a file that is named and is not there."""

from pathlib import Path

import pytest

from bulletin.content.attachments.references import suggest_file

COPY = "hãy chép tệp vào content/files/"


def describe_missing_file(root, there, named):
    """Return what is said of the file ``named``, where there is one called ``there``."""
    (root / there).parent.mkdir(parents=True, exist_ok=True)
    (root / there).touch()
    return suggest_file(root, root / named, ["files"])


@pytest.mark.parametrize(
    ("there", "named"),
    [
        ("files/ke-hoach.pdf", "files/Kế hoạch.PDF"),
        ("files/ke-hoach.pdf", "files/ke_hoach.pdf"),
        ("files/2026/ke-hoach.pdf", "files/2026/KE-HOACH.pdf"),
        ("files/ke-hoach.pdf", "ke-hoach.pdf"),
    ],
)
def test_a_name_written_otherwise_is_corrected(tmp_path: Path, there: str, named: str) -> None:
    assert describe_missing_file(tmp_path, there, named) == f"Hãy viết “{there}”."


@pytest.mark.parametrize(
    ("there", "named"),
    [
        ("files/ke-hoach-118-kh-btctu.pdf", "files/ke-hoach-112-kh-btctu.pdf"),
        ("files/ke-hoach.pdf", "files/ke-hoach.docx"),
        ("files/ke-hoach.pdf", "files/2026/ke-hoach.pdf"),
        ("files/ke-hoach-11-8.pdf", "files/ke-hoach-118.pdf"),
    ],
)
def test_a_file_that_may_be_another_paper_is_asked_about(tmp_path: Path, there: str, named: str) -> None:
    assert (
        describe_missing_file(tmp_path, there, named)
        == f"Có phải là “{there}” không? Nếu phải, hãy viết như vậy; nếu không, {COPY}."
    )


def test_nothing_like_it_is_to_be_copied(tmp_path: Path) -> None:
    assert describe_missing_file(tmp_path, "files/quyet-dinh.pdf", "files/to-trinh.pdf") == (
        "Hãy chép tệp vào content/files/ hoặc sửa đường dẫn."
    )

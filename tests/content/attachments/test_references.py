from pathlib import Path

import pytest

from bulletin.content.attachments.references import suggest_file

COPY = "hãy chép tệp vào content/files/"


def suggest_for_missing_file(root: Path, existing: str, missing: str) -> str:
    """Return the remedy for the file ``missing`` if the file ``existing`` exists."""
    (root / existing).parent.mkdir(parents=True, exist_ok=True)
    (root / existing).touch()
    return suggest_file(root, root / missing, ["files"])


@pytest.mark.parametrize(
    ("existing", "missing"),
    [
        ("files/ke-hoach.pdf", "files/Kế hoạch.PDF"),
        ("files/ke-hoach.pdf", "files/ke_hoach.pdf"),
        ("files/2026/ke-hoach.pdf", "files/2026/KE-HOACH.pdf"),
        ("files/ke-hoach.pdf", "ke-hoach.pdf"),
    ],
)
def test_suggest_file_with_similar_spelling_proposes_it(tmp_path: Path, existing: str, missing: str) -> None:
    assert suggest_for_missing_file(tmp_path, existing, missing) == f"Hãy viết “{existing}”."


@pytest.mark.parametrize(
    ("existing", "missing"),
    [
        ("files/ke-hoach-118-kh-btctu.pdf", "files/ke-hoach-112-kh-btctu.pdf"),
        ("files/ke-hoach.pdf", "files/ke-hoach.docx"),
        ("files/ke-hoach.pdf", "files/2026/ke-hoach.pdf"),
        ("files/ke-hoach-11-8.pdf", "files/ke-hoach-118.pdf"),
    ],
)
def test_suggest_file_with_near_name_asks(tmp_path: Path, existing: str, missing: str) -> None:
    assert (
        suggest_for_missing_file(tmp_path, existing, missing)
        == f"Có phải là “{existing}” không? Nếu phải, hãy viết như vậy; nếu không, {COPY}."
    )


def test_suggest_file_without_near_name_proposes_copying(tmp_path: Path) -> None:
    assert suggest_for_missing_file(tmp_path, "files/quyet-dinh.pdf", "files/to-trinh.pdf") == (
        "Hãy chép tệp vào content/files/ hoặc sửa đường dẫn."
    )

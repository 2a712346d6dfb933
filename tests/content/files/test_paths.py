from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.content.files.paths import MAX_NAME_BYTES, PathError, PlainFileCheck, resolve_reference

PIECES = st.sampled_from(
    ["..", ".", "", "/", "images", "ngoai", "x.jpg", "~", "C:", "\\", "{static}", "%2e%2e", "\0", "ế"]
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a content folder with a symbolic link to its parent and a circular link."""
    folder = tmp_path_factory.mktemp("site")
    root = folder / "content"
    (root / "images").mkdir(parents=True)
    (root / "ngoai").symlink_to(folder)
    (root / "images/vong").symlink_to("vong")
    (root / "images/trong.jpg").symlink_to("x.jpg")
    return root


@given(pieces=st.lists(PIECES, max_size=6), slash=st.booleans())
def test_resolve_reference_of_any_text_stays_inside_or_raises(root: Path, pieces: Any, slash: Any) -> None:
    reference = ("/" if slash else "") + "/".join(pieces)
    try:
        path = resolve_reference(root, reference)
    except PathError:
        return
    assert path.resolve().is_relative_to(root.resolve())


@pytest.mark.parametrize(
    "reference", ["images/x.jpg", "/images/x.jpg", "{static}/images/x.jpg", "{static}images/x.jpg"]
)
def test_resolve_reference_of_four_forms_returns_same_path(root: Path, reference: str) -> None:
    assert resolve_reference(root, reference) == root / "images/x.jpg"


def test_resolve_reference_with_decomposed_letters_composes_them(root: Path) -> None:
    assert resolve_reference(root, "images/e\u0301.jpg").name == "é.jpg"


def test_resolve_reference_with_a_name_too_long_to_copy_says_how_many_letters_fit(root: Path) -> None:
    longest = f"files/{'ế' * 78}ab.pdf"
    assert resolve_reference(root, longest).name == longest.removeprefix("files/")
    with pytest.raises(PathError, match=rf"\(241 byte, nhiều nhất {MAX_NAME_BYTES}\)") as caught:
        resolve_reference(root, f"{longest.removesuffix('.pdf')}x.pdf")
    assert caught.value.remedy == "Hãy đổi tên tệp còn chừng 84 chữ, rồi viết tên mới ở đây."
    assert resolve_reference(root, f"articles/{'ế' * 82}.md")


def test_resolve_reference_of_symlink_inside_returns_it(root: Path) -> None:
    assert resolve_reference(root, "images/trong.jpg") == root / "images/trong.jpg"


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "/",
        ".",
        "../x.jpg",
        "images/../../x",
        "ngoai/x.jpg",
        "C:/x.jpg",
        "images\\x.jpg",
        "https://a.vn/x.jpg",
    ],
)
def test_resolve_reference_of_forbidden_path_raises_error(root: Path, reference: str) -> None:
    with pytest.raises(PathError, match=r"content/|Đường dẫn"):
        resolve_reference(root, reference)


@pytest.mark.parametrize("reference", ["images/vong", f"images/{'a' * 300}.jpg", "images/" + "a/" * 3000])
def test_resolve_reference_of_impossible_name_raises_or_names_no_file(root: Path, reference: str) -> None:
    with suppress(PathError):
        assert not resolve_reference(root, reference).is_file()


@pytest.fixture
def content_folder(tmp_path: Path) -> Path:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/x.md").write_text("x")
    root = tmp_path / "content"
    (root / "articles/2026").mkdir(parents=True)
    (root / "articles/2026/x.md").write_text("x")
    return root


def test_plain_file_check_accepts_a_file(content_folder: Path) -> None:
    assert PlainFileCheck(content_folder).find_status("articles/2026/x.md")


def test_plain_file_check_does_not_accept_links(content_folder: Path) -> None:
    (content_folder / "articles/y.md").symlink_to(content_folder / "articles/2026/x.md")
    (content_folder / "pages").symlink_to(content_folder.parent / "outside")
    check = PlainFileCheck(content_folder)
    assert not check.find_status("articles/y.md")
    assert not check.find_status("pages/x.md")
    assert not check.find_status("pages/x.md")


@pytest.mark.parametrize(
    "source",
    [
        *(
            "",
            "articles",
            "articles/none.md",
            "none/x.md",
            "../outside/x.md",
            "articles/../articles/2026/x.md",
        ),
        *("/etc/passwd", "articles//2026/x.md", "articles/2026/x.md\n", "articles\\x.md", "a:b/x.md"),
        *(f"{'a' * 300}.md", "{static}/articles/2026/x.md"),
    ],
)
def test_plain_file_check_leaves_other_paths_uncertain(content_folder: Path, source: str) -> None:
    assert not PlainFileCheck(content_folder).find_status(source)

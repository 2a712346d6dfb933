import pytest

from plugins.records.indoors import Indoors


@pytest.fixture
def root(tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/x.md").write_text("x")
    root = tmp_path / "content"
    (root / "articles/2026").mkdir(parents=True)
    (root / "articles/2026/x.md").write_text("x")
    return root


def test_a_file_in_the_folder_is_certainly_there(root):
    assert Indoors(root).holds("articles/2026/x.md")


def test_a_link_is_not(root):
    (root / "articles/y.md").symlink_to(root / "articles/2026/x.md")
    assert not Indoors(root).holds("articles/y.md")


def test_nor_is_a_file_below_a_link_that_leads_out(root):
    (root / "pages").symlink_to(root.parent / "outside")
    found = Indoors(root)
    assert not found.holds("pages/x.md")
    assert not found.holds("pages/x.md")


ODD = (
    "",
    "articles",
    "articles/none.md",
    "none/x.md",
    "../outside/x.md",
    "articles/../articles/2026/x.md",
    "/etc/passwd",
)
ODDER = (
    "articles//2026/x.md",
    "articles/2026/x.md\n",
    "articles\\x.md",
    "a:b/x.md",
    f"{'a' * 300}.md",
    "{static}/articles/2026/x.md",
)


@pytest.mark.parametrize("source", [*ODD, *ODDER])
def test_nor_is_what_is_no_plain_path_of_a_file(root, source):
    assert not Indoors(root).holds(source)

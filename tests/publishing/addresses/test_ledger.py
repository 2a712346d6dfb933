import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.errors import UserError
from bulletin.publishing.addresses.ledger import AddressLedger, LedgerEntry
from tests.sample_site import ROOT


def read_ledger_text(folder: Path, text: str) -> AddressLedger:
    (folder / "addresses.txt").write_text(text, encoding="utf-8")
    return AddressLedger.read(folder)


def test_without_a_file_nothing_is_remembered(tmp_path: Path) -> None:
    assert AddressLedger.read(tmp_path).entries == {}


def test_what_is_written_is_read_again_sorted_and_not_written_twice(tmp_path: Path) -> None:
    made = AddressLedger.read(tmp_path)
    assert made.update({"/b/": LedgerEntry("pages/b.md"), "/a/": LedgerEntry("", "hết bài")}) == 2
    assert made.write()
    assert not made.write()
    text = (tmp_path / "addresses.txt").read_text(encoding="utf-8")
    assert text.splitlines()[-2:] == ["/a/\t\thết bài", "/b/\tpages/b.md"]
    assert not AddressLedger.read(tmp_path).write()


def test_a_line_is_never_lost_by_writing(tmp_path: Path) -> None:
    made = read_ledger_text(tmp_path, "/c/\n/a/\tarticles/a.md\n")
    made.update({"/b/": LedgerEntry()})
    made.write()
    assert set(AddressLedger.read(tmp_path).entries) == {"/a/", "/b/", "/c/"}


def test_lines_that_come_while_a_publish_runs_are_kept(tmp_path: Path) -> None:
    made = read_ledger_text(tmp_path, "/a/\n")
    read_ledger_text(tmp_path, "/a/\n/fetched/\n")
    made.update({"/b/": LedgerEntry()})
    made.write()
    assert set(AddressLedger.read(tmp_path).entries) == {"/a/", "/b/", "/fetched/"}


def test_what_a_union_merge_leaves_is_read(tmp_path: Path) -> None:
    made = read_ledger_text(
        tmp_path, "# x\n/b/\tarticles/b.md\r\n\n/a/\n/b/\tarticles/b.md\thết hạn\n/a/\tarticles/a.md\n# x\n"
    )
    assert made.entries == {
        "/a/": LedgerEntry("articles/a.md"),
        "/b/": LedgerEntry("articles/b.md", "hết hạn"),
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/a/\n<<<<<<< HEAD\n/b/\n", "addresses.txt:2: Còn dấu xung đột của git"),
        ("/a/\n=======\n", "addresses.txt:2: Còn dấu xung đột của git"),
        ("a/\n", "addresses.txt:1: Không đọc được, dòng không bắt đầu bằng “/”"),
        ("/a/\tarticles/a.md\txong\n", "addresses.txt:1: Không đọc được, lý do “xong”"),
    ],
)
def test_a_line_that_means_nothing_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read_ledger_text(tmp_path, text)


def test_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "addresses.txt").write_bytes("/tin-tức/".encode("utf-16"))
    with pytest.raises(UserError, match="không phải tệp UTF-8"):
        AddressLedger.read(tmp_path)


def test_git_merges_what_two_offices_published(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        name = ("-c", "user.name=An", "-c", "user.email=an@example.vn")
        subprocess.run(["git", "-C", str(tmp_path), *name, *words], check=True, capture_output=True)

    def publish(branch: str, *new: str) -> None:
        git("checkout", "-q", branch)
        made = AddressLedger.read(tmp_path)
        made.update({one: LedgerEntry(f"articles{one[:-1]}.md") for one in new})
        made.write()
        git("commit", "-qam", "x")

    git("init", "-q", "-b", "main")
    (tmp_path / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    read_ledger_text(tmp_path, "/a/\n/m/\n")
    git("add", "-A")
    git("commit", "-qm", "x")
    git("branch", "other")
    publish("main", "/b/", "/d/")
    publish("other", "/c/", "/m/")
    git("merge", "-q", "main")
    assert set(AddressLedger.read(tmp_path).entries) == {"/a/", "/b/", "/c/", "/d/", "/m/"}


ADDRESSES = st.text("ab/đ é\t", min_size=1).map(lambda text: "/" + text.replace("\t", "") + "/")
ROWS = st.dictionaries(
    ADDRESSES,
    st.builds(LedgerEntry, st.sampled_from(["", "articles/x.md"]), st.sampled_from(["", "hết hạn"])),
)


@given(one=ROWS, other=ROWS)
def test_lines_of_two_ledgers_in_any_order_are_both(
    tmp_path_factory: pytest.TempPathFactory, one: dict[str, LedgerEntry], other: dict[str, LedgerEntry]
) -> None:
    folder = tmp_path_factory.mktemp("so")
    for rows in (one, other):
        made = AddressLedger.read(folder)
        made.update(rows)
        made.write()
    lines = (folder / "addresses.txt").read_text(encoding="utf-8").split("\n") if one or other else []
    assert read_ledger_text(folder, "\n".join(reversed(lines))).entries == one | other

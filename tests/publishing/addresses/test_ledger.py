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


def test_read_missing_file_is_empty(tmp_path: Path) -> None:
    assert AddressLedger.read(tmp_path).entries == {}


def test_write_sorts_entries_and_skips_unchanged_ledger(tmp_path: Path) -> None:
    ledger = AddressLedger.read(tmp_path)
    assert ledger.update({"/b/": LedgerEntry("pages/b.md"), "/a/": LedgerEntry("", "hết bài")}) == 2
    assert ledger.write()
    assert not ledger.write()
    text = (tmp_path / "addresses.txt").read_text(encoding="utf-8")
    assert text.splitlines()[-2:] == ["/a/\t\thết bài", "/b/\tpages/b.md"]
    assert not AddressLedger.read(tmp_path).write()


def test_write_keeps_existing_lines(tmp_path: Path) -> None:
    ledger = read_ledger_text(tmp_path, "/c/\n/a/\tarticles/a.md\n")
    ledger.update({"/b/": LedgerEntry()})
    ledger.write()
    assert set(AddressLedger.read(tmp_path).entries) == {"/a/", "/b/", "/c/"}


def test_write_keeps_lines_added_since_reading(tmp_path: Path) -> None:
    ledger = read_ledger_text(tmp_path, "/a/\n")
    read_ledger_text(tmp_path, "/a/\n/fetched/\n")
    ledger.update({"/b/": LedgerEntry()})
    ledger.write()
    assert set(AddressLedger.read(tmp_path).entries) == {"/a/", "/b/", "/fetched/"}


def test_read_lines_of_union_merge_merges_entries(tmp_path: Path) -> None:
    ledger = read_ledger_text(
        tmp_path, "# x\n/b/\tarticles/b.md\r\n\n/a/\n/b/\tarticles/b.md\thết hạn\n/a/\tarticles/a.md\n# x\n"
    )
    assert ledger.entries == {
        "/a/": LedgerEntry("articles/a.md"),
        "/b/": LedgerEntry("articles/b.md", "hết hạn"),
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("/a/\n<<<<<<< HEAD\n/b/\n", "addresses.txt:2: Còn dấu xung đột của git"),
        ("/a/\n=======\n", "addresses.txt:2: Còn dấu xung đột của git"),
        ("a/\n", "addresses.txt:1: Không đọc được, dòng không bắt đầu bằng “/”"),
        ("/a/\tarticles/a.md\txong\n", "addresses.txt:1: Không đọc được, lý do “xong”"),
    ],
)
def test_read_invalid_line_names_its_number(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        read_ledger_text(tmp_path, text)


def test_read_other_encoding_is_reported(tmp_path: Path) -> None:
    (tmp_path / "addresses.txt").write_bytes("/tin-tức/".encode("utf-16"))
    with pytest.raises(UserError, match="không phải tệp UTF-8"):
        AddressLedger.read(tmp_path)


def test_ledgers_of_two_workspaces_are_merged_by_git(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        name = ("-c", "user.name=An", "-c", "user.email=an@example.vn")
        subprocess.run(["git", "-C", str(tmp_path), *name, *words], check=True, capture_output=True)

    def publish(branch: str, *addresses: str) -> None:
        git("checkout", "-q", branch)
        ledger = AddressLedger.read(tmp_path)
        ledger.update({address: LedgerEntry(f"articles{address[:-1]}.md") for address in addresses})
        ledger.write()
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


@given(new_address=ROWS, second=ROWS)
def test_read_lines_in_any_order_has_entries_of_both_ledgers(
    tmp_path_factory: pytest.TempPathFactory,
    new_address: dict[str, LedgerEntry],
    second: dict[str, LedgerEntry],
) -> None:
    folder = tmp_path_factory.mktemp("so")
    for rows in (new_address, second):
        ledger = AddressLedger.read(folder)
        ledger.update(rows)
        ledger.write()
    lines = (
        (folder / "addresses.txt").read_text(encoding="utf-8").split("\n") if new_address or second else []
    )
    assert read_ledger_text(folder, "\n".join(reversed(lines))).entries == new_address | second

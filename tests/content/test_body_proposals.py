"""Tests that proposals about a body, obeyed once, leave no finding.

`BULLETIN_PLAYS=10000 .venv/bin/pytest tests/content/test_body_proposals.py` draws ten thousand texts.
"""

import os
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.content.problems import Problem
from bulletin.content.reader import ContentReader, create_content_reader
from bulletin.content.warnings.warning import ContentWarning
from tests.content.proposals import find_edit, obey_proposals
from tests.factories import SmallSite, load_repository_settings
from tests.gate import count_cases

PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
_HEAD = "---\ntitle: Tin\ndate: 2026-11-20 07:30\ncategory: Cán bộ\nslug: tin\n---\n\n"
_SLIPS = (
    "Gồm:\n– Xã Một;\n– Xã Hai;", "Gồm:\n1) Một\n2) Hai", "-Một xã", "Câu này.\n-Xã Một", "+Một\n+Hai", "a) Một\nb) Hai", "I. Một\nII. Hai",
    "> 65 tuổi: 12 người", "Hết./.", "Câu.\n\n[1]: https://a.vn", "Câu.\n\n*[Nguồn]: 2.026 hồ sơ", "Một **Hội nghị ** hai", "** Hội nghị** hai",
    "Một *Hội nghị * hai", "Một ~~ bỏ ~~ hai", "Xem [Báo] (https://a.vn)", "##Kết quả", "STT\tHọ tên\tTuổi\n1\tLê An\t20",
    "Xã | Số\n— | —\nA | 1", "| Xã | Số |\n| – | – |\n| A | 1 |", "| Xã | Số | Đạt |\n| --- | --- |\n| B | 2 | 1 |", "Xã | Số\nA | 1\nB | 2",
    "| Xã | Số |\n| A | 1 |", "| Xã | Số |\n| – | – |\n| A | 1 |\n\n| B | 2 |\n| C | 3 |", "> | a | b |\n> | — | — |", "- | a | b |\n  | c | d |", "Mã | Xã | Số\n1 | A | 2", "| a | b |\n| --- | --- |\n| [x|y] | c |",
    "| a | b |\n| --- | --- |\n| [x|y](/files/a.pdf) | c |", "Chữ </b> đậm", "Chữ </div> sau", "a <td>b</td> c", "*nghiêng*{.lop} chữ", "Chữ\n{: .lop }",
    "## Nhóm {#5}", "Một câu\ncâu hai\n===", "Một câu\ncâu hai\n---", "Xem https://https://a.vn/b.", "Xem https://abc,vn", "Xem https:/a.vn/b", "Xem zalo.me/123", "Xem http://http//a.vn",
    "<p>Xem https://a.vn/x</p>", "Xem http:https://a.vn", "Xem [](https://a.vn)", '![bến](/images/a.png "**Bến**")', "![**bến**](/images/a.png)",
    "[a](https://https://a.vn)", "[a](https://www.a,vn)", "||Số||Đạt|\n|A|B|C|D|", "a || b\n— | —\nx | y | z", "| Xã | `a|b` |\n| C | D |", ">> Xem thêm",
)  # fmt: skip
"""Bodies with a slip whose remedy leaves no choice, or whose first choice is obeyed."""
_WORDS = (
    "Chi bộ thôn họp.",
    "Năm 2026 đạt 95%.",
    "**Kết quả** tốt.",
    "- Xã Một\n- Xã Hai",
    "## Kết quả",
    "Xem [bài](https://b.vn).",
)


Finding = Problem | ContentWarning


class Desk(NamedTuple):
    """A small site and its reader."""

    folder: Path
    reader: ContentReader

    def list_findings(self, text: str) -> list[Finding]:
        """Return the findings of an article with a text."""
        self.file.write_text(text, encoding="utf-8")
        parsed = self.reader.read_item("articles/tin.md")
        return [*parsed.problems, *parsed.warnings]

    def obey(self, body: str) -> tuple[list[Finding], list[str], str]:
        """Return the findings of a body, those after one round, and the mended body."""
        before = self.list_findings(f"{_HEAD}{body}\n")
        obey_proposals(self.folder, before)
        mended = self.file.read_text("utf-8")
        return before, list(map(str, self.list_findings(mended))), mended.removeprefix(_HEAD)

    @property
    def file(self) -> Path:
        """The article."""
        return self.folder / "content/articles/tin.md"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Site without articles."""
    site = SmallSite(tmp_path_factory.mktemp("site"))
    site.write_article("tin")
    return Desk(site.folder, create_content_reader(site.content, load_repository_settings()))


@pytest.mark.parametrize("body", _SLIPS)
def test_proposal_about_a_body_obeyed_once_leaves_nothing(desk: Desk, body: str) -> None:
    before, after, mended = desk.obey(body)
    assert [item for item in before if find_edit(item)], before
    assert after == [], mended


def test_proposals_about_generated_bodies_obeyed_once_leave_nothing(desk: Desk) -> None:
    counts: Counter[bool] = Counter()

    @settings(
        max_examples=count_cases(60, 100), derandomize=not PLAYS, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(
        st.lists(st.sampled_from((*_SLIPS, *_WORDS)), min_size=1, max_size=6, unique=True).map("\n\n".join)
    )
    def obey_generated_body(body: str) -> None:
        before, after, mended = desk.obey(body)
        counts[bool(before)] += 1
        assert after == [], (body, mended)

    obey_generated_body()
    assert counts[True] > counts[False]

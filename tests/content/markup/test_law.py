"""Property tests: what is typed is what readers see, or a check tells the line.

Texts are put together from words, numbers, marks and HTML. Each piece says which of its words readers should see.
So no parser is needed to read the source, neither that of the bulletin nor another one.

`BULLETIN_PLAYS=10000 .venv/bin/pytest tests/content/markup/test_law.py` draws ten thousand texts for each law.
"""

import html
import re
from collections import Counter
from typing import NamedTuple

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bulletin.content.checks.image_texts import find_image_text_problems
from bulletin.content.markup.body import BodyParser
from bulletin.content.markup.slips.links import SourceLines
from bulletin.content.problems import Problem
from bulletin.content.warnings.checked_text import CheckedText
from bulletin.content.warnings.finders.tables import find_unread_tables
from bulletin.content.warnings.texts import find_text_warnings
from bulletin.content.warnings.warning import ContentWarning
from tests.gate import count_cases

_PARSER = BodyParser()
_PLAYS = settings(max_examples=count_cases(40, 80))
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
_BLOCK_TAG = re.compile(
    r"</?(?:p|h\d|ul|ol|li|blockquote|div|table|thead|tbody|tr|th|td|figure|figcaption|hr|br|pre)\b[^>]*>"
)
_TAG = re.compile(r"<[^>]*>")
_LIST_PART = re.compile(r'<(/?)(ul|ol|li)(?: (?:start|value)="(\d+)")?>')
_CODE = re.compile(r"<(pre|code)>.*?</\1>", re.DOTALL)


class Piece(NamedTuple):
    """A part of a text."""

    typed: str
    seen: str
    """The part without what no reader is meant to see."""


def create_pieces(text: str) -> list[Piece]:
    """Return the pieces of a list with ``¦`` between them.

    ``→`` stands before what is seen, and ``↵`` for a line end.
    """
    made = []
    for item in text.strip().replace("\n", "¦").split("¦"):
        typed, arrow, seen = item.partition("→")
        typed, seen = (
            part.replace("↵", "\n").replace("⍽", "\xa0").replace("◌", "\u200b").replace("⇥", "\t")
            for part in (typed, seen)
        )
        made.append(Piece(typed, seen if arrow else typed))
    return made


_WORDS = create_pieces(
    r"""
Chi bộ¦Đảng viên¦xã ¦Nguyễn Văn A¦năm 2026 ¦3*4*2,5¦12*30=360¦95%*¦, tăng 5%¦ (*) ¦½ ¦№ 5¦ 2**3 ¦1_2_3¦7~8¦30.10
x<y ¦ y>z¦< 5 ¦<tên cơ quan>¦<Nguyễn Thị B>¦<Enter>¦<ngày/tháng/năm>¦<www.huyen.vn>¦<b và c>¦<hội thi@xa.vn>¦<<Truyện>>¦Loại <S> ¦<Time>¦x<u>y¦**đậm**{nam=7}¦{số=8}¦↵{nam=9}↵
*nghiêng*{.lop}¦↵{.khoi}↵¦{#5}¦{: .doan }¦## Nhóm {#7}↵¦[^W]¦\\may\chung ¦C:\tep\_moi ¦C:\Bao cao nam\[a] 
“Hội nghị”¦ (kỳ hai)¦ [Ảnh] ¦R&D¦AT&T;¦tên_tệp_mới¦ ____ ¦{họ tên}¦#Hashtag ¦C:\Tệp¦a\*b¦\<c¦"d"¦'e' ¦…¦ – ¦; ¦!¦?
⍽¦◌¦quốc⍽gia¦chữ◌số¦|__|__| ¦ngày __/__/2026 ¦H`Mông ¦ 5` 6 ¦👉 ¦1/2 ¦-5 độ ¦100m2 ¦$5 ¦C++ ¦a|b¦||¦x^2 ¦@An ¦#1¦: ¦“Mở ¦)¦.¦⇥¦ (1) ¦=> ¦Đ/c A ¦5-6 ¦[1]¦[2] ¦HU
"""
)
_MARKS = create_pieces(
    r"""
 ¦ ¦↵¦↵¦↵↵¦↵↵¦  ↵¦\↵¦**¦**¦*¦_¦__¦~~¦`¦``¦- ¦* ¦+ ¦↵- ¦↵  - ¦↵    - ¦↵2. ¦↵5. ¦↵   30. ¦↵1) ¦↵– ¦↵• ¦> ¦↵> ¦## ¦##¦↵### ¦↵#
↵---↵¦↵***↵¦↵===↵¦|¦ | ¦↵| ¦ |↵¦↵| a | b |↵| --- | --- |↵¦↵↵| m | n |↵|:-:|--:|↵| o |¦-|-¦(¦)¦[¦]¦<¦>¦&¦\¦    ¦   ¦↵⍽- ¦↵◌## ¦-⍽¦>> ¦↵>>> ¦↵: ¦↵a. ¦↵+ ¦↵  ◦ ¦↵⇥3. ¦↵~~~↵¦↵:::↵¦↵||a|↵¦***¦"¦”¦↵```↵¦{¦}
"""
)
_HTML = create_pieces(
    """
<b> → ¦ </b>→ ¦<em> → ¦ </em>→ ¦<br>→ ¦<BR/>→ ¦<font color="red"> → ¦ </font>→ ¦ <o:p></o:p>→ ¦<span style='x'> → ¦ </span>→ ¦ <!-- ẩn --> → ¦&nbsp;→ ¦&amp;→&
↵↵<p align="center">→↵↵¦</p>↵↵→↵↵¦↵↵<div>↵↵→↵↵¦↵↵</div>↵↵→↵↵¦↵↵<center>→↵↵¦</center>↵↵→↵↵¦↵↵<table><tr><td>→↵↵¦ </td><td>→ ¦</td></tr></table>↵↵→↵↵
↵↵<details>↵<summary>→↵↵¦</summary>↵↵→↵↵¦</details>↵↵→↵↵¦↵↵<pre>→↵↵¦</pre>↵↵→↵↵¦↵↵<h2>→↵↵¦</h2>↵↵→↵↵¦↵↵<ul><li>→↵↵¦ </li></ul>↵↵→↵↵
[chữ](/2026/11/x/)→[chữ]¦![ảnh](/images/a.png)→ ![ảnh] ¦↵↵![bến](/images/b.png "chú")↵↵→↵↵![bến] "chú"↵↵¦<https://a.vn/f> → https://a.vn/f 
[![cầu](/images/c.png "chú giải")](/2026/11/y/)→![cầu] "chú giải"¦↵- ![chợ](/images/d.png "lời chợ")↵→↵![chợ] "lời chợ"↵¦Xem ![đình](/images/e.png “lời đình”) →Xem ![đình] "lời đình" 
</b> → ¦ </div> → ¦</p>→ ¦Link:https://k.vn/h ¦https://https://m.vn/o ¦[](https://q.vn)→ ¦## Mục {#neo}↵→## Mục↵¦↵↵| Xã | Số |↵| — | — |↵| B | 4 |↵↵¦↵↵| [p|q](/2026/11/x/) | r |↵| --- | --- |↵↵→↵↵[p|q] r↵↵
 https://g.vn/h ¦[www.i.vn](https://i.vn)→[www.i.vn]¦**đậm**¦*nghiêng*¦~~gạch~~¦`mã`¦[Báo][a]→[Báo]¦↵↵[a]: https://a.vn/r “Tên”↵↵→↵↵¦↵↵◌[b]: /2026/11/y/↵↵→↵↵¦[Tin][b]→[Tin]¦↵↵*[HU]: Huyện ủy↵↵→↵↵¦x[^1] →x ¦↵↵[^1]: Nguồn↵↵→↵↵Nguồn↵↵¦<sup>2</sup>→ 2 ¦<small>→ ¦</small>→ 
<a href="/2026/11/x/">bài</a>→ bài ¦↵↵<blockquote>↵trích↵</blockquote>↵↵→↵↵trích↵↵¦↵↵<table>↵<tr><td colspan="2">tổng</td></tr>↵</table>↵↵→↵↵tổng↵↵¦ <!--↵↵ẩn↵--> → ¦<span style="font-weight:bold">→ ¦</span>→ ¦<td>→ ¦&hellip;→…¦&#8211;→–
↵↵```↵khối↵```↵↵¦↵↵1. một↵2. hai↵↵
"""
)
_PIECES = st.one_of(*(st.sampled_from(pieces) for pieces in (_WORDS, _WORDS, _MARKS, _HTML)))
_TEXTS = st.lists(_PIECES, max_size=14)


def read_page(made: str) -> str:
    """Return texts, descriptions of images and the numbers of lists.

    A title that is no caption is not printed.
    """
    made = re.sub(r'<img alt="([^"]*)"[^>]*>', r" \1 ", made)
    parts, place, lists = [], 0, list[int | None]()
    for found in _LIST_PART.finditer(made):
        parts.append(made[place : found.start()])
        place = found.end()
        end, name, number = found.groups()
        if name != "li":
            lists[len(lists) :] = [] if end else [int(number or 1) - 1 if name == "ol" else None]
            del lists[len(lists) - bool(end) :]
        elif not end and lists and (last := lists[-1]) is not None:
            lists[-1] = int(number) if number else last + 1
            parts.append(f"<li> {lists[-1]}. ")
        parts.append("<br>")
    return "".join((*parts, made[place:]))


def list_findings(typed: str) -> tuple[str, list[int], list[str]]:
    """Return the HTML of a text, and lines and messages of its problems and warnings."""
    body, problems = _PARSER.parse_body("content/articles/tin.md", typed, 1)
    name, text = "content/articles/tin.md", CheckedText("", 1, typed, 1, body.html)
    tables, warnings = find_unread_tables(name, text), find_text_warnings(name, text, ())
    texts = find_image_text_problems(body.html, SourceLines(name, typed, 1))
    found: list[Problem | ContentWarning] = [*problems, *tables, *texts, *warnings]
    return body.html, [item.line for item in found], [str(item) for item in found]


def count_words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.replace("\u200b", "")))  # a sign without a width parts no words


@_PLAYS
@given(_TEXTS)
@example(create_pieces("Gửi <tên cơ quan>¦ 3*4*2,5"))
@example(create_pieces("2. hai↵5. năm"))
@example([Piece("Xã`Xem ![đình](/images/e.png “lời đình”) `Xã", 'Xã`Xem ![đình] "lời đình" `Xã')])
@example(create_pieces("5` và 6` *nghiêng*{.lop} 5` 6¦↵◌[a]: /2026/11/x/¦↵↵[b]: <Time>Hai"))
@example(create_pieces("↵↵[^1]: Nguồn↵↵¦↵↵[^1]: Nguồn↵↵¦↵↵<h2>→↵↵¦x[^1] →x "))
@example(create_pieces('[^W]¦(¦<font color="red"> → ¦![ảnh](/images/a.png)→ ![ảnh] '))
@example(create_pieces("R&#130.10¦ |__|__|__|¦↵↵| a |↵| --- |↵| 1 |⇥hai |"))
@example([Piece("` Xem ![đình](/images/e.png “lời đình”)", '` Xem ![đình] "lời đình"')])
@example([Piece("[^W]: [^W]", "[^W]: [^W]")])
@example(create_pieces("## ¦`¦## Nhóm {#7}↵¦H`Mông "))
def test_words_of_a_text_stand_on_the_page_or_are_told(pieces: list[Piece]) -> None:
    typed, seen = ("".join(parts) for parts in zip(*pieces, strict=True)) if pieces else ("", "")
    made, lines, messages = list_findings(typed)
    page = read_page(made)
    printed = count_words(html.unescape(_TAG.sub(" ", page)))
    lost = count_words(seen) - printed
    told_words = {
        word for line in lines for word in _WORD.findall(typed.replace("\u200b", "").split("\n")[line - 1])
    }
    assert not lost or set(lost) & told_words or "chưa có nội dung" in "".join(messages), (typed, lost, made)
    assert lines or not printed - count_words(typed), (typed, printed - count_words(typed), made)


@_PLAYS
@given(_TEXTS)
@example(create_pieces("3*4*2,5 m; 1~~2~~3"))
def test_figures_of_a_text_stand_on_the_page_as_typed(pieces: list[Piece]) -> None:
    typed = "".join(piece.typed for piece in pieces if "<" not in piece.typed and "`" not in piece.typed)
    made, lines, _ = list_findings(typed)
    visible = html.unescape(_TAG.sub("", _BLOCK_TAG.sub(" ", read_page(made))))
    printed, written = (
        Counter(_NUMBER.findall(text.replace("\u200b", ""))) for text in (visible, typed)
    )  # a sign without a width parts no figures
    assert lines or not printed - written, (typed, made)


_MEANT_MARKS = create_pieces(
    r"""
**đậm**¦ **Hội nghị ** ¦** Hội nghị**¦**“Hội nghị”**¦**Hội**nghị¦*nghiêng*¦ *Hội nghị * ¦***cả hai***¦__đậm__¦ __Hội nghị __ ¦~~bỏ~~¦~~ bỏ ~~
[Báo](/2026/11/x/)¦[Báo] (/2026/11/x/)¦[Báo](https://a.vn)¦[Báo] (https://a.vn)¦![Ảnh](/images/a.png)¦! [Ảnh](/images/a.png)¦[[Trang chủ]]¦[^1]
↵↵## Kết quả↵↵¦↵↵##Kết quả↵↵¦↵↵◌## Kết quả↵↵¦↵↵⍽### Kết quả↵↵¦↵↵> ## Kết quả↵↵¦↵↵#### Kết quả ####↵↵¦Chữ↵## Kết quả↵
↵- một↵- hai↵¦↵⍽- một↵⍽- hai↵¦↵-⍽một↵-⍽hai↵¦Gồm:↵– một↵– hai↵¦Gồm:↵• một↵• hai↵¦Gồm:↵1) một↵2) hai↵¦Gồm:↵a) một↵b) hai↵¦↵1. một↵2. hai↵
↵| a | b |↵| --- | --- |↵| c | d |↵¦↵↵| a | b |↵| — | — |↵| c | d |↵↵¦↵↵| a | b | c |↵| --- | --- |↵| d | e | f |↵↵¦↵↵| a | b |↵| c | d |↵↵
[caption id="x"]Ảnh[/caption]¦[gallery ids="1"]¦{{< youtube x >}}¦{% include x %}¦[b]đậm[/b]¦↵↵::: note↵↵¦↵↵!!! note↵↵¦↵- [ ] việc↵¦↵↵> [!NOTE]↵> x↵↵
↵↵<div>**đậm**</div>↵↵¦↵↵<center>↵↵**đậm**↵↵</center>↵↵¦↵↵<p>[Báo](/2026/11/x/)</p>↵↵¦↵↵<table><tr><td>![Ảnh](/images/a.png)</td></tr></table>↵↵
__*cả hai*__¦**_cả hai_**¦~~**bỏ**~~¦*__cả hai__*¦_**cả hai**_¦***_cả ba_***¦**~~bỏ~~**¦__~~bỏ~~__¦_*nghiêng*_
Xã | Số↵— | —↵A | 1↵↵¦↵↵+---+---+↵| a | b |↵+---+---+↵↵¦[](https://a.vn)¦[chữ]()¦Một↵hai↵===↵↵¦Một↵hai↵---↵↵¦</b>¦ </div>¦↵↵~~~ py↵mã↵↵
Câu.↵-Một↵¦↵↵-Một↵↵¦![Ảnh](/images/a.png "**Bến**")¦![Ảnh](/images/a.png “Bến”)¦*nghiêng*{.lop}¦## Nhóm {#5}↵¦Link:https://a.vn/x¦↵↵[![Ảnh](/images/a.png "Bến")](/2026/11/x/)↵↵
↵↵```↵mã↵```↵↵¦↵↵```js run↵mã↵```↵↵¦↵↵  ```↵  mã↵  ```↵↵¦<a href="https://a.vn"chữ>¦<b>đậm</b>¦&amp;nbsp;
"""
)
_PLAIN_WORDS = create_pieces("Chi bộ ¦Đảng viên ¦năm 2026, ¦. ¦ – ¦↵↵¦↵↵¦↵")
_MARKED_TEXTS = st.lists(st.one_of(st.sampled_from(_MEANT_MARKS), st.sampled_from(_PLAIN_WORDS)), max_size=8)
_MEANT_MARK = re.compile(
    r"\*\*|__|~~|\]\s?\(|(?<![\w*])[*_](?=\w)|^={3}|^[-+]\w|^\+-|\| ?—|“Bến”\)|^##|\[\[|\{\{|\{%|```|\[/?(?:caption|gallery|b)\b|^[-*+] |^\d+[.)] |^[ab]\) |^\||:::|!!!|\[!|\[ \]|\[\^"
    r"|</?[a-z]+(?: |>)|&[a-z]+;",
    re.MULTILINE,
)


@_PLAYS
@given(_MARKED_TEXTS)
@example(create_pieces("**Hội nghị **¦[Báo] (https://a.vn)¦ [caption]"))
@example(create_pieces(" **Hội nghị ** ¦**đậm**¦** Hội nghị**¦**đậm**"))
@example(create_pieces("***cả hai***¦ **Hội nghị ** ¦↵¦_**cả hai**_"))
def test_marks_that_are_meant_stand_on_no_page_or_are_told(pieces: list[Piece]) -> None:
    typed = " ".join(piece.typed for piece in pieces).replace("\n ", "\n").replace(" \n", "\n")
    made, lines, _ = list_findings(typed)
    visible = html.unescape(_TAG.sub("", _BLOCK_TAG.sub("\n", _CODE.sub("", made))))
    marks = [found[0] for found in _MEANT_MARK.finditer(visible)]
    marks = [mark for mark in marks if mark != "&nbsp;"]  # typed as text, with &amp;
    assert lines or not marks, (typed, marks, made)


_PATHS = create_pieces(r"""
C:\tep\_moi.docx¦\\may\chung¦\\10.0.0.1\Chung\Nội bộ\_a_¦D:\Báo cáo năm\#1\x.txt¦\\may-chu\_tep¦C:\[mới]\a¦E:\a_b\_c_d¦\may\chung¦C:\\Users\\An
""")
_PATH_TEXTS = st.lists(
    st.one_of(
        st.sampled_from(_PATHS),
        st.sampled_from(create_pieces("Tệp ¦ở ¦**đậm**¦*nghiêng*¦(xem ¦).¦, ¦[bài](/2026/11/x/)¦`mã`¦↵¦↵↵")),
    ),
    max_size=8,
)


_NAMES = create_pieces("<P>¦<LI>¦<TD>¦<Body>¦<Col>¦<B>¦<Menu>¦<I>¦<Head>¦<Option>¦<tên>¦<Enter>¦<tr>¦<h2>")
_SENTENCES = st.lists(
    st.one_of(
        st.sampled_from(_NAMES), st.sampled_from(create_pieces("Thẻ ¦và ¦**đậm** ¦, ¦(¦) ¦5 < 6 ¦`mã` "))
    ),
    max_size=8,
)


@_PLAYS
@given(_SENTENCES)
@example(create_pieces("<LI>¦và ¦<TD>"))
def test_names_of_elements_in_a_sentence_stand_on_the_page(pieces: list[Piece]) -> None:
    made, _, _ = list_findings("Lớp " + "".join(piece.typed for piece in pieces))
    visible = html.unescape(_TAG.sub("", made))
    assert [visible.count(piece.typed) for piece in _NAMES] == [pieces.count(piece) for piece in _NAMES], made


@_PLAYS
@given(_PATH_TEXTS)
@example(create_pieces(r"\\may\thu-muc¦và¦C:\tep\_moi"))
def test_backslashes_of_paths_stand_on_the_page(pieces: list[Piece]) -> None:
    made, _, _ = list_findings(" ".join(piece.typed for piece in pieces))
    visible = html.unescape(_TAG.sub("", made))
    assert all(visible.count(piece.typed) >= pieces.count(piece) for piece in pieces if piece in _PATHS), made

"""Property tests: what is typed is what readers see, or a check tells the line.

Texts are put together from words, numbers, marks and HTML. Each piece says which of its words readers should see.
So no parser is needed to read the source, neither that of the bulletin nor another one.
"""

import html
import re
from collections import Counter
from typing import NamedTuple

from hypothesis import example, given
from hypothesis import strategies as st

from bulletin.content.markup.body import BodyParser
from bulletin.content.problems import Problem
from bulletin.content.warnings.checked_text import CheckedText
from bulletin.content.warnings.texts import find_text_warnings
from bulletin.content.warnings.warning import ContentWarning

_PARSER = BodyParser()
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
_BLOCK_TAG = re.compile(r"</?(?:p|h\d|ul|ol|li|blockquote|div|table|thead|tbody|tr|th|td|figure|figcaption|hr|br|pre)\b[^>]*>")
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
        typed, seen = (part.replace("↵", "\n").replace("⍽", "\xa0").replace("◌", "\u200b") for part in (typed, seen))
        made.append(Piece(typed, seen if arrow else typed))
    return made


_WORDS = create_pieces(
    r"""
Chi bộ¦Đảng viên¦xã ¦Nguyễn Văn A¦năm 2026 ¦3*4*2,5¦12*30=360¦95%*¦, tăng 5%¦ (*) ¦½ ¦№ 5¦ 2**3 ¦1_2_3¦7~8¦30.10
x<y ¦ y>z¦< 5 ¦<tên cơ quan>¦<Nguyễn Thị B>¦<Enter>¦<ngày/tháng/năm>¦<www.huyen.vn>¦<b và c>¦<hội thi@xa.vn>¦<<Truyện>>¦Loại <S> ¦<Time>¦x<u>y¦**đậm**{nam=7}¦{số=8}¦↵{nam=9}↵
“Hội nghị”¦ (kỳ hai)¦ [Ảnh] ¦R&D¦AT&T;¦tên_tệp_mới¦ ____ ¦{họ tên}¦#Hashtag ¦C:\Tệp¦a\*b¦\<c¦"d"¦'e' ¦…¦ – ¦; ¦!¦?
⍽¦◌¦quốc⍽gia¦chữ◌số
"""
)
_MARKS = create_pieces(
    r"""
 ¦ ¦↵¦↵¦↵↵¦↵↵¦  ↵¦\↵¦**¦**¦*¦_¦__¦~~¦`¦``¦- ¦* ¦+ ¦↵- ¦↵  - ¦↵    - ¦↵2. ¦↵5. ¦↵   30. ¦↵1) ¦↵– ¦↵• ¦> ¦↵> ¦## ¦##¦↵### ¦↵#
↵---↵¦↵***↵¦↵===↵¦|¦ | ¦↵| ¦ |↵¦↵| a | b |↵| --- | --- |↵¦↵↵| m | n |↵|:-:|--:|↵| o |¦-|-¦(¦)¦[¦]¦<¦>¦&¦\¦    ¦   ¦↵⍽- ¦↵◌## ¦-⍽
"""
)
_HTML = create_pieces(
    """
<b> → ¦ </b>→ ¦<em> → ¦ </em>→ ¦<br>→ ¦<BR/>→ ¦<font color="red"> → ¦ </font>→ ¦ <o:p></o:p>→ ¦<span style='x'> → ¦ </span>→ ¦ <!-- ẩn --> → ¦&nbsp;→ ¦&amp;→&
↵↵<p align="center">→↵↵¦</p>↵↵→↵↵¦↵↵<div>↵↵→↵↵¦↵↵</div>↵↵→↵↵¦↵↵<center>→↵↵¦</center>↵↵→↵↵¦↵↵<table><tr><td>→↵↵¦ </td><td>→ ¦</td></tr></table>↵↵→↵↵
↵↵<details>↵<summary>→↵↵¦</summary>↵↵→↵↵¦</details>↵↵→↵↵¦↵↵<pre>→↵↵¦</pre>↵↵→↵↵¦↵↵<h2>→↵↵¦</h2>↵↵→↵↵¦↵↵<ul><li>→↵↵¦ </li></ul>↵↵→↵↵
[chữ](/2026/11/x/)→[chữ]¦![ảnh](/images/a.png)→ ![ảnh] ¦↵↵![bến](/images/b.png "chú")↵↵→↵↵![bến] "chú"↵↵¦<https://a.vn/f> → https://a.vn/f 
https://g.vn/h ¦[www.i.vn](https://i.vn)→[www.i.vn]¦**đậm**¦*nghiêng*¦~~gạch~~¦`mã`¦↵↵```↵khối↵```↵↵¦↵↵1. một↵2. hai↵↵
"""
)
_PIECES = st.one_of(*(st.sampled_from(pieces) for pieces in (_WORDS, _WORDS, _MARKS, _HTML)))
_TEXTS = st.lists(_PIECES, max_size=14)


def read_page(made: str) -> str:
    """Return texts, descriptions of images and the numbers of lists."""
    made = re.sub(r'<img alt="([^"]*)"[^>]*?(?: title="([^"]*)")?>', r" \1 \2 ", made)
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
    warnings = find_text_warnings("content/articles/tin.md", CheckedText("", 1, typed, 1, body.html), ())
    found: list[Problem | ContentWarning] = [*problems, *warnings]
    return body.html, [item.line for item in found], [str(item) for item in found]


def count_words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.replace("\u200b", "")))  # a sign without a width parts no words


@given(_TEXTS)
@example(create_pieces("Gửi <tên cơ quan>¦ 3*4*2,5"))
@example(create_pieces("2. hai↵5. năm"))
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


@given(_TEXTS)
@example(create_pieces("3*4*2,5 m; 1~~2~~3"))
def test_figures_of_a_text_stand_on_the_page_as_typed(pieces: list[Piece]) -> None:
    typed = "".join(piece.typed for piece in pieces if "<" not in piece.typed and "`" not in piece.typed)
    made, lines, _ = list_findings(typed)
    printed = Counter(_NUMBER.findall(html.unescape(_TAG.sub("", _BLOCK_TAG.sub(" ", read_page(made))))))
    assert lines or not printed - Counter(_NUMBER.findall(typed)), (typed, made)


_MEANT_MARKS = create_pieces(
    r"""
**đậm**¦ **Hội nghị ** ¦** Hội nghị**¦**“Hội nghị”**¦**Hội**nghị¦*nghiêng*¦ *Hội nghị * ¦***cả hai***¦__đậm__¦ __Hội nghị __ ¦~~bỏ~~¦~~ bỏ ~~
[Báo](/2026/11/x/)¦[Báo] (/2026/11/x/)¦[Báo](https://a.vn)¦[Báo] (https://a.vn)¦![Ảnh](/images/a.png)¦! [Ảnh](/images/a.png)¦[[Trang chủ]]¦[^1]
↵↵## Kết quả↵↵¦↵↵##Kết quả↵↵¦↵↵◌## Kết quả↵↵¦↵↵⍽### Kết quả↵↵¦↵↵> ## Kết quả↵↵¦↵↵#### Kết quả ####↵↵¦Chữ↵## Kết quả↵
↵- một↵- hai↵¦↵⍽- một↵⍽- hai↵¦↵-⍽một↵-⍽hai↵¦Gồm:↵– một↵– hai↵¦Gồm:↵• một↵• hai↵¦Gồm:↵1) một↵2) hai↵¦Gồm:↵a) một↵b) hai↵¦↵1. một↵2. hai↵
↵| a | b |↵| --- | --- |↵| c | d |↵¦↵↵| a | b |↵| — | — |↵| c | d |↵↵¦↵↵| a | b | c |↵| --- | --- |↵| d | e | f |↵↵¦↵↵| a | b |↵| c | d |↵↵
[caption id="x"]Ảnh[/caption]¦[gallery ids="1"]¦{{< youtube x >}}¦{% include x %}¦[b]đậm[/b]¦↵↵::: note↵↵¦↵↵!!! note↵↵¦↵- [ ] việc↵¦↵↵> [!NOTE]↵> x↵↵
↵↵<div>**đậm**</div>↵↵¦↵↵<center>↵↵**đậm**↵↵</center>↵↵¦↵↵<p>[Báo](/2026/11/x/)</p>↵↵¦↵↵<table><tr><td>![Ảnh](/images/a.png)</td></tr></table>↵↵
↵↵```↵mã↵```↵↵¦↵↵```js run↵mã↵```↵↵¦↵↵  ```↵  mã↵  ```↵↵¦<a href="https://a.vn"chữ>¦<b>đậm</b>¦&amp;nbsp;
"""
)
_PLAIN_WORDS = create_pieces("Chi bộ ¦Đảng viên ¦năm 2026, ¦. ¦ – ¦↵↵¦↵↵¦↵")
_MARKED_TEXTS = st.lists(st.one_of(st.sampled_from(_MEANT_MARKS), st.sampled_from(_PLAIN_WORDS)), max_size=8)
_MEANT_MARK = re.compile(
    r"\*\*|__|~~|\]\s?\(|^##|\[\[|\{\{|\{%|```|\[/?(?:caption|gallery|b)\b|^[-*+] |^\d+[.)] |^[ab]\) |^\||:::|!!!|\[!|\[ \]|\[\^"
    r"|</?[a-z]+(?: |>)|&[a-z]+;",
    re.MULTILINE,
)


@given(_MARKED_TEXTS)
@example(create_pieces("**Hội nghị **¦[Báo] (https://a.vn)¦ [caption]"))
@example(create_pieces(" **Hội nghị ** ¦**đậm**¦** Hội nghị**¦**đậm**"))
def test_marks_that_are_meant_stand_on_no_page_or_are_told(pieces: list[Piece]) -> None:
    typed = " ".join(piece.typed for piece in pieces).replace("\n ", "\n").replace(" \n", "\n")
    made, lines, _ = list_findings(typed)
    visible = html.unescape(_TAG.sub("", _BLOCK_TAG.sub("\n", _CODE.sub("", made))))
    marks = [found[0] for found in _MEANT_MARK.finditer(visible)]
    marks = [mark for mark in marks if mark != "&nbsp;"]  # typed as text, with &amp;
    assert lines or not marks, (typed, marks, made)

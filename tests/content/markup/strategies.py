"""Strategies of texts with all kinds of Markdown and HTML."""

from hypothesis import strategies as st

_FRAGMENTS = r"""
Chi bộ thôn ¦đã họp. ¦Căn cứ số 38-KL/TW ¦ngày 03/12/2019¦HU ¦(¦)¦“¦”¦3 < 5 > 2¦'¦"¦…¦😀¦klzzwxh:0000¦wzxhzdk:0
↵¦↵¦↵↵¦↵↵¦↵↵¦  ↵¦ ↵¦   ¦    ¦        ¦↹
*¦**¦***¦_¦__¦snake_case_word¦*vừa*¦**đậm**¦_nghiêng_ ¦*a **b** c*¦`¦``¦`mã` ¦~¦~~gạch~~¦^2^¦:)
\¦\*¦\[¦\\¦\`¦[¦]¦![¦](¦[a](/a/)¦[a](<b c> "t")¦[a](b 'c')¦[a]¦[a][]¦[b][a]¦[[Trang]]¦[x](y){: title=z }
![a](/images/x.jpg)¦![a](/images/x.jpg "t")↵¦![a]¦↵[a]: /a/ "t"↵¦[a]: <b>↵
<http://a.vn/x?y=z&t>¦<a@b.vn>¦https://a.vn/_x_¦&¦&amp;¦&lt;¦&#8;¦&#8 ¦&#x9¦&nbsp;¦&copy
[^1]¦[^a]¦↵[^1]: Nguồn *x*↵¦↵↵[^a]: một↵↵    hai↵↵¦///Footnotes Go Here///¦*[HU]: Huyện ủy↵¦↵*[HU]: Huyện ủy↵
# ¦## Mục ¦↵### Kết quả ###↵¦#x¦ {#muc-a}¦{: .c k=v }¦↵{: #muc-b }¦{¦}¦===↵¦===¦↵---↵¦↵***↵¦- - -↵¦[TOC]¦↵↵[TOC]↵↵
- ¦* ¦+ ¦↵- một↵- hai↵¦1. ¦↵3. ba↵4. bốn↵¦٣. ¦> ¦↵> ¦>> ¦↵: nghĩa↵¦: ¦!!! note↵    a↵
|¦a | b↵--|:-:↵1 | 2↵¦↵| a | b |↵|---|---:|↵| `|` | \| |↵¦```↵¦↵```py↵x↵```↵¦~~~↵
<¦>¦<b>¦</b>¦<br>¦<hr>¦↵<hr>↵¦<div>¦</div>¦↵<div markdown="1">↵¦<p markdown=span>¦<p>¦</p>¦<td>¦<DIV>
<pre>¦</pre>¦<code>¦</code>¦<!--¦-->¦<?¦?>¦<![CDATA[¦]]>¦<script>¦</script>¦<details open>¦<input checked>
"""
"""Words and markup. ↵ is a line end, ↹ a tab."""
_INVISIBLE = [
    "\r",
    "\x0b",
    "\x85",
    "\u2028",
    "\u00a0",
    "e\u0301",
    "\x02",
    "\x03",
    "\x02wzxhzdk:0\x03",
    "\x0242\x03",
]
"""Characters that editors paste without seeing them."""
_ALL_FRAGMENTS = [
    *_FRAGMENTS.strip("\n").replace("\n", "¦").replace("↵", "\n").replace("↹", "\t").split("¦"),
    *_INVISIBLE,
]
_FRAGMENT = st.sampled_from(_ALL_FRAGMENTS)

MARKUP_TEXTS = st.one_of(
    st.lists(_FRAGMENT, max_size=24).map("".join),
    st.lists(st.lists(_FRAGMENT, min_size=1, max_size=6).map("".join), max_size=8).map("\n\n".join),
    st.text(max_size=40),
)

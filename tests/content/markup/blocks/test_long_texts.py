"""Texts that are read through windows."""

import pytest

from bulletin.content.markup.blocks import long_texts
from bulletin.content.markup.blocks.long_texts import BlockWindow
from bulletin.content.markup.markdown import create_markdown_converter


def test_window_gives_all_blocks_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_texts, "_LENGTH", 4)
    monkeypatch.setattr(long_texts, "_FEWEST", 2)
    blocks = [str(number) for number in range(11)]
    window, taken = BlockWindow(blocks), list[str]()
    while window:
        assert len(window) <= 6
        taken.append(window.pop(0))
        if taken[-1] == "3":
            window.insert(0, "again")
    assert taken == [*blocks[:4], "again", *blocks[4:]]


def test_long_text_is_that_of_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n\n".join(
        ["- Một", "  thêm", "Đoạn[^1]", "[^1]: Ghi", "    chú", "> Lời", "<p>Ba</p>", "a", ": b"] * 6
    )
    whole = create_markdown_converter({}).convert(text)
    monkeypatch.setattr(long_texts, "_LENGTH", 4)
    monkeypatch.setattr(long_texts, "_FEWEST", 3)
    assert create_markdown_converter({}).convert(text) == whole

"""Tests of texts that a browser reads aloud.

Its voice records the texts that it gets.
"""

import pytest
from playwright.sync_api import Page

from tests.browser.prose_page import ONE_WIDTH, render_prose_page
from tests.theme.example_components import STATIC_FOLDER

pytestmark = [pytest.mark.browser, ONE_WIDTH]

BUTTON = (
    '<button data-module="read-aloud" data-target=".prose" data-start="Nghe" data-stop="Dừng" hidden>'
    "<span data-label>Nghe</span></button></main>"
)
VOICE = """
window.texts = [];
Object.defineProperty(window, "speechSynthesis", {
  value: {getVoices: () => [{lang: "vi-VN"}], speak: ({text}) => texts.push(text), cancel() {}, addEventListener() {}},
});
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""
TEXT = """
Hỗ trợ 1.250.000 đồng từ 8.30 ngày 2.4.2024 tại TP. Phan Thiết.[^1] ThS. Hòa nói: “Gọi 0252.382.1234!” Còn gì nữa?

- Mục lớn; phần sau:
    - Mục nhỏ

| Số | Tên |
|---|---|
| 1.250 | Gạo |

[^1]: Theo báo cáo.
"""


def test_read_aloud_ends_sentences_at_spaces_and_leaves_notes_out(page: Page) -> None:
    page.set_content(render_prose_page(TEXT).replace("</main>", BUTTON))
    page.evaluate(VOICE)
    page.add_script_tag(content=(STATIC_FOLDER / "js/read-aloud.js").read_text("utf-8"))
    page.get_by_role("button", name="Nghe").click()
    assert page.evaluate("texts") == [
        "Hỗ trợ 1.250.000 đồng từ 8.30 ngày 2.4.2024 tại TP. Phan Thiết.",
        "ThS. Hòa nói: “Gọi 0252.382.1234!”",
        "Còn gì nữa?",
        "Mục lớn;",
        "phần sau:",
        "Mục nhỏ",
        "Số",
        "Tên",
        "1.250",
        "Gạo",
        "Theo báo cáo.",
    ]

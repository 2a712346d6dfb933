import pytest

from bulletin.content.checks.image_texts import ALT_PLACEHOLDER, find_image_text_problems
from bulletin.content.markup.body import BodyParser
from bulletin.content.markup.slips.links import SourceLines


def list_messages(markdown: str) -> list[str]:
    body, _ = BodyParser().parse_body("tin.md", markdown, 1)
    return [
        str(problem) for problem in find_image_text_problems(body.html, SourceLines("tin.md", markdown, 1))
    ]


@pytest.mark.parametrize(
    ("image", "noun", "meant"),
    [
        ("![Đại biểu **họp**](/images/a.png)", "Lời mô tả ảnh", "Đại biểu họp"),
        ("![A &amp;amp; B](/images/a.png)", "Lời mô tả ảnh", "A & B"),
        ('![Họp](/images/a.png "Ảnh: *Báo*")', "Chú thích ảnh", "Ảnh: Báo"),
        ("![*Họp*][x]\n\n[x]: /images/b.png", "Lời mô tả ảnh", "Họp"),
        ('Một ![Họp](/images/a.png "<b>Ảnh</b>") câu.', "Chú thích ảnh", "Ảnh"),
    ],
)
def test_find_image_text_problems_of_markup_proposes_plain_text(image: str, noun: str, meant: str) -> None:
    (message,) = list_messages(f'![Đầu](/images/a.png "Chú")\n\n{image}')
    assert message.startswith(f"tin.md:3: {noun} in nguyên từng chữ")
    assert message.endswith(f"Hãy viết “{meant}”.")


def test_find_image_text_problems_of_the_words_of_a_message_reports_them() -> None:
    (message,) = list_messages(f"![{ALT_PLACEHOLDER}](/images/a.png)")
    assert message == "tin.md:1: Lời mô tả ảnh còn là câu mẫu. Hãy viết trong ảnh có gì."


@pytest.mark.parametrize(
    "image",
    ['![A & B, 5 < 6, R&D; số 1*](/images/a.png "“Họp” (ảnh: B)")', "![Họp](/images/a.png)\n\n**Đậm**"],
)
def test_find_image_text_problems_of_plain_text_returns_none(image: str) -> None:
    assert list_messages(image) == []

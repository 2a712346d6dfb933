"""Labels of what a machine made in an article (Nghị định 237/2026/NĐ-CP, Điều 24)."""

from collections.abc import Mapping

from bulletin.content.models import AiKind, Article

TEASER_LABEL = "Có nội dung do AI tạo"
_NOUNS: Mapping[AiKind, str] = {"text": "phần chữ", "picture": "ảnh", "sound": "âm thanh", "film": "phim"}


def build_ai_label(article: Article) -> str:
    """Return what a machine made in an article, as a sentence, or an empty string."""
    if not article.ai_made:
        return ""
    *others, last = [_NOUNS[kind] for kind in article.ai_made]
    named = f"{', '.join(others)} và {last}" if others else last
    return f"Bài có {named} do trí tuệ nhân tạo (AI) tạo ra."


def build_teaser_label(article: Article) -> str:
    """Return the label of an article in a listing, or an empty string."""
    return TEASER_LABEL if article.ai_made else ""

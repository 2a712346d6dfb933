"""Share cards are drawn once, under an address of their content."""

from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from bulletin.clock import VIETNAM_TZ
from bulletin.images.library import ImageLibrary
from bulletin.images.settings import ImageSettings
from bulletin.share_cards.card import CardPainter, CardStyle, ShareCard
from bulletin.share_cards.library import ShareCardLibrary
from tests.images.photo_factory import create_jpeg

STYLE = CardStyle("Bản tin", "Ban Tổ chức Tỉnh ủy", "#fbf8f2", "#1d1a16", "#5b5348", "#8e1616")
CARD = ShareCard("Tin một", "Kiểm tra", "23/11/2026")
ADDRESS = "/2026/11/tin-mot/"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "content/images").mkdir(parents=True)
    (tmp_path / "content/images/a.jpg").write_bytes(create_jpeg())
    return tmp_path / "content"


def create_library(content: Path, style: CardStyle = STYLE) -> ShareCardLibrary:
    cache = content.parent / "cache"
    images = ImageLibrary(content, cache / "pictures", ImageSettings())
    images.request_image("images/a.jpg", "")
    images.write_variants(content.parent / "output")
    return ShareCardLibrary(cache / "share-cards", images, style, None)


def forbid_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CardPainter, "draw", lambda *_: pytest.fail("drawn again"))


@pytest.mark.parametrize(("first_day", "has_card"), [("", True), ("2026-11-23", True), ("2026-11-24", False)])
def test_has_card_is_true_from_the_first_day(content: Path, first_day: str, has_card: bool) -> None:
    cache = content.parent / "cache"
    images = ImageLibrary(content, cache / "pictures", ImageSettings())
    cards = ShareCardLibrary(cache, images, STYLE, None, first_day)
    assert cards.has_card(datetime(2026, 11, 23, 7, 30, tzinfo=VIETNAM_TZ)) is has_card


def test_write_cards_writes_the_requested_paths_once(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cards, output = create_library(content), content.parent / "output"
    path = cards.request_card(CARD, ADDRESS, "")
    with_cover = cards.request_card(CARD, ADDRESS, "images/a.jpg")
    assert path.startswith("images/chia-se/2026/11/tin-mot-")
    assert (path.rpartition(".")[2], with_cover.rpartition(".")[2]) == ("png", "jpg")
    cards.write_cards(output, workers=1)
    assert cards.list_files() == sorted([path, with_cover]) == sorted(cards.written_files)
    assert all((output / name).stat().st_size > 1000 for name in cards.list_files())
    forbid_drawing(monkeypatch)
    again = create_library(content)
    again.request_card(CARD, ADDRESS, "")
    again.write_cards(output, workers=1)
    assert again.written_files == []


def test_edit_of_one_article_draws_one_card(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cards, output = create_library(content), content.parent / "output"
    for number in range(3):
        cards.request_card(CARD._replace(title=f"Tin {number}"), ADDRESS, "")
    cards.write_cards(output, workers=1)
    drawn: list[str] = []
    real = CardPainter.draw

    def note(painter: CardPainter, card: ShareCard, cover: Image.Image | None) -> bytes:
        drawn.append(card.title)
        return real(painter, card, cover)

    monkeypatch.setattr(CardPainter, "draw", note)
    edited = create_library(content)
    for title in ("Tin 0", "Tin 1 đã sửa", "Tin 2"):
        edited.request_card(CARD._replace(title=title), ADDRESS, "")
    edited.write_cards(output, workers=1)
    assert drawn == ["Tin 1 đã sửa"]


@pytest.mark.parametrize("change", [{"title": "Tin hai"}, {"section": "Dân vận"}, {"date": "24/11/2026"}])
def test_card_with_other_words_has_another_path(content: Path, change: dict[str, str]) -> None:
    cards = create_library(content)
    assert cards.request_card(CARD, ADDRESS, "") != cards.request_card(CARD._replace(**change), ADDRESS, "")


def test_card_in_other_colours_has_another_path_and_style(content: Path) -> None:
    cards, other = create_library(content), create_library(content, STYLE._replace(accent="#004080"))
    assert cards.style_digest != other.style_digest
    assert cards.request_card(CARD, ADDRESS, "") != other.request_card(CARD, ADDRESS, "")


def test_damaged_card_in_the_cache_is_drawn_again(content: Path) -> None:
    output = content.parent / "output"
    cards = create_library(content)
    path = cards.request_card(CARD, ADDRESS, "")
    cards.write_cards(output, workers=1)
    data = (output / path).read_bytes()
    (output / path).unlink()
    for file in (content.parent / "cache/share-cards").glob("*/*"):
        file.write_bytes(b"x")
    again = create_library(content)
    again.request_card(CARD, ADDRESS, "")
    again.write_cards(output, workers=1)
    assert (output / path).read_bytes() == data

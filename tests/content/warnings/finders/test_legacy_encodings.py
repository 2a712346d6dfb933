"""Tests of the warnings about texts in TCVN3 and VNI."""

import re

import pytest

from tests.content.warnings.samples import BODY_LINE, list_warnings_of

TCVN3 = "Céng hßa x· héi chñ nghÜa ViÖt Nam. §éc lËp - Tù do - H¹nh phóc. §¶ng bé tØnh ®· chØ ®¹o c¸c chi bé sinh ho¹t chuyªn ®Ò."
VNI = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam. Ñoäc laäp, Töï do. Ñaûng boä tænh ñaõ chæ ñaïo caùc chi boä sinh hoaït chuyeân ñeà."


@pytest.mark.parametrize(("text", "name"), [(TCVN3, "TCVN3 (ABC)"), (VNI, "VNI")])
def test_old_encoding_is_named(text: str, name: str) -> None:
    line, message = list_warnings_of(f"Đoạn đầu đúng.\n\n{text}")["old-encoding"]
    assert line == BODY_LINE + 2
    assert f"bảng mã {name}," in message
    assert list_warnings_of("Đoạn.", text.split(".", maxsplit=1)[0])["old-encoding"][0] == 2
    assert list_warnings_of("Đoạn ®Çu.", text.split(".", maxsplit=1)[0])["old-encoding"][0] == 2


@pytest.mark.parametrize(
    "text",
    [
        "Lý do và số liệu: mã là gì, có mấy phần?",
        "Năng suất 5 µm, Windows® và ©2026, § 3, 30 °C, “a” «b».",
        "L’été dernier, où étaient-ils passés ? Déjà à Montréal, près de là, même s’il pleuvait à Noël.",
        "Mañana por la mañana, el niño y la niña cantarán una canción más en español.",
        "A situação não é fácil: a população e a educação são questões de saúde pública.",
        "Die größte Straße führt über die Brücke; schöne Grüße für alle Mädchen, nördlich von Köln.",
        "Jag är på väg till Göteborg och höra båda två, där är det också fött på örat.",
        "Det første året på øya får både små og store høre på køer og følge båten.",
        "La col·lecció i l’il·lusió són a l’ampliació del Paral·lel.",
        "Bài có chú thích",
        "XÃ HÀM THẠNH, XÃ TÂN LẬP; «khá»… và «tốt»",
        "Báo cáo tình hình các xã vùng sâu: có tám xã, chín bí thư.",
        "Tháng này, các đoàn thể nói gì về mô hình hòa giải?",
        "Tiến sĩ Đặng Văn nói: “Où êtes-vous, là ?”",
    ],
)
def test_text_of_another_language_is_not_told(text: str) -> None:
    assert list_warnings_of(text, text) == {}


@pytest.mark.parametrize("words", ["Hội nghị tại đây", "Tuổi trẻ Hoá học Đảng", "đường phố, ước mơ"])
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_utf_8_that_was_read_in_another_encoding_is_told(words: str, encoding: str) -> None:
    misread = "".join(
        bytes((byte,)).decode(encoding, "replace").replace("\ufffd", chr(byte)) for byte in words.encode()
    )
    line, message = list_warnings_of(f"Đoạn đầu đúng.\n\nXem: {misread}")["old-encoding"]
    assert line == BODY_LINE + 2
    assert f"Hãy viết “Xem: {words}”;" in message


def test_utf_8_with_lost_characters_is_told_without_a_proposal() -> None:
    line, message = list_warnings_of("Tuổi trẻ HoÃ¡ há»c Äáº£ng")["old-encoding"]
    assert line == BODY_LINE
    assert message.endswith("Vài chữ đã mất, hãy lưu lại tệp gốc bằng UTF-8 rồi chép lại.")


_WORDS = ("Đảng ủy xã", "“Đảng viên” – ủy ban", "Tuổi trẻ Hoá học", "đường phố, ước mơ…", "Ý Đảng, lòng dân")


@pytest.mark.parametrize("words", _WORDS)
@pytest.mark.parametrize("lost", [*b"\x81\x8d\x8f\x90\x9d", None])
def test_proposal_for_misread_utf_8_holds_none_of_it(words: str, lost: int | None) -> None:
    data = words.encode()
    misread = "".join(bytes((byte,)).decode("cp1252", "replace") for byte in data if byte != lost)
    misread = misread.replace("\ufffd", "")
    _, message = list_warnings_of(f"Xem: {misread}")["old-encoding"]
    is_whole = misread == "".join(bytes((byte,)).decode("cp1252", "replace") for byte in data)
    if is_whole:
        assert f"Hãy viết “Xem: {words}”;" in message
    elif "Hãy viết" in message:
        assert not re.search("[ÄÆ]|á[º»]|â€|Ã[^ ]", message.partition("Hãy viết")[2])


def test_misread_word_without_the_second_byte_of_its_letter_is_not_proposed() -> None:
    _, message = list_warnings_of("Äáº£ng á»§y xÃ£")["old-encoding"]
    assert message.endswith("Vài chữ đã mất, hãy lưu lại tệp gốc bằng UTF-8 rồi chép lại.")

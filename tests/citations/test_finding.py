import unicodedata
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.citations.finding import find_citations
from bulletin.citations.models import Form, System
from bulletin.text.letters import ODD_BLANKS
from tests.citations.factory import SEED_LINE, find_one, list_words
from tools.measure_citations import COLLECTIONS, read_sentences

SENTENCES = [sentence.text for name in COLLECTIONS for sentence in read_sentences(name)]


def test_find_citations_of_party_documents_reads_all_parts() -> None:
    plan, conclusion = find_citations(SEED_LINE)
    assert (plan.kind, plan.number, plan.code, plan.suffix, plan.day) == (
        "kế hoạch", "92", "KH", "BTCTU", date(2019, 11, 6),
    )  # fmt: skip
    assert plan.issuer is not None
    assert plan.issuer.body == "Ban Tổ chức Tỉnh ủy"
    assert SEED_LINE[slice(*plan.issuer.span)] == "Ban Tổ chức Tỉnh ủy"
    assert SEED_LINE[slice(*plan.span)] == "Kế hoạch số 92-KH/BTCTU"
    assert SEED_LINE[slice(*plan.full_span)].endswith("của Ban Tổ chức Tỉnh ủy")
    assert (conclusion.form, conclusion.system, conclusion.suffix) == (Form.FULL, System.PARTY, "TW")


@pytest.mark.parametrize(
    ("text", "number", "year", "code", "suffix"),
    [
        ("Nghị định số 30/2020/NĐ-CP", "30", 2020, "NĐ", "CP"),
        ("Luật số 75/2025/QH15", "75", 2025, "", "QH15"),
        ("Thông tư 26/2020/TT-BTTTT", "26", 2020, "TT", "BTTTT"),
        ("72/2002/QĐ-TTg", "72", 2002, "QĐ", "TTg"),
        ("Công văn số 123/UBND-VX", "123", None, "", "UBND-VX"),
        ("Nghị định 64/CP", "64", None, "", "CP"),
        ("Thông tư số 60 TC/CĐKT", "60", None, "", "TC/CĐKT"),
        ("Nghị quyết số 66.7/2025/NQ-CP", "66.7", 2025, "NQ", "CP"),
        ("Quyết định số 1.234/QĐ-UBND", "1234", None, "QĐ", "UBND"),
        ("10/2021/TTLT-BTC-BNV", "10", 2021, "TTLT", "BTC-BNV"),
        ("94- KH/BTGDVTW", "94", None, "KH", "BTGDVTW"),
        ("số 143 – KH/TU", "143", None, "KH", "TU"),
        ("Kết luận số 38\u2011KL/TW", "38", None, "KL", "TW"),
        ("Kết luận số 38 KL/TW", "38", None, "KL", "TW"),
        ("Mệnh lệnh số 05/ML-BTL", "5", None, "ML", "BTL"),
        ("Nghị quyết số 57-NQTW", "57", None, "NQ", "TW"),
        ("Quyết định 12/QĐUBND", "12", None, "QĐ", "UBND"),
        ("Kế hoạch số 12-KHBTCTU", "12", None, "KH", "BTCTU"),
        ("Kết luận số 38-KL/TWngày 13/11/2018", "38", None, "KL", "TW"),
        ("Quyết định số 89/QĐ-TTgngày 18 tháng 01 năm 2019", "89", None, "QĐ", "TTg"),
        ("Luật số 75/2025/QH15ngày 16/6/2025", "75", 2025, "", "QH15"),
        ("Kết luận số\u00a038-KL/TW", "38", None, "KL", "TW"),
        ("Nghị quyết số 72-NQ-TW", "72", None, "NQ", "TW"),
        ("Quyết định số 12a-QĐ/TU", "12a", None, "QĐ", "TU"),
        ("KẾT LUẬN SỐ 38-KL/TW", "38", None, "KL", "TW"),
        ("kết luận số 38-kl/tw", "38", None, "KL", "TW"),
        ("Chương trình hành động số 06-Ctr/TU", "6", None, "CTr", "TU"),
        ("Quyết định số 12-Q\u00d0/TU", "12", None, "QĐ", "TU"),
        ("Chỉ thị số: 05-CT/TW", "5", None, "CT", "TW"),
        ("HD38-HD/BTCTW", "38", None, "HD", "BTCTW"),
        ("hướng dẫn số 22HD/TWĐTN", "22", None, "HD", "TWĐTN"),
        ("Đề án số 24/HNDTW", "24", None, "", "HNDTW"),
        ("chỉ thị 100/BBT", "100", None, "", "BBT"),
        ("SẮC LỆNH CỦA CHỦ TỊCH NƯỚC VIỆT NAM DÂN CHỦ CỘNG HOÀ SỐ 43-SL", "43", None, "", "SL"),
        ("bản án số 72/2016/DSPT", "72", 2016, "", "DSPT"),
        ("Hướng dẫn số 148 HD/TWH", "148", None, "HD", "TWH"),
        ("Quyết định số 84 QĐ/ABC", "84", None, "QĐ", "ABC"),
        ("Quyết định số 77A/VHQĐ", "77a", None, "", "VHQĐ"),
        ("Thông tư liên bộ số 29/TTLB", "29", None, "TTLB", ""),
        ("Công văn 2375/TT-CLT", "2375", None, "", "TT-CLT"),
        ("Thông tư số 02-BXD/VKT", "2", None, "", "BXD/VKT"),
        ("Thông tư liên bộ số 03-LB/TT", "3", None, "", "LB/TT"),
        ("Kết luận thanh tra số 15/KL-TTr", "15", None, "KL", "TTr"),
        ("Cáo trạng số 15/CT-VKS", "15", None, "CT", "VKS"),
        ("Thông báo kết luận số 12-TBKL/TU", "12", None, "TBKL", "TU"),
        ("Bản án hình sự sơ thẩm số: 43/2017/HS-ST", "43", 2017, "", "HS-ST"),
    ],
)  # fmt: skip
def test_find_citations_in_usual_spellings_returns_number(
    text: str, number: str, year: int | None, code: str, suffix: str
) -> None:
    citation = find_one(text)
    assert (citation.number, citation.year, citation.code, citation.suffix) == (number, year, code, suffix)


@pytest.mark.parametrize(
    "text",
    [
        "giai đoạn 2021-2025",
        "84-86 Nguyễn Huệ",
        "số điện thoại 0252 3822 868",
        "báo cáo qua số 0252 3822 868",
        "thắng 3-0, hòa 1/1",
        "giá 25.000 đồng/kg",
        "ngày 03/6/2019",
        "mã hàng SP-2019/A12, lô 30A-123.45",
        "chi bộ 4 tốt, đảng bộ 4 tốt",
        "kế hoạch 5 năm 2021-2025",
        "Kế hoạch 2025 của huyện",
        "Quyết định 3 nội dung và kết luận 5 vấn đề",
        "Hướng dẫn 20 học viên",
        "Quy định 3 không trong trường học",
        "quyết định số: 1229/NH TCCB",
        "Luật Công nghệ thông tin số 67/2006/QHI 1",
        "Quy định 6 rõ trong chỉ đạo",
        "Hướng dẫn 3 trong 1",
        "Kế hoạch 10 vạn cây xanh",
        "HƯỚNG DẪN 1 SỐ ĐIỀU",
        "chương trình 135",
        "QCVN 06:2022/BXD",
        "Mẫu số 21/CKTC-NSH",
        "https://bantin.example.vn/van-ban/38-KL/TW",
        "[bài](/van-ban/38-kl-tw/)",
        "gõ `38-KL/TW` vào ô tìm",
        "Điều 5, khoản 3",
        "Luật Đất đai 2024",
        "tỷ lệ 2/3 đại biểu",
    ],
)
def test_find_citations_in_other_numbers_returns_none(text: str) -> None:
    assert find_citations(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("các Nghị quyết số 18, 19-NQ/TW", ["Nghị quyết số 18", "19-NQ/TW"]),
        ("Quyết định số 12-QĐ/TU và 13-QĐ/TU", ["Quyết định số 12-QĐ/TU", "13-QĐ/TU"]),
        ("Quyết định số 12-QĐ/TU và số 13-QĐ/TU", ["Quyết định số 12-QĐ/TU", "13-QĐ/TU"]),
        ("Nghị quyết 57, 59 và 68 của Bộ Chính trị", ["Nghị quyết 57", "59", "68"]),
        ("Nghị quyết 18, 25 xã đã làm", ["Nghị quyết 18"]),
        ("các văn bản: số 4011/UBND-VX, số 1071/UBND-VX", ["văn bản: số 4011/UBND-VX", "1071/UBND-VX"]),
    ],
)  # fmt: skip
def test_find_citations_of_list_returns_each_number(text: str, words: list[str]) -> None:
    assert list_words(text) == words


def test_find_citations_of_list_shares_code_kind_and_issuer() -> None:
    first, second = find_citations("các Nghị quyết số 18, 19-NQ/TW của Bộ Chính trị")
    assert (first.code, first.suffix, first.form) == ("NQ", "TW", Form.FULL)
    assert second.kind == "nghị quyết"
    assert first.issuer == second.issuer
    decisions = find_citations("Quyết định số 12-QĐ/TU và 13-QĐ/TU")
    assert [citation.kind for citation in decisions] == ["quyết định", "quyết định"]


def test_find_citations_of_list_with_a_date_each_shares_issuer_and_congress() -> None:
    first, second = find_citations(
        "các Nghị quyết số 18-NQ/TW ngày 25/10/2017 và số 27-NQ/TW ngày 21/5/2018 của Ban Chấp hành Trung ương khóa XII"
    )
    assert first.issuer == second.issuer is not None
    assert (first.congress, second.congress) == (12, 12)
    assert (first.day, second.day) == (date(2017, 10, 25), date(2018, 5, 21))


def test_find_citations_of_list_with_other_codes_shares_no_issuer() -> None:
    first, second = find_citations("số 18-NQ/TW ngày 25/10/2017 và số 27-KL/TU ngày 21/5/2018 của Tỉnh ủy")
    assert (first.issuer, second.issuer is None) == (None, False)


def test_find_citations_with_dashes_of_word_reads_the_whole_suffix() -> None:
    citation = find_one("Thông tư liên tịch số 37/2012/TTLT‑BLĐTBXH‑BYT‑BTC ngày 28/12/2012")
    assert (citation.suffix, citation.day) == ("BLĐTBXH-BYT-BTC", date(2012, 12, 28))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kết luận 38", ["Kết luận 38"]),
        ("Chỉ thị 05 của Bộ Chính trị", ["Chỉ thị 05"]),
        ("theo nghị quyết 22, các xã", ["nghị quyết 22"]),
        ("Nghị định 30/2020, NĐ 168/2024", ["Nghị định 30/2020", "NĐ 168/2024"]),
        ("NQ57 và NQ 68", ["NQ57", "NQ 68"]),
        ("Sắc lệnh số 247 ngày 28/4/1955", ["Sắc lệnh số 247"]),
        ("Nghị quyết 18 đề ra, Chỉ thị 05 tập trung", ["Nghị quyết 18", "Chỉ thị 05"]),
        ("văn bản trên (gọi tắt là quy định 22)", ["quy định 22"]),
        ("Nghị quyết 8 (khóa XI)", ["Nghị quyết 8"]),
        ("Quyết định 582 các xã đặc biệt khó khăn", ["Quyết định 582"]),
    ],
)  # fmt: skip
def test_find_citations_of_short_forms_returns_kind_and_number(text: str, words: list[str]) -> None:
    assert list_words(text) == words
    assert {citation.form for citation in find_citations(text)} == {Form.SHORT}


def test_find_citations_across_emphasis_and_line_end_reads_date() -> None:
    text = "Kết luận số **38-KL/TW** ngày\n13/11/2018 của *Bộ\nChính trị*"
    citation = find_one(text)
    assert citation.day == date(2018, 11, 13)
    assert citation.issuer is not None
    assert citation.issuer.body == "Bộ Chính trị"
    assert text[slice(*citation.span)] == "Kết luận số **38-KL/TW"


@pytest.mark.parametrize("blank", ODD_BLANKS)
def test_find_citations_with_odd_blanks_reads_all_parts(blank: str) -> None:
    text = "Nghị định số 168/2025/NĐ-CP ngày 30/6/2025 của Chính phủ.".replace(" ", blank)
    citation = find_one(text)
    assert (citation.kind, citation.suffix, citation.day) == ("nghị định", "CP", date(2025, 6, 30))
    assert citation.issuer is not None
    assert text[slice(*citation.span)] == f"Nghị{blank}định{blank}số{blank}168/2025/NĐ-CP"


@given(st.sampled_from(SENTENCES), st.randoms(use_true_random=False))
def test_find_citations_with_any_blanks_finds_the_same(text: str, random: Random) -> None:
    odd = "".join(random.choice(" " + ODD_BLANKS) if sign == " " else sign for sign in text)
    assert find_citations(odd) == find_citations(text)


def test_find_citations_across_paragraphs_reads_no_date() -> None:
    assert find_one("Kết luận số 38-KL/TW\n\nngày 13/11/2018").day is None


def test_find_citations_in_decomposed_text_returns_offsets_of_given_text() -> None:
    text = unicodedata.normalize("NFD", "Thực hiện Kết luận số 38-KL/TW ngày 13/11/2018 của Bộ Chính trị.")
    citation = find_one(text)
    assert unicodedata.normalize("NFC", text[slice(*citation.span)]) == "Kết luận số 38-KL/TW"
    assert text[slice(*citation.full_span)].endswith(unicodedata.normalize("NFD", "Bộ Chính trị"))
    assert citation.day == date(2018, 11, 13)


def test_find_citations_with_signs_of_no_width_returns_offsets_of_given_text() -> None:
    text = "Kết\u200b luận số 38-KL\u00ad/TW."
    assert text[slice(*find_one(text).span)] == "Kết\u200b luận số 38-KL\u00ad/TW"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("ngày 13-11-2018", date(2018, 11, 13)),
        ("ngày 13 tháng 11 năm 2018", date(2018, 11, 13)),
        (", ngày 3/6/2019", date(2019, 6, 3)),
        ("(13/11/2018)", date(2018, 11, 13)),
        ("ban hành ngày 13/11/2018", date(2018, 11, 13)),
        ("của Bộ Chính trị ngày 13/11/2018", date(2018, 11, 13)),
        ("ngày 31/02/2019", None),
    ],
)
def test_find_citations_reads_dates_in_usual_forms(written: str, day: date | None) -> None:
    assert find_one(f"Kết luận số 38-KL/TW {written}").day == day


@pytest.mark.parametrize(
    ("written", "congress"),
    [("(khóa X)", 10), ("khoá XIII", 13), ("của Ban Chấp hành Trung ương Đảng (Khóa XII)", 12), ("", None)],
)
def test_find_citations_reads_congress(written: str, congress: int | None) -> None:
    assert find_one(f"Nghị quyết số 22-NQ/TW {written}").congress == congress


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Kế hoạch số 1-KH/TU của Ban Thường vụ Tỉnh uỷ", "Tỉnh ủy"),
        ("Nghị quyết số 1-NQ/TW của Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng", "Ban Chấp hành Trung ương"),
        ("Kết luận số 1-KL/TW của BCT", "Bộ Chính trị"),
        ("Quyết định số 1/QĐ-BCT của BCT", "Bộ Công Thương"),
        ("Hướng dẫn số 1-HD/BTCTW của Ban Tổ chức Trung ương", "Ban Tổ chức Trung ương"),
        ("Kế hoạch số 1 của Trung ương Hội", "Trung ương Hội"),
        ("Kế hoạch số 1-KH/TU, Huyện ủy đã làm", None),
        ("Kế hoạch số 1-KH/TU của huyện", None),
        ("Nghị định số 20 ngày 15/05/1948 của Bộ trưởng Bộ Lao động ấn định nhiệm vụ", "Bộ trưởng Bộ Lao động"),
    ],
)  # fmt: skip
def test_find_citations_reads_issuer(text: str, body: str | None) -> None:
    issuer = find_one(text).issuer
    assert (issuer.body if issuer else None) == body


def test_find_citations_of_law_with_title_begins_at_kind() -> None:
    text = (
        "theo Luật Khoa học, công nghệ và đổi mới sáng tạo số 93/2025/QH15 và Luật Doanh nghiệp 59/2020/QH14"
    )
    assert list_words(text) == [
        "Luật Khoa học, công nghệ và đổi mới sáng tạo số 93/2025/QH15",
        "Luật Doanh nghiệp 59/2020/QH14",
    ]


def test_find_citations_of_known_names_returns_named_form() -> None:
    name = "Nghị quyết Trung ương 4 khóa XII"
    text = "Thực hiện **Nghị quyết Trung ương 4\nkhoá XII** và Kết luận số 21-KL/TW"
    named, full = find_citations(text, (name,))
    assert (named.form, named.name) == (Form.NAMED, name)
    assert full.form is Form.FULL
    assert find_citations("Nghị quyết Trung ương 4 khóa XII") == []


def test_find_citations_of_empty_text_returns_none() -> None:
    assert find_citations("") == []
    assert find_citations("38-KL/TW")[0].span == (0, 8)


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("Nghị quyết số 23-NQ/TƯ ngày 16/6/2008 của Bộ Chính trị", "TW"),
        ("Chỉ thị số 05-CT/T.Ư", "TW"),
        ("Nghị quyết 18-NQ/T.W khóa XII", "TW"),
        ("Nghị quyết 18-NQ/TWĐ", "TW"),
        ("Nghị quyết 13-NQ/TƯ của Tỉnh ủy", "TU"),
        ("Hướng dẫn 33-HD/BTGTƯ", "BTGTW"),
        ("Hướng dẫn 33-HD/BTCTƯ của Ban Tổ chức Tỉnh ủy", "BTCTU"),
        ("Nghị quyết 12/2020/NQ-HDND", "HĐND"),
    ],
)
def test_find_citations_of_other_spelling_reads_usual_suffix(text: str, suffix: str) -> None:
    assert find_one(text).suffix == suffix


@pytest.mark.parametrize(
    ("text", "code", "number"),
    [
        ("công điện số 541/CD-TTg", "CĐ", "541"),
        ("Quyết định số 15/QD-UBND", "QĐ", "15"),
        ("Công điện 53/CB-BGTVT", "CB", "53"),
        ("Quyết định số 2 345/QĐ-UBND", "QĐ", "2345"),
        ("NQ.38-NQ/TW", "NQ", "38"),
    ],
)
def test_find_citations_of_careless_number_reads_its_code(text: str, code: str, number: str) -> None:
    citation = find_one(text)
    assert (citation.code, citation.number) == (code, number)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nghị quyết số 18,19/NQ-TW", ["Nghị quyết số 18", "19/NQ-TW"]),
        ("Nghị quyết số 18,19 của", []),
        ("Nghị quyết số 18, 19 Hội nghị Trung ương 6", ["Nghị quyết số 18", "19"]),
        ("theo Qui Định 41 và Nghị quyêt 57", ["Qui Định 41", "Nghị quyêt 57"]),
        ("theo TT 02/2025", ["TT 02/2025"]),
        ("TT 02", []),
        (
            "Luật sửa đổi, bổ sung một số điều của Luật Xây dựng số 62/2020/QH14",
            ["Luật sửa đổi, bổ sung một số điều của Luật Xây dựng số 62/2020/QH14"],
        ),
        ("Luật Đất đai; Luật Xây dựng số 62/2020/QH14", ["Luật Xây dựng số 62/2020/QH14"]),
        ("Quy định 3 mức phạt", []),
        ("thẩm định Đề án 1. Các công ty", []),
        ("theo Chỉ thị 05. Các chi bộ", ["Chỉ thị 05"]),
        ("mẫu 01/TB-ĐKĐT Phụ lục IV", []),
        ("Nghị quyết 20 và Kết luận 69 bằng việc", ["Nghị quyết 20", "Kết luận 69"]),
    ],
)
def test_find_citations_of_careless_spelling_finds_words(text: str, words: list[str]) -> None:
    assert list_words(text) == words


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Quyết định kỷ luật số 12-QĐ/UBKTTU", "Quyết định kỷ luật số 12-QĐ/UBKTTU", "quyết định"),
        ("Công văn hướng dẫn số 12-CV/TU", "Công văn hướng dẫn số 12-CV/TU", "công văn"),
        ("Quyết định giao kế hoạch số 5/QĐ-UBND", "Quyết định giao kế hoạch số 5/QĐ-UBND", "quyết định"),
        ("Quyết định phê duyệt Đề án số 6/QĐ-TTg", "Quyết định phê duyệt Đề án số 6/QĐ-TTg", "quyết định"),
        ("QUYẾT ĐỊNH BAN HÀNH QUY CHẾ SỐ 5-QĐ/TU", "QUYẾT ĐỊNH BAN HÀNH QUY CHẾ SỐ 5-QĐ/TU", "quyết định"),
        ("Tỉnh ủy thông báo Kết luận số 5-KL/TU", "Kết luận số 5-KL/TU", "kết luận"),
        ("thông báo kết luận số 5-TB/TU", "thông báo kết luận số 5-TB/TU", "thông báo"),
        ("Kế hoạch thực hiện kết luận số 38-KH/TW", "kết luận số 38-KH/TW", "kết luận"),
        ("Kế hoạch, Kết luận số 38-KH/TW", "Kết luận số 38-KH/TW", "kết luận"),
    ],
)
def test_find_citations_behind_two_kinds_takes_the_one_of_the_code(text: str, words: str, kind: str) -> None:
    assert list_words(text) == [words]
    assert find_one(text).kind == kind


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("các Nghị quyết, Kết luận số 18-NQ/TW, 38-KL/TW", ["nghị quyết", "kết luận"]),
        ("Nghị quyết, Chỉ thị và Kết luận số 57-NQ/TW, 05-CT/TW", ["nghị quyết", "chỉ thị"]),
        ("Kế hoạch, Hướng dẫn số 12-KH/TU; 15-HD/TU", ["kế hoạch", "hướng dẫn"]),
        ("Nghị quyết; thực hiện Kết luận số 18-NQ/TW", ["kết luận"]),
    ],
)
def test_find_citations_behind_several_kinds_gives_each_number_its_own(text: str, kinds: list[str]) -> None:
    assert [citation.kind for citation in find_citations(text)] == kinds

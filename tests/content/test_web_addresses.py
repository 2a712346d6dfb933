import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.content.web_addresses import find_address_fault, repair_web_address

SOUND = [
    "https://a.vn", "http://a.vn/", "HTTPS://A.VN/B", "https://www.a-b.gov.vn:8080/x?y=1,2&z=%E1%BA%BF#m", "//a.vn/x",
    "https://đảngbộ.vn/tin", "https://a_b.vn/", "http://192.168.1.5/x", "https://[2001:db8::1]/x", "mailto:a@b.vn",
    "mailto:a@b.vn,c@d.vn?subject=Chào", "tel:+84252", "/2026/11/tin/", "#muc-a", "source:articles/a.md",
    "https://web.archive.org/web/2019/https://a.vn/", "https://https.cio.gov/x", "https://a.vn/50%", "/files/“x”.pdf",
]  # fmt: skip


@pytest.mark.parametrize("address", SOUND)
def test_find_address_fault_of_a_sound_address_finds_none(address: str) -> None:
    assert find_address_fault(address) is None


@pytest.mark.parametrize(
    ("address", "reason", "meant"),
    [
        ("https://a.vn/bao\\_cao", "viết sai", "https://a.vn/bao_cao"),
        ("https://“a.vn”/x", "ngoặc kép", "https://a.vn/x"),
        ("https://a.vn/x”", "ngoặc kép", "https://a.vn/x"),
        ("https://a.vn/x%E2%80%9D", "ngoặc kép", "https://a.vn/x"),
        ("https://a.vn/\u200bx", "không nhìn thấy", "https://a.vn/x"),
        ("https://a.vn\ufeff", "không nhìn thấy", "https://a.vn"),
        ("https://https://a.vn/x", "https://", "https://a.vn/x"),
        ("http://http//a.vn/x", "https://", "http://a.vn/x"),
        ("https:///a.vn/x", "https://", "https://a.vn/x"),
        ("https:/a.vn/x", "https://", "https://a.vn/x"),
        ("https://www.a,vn/x", "tên miền “www.a,vn”", "https://www.a.vn/x"),
        ("https://a.vn,", "tên miền", "https://a.vn"),
        ("https://a..vn/x", "tên miền", "https://a.vn/x"),
        ("https://a.vn/kế hoạch.pdf", "dấu cách", "https://a.vn/kế%20hoạch.pdf"),
        ("https://an:mật@a.vn/x", "tên đăng nhập", "https://a.vn/x"),
        ("mailto:a@b,vn", "địa chỉ thư", "mailto:a@b.vn"),
    ],
)
def test_find_address_fault_names_the_fault_and_what_to_write(address: str, reason: str, meant: str) -> None:
    fault = find_address_fault(address)
    assert fault
    assert reason in fault[0]
    assert fault[1] == f"Hãy viết {meant}"
    assert find_address_fault(meant) is None


@pytest.mark.parametrize(
    "address",
    ["https://a", "https://a.vn:80a/", "https://ví dụ.vn", "https://-a.vn", "https:a.vn", "mailto:an bình@b.vn",
     "https://localhost/x", "https://127.0.0.1:8000/", "https://[abc", "mailto:", "/\\a.vn", "///a.vn"],
)  # fmt: skip
def test_find_address_fault_of_an_address_that_cannot_be_guessed_asks_for_it(address: str) -> None:
    fault = find_address_fault(address)
    assert fault
    assert "Hãy viết https" not in fault[1]


@given(st.text("htps:/a.v n,“”\u200b@%#?[]-é1", max_size=24))
def test_proposed_address_has_no_such_fault_when_it_is_typed(rest: str) -> None:
    fault = find_address_fault(f"https://{rest}")
    for _ in range(12):
        if not fault or not fault[1].startswith("Hãy viết http"):
            return
        proposed = fault[1].removeprefix("Hãy viết ")
        again = find_address_fault(proposed)
        assert again != fault
        fault = again
    raise AssertionError(fault)


@pytest.mark.parametrize("text", ["a.vn", "/x/", "văn bản", "mailto:a@b.vn", ""])
def test_repair_web_address_returns_another_text_as_it_is(text: str) -> None:
    assert repair_web_address(text) == text

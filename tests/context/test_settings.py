import re
from typing import Any

import pytest

from bulletin.context.settings import IMPRINT_LABELS, SiteSettings
from bulletin.settings.tables import SettingError, load_settings


def load_site_settings(**table: Any) -> SiteSettings:
    return load_settings(SiteSettings, "BULLETIN", {"organisation": "Ban Tổ chức", **table})


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("telephone", "0252 382 1234; 0252 382 1235", "BULLETIN: telephone phải là một số như"),
        ("telephone", 2523821234, "BULLETIN: telephone phải là chữ trong dấu nháy, không phải “2523821234”."),
        ("email", "toasoan", "BULLETIN: email phải là một địa chỉ như"),
        ("email", "a@b.vn, c@d.vn", "BULLETIN: email phải là một địa chỉ như"),
        ("email", "a@b.vn?cc=c@d.vn", "BULLETIN: email phải là một địa chỉ như"),
        ("feedback_form", "gopy.vn", "BULLETIN: feedback_form phải là một địa chỉ như"),
        ("feedback_form", "javascript:alert(1)", "BULLETIN: feedback_form phải là một địa chỉ như"),
        ("feedback_form", "//gopy.vn/", "BULLETIN: feedback_form phải là một địa chỉ như"),
        ("feedback_form", "https://gopy.vn/?bai={bai}", "BULLETIN: feedback_form phải là một địa chỉ như"),
        ("organisation", None, "BULLETIN: organisation phải là chữ trong dấu nháy"),
        ("share_cards_from", "2026", "BULLETIN: share_cards_from phải là một ngày như"),
        ("extra", "chữ", "BULLETIN: extra phải là bảng như"),
        ("extra", {1: "số"}, "BULLETIN: extra phải là bảng như"),
        ("extra", {"khóa": {"a", "b"}}, "BULLETIN: extra phải là bảng như"),
        ("extra", {"khóa": [{"trong": object()}]}, "BULLETIN: extra phải là bảng như"),
    ],
)
def test_load_settings_value_that_cannot_be_used_is_refused(key: str, value: Any, message: str) -> None:
    with pytest.raises(SettingError, match=re.escape(message)):
        load_site_settings(**{key: value})


def test_load_settings_examples_of_messages_are_accepted() -> None:
    for key, value in (("telephone", "0252 abc"), ("email", "toasoan"), ("feedback_form", "gopy")):
        with pytest.raises(SettingError) as caught:
            load_site_settings(**{key: value})
        examples = re.findall(r'"([^"]+)"', str(caught.value))
        for example in examples if key == "feedback_form" else ["".join(examples)]:
            assert load_site_settings(**{key: example})


def test_load_settings_former_contact_names_the_keys_to_write() -> None:
    with pytest.raises(SettingError, match="BULLETIN không còn khóa “contact”") as caught:
        load_site_settings(contact=("Điện thoại: 0252 382 1234",))
    assert all(f"{key} ({label})" in str(caught.value) for key, label in IMPRINT_LABELS.items())
    assert "extra" in str(caught.value)


def test_load_settings_extra_holds_nested_data() -> None:
    extra = {"hotline": "1022", "links": [{"name": "Tỉnh ủy", "year": 2026, "new": True}], "ratio": 1.5}
    assert load_site_settings(extra=extra).extra == extra
    assert load_site_settings().extra == {}

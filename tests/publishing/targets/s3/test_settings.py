from pathlib import Path

import pytest

from bulletin.publishing.settings.settings import PublishSettings
from bulletin.publishing.targets.factory import create_target
from bulletin.publishing.targets.s3.settings import S3Settings
from bulletin.settings.tables import SettingError


def test_s3_settings_table_of_publish_settings_is_read() -> None:
    table = {"endpoint_url": "https://s3.example.vn", "grace_hours": 6}
    settings = PublishSettings.from_pelican({"SITEURL": "https://bantin.example.vn", "PUBLISH_S3": table})
    assert S3Settings.of(settings.s3) == S3Settings(endpoint_url="https://s3.example.vn", grace_hours=6)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            {"endpoint": "https://s3.example.vn"},
            "PUBLISH_S3 không có khóa “endpoint”. Hãy viết endpoint_url",
        ),
        ({"secret": "x"}, "Các khóa dùng được: endpoint_url, region"),
        ({"workers": "8"}, "PUBLISH_S3: workers phải là số nguyên không có dấu nháy, không phải chữ “8”."),
        ({"region": 1}, "PUBLISH_S3: region phải là chữ trong dấu nháy, không phải “1”."),
        ({"addressing_style": "đường dẫn"}, "addressing_style phải là path, virtual hoặc auto"),
        ({"attempts": 0}, "PUBLISH_S3: attempts phải từ 1 trở lên, không phải “0”."),
        ({"grace_hours": -1}, "PUBLISH_S3: grace_hours phải từ 0 trở lên, không phải “-1.0”."),
    ],
)
def test_s3_settings_invalid_value_error_names_the_key(table: dict[str, object], expected: str) -> None:
    with pytest.raises(SettingError) as caught:
        S3Settings.of(table)
    assert expected in str(caught.value)


@pytest.mark.parametrize(
    ("address", "name"),
    [("s3://kho", "s3://kho"), ("s3://kho/", "s3://kho"), ("s3://kho/bao/tin/", "s3://kho/bao/tin")],
)
def test_create_target_s3_address_names_bucket_and_prefix(tmp_path: Path, address: str, name: str) -> None:
    assert create_target(address, tmp_path, tmp_path).name == name


@pytest.mark.parametrize("address", ["s3://", "s3:///bao", "s4://kho"])
def test_create_target_s3_address_without_bucket_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingError, match="Hãy viết như"):
        create_target(address, tmp_path, tmp_path)

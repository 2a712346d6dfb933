import re
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.settings.settings import PublishSettings, load_pelican_settings
from bulletin.publishing.targets.factory import create_target
from bulletin.publishing.targets.s3.settings import S3Settings
from bulletin.settings.tables import SettingError

FIRST_LINES = 'from pelicanconf import *\nSITEURL = "https://bantin.example"\n'


def read_publish_settings(root: Path, text: str, below: str = "") -> PublishSettings:
    """Write the settings files of a site, and return its settings of a publish.

    ``text`` is publishconf.py, and ``below`` is pelicanconf.py.
    """
    (root / "publishconf.py").write_text(text, encoding="utf-8")
    (root / "pelicanconf.py").write_text(below, encoding="utf-8")
    settings = PublishSettings.from_pelican(load_pelican_settings(root / "publishconf.py"))
    S3Settings.of(settings.s3)  # ``./inv check`` reads them for every kind of target
    return settings


def test_from_pelican_reads_both_settings_files(tmp_path: Path) -> None:
    settings = read_publish_settings(
        tmp_path, f"{FIRST_LINES}PUBLISH_KEEP = 3\n", 'PUBLISH_TO = "/srv/bantin"\n'
    )
    assert (settings.siteurl, settings.releases_to_keep, settings.target_address) == (
        "https://bantin.example",
        3,
        "/srv/bantin",
    )


def test_load_pelican_settings_relative_cache_is_in_site_folder(tmp_path: Path) -> None:
    (tmp_path / "publishconf.py").write_text('CACHE_PATH = "kho"\n', encoding="utf-8")
    assert load_pelican_settings(tmp_path / "publishconf.py")["CACHE_PATH"] == str(tmp_path / "kho")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("PUBLISH_KEEP = 0", "PUBLISH_KEEP phải là số nguyên từ 1 trở lên, không phải “0”."),
        ("PUBLISH_KEEP = True", "PUBLISH_KEEP phải là số nguyên từ 1 trở lên, không phải “True”."),
        ('PUBLISH_KEEP = "9"', "không phải chữ “9”. Hãy viết như PUBLISH_KEEP = 10"),
        ('PUBLISH_TO = ["a", "b"]', "PUBLISH_TO phải là chữ trong dấu nháy, không phải danh sách."),
        ("PUBLISH_TO = 5", "không phải số."),
        ('PUBLISH_S3 = "TOKEN"', "PUBLISH_S3 phải là bảng như {\"khóa\": \"giá trị\"}, không phải chữ."),
        ('PUBLISH_S3 = {"regoin": "hn"}', "PUBLISH_S3 không có khóa “regoin”. Hãy viết region"),
        ('PUBLISH_S3 = {"workers": 0}', "PUBLISH_S3: workers phải từ 1 trở lên, không phải “0”."),
        ('SITEURL = "http://127.0.0.1:8000"', "SITEURL không dùng được: “http://127.0.0.1:8000” không phải"),
        ('SITEURL = "bantin.example"', "SITEURL không dùng được: “bantin.example”"),
        ('SITEURL = "https://[::1"', "SITEURL không dùng được: “https://[::1”"),
        ('SITEURL = "ftp://an:TOKEN@a.vn"', "SITEURL không dùng được: “ftp://…@a.vn”"),
    ],
)  # fmt: skip
def test_from_pelican_invalid_setting_names_line(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(SettingError, match=f"^publishconf.py:3: .*{re.escape(message)}"):
        read_publish_settings(tmp_path, f"{FIRST_LINES}{line}\n")


def test_from_pelican_unknown_key_of_table_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"^publishconf.py:5: PUBLISH_S3 không có khóa “x”"):
        read_publish_settings(tmp_path, f'{FIRST_LINES}PUBLISH_S3 = {{\n  "region": "hn",\n  "x": 1,\n}}\n')


def test_from_pelican_setting_of_pelicanconf_names_that_file(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"^pelicanconf.py:2: PUBLISH_KEEP "):
        read_publish_settings(tmp_path, FIRST_LINES, "\nPUBLISH_KEEP = 0\n")


@pytest.mark.parametrize("address", ["ftp://may-chu/tin", "web@may-chu:tin", "ssh://may-chu"])
def test_create_target_invalid_address_names_line(tmp_path: Path, address: str) -> None:
    settings = read_publish_settings(tmp_path, f"{FIRST_LINES}PUBLISH_TO = {address!r}\n")
    with pytest.raises(SettingError, match=f"^publishconf.py:3: PUBLISH_TO là “{re.escape(address)}”"):
        create_target(settings.target_address, tmp_path, tmp_path)


def test_from_pelican_missing_siteurl_shows_line_to_add(tmp_path: Path) -> None:
    with pytest.raises(SettingError) as caught:
        read_publish_settings(tmp_path, "from pelicanconf import *\n", 'SITEURL = "http://127.0.0.1:8000"\n')
    message = str(caught.value)
    assert message.startswith("publishconf.py: Thiếu SITEURL")
    assert message.endswith(': SITEURL = "https://baodang.example"')


def test_from_pelican_siteurl_of_imported_module_is_not_missing(tmp_path: Path) -> None:
    (tmp_path / "dia_chi_cua_trang.py").write_text('SITEURL = "bantin.example"\n', encoding="utf-8")
    with pytest.raises(SettingError, match=r"^publishconf.py: SITEURL không dùng được: “bantin.example”"):
        read_publish_settings(tmp_path, "from dia_chi_cua_trang import *\n")


def test_load_pelican_settings_siteurl_with_last_slash_is_refused_without_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(SettingError) as caught:
        read_publish_settings(tmp_path, f'{FIRST_LINES}SITEURL = "https://bantin.example/tin/"\n')
    assert str(caught.value) == (
        "publishconf.py:3: SITEURL không có dấu gạch chéo ở cuối. "
        'Hãy viết SITEURL = "https://bantin.example/tin".'
    )
    assert caplog.records == []


def test_load_pelican_settings_missing_file_suggests_git(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"publishconf.py. Hãy lấy lại: git checkout HEAD -- publishconf.py$"):
        load_pelican_settings(tmp_path / "publishconf.py")


def test_load_pelican_settings_siteurl_is_stripped(tmp_path: Path) -> None:
    assert (
        read_publish_settings(tmp_path, 'SITEURL = " https://bantin.example/ "\n').siteurl
        == "https://bantin.example"
    )


@pytest.mark.parametrize(
    "path",
    [
        "//khac.example", "/tin//khac", "/\\khac.example", "\\@khac.example", "/$uri", '/a"b', "/a;b", "/%22;",
        "/%2f%2fkhac.example", "/../tin", "/.tin", "/a b", "?x=1", "#x", "/a\tb", "/{tin}", f"/{'a' * 100}",
    ],
)  # fmt: skip
def test_from_pelican_siteurl_with_unusable_path_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(SettingError, match=r"^publishconf.py:3: SITEURL không dùng được: .* /ban-tin"):
        read_publish_settings(tmp_path, f"{FIRST_LINES}SITEURL = {f'https://bantin.example{path}'!r}\n")


@pytest.mark.parametrize("path", ["", "/ban-tin", "/tinh/bản-tin.2", "/b%E1%BA%A3n-tin", "/~tin_1"])
def test_from_pelican_siteurl_with_plain_path_is_read(tmp_path: Path, path: str) -> None:
    assert read_publish_settings(tmp_path, f'SITEURL = "https://bantin.example{path}"\n').base_path == path


def test_load_pelican_settings_other_cache_is_refused(tmp_path: Path) -> None:
    other_folder = tmp_path / "dia-khac"
    other_folder.mkdir()
    lines = f'{FIRST_LINES}PLUGINS = ["bulletin.plugins.site_builder"]\nCACHE_PATH = {str(other_folder)!r}\n'
    with pytest.raises(SettingError, match=r'^publishconf.py:4: CACHE_PATH phải là ".cache" .* ln -s '):
        read_publish_settings(tmp_path, lines)
    (tmp_path / ".cache").symlink_to(other_folder)
    assert read_publish_settings(tmp_path, lines)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("PUBLISH_T", "Hãy viết PUBLISH_TO"),
        ("PUBLISH_KEP", "Hãy viết PUBLISH_KEEP"),
        (
            "PUBLISH_WHERE",
            "Các thiết lập dùng được: SITEURL, PUBLISH_TO, PUBLISH_KEEP, PUBLISH_S3, PUBLISH_COMMIT, ALERT_TO.",
        ),
        ("PUBLSH_TO", "Hãy viết PUBLISH_TO"),
        ("PUBLISHKEEP", "Hãy viết PUBLISH_KEEP"),
        ("SITE_URL", "Hãy viết SITEURL"),
        ("NEIGHBOUR", "Hãy viết NEIGHBOURS"),
        ("BULETIN", "Hãy viết BULLETIN"),
    ],
)
def test_from_pelican_misspelt_setting_is_refused(tmp_path: Path, name: str, remedy: str) -> None:
    message = f"publishconf.py:3: Không có thiết lập “{name}”. {remedy}"
    with pytest.raises(SettingError, match=f"^{re.escape(message)}$"):
        read_publish_settings(tmp_path, f'{FIRST_LINES}{name} = "x"\n')


@pytest.mark.parametrize("name", ["SITEMAP", "SITELOGO", "SITESUBTITLE", "LINKS", "PUBLIC_NAMES"])
def test_from_pelican_setting_of_other_plugin_is_ignored(tmp_path: Path, name: str) -> None:
    assert read_publish_settings(tmp_path, f'{FIRST_LINES}{name} = "x"\n')


def test_from_pelican_unknown_publish_name_in_pelicanconf_is_ignored(tmp_path: Path) -> None:
    assert read_publish_settings(tmp_path, FIRST_LINES, "PUBLISH_DATE = 1\n")
    with pytest.raises(SettingError, match=r"^pelicanconf.py:1: Không có thiết lập “PUBLISH_T”"):
        read_publish_settings(tmp_path, FIRST_LINES, "PUBLISH_T = 1\n")

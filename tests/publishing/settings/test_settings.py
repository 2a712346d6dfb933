import re
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.settings.settings import PublishSettings, load_pelican_settings
from bulletin.publishing.targets.factory import create_target
from bulletin.publishing.targets.s3.settings import S3Settings
from bulletin.settings.tables import SettingError

HEAD = 'from pelicanconf import *\nSITEURL = "https://bantin.example"\n'


def read_publish_settings(root: Path, text: str, below: str = "") -> PublishSettings:
    """Return the settings of a site in ``root`` with ``text`` in publishconf.py, ``below`` in pelicanconf.py."""
    (root / "publishconf.py").write_text(text, encoding="utf-8")
    (root / "pelicanconf.py").write_text(below, encoding="utf-8")
    settings = PublishSettings.from_pelican(load_pelican_settings(root / "publishconf.py"))
    S3Settings.of(settings.s3)  # as `./inv check` does, whatever the target
    return settings


def test_what_publishing_reads_may_stand_in_either_file(tmp_path: Path) -> None:
    settings = read_publish_settings(tmp_path, f"{HEAD}PUBLISH_KEEP = 3\n", 'PUBLISH_TO = "/srv/bantin"\n')
    assert (settings.siteurl, settings.releases_to_keep, settings.target_address) == (
        "https://bantin.example",
        3,
        "/srv/bantin",
    )


def test_a_relative_cache_lies_in_the_folder_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "publishconf.py").write_text('CACHE_PATH = "kho"\n', encoding="utf-8")
    assert load_pelican_settings(tmp_path / "publishconf.py")["CACHE_PATH"] == str(tmp_path / "kho")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("PUBLISH_KEEP = 0", "PUBLISH_KEEP phải là số nguyên từ 1 trở lên, không phải “0”."),
        ("PUBLISH_KEEP = True", "PUBLISH_KEEP phải là số nguyên từ 1 trở lên, không phải “True”."),
        ('PUBLISH_KEEP = "9"', "không phải chữ “9”. Hãy viết như PUBLISH_KEEP = 10."),
        ('PUBLISH_TO = ["a", "b"]', "PUBLISH_TO phải là chữ trong dấu nháy, không phải danh sách."),
        ("PUBLISH_TO = 5", "không phải số."),
        ('PUBLISH_S3 = "TOKEN"', "PUBLISH_S3 phải là bảng như {\"khóa\": \"giá trị\"}, không phải chữ."),
        ('PUBLISH_S3 = {"regoin": "hn"}', "PUBLISH_S3 không có khóa “regoin”. Hãy viết region."),
        ('PUBLISH_S3 = {"workers": 0}', "PUBLISH_S3: workers phải từ 1 trở lên, không phải “0”."),
        ('SITEURL = "http://127.0.0.1:8000"', "SITEURL không dùng được: “http://127.0.0.1:8000” không phải"),
        ('SITEURL = "bantin.example"', "SITEURL không dùng được: “bantin.example”"),
        ('SITEURL = "https://[::1"', "SITEURL không dùng được: “https://[::1”"),
        ('SITEURL = "ftp://an:TOKEN@a.vn"', "SITEURL không dùng được: “ftp://…@a.vn”"),
    ],
)  # fmt: skip
def test_a_refused_setting_has_its_line(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(SettingError, match=f"^publishconf.py:3: .*{re.escape(said)}"):
        read_publish_settings(tmp_path, f"{HEAD}{line}\n")


def test_a_key_of_a_long_table_has_its_own_line(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"^publishconf.py:5: PUBLISH_S3 không có khóa “x”"):
        read_publish_settings(tmp_path, f'{HEAD}PUBLISH_S3 = {{\n  "region": "hn",\n  "x": 1,\n}}\n')


def test_a_setting_of_pelicanconf_is_told_as_standing_there(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"^pelicanconf.py:2: PUBLISH_KEEP "):
        read_publish_settings(tmp_path, HEAD, "\nPUBLISH_KEEP = 0\n")


@pytest.mark.parametrize("address", ["ftp://may-chu/tin", "web@may-chu:tin", "ssh://may-chu"])
def test_a_place_that_cannot_be_meant_has_its_line(tmp_path: Path, address: str) -> None:
    settings = read_publish_settings(tmp_path, f"{HEAD}PUBLISH_TO = {address!r}\n")
    with pytest.raises(SettingError, match=f"^publishconf.py:3: PUBLISH_TO là “{re.escape(address)}”"):
        create_target(settings.target_address, tmp_path, tmp_path)


def test_a_missing_address_of_the_site_is_told_with_the_line_to_add(tmp_path: Path) -> None:
    with pytest.raises(SettingError) as caught:
        read_publish_settings(tmp_path, "from pelicanconf import *\n", 'SITEURL = "http://127.0.0.1:8000"\n')
    said = str(caught.value)
    assert said.startswith("publishconf.py: Thiếu SITEURL")
    assert said.endswith(': SITEURL = "https://baodang.example"')


def test_an_address_that_another_module_sets_is_not_called_missing(tmp_path: Path) -> None:
    (tmp_path / "dia_chi_cua_trang.py").write_text('SITEURL = "bantin.example"\n', encoding="utf-8")
    with pytest.raises(SettingError, match=r"^publishconf.py: SITEURL không dùng được: “bantin.example”"):
        read_publish_settings(tmp_path, "from dia_chi_cua_trang import *\n")


def test_an_address_of_the_site_that_ends_in_a_slash_is_refused_and_pelican_says_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(SettingError) as caught:
        read_publish_settings(tmp_path, f'{HEAD}SITEURL = "https://bantin.example/tin/"\n')
    assert str(caught.value) == (
        "publishconf.py:3: SITEURL không có dấu gạch chéo ở cuối. "
        'Hãy viết SITEURL = "https://bantin.example/tin".'
    )
    assert caplog.records == []


def test_settings_that_are_missing_are_fetched_from_git(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"publishconf.py. Hãy lấy lại: git checkout HEAD -- publishconf.py$"):
        load_pelican_settings(tmp_path / "publishconf.py")


def test_blanks_around_the_address_of_the_site_are_none_of_it(tmp_path: Path) -> None:
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
def test_settings_siteurl_with_an_odd_path_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(SettingError, match=r"^publishconf.py:3: SITEURL không dùng được: .* /ban-tin"):
        read_publish_settings(tmp_path, f"{HEAD}SITEURL = {f'https://bantin.example{path}'!r}\n")


@pytest.mark.parametrize("path", ["", "/ban-tin", "/tinh/bản-tin.2", "/b%E1%BA%A3n-tin", "/~tin_1"])
def test_settings_siteurl_with_a_plain_path_is_read(tmp_path: Path, path: str) -> None:
    assert read_publish_settings(tmp_path, f'SITEURL = "https://bantin.example{path}"\n').base_path == path


def test_a_build_must_note_what_it_did_where_a_publish_looks(tmp_path: Path) -> None:
    elsewhere = tmp_path / "dia-khac"
    elsewhere.mkdir()
    lines = f'{HEAD}PLUGINS = ["plugins.site_builder"]\nCACHE_PATH = {str(elsewhere)!r}\n'
    with pytest.raises(SettingError, match=r'^publishconf.py:4: CACHE_PATH phải là ".cache" .* ln -s '):
        read_publish_settings(tmp_path, lines)
    (tmp_path / ".cache").symlink_to(elsewhere)
    assert read_publish_settings(tmp_path, lines)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("PUBLISH_T", "Hãy viết PUBLISH_TO."),
        ("PUBLISH_KEP", "Hãy viết PUBLISH_KEEP."),
        ("PUBLISH_WHERE", "Các thiết lập dùng được: SITEURL, PUBLISH_TO, PUBLISH_KEEP, PUBLISH_S3."),
        ("PUBLSH_TO", "Hãy viết PUBLISH_TO."),
        ("PUBLISHKEEP", "Hãy viết PUBLISH_KEEP."),
        ("SITE_URL", "Hãy viết SITEURL."),
    ],
)
def test_a_misspelt_setting_is_not_passed_over(tmp_path: Path, name: str, remedy: str) -> None:
    said = f"publishconf.py:3: Không có thiết lập “{name}”. {remedy}"
    with pytest.raises(SettingError, match=f"^{re.escape(said)}$"):
        read_publish_settings(tmp_path, f'{HEAD}{name} = "x"\n')


@pytest.mark.parametrize("name", ["SITEMAP", "SITELOGO", "SITESUBTITLE", "LINKS", "PUBLIC_NAMES"])
def test_settings_of_other_plugins_are_none_of_ours(tmp_path: Path, name: str) -> None:
    assert read_publish_settings(tmp_path, f'{HEAD}{name} = "x"\n')


def test_a_name_of_pelicanconf_may_begin_like_ours_but_not_be_like_one(tmp_path: Path) -> None:
    assert read_publish_settings(tmp_path, HEAD, "PUBLISH_DATE = 1\n")
    with pytest.raises(SettingError, match=r"^pelicanconf.py:1: Không có thiết lập “PUBLISH_T”"):
        read_publish_settings(tmp_path, HEAD, "PUBLISH_T = 1\n")

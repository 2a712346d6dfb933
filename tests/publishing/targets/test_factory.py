"""Tests of the values of the setting PUBLISH_TO."""

import re
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.targets.factory import create_target
from bulletin.publishing.targets.git.repository import GitRepository
from bulletin.settings.tables import SettingError


@pytest.mark.parametrize(
    ("address", "suggestion"),
    [
        ("web@may-chu:/srv/bantin", "ssh://web@may-chu/srv/bantin."),
        ("web@may-chu:bantin", "ssh://web@may-chu/~/bantin."),
        ("web@may-chu/srv/bantin", "ssh://web@may-chu/srv/bantin."),
        ("bantin.example:/srv/bantin", "ssh://bantin.example/srv/bantin."),
        ("git@github.com:x/y.git#pages", "git+ssh://git@github.com/x/y.git#pages."),
        ("git@github.com:x/y.git", "git+ssh://git@github.com/x/y.git#gh-pages."),
        ("ssh:/may-chu/srv", "public, /srv/bantin, ssh://ten@may-chu/duong-dan,"),
    ],
)
def test_create_target_address_of_another_machine_is_refused(
    tmp_path: Path, address: str, suggestion: str
) -> None:
    with pytest.raises(SettingError, match=re.escape(f"hãy viết: {suggestion}")):
        create_target(address, tmp_path, tmp_path)


@pytest.mark.parametrize("address", ["./a:b", "/srv/an@bantin", "public", ""])
def test_create_target_folder_with_colon_or_at_sign_is_accepted(tmp_path: Path, address: str) -> None:
    assert create_target(address, tmp_path, tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "content",
        "./content/bai",
        ".",
        "output-publish",
        "output-livereload",
        "output/x",
        ".cache",
        "theme",
        ".git",
    ],
)
def test_create_target_folder_of_the_workspace_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingError, match=f"PUBLISH_TO là “{re.escape(address)}”, nơi có nội dung"):
        create_target(address, tmp_path, tmp_path)


def test_create_target_folder_above_workspace_or_on_cache_disk_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "dia").mkdir()
    (tmp_path / "trang").mkdir()
    (tmp_path / "trang/.cache").symlink_to(tmp_path / "dia")
    for place in ("..", str(tmp_path / "dia/web")):
        assert create_target(place, tmp_path / "trang", tmp_path)


def test_create_target_link_into_the_workspace_is_refused(tmp_path: Path) -> None:
    (tmp_path / "web").symlink_to("content")
    with pytest.raises(SettingError, match="nơi có nội dung"):
        create_target("web", tmp_path, tmp_path)


def test_create_target_new_folder_of_the_workspace_is_accepted(tmp_path: Path) -> None:
    for address in ("public", "web/ban-tin", "content-cu", "../web"):
        assert create_target(address, tmp_path, tmp_path).name == f"{address}/current"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("SSH://web@may-chu/srv/Bantin", "ssh://web@may-chu/srv/Bantin"),
        ("Git+SSH://git@github.com/x/Y.git#Pages", "ssh://git@github.com/x/Y.git#Pages"),
        ("S3://kho/Bantin", "s3://kho/Bantin"),
        ("git+https://an:TOKEN@github.com/x/y.git#pages", "https://…@github.com/x/y.git#pages"),
        ("git+https://TOKEN@github.com/x/y.git", "https://…@github.com/x/y.git#gh-pages"),
        ("git+ssh://git:TOKEN@github.com/x/y.git", "ssh://…@github.com/x/y.git#gh-pages"),
    ],
)
def test_create_target_capital_scheme_is_accepted_and_name_hides_credentials(
    tmp_path: Path, address: str, name: str
) -> None:
    assert create_target(address, tmp_path, tmp_path).name == name


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://an:TOKEN@github.com/x/y.git", "“https://…@github.com/x/y.git”"),
        ("ssh://web:TOKEN@may/srv", "“ssh://…@may/srv”"),
        ("ssh://web:TO/KEN@may/srv", "“ssh://…@may/srv”"),
        ("s3://an:TOKEN@kho/tin", "“s3://…@kho/tin”"),
        ("an:TOKEN@may:/srv", "“…@may:/srv”"),
        ("an.binh:TOKEN@may:/srv", "“…@may:/srv”"),
    ],
)
def test_create_target_error_hides_credentials(tmp_path: Path, address: str, expected: str) -> None:
    with pytest.raises(SettingError, match=re.escape(expected)) as caught:
        create_target(address, tmp_path, tmp_path)
    assert "KEN" not in str(caught.value)


def test_git_repository_error_hides_credentials(tmp_path: Path) -> None:
    with pytest.raises(UserError) as failed:
        GitRepository(tmp_path / "kho.git", "https://an:TOKEN@127.0.0.1:1/x.git").list_remote_refs()
    assert "TOKEN" not in str(failed.value)

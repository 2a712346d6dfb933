import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from bulletin.context.settings import IMPRINT_LABELS
from bulletin.publishing.settings.requirements import require_publishable_settings
from bulletin.publishing.settings.settings import PublishSettings, load_pelican_settings
from bulletin.settings.tables import SettingError
from tests.publishing.small_site import OFFICE_SETTINGS
from tests.sample_site import ROOT

REMOTE_TARGETS = (
    "ssh://web@may-chu/srv/bantin",
    "SSH://web@may-chu/srv/bantin",
    "s3://kho/bantin",
    "git+ssh://git@may-chu/kho.git#gh-pages",
    "git+https://may-chu/kho.git",
    "git+file:///srv/kho.git",
)
FOLDERS = ("", "public", "/srv/bantin", "../noi-chung")


def write_site(folder: Path, target: str = "", **settings: Any) -> None:
    """Write the settings files of the repository with some changes in publishconf.py."""
    shutil.copy(ROOT / "pelicanconf.py", folder)
    (folder / "content").mkdir()
    (folder / "theme").symlink_to(ROOT / "theme")
    lines = [(ROOT / "publishconf.py").read_text(encoding="utf-8")]
    lines += [f"{name} = {value!r}" for name, value in {"PUBLISH_TO": target, **settings}.items()]
    (folder / "publishconf.py").write_text("\n".join([*lines, ""]), encoding="utf-8")


def require_publishable_site(folder: Path) -> None:
    """Load the settings of a site and require that they can be published."""
    table = load_pelican_settings(folder / "publishconf.py")
    require_publishable_settings(table, PublishSettings.from_pelican(table))


def read_refusal(folder: Path) -> list[str]:
    """Return the lines of the message of a refusal, without the advice at its end."""
    with pytest.raises(SettingError) as caught:
        require_publishable_site(folder)
    *lines, advice = str(caught.value).split("\n")
    assert advice.startswith("Thiết lập này chưa xuất bản được. Hãy ")
    return lines


def find_line(text: str) -> int:
    """Return the number of the last line of pelicanconf.py with ``text``."""
    rows = (ROOT / "pelicanconf.py").read_text(encoding="utf-8").split("\n")
    return max(number for number, row in enumerate(rows, 1) if text in row)


@pytest.mark.parametrize("target", REMOTE_TARGETS)
def test_require_publishable_settings_sample_is_refused_on_another_machine(
    tmp_path: Path, target: str
) -> None:
    write_site(tmp_path, target)
    assert {line.partition(" còn ")[0] for line in read_refusal(tmp_path)} == {
        "publishconf.py:5: SITEURL",
        f"pelicanconf.py:{find_line('Nguyễn Văn A')}: BULLETIN: responsible",
        f"pelicanconf.py:{find_line('số 1, đường')}: BULLETIN: address",
        f"pelicanconf.py:{find_line('telephone')}: BULLETIN: telephone",
        f"pelicanconf.py:{find_line('toasoan@')}: BULLETIN: email",
        f"pelicanconf.py:{find_line('quangcao@')}: BULLETIN: advertising",
    }


@pytest.mark.parametrize("target", FOLDERS)
def test_require_publishable_settings_sample_may_go_to_a_folder(tmp_path: Path, target: str) -> None:
    write_site(tmp_path, target)
    require_publishable_site(tmp_path)


@pytest.mark.parametrize("target", REMOTE_TARGETS)
def test_require_publishable_settings_own_words_may_go_anywhere(tmp_path: Path, target: str) -> None:
    write_site(tmp_path, target, **OFFICE_SETTINGS)
    require_publishable_site(tmp_path)


def test_require_publishable_settings_sample_word_in_extra_is_refused(tmp_path: Path) -> None:
    bulletin: dict[str, Any] = {
        **OFFICE_SETTINGS["BULLETIN"],
        "extra": {"links": [{"url": "//an.example.vn"}]},
    }
    write_site(tmp_path, REMOTE_TARGETS[0], **{**OFFICE_SETTINGS, "BULLETIN": bulletin})
    (message,) = read_refusal(tmp_path)
    assert message == (
        "publishconf.py:9: BULLETIN: extra còn tên miền mẫu “example.vn”, không đăng ra ngoài máy này được. "
        "Hãy viết tên miền của cơ quan."
    )


@pytest.mark.parametrize("key", IMPRINT_LABELS)
@pytest.mark.parametrize("value", ["", "  "])
@pytest.mark.parametrize("target", ["public", REMOTE_TARGETS[0]])
def test_require_publishable_settings_empty_imprint_is_refused_everywhere(
    tmp_path: Path, key: str, value: str, target: str
) -> None:
    write_site(
        tmp_path, target, **{**OFFICE_SETTINGS, "BULLETIN": OFFICE_SETTINGS["BULLETIN"] | {key: value}}
    )
    (message,) = read_refusal(tmp_path)
    assert message.startswith(f"publishconf.py:9: BULLETIN chưa có {key} ({IMPRINT_LABELS[key]}), mà")


def test_require_publishable_settings_advice_taken_literally_is_enough(tmp_path: Path) -> None:
    write_site(tmp_path, REMOTE_TARGETS[0], **{**OFFICE_SETTINGS, "BULLETIN": {"organisation": ""}})
    advice = [re.search(r'"\w+": "[^"]+",$', line) for line in read_refusal(tmp_path)]
    assert len(advice) == len(IMPRINT_LABELS)
    with (tmp_path / "publishconf.py").open("a", encoding="utf-8") as file:
        file.write("BULLETIN = {\n" + "\n".join(found[0] for found in advice if found) + "\n}\n")
    require_publishable_site(tmp_path)


@pytest.mark.parametrize("key", ["telephone", "organisation"])
def test_require_publishable_settings_missing_key_of_pelicanconf_names_the_table(
    tmp_path: Path, key: str
) -> None:
    write_site(tmp_path)
    file = tmp_path / "pelicanconf.py"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(rf' *"{key}": .*\n', "", text), encoding="utf-8")
    (message,) = read_refusal(tmp_path)
    assert message.startswith(f"pelicanconf.py:{find_line('BULLETIN = ')}: BULLETIN chưa có {key} (")


def write_page(folder: Path, text: str, **keys: str) -> None:
    front_matter = "".join(f"{key}: {value}\n" for key, value in {"title": "Liên hệ", **keys}.items())
    (folder / "content/pages").mkdir(exist_ok=True)
    (folder / "content/pages/lien-he.md").write_text(f"---\n{front_matter}---\n\n{text}\n", encoding="utf-8")


def test_require_publishable_settings_sample_word_in_a_page_is_refused(tmp_path: Path) -> None:
    write_site(tmp_path, REMOTE_TARGETS[0], **OFFICE_SETTINGS)
    write_page(tmp_path, "Điện thoại: 0252 000 0000.")
    (message,) = read_refusal(tmp_path)
    assert message == (
        "content/pages/lien-he.md:5: Trang còn số điện thoại mẫu “0252 000 0000”, không đăng ra ngoài máy này được. "
        "Hãy viết số điện thoại của cơ quan."
    )


def test_require_publishable_settings_sample_word_in_a_draft_or_to_a_folder_passes(tmp_path: Path) -> None:
    write_site(tmp_path, REMOTE_TARGETS[0], **OFFICE_SETTINGS)
    write_page(tmp_path, "Điện thoại: 0252 000 0000.", status="draft")
    require_publishable_site(tmp_path)
    write_page(tmp_path, "Điện thoại: 0252 000 0000.")
    with (tmp_path / "publishconf.py").open("a", encoding="utf-8") as file:
        file.write('PUBLISH_TO = "public"\n')
    require_publishable_site(tmp_path)


def test_require_publishable_settings_wrong_alert_to_is_refused(tmp_path: Path) -> None:
    write_site(tmp_path, ALERT_TO="toasoan")
    with pytest.raises(SettingError, match=r"^publishconf\.py:\d+: ALERT_TO: mail phải là địa chỉ thư"):
        require_publishable_site(tmp_path)


def test_require_publishable_settings_stock_pelican_site_needs_no_imprint(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "publishconf.py").write_text(
        'PATH = "content"\nSITEURL = "https://a.example"\n', encoding="utf-8"
    )
    require_publishable_site(tmp_path)

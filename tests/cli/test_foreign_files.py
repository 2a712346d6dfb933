"""Tests that commands neither follow nor lose foreign files in outputs and caches."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from bulletin.cli.build import build_site, clean_workspace
from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.publishing.pipeline import publish
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE, Workspace
from tests.gate import mark_later_rows
from tests.publishing.small_site import create_small_site, write_dated_article
from tests.publishing.targets.folder.test_target_foreign_files import OBJECT_NAMES, limit_time
from tests.publishing.targets.foreign_files import (
    MOUNT_POINT,
    PLAYS,
    CanaryFolder,
    draw,
    is_preserved_or_named,
    place_foreign_object,
)

pytestmark = pytest.mark.slow

SAMPLE_SIZES = {"publish_more": 8, "clean_site": 60}
NOW = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ)
EXTRA_PATHS = (
    *(
        "output-publish/la",
        "output-publish/2026/la",
        "output-publish/.bulletin.busy",
        ".cache/la",
        ".cache/engine/la",
    ),
    *(
        "output-publish/2026/11/tin-moi",
        "output-publish/2026/11/tin-moi/index.html",
        ".workshop.lock",
        "tep-la",
    ),
)


@pytest.fixture(scope="module")
def template_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = create_small_site(tmp_path_factory.mktemp("template"))
    publish(site, NOW, lambda _: None)
    return site.root


def publish_more(site: Workspace) -> None:
    write_dated_article(site, "tin-moi", "Tin mới.")
    publish(site, NOW, print)


def clean_site(site: Workspace) -> None:
    clean_workspace(site)


def list_cases(template_site: Path, command: str) -> list[tuple[str, str]]:
    paths = set(EXTRA_PATHS)
    for folder in (template_site / "output-publish", template_site / ".cache"):
        paths.update(str(path.relative_to(template_site)) for path in [folder, *folder.rglob("*")])
    cases = [(path, kind) for path in sorted(paths) for kind in OBJECT_NAMES]
    return draw(cases, PLAYS * 10 or SAMPLE_SIZES[command])


@pytest.mark.parametrize("command", mark_later_rows([publish_more, clean_site], 1))
def test_command_never_follows_or_loses_foreign_files(
    command: Callable[[Workspace], None],
    tmp_path: Path,
    template_site: Path,
    record_fault_count: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    placed, refused = 0, 0
    for number, (path, kind) in enumerate(list_cases(template_site, command.__name__)):
        folder = tmp_path / str(number)
        shutil.copytree(template_site, folder / "site", symlinks=True)
        site, canary = Workspace(folder / "site"), CanaryFolder(folder / "canary")
        file = site.root / path
        with place_foreign_object(kind, file, canary) as parts:
            if not parts:
                continue
            before, output = canary.take_snapshot(), ""
            placed += 1
            with limit_time(60):
                try:
                    command(site)
                except UserError as error:
                    output, refused = str(error), refused + 1
            output += capsys.readouterr().out
            case = (path, kind, command.__name__)
            assert canary.take_snapshot() == before, (*case, output)
            is_altered = (
                template_site / path
            ).is_file()  # an altered page is not foreign, and a build restores it
            is_own = is_altered or file.is_relative_to(site.cache) or path.endswith(".html")
            assert is_own or kind == MOUNT_POINT or is_preserved_or_named(parts, file, site.root, output), (
                *case,
                output,
            )
        shutil.rmtree(folder)
    assert placed > len(list_cases(template_site, command.__name__)) // 3
    record_fault_count(
        f"workspace: {placed} foreign files before {command.__name__}, {refused} refused, none followed or lost"
    )


def test_clean_workspace_moves_foreign_files_aside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = create_small_site(tmp_path)
    build_site(site, PUBLISH_SETTINGS_FILE)
    (site.publish_output / "2026/GHI-CHU.txt").write_text("của quản trị", encoding="utf-8")
    # A killed build leaves such a file.
    (site.publish_output / ".index.html.123456").write_text("dở dang", encoding="utf-8")
    (site.cache / "ghi-chu").mkdir()
    (site.cache / "ghi-chu/a.txt").write_text("của ai", encoding="utf-8")
    clean_workspace(site)
    assert not site.publish_output.exists()
    assert not site.cache.exists()
    kept = sorted(
        path.relative_to(site.root).as_posix() for path in (site.root / "tep-la").rglob("*") if path.is_file()
    )
    assert kept == ["tep-la/cache/ghi-chu/a.txt", "tep-la/output-publish/2026/GHI-CHU.txt"]
    assert (
        "Có 1 tệp lạ trong output-publish (2026/GHI-CHU.txt); đã chuyển vào tep-la/output-publish/. "
        "Hãy xem rồi xóa nếu không cần."
    ) in capsys.readouterr().out


def test_build_site_with_a_link_in_place_of_an_output_folder_raises_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = create_small_site(tmp_path / "site")
    build_site(site, PUBLISH_SETTINGS_FILE)
    shutil.move(site.publish_output / "2026", tmp_path / "elsewhere")
    (site.publish_output / "2026").symlink_to(tmp_path / "elsewhere")
    write_dated_article(site, "tin-moi", "Tin mới.")
    with pytest.raises(UserError):
        build_site(site, PUBLISH_SETTINGS_FILE)
    assert (
        "output-publish/2026 là liên kết tượng trưng, đứng ở chỗ của một thư mục" in capsys.readouterr().out
    )
    assert not (tmp_path / "elsewhere/11/tin-moi").exists()

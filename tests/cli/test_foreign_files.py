"""Whatever lies in a working copy's outputs and caches, no command leaves them or loses without a word what others laid there."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from bulletin.cli.build import build_site, clean_workspace
from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.publishing.pipeline import publish
from bulletin.publishing.workspace import PUBLISH_SETTINGS_FILE, Workspace
from tests.publishing.small_site import create_small_site, write_dated_article
from tests.publishing.targets.folder.test_target_foreign_files import KINDS, limit_time
from tests.publishing.targets.foreign_files import (
    MOUNT_POINT,
    PLAYS,
    CanaryFolder,
    draw,
    is_preserved_or_named,
    place_foreign_object,
)

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fork_pelican_builds")]

AT_THE_GATE = {"publish_more": 8, "clean_site": 60}
NOON = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ)
BESIDES = (
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
    site = create_small_site(tmp_path_factory.mktemp("pattern"))
    publish(site, NOON, lambda _: None)
    return site.root


def publish_more(site: Workspace) -> None:
    write_dated_article(site, "tin-moi", "Tin mới.")
    publish(site, NOON, print)


def clean_site(site: Workspace) -> None:
    clean_workspace(site)


def list_cases(pattern: Path, command: str) -> list[tuple[str, str]]:
    places = set(BESIDES)
    for folder in ("output-publish", ".cache"):
        places.update(
            str(path.relative_to(pattern)) for path in [pattern / folder, *(pattern / folder).rglob("*")]
        )
    every = [(place, kind) for place in sorted(places) for kind in KINDS]
    return draw(every, PLAYS * 10 or AT_THE_GATE[command])


@pytest.mark.parametrize("command", [publish_more, clean_site])
def test_no_command_follows_or_loses_what_others_laid_in_a_working_copy(
    command: Callable[[Workspace], None],
    tmp_path: Path,
    template_site: Path,
    record_fault_count: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    laid_things, refused = 0, 0
    for number, (place, kind) in enumerate(list_cases(template_site, command.__name__)):
        folder = tmp_path / str(number)
        shutil.copytree(template_site, folder / "site", symlinks=True)
        site, canary = Workspace(folder / "site"), CanaryFolder(folder / "canary")
        at = site.root / place
        with place_foreign_object(kind, at, canary) as parts:
            if not parts:
                continue
            before, said = canary.take_snapshot(), ""
            laid_things += 1
            with limit_time(60):
                try:
                    command(site)
                except UserError as error:
                    said, refused = str(error), refused + 1
            said += capsys.readouterr().out
            case = (place, kind, command.__name__)
            assert canary.take_snapshot() == before, (*case, said)
            altered = (
                template_site / place
            ).is_file()  # a page written over is no file of others: the next build mends it
            ours = altered or at.is_relative_to(site.cache) or place.endswith(".html")
            assert ours or kind == MOUNT_POINT or is_preserved_or_named(parts, at, site.root, said), (
                *case,
                said,
            )
        shutil.rmtree(folder)
    assert laid_things > len(list_cases(template_site, command.__name__)) // 3
    record_fault_count(
        f"working copy: {laid_things} things laid before {command.__name__}, {refused} refused, none followed or lost"
    )


def test_a_clean_keeps_what_others_laid_in_an_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = create_small_site(tmp_path)
    build_site(site, PUBLISH_SETTINGS_FILE)
    (site.publish_output / "2026/GHI-CHU.txt").write_text("của quản trị", encoding="utf-8")
    (site.publish_output / ".index.html.123456").write_text(
        "dở dang", encoding="utf-8"
    )  # a killed build left it
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


def test_a_folder_of_the_output_that_is_a_link_stops_the_build(
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

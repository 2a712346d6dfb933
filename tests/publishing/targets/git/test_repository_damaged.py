"""The repository that a git target keeps in the cache, damaged: a publish makes it anew and says nothing."""

import os
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.publishing.targets.git.target import GitTarget
from tests.publishing.file_damage import FILE_DAMAGES, FileDamage
from tests.publishing.helpers import LATER_PUBLISH_TIME, publish_to, write_output
from tests.publishing.targets.git.conftest import create_git_target, read_branch_page, run_git_in

pytestmark = pytest.mark.slow

PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
OF_FILES = [*FILE_DAMAGES[:8], *FILE_DAMAGES[10:16]]


def list_cache_files(cache: Path, ending: str) -> list[Path]:
    return sorted(one for one in cache.glob(f"*{ending}/**/*") if one.is_file() and not one.is_symlink())


def damage_repository(cache: Path, damage: FileDamage, dice: random.Random) -> int:
    """Damage some files of the repository, and put other things in the place of some of the tree."""
    chosen = dice.sample(list_cache_files(cache, ".git"), 8)
    for file in chosen:
        file.chmod(0o644)
        damage(file, dice, [])
    if (
        damage in FILE_DAMAGES[10:16]
    ):  # files of the tree are those of the output: to write into one is to write there
        for file in list_cache_files(cache, ".tree")[:2]:
            damage(file, dice, [])
    return len(chosen)


def test_a_publish_from_a_damaged_repository_is_whole(
    tmp_path: Path, bare_repository: Path, target: GitTarget, record_fault_count: Callable[[str], None]
) -> None:
    dice = random.Random(PLAYS)  # noqa: S311  # damages, not secrets
    publish_to(target, write_output(tmp_path, a="bản 0", b="hai"))
    count, cache = 0, tmp_path / "cache"
    for turn, damage in enumerate(OF_FILES * (PLAYS // 20) or OF_FILES[1::4], 1):
        count += damage_repository(cache / "publishing", damage, dice)
        again = create_git_target(bare_repository, cache)
        release = publish_to(
            again,
            write_output(tmp_path, a=f"bản {turn}", b="hai"),
            LATER_PUBLISH_TIME + timedelta(hours=turn),
        ).release
        assert read_branch_page(bare_repository, "a/index.html") == f"bản {turn}", damage
        assert sorted(run_git_in(bare_repository, "ls-tree", "-r", "--name-only", "trang").split()) == [
            ".nojekyll", "a/index.html", "b/index.html", "index.html",
        ], damage  # fmt: skip
        assert create_git_target(bare_repository, cache).read_release(release.id) == release
        assert create_git_target(bare_repository, cache).current_id() == release.id
    run_git_in(bare_repository, "fsck", "--full")
    record_fault_count(f"caches: {count} files of a git cache damaged, all made anew")


@pytest.mark.parametrize("damage", FILE_DAMAGES[10:16] if PLAYS else [FILE_DAMAGES[11], FILE_DAMAGES[14]])
@pytest.mark.parametrize("ending", [".git", ".tree"])
def test_what_stands_in_the_place_of_the_repository_is_replaced(
    tmp_path: Path, bare_repository: Path, target: GitTarget, ending: str, damage: FileDamage
) -> None:
    publish_to(target, write_output(tmp_path, a="một"))
    (folder,) = (tmp_path / "cache/publishing").glob(f"*{ending}")
    folder.rename(tmp_path / "moved")
    folder.touch()
    damage(folder, random.Random(1), [])  # noqa: S311  # as above
    publish_to(
        create_git_target(bare_repository, tmp_path / "cache"),
        write_output(tmp_path, a="hai"),
        LATER_PUBLISH_TIME,
    )
    assert read_branch_page(bare_repository, "a/index.html") == "hai"


def test_a_link_to_a_folder_of_other_people_is_not_followed(
    tmp_path: Path, bare_repository: Path, target: GitTarget
) -> None:
    publish_to(target, write_output(tmp_path, a="một"))
    others = {}
    for ending in (".git", ".tree"):
        (folder,) = (tmp_path / "cache/publishing").glob(f"*{ending}")
        folder.rename(tmp_path / f"of-others{ending}")
        folder.symlink_to(tmp_path / f"of-others{ending}")
        others |= {one: one.read_bytes() for one in list_cache_files(tmp_path, f"of-others{ending}")}
    publish_to(
        create_git_target(bare_repository, tmp_path / "cache"),
        write_output(tmp_path, a="hai"),
        LATER_PUBLISH_TIME,
    )
    assert read_branch_page(bare_repository, "a/index.html") == "hai"
    assert {one: one.read_bytes() for one in others} == others

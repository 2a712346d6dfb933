"""Tests of a damaged repository in the cache, which a publish silently recreates."""

import os
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.publishing.targets.git.target import GitTarget
from tests.publishing.file_damage import FILE_DAMAGES, FileDamage
from tests.publishing.small_release import LATER_PUBLISH_TIME, publish_to, write_output
from tests.publishing.targets.git.conftest import create_git_target, read_branch_page, run_git_in

pytestmark = pytest.mark.slow

PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
DAMAGES = [*FILE_DAMAGES[:8], *FILE_DAMAGES[10:16]]


def list_cache_files(cache: Path, ending: str) -> list[Path]:
    return sorted(file for file in cache.glob(f"*{ending}/**/*") if file.is_file() and not file.is_symlink())


def damage_repository(cache: Path, damage: FileDamage, rng: random.Random) -> int:
    """Damage files of the repository, and replace files of the working tree."""
    chosen = rng.sample(list_cache_files(cache, ".git"), 8)
    for file in chosen:
        file.chmod(0o644)
        damage(file, rng, [])
    # Files of the tree are hard links to the output, so damages that write into a file are left out.
    if damage in FILE_DAMAGES[10:16]:
        for file in list_cache_files(cache, ".tree")[:2]:
            damage(file, rng, [])
    return len(chosen)


def test_publish_damaged_repository_is_recreated(
    tmp_path: Path, bare_repository: Path, target: GitTarget, record_fault_count: Callable[[str], None]
) -> None:
    rng = random.Random(PLAYS)  # noqa: S311  # damages, not secrets
    publish_to(target, write_output(tmp_path, a="bản 0", b="hai"))
    count, cache = 0, tmp_path / "cache"
    for number, damage in enumerate(DAMAGES * (PLAYS // 20) or DAMAGES[1::4], 1):
        count += damage_repository(cache / "publishing", damage, rng)
        reopened = create_git_target(bare_repository, cache)
        release = publish_to(
            reopened,
            write_output(tmp_path, a=f"bản {number}", b="hai"),
            LATER_PUBLISH_TIME + timedelta(hours=number),
        ).release
        assert read_branch_page(bare_repository, "a/index.html") == f"bản {number}", damage
        assert sorted(run_git_in(bare_repository, "ls-tree", "-r", "--name-only", "trang").split()) == [
            ".nojekyll", "a/index.html", "b/index.html", "index.html",
        ], damage  # fmt: skip
        assert create_git_target(bare_repository, cache).read_release(release.id) == release
        assert create_git_target(bare_repository, cache).current_id() == release.id
    run_git_in(bare_repository, "fsck", "--full")
    record_fault_count(f"caches: {count} files of a git cache damaged, all recreated")


@pytest.mark.parametrize("damage", FILE_DAMAGES[10:16] if PLAYS else [FILE_DAMAGES[11], FILE_DAMAGES[14]])
@pytest.mark.parametrize("ending", [".git", ".tree"])
def test_publish_other_file_in_place_of_the_repository_is_replaced(
    tmp_path: Path, bare_repository: Path, target: GitTarget, ending: str, damage: FileDamage
) -> None:
    publish_to(target, write_output(tmp_path, a="một"))
    (folder,) = (tmp_path / "cache/publishing").glob(f"*{ending}")
    folder.rename(tmp_path / "moved")
    folder.touch()
    damage(folder, random.Random(1), [])  # noqa: S311  # damages, not secrets
    publish_to(
        create_git_target(bare_repository, tmp_path / "cache"),
        write_output(tmp_path, a="hai"),
        LATER_PUBLISH_TIME,
    )
    assert read_branch_page(bare_repository, "a/index.html") == "hai"


def test_publish_link_in_place_of_the_repository_is_not_followed(
    tmp_path: Path, bare_repository: Path, target: GitTarget
) -> None:
    publish_to(target, write_output(tmp_path, a="một"))
    foreign: dict[Path, bytes] = {}
    for ending in (".git", ".tree"):
        (folder,) = (tmp_path / "cache/publishing").glob(f"*{ending}")
        folder.rename(tmp_path / f"of-others{ending}")
        folder.symlink_to(tmp_path / f"of-others{ending}")
        foreign |= {file: file.read_bytes() for file in list_cache_files(tmp_path, f"of-others{ending}")}
    publish_to(
        create_git_target(bare_repository, tmp_path / "cache"),
        write_output(tmp_path, a="hai"),
        LATER_PUBLISH_TIME,
    )
    assert read_branch_page(bare_repository, "a/index.html") == "hai"
    assert {file: file.read_bytes() for file in foreign} == foreign

"""The repository that a git target keeps in the cache, damaged: a publish makes it anew and says nothing."""

import os
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.publishing.targets.git.target import GitTarget
from tests.publishing.file_damage import DAMAGES, Damage
from tests.publishing.helpers import LATER, output, put
from tests.publishing.targets.git.conftest import at, git, page

pytestmark = pytest.mark.slow

PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
OF_FILES = [*DAMAGES[:8], *DAMAGES[10:16]]


def files(cache: Path, ending: str) -> list[Path]:
    return sorted(one for one in cache.glob(f"*{ending}/**/*") if one.is_file() and not one.is_symlink())


def harmed(cache: Path, damage: Damage, dice: random.Random) -> int:
    """Damage some files of the repository, and put other things in the place of some of the tree."""
    chosen = dice.sample(files(cache, ".git"), 8)
    for file in chosen:
        file.chmod(0o644)
        damage(file, dice, [])
    if (
        damage in DAMAGES[10:16]
    ):  # files of the tree are those of the output: to write into one is to write there
        for file in files(cache, ".tree")[:2]:
            damage(file, dice, [])
    return len(chosen)


def test_a_publish_from_a_damaged_repository_is_whole(
    tmp_path: Path, bare: Path, target: GitTarget, tally: Callable[[str], None]
) -> None:
    dice = random.Random(PLAYS)  # noqa: S311  # damages, not secrets
    put(target, output(tmp_path, a="bản 0", b="hai"))
    count, cache = 0, tmp_path / "cache"
    for turn, damage in enumerate(OF_FILES * (PLAYS // 20) or OF_FILES[1::4], 1):
        count += harmed(cache / "publishing", damage, dice)
        again = at(bare, cache)
        release = put(
            again, output(tmp_path, a=f"bản {turn}", b="hai"), LATER + timedelta(hours=turn)
        ).release
        assert page(bare, "a/index.html") == f"bản {turn}", damage
        assert sorted(git(bare, "ls-tree", "-r", "--name-only", "trang").split()) == [
            ".nojekyll", "a/index.html", "b/index.html", "index.html",
        ], damage  # fmt: skip
        assert at(bare, cache).read(release.id) == release
        assert at(bare, cache).current() == release.id
    git(bare, "fsck", "--full")
    tally(f"caches: {count} files of a git cache damaged, all made anew")


@pytest.mark.parametrize("damage", DAMAGES[10:16] if PLAYS else [DAMAGES[11], DAMAGES[14]])
@pytest.mark.parametrize("ending", [".git", ".tree"])
def test_what_stands_in_the_place_of_the_repository_is_replaced(
    tmp_path: Path, bare: Path, target: GitTarget, ending: str, damage: Damage
) -> None:
    put(target, output(tmp_path, a="một"))
    (folder,) = (tmp_path / "cache/publishing").glob(f"*{ending}")
    folder.rename(tmp_path / "moved")
    folder.touch()
    damage(folder, random.Random(1), [])  # noqa: S311  # as above
    put(at(bare, tmp_path / "cache"), output(tmp_path, a="hai"), LATER)
    assert page(bare, "a/index.html") == "hai"


def test_a_link_to_a_folder_of_other_people_is_not_followed(
    tmp_path: Path, bare: Path, target: GitTarget
) -> None:
    put(target, output(tmp_path, a="một"))
    others = {}
    for ending in (".git", ".tree"):
        (folder,) = (tmp_path / "cache/publishing").glob(f"*{ending}")
        folder.rename(tmp_path / f"of-others{ending}")
        folder.symlink_to(tmp_path / f"of-others{ending}")
        others |= {one: one.read_bytes() for one in files(tmp_path, f"of-others{ending}")}
    put(at(bare, tmp_path / "cache"), output(tmp_path, a="hai"), LATER)
    assert page(bare, "a/index.html") == "hai"
    assert {one: one.read_bytes() for one in others} == others

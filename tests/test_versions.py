"""The version of the program is the same in all files that a release changes."""

import re
import tomllib

from tests.sample_site import ROOT

RELEASED = re.compile(r"^## (\d+\.\d+\.\d+) – \d{4}-\d{2}-\d{2}$", re.MULTILINE)


def read_version() -> str:
    """Return the version of ``pyproject.toml``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def test_newest_version_of_the_changelog_is_that_of_the_package() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## .*$", text, re.MULTILINE)
    if headings[0] == "## Unreleased":
        del headings[0]
    assert RELEASED.findall("\n".join(headings[:1])) == [read_version()]
    assert len(RELEASED.findall(text)) == len(headings)


def test_newest_version_that_upgrade_describes_is_that_of_the_package() -> None:
    text = (ROOT / "docs/co-gi-moi.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE)[0] == read_version()


def test_install_page_clones_the_version_of_the_package() -> None:
    text = (ROOT / "docs/cai-dat.md").read_text(encoding="utf-8")
    assert set(re.findall(r"--branch v(\S+)", text)) == {read_version()}

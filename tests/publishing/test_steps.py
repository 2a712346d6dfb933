"""What the steps of a publish look at."""

from pathlib import Path

import pytest

from publishing import steps
from publishing.manifest import Manifest
from publishing.memory import Memory
from publishing.settings import PublishSettings
from publishing.site import Site


class Run:
    """A build that said that it is alone, or did not."""

    def __init__(self, *, alone: bool) -> None:
        self._alone = alone

    def is_alone(self) -> bool:
        return self._alone


@pytest.mark.parametrize(
    ("plugins", "alone", "sure"),
    [
        (["plugins.pages"], True, {"index.html"}),
        (["plugins.pages"], False, set()),
        (["plugins.pages", "khac"], True, set()),
        (None, True, set()),
    ],
)
def test_files_are_looked_at_early_where_nobody_else_writes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plugins: list[str] | None, *, alone: bool, sure: set[str]
) -> None:
    monkeypatch.setattr("publishing.manifest._FEW", 0)
    site, settings = Site(tmp_path), PublishSettings("https://bantin.example.vn")
    site.outgoing.mkdir()
    (site.outgoing / "index.html").touch()
    Manifest.of(site.outgoing, None, Memory(site.cache, settings.siteurl, []).digests)
    memory = steps.recalled(site, settings, {"PLUGINS": plugins}, None, Run(alone=alone))
    assert memory.digests.unaltered == sure

"""What the steps of a publish look at."""

from pathlib import Path

import pytest

from publishing import steps
from publishing.manifest import Manifest
from publishing.memory import Memory
from publishing.settings import PublishSettings
from publishing.site import Site


@pytest.mark.parametrize(
    ("plugins", "sure"),
    [(["plugins.pages"], {"index.html"}), (["plugins.pages", "khac"], set()), (None, set())],
)
def test_files_are_looked_at_early_where_nobody_else_writes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plugins: list[str] | None, sure: set[str]
) -> None:
    monkeypatch.setattr("publishing.manifest._FEW", 0)
    site, settings = Site(tmp_path), PublishSettings("https://bantin.example.vn")
    site.outgoing.mkdir()
    (site.outgoing / "index.html").touch()
    Manifest.of(site.outgoing, None, Memory(site.cache, settings.siteurl, []).digests)
    assert steps.recalled(site, settings, {"PLUGINS": plugins}, None).digests.unaltered == sure

"""The sample, published to a folder and served by nginx."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bulletin.publishing.build.results import listed
from bulletin.publishing.release.compression import Smaller
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.release.metadata import Occasion
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.release_creation import release
from bulletin.publishing.targets.folder.target import FolderTarget
from tests.deploy.nginx_server import Nginx, serving
from tests.publishing.helpers import NOON


@dataclass(frozen=True)
class Served:
    """A release that readers reach."""

    nginx: Nginx
    manifest: Manifest
    public: Path

    def file(self, path: str) -> bytes:
        return (self.public / "current" / path).read_bytes()


def put_compressed(site: Path, public: Path, cache: Path) -> Manifest:
    """Publish the built ``site`` to the folder ``public``, as the pipeline does; return what is there."""
    outgoing = Smaller(cache).beside(Outgoing.of(site, listed(site)))
    target = FolderTarget(public)
    with target.locked("phép thử", NOON, print):
        release(target, outgoing, Occasion(NOON), 3)
    return outgoing.manifest


@pytest.fixture(scope="session")
def served(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample behind nginx."""
    folder = tmp_path_factory.mktemp("served")
    manifest = put_compressed(sample, folder / "public", folder / "cache")
    with serving(folder / "public", folder / "nginx") as nginx:
        yield Served(nginx, manifest, folder / "public")

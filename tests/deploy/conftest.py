"""Fixture of the sample content, published to a folder and served by nginx."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bulletin.publishing.build.results import read_output_files
from bulletin.publishing.release import compression
from bulletin.publishing.release.compression import CompressionCache
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.release.release import ReleaseMetadata
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.release_creation import release_site
from bulletin.publishing.targets.folder.target import FolderTarget
from tests.publishing.small_release import PUBLISH_TIME
from tools.nginx_server import NginxServer, run_nginx


@dataclass(frozen=True)
class PublishedSite:
    """A release behind a running nginx."""

    nginx: NginxServer
    manifest: Manifest
    public: Path

    def read_file(self, path: str) -> bytes:
        return (self.public / "current" / path).read_bytes()


def publish_compressed(site: Path, public: Path, cache: Path) -> Manifest:
    """Publish the built site to a folder target and return the manifest.

    Compress immutable files like others. Reason: their level takes twenty times as long.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compression, "is_immutable", lambda _: False)
        staged = CompressionCache(cache).add_compressed_files(
            StagedSite.from_folder(site, read_output_files(site))
        )
    target = FolderTarget(public)
    with target.hold_lock("phép thử", PUBLISH_TIME, print):
        release_site(target, staged, ReleaseMetadata(PUBLISH_TIME), 3)
    return staged.manifest


@pytest.fixture(scope="session")
def published_site(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublishedSite]:
    """The published sample content behind nginx."""
    folder = tmp_path_factory.mktemp("served")
    manifest = publish_compressed(sample, folder / "public", folder / "cache")
    with run_nginx(folder / "public", folder / "nginx") as nginx:
        yield PublishedSite(nginx, manifest, folder / "public")

"""What is about to be published: the files of the site, what is in them, and where each lies."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from bulletin.publishing.release.file_types import FileType
from bulletin.publishing.release.manifest import DigestCache, Manifest


@dataclass(frozen=True, slots=True)
class StagedSite:
    """The site as it was built and inspected; nobody writes to it any more."""

    folder: Path
    """The output of the build."""
    manifest: Manifest
    external_files: Mapping[str, str] = field(default_factory=dict)
    """Files that lie outside ``folder``, by their paths from the root of the site: what was made smaller beforehand."""

    @classmethod
    def from_folder(
        cls,
        folder: Path,
        names: Collection[str] | None = None,
        digests: DigestCache | None = None,
    ) -> Self:
        """Return what stands in ``folder``; ``names`` leaves out all other files. Raise UserError.

        ``digests`` remembers those of the last time.
        """
        return cls(folder, Manifest.from_folder(folder, names, digests))

    def exclude_type(self, kind: FileType) -> Self:
        """Return the site without its files of that kind."""
        entries = {path: one for path, one in self.manifest.entries.items() if one.file_type is not kind}
        return replace(self, manifest=Manifest(entries))

    def get_file_path(self, path: str) -> Path:
        """Return where the file is that readers will find at ``path``."""
        return Path(self.external_files.get(path) or f"{self.folder}/{path}")

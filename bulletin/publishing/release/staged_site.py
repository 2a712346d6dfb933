"""The staged site: manifest and places of the files that are about to be released."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from bulletin.publishing.release.file_types import FileType
from bulletin.publishing.release.manifest import DigestCache, Manifest


@dataclass(frozen=True, slots=True)
class StagedSite:
    """The files of a built and inspected site. No process changes them any more."""

    folder: Path
    """The output of the build."""
    manifest: Manifest
    external_files: Mapping[str, str] = field(default_factory=dict)
    """Places of the files outside ``folder``, by path: the compressed files."""

    @classmethod
    def from_folder(
        cls,
        folder: Path,
        names: Collection[str] | None = None,
        digests: DigestCache | None = None,
    ) -> Self:
        """Return the staged site of ``folder``. Raise UserError.

        The arguments are those of ``Manifest.from_folder``.
        """
        return cls(folder, Manifest.from_folder(folder, names, digests))

    def exclude_type(self, excluded: FileType) -> Self:
        """Return the site without the files of one type."""
        entries = {
            path: entry for path, entry in self.manifest.entries.items() if entry.file_type is not excluded
        }
        return replace(self, manifest=Manifest(entries))

    def get_file_path(self, path: str) -> Path:
        """Return the file that readers will find at ``path``."""
        return Path(self.external_files.get(path) or f"{self.folder}/{path}")

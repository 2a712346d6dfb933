"""The saved state of the rendered files of an output folder."""

from collections.abc import Container, Iterator, Mapping
from pathlib import Path

from msgspec import Raw, Struct, msgpack

from bulletin.storage.cache_file import get_decoder, read_cache_file
from bulletin.storage.file_system import FileStamp

RENDER_STATE_VERSION = "render-state-6"
"""Cache version of the render state."""


class RenderedFile(Struct, frozen=True, gc=False, array_like=True):
    """The state of a rendered file."""

    template: str
    input_digests: bytes
    """Joined digests of the inputs."""
    stamp: FileStamp
    """Stamp of the file in the output folder."""


class RenderedGroup(Struct, frozen=True, gc=False, array_like=True):
    """The state of the rendered files of a group."""

    fingerprint: bytes
    """Fingerprint of the group. Empty for the files that belong to no group."""
    count: int
    """Number of files."""
    encoded_files: Raw
    """Rendered files by path, encoded. Reason: a build decodes one group at a time, which saves memory."""

    @classmethod
    def create(cls, fingerprint: bytes, files: Mapping[str, RenderedFile]) -> "RenderedGroup":
        """Return the group of ``files``, by path from the output folder."""
        return cls(fingerprint, len(files), Raw(msgpack.encode(files)))

    def read_files(self) -> dict[str, RenderedFile]:
        """Return the rendered files by path from the output folder."""
        files: dict[str, RenderedFile] = get_decoder(dict[str, RenderedFile]).decode(self.encoded_files)
        return files


class RenderState(Struct, frozen=True, gc=False):
    """The state of all rendered files of an output folder."""

    shared_inputs: dict[str, str] = {}
    """See SharedInputs. Empty if a template changed during the build."""
    groups: dict[str, RenderedGroup] = {}
    """Rendered groups by name. The files that belong to no group have the name ``""``."""

    @property
    def has_files(self) -> bool:
        """True if a file was rendered."""
        return any(group.count for group in self.groups.values())

    def iterate_files(self, without: Container[str] = ()) -> Iterator[tuple[str, RenderedFile]]:
        """Yield path and state of each rendered file, but for the groups in ``without``."""
        for name, group in self.groups.items():
            if name not in without:
                yield from group.read_files().items()


def read_render_state(state_file: Path, version: str) -> RenderState:
    """Return the saved render state, or an empty one if it is missing or invalid."""
    return read_cache_file(state_file, RenderState, version) or RenderState()


def describe_groups(groups: Mapping[str, RenderedGroup]) -> dict[str, tuple[bytes, int]]:
    """Return fingerprint and number of files of each group.

    If no file was rendered, groups of an equal description have equal files.
    """
    return {name: (group.fingerprint, group.count) for name, group in groups.items()}

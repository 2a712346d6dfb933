"""The saved state of the rendered files of an output folder."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from bulletin.storage.cache_file import read_cache_file
from bulletin.storage.file_system import FileStamp

RENDER_STATE_VERSION = "render-state-5"
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
    files: dict[str, RenderedFile]
    """Rendered files by path from the output folder."""


class RenderState(Struct, frozen=True, gc=False):
    """The state of all rendered files of an output folder."""

    shared_inputs: dict[str, str] = {}
    """See SharedInputs. Empty if a template changed during the build."""
    groups: dict[str, RenderedGroup] = {}
    """Rendered groups by name. The files that belong to no group have the name ``""``."""

    def list_files(self) -> dict[str, RenderedFile]:
        """Return all rendered files by path from the output folder."""
        return {path: row for group in self.groups.values() for path, row in group.files.items()}


def read_render_state(state_file: Path, version: str) -> RenderState:
    """Return the saved render state, or an empty one if it is missing or invalid."""
    return read_cache_file(state_file, RenderState, version) or RenderState()


def describe_groups(groups: Mapping[str, RenderedGroup]) -> dict[str, tuple[bytes, int]]:
    """Return fingerprint and number of files of each group.

    If no file was rendered, groups of an equal description have equal files.
    """
    return {name: (group.fingerprint, len(group.files)) for name, group in groups.items()}

"""Output files: their paths, their templates, and the inputs of their view models."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


class OutputFile(NamedTuple):
    """One output file. Its view model is made at each call."""

    path: str
    """From the output folder: ``2019/12/x/index.html``."""
    template: str
    build_view: Callable[[], Any]
    """Makes the view model."""
    fingerprints: tuple[bytes, ...] | None = None
    """Digests of all inputs of ``build_view``, without the shared inputs.

    Equal digests mean equal view models. None if the renderer must make the view model to compare it.
    """
    source: str = ""
    """Content file of this page. ``fingerprints`` then begin with the digest of the content file."""
    input_labels: tuple[str, ...] = ()
    """Vietnamese names of ``fingerprints``, such as ``các tin khác``."""

    @property
    def view(self) -> Any:
        """The view model."""
        return self.build_view()


class OutputGroup(NamedTuple):
    """Output files that are compared together, such as the articles of a month.

    Reason: of a thousand groups, an added article changes five. The files of the others are not planned.
    """

    name: str
    """Unlike the names of all other groups."""
    fingerprint: bytes
    """Digest of all inputs of the files. Equal digests mean equal paths, templates and view models."""
    plan_files: Callable[[], Iterable[OutputFile]]
    """Plans the files."""

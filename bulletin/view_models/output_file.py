"""A file that is to be printed: where it goes, with which template, and what it is made from."""

from collections.abc import Callable
from typing import Any, NamedTuple


class OutputFile(NamedTuple):
    """One output file. Its view is made when it is asked for, and each time anew."""

    path: str
    """From the output folder: ``2019/12/x/index.html``."""
    template: str
    build_view: Callable[[], Any]
    """Makes all that the template is given."""
    fingerprints: tuple[bytes, ...] | None = None
    """Digests of all that ``build_view`` looks at besides what all pages share: equal inputs, equal views.

    None where making the view is the way to find out.
    """
    source: str = ""
    """Content file whose own page this is, where ``fingerprints`` begin with a digest of all that it says."""
    input_labels: tuple[str, ...] = ()
    """What each of ``fingerprints`` is, for people: ``các tin khác``."""

    @property
    def view(self) -> Any:
        """All that the template is given."""
        return self.build_view()

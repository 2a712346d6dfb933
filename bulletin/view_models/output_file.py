"""A file that is to be printed: where it goes, with which template, and what it is made from."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Planned(NamedTuple):
    """One output file. Its view is made when it is asked for, and each time anew."""

    file: str
    """From the output folder: ``2019/12/x/index.html``."""
    template: str
    make: Callable[[], Any]
    """Makes all that the template is given."""
    inputs: tuple[bytes, ...] | None = None
    """Digests of all that ``make`` looks at besides what all pages share: equal inputs, equal views.

    None where making the view is the way to find out.
    """
    source: str = ""
    """Content file whose own page this is, where ``inputs`` begin with a digest of all that it says."""
    names: tuple[str, ...] = ()
    """What each of ``inputs`` is, for people: ``các tin khác``."""

    @property
    def view(self) -> Any:
        """All that the template is given."""
        return self.make()

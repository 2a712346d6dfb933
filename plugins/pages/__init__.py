"""Prints the pages: hands Pelican the generator of the edition, and reads the clock once a build."""

import logging

from pelican import Pelican, signals

from plugins import clock
from plugins.clock import ClockError
from plugins.config import SettingError
from plugins.pages.filters import qr_code
from plugins.pages.generator import EditionGenerator
from plugins.pictures.decoding import PictureError
from plugins.records.problems import ContentError
from plugins.search.bundles import SearchError

_MISTAKES = (ContentError, SettingError, ClockError, PictureError, SearchError)


class _NoTraceback(logging.Filter):
    """Leaves the traceback out of what Pelican prints for a mistake in content or settings."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.exc_info, tuple) and isinstance(record.exc_info[1], _MISTAKES):
            record.exc_info = None
        return True


def begin(pelican: Pelican) -> type[EditionGenerator]:
    """Read the clock for this build (Pelican asks for generators once a build) and hand over ours.

    The filters are for all generators: Pelican's own compile the template of an article too.
    """
    pelican.settings["MOMENT"] = clock.now(pelican.settings.get("NOW"))
    pelican.settings["JINJA_FILTERS"] = {**pelican.settings["JINJA_FILTERS"], "qr_code": qr_code}
    return EditionGenerator


def register() -> None:
    """Connect to Pelican."""
    logging.getLogger("pelican").addFilter(_NoTraceback())
    signals.get_generators.connect(begin)

"""Opens the pictures of a content folder with Pelican's settings."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins.config import settings_from
from plugins.pictures.library import PictureLibrary
from plugins.pictures.settings import PicturesSettings
from plugins.urls import Urls


def picture_library(root: Path, settings: Mapping[str, Any]) -> PictureLibrary:
    """Return the pictures below ``root`` (content/). Raise SettingError where PICTURES is wrong."""
    return PictureLibrary(
        root,
        Path(settings["CACHE_PATH"]) / "pictures",
        settings_from(PicturesSettings, "PICTURES", settings.get("PICTURES", {})),
        Urls(settings["SITEURL"]).base,
    )

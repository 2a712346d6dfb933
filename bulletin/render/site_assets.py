"""All files and styles that a site has of its theme and its settings."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from bulletin.context.settings import SiteSettings
from bulletin.render.assets import ThemeAsset, load_theme_assets, load_worker
from bulletin.render.first_screen import load_first_screen_styles
from bulletin.render.site_icons import build_manifest, load_site_icons
from bulletin.render.theme_colours import ThemeColours, find_theme_colours
from bulletin.share_cards.card import CardStyle
from bulletin.urls import UrlBuilder
from bulletin.view_models.components import InlineStyle


class SiteAssets:
    """Stylesheet, scripts, icons, manifest and service worker of a site.

    Args:
        folders: The folder ``static`` of the theme, then those of its overrides.
        site_settings: The settings table BULLETIN.
        settings: Pelican's settings.
    """

    def __init__(
        self, folders: Sequence[Path], site_settings: SiteSettings, settings: Mapping[str, Any]
    ) -> None:
        self._folders, self._site_settings, self._settings = folders, site_settings, settings

    @cached_property
    def files(self) -> dict[str, ThemeAsset]:
        """The files by name."""
        name, cache = self._settings["SITENAME"], Path(self._settings["CACHE_PATH"])
        icons = load_site_icons(self._folders, self.colours, name, cache)
        manifest = build_manifest(
            icons,
            self.colours,
            name=name,
            tagline=self._site_settings.tagline,
            links=UrlBuilder(self._settings["SITEURL"]),
        )
        worker = load_worker(self._folders, is_offline=self._site_settings.offline)
        return {**self._theme, **icons, "manifest": manifest, "worker": worker}

    @cached_property
    def colours(self) -> ThemeColours:
        """The colours of the stylesheet."""
        return find_theme_colours(self._theme["stylesheet"].data)

    @cached_property
    def first_screen(self) -> dict[str, InlineStyle]:
        """Styles of the first screen by kind of page, empty if the setting is off."""
        return load_first_screen_styles(self._folders) if self._site_settings.first_screen_styles else {}

    def build_card_style(self) -> CardStyle:
        """Return the style of the share cards."""
        return CardStyle(
            self._settings["SITENAME"],
            self._site_settings.organisation,
            paper=self.colours.paper,
            ink=self.colours.ink,
            muted=self.colours.muted,
            accent=self.colours.red,
        )

    @cached_property
    def _theme(self) -> dict[str, ThemeAsset]:
        return load_theme_assets(self._folders)

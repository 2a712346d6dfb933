"""The kinds of site of a plugin: a site of the bulletin, or another one.

A plugin in a site of the wrong kind stops the build with one sentence.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bulletin.settings.tables import SettingError

SITE_BUILDER = "bulletin.plugins.site_builder"


def require_bulletin_site(settings: Mapping[str, Any]) -> None:
    """Raise SettingError if the site has no settings or no theme of the bulletin."""
    if "BULLETIN" not in settings:
        raise SettingError.for_setting(
            "PLUGINS",
            f"{SITE_BUILDER} dựng cả trang theo cài đặt và giao diện của bản tin, không dùng riêng được. "
            f"Hãy bỏ {SITE_BUILDER} khỏi PLUGINS, hoặc viết ở đầu tệp cài đặt: from bulletin.default_settings import * "
            'và dưới đó: BULLETIN = {"organisation": "Tên cơ quan"}.',
        )
    folders = [*settings["THEME_TEMPLATES_OVERRIDES"], str(Path(settings["THEME"]) / "templates")]
    if not any((Path(folder) / "front.html").is_file() for folder in folders):
        raise SettingError.for_setting(
            "THEME",
            f"{SITE_BUILDER} chỉ dùng giao diện của bản tin, còn giao diện này thiếu mẫu front.html. "
            "Hãy bỏ dòng THEME = …",
        )


def require_site_builder(settings: Mapping[str, Any], plugin: str, replacement: str) -> None:
    """Raise SettingError if ``plugin`` does not stand after the site builder.

    The site builder itself refuses the import names of version 0.2.0.

    Args:
        settings: the settings of the site.
        plugin: the plugin that needs the site builder.
        replacement: the plugin for other Pelican sites.

    """
    plugins = list(settings["PLUGINS"])
    if plugin not in plugins:
        return
    if SITE_BUILDER not in plugins:
        raise SettingError.for_setting(
            "PLUGINS",
            f"{plugin} chỉ chạy cùng {SITE_BUILDER}, không dùng riêng được. "
            f"Hãy thay bằng {replacement}, plugin dành cho mọi trang Pelican.",
        )
    if plugins.index(SITE_BUILDER) > plugins.index(plugin):
        raise SettingError.for_setting(
            "PLUGINS", f'{plugin} phải đứng sau. Hãy viết PLUGINS = ["{SITE_BUILDER}", "{plugin}"].'
        )


def refuse_bulletin_site(settings: Mapping[str, Any], plugin: str) -> None:
    """Raise SettingError if the site builder does the work of ``plugin`` already."""
    if SITE_BUILDER in settings["PLUGINS"]:
        raise SettingError.for_setting(
            "PLUGINS",
            f"{SITE_BUILDER} đã làm việc của {plugin}. Hãy bỏ {plugin} khỏi PLUGINS.",
        )

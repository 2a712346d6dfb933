"""Tell which version of the bulletin runs here, and which one made the live site."""

import platform
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from bulletin.errors import UserError
from bulletin.product.source import (
    PRODUCT_FILE,
    find_running_product,
    read_previous_version,
    read_site_version,
)
from bulletin.publishing.release.release import DamagedReleaseError
from bulletin.publishing.targets.base import Target
from bulletin.publishing.workspace.folders import Workspace
from bulletin.version import get_running_version

_TEMPLATES = Path(__file__).parents[2] / "theme" / "templates"
"""The templates that an office may copy and override."""


def describe_versions(site: Workspace, create_target: Callable[[], Target]) -> Iterator[str]:
    """Yield one line for each thing that has a version.

    Args:
        site: The workspace.
        create_target: Returns the target of the site.
    """
    if (site.root / PRODUCT_FILE).is_file():
        product = read_site_version(site.root)
        yield f"Phần mềm bản tin {product.format_name()}, lấy từ {product.source}"
        previous = read_previous_version(site.root)
        if previous:
            yield f"Bản trước: {previous.format_name()}; quay lại bằng ./inv upgrade --back"
    else:
        product = find_running_product()
        yield f"Phần mềm bản tin {product.format_name()}, chạy ngay trong kho của nó"
    running = get_running_version()
    if running != product.version:
        yield f"Đang cài: {running}, khác với {PRODUCT_FILE}. Hãy chạy lại bằng ./inv để cài đúng bản."
    yield f"Môi trường Python: {_shorten(Path(sys.prefix), site)}"
    yield f"Khuôn gốc của giao diện: {_shorten(_TEMPLATES, site)}"
    yield f"Pelican {version('pelican')}, Python {platform.python_version()}"
    yield f"Trang: {site.root}"
    try:
        yield f"Bản đang phát hành: {_describe_release(create_target())}"
    except (UserError, DamagedReleaseError) as error:
        yield f"Bản đang phát hành: không đọc được ({error})"


def _shorten(path: Path, site: Workspace) -> Path:
    """Return a path as a person types it in the folder of the site."""
    return path.relative_to(site.root) if path.is_relative_to(site.root) else path


def _describe_release(target: Target) -> str:
    current = target.current_id()
    if current is None:
        return f"chưa có bản nào ở {target.name}"
    made_by = target.read_release(current).product_version
    return f"{current} ở {target.name}, do phần mềm {made_by or 'cũ hơn 0.2.0'} làm ra"

"""Files of the product in the environment of a site, by version."""

from pathlib import Path

from bulletin.product.source import ProductVersion
from bulletin.publishing.workspace.folders import Workspace

PRODUCT_FILES = {"inv": "inv", "tasks.py": "tasks.py.txt"}
"""Files of a site that are copies of the product's, with the names of their originals."""


def find_package(site: Workspace, version: ProductVersion) -> Path:
    """Return the folder of the installed package ``bulletin`` of a version."""
    environment = site.root / ".venv" / version.key
    return next(environment.glob("lib/python*/site-packages/bulletin"), environment / "bulletin")


def find_original(site: Workspace, version: ProductVersion, name: str) -> Path:
    """Return the original of a file of the site in the installed package of a version."""
    return find_package(site, version) / "product" / "template" / PRODUCT_FILES[name]


def is_product_file(site: Workspace, version: ProductVersion, name: str) -> bool:
    """Tell if a file of the site is the product's own, not changed by the office."""
    original, own = find_original(site, version, name), site.root / name
    return original.is_file() and own.is_file() and original.read_bytes() == own.read_bytes()

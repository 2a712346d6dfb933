"""Addresses of the sample, one for each kind of page, and a way to open them."""

import os
from collections.abc import Mapping
from typing import TypeVar

from playwright.sync_api import Page

T = TypeVar("T")
PAGE_ADDRESSES = {
    "front": "/",
    "lead article": "/2019/12/giam-sat-thuc-hien-ket-luan-38-kl-tw/",
    "article without a cover": "/2026/01/chuong-trinh-giam-sat-nam-2026/",
    "section": "/chuyen-muc/to-chuc-xay-dung-dang/",
    "sub-section": "/chuyen-muc/dang-vien/",
    "latest": "/tin-moi/",
    "archive": "/luu-tru/",
    "month": "/luu-tru/2026/11/",
    "site map": "/so-do-trang/",
    "corrections": "/dinh-chinh/",
    "documents": "/van-ban/",
    "document": "/van-ban/38-kl-tw/",
    "search": "/tim-kiem/",
    "offline": "/khong-co-mang/",
    "page": "/gioi-thieu/",
    "not found": "/404.html",
}
KINDS_OF_SHARED_TEMPLATE = {"article without a cover", "sub-section", "latest", "topic", "tag", "author"}
"""Kinds of page with the template of another kind."""


def select_templates(pages: Mapping[str, T]) -> dict[str, T]:
    """Return a page of each template, or all pages with ``BULLETIN_PLAYS``.

    ``pages`` has the kinds of page as keys.
    """
    is_complete = "BULLETIN_PLAYS" in os.environ
    return {kind: page for kind, page in pages.items() if is_complete or kind not in KINDS_OF_SHARED_TEMPLATE}


def open_page(page: Page, url: str, width: int, height: int) -> None:
    """Open an address in a window of this size, and wait until nothing loads."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(url, wait_until="networkidle")

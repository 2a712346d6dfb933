"""Addresses of the sample, one for each kind of page."""

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
    "search": "/tim-kiem/",
    "page": "/gioi-thieu/",
    "not found": "/404.html",
}
KINDS_OF_SHARED_TEMPLATE = {"article without a cover", "sub-section", "latest", "topic", "tag", "author"}
"""Kinds of page with the template of another kind."""

"""One address of the sample for each kind of page."""

KINDS = {
    "front": "/",
    "lead article": "/2019/12/giam-sat-thuc-hien-ket-luan-38-kl-tw/",
    "section": "/chuyen-muc/to-chuc-xay-dung-dang/",
    "latest": "/tin-moi/",
    "archive": "/luu-tru/",
    "month": "/luu-tru/2026/11/",
    "search": "/tim-kiem/",
    "page": "/gioi-thieu/",
    "not found": "/404.html",
}

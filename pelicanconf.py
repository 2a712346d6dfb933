"""Settings of the bulletin. publishconf.py holds the differences in production."""

import sys
from pathlib import Path

_HERE = str(Path(__file__).parent)
sys.path.insert(0, _HERE)  # this repository holds the bulletin itself, not installed

from bulletin.default_settings import *  # noqa: E402, F403  # what a site does not set itself

THEME = f"{_HERE}/theme"

# -- Name and publisher -----------------------------------------------------------------------

SITENAME = "Bản tin Xây dựng Đảng"
SITEURL = "http://127.0.0.1:8000"
BULLETIN = {
    "organisation": "Ban Tổ chức Tỉnh ủy",
    "tagline": "Tin tức công tác tổ chức xây dựng Đảng trong tỉnh",
    "governing_body": "Tỉnh ủy",
    "responsible": "Nguyễn Văn A",
    "responsible_title": "Trưởng Ban Biên tập",
    "address": "số 1, đường Lê Lợi, thành phố Phan Thiết",
    "telephone": "0252 000 0000",
    "email": "toasoan@bantin.example.vn",
    "first_screen_styles": True,
    "organisation_authors": ("Ban Biên tập", "Phòng Nghiệp vụ"),
    "advertising": (
        "Vị trí này dành cho quảng cáo của doanh nghiệp, hợp tác xã và đơn vị trong tỉnh.",
        "Xin liên hệ Tòa soạn: điện thoại 0252 000 0000, thư điện tử quangcao@bantin.example.vn.",
    ),
}

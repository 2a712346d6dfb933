"""``./inv verify``: ask the site, and report."""

import os
import random
from collections.abc import Sequence
from datetime import datetime

from publishing.errors import PublishError
from publishing.live import Live
from publishing.progress import shown
from publishing.releasing import current_release
from publishing.targets.target import Say, Target
from publishing.verification import CONNECTIONS, chosen, verify

_SHOWN = 100
"""So many findings of a kind are printed: what differs is not crowded out by what the settings lack."""
_ALTERED = (
    "Nếu vừa xuất bản, hãy chờ vài phút rồi thử lại; nếu không, hãy báo người quản trị máy chủ ngay "
    "và chạy ./inv publish để thay lại các tệp bị sửa."
)
_UNSEEN = "Hãy kiểm tra đường mạng và máy chủ rồi chạy lại."
_SETTINGS = "Nội dung đã xem đúng như bản đã xuất bản; phần thiết lập, hãy báo người quản trị máy chủ."


def report(target: Target, url: str, sample: int, moment: datetime, say: Say) -> None:
    """Hold the site at ``url`` against the current release of ``target`` and say what was found.

    ``sample`` is how many files are drawn by chance besides those that readers meet first; 0 means all.
    Raise PublishError where anything is not as it was published.
    """
    release = current_release(target)
    if release is None or not release.manifest.entries:
        raise PublishError(f"Chưa có bản nào ở {target.name} để đối chiếu. Hãy chạy ./inv publish trước.")
    files = chosen(release, sample, random.Random(moment.isoformat()))  # noqa: S311  # a sample, not a secret
    with Live(url, CONNECTIONS) as live, shown(say) as pipe:

        def tell(done: int) -> None:
            os.write(pipe, f"Đối chiếu\t{done}\t{len(files)}\n".encode())

        found = verify(live, target, release, files, tell)
    _tell(found.different, "chỗ nữa khác bản đã xuất bản", say)
    _tell(found.unseen, "chỗ nữa chưa xem được", say)
    _tell(found.settings, "thiết lập nữa", say)
    of = f" trong {len(release.manifest.entries)} tệp" if sample else ""
    looked = f"bản {release.id} (đã xem {len(files)} tệp{of})"
    if found.counts:
        advice = _ALTERED if found.different else _UNSEEN if found.unseen else _SETTINGS
        raise PublishError(f"Đối chiếu trang {url} với {looked}: {found.counts}. {advice}")
    say(f"Trang {url} đúng như {looked}.")


def _tell(some: Sequence[object], more: str, say: Say) -> None:
    for one in some[:_SHOWN]:
        say(str(one))
    if len(some) > _SHOWN:
        say(f"… và {len(some) - _SHOWN} {more}.")

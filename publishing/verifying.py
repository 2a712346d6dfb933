"""``./inv verify``: ask the site, and report."""

import os
import random
from datetime import datetime

from publishing.errors import PublishError
from publishing.live import Live
from publishing.progress import shown
from publishing.releasing import current_release
from publishing.targets.target import Say, Target
from publishing.verification import CONNECTIONS, chosen, verify

_SHOWN = 100
"""So many findings are printed."""


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

        findings = verify(live, target, release, files, tell)
    for finding in findings[:_SHOWN]:
        say(str(finding))
    if len(findings) > _SHOWN:
        say(f"… và {len(findings) - _SHOWN} chỗ khác.")
    of = f" trong {len(release.manifest.entries)} tệp" if sample else ""
    if findings:
        raise PublishError(
            f"Trang {url} có {len(findings)} chỗ khác bản {release.id} (đã xem {len(files)} tệp{of}). "
            "Nếu vừa xuất bản, hãy chờ vài phút rồi thử lại; nếu không, hãy báo người quản trị máy chủ ngay "
            "và chạy ./inv publish để thay lại các tệp bị sửa."
        )
    say(f"Trang {url} đúng như bản {release.id} (đã xem {len(files)} tệp{of}).")

"""Try another version of the bulletin and change over when told."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from bulletin.errors import UserError
from bulletin.product.page_comparison import PageComparison
from bulletin.product.source import ProductVersion, read_site_version
from bulletin.product.trial import TRIAL_FOLDER, Trial, try_version
from bulletin.product.upgrade import (
    change_version,
    choose_version,
    commit_change,
    get_previous_version,
    is_newer,
    remove_old_environments,
)
from bulletin.publishing.workspace.folders import Workspace
from bulletin.publishing.workspace.lock import hold_lock_file

_SHOWN_PAGES, _SHOWN_NAMES = 10, 3
REPORT_FILE = "bao-cao.txt"


def upgrade_site(site: Workspace, number: str, now: datetime, *, is_applied: bool) -> None:
    """Try a version and print what changes.

    With ``is_applied``, change over if the trial went well.

    Args:
        site: The workspace.
        number: The wanted version; empty for the newest one.
        now: The build time of both trial builds.
        is_applied: Change over after the trial.

    Raises:
        UserError: There is no such version, or the trial failed.
    """
    present, version = read_site_version(site.root), choose_version(site, number)
    if version == present:
        print(f"Đang dùng bản {present.format_name()}, không có gì để đổi.")
        return
    direction = "mới hơn" if is_newer(version, present) else "cũ hơn hoặc bằng"
    print(
        f"Đang dùng {present.format_name()}; thử bản {version.format_name()} ({direction}) cạnh bản đang dùng…",
        flush=True,
    )
    trial = try_version(site, version, now)
    for line in _describe_trial(trial, present):
        print(line)
    _write_report(site, trial)
    if trial.build_error or not trial.is_check_clean:
        raise UserError(
            f"Bản {version.version} chưa dùng được với trang này (lý do ở trên). Trang vẫn chạy bản {present.version}. "
            "Hãy sửa những chỗ ấy rồi thử lại."
        )
    if not is_applied:
        print(f"Chưa đổi gì. Đổi hẳn: ./inv upgrade {version.version} --apply")
        return
    with hold_lock_file(site.lock_file, "upgrade", now):
        _change_and_report(site, version, f"Dùng phần mềm bản tin {version.version}")
    print("Quay lại bản cũ: ./inv upgrade --back")


def go_back(site: Workspace, now: datetime) -> None:
    """Return to the version before the last change. Raise UserError."""
    with hold_lock_file(site.lock_file, "upgrade", now):
        previous = get_previous_version(site)
        _change_and_report(site, previous, f"Quay lại phần mềm bản tin {previous.version}")


def _change_and_report(site: Workspace, version: ProductVersion, subject: str) -> None:
    files = change_version(site, version)
    print(f"Trang nay dùng phần mềm bản tin {version.format_name()}. Đã ghi: {', '.join(files)}.")
    if reason := commit_change(site, files, subject):
        print(f'git chưa ghi nhận ({reason}). Hãy gõ: git commit -m "{subject}" -- {" ".join(files)}')
    if removed := remove_old_environments(site):
        print(f"Đã xóa phần mềm cũ, không còn dùng: {', '.join(removed)}.")
    print("Bạn đọc chưa thấy gì khác cho đến lần ./inv publish sau.")


def _describe_trial(trial: Trial, present: ProductVersion) -> Iterator[str]:
    if trial.changelog:
        yield f"\n{trial.changelog}\n"
    if trial.changed_overrides:
        yield "Khuôn riêng của cơ quan có bản gốc đã đổi, hãy xem lại:"
        yield from (f"  {name}" for name in trial.changed_overrides)
    if not trial.is_check_clean:
        yield f"check với bản {trial.version.version}:\n{trial.check_report}"
    if trial.build_error:
        yield f"Dựng với bản {trial.version.version}:\n{trial.build_error}"
    elif trial.present_error:
        yield trial.present_error
        yield f"Bản đang dùng ({present.version}) không dựng được trang (lý do ở trên), bản {trial.version.version} thì được."
        yield f"Vì vậy chưa so được từng trang. Hãy xem trang dựng thử ở {TRIAL_FOLDER}/new/output-publish/."
    if trial.comparison:
        yield from _describe_comparison(trial.comparison, _SHOWN_PAGES)
        yield f"Kể đủ trong {TRIAL_FOLDER}/{REPORT_FILE}. Trang dựng thử ở {TRIAL_FOLDER}/new/output-publish/."


def _describe_comparison(found: PageComparison, limit: int | None) -> Iterator[str]:
    """Yield lines on the differences, with at most ``limit`` files of each kind."""
    if not (found.added or found.removed or found.changed):
        yield f"Mọi tệp đều như cũ ({found.unchanged_count} tệp)."
        return
    yield (
        f"So với bản đang dùng: {len(found.changed)} tệp đổi, {len(found.added)} tệp thêm, "
        f"{len(found.removed)} tệp bớt, {found.unchanged_count} tệp như cũ."
    )
    groups = defaultdict[tuple[str, ...], list[str]](list)
    for difference in found.changed:
        groups[difference.lines].append(difference.path)
    for lines, paths in sorted(groups.items(), key=lambda item: -len(item[1]))[:limit]:
        yield f"  đổi {', '.join(paths[:_SHOWN_NAMES] if limit else paths)}{_count_rest(paths, limit)}"
        yield from (f"      {line}" for line in lines or ("chữ không đổi, chỉ khác cách trình bày",))
    yield from _note_rest(len(groups), limit)
    for word, names in (("thêm", found.added), ("bớt", found.removed)):
        yield from (f"  {word} {name}" for name in names[:limit])
        yield from _note_rest(len(names), limit)


def _count_rest(paths: list[str], limit: int | None) -> str:
    rest = len(paths) - _SHOWN_NAMES
    return f" và {rest} tệp nữa đổi như vậy" if limit and rest > 0 else ""


def _note_rest(count: int, limit: int | None) -> Iterator[str]:
    if limit is not None and count > limit:
        yield f"  … và {count - limit} mục nữa"


def _write_report(site: Workspace, trial: Trial) -> None:
    errors = [trial.build_error, trial.present_error]
    lines = list(_describe_comparison(trial.comparison, None)) if trial.comparison else errors
    report = site.root / TRIAL_FOLDER / REPORT_FILE
    report.write_text("\n".join([trial.check_report, *lines, ""]), encoding="utf-8")

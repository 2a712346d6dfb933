"""Published files that are not in git: note them, and ask for a commit.

Reason: the next publish from another clone would undo them.
"""

from collections.abc import Collection
from pathlib import Path

from bulletin.build.content_index import ContentIndex
from bulletin.content.content_types import CONTENT_FOLDERS
from bulletin.content.site_lists.withdrawals import WITHDRAWALS_FILE
from bulletin.publishing.changes.partial_publish import PartialPublish
from bulletin.publishing.release.release import Release
from bulletin.publishing.workspace.git import format_commit_command, has_upstream
from bulletin.text.formatting import format_names

_MAX_NAMED_FILES = 3
"""Files that are named. The others are counted."""
_CONTENT = "content/"


def select_uncommitted_files(
    changed: Collection[str],
    content_index: ContentIndex | None,
    partial: PartialPublish | None,
    current: Release | None,
) -> dict[str, str]:
    """Return the files of a publish that are not in git, and addresses of articles.

    Articles without a page, such as drafts, are left out.

    Args:
        changed: Files of the site that differ from the commit.
        content_index: The index of the build; None without our plugins.
        partial: The chosen files; None for a publish of the whole workspace.
        current: The current release, on which a partial publish is based.

    """
    if partial:
        published = {*partial.files, *(current.uncommitted if current else ())}
        changed = published.intersection(changed)
    entries = content_index.entries if content_index else {}
    found = {}
    for path in sorted(changed):
        source = path.removeprefix(_CONTENT) if path.startswith(_CONTENT) else ""
        entry = entries.get(source)
        is_item = source.endswith(".md") and source.startswith(CONTENT_FOLDERS)
        if source == WITHDRAWALS_FILE or (content_index and is_item and not (entry and entry.is_visible)):
            continue
        found[path] = entry.address if entry else ""
    return found


def describe_uncommitted_files(files: Collection[str], root: Path) -> str:
    """Return a sentence that names the files, with the commands that commit them."""
    names = sorted(files)
    # A command of hundreds of names would not be typed, so it names folders.
    paths = names if len(names) <= _MAX_NAMED_FILES else sorted({name.partition("/")[0] for name in names})
    push = " && git pull --no-rebase --no-edit && git push" if has_upstream(root) else ""
    return (
        f"Bản này có {len(names)} tệp chưa lưu vào git: {format_names(names, _MAX_NAMED_FILES, 'tệp')}. "
        "Người khác chưa lấy được thì chưa xuất bản được từ máy của họ. "
        f"Hãy lưu vào git: {format_commit_command(paths, 'Nội dung đã xuất bản')}{push}"
    )

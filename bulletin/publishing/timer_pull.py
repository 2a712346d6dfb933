"""Bring the commits of others into the working copy of a timer.

``PUBLISH_COMMIT`` turns it on, if the branch has an upstream.
"""

import hashlib
from datetime import datetime

from msgspec import Struct

from bulletin.errors import UserError
from bulletin.publishing.alerts.watch import CommandWatch, forget_failure
from bulletin.publishing.repository.upstream import GitCommandError, find_upstream, pull_upstream
from bulletin.publishing.settings.settings import PublishSettings, load_pelican_settings
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE, Workspace
from bulletin.publishing.workspace.lock import AlreadyLockedError, hold_lock_file
from bulletin.storage.cache_file import read_cache_file, write_cache_file

PULL_COMMAND = "git pull"
"""Name of the pull in alerts."""
_SOFTWARE = ("bulletin.toml", "inv", "tasks.py", "requirements.lock")
_SOFTWARE_FOLDERS = ("bulletin/", "plugins/")
"""Files and folders of the running program, in a site and in this repository."""
_CACHE_VERSION = "timer-pull-1"


class _Note(Struct, frozen=True, gc=False):
    """The setting PUBLISH_COMMIT of the settings with ``fingerprint``."""

    fingerprint: str
    is_on: bool


def pull_for_timer(workspace: Workspace, now: datetime, say: MessageCallback) -> bool:
    """Pull if the site is set up for it; tell if the command may go on.

    It may not if the pull brought another version of the running program.
    A failure gives one alert, and the end of a series of failures another. The command goes on,
    because a publish of what is here is still due.
    If another command holds the workspace lock, nothing is pulled.
    Raise UserError if the settings cannot be read, and never could.
    """
    root = workspace.root
    upstream = find_upstream(root)
    if not upstream or not _is_on(workspace):
        return True
    try:
        with hold_lock_file(workspace.lock_file, "publish", now, say, wait=False):
            changed = pull_upstream(root)
    except AlreadyLockedError:
        return True
    except GitCommandError as error:
        message = (
            f"Chưa lấy được bài mới từ {upstream} ({error}), nên bài gửi lên đó sau này chưa được đăng. "
            f"Hãy sửa, rồi chạy trong {root}: git pull --no-rebase --no-edit"
        )
        say(message)
        CommandWatch(workspace, PULL_COMMAND, now, [message]).report_problem(message)
        return True
    forget_failure(workspace, PULL_COMMAND, now)
    if any(name in _SOFTWARE or name.startswith(_SOFTWARE_FOLDERS) for name in changed):
        say("Vừa lấy về phiên bản khác của phần mềm; lần chạy sau sẽ dùng phiên bản ấy.")
        return False
    return True


def _is_on(workspace: Workspace) -> bool:
    """Return PUBLISH_COMMIT. Reading the settings takes long, so the cache has it."""
    digest = hashlib.sha256()
    for settings in sorted(workspace.root.glob("*.py")):
        digest.update(f"{settings.name}\0".encode("utf-8", "surrogateescape") + settings.read_bytes())
    file = workspace.cache / "publishing" / "timer-pull"
    note = read_cache_file(file, _Note, _CACHE_VERSION)
    if note is None or note.fingerprint != digest.hexdigest():
        try:
            table = load_pelican_settings(workspace.root / PUBLISH_SETTINGS_FILE)
            is_on = PublishSettings.from_pelican(table).commits_records
        except UserError:
            if note:  # the pull may bring the settings in order again
                return note.is_on
            raise
        note = _Note(digest.hexdigest(), is_on)
        write_cache_file(file, note, _CACHE_VERSION)
    return note.is_on

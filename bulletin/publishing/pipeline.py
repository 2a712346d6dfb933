"""Starts a publish: takes the lock of the working copy, and starts the build before all else is imported."""

import gc
from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING

from bulletin.content.withdrawals import read_withdrawals
from bulletin.publishing.addresses.ledger import AddressLedger
from bulletin.publishing.build.runner import start_build_process
from bulletin.publishing.error_context import report_errors_before_activation
from bulletin.publishing.git import read_content_commit
from bulletin.publishing.schedule import NotDueError, find_not_due_reason
from bulletin.publishing.workspace import PUBLISH_SETTINGS_FILE, Workspace
from bulletin.publishing.workspace_lock import AlreadyLockedError, hold_lock_file

if TYPE_CHECKING:
    from bulletin.publishing.release_creation import PublishResult
    from bulletin.publishing.targets.base import MessageCallback


def publish(
    site: Workspace,
    moment: datetime,
    say: "MessageCallback" = print,
    *,
    debug: bool = False,
    explain: str | bool = "",
) -> "PublishResult":
    """Check, build, inspect and release the site; say in Vietnamese what came of it.

    ``moment`` is the one reading of the clock, ``explain`` what to say of the build (see
    ``explained``). Raise UserError where a step stops it; the message says what readers see then.
    Raise SettingError where a setting cannot be used: nothing was begun.
    """
    if explain:
        from bulletin.publishing.build.results import require_content_file  # noqa: PLC0415  # long to import, rarely needed

        require_content_file(site, explain)
    return _publish(site, moment, say, debug=debug, explain=explain, due=False)


def publish_if_due(
    site: Workspace, moment: datetime, say: "MessageCallback" = print, *, debug: bool = False
) -> "PublishResult | None":
    """Publish if the site changed of itself since the last publish; else say why not, at once, and return None.

    Where somebody else is at work here, leave it to the next time. Raise UserError as ``publish`` does.
    """
    if reason := find_not_due_reason(site, moment):
        say(reason)
        return None
    try:
        return _publish(site, moment, say, debug=debug, explain="", due=True)
    except AlreadyLockedError as error:
        say(f"{error} Lần này bỏ qua.")
    except NotDueError as error:
        say(str(error))
    return None


def _publish(
    site: Workspace, moment: datetime, say: "MessageCallback", *, debug: bool, explain: str | bool, due: bool
) -> "PublishResult":
    """Do it; where it is ``due`` alone, neither wait for a command here nor undo what somebody did meanwhile."""
    with ExitStack() as stack:
        gc.disable()  # the records of ten thousand articles hold hardly a cycle
        stack.callback(gc.enable)
        lock = stack.enter_context(hold_lock_file(site.lock_file, "publish", moment, say, wait=not due))
        with report_errors_before_activation():
            # Read before the build reads the content: the build then knows at least as much.
            known, acts, made_from = (
                AddressLedger.read(site.root),
                read_withdrawals(site.content),
                read_content_commit(site.root),
            )
            run = stack.enter_context(
                start_build_process(site, PUBLISH_SETTINGS_FILE, moment, lock=lock, debug=debug, say=say)
            )
        from bulletin.publishing.publication import Publication  # noqa: PLC0415  # long to import: the build starts first

        return Publication(site, moment, say, known, acts, made_from).finish(run, explain=explain, due=due)

"""Start a publish: take the workspace lock and start the build.

Reason: the build takes longest, so it starts before the other modules are imported.
"""

import gc
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING

from bulletin.content.site_lists.withdrawals import read_withdrawals
from bulletin.publishing.addresses.ledger import AddressLedger
from bulletin.publishing.build.runner import start_build_process
from bulletin.publishing.changes.unpublished import read_content_stamps
from bulletin.publishing.error_context import report_errors_before_activation
from bulletin.publishing.schedule import NotDueError, find_latest_time, find_not_due_reason
from bulletin.publishing.site_trees import TreeRecord
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE, Workspace
from bulletin.publishing.workspace.git import list_changed_files, read_content_commit
from bulletin.publishing.workspace.lock import AlreadyLockedError, hold_lock_file

if TYPE_CHECKING:
    from bulletin.publishing.release_creation import PublishResult
    from bulletin.publishing.targets.base import MessageCallback


def publish(
    workspace: Workspace,
    build_time: datetime,
    say: "MessageCallback" = print,
    *,
    debug: bool = False,
    explain: str | bool = "",
    withdrawn_address: str = "",
    only: Sequence[str] = (),
) -> "PublishResult":
    """Check, build, inspect and release the site; say the result in Vietnamese.

    ``build_time`` is the one reading of the clock.
    ``explain`` chooses what to say about the build (see ``explain_last_build``).
    ``withdrawn_address`` is the address of the withdrawal that publishes; empty for other publishes.
    ``only`` are the changed files that a partial publish puts on top of the current release.
    Raise UserError if a step stops the publish. The message says what readers see.
    Raise SettingError if a setting cannot be used. Nothing has been changed then.
    """
    if explain:
        from bulletin.publishing.build.results import require_content_file  # noqa: PLC0415  # long to import, rarely needed

        require_content_file(workspace, explain)
    return _publish(
        workspace,
        build_time,
        say,
        debug=debug,
        explain=explain,
        only_if_due=False,
        withdrawn_address=withdrawn_address,
        only=only,
    )


def publish_if_due(
    workspace: Workspace, build_time: datetime, say: "MessageCallback" = print, *, debug: bool = False
) -> "PublishResult | None":
    """Publish if the site has changed without an edit since the last publish.

    Otherwise, or if another command holds the workspace lock, say the reason and return None at once.
    Raise UserError as ``publish`` does.
    """
    if reason := find_not_due_reason(workspace, build_time):
        say(reason)
        return None
    try:
        return _publish(workspace, build_time, say, debug=debug, explain="", only_if_due=True)
    except AlreadyLockedError as error:
        say(f"{error} Lần này bỏ qua.")
    except NotDueError as error:
        say(str(error))
    return None


def _publish(
    workspace: Workspace,
    build_time: datetime,
    say: "MessageCallback",
    *,
    debug: bool,
    explain: str | bool,
    only_if_due: bool,
    withdrawn_address: str = "",
    only: Sequence[str] = (),
) -> "PublishResult":
    """Publish.

    If ``only_if_due``, do not wait for other commands, and do not undo a rollback.
    """
    with ExitStack() as stack:
        gc.disable()  # the models of ten thousand articles hold few reference cycles
        stack.callback(gc.enable)
        lock = stack.enter_context(
            hold_lock_file(workspace.lock_file, "publish", build_time, say, wait=not only_if_due)
        )
        with report_errors_before_activation():
            # Read before the build reads the content, so that the build knows at least as much.
            ledger = AddressLedger.read(workspace.root)
            commit = read_content_commit(workspace.root)
            uncommitted = list_changed_files(workspace.root) if commit.endswith("+") else frozenset[str]()
            stamps = read_content_stamps(workspace.content)
            partial, site = None, workspace
            if only:
                from bulletin.publishing.changes.partial_publish import prepare_partial_publish  # noqa: PLC0415  # long to import, rarely needed

                partial = prepare_partial_publish(workspace, only, build_time, say)
                site = partial.site
            withdrawals = read_withdrawals(site.content)
            record = TreeRecord.begin(workspace) if partial is None else partial.record
            build = stack.enter_context(
                start_build_process(
                    site,
                    PUBLISH_SETTINGS_FILE,
                    build_time,
                    latest_time=find_latest_time(workspace, build_time),
                    lock=lock,
                    debug=debug,
                    say=say,
                )
            )
        from bulletin.publishing.publication import Publication  # noqa: PLC0415  # long to import: the build starts first

        publication = Publication(
            workspace,
            build_time,
            say,
            ledger,
            withdrawals,
            commit,
            uncommitted,
            stamps,
            record,
            withdrawn_address,
            partial,
        )
        return publication.finish(build, explain=explain, only_if_due=only_if_due)

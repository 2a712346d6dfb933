"""Prepare a partial publish: some changed files on top of the current release.

The site is built in a workspace of its own, which holds the files of the current release.
The chosen files, and what they need, are put in their places there.
"""

import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from bulletin.ads.campaigns import CAMPAIGN_FOLDER, read_campaigns
from bulletin.content.content_types import CONTENT_FOLDERS
from bulletin.content.documents.official_documents import read_official_documents
from bulletin.content.files.paths import PathError, is_ignored_name, resolve_reference
from bulletin.content.models import Article
from bulletin.content.reader import create_content_reader
from bulletin.errors import UserError
from bulletin.publishing.addresses.ledger import AddressLedger
from bulletin.publishing.error_context import report_errors_before_activation
from bulletin.publishing.release.release import Release
from bulletin.publishing.release_creation import read_current_release
from bulletin.publishing.settings.settings import PublishSettings, load_pelican_settings
from bulletin.publishing.site_trees import (
    FileVersion,
    SiteTreeError,
    SiteTrees,
    TreeRecord,
    is_of_site_tree,
    list_sources,
)
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.targets.factory import create_target
from bulletin.publishing.workspace.folders import BUILD_SETTINGS_FILE, PUBLISH_SETTINGS_FILE, Workspace
from bulletin.publishing.workspace.git import has_commit
from bulletin.text.formatting import format_moment, format_names
from bulletin.text.letters import normalize_letters
from bulletin.text.suggestions import find_closest_match

MAX_NAMED_FILES = 5
"""Files that a message names. The others are counted."""
OTHER_FILES_HINT = (
    "Với --only, tệp không được kể tên giữ như bản bạn đọc đang xem. "
    "Nếu lỗi trên nói tới điều có trong một tệp khác cũng vừa sửa, hãy thêm tệp ấy vào sau --only."
)
"""Sentence after the problems of a partial publish."""
_FOLDER = "only.tree"
"""Folder in the cache. Its ending keeps the check of the cache out of it."""
_PUBLISH_FIRST = "Hãy xuất bản tất cả một lần: ./inv publish"


class _Changes(NamedTuple):
    """The files that differ from the current release."""

    trees: SiteTrees
    base: str
    """The site tree of the current release."""
    files: Mapping[str, FileVersion]
    """The files as the workspace has them, by path."""


@dataclass(frozen=True, slots=True)
class PartialPublish:
    """The inputs of a partial publish."""

    site: Workspace
    """The workspace of the build."""
    record: TreeRecord
    """The site tree of the build."""
    release_id: str
    """The current release, on which the publish is based."""
    files: tuple[str, ...]
    """Chosen files and those that they need."""
    sources: tuple[str, ...]
    """The content files among them, as paths from content/."""
    remaining: tuple[str, ...]
    """Files that differ from the current release and are not published."""


def prepare_partial_publish(
    workspace: Workspace, names: Sequence[str], now: datetime, say: MessageCallback
) -> PartialPublish:
    """Fill the workspace of a partial publish of the files ``names``.

    The caller holds the workspace lock. Raise UserError if the publish is not possible.
    """
    table = load_pelican_settings(workspace.root / PUBLISH_SETTINGS_FILE)
    settings = PublishSettings.from_pelican(table)
    target = create_target(settings.target_address, workspace.root, workspace.cache, settings.s3)
    try:
        trees = SiteTrees.open(workspace)
        if trees is None:
            raise UserError(
                "Nội dung ở đây không nằm trong kho git nào (không có .git, hoặc content/ là liên kết), "
                f"nên không biết bản bạn đọc đang xem gồm những gì; --only cần biết điều đó. {_PUBLISH_FIRST}"
            )
        with report_errors_before_activation():
            current = read_current_release(target)
        if current is None:
            raise UserError(f"Bạn đọc chưa xem được bản nào ở {target.name}. {_PUBLISH_FIRST}")
        base = trees.find_tree(current)
        if not base:
            raise _create_unknown_tree_error(current, workspace.root)
        changes = _Changes(trees, base, _find_changed_files(trees, base))
        chosen = _choose_files(workspace, changes, names, say)
        needed = _find_needed_files(workspace, table, chosen, changes.files)
        files = {path: changes.files[path] for path in sorted({*chosen, *needed})}
        tree = trees.replace_files(base, files)
        site = _create_workspace(workspace, trees, tree)
    except SiteTreeError as error:
        raise UserError(
            f"Chưa biết bản bạn đọc đang xem gồm những gì: {error}. Trang đang chạy vẫn giữ nguyên. "
            f"Hãy sửa rồi chạy lại, hoặc xuất bản tất cả: ./inv publish"
        ) from error
    say(
        f"Chỉ đăng {format_names(chosen, MAX_NAMED_FILES, 'tệp')}; "
        f"mọi phần khác giữ như bản bạn đọc đang xem ({current.id})."
    )
    if needed:
        say(f"Đi cùng: {format_names(needed, MAX_NAMED_FILES, 'tệp')}.")
    return PartialPublish(
        site,
        TreeRecord(trees, tree, is_final=True),
        current.id,
        tuple(files),
        tuple(list_sources(files)),
        tuple(path for path in changes.files if path not in files),
    )


def describe_hidden_files(partial: PartialPublish, states: Mapping[str, str], content: Path) -> Iterator[str]:
    """Yield a sentence for each chosen article that readers do not see yet.

    ``states`` are the states of articles and pages, by source.
    """
    reasons = {
        "draft": "còn là bản nháp (status: draft)",
        "review": "còn chờ duyệt (status: review)",
        "scheduled": "hẹn giờ, đến giờ mới hiện",
        "expired": "đã hết hạn",
        "withdrawn": "đã gỡ",
    }
    for source in partial.sources:
        if reason := reasons.get(states.get(source, "")):
            yield f"{content.name}/{source}: bài {reason}, nên bạn đọc chưa thấy."


def _find_changed_files(trees: SiteTrees, base: str) -> dict[str, FileVersion]:
    """Return the files that differ from the tree ``base``.

    Files that no build reads are left out.
    """
    files = trees.list_differences(base, trees.write_tree())
    return {
        path: version for path, version in files.items() if not any(map(is_ignored_name, path.split("/")))
    }


def _create_unknown_tree_error(current: Release, root: Path) -> UserError:
    moment = format_moment(current.published_at) if current.manifest.entries else "trước đây"
    release = f"Bản bạn đọc đang xem ({current.id}, do {current.published_by or 'người khác'} xuất bản lúc {moment})"
    if current.commit and not has_commit(root, current.commit):
        return UserError(
            f"{release} là từ git {current.commit}, mà ở đây chưa có. Hãy lấy nội dung mới "
            "(git pull --no-rebase --no-edit) rồi chạy lại; chưa thấy thì hỏi người ấy đã git push chưa."
        )
    return UserError(
        f"{release} được dựng từ cả những tệp chưa lưu vào git, "
        "mà ở đây không có ghi chép về các tệp ấy, nên chưa thể chỉ đăng một số tệp. "
        f"Hãy chạy lệnh này ở nơi đã xuất bản bản ấy. {_PUBLISH_FIRST.replace('Hãy xuất bản', 'Hoặc xuất bản')}"
    )


def _choose_files(
    workspace: Workspace, changes: _Changes, names: Sequence[str], say: MessageCallback
) -> list[str]:
    """Return the changed files that ``names`` mean.

    A folder means all changed files in it.

    Raise UserError if a file does not exist, or if none of the files changed.
    """
    chosen: dict[str, None] = {}
    unchanged = []
    by_form = {normalize_letters(path): path for path in changes.files}
    for name in names:
        paths = list(_list_paths(workspace.root, name))
        found = [
            path
            for form, path in by_form.items()
            if any(form == candidate or form.startswith(f"{candidate}/") for candidate in paths)
        ]
        if found:
            chosen.update(dict.fromkeys(found))
            continue
        known = [
            path
            for path in paths
            if (workspace.root / path).exists() or changes.trees.has_file(changes.base, path)
        ]
        if not known:
            near = find_closest_match(paths[-1] if paths else name, sorted(by_form), likeness=0.7)
            raise UserError(
                f"Không có tệp “{name}”, ở đây cũng như ở bản bạn đọc đang xem. "
                + (
                    f"Có phải là {near} không?"
                    if near
                    else "Hãy viết cả đường dẫn, như content/articles/2026/11/ten-bai.md"
                )
            )
        if not any(map(is_of_site_tree, known)):
            raise UserError(
                f"“{name}” không phải nội dung, giao diện hay thiết lập của trang, nên --only không nhận. "
                "Hãy viết như content/articles/2026/11/ten-bai.md"
            )
        unchanged.append(f"{known[0]}: không có gì khác bản bạn đọc đang xem.")
    if not chosen:
        raise UserError("\n".join([*unchanged, "Không có gì để xuất bản."]))
    for line in unchanged:
        say(line)
    return list(chosen)


def _list_paths(root: Path, name: str) -> Iterator[str]:
    """Yield the paths from ``root`` that ``name`` may mean, in normal form."""
    path = PurePosixPath(os.path.normpath(name))
    candidates = [path] if not path.is_absolute() else []
    with_root = root.resolve()
    absolute = Path(os.path.normpath(Path.cwd() / name))
    if absolute.is_relative_to(with_root):
        candidates.insert(0, PurePosixPath(absolute.relative_to(with_root).as_posix()))
    for candidate in candidates:
        if ".." not in candidate.parts and candidate.parts:
            yield normalize_letters(str(candidate))
            if candidate.parts[0] != "content":
                yield normalize_letters(f"content/{candidate}")


def _find_needed_files(
    workspace: Workspace,
    table: Mapping[str, object],
    chosen: Collection[str],
    differences: Mapping[str, FileVersion],
) -> list[str]:
    """Return the changed files that chosen files need.

    The former file of a moved article is one of them.
    """
    sources = list_sources(path for path in chosen if not differences[path].is_deleted)
    needed = {
        f"content/{source}"
        for source in (
            *_find_references(workspace, table, sources),
            *_find_pictures_of_campaigns(workspace.content, sources),
            *(
                document.file
                for document in read_official_documents(workspace.content, sources)[0]
                if document.file
            ),
        )
    }
    return sorted(path for path in needed & differences.keys() if path not in chosen)


def _find_references(
    workspace: Workspace, table: Mapping[str, object], sources: Iterable[str]
) -> Iterator[str]:
    """Yield the images and attachments of articles and pages.

    The former file at the address of an article is yielded too.
    """
    reader = create_content_reader(workspace.content, table)
    ledger = AddressLedger.read(workspace.root).entries
    for source in sources:
        if not (source.endswith(".md") and source.startswith(CONTENT_FOLDERS)):
            continue
        parsed_file = reader.read_item(source)
        for reference in parsed_file.file_references:
            try:
                file = resolve_reference(workspace.content, reference.path)
            except PathError:  # the build reports it
                continue
            yield file.relative_to(workspace.content).as_posix()
        item = parsed_file.item
        former = ledger[item.address].source if item and item.address in ledger else ""
        if isinstance(item, Article) and former != source and not (workspace.content / former).exists():
            yield former


def _find_pictures_of_campaigns(content: Path, sources: Collection[str]) -> Iterator[str]:
    if any(source.startswith(f"{CAMPAIGN_FOLDER}/") for source in sources):
        for campaign in read_campaigns(content, lambda _: None)[0]:  # the build checks the pictures
            if campaign.source in sources:
                yield from (campaign.picture, campaign.phone_picture)


def _create_workspace(workspace: Workspace, trees: SiteTrees, tree: str) -> Workspace:
    """Return a workspace with the files of ``tree``. Raise SiteTreeError, OSError."""
    folder = workspace.cache / "publishing" / _FOLDER
    trees.check_out(tree, folder)
    settings = {BUILD_SETTINGS_FILE, PUBLISH_SETTINGS_FILE, *trees.list_ignored_settings()}
    for name in settings.difference(trees.list_names(tree)):
        if (workspace.root / name).is_file():
            shutil.copyfile(workspace.root / name, folder / name)
    return Workspace(folder, workspace)

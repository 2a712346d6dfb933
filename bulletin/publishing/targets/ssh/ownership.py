"""Shell functions that tell the files of a publish from foreign files.

The scripts of ``remote_scripts.py`` use the functions. A publish removes only files that it made.
Each folder that it makes in ``releases/`` has a marker file beside it, which is written first.
A marker file is a record, or a copy of a record, and lists the files of the folder.
No function follows a symbolic link.
Files that no marker file lists are moved to ``tep-la`` in the target, and the publisher gets a message.

- ``releases/ID/`` has ``ID.json``, and ``.ID.json`` while it is amended or removed.
- ``releases/.ID/`` has ``.ID.json``, the records of the previous release and of this release.
- ``releases/.next-ID/`` has ``.next-ID.json``, a hard link to ``ID.json``.
- ``releases/.copying/`` has ``.copying.json``, a hard link to ``ID.json``.
- ``releases/.incoming/`` has ``.incoming.list``, the paths that a publish announced.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from bulletin.errors import escape_unprintable
from bulletin.publishing.targets.ssh.errors import (
    CURRENT_NOT_LINK_MESSAGE,
    FOREIGN_PATH_MESSAGE,
    MOUNT_POINT_MESSAGE,
)
from bulletin.text.formatting import format_names

REMOTE_FOREIGN_FILES_FOLDER = "tep-la"
"""The folder for foreign files, beside ``releases``."""
_MAX_KEPT_CHANGES = 100
"""Number of altered files up to which the altered files are kept.

Reason: more of them mean that the target is a copy that lost the modification times.
"""
FILE_TEST_FUNCTIONS = rf"""
is_folder() {{ [ -d "$1" ] && [ ! -L "$1" ]; }}
is_file() {{ [ -f "$1" ] && [ ! -L "$1" ]; }}
is_free() {{ [ ! -e "$1" ] && [ ! -L "$1" ]; }}
is_alone() {{ is_file "$1" && [ "$(stat -c %h -- "$1")" = 1 ]; }}
refuse() {{ printf '{FOREIGN_PATH_MESSAGE}|%s|%s|\n' "$(stat -c %F -- "$1")" "$1" >&2; exit 1; }}
"""
"""Tests that follow no links, and a refusal that names the path in the way."""

CURRENT_ID_FUNCTION = r"""
print_current_id() {
    [ -L current ] && [ -d releases ] || return 1
    target=$(readlink current)
    target=${target%/}
    case ${target##*/} in [0-9]*-[0-9]*-*) ;; *) return 1 ;; esac
    [ "$(cd -P -- "$(dirname -- "$target")" 2>/dev/null && pwd -P)" = "$(cd -P releases 2>/dev/null && pwd -P)" ] || return 1
    printf %s "${target##*/}"
}
"""
"""A function that prints the id of the release that ``current`` names."""

CURRENT_LINK_CHECK = f"""{CURRENT_ID_FUNCTION}
is_free current || print_current_id >/dev/null || {{ echo '{CURRENT_NOT_LINK_MESSAGE}' >&2; exit 1; }}
"""

MOUNT_CHECK = rf"""
if [ -r /proc/self/mountinfo ]; then
    here=$(printf %s "$top" | sed 's/\\/\\134/g; s/ /\\040/g; s/\t/\\011/g')
    while read -r _ _ _ _ at _; do
        case $at in
        "$here"/releases/* | "$here"/{REMOTE_FOREIGN_FILES_FOLDER} | "$here"/{REMOTE_FOREIGN_FILES_FOLDER}/* | \
        "$here"/.lock | "$here"/.work)
            printf '{MOUNT_POINT_MESSAGE}|%b|\n' "$at" >&2
            exit 1 ;;
        esac
    done </proc/self/mountinfo
fi
"""
"""A check that refuses mounts below folders that a publish removes.

A mount at ``releases`` itself is accepted.
"""

OWNERSHIP_FUNCTIONS = rf"""
choose_place() {{
    is_free "$top/{REMOTE_FOREIGN_FILES_FOLDER}" && mkdir "$top/{REMOTE_FOREIGN_FILES_FOLDER}"
    is_folder "$top/{REMOTE_FOREIGN_FILES_FOLDER}" || refuse "$top/{REMOTE_FOREIGN_FILES_FOLDER}"
    wanted=${{1#.}} place=${{1#.}} number=1
    until is_free "$top/{REMOTE_FOREIGN_FILES_FOLDER}/$place"; do number=$((number + 1)) place=$wanted-$number; done
}}
move_aside() {{
    is_free "$1" && return
    choose_place "$1"
    mv -nT -- "$1" "$top/{REMOTE_FOREIGN_FILES_FOLDER}/$place" || exit 1
    printf 'moved\0%s\0%s\0\0' "$1" "$place"
}}
move_entries() {{
    choose_place "$1"
    mkdir "$top/{REMOTE_FOREIGN_FILES_FOLDER}/$place" || exit 1
    xargs -0 sh -c '
        from=$1 to=$2
        shift 2
        for path do
            folder=$to/$path folder=${{folder%/*}}
            [ -d "$folder" ] || mkdir -p -- "$folder" || exit 255
            mv -nT -- "$from/$path" "$to/$path" || exit 255
        done' sh "$1" "$top/{REMOTE_FOREIGN_FILES_FOLDER}/$place" || exit 1
    printf 'entries\0%s\0%s\0' "$1" "$place"
    (cd "$top/{REMOTE_FOREIGN_FILES_FOLDER}/$place" && find . -mindepth 1 \( -type d ! -empty -o -printf '%P\0' \))
    printf '\0'
}}
list_marked() {{
    tr '\n' '\0' <"$1" | sed -zn '
        s/^{{"path": "\(.*\)", "sha256": "[0-9a-f]*", "size": \([0-9]*\).*/\2 \1/
        T
        s/\\"/"/g
        p
        p
        s/^[0-9]* /d /
        t parents
        :parents
        s|/[^/]*$||
        T
        p
        p
        b parents'
}}
list_foreign() {{
    {{
        list_marked "$2"
        find "$1" -mindepth 1 \( -type d ! -empty -o -type d -printf 'd %P\0' \
            -o -type f ! -newer "$2" -printf '%s %P\0' -o -printf 'x %P\0' \)
    }} | sort -z | uniq -zu | sed -z 's/^[^ ]* //'
}}
list_unexpected() {{
    {{
        list_marked "$2" | sed -z 's/^[0-9][0-9]* /f /'
        find "$1" -mindepth 1 \( -type d ! -empty -o -type d -printf 'd %P\0' -o -type f -printf 'f %P\0' -o -printf 'x %P\0' \)
    }} | sort -z | uniq -zu | sed -z 's/^[^ ]* //'
}}
has_foreign() {{ [ "$(list_foreign "$1" "$2" | head -c 1 | wc -c)" != 0 ]; }}
move_foreign() {{ ! has_foreign "$1" "$2" || list_foreign "$1" "$2" | move_entries "$1" || exit 1; }}
remove_marked() {{
    case $1 in .*) mark=$1.json ;; *) mark=.$1.json ;; esac
    case $1 in .next-*) is_file "$mark" || mark=${{1#.next-}}.json ;; esac
    if is_folder "$1" && is_file "$mark"; then
        altered=$(list_foreign "$1" "$mark" | tr -cd '\0' | wc -c)
        if [ "$altered" -le {_MAX_KEPT_CHANGES} ]; then
            move_foreign "$1" "$mark"
        else
            printf 'rewritten\0%s\0%s\0\0' "$1" "$altered"
            [ "$(list_unexpected "$1" "$mark" | head -c 1 | wc -c)" = 0 ] ||
                list_unexpected "$1" "$mark" | move_entries "$1" || exit 1
        fi
        rm -rf -- "$1" || exit 1
    else
        move_aside "$1"
    fi
}}
remove_mark() {{
    if is_file "$1" && {{ [ ! -s "$1" ] || [ "$(head -c 6 "$1")" = '{{"id":' ]; }}; then
        rm -f -- "$1" || exit 1
    else
        move_aside "$1"
    fi
}}
"""
"""Functions of scripts that write. They run in ``releases/``, and ``top`` is the folder of the target.

``remove_marked`` uses the record itself for a copy without a marker file, which earlier versions made.
``list_foreign`` prints the entries of a folder that its marker file does not list, and altered files.
Each line of a marker file is printed twice, so that ``uniq -u`` leaves the other lines.
``list_unexpected`` compares names and types only.
The functions print their actions for ``parse_script_output``.
Each field ends with NUL, and the last field with a second NUL.
"""

_RELEASE_NOTES = tuple(f".release/{name}" for name in ("record.json", "sums", "gone"))
_MAX_NAMED_PATHS = 3
"""Number of paths that a message names."""
_PARTIAL = re.compile(r"((?:.*/)?)\.partial/([^/]+)", re.DOTALL)
_RSYNC_TEMPORARY_FILE = re.compile(r"((?:.*/)?)\.([^/]+)\.[A-Za-z0-9]{6}", re.DOTALL)
"""The name of a file while rsync receives it."""


def parse_script_output(printed: bytes) -> Iterator[list[str]]:
    """Yield the reports that a script printed, each as its fields."""
    for report in printed.decode("utf-8", "surrogateescape").split("\0\0"):
        if report:
            yield report.rstrip("\0").split("\0")


def describe_script_action(report: list[str]) -> str:
    """Return a Vietnamese sentence for the action of a script, or an empty text."""
    action, *fields = (escape_unprintable(field) for field in report)
    if action == "moved":
        return (
            f"“releases/{fields[0]}” không phải do lệnh publish tạo "
            f"nên đã chuyển vào “{REMOTE_FOREIGN_FILES_FOLDER}/{fields[1]}”; hãy xem rồi xóa nếu không cần."
        )
    if action == "entries":
        paths = sorted(fields[2:])
        return (
            f"Trong “releases/{fields[0]}” có {len(paths)} mục không phải do lệnh publish tạo hoặc đã bị sửa sau khi "
            f"phát hành ({format_names(paths, _MAX_NAMED_PATHS, 'mục')}); "
            f"đã chuyển vào “{REMOTE_FOREIGN_FILES_FOLDER}/{fields[1]}”: hãy xem rồi xóa nếu không cần."
        )
    if action == "rewritten":
        return (
            f"Trong “releases/{fields[0]}” có {fields[1]} tệp đã bị sửa sau khi phát hành, hoặc mất giờ ghi khi chép lại; "
            "bản này hết hạn giữ nên không giữ lại."
        )
    if action == "aside":
        return f"“{REMOTE_FOREIGN_FILES_FOLDER}” giữ tệp lạ đã chuyển vào, có thể có bản chép của bài đã gỡ. Hãy xem rồi xóa."
    if action == "linked":
        return (
            f"“releases/{fields[0]}” là liên kết tới “{fields[1]}”: chỉ bỏ liên kết, bản chép ở đó vẫn còn nguyên. "
            "Hãy tự xóa bản chép ấy nếu không cần, nhất là khi nó còn bài đã gỡ."
        )
    return ""


def find_unannounced_paths(arrived: Iterable[str], announced: Collection[str]) -> list[str]:
    """Return the paths in ``.incoming/`` that no publish sent.

    Args:
        arrived: Rows of type, number of links and path.
        announced: The paths that publishes announced.

    """
    known = {*announced, *_RELEASE_NOTES}
    folders = {path[: match.start()] for path in known for match in re.finditer("/", path)}
    rows = (row.split(" ", 2) for row in arrived)
    return [path for kind, links, path in rows if not _is_ours(kind, links, path, known, folders)]


def _is_ours(kind: str, links: str, path: str, known: set[str], folders: set[str]) -> bool:
    if kind == "d":
        return path in folders or path.removesuffix("/.partial") in folders or path == ".partial"
    if kind != "f":
        return False
    if path in known:
        return links == "1" or path not in _RELEASE_NOTES
    found = _PARTIAL.fullmatch(path) or _RSYNC_TEMPORARY_FILE.fullmatch(path)
    return links == "1" and found is not None and found[1] + found[2] in known

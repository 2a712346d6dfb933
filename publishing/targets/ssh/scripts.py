"""What is done on the server: small scripts for its POSIX shell, each one remote command.

Every script starts in the folder of the target. One that writes holds the second lock, ``.work``, while it
runs, and does nothing where the first, ``.lock``, is not (or no longer) ours: its first line is the token of
the holder. So nobody who comes back after a dead line writes into the work of the next one, who first
waits for what is under way.

::

    releases/.incoming/        files that arrived and belong to no release yet; stays where the line is cut
    releases/.incoming/.release/{record.json,sums,gone}    what the release of them is to be
    releases/.next-ID/         a copy in hard links of the release ID, for the next one to grow from
    releases/.ID/              a release that grows
"""

from publishing.targets.ssh.refusal import ALTERED, LOCK_LOST, NO_PARENT, NOT_OURS, STILL_BUSY

_OPEN = """
set -u
LC_ALL=C; export LC_ALL
umask 022
path=$1; shift
"""
_ENTER = f"""{_OPEN}
cd -- "$path" || exit 1
"""
_WRITE = f"""{_ENTER}
exec 9>>.work || exit 1
flock -w 100 9 || {{ echo '{STILL_BUSY}' >&2; exit 1; }}
[ "$(head -n 1 .lock)" = "$1" ] || {{ echo "{LOCK_LOST}" >&2; exit 1; }}
shift
"""

LOCK = f"""{_OPEN}
token=$1 holder=$2
if [ ! -d "$path" ]; then
    [ -d "$(dirname -- "$path")" ] || {{ echo '{NO_PARENT}' >&2; exit 1; }}
    mkdir -- "$path" || exit 1
fi
cd -- "$path" || exit 1
[ -d releases ] || mkdir releases || exit 1
exec 8>>.lock 9>>.work || exit 1
if ! flock -n 8; then
    printf 'busy %s\\n' "$(tail -n +2 .lock)"
    flock 8 || exit 1
fi
printf '%s\\n%s\\n' "$token" "$holder" >.lock || exit 1
flock 9 || exit 1
exec 9>&-
echo held
while [ -n "$(timeout "$3" head -c 1)" ]; do :; done
: >.lock
"""
"""Hold the lock for ``holder`` while a sign comes in at least every so many seconds."""

LOOK = f"""{_OPEN}
cd -- "$path" 2>/dev/null || exit 0
readlink current || echo
cd releases 2>/dev/null || exit 0
sha256sum -- [0-9]*.json 2>/dev/null
echo
ls -A1p
"""
"""Print what ``current`` points at, the digests of records, an empty line, then the names in releases/, folders with a slash."""

_LISTING = """listing() {
    find . ! -type d ! -type f -exec stat -c 'x %n' {} +
    find . -type f -exec stat -c '%s %n' {} +
}
"""
SURVEY = f"""{_ENTER}
cd "releases/$1" || exit 1
survey() {{
    find . ! -type d \\( ! -type f -o -newer "../$1.json" \\) -exec stat -c 'x %n' {{}} +
    find . -type f ! -newer "../$1.json" -exec stat -c '%s %n' {{}} +
}}
if [ "$2" = digest ]; then survey "$1" | sort | sha256sum; else survey "$1" | gzip; fi
"""
"""Print the sizes of the files of a release; x for one that was touched since the record was written."""

_COPY = """copy() {
    rm -rf .next-* .copying
    cp -al -- "$1" .copying && mv -T .copying ".next-$1"
}
"""
PREPARE = f"""{_WRITE}{_COPY}
cd releases || exit 1
[ -d ".next-$1" ] || copy "$1"
"""

RECEIVE = f"""{_WRITE}
mkdir -p releases/.incoming/.release || exit 1
token=$1 basis=$2; shift 2
[ -z "$basis" ] || [ -f releases/.incoming/.release/record.json ] ||
    cp "releases/$basis.json" releases/.incoming/.release/record.json
(
    exec 9>&- </dev/null >/dev/null 2>&1
    while kill -0 $$; do
        [ "$(head -n 1 .lock)" = "$token" ] || {{ kill $$; break; }}
        sleep 1
    done
) &
exec rsync "$@"
"""
"""Let rsync write into releases/.incoming/ while the lock is ours: at a dead line it would wait for ever.

The record differs little from the one before, so rsync has that at hand.
"""

SEND = f"""{_ENTER}
exec rsync "$@"
"""

SETTLE = f"""{_WRITE}{_COPY}{_LISTING}
cd releases || exit 1
altered() {{ echo '{ALTERED}' >&2; exit 1; }}
(cd .incoming && sha256sum --check --quiet --strict .release/sums) || altered
find .incoming -type d -name .partial -prune -exec rm -rf {{}} + || exit 1
if [ "$2" = amend ]; then
    tree=$1
    rm -f "$1.json" && sync -f . || exit 1
else
    tree=.$1
    rm -rf "$tree" "$1" || exit 1
    if [ -n "$2" ]; then
        [ -d ".next-$2" ] || copy "$2" || exit 1
        mv -T ".next-$2" "$tree" || exit 1
    else
        mkdir "$tree" || exit 1
    fi
fi
rm -rf .release || exit 1
mv -T .incoming/.release .release || exit 1
(cd "$tree" && xargs -0 rm -f -- <../.release/gone && find . -mindepth 1 -depth -type d -empty -delete) || exit 1
cp -al .incoming/. "$tree/" || exit 1
[ "$(cd "$tree" && listing | sort | sha256sum | cut -d ' ' -f 1)" = "$3" ] || altered
chmod 755 "$tree" && touch .release/record.json && sync -f . || exit 1
[ "$2" = amend ] || mv -T "$tree" "$1" || exit 1
mv -T .release/record.json "$1.json" && sync -f . || exit 1
rm -rf .incoming .release
"""
"""Make a release of what arrived and of the release before, or amend one: ID, the one before (or none, or amend), digest.

One whose amending is cut off has no record, and is no release any more: else it would be shown half amended.
"""

SWITCH = f"""{_WRITE}
[ -L current ] || [ ! -e current ] || {{ echo '{NOT_OURS}' >&2; exit 1; }}
[ -f "releases/$1.json" ] && [ -d "releases/$1" ] || {{ ls "releases/$1"; exit 1; }}
rm -f .current && ln -s "releases/$1" .current && mv -T .current current && sync -f .
"""

FORGET = f"""{_WRITE}
cd releases || exit 1
for name do rm -f -- "$name.json" || exit 1; done
rm -rf -- "$@"
"""

REMOVE = f"""{_WRITE}
cd releases || exit 1
rm -rf -- "$@"
"""

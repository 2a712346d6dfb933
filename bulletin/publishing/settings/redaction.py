"""Addresses as people may see them: messages end up in logs and letters, where no password belongs."""


def redact_credentials(address: str) -> str:
    """Return an address with “…” for what stands before its last “@”, where that may hold a password or a token.

    It may where a colon is in it, and over http also without one: a token can be the whole name there.
    """
    scheme, mark, rest = address.partition("://")
    if not mark:  # as scp and git write it: ``an:mat-khau@may-chu:/srv``
        scheme, rest = "", address
    before, at, after = rest.rpartition("@")
    token = scheme.lower().endswith(("http", "https")) and "/" not in before
    shown = f"{scheme}{mark}…@{after}" if at and (":" in before or token) else address
    query = "?" if "?" in shown else ""
    return f"{shown.partition('?')[0]}{query}{'…' if query else ''}"

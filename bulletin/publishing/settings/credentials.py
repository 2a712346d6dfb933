"""Redact access credentials in addresses that messages show.

Reason: messages end up in logs and letters.
"""


def redact_credentials(address: str) -> str:
    """Return an address with “…” for its access credentials and its query.

    A part before the last “@” counts as credentials if it has a colon.
    In an HTTP address it counts without a colon too, because a token can be the whole user name.
    """
    scheme, separator, rest = address.partition("://")
    if not separator:  # the form of scp and git: ``an:mat-khau@may-chu:/srv``
        scheme, rest = "", address
    credentials, at, after = rest.rpartition("@")
    may_be_token = scheme.lower().endswith(("http", "https")) and "/" not in credentials
    redacted = f"{scheme}{separator}…@{after}" if at and (":" in credentials or may_be_token) else address
    query = "?" if "?" in redacted else ""
    return f"{redacted.partition('?')[0]}{query}{'…' if query else ''}"

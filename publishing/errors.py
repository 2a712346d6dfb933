"""What stops a publish, in words for the editor who typed the command."""


class PublishError(Exception):
    """A step could not be done. The message is Vietnamese: what happened, then the next step."""

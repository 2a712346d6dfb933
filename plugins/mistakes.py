"""What a person can mend: the message says it all, and no traceback is shown with it."""


class MistakeError(Exception):
    """A fault in content, settings or surroundings. The message is a sentence for whoever made it."""

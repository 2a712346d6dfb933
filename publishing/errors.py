"""What stops a publish, in words for the editor who typed the command."""


class PublishError(Exception):
    """A step could not be done. The message is Vietnamese: what happened, then the next step."""


class BuildError(PublishError):
    """A build failed; why was said before."""

    def __init__(self, remedy: str = "Hãy sửa rồi chạy lại lệnh vừa rồi.") -> None:
        super().__init__(f"Chưa dựng được trang (lý do ở trên). {remedy}")


class UncertainError(PublishError):
    """The line was lost while readers were shown a release: they see it or the one before, either of them whole."""


class PlaceError(PublishError):
    """A place to publish to refused, or could not be reached.

    It says why and what to do, and nothing of what readers see: that depends on how far a publish has come,
    which those know who call the place (publishing/promise.py).
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}.")
        self.place, self.reason = place, reason
        """What people call it; why and what to do, a clause in Vietnamese without a full stop."""

"""The one error of this room, apart so that every module may raise it without a cycle."""


class BadSubject(ValueError):
    """What was given cannot be a subject of a search; doors translate `subject:<code>`."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(f"{code}: {value[:80]!r}" if value else code)
        self.code = code
        self.value = value[:80]

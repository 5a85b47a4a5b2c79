"""Everything that parley raises on purpose.

    ParleyError             something a user can mend; the message says how
    ├── BadTime             a text that is no time, duration or zone
    ├── BadStatement        a formula that cannot be read; knows its column
    └── Refused             input that cannot be used at all, or is hostile; exit status 2
        ├── NotADossier     the folder or file is not a dossier
        └── PartyUnknown    the party asked for is not declared

Whatever else escapes is a defect of parley, not of the input.
"""

__all__ = [
    "BadStatement",
    "BadTime",
    "NotADossier",
    "ParleyError",
    "PartyUnknown",
    "Refused",
    "quoted",
]


def quoted(text: str, longest: int = 60) -> str:
    """Quote what was got for a message, cut after `longest` characters.

    >>> quoted("noon"), quoted("0123456789", 5)
    ("'noon'", "'0123…'")
    """
    return repr(text if len(text) <= longest else text[: longest - 1] + "…")


class ParleyError(Exception):
    """Something is wrong that the user can mend.

    Parameters:
        message: where it is, what was expected and what was got, without a full stop.
        hint: how to mend it; `str()` of the error ends with it.

    >>> str(ParleyError("expected a party, got 'unk'", hint="did you mean 'unc'?"))
    "expected a party, got 'unk'; did you mean 'unc'?"
    """

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class BadTime(ParleyError):
    """A text was expected to be a time, a duration or a time zone, and is not."""


class BadStatement(ParleyError):
    """A formula over issues cannot be read.

    Parameters:
        message: what was expected and what was got.
        column: where in the formula's text, counted in characters from 1.
        hint: how to mend it.
    """

    def __init__(self, message: str, column: int, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.column = column
        self.args = (message, column, hint)  # so that a copy in another process has its column


class Refused(ParleyError):
    """The input cannot be used at all, or is built to exhaust the machine (exit status 2)."""


class NotADossier(Refused):
    """What was named is not a dossier: it is missing, or has no `dossier.yaml`."""


class PartyUnknown(Refused):
    """The party asked for is not declared in the dossier."""

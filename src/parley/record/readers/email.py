"""A plain e-mail to text: the lines of its header that matter, then its body.

Of a message in several forms the plain one is read, else the HTML; attachments are named and not
opened.
"""

from __future__ import annotations

import email.policy
from email.message import EmailMessage
from email.parser import BytesParser

from parley.kernel.errors import Refused
from parley.record.readers.extracted import Extracted
from parley.record.readers.html import paragraphs_of_html

__all__ = ["text_of_email"]

_HEADERS = ("From", "To", "Cc", "Date", "Subject", "Message-ID", "In-Reply-To")
_MOST_PARTS = 1_000


def text_of_email(data: bytes, name: str) -> Extracted:
    """Return the text of an e-mail.

    Parameters:
        data: the message as it was sent.
        name: what the file is called, for messages.

    Raises Refused for a message without a body that can be read, or nested too deeply.
    """
    try:
        message = BytesParser(policy=email.policy.default).parsebytes(data)
        header = [f"{key}: {_one_line(message, key)}" for key in _HEADERS if message.get(key)]
        bodies, notes = _bodies(message, name)
    except (RecursionError, LookupError, ValueError, AttributeError, TypeError, IndexError):
        raise Refused(
            f"{name}: is an e-mail that cannot be read",
            hint="save its text alone",
        ) from None
    if not bodies:
        raise Refused(f"{name}: is an e-mail without a text in it", hint="import its attachments")
    return Extracted("\n".join(header) + "\n\n" + "\n\n".join(bodies), "", tuple(notes))


def _one_line(message: EmailMessage, key: str) -> str:
    return " ".join(str(message[key]).split())


def _bodies(message: EmailMessage, name: str) -> tuple[list[str], list[str]]:
    plain: list[str] = []
    pages: list[str] = []
    notes: list[str] = []
    for count, part in enumerate(message.walk()):
        if count > _MOST_PARTS:
            raise ValueError
        if part.is_multipart():
            continue
        attached = part.get_filename()
        kind = part.get_content_type()
        if attached or kind not in ("text/plain", "text/html"):
            notes.append(f"the attachment {attached or kind} was not read")
            continue
        text = part.get_content()
        (plain if kind == "text/plain" else pages).append(str(text))
    if plain:
        return plain, notes
    for page in pages:
        text, more = paragraphs_of_html(page, name)
        plain.append(text)
        notes.extend(more)
    return plain, notes

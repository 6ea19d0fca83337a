"""Builds what is sent to Request Tracker, and judges by the ticket what became of it."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any

from console.domain.changes import (
    Assign,
    Change,
    Claim,
    Outcome,
    Reply,
    SetPriority,
    SetStatus,
    SetTags,
)
from console.domain.models import Attachment, Person, Visibility
from console.domain.text import clean, clean_line, file_name, normalised
from console.helpdesk.rt.parse import NOBODY, TAG_LENGTH, Ticket
from console.helpdesk.rt.settings import RtSettings

_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
SILENT = "Request Tracker did not do it, and did not say why."


def refusal(change: Change, settings: RtSettings) -> str:
    """Say why a change cannot be sent at all; empty when it can."""
    match change:
        case Reply(text, _, files):
            if not text.strip() and not files:
                return "There is nothing to send: the text is empty."
            for file in files:
                # RT refuses such a file, and with it the whole reply.
                if not file.content:
                    return f"{file_name(file.name)} is empty: Request Tracker takes no empty files."
        case SetStatus(status) if settings.native_status(status) is None:
            return f"Request Tracker has no status for {status}."
    return ""


def build_message(reply: Reply) -> dict[str, Any]:
    """Write the body of correspond or comment.

    https://docs.bestpractical.com/rt/5.0.3/RT/REST2.html#Replying-Commenting-Tickets
    """
    text = reply.text.encode("utf-8", "replace").decode()
    # Perl takes "" and "0" for nothing, and RT then mails an empty reply.
    text = text + "\n" if text.strip() in ("", "0") else text
    body: dict[str, Any] = {"Content": text, "ContentType": "text/plain"}
    if reply.attachments:
        body["Attachments"] = [build_attachment(file) for file in reply.attachments]
    return body


def build_attachment(file: Attachment) -> dict[str, str]:
    """Write one file; RT reads a name beyond ASCII only as an encoded word (RFC 2047)."""
    name, data = file_name(file.name), file.content or b""
    if not name.isascii():
        name = f"=?UTF-8?B?{base64.b64encode(name.encode()).decode()}?="
    kind = file.type if _TYPE.fullmatch(file.type) else "application/octet-stream"
    if kind.startswith("text/"):
        # RT guesses the charset of text and rewrites it: bytes that are no UTF-8 stay bytes.
        kind = f"{kind}; charset=utf-8" if _is_utf8(data) else "application/octet-stream"
    return {
        "FileName": name,
        "FileType": kind,
        "FileContent": base64.b64encode(data).decode(),
    }


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def build_update(change: Change, ticket: Ticket | None, settings: RtSettings) -> Mapping[str, Any]:
    """Write the body of a PUT that makes the ticket as the change wants it."""
    match change:
        case Assign(person):
            return {"Owner": person.id if person else NOBODY}
        case SetStatus(status):
            return {"Status": settings.native_status(status)}
        case SetPriority(priority):
            return {"Priority": settings.priority_map[priority]}
        case SetTags():
            return {
                "CustomFields": {
                    settings.tags_field: merged_tags(change, ticket.tags if ticket else None)
                }
            }
    return {}


def merged_tags(change: SetTags, tags: Sequence[str] | None) -> list[str]:
    """Merge tags into those there are: RT replaces them all. Others' are left as they are."""
    add, remove = wanted_tags(change)
    kept = [tag for tag in tags or () if shown_tag(tag) not in remove]
    return [*kept, *(tag for tag in add if tag not in map(shown_tag, kept))]


def wanted_tags(change: SetTags) -> tuple[list[str], set[str]]:
    """Give what a change adds, each once, and what it takes away."""
    remove = {shown_tag(tag) for tag in change.remove}
    add = dict.fromkeys(shown_tag(tag) for tag in change.add)
    return [tag for tag in add if tag and tag not in remove], remove


def shown_tag(tag: str) -> str:
    """Give a tag as escalations show it."""
    return clean_line(tag, TAG_LENGTH)


def is_done(change: Change, ticket: Ticket, me: Person, settings: RtSettings) -> bool:
    """Whether the ticket is as the change wants it."""
    now = ticket.escalation
    match change:
        case Claim():
            return now.assignee is not None and now.assignee.id == me.id
        case Assign(person):
            return (now.assignee.id if now.assignee else "") == (person.id if person else "")
        case SetStatus(status):
            native = settings.native_status(status)
            return native is not None and now.native_status.casefold() == native.casefold()
        case SetPriority(priority):
            return now.native_priority == str(settings.priority_map[priority])
        case SetTags():
            add, remove = wanted_tags(change)
            return set(add) <= set(now.tags) and not remove & set(now.tags)
    return False


def judge(
    change: Change, ticket: Ticket, said: Sequence[str], me: Person, settings: RtSettings
) -> Outcome:
    """Say what became of a change, by the ticket as it is now and by what RT said."""
    if is_done(change, ticket, me, settings):
        return Outcome.applied()
    owner = ticket.escalation.assignee
    if isinstance(change, Claim) and owner is not None:
        return Outcome.rejected(f"{owner.name} has taken it.")
    reason = " ".join(said) or SILENT
    if isinstance(change, SetTags):
        if ticket.tags is None:
            return Outcome.rejected(
                f"This queue has no field {settings.tags_field!r}, where tags are kept."
            )
        add, remove = wanted_tags(change)
        failed = [tag for tag in add if tag not in ticket.escalation.tags]
        failed += [tag for tag in ticket.escalation.tags if tag in remove]
        if len(failed) < len(add) + len(remove):
            return Outcome.partial(f"Not all tags were changed ({', '.join(failed)}): {reason}")
    return Outcome.rejected(reason)


def comparable(text: str) -> str:
    """Give a text as look-ups compare it."""
    return normalised(clean(text))


def kind_of_message(visibility: Visibility) -> str:
    """Name the transaction type that a reply becomes."""
    return "Correspond" if visibility is Visibility.PUBLIC else "Comment"

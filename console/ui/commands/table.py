"""The one table of all commands: keys, palette, footer, help and manual are views of it."""

from __future__ import annotations

from console.ui.commands.base import (
    EVERYWHERE,
    READING,
    Command,
    Place,
    deed,
    lazy,
    with_entry,
)

COMPOSING = (Place.COMPOSER,)
REVIEWING = (Place.REVIEW,)
LISTS = (*READING, Place.OUTBOX)
NOT_TYPING = (*LISTS, Place.REVIEW)
WAITING = (Place.OUTBOX,)

MOVING = (
    Command("move.down", "Move down", ("j", "down"), deed("move", 1), LISTS),
    Command("move.up", "Move up", ("k", "up"), deed("move", -1), LISTS),
    Command("move.page_down", "Page down", ("pgdn", "ctrl+d"), deed("page", 1), LISTS),
    Command("move.page_up", "Page up", ("pgup", "ctrl+u"), deed("page", -1), LISTS),
    Command("move.top", "Go to the top", ("g g", "home"), deed("top"), LISTS),
    Command("move.bottom", "Go to the bottom", ("G", "end"), deed("bottom"), LISTS),
    Command("conversation.open", "Open the conversation", ("enter", "o"), lazy("moving:open_"),
            (Place.QUEUE,), with_entry, footer=1, short="open"),
    Command("conversation.back", "Go back", ("esc",), deed("back"), LISTS),
    Command("screen.leave", "Go back; at the root, quit", ("q",), deed("leave_screen"),
            LISTS),
    Command("conversation.next", "Next conversation", ("]",), deed("step", 1), READING,
            with_entry, footer=8, short="next"),
    Command("conversation.previous", "Previous conversation", ("[",), deed("step", -1), READING,
            with_entry),
    Command("screen.other", "Go to the other side: queue or conversation", ("tab",),
            deed("other")),
)  # fmt: skip

REPLYING = (
    Command("reply.public", "Reply to the customer", ("r",), lazy("replying:public"), READING,
            with_entry, footer=2, short="reply", writes=True),
    Command("reply.internal", "Write an internal note", ("n", "c"), lazy("replying:internal"),
            READING, with_entry, footer=3, short="note", writes=True),
    Command("reply.undo", "Undo the last thing", ("z",), lazy("replying:undo_last"), READING,
            footer=9, short="undo", writes=True),
    Command("reply.macro", "Insert a macro or an article", ("M", "g k"), lazy("replying:macro"),
            READING, with_entry, writes=True),
    Command("composer.send", "Send", ("ctrl+s", "ctrl+enter"), lazy("replying:send"), COMPOSING,
            writes=True),
    Command("composer.editor", "Write in $EDITOR", ("ctrl+o",), deed("editor"), COMPOSING),
    Command("composer.attach", "Attach a file", ("ctrl+t",), lazy("replying:attach"), COMPOSING),
    Command("composer.macro", "Insert a macro or an article", ("ctrl+g",),
            lazy("replying:macro"), COMPOSING),
    Command("composer.switch", "Make a note of a reply, or a reply of a note", ("ctrl+l",),
            lazy("replying:switch"), COMPOSING),
    Command("composer.discard", "Throw the draft away", ("ctrl+x",), lazy("replying:discard"),
            COMPOSING),
    Command("composer.leave", "Keep it as a draft and go back", ("esc",), deed("leave"),
            COMPOSING),
    Command("review.send", "Send it", ("y", "ctrl+s", "ctrl+enter"), lazy("replying:deliver"),
            REVIEWING, writes=True),
    Command("review.send_resolve", "Send it, resolve, and go to the next", ("R",),
            lazy("replying:deliver_and_resolve"), REVIEWING, writes=True),
    Command("review.edit", "Go back to the text", ("e", "esc", "q"), deed("review"),
            REVIEWING),
)  # fmt: skip

SUGGESTING = (
    Command("card.evidence", "Check the card against its messages, and back", ("v",),
            deed("evidence"), READING, with_entry, footer=11, short="check"),
    Command("card.stay", "Read on at the message; insert a draft; open an earlier one",
            ("enter", "o"), deed("stay"), (Place.CARD,), footer=1, short="read on"),
    Command("card.sheet", "What the customer has said and tried", ("w",),
            lazy("suggesting:sheet"), READING, with_entry),
    Command("suggest.first", "Start from the first suggestion", ("1",), deed("suggest", 0),
            READING, with_entry, short="1st", writes=True),
    Command("suggest.second", "Start from the second suggestion", ("2",), deed("suggest", 1),
            READING, with_entry, short="2nd", writes=True),
    Command("suggest.third", "Start from the third suggestion", ("3",), deed("suggest", 2),
            READING, with_entry, short="3rd", writes=True),
    Command("suggest.wrong_fact", "Reject a suggestion: a fact is wrong", ("X 1",),
            deed("reject", "1"), READING, with_entry, short="wrong fact"),
    Command("suggest.already_said", "Reject a suggestion: already said or tried", ("X 2",),
            deed("reject", "2"), READING, with_entry, short="said or tried"),
    Command("suggest.against_policy", "Reject a suggestion: against policy", ("X 3",),
            deed("reject", "3"), READING, with_entry, short="policy"),
    Command("suggest.tone", "Reject a suggestion: the tone", ("X 4",), deed("reject", "4"),
            READING, with_entry, short="tone"),
    Command("suggest.too_long", "Reject a suggestion: too long", ("X 5",), deed("reject", "5"),
            READING, with_entry, short="too long"),
    Command("suggest.write", "Let the model write drafts, or stop it", ("D",), deed("model"),
            READING, with_entry),
    Command("suggest.rewrite", "Rewrite the draft: shorter, warmer, plainer, their language",
            ("ctrl+r",), lazy("suggesting:rewrite"), COMPOSING),
    Command("card.mood", "Correct how a customer message sounds", ("F",),
            lazy("suggesting:mood"), READING, with_entry),
)  # fmt: skip

TRIAGING = (
    Command("triage.take", "Take it", ("i",), lazy("triaging:take"), READING, with_entry,
            footer=4, short="take", writes=True),
    Command("triage.assign", "Assign to ...", ("a",), lazy("triaging:assign"), READING,
            with_entry, footer=7, short="assign", writes=True),
    Command("triage.resolve", "Resolve and go to the next", ("e",), lazy("triaging:resolve"),
            READING, with_entry, footer=5, short="resolve", writes=True),
    Command("triage.snooze", "Snooze", ("h",), lazy("triaging:snooze"), READING, with_entry,
            footer=6, short="snooze", writes=True),
    Command("triage.status", "Set the status", ("s",), lazy("triaging:status"), READING,
            with_entry, writes=True),
    Command("triage.priority", "Set the priority", ("p",), lazy("triaging:priority"), READING,
            with_entry, writes=True),
    Command("triage.tags", "Add or take away tags", ("t",), lazy("triaging:tags"), READING,
            with_entry, writes=True),
    Command("triage.mark", "Select for an action on many", ("x",), deed("mark"), READING,
            with_entry),
)  # fmt: skip

SEARCHING = (
    Command("search.everything", "Search everything", ("/",), lazy("searching:search"),
            footer=10, short="search"),
    Command("search.filter", "Filter this list", ("f",), lazy("searching:filter_")),
    Command("go.queue", "Go to the queue", ("g q",), lazy("searching:queue"), short="queue"),
    Command("go.unassigned", "Go to what nobody has", ("g u",), lazy("searching:unassigned"),
            short="unassigned"),
    Command("go.mine", "Go to what is mine", ("g m",), lazy("searching:mine"), short="mine"),
    Command("go.view", "Go to a queue or saved view", ("g v",), lazy("searching:views"),
            short="view"),
    Command("go.outbox", "Go to the outbox", ("g o",), lazy("searching:outbox"), short="outbox"),
    Command("go.settings", "Change settings", ("g s", ","), lazy("searching:settings"),
            short="settings"),
    Command("screen.help", "Help for this screen", ("?",), lazy("searching:help_"), NOT_TYPING,
            short="help"),
    Command("screen.palette", "Choose any command", ("ctrl+p",), lazy("searching:palette"),
            EVERYWHERE),
    Command("screen.commands", "Choose any command, where nothing is typed", (":", "ctrl+k"),
            lazy("searching:palette"), NOT_TYPING),
)  # fmt: skip

WAITING_TO_LEAVE = (
    Command("outbox.open", "Open its conversation", ("enter", "o"), deed("outbox_open"), WAITING,
            footer=1, short="open"),
    Command("outbox.retry", "Send it again", ("r",), deed("outbox_retry"), WAITING, footer=2,
            short="send again", writes=True),
    Command("outbox.drop", "Drop it; a text becomes a draft again", ("d",),
            deed("outbox_drop"), WAITING, footer=3, short="drop", writes=True),
)  # fmt: skip

VIEWING = (
    Command("conversation.unread", "Mark it unread, or read", ("U",), lazy("viewing:unread"),
            READING, with_entry),
    Command("conversation.unfold", "Unfold or fold quoted history and events", ("u",),
            deed("unfold")),
    Command("conversation.links", "Open a link", ("L",), lazy("viewing:links")),
    Command("conversation.attachments", "Save an attachment", ("A",),
            lazy("viewing:attachments")),
    Command("conversation.copy", "Copy the reference (yy: and title, yyy: and address)", ("y",),
            lazy("viewing:copy"), READING, with_entry),
    Command("conversation.pipe", "Pipe the conversation to a command", ("|",),
            lazy("viewing:pipe"), READING, with_entry),
    Command("screen.refresh", "Sync now", ("ctrl+r",), deed("sync")),
    Command("screen.redraw", "Draw the screen again", ("ctrl+l",), deed("redraw")),
    Command("screen.mouse", "Hand the mouse to the terminal, or take it back", ("m",),
            deed("mouse")),
    Command("screen.believe", "Accept what is missing on a helpdesk as gone", (),
            deed("believe"), writes=True),
    Command("screen.quit", "Quit", ("ctrl+q", "ctrl+c"), deed("quit"), EVERYWHERE),
    Command("screen.suspend", "Suspend to the shell", ("ctrl+z",), deed("suspend")),
)  # fmt: skip

COMMANDS: tuple[Command, ...] = (*MOVING, *REPLYING, *SUGGESTING, *TRIAGING, *SEARCHING,
                                  *WAITING_TO_LEAVE, *VIEWING)  # fmt: skip

"""The tables of the own desk, as migrations that are only ever added to."""

from __future__ import annotations

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # One number that every change raises: cursors are places in it.
        "CREATE TABLE sequence (id INTEGER PRIMARY KEY CHECK (id = 1), value INTEGER NOT NULL)",
        "INSERT INTO sequence VALUES (1, 0)",
        """CREATE TABLE agents (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, since TEXT NOT NULL
        ) WITHOUT ROWID""",
        """CREATE TABLE customers (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, attributes TEXT NOT NULL
        ) WITHOUT ROWID""",
        """CREATE TABLE conversations (
            pk INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            subject TEXT NOT NULL,
            channel TEXT NOT NULL,
            queue TEXT NOT NULL,
            status TEXT NOT NULL,
            snoozed_until TEXT,
            priority TEXT NOT NULL,
            tags TEXT NOT NULL,
            assignee TEXT REFERENCES agents (id),
            customer TEXT NOT NULL REFERENCES customers (id),
            handoff TEXT,
            extra TEXT,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            version INTEGER NOT NULL,
            born INTEGER NOT NULL,
            sequence INTEGER NOT NULL UNIQUE
        )""",
        "CREATE INDEX conversations_status ON conversations (status, sequence)",
        "CREATE INDEX conversations_customer ON conversations (customer)",
        "CREATE INDEX conversations_assignee ON conversations (assignee, sequence)",
        """CREATE INDEX conversations_snoozed ON conversations (snoozed_until)
            WHERE status = 'snoozed'""",
        """CREATE TABLE messages (
            pk INTEGER PRIMARY KEY,
            conversation TEXT NOT NULL REFERENCES conversations (id),
            id TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            at TEXT NOT NULL,
            given_at TEXT,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            author TEXT NOT NULL,
            visibility TEXT NOT NULL,
            text TEXT NOT NULL,
            event INTEGER NOT NULL,
            digest TEXT NOT NULL,
            UNIQUE (conversation, id)
        )""",
        "CREATE INDEX messages_order ON messages (conversation, at, pk)",
        "CREATE INDEX messages_sequence ON messages (conversation, sequence)",
        """CREATE TABLE attachments (
            pk INTEGER PRIMARY KEY AUTOINCREMENT,
            conversation TEXT NOT NULL,
            message TEXT NOT NULL,
            given TEXT NOT NULL,
            name TEXT NOT NULL,
            type TEXT NOT NULL,
            size INTEGER NOT NULL,
            content BLOB,
            FOREIGN KEY (conversation, message) REFERENCES messages (conversation, id)
        )""",
        "CREATE INDEX attachments_message ON attachments (conversation, message)",
        # Who changed what at which version: tells a stale change from one's own next step.
        """CREATE TABLE history (
            pk INTEGER PRIMARY KEY,
            conversation TEXT NOT NULL REFERENCES conversations (id),
            version INTEGER NOT NULL,
            field TEXT NOT NULL,
            actor TEXT NOT NULL,
            name TEXT NOT NULL,
            at TEXT NOT NULL
        )""",
        "CREATE INDEX history_version ON history (conversation, version)",
        """CREATE TABLE writes (
            key TEXT PRIMARY KEY,
            fingerprint TEXT NOT NULL,
            status INTEGER NOT NULL,
            body TEXT NOT NULL,
            at TEXT NOT NULL
        ) WITHOUT ROWID""",
        "CREATE INDEX writes_at ON writes (at)",
        """CREATE TABLE knowledge (
            pk INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            title TEXT NOT NULL,
            text TEXT NOT NULL,
            visibility TEXT NOT NULL,
            tags TEXT NOT NULL,
            language TEXT NOT NULL
        )""",
    ),
)

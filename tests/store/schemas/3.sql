-- A store of version 1 with one of everything; never changed again.

CREATE TABLE escalations (
            pk INTEGER PRIMARY KEY,
            connection TEXT NOT NULL,
            id TEXT NOT NULL,
            subject TEXT NOT NULL DEFAULT '',
            status TEXT NOT NULL,
            priority TEXT NOT NULL,
            queue TEXT NOT NULL DEFAULT '',
            channel TEXT NOT NULL DEFAULT '',
            tags TEXT NOT NULL DEFAULT '[]',
            customer_id TEXT NOT NULL DEFAULT '',
            customer_name TEXT NOT NULL DEFAULT '',
            customer_email TEXT NOT NULL DEFAULT '',
            assignee_id TEXT,
            assignee_name TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            snoozed_until INTEGER,
            waiting_since INTEGER,
            due_clock TEXT,
            due_at INTEGER,
            band INTEGER NOT NULL DEFAULT 0,
            rank_at INTEGER NOT NULL DEFAULT 0,
            unread INTEGER NOT NULL DEFAULT 0,
            messages INTEGER NOT NULL DEFAULT 0,
            read_upto INTEGER NOT NULL DEFAULT 0,
            gone INTEGER NOT NULL DEFAULT 0,
            detail TEXT NOT NULL,
            UNIQUE (connection, id)
        );

CREATE INDEX escalations_order ON escalations (gone, band, rank_at, pk);

CREATE INDEX escalations_customer ON escalations (connection, customer_id);

CREATE TABLE messages (
            pk INTEGER PRIMARY KEY,
            escalation INTEGER NOT NULL REFERENCES escalations (pk) ON DELETE CASCADE,
            id TEXT NOT NULL,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            author TEXT NOT NULL DEFAULT '',
            author_id TEXT NOT NULL DEFAULT '',
            visibility TEXT NOT NULL,
            event INTEGER NOT NULL DEFAULT 0,
            text TEXT NOT NULL,
            extra TEXT,
            UNIQUE (escalation, id)
        );

CREATE INDEX messages_order ON messages (escalation, at, pk);

CREATE VIRTUAL TABLE messages_fts USING fts5 (
            text, content='messages', content_rowid='pk',
            tokenize="unicode61 remove_diacritics 2"
        );

CREATE TRIGGER messages_ai AFTER INSERT ON messages BEGIN
            INSERT INTO messages_fts (rowid, text) VALUES (new.pk, new.text);
        END;

CREATE TRIGGER messages_ad AFTER DELETE ON messages BEGIN
            INSERT INTO messages_fts (messages_fts, rowid, text)
            VALUES ('delete', old.pk, old.text);
        END;

CREATE TRIGGER messages_au AFTER UPDATE OF text ON messages BEGIN
            INSERT INTO messages_fts (messages_fts, rowid, text)
            VALUES ('delete', old.pk, old.text);
            INSERT INTO messages_fts (rowid, text) VALUES (new.pk, new.text);
        END;

CREATE VIRTUAL TABLE escalations_fts USING fts5 (
            subject, customer_name, customer_email, id, content='escalations', content_rowid='pk',
            tokenize="unicode61 remove_diacritics 2"
        );

CREATE TRIGGER escalations_ai AFTER INSERT ON escalations BEGIN
            INSERT INTO escalations_fts (rowid, subject, customer_name, customer_email, id)
            VALUES (new.pk, new.subject, new.customer_name, new.customer_email, new.id);
        END;

CREATE TRIGGER escalations_ad AFTER DELETE ON escalations BEGIN
            INSERT INTO escalations_fts
                (escalations_fts, rowid, subject, customer_name, customer_email, id)
            VALUES ('delete', old.pk, old.subject, old.customer_name, old.customer_email, old.id);
        END;

CREATE TRIGGER escalations_au AFTER UPDATE OF subject, customer_name, customer_email
        ON escalations WHEN old.subject <> new.subject OR old.customer_name <> new.customer_name
            OR old.customer_email <> new.customer_email BEGIN
            INSERT INTO escalations_fts
                (escalations_fts, rowid, subject, customer_name, customer_email, id)
            VALUES ('delete', old.pk, old.subject, old.customer_name, old.customer_email, old.id);
            INSERT INTO escalations_fts (rowid, subject, customer_name, customer_email, id)
            VALUES (new.pk, new.subject, new.customer_name, new.customer_email, new.id);
        END;

CREATE TABLE outbox (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL UNIQUE,
            connection TEXT NOT NULL,
            id TEXT NOT NULL,
            kind TEXT NOT NULL,
            payload TEXT NOT NULL,
            state TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            action TEXT NOT NULL DEFAULT '',
            seen_message TEXT NOT NULL DEFAULT '',
            seen_assignee TEXT NOT NULL DEFAULT '',
            seen_version TEXT NOT NULL DEFAULT '',
            held TEXT NOT NULL DEFAULT '',
            marker TEXT NOT NULL DEFAULT '',
            attempts INTEGER NOT NULL DEFAULT 0,
            looked INTEGER NOT NULL DEFAULT 0,
            tried_at INTEGER,
            next_at INTEGER,
            reason TEXT NOT NULL DEFAULT '',
            message_id TEXT NOT NULL DEFAULT '',
            author TEXT NOT NULL DEFAULT '',
            before TEXT NOT NULL DEFAULT '{}'
        );

CREATE INDEX outbox_open ON outbox (connection, seq) WHERE state <> 'sent';

CREATE INDEX outbox_ref ON outbox (connection, id, seq);

CREATE TABLE drafts (
            connection TEXT NOT NULL,
            id TEXT NOT NULL,
            visibility TEXT NOT NULL,
            text TEXT NOT NULL,
            attachments TEXT NOT NULL DEFAULT '[]',
            seen_message TEXT NOT NULL DEFAULT '',
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (connection, id, visibility)
        ) WITHOUT ROWID;

CREATE TABLE connections (
            name TEXT PRIMARY KEY,
            cursor TEXT NOT NULL DEFAULT '',
            synced_at INTEGER,
            error TEXT NOT NULL DEFAULT '',
            hint TEXT NOT NULL DEFAULT '',
            error_at INTEGER,
            doubt TEXT NOT NULL DEFAULT '',
            me_id TEXT NOT NULL DEFAULT '',
            me_name TEXT NOT NULL DEFAULT '',
            me_email TEXT NOT NULL DEFAULT '',
            agents TEXT NOT NULL DEFAULT '[]'
        ) WITHOUT ROWID;

CREATE TABLE knowledge (
            connection TEXT NOT NULL,
            id TEXT NOT NULL,
            kind TEXT NOT NULL,
            title TEXT NOT NULL,
            text TEXT NOT NULL,
            visibility TEXT NOT NULL,
            language TEXT NOT NULL DEFAULT '',
            tags TEXT NOT NULL DEFAULT '[]',
            PRIMARY KEY (connection, kind, id)
        ) WITHOUT ROWID;

CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

INSERT INTO escalations VALUES (7,'desk','c1','Spätes Paket','open','normal','Versand','email','["vip"]','u1','Ada Beispiel','ada@example.com','ann','Ann Agent',1772442000000,1772442060000,NULL,1772442000000,'first_response',1772445600000,1,1772445600000,1,1,0,0,'{"subject":"Spätes Paket","status":"open","priority":"normal","customer":{"id":"u1","name":"Ada Beispiel","email":"ada@example.com","attributes":{"plan":"basic"}},"created_at":1772442000000,"updated_at":1772442060000,"channel":"email","queue":"Versand","tags":["vip"],"assignee":{"id":"ann","name":"Ann Agent","email":""},"handoff":{"at":1772442050000,"bot":"Nova","reason":"asked","confidence":0.5,"note":"x"},"snoozed_until":null,"due":{"first_response":1772445600000},"native_status":"open","native_priority":"normal","version":"3","url":"","recipients":["ada@example.com"],"cc":[]}');

INSERT INTO messages VALUES (11,7,'m1',1772442000000,'customer','Ada Beispiel','u1','public',0,'Wo bleibt es?','{"attachments":[{"id":"a1","name":"x.txt","type":"text/plain","size":3}]}');

INSERT INTO outbox VALUES (1,'k-sent','desk','c1','claim','{}','sent',1772442000000,1772442000000,'k-sent','m1','','2','','',1,0,1772442000000,NULL,'','','Ann Agent','{"assignee":null}');

INSERT INTO outbox VALUES (2,'k-queued','desk','c1','reply','{"text":"Morgen.","visibility":"public","attachments":[{"id":"","name":"y.txt","type":"text/plain","size":2,"content":"aGk="}]}','queued',1772442060000,1772442068000,'k-queued','m1','ann','3','','',0,0,NULL,NULL,'','','Ann Agent','{}');

INSERT INTO drafts VALUES ('desk','c1','internal','Sehr geehrte','[]','m1',1772442060000);

INSERT INTO connections VALUES ('desk','12',1772442060000,'','',NULL,'','ann','Ann Agent','','[["ann","Ann Agent",""]]');

INSERT INTO knowledge VALUES ('desk','1','macro','Gruß','Hallo {{ customer.first_name }}','public','de','[]');

INSERT INTO facts VALUES ('rules','abc');

PRAGMA user_version = 3;
ALTER TABLE connections ADD COLUMN able TEXT;
ALTER TABLE escalations ADD COLUMN newest TEXT NOT NULL DEFAULT '';
ALTER TABLE escalations ADD COLUMN assisted TEXT NOT NULL DEFAULT '';
ALTER TABLE escalations ADD COLUMN mood INTEGER;
ALTER TABLE escalations ADD COLUMN trend INTEGER NOT NULL DEFAULT 0;
ALTER TABLE escalations ADD COLUMN goal TEXT NOT NULL DEFAULT '';
ALTER TABLE escalations ADD COLUMN cause TEXT NOT NULL DEFAULT '';
UPDATE escalations SET newest = coalesce((SELECT id FROM messages
            WHERE escalation = escalations.pk ORDER BY at DESC, messages.pk DESC LIMIT 1), '');
CREATE INDEX escalations_unassisted ON escalations (gone, band, rank_at, pk)
            WHERE assisted <> newest;
CREATE INDEX escalations_email ON escalations (customer_email COLLATE NOCASE)
            WHERE customer_email <> '' ;
CREATE TABLE readings (
            escalation INTEGER NOT NULL REFERENCES escalations (pk) ON DELETE CASCADE,
            maker TEXT NOT NULL,
            prompt TEXT NOT NULL,
            newest TEXT NOT NULL,
            at INTEGER NOT NULL,
            data TEXT NOT NULL,
            PRIMARY KEY (escalation, maker)
        ) WITHOUT ROWID;
CREATE TABLE feedback (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            connection TEXT NOT NULL,
            id TEXT NOT NULL,
            kind TEXT NOT NULL,
            what TEXT NOT NULL,
            key TEXT NOT NULL DEFAULT '',
            detail TEXT NOT NULL DEFAULT '{}'
        );
CREATE INDEX feedback_kind ON feedback (kind, at);
ALTER TABLE drafts ADD COLUMN provenance TEXT NOT NULL DEFAULT '[]';
ALTER TABLE outbox ADD COLUMN provenance TEXT NOT NULL DEFAULT '[]';

UPDATE escalations SET assisted = 'm1', mood = -1, trend = -1, goal = 'Wants the parcel', cause = 'customer_request';
INSERT INTO readings VALUES (7,'embedded','rules-1','m1',1772442070000,'{}');
INSERT INTO feedback VALUES (1,1772442080000,'desk','c1','rejected','macro:1','','{"reason":"tone"}');

-- Version 2. Answers that cost nothing and are too long, or no text, to be shown: whole, until who
-- asked has taken them.

CREATE TABLE free_answer (
    intent       TEXT PRIMARY KEY,
    status       INTEGER NOT NULL,
    content_type TEXT,
    body         BLOB NOT NULL,
    at           INTEGER NOT NULL
) STRICT;

-- Version 1. Times are milliseconds since 1970 (UTC); amounts in base units are decimal text,
-- because an integer of SQLite ends at 2^63.

CREATE TABLE payment (
    id               INTEGER PRIMARY KEY,
    intent           TEXT NOT NULL UNIQUE,
    request          TEXT NOT NULL,
    method           TEXT NOT NULL,
    place            TEXT NOT NULL,
    origin           TEXT NOT NULL,
    rail             TEXT NOT NULL,
    chain            INTEGER NOT NULL,
    token            TEXT NOT NULL,
    symbol           TEXT NOT NULL,
    decimals         INTEGER NOT NULL,
    amount           TEXT NOT NULL CHECK (amount <> '' AND amount NOT GLOB '*[^0-9]*'),
    micros           INTEGER NOT NULL CHECK (micros >= 0),
    recipient        TEXT NOT NULL,
    splits           TEXT NOT NULL CHECK (json_valid(splits)),
    state            TEXT NOT NULL CHECK (state IN (
                         'quoted', 'approved', 'signed', 'sent', 'unknown', 'settled',
                         'delivered', 'expired', 'declined', 'refused', 'failed')),
    nonce            TEXT UNIQUE,
    valid_before     INTEGER,
    trace            TEXT CHECK (json_valid(trace)),
    header_name      TEXT,
    header           BLOB,
    transaction_hash TEXT,
    settled_by       TEXT CHECK (settled_by IN ('receipt', 'chain')),
    reason           TEXT,
    created_at       INTEGER NOT NULL,
    approved_at      INTEGER,
    signed_at        INTEGER,
    sent_at          INTEGER,
    settled_at       INTEGER,
    delivered_at     INTEGER,
    -- When it took from the caps; NULL while it takes nothing. No generated column, because SQLite
    -- does not take an index on one for the whole answer.
    spent_at         INTEGER,
    CHECK ((spent_at IS NULL) =
           (state IN ('quoted', 'expired', 'declined', 'refused', 'failed')))
) STRICT;

CREATE INDEX payment_spent ON payment (spent_at, micros);
CREATE INDEX payment_spent_by_origin ON payment (origin, spent_at, micros);
CREATE INDEX payment_created ON payment (created_at);
CREATE INDEX payment_open ON payment (id)
    WHERE state IN ('approved', 'signed', 'sent', 'unknown');
CREATE INDEX payment_unconfirmed ON payment (id) WHERE settled_by = 'receipt';
CREATE INDEX payment_header ON payment (valid_before) WHERE header IS NOT NULL;

-- What is signed stays as it was signed; only forgetting it is allowed.
CREATE TRIGGER payment_header_is_never_replaced BEFORE UPDATE OF nonce, trace, header ON payment
WHEN (OLD.nonce IS NOT NULL AND NEW.nonce IS NOT NULL AND NEW.nonce IS NOT OLD.nonce)
  OR (OLD.trace IS NOT NULL AND NEW.trace IS NOT NULL AND NEW.trace IS NOT OLD.trace)
  OR (OLD.header IS NOT NULL AND NEW.header IS NOT NULL AND NEW.header IS NOT OLD.header)
BEGIN
    SELECT RAISE(ABORT, 'a signature is never replaced');
END;

CREATE TABLE event (
    id         INTEGER PRIMARY KEY,
    payment    INTEGER NOT NULL REFERENCES payment (id),
    at         INTEGER NOT NULL,
    step       TEXT NOT NULL,
    from_state TEXT,
    to_state   TEXT NOT NULL,
    detail     TEXT NOT NULL CHECK (json_valid(detail))
) STRICT;

CREATE INDEX event_payment ON event (payment);

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN
    SELECT RAISE(ABORT, 'an event is never changed');
END;

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN
    SELECT RAISE(ABORT, 'an event is never deleted');
END;

CREATE TABLE ask (
    id          TEXT PRIMARY KEY,
    payment     INTEGER NOT NULL REFERENCES payment (id),
    reasons     TEXT NOT NULL CHECK (json_valid(reasons)),
    asked_at    INTEGER NOT NULL,
    until       INTEGER NOT NULL,
    answered_at INTEGER
) STRICT, WITHOUT ROWID;

-- One open question per payment.
CREATE UNIQUE INDEX ask_open ON ask (payment) WHERE answered_at IS NULL;

CREATE TABLE answer (
    id           INTEGER PRIMARY KEY,
    payment      INTEGER NOT NULL UNIQUE REFERENCES payment (id),
    status       INTEGER NOT NULL,
    content_type TEXT,
    body         BLOB NOT NULL,
    at           INTEGER NOT NULL
) STRICT;

CREATE TABLE origin (
    origin  TEXT PRIMARY KEY,
    dialect TEXT,
    payer   TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE pin (
    origin    TEXT NOT NULL,
    chain     INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    since     INTEGER NOT NULL,
    PRIMARY KEY (origin, chain, recipient)
) STRICT, WITHOUT ROWID;

CREATE TABLE channel (
    key      TEXT PRIMARY KEY,
    entry    TEXT NOT NULL CHECK (json_valid(entry)),
    revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- +goose Up
-- Every private column is sealed. Times are seconds since 1970, days are their
-- midnight in UTC.

-- One row: proves that the key file beside the database belongs to it.
CREATE TABLE server (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    key_check BLOB NOT NULL
) STRICT;

CREATE TABLE accounts (
    id      TEXT PRIMARY KEY,
    lookup  BLOB NOT NULL UNIQUE,
    profile BLOB NOT NULL,
    made    INTEGER NOT NULL,
    place   INTEGER NOT NULL DEFAULT 0, -- of the record written last
    bytes   INTEGER NOT NULL DEFAULT 0  -- sealed, in all records
) STRICT;

CREATE TABLE slots (
    owner  TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind   TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (owner, kind)
) STRICT;

CREATE TABLE devices (
    owner     TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    device    BLOB NOT NULL,
    name      TEXT NOT NULL,
    first_day INTEGER NOT NULL,
    last_day  INTEGER NOT NULL,
    PRIMARY KEY (owner, device)
) STRICT;

CREATE TABLE sessions (
    session        BLOB PRIMARY KEY, -- SHA-256 of the id in the cookie
    owner          TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    id             TEXT NOT NULL,
    device         BLOB NOT NULL,
    sealed         BLOB NOT NULL,
    first_day      INTEGER NOT NULL,
    last_day       INTEGER NOT NULL,
    ends           INTEGER NOT NULL,
    latest         INTEGER NOT NULL,
    set_passphrase INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX sessions_of_owner ON sessions (owner, id);

-- What is tried at a handle, whether or not there is such an account.
CREATE TABLE subjects (
    subject BLOB PRIMARY KEY,
    closed  INTEGER NOT NULL
) STRICT;

CREATE TABLE tries (
    subject BLOB NOT NULL REFERENCES subjects (subject) ON DELETE CASCADE,
    id      TEXT NOT NULL,
    door    TEXT NOT NULL,
    tried   INTEGER NOT NULL,
    shown   INTEGER NOT NULL,
    PRIMARY KEY (subject, id)
) STRICT;

CREATE TABLE addresses (
    address BLOB PRIMARY KEY,
    since   INTEGER NOT NULL,
    tries   INTEGER NOT NULL
) STRICT;

CREATE TABLE records (
    owner    TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind     TEXT NOT NULL,
    id       TEXT NOT NULL,
    revision INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    updated  INTEGER NOT NULL,
    sealed   BLOB NOT NULL,
    PRIMARY KEY (owner, kind, id)
) STRICT;
CREATE UNIQUE INDEX records_in_place ON records (owner, kind, place);

-- +goose Up
-- Every private column is sealed. Times are seconds since 1970, days are their
-- midnight in UTC.

-- One row: proves that the key file beside the database belongs to it.
CREATE TABLE server (
    id        BIGINT PRIMARY KEY CHECK (id = 1),
    key_check BYTEA NOT NULL
);

CREATE TABLE accounts (
    id      TEXT PRIMARY KEY,
    lookup  BYTEA NOT NULL UNIQUE,
    profile BYTEA NOT NULL,
    made    BIGINT NOT NULL,
    place   BIGINT NOT NULL DEFAULT 0, -- of the record written last
    bytes   BIGINT NOT NULL DEFAULT 0  -- sealed, in all records
);

CREATE TABLE slots (
    owner  TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind   TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (owner, kind)
);

CREATE TABLE devices (
    owner     TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    device    BYTEA NOT NULL,
    name      TEXT NOT NULL,
    first_day BIGINT NOT NULL,
    last_day  BIGINT NOT NULL,
    PRIMARY KEY (owner, device)
);

CREATE TABLE sessions (
    session        BYTEA PRIMARY KEY, -- SHA-256 of the id in the cookie
    owner          TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    id             TEXT NOT NULL,
    device         BYTEA NOT NULL,
    sealed         BYTEA NOT NULL,
    first_day      BIGINT NOT NULL,
    last_day       BIGINT NOT NULL,
    ends           BIGINT NOT NULL,
    latest         BIGINT NOT NULL,
    set_passphrase BIGINT NOT NULL
);
CREATE UNIQUE INDEX sessions_of_owner ON sessions (owner, id);

-- What is tried at a handle, whether or not there is such an account.
CREATE TABLE subjects (
    subject BYTEA PRIMARY KEY,
    closed  BIGINT NOT NULL
);

CREATE TABLE tries (
    subject BYTEA NOT NULL REFERENCES subjects (subject) ON DELETE CASCADE,
    id      TEXT NOT NULL,
    door    TEXT NOT NULL,
    tried   BIGINT NOT NULL,
    shown   BIGINT NOT NULL,
    PRIMARY KEY (subject, id)
);

CREATE TABLE addresses (
    address BYTEA PRIMARY KEY,
    since   BIGINT NOT NULL,
    tries   BIGINT NOT NULL
);

CREATE TABLE records (
    owner    TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind     TEXT NOT NULL,
    id       TEXT NOT NULL,
    revision BIGINT NOT NULL,
    place    BIGINT NOT NULL,
    updated  BIGINT NOT NULL,
    sealed   BYTEA NOT NULL,
    PRIMARY KEY (owner, kind, id)
);
CREATE UNIQUE INDEX records_in_place ON records (owner, kind, place);

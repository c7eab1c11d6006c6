-- The records' schema, step by step; a step is never changed once released.
-- The same text serves SQLite and PostgreSQL (types are mapped in store.go).
-- step 1
CREATE TABLE record (
  seq      INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL,
  asker    TEXT NOT NULL,
  kind     TEXT NOT NULL,
  question TEXT NOT NULL,
  answer   TEXT NOT NULL,
  version  TEXT NOT NULL,
  hash     BLOB NOT NULL
);
CREATE INDEX record_at ON record (at);
CREATE TABLE chain (
  id   INTEGER PRIMARY KEY,
  seq  INTEGER NOT NULL,
  hash BLOB NOT NULL
);
INSERT INTO chain (id, seq, hash) VALUES (1, 0, '');
-- step 2
CREATE TABLE alert (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  customer  TEXT NOT NULL,
  entity    TEXT NOT NULL,
  caption   TEXT NOT NULL,
  query     TEXT NOT NULL,
  state     TEXT NOT NULL,
  score     DOUBLE PRECISION NOT NULL,
  evidence  TEXT NOT NULL,
  hit       TEXT NOT NULL,
  assignee  TEXT NOT NULL,
  proposed  TEXT NOT NULL,
  proposer  TEXT NOT NULL,
  opened    INTEGER NOT NULL,
  changed   INTEGER NOT NULL,
  UNIQUE (customer, entity)
);
CREATE INDEX alert_state ON alert (state, opened);
CREATE TABLE decision (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  alert    INTEGER NOT NULL REFERENCES alert (id),
  at       INTEGER NOT NULL,
  reviewer TEXT NOT NULL,
  before   TEXT NOT NULL,
  after    TEXT NOT NULL,
  reason   TEXT NOT NULL,
  evidence TEXT NOT NULL
);
CREATE INDEX decision_alert ON decision (alert, id);
-- step 3
ALTER TABLE alert ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE alert ADD COLUMN party TEXT NOT NULL DEFAULT '';
ALTER TABLE alert ADD COLUMN former TEXT NOT NULL DEFAULT '';
CREATE INDEX alert_assignee ON alert (assignee, state, opened);
CREATE INDEX alert_entity ON alert (entity);
-- step 4
CREATE TABLE notice (
  id    INTEGER PRIMARY KEY AUTOINCREMENT,
  alert INTEGER NOT NULL REFERENCES alert (id),
  at    INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  due   INTEGER NOT NULL,
  sent  INTEGER NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT ''
);
CREATE INDEX notice_due ON notice (sent, due);

-- What a person decides about an item, what comes along with a mail, and what happened while it was in somebody's hands.
ALTER TABLE item ADD COLUMN released INTEGER NOT NULL DEFAULT 0;   -- 1 when a person sent it back to admission
ALTER TABLE item ADD COLUMN deaths INTEGER NOT NULL DEFAULT 0;     -- processes that died with it in hand in this stage
ALTER TABLE outbound ADD COLUMN about TEXT NOT NULL DEFAULT '';    -- id of the item whose conversation it belongs to
CREATE TABLE attachment (
  seq    INTEGER NOT NULL REFERENCES admitted (seq),
  n      INTEGER NOT NULL,                   -- order in the mail
  name   TEXT    NOT NULL,
  type   TEXT    NOT NULL,
  size   INTEGER NOT NULL,                   -- decoded bytes, also when they were left out
  ref    TEXT,                               -- NULL when the bytes were left out, or given up for age
  sha256 TEXT,
  stored INTEGER,                            -- bytes in the spool
  PRIMARY KEY (seq, n)
) WITHOUT ROWID;
-- The process that closed the file itself; what it still held then was not in hand when it died.
CREATE TABLE closed (
  boot TEXT NOT NULL
);

-- Small and often changed columns stand in item; texts have tables of their own, so that looking for work never reads them.
CREATE TABLE item (
  seq         INTEGER PRIMARY KEY,           -- order of acceptance
  id          TEXT    NOT NULL UNIQUE,
  stage       INTEGER NOT NULL,              -- 10 INGESTED 20 ADMITTED 30 ANSWERED 40 READY 50 SENDING 60 SENT 70 MARKED 80 REJECTED 90 PARKED
  parked_from INTEGER,
  account     TEXT    NOT NULL,              -- '' for an outbound one that any account may send
  sender      TEXT    NOT NULL DEFAULT '',   -- '' until ADMITTED, and for outbound ones
  thread      TEXT,                          -- from ADMITTED on
  attempts    INTEGER NOT NULL DEFAULT 0,
  reason      TEXT    NOT NULL DEFAULT '',
  created_at  INTEGER NOT NULL,              -- all *_at: milliseconds since 1970, UTC
  updated_at  INTEGER NOT NULL,
  fence       INTEGER NOT NULL DEFAULT 0,
  lease_worker TEXT,
  lease_boot  TEXT,                          -- the process whose nanosecond clock lease_until means
  lease_until INTEGER,
  due_boot    TEXT,                          -- the process whose nanosecond clock due_nanos means
  due_nanos   INTEGER,
  due_at      INTEGER,
  due_wait    INTEGER,                       -- milliseconds; the longest a restart may wait, whatever the clock says
  thinned     INTEGER NOT NULL DEFAULT 0     -- 1 when texts and bytes were given up for age
);
-- Looking for work and for what stands before it in its thread: only items on their way are in these indexes.
CREATE INDEX item_waiting ON item (stage, sender, seq) WHERE stage < 70;
CREATE INDEX item_thread_waiting ON item (thread, seq) WHERE stage < 70;
CREATE INDEX item_oldest_waiting ON item (created_at) WHERE stage < 70;
CREATE INDEX item_leased ON item (sender) WHERE lease_until IS NOT NULL;
CREATE INDEX item_due ON item (due_boot) WHERE due_boot IS NOT NULL;
CREATE INDEX item_to_thin ON item (updated_at) WHERE stage >= 70 AND stage < 90 AND thinned = 0;
CREATE INDEX item_stage ON item (stage, seq);

CREATE TABLE arrival (
  seq           INTEGER PRIMARY KEY REFERENCES item (seq),
  account       TEXT    NOT NULL,
  folder        TEXT    NOT NULL,
  uid_validity  INTEGER NOT NULL,
  uid           INTEGER NOT NULL,
  ref           TEXT    NOT NULL,
  sha256        TEXT    NOT NULL,
  size          INTEGER NOT NULL,
  internal_date INTEGER NOT NULL,
  UNIQUE (account, folder, uid_validity, uid),
  UNIQUE (account, sha256)
);
CREATE TABLE outbound (
  seq       INTEGER PRIMARY KEY REFERENCES item (seq),
  key       TEXT NOT NULL UNIQUE,
  recipient TEXT NOT NULL,
  subject   TEXT NOT NULL                    -- its text stands in answered
);
CREATE TABLE admitted (
  seq        INTEGER PRIMARY KEY REFERENCES item (seq),
  sender     TEXT NOT NULL,
  tier       TEXT NOT NULL,
  scope      TEXT NOT NULL,
  thread     TEXT NOT NULL,
  message_id TEXT NOT NULL,
  refs       TEXT NOT NULL,                  -- JSON array
  subject    TEXT NOT NULL,
  text       TEXT NOT NULL,
  quoted     TEXT NOT NULL,
  verdict    TEXT NOT NULL
);
CREATE INDEX admitted_thread ON admitted (thread, seq);
CREATE TABLE answered (
  seq      INTEGER PRIMARY KEY REFERENCES item (seq),
  markdown TEXT NOT NULL,
  executor TEXT NOT NULL,
  receipt  TEXT NOT NULL                     -- JSON object
);
CREATE TABLE ready (
  seq        INTEGER PRIMARY KEY REFERENCES item (seq),
  ref        TEXT    NOT NULL,
  sha256     TEXT    NOT NULL,
  size       INTEGER NOT NULL,
  message_id TEXT    NOT NULL,
  recipient  TEXT    NOT NULL
);
CREATE TABLE spooled (                       -- the files an item refers to
  ref  TEXT    PRIMARY KEY,
  seq  INTEGER NOT NULL REFERENCES item (seq),
  size INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX spooled_of ON spooled (seq);
CREATE TABLE event (
  num       INTEGER PRIMARY KEY,             -- order of the answers
  seq       INTEGER NOT NULL REFERENCES item (seq),
  n         INTEGER NOT NULL,
  kind      TEXT    NOT NULL,
  fields    TEXT    NOT NULL,                -- JSON object
  at        INTEGER NOT NULL,
  attempts  INTEGER NOT NULL DEFAULT 0,
  reason    TEXT    NOT NULL DEFAULT '',
  applied   INTEGER NOT NULL DEFAULT 0,
  due_boot  TEXT,
  due_nanos INTEGER,
  due_at    INTEGER,
  due_wait  INTEGER,
  UNIQUE (seq, n)
);
CREATE INDEX event_pending ON event (num) WHERE applied = 0;
CREATE INDEX event_due ON event (due_boot) WHERE due_boot IS NOT NULL;
CREATE TABLE transition (
  num    INTEGER PRIMARY KEY,
  seq    INTEGER NOT NULL REFERENCES item (seq),
  stage  INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  worker TEXT    NOT NULL,
  note   TEXT    NOT NULL
);
CREATE INDEX transition_of ON transition (seq, num);
CREATE TABLE cursor (
  account      TEXT    NOT NULL,
  folder       TEXT    NOT NULL,
  uid_validity INTEGER NOT NULL,
  last_uid     INTEGER NOT NULL,
  PRIMARY KEY (account, folder)
) WITHOUT ROWID;
CREATE TABLE sender (
  address TEXT    PRIMARY KEY,
  served  INTEGER NOT NULL                   -- greater = served later
) WITHOUT ROWID;
CREATE INDEX sender_served ON sender (served);

-- Counting a year of items takes long, so what is asked often is counted as it happens.
CREATE TABLE tally (
  what TEXT    PRIMARY KEY,
  n    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TRIGGER item_counted AFTER INSERT ON item BEGIN
  INSERT INTO tally VALUES (new.stage, 1) ON CONFLICT (what) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER item_moved AFTER UPDATE OF stage ON item WHEN old.stage <> new.stage BEGIN
  UPDATE tally SET n = n - 1 WHERE what = CAST(old.stage AS TEXT);
  INSERT INTO tally VALUES (new.stage, 1) ON CONFLICT (what) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER event_counted AFTER INSERT ON event BEGIN
  INSERT INTO tally VALUES ('events', 1) ON CONFLICT (what) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER event_applied AFTER UPDATE OF applied ON event WHEN old.applied = 0 AND new.applied = 1 BEGIN
  UPDATE tally SET n = n - 1 WHERE what = 'events';
END;
CREATE TRIGGER spooled_counted AFTER INSERT ON spooled BEGIN
  INSERT INTO tally VALUES ('spool', new.size) ON CONFLICT (what) DO UPDATE SET n = n + new.size;
END;
CREATE TRIGGER spooled_dropped AFTER DELETE ON spooled BEGIN
  UPDATE tally SET n = n - old.size WHERE what = 'spool';
END;

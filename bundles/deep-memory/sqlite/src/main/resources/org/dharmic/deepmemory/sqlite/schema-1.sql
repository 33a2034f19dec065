-- The first ten columns are the predecessor's, so that its tools can read the table.
CREATE TABLE dharmic_memories (
  memory_id  TEXT NOT NULL UNIQUE,
  memory     TEXT NOT NULL,                  -- a JSON string
  input      TEXT,
  agent_id   TEXT,
  team_id    TEXT,
  user_id    TEXT NOT NULL,
  topics     TEXT NOT NULL DEFAULT '[]',     -- a JSON array of strings
  feedback   TEXT,
  created_at INTEGER NOT NULL,               -- seconds since 1970, as the predecessor wrote them
  updated_at INTEGER NOT NULL,
  num        INTEGER PRIMARY KEY,
  text       TEXT GENERATED ALWAYS AS (json_extract(memory, '$')) VIRTUAL
);
CREATE INDEX memories_created ON dharmic_memories (created_at);
CREATE INDEX memories_updated ON dharmic_memories (updated_at, num);
CREATE INDEX memories_user ON dharmic_memories (user_id);

-- The words of the facts: accents do not matter, and English endings do not either.
CREATE VIRTUAL TABLE memory_words USING fts5 (
  text, topics, content = 'dharmic_memories', content_rowid = 'num',
  tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER memory_added AFTER INSERT ON dharmic_memories BEGIN
  INSERT INTO memory_words (rowid, text, topics) VALUES (new.num, new.text, new.topics);
END;
CREATE TRIGGER memory_forgotten AFTER DELETE ON dharmic_memories BEGIN
  INSERT INTO memory_words (memory_words, rowid, text, topics) VALUES ('delete', old.num, old.text, old.topics);
END;
CREATE TRIGGER memory_changed AFTER UPDATE ON dharmic_memories BEGIN
  INSERT INTO memory_words (memory_words, rowid, text, topics) VALUES ('delete', old.num, old.text, old.topics);
  INSERT INTO memory_words (rowid, text, topics) VALUES (new.num, new.text, new.topics);
END;

CREATE TABLE turn (
  num     INTEGER PRIMARY KEY,
  session TEXT    NOT NULL,
  role    TEXT    NOT NULL,
  text    TEXT    NOT NULL,
  at      INTEGER NOT NULL                   -- milliseconds since 1970, UTC
);
CREATE INDEX turn_of ON turn (session, num);

CREATE TABLE summary (
  session  TEXT    PRIMARY KEY,
  text     TEXT    NOT NULL,
  messages INTEGER NOT NULL,
  at       INTEGER NOT NULL                  -- milliseconds since 1970, UTC
) WITHOUT ROWID;
CREATE INDEX summary_at ON summary (at);

-- What has taken effect once and must not again, even if its fact was forgotten since.
CREATE TABLE taken (
  key       TEXT PRIMARY KEY,                -- fact/…, turn/… or import/…
  memory_id TEXT                             -- null for a turn
) WITHOUT ROWID;

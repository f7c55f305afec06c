//! The tables, and how a library of an older program becomes one of this.

use anyhow::Result;
use rusqlite::{Connection, TransactionBehavior};

/// The format that this program writes.
pub(super) const LATEST: i64 = STEPS.len() as i64;

/// What each format added to the one before; format `n` is what the first `n` steps make. A step that has been
/// released is never changed.
pub(super) const STEPS: [&str; 2] = [
    // What is ground.
    "
    CREATE TABLE feeds(
        id INTEGER PRIMARY KEY,
        address TEXT NOT NULL UNIQUE,
        named TEXT,
        title TEXT NOT NULL DEFAULT '',
        site TEXT,
        whole TEXT NOT NULL DEFAULT 'opening',
        headers TEXT NOT NULL DEFAULT '',
        etag TEXT, modified TEXT,
        status INTEGER NOT NULL DEFAULT 0,
        says TEXT,
        asked INTEGER, answered INTEGER, next INTEGER,
        failures INTEGER NOT NULL DEFAULT 0,
        gone INTEGER NOT NULL DEFAULT 0,
        added INTEGER NOT NULL
    );
    CREATE TABLE folders(
        feed INTEGER NOT NULL REFERENCES feeds ON DELETE CASCADE,
        path TEXT NOT NULL,
        PRIMARY KEY(feed, path)
    ) WITHOUT ROWID;
    CREATE TABLE items(
        id INTEGER PRIMARY KEY,
        feed INTEGER REFERENCES feeds ON DELETE CASCADE,
        key TEXT NOT NULL,
        article TEXT,
        title TEXT NOT NULL,
        address TEXT,
        author TEXT,
        published INTEGER, updated INTEGER,
        arrived INTEGER NOT NULL,
        at INTEGER NOT NULL,
        html TEXT NOT NULL,
        is_whole INTEGER NOT NULL DEFAULT 0,
        said TEXT NOT NULL,
        read INTEGER NOT NULL DEFAULT 0,
        starred INTEGER NOT NULL DEFAULT 0,
        later INTEGER NOT NULL DEFAULT 0,
        UNIQUE(feed, key)
    );
    CREATE INDEX items_at ON items(at DESC);
    CREATE INDEX items_feed ON items(feed, at DESC);
    CREATE INDEX items_unread ON items(feed) WHERE NOT read;
    CREATE INDEX items_article ON items(article);
    CREATE INDEX items_address ON items(address);
    CREATE TABLE tags(
        item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
        tag TEXT NOT NULL,
        PRIMARY KEY(item, tag)
    ) WITHOUT ROWID;
    CREATE TABLE pages(
        item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
        fetched INTEGER NOT NULL,
        address TEXT NOT NULL,
        type TEXT,
        body BLOB NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY(item, fetched)
    );
    ",
    // What is derived, apart from the words, which are made by `DERIVED` because they are made again so often.
    "
    CREATE TABLE texts(
        item INTEGER PRIMARY KEY REFERENCES items ON DELETE CASCADE,
        text TEXT NOT NULL,
        digest TEXT NOT NULL,
        analysed INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX texts_analysed ON texts(analysed);
    CREATE TABLE speakers(
        item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
        role TEXT NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        unnamed INTEGER NOT NULL DEFAULT 0,
        claims INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX speakers_item ON speakers(item);
    CREATE INDEX speakers_unnamed ON speakers(item) WHERE unnamed;
    CREATE TABLE claims(
        item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
        source TEXT NOT NULL,
        content TEXT NOT NULL
    );
    CREATE INDEX claims_item ON claims(item);
    CREATE TABLE noted(
        id INTEGER PRIMARY KEY,
        file TEXT NOT NULL,
        stamp TEXT NOT NULL,
        article TEXT NOT NULL,
        title TEXT NOT NULL,
        note TEXT NOT NULL,
        kind TEXT NOT NULL,
        body TEXT NOT NULL,
        quote TEXT NOT NULL,
        tags TEXT NOT NULL,
        made INTEGER NOT NULL
    );
    CREATE INDEX noted_article ON noted(article);
    CREATE INDEX noted_file ON noted(file);
    CREATE VIRTUAL TABLE words USING fts5(
        title, author, text, source, actor, claim, note,
        content='', contentless_delete=1,
        tokenize=\"porter unicode61 remove_diacritics 2\"
    );
    CREATE VIRTUAL TABLE note_words USING fts5(
        title, body, quote, tags,
        content='', contentless_delete=1,
        tokenize=\"porter unicode61 remove_diacritics 2\"
    );
    ",
];

/// Empties everything that is derived.
pub(super) const EMPTY_DERIVED: &str = "
    DELETE FROM texts; DELETE FROM speakers; DELETE FROM claims; DELETE FROM noted;
    INSERT INTO words(words) VALUES('delete-all');
    INSERT INTO note_words(note_words) VALUES('delete-all');
";

/// Brings a library to the latest format, all steps or none.
pub(super) fn migrate(connection: &mut Connection) -> Result<()> {
    migrate_to(connection, LATEST)
}

/// Brings a library to a format, for tests of the steps after it.
pub(super) fn migrate_to(connection: &mut Connection, format: i64) -> Result<()> {
    let version = |connection: &Connection| {
        connection.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))
    };
    if version(connection)? >= format {
        return Ok(());
    }
    // Two processes may begin at once: who comes second looks again behind the lock.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = usize::try_from(version(&transaction)?).unwrap_or(0);
    let to = usize::try_from(format).unwrap_or(0);
    for step in STEPS.iter().take(to).skip(from) {
        transaction.execute_batch(step)?;
    }
    if from < to {
        transaction.pragma_update(None, "user_version", format)?;
    }
    transaction.commit()?;
    Ok(())
}

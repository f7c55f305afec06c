//! The tables, and how a library of an older program becomes one of this.

use anyhow::Result;
use rusqlite::{Connection, TransactionBehavior};

/// The format that this program writes.
pub(super) const LATEST: i64 = STEPS.len() as i64;

/// What each format added to the one before; format `n` is what the first `n` steps make. A step that has been
/// released is never changed.
pub(super) const STEPS: [&str; 5] = [
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
    // What the first screen needs. What feeds give goes into a table of its own, so that the rows of items are
    // short: a mark rewrites its whole row, and a list of a hundred thousand reads one index and no row at all.
    "
    CREATE TABLE bodies(
        item INTEGER PRIMARY KEY REFERENCES items ON DELETE CASCADE,
        html TEXT NOT NULL
    );
    INSERT INTO bodies SELECT id, html FROM items WHERE html <> '';
    ALTER TABLE items DROP COLUMN html;
    ALTER TABLE items ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE items ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE items ADD COLUMN noted INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE items ADD COLUMN fresh INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE items ADD COLUMN headline INTEGER;
    ALTER TABLE items ADD COLUMN story INTEGER;
    UPDATE items SET kept = (SELECT count(*) FROM pages WHERE item = items.id)
        WHERE id IN (SELECT item FROM pages);
    UPDATE items SET noted = (SELECT count(*) FROM noted WHERE article = items.article AND note <> '')
        WHERE article IN (SELECT article FROM noted WHERE note <> '');
    DROP INDEX items_at;
    CREATE INDEX items_list ON items(at DESC, feed, read, starred, later, hidden, noted, kept, is_whole, story);
    CREATE INDEX items_title ON items(title);
    CREATE INDEX items_story ON items(story) WHERE story IS NOT NULL;
    CREATE INDEX items_headline ON items(headline, at) WHERE headline IS NOT NULL;

    CREATE TRIGGER page_kept AFTER INSERT ON pages BEGIN
        UPDATE items SET kept = (SELECT count(*) FROM pages WHERE item = NEW.item) WHERE id = NEW.item;
    END;
    CREATE TRIGGER page_lost AFTER DELETE ON pages BEGIN
        UPDATE items SET kept = (SELECT count(*) FROM pages WHERE item = OLD.item) WHERE id = OLD.item;
    END;
    CREATE TRIGGER note_entered AFTER INSERT ON noted WHEN NEW.note <> '' BEGIN
        UPDATE items SET noted = (SELECT count(*) FROM noted WHERE article = NEW.article AND note <> '')
            WHERE article = NEW.article;
    END;
    CREATE TRIGGER note_taken_out AFTER DELETE ON noted WHEN OLD.note <> '' BEGIN
        UPDATE items SET noted = (SELECT count(*) FROM noted WHERE article = OLD.article AND note <> '')
            WHERE article = OLD.article;
    END;
    CREATE TRIGGER item_with_notes AFTER INSERT ON items
        WHEN EXISTS(SELECT 1 FROM noted WHERE article = NEW.article AND note <> '') BEGIN
        UPDATE items SET noted = (SELECT count(*) FROM noted WHERE article = NEW.article AND note <> '')
            WHERE id = NEW.id;
    END;
    CREATE TRIGGER item_renamed AFTER UPDATE OF article ON items WHEN NEW.article IS NOT OLD.article BEGIN
        UPDATE items SET noted = (SELECT count(*) FROM noted WHERE article = NEW.article AND note <> '')
            WHERE id = NEW.id;
    END;

    CREATE TABLE used(id INTEGER NOT NULL);
    INSERT INTO used VALUES(0);
    CREATE TRIGGER item_number_used AFTER DELETE ON items BEGIN
        UPDATE used SET id = OLD.id WHERE id < OLD.id;
    END;

    CREATE TABLE steps(
        id INTEGER PRIMARY KEY,
        made INTEGER NOT NULL,
        says TEXT NOT NULL,
        -- When it was taken back; 0 when it was not.
        undone INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE marks(
        step INTEGER NOT NULL REFERENCES steps ON DELETE CASCADE,
        mark TEXT NOT NULL,
        items BLOB NOT NULL,
        PRIMARY KEY(step, mark)
    );

    CREATE TABLE pruned(
        feed INTEGER NOT NULL REFERENCES feeds ON DELETE CASCADE,
        key TEXT NOT NULL,
        listed INTEGER NOT NULL,
        PRIMARY KEY(feed, key)
    ) WITHOUT ROWID;
    ALTER TABLE pages ADD COLUMN packed INTEGER NOT NULL DEFAULT 0;
    ",
    // What a feed keeps in place of what is set for all, and when pages were asked for again.
    "
    ALTER TABLE feeds ADD COLUMN keep_days INTEGER;
    ALTER TABLE feeds ADD COLUMN keep_articles INTEGER;
    CREATE TABLE watched(
        item INTEGER PRIMARY KEY REFERENCES items ON DELETE CASCADE,
        at INTEGER NOT NULL
    );
    ",
    // Items whose words are not in the index yet, or are others now.
    "
    CREATE TABLE wordless(item INTEGER PRIMARY KEY REFERENCES items ON DELETE CASCADE);
    ",
];

/// The format with which stories came, which no SQL can find.
const STORIES: usize = 3;

/// Empties everything that is derived.
pub(super) const EMPTY_DERIVED: &str = "
    DELETE FROM texts; DELETE FROM wordless; DELETE FROM speakers; DELETE FROM claims; DELETE FROM noted;
    UPDATE items SET noted = 0 WHERE noted;
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
    if from < STORIES && to >= STORIES {
        super::story::derive(&transaction)?;
    }
    if from < to {
        transaction.pragma_update(None, "user_version", format)?;
    }
    transaction.commit()?;
    Ok(())
}

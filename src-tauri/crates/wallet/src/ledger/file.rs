//! The ledger's file: private, durable, and with the tables that this version knows. Knows nothing
//! of what is in them.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::error::LedgerError;
use crate::store::private_folder;

/// How each version of the tables is made from the one before it.
const MIGRATIONS: [&str; 2] = [include_str!("schema.sql"), include_str!("free_answer.sql")];
/// How long one process waits for another one's transaction.
const PATIENCE: Duration = Duration::from_secs(5);
/// More statements than the ledger has: each is prepared once.
const STATEMENTS: usize = 64;

pub(super) fn open(path: &Path) -> Result<Connection, LedgerError> {
    make_private(path).map_err(|source| LedgerError::Place {
        path: path.to_owned(),
        source,
    })?;
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // `fullfsync` is how macOS is told to wait for the platter; elsewhere it changes nothing.
    // `secure_delete` overwrites a forgotten credential in the file.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA fullfsync = ON;
         PRAGMA checkpoint_fullfsync = ON;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;",
    )?;
    migrate(&mut connection, path)?;
    Ok(connection)
}

/// Made by us before SQLite does, so that nobody else can read it even for a moment; what SQLite
/// puts beside it takes the same mode.
fn make_private(path: &Path) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    private_folder(folder)?;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if file.metadata()?.permissions().mode() & 0o077 != 0 {
            file.set_permissions(fs::Permissions::from_mode(0o600))?;
        }
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn migrate(connection: &mut Connection, path: &Path) -> Result<(), LedgerError> {
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if version(connection)? == known {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version = version(&transaction)?;
    if version > known {
        return Err(LedgerError::Newer {
            path: path.to_owned(),
            version,
        });
    }
    let done = usize::try_from(version).unwrap_or_default();
    for migration in MIGRATIONS.iter().skip(done) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    Ok(transaction.commit()?)
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

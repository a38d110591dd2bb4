"""SQLite in a file, or PostgreSQL at an address: the same tables, the same statements, one writer at a time."""

import queue
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

MIGRATIONS = Path(__file__).with_name("migrations")
WAIT = 5.0  # seconds that a writer waits for its turn


class Database:
    """Where everything is kept.

    Args:
        address: The file of an SQLite database, or the address of a PostgreSQL database (`postgresql://…`).
        migrations: The folder of the files that make the tables, in the order of their names.
    """

    def __init__(self, address: str | Path, migrations: Path = MIGRATIONS) -> None:
        self._address = str(address)
        self._postgres = self._address.startswith(("postgresql:", "postgres:"))
        # a connection stays open, or SQLite tidies up at each close
        self._idle: queue.LifoQueue[Any] = queue.LifoQueue()
        self._turn = threading.Lock()
        self._migrate(migrations)

    def read(self) -> AbstractContextManager["Statements"]:
        """Read as of one moment. A reader waits for nobody."""
        return self._connection("BEGIN")

    @contextmanager
    def write(self) -> Iterator["Statements"]:
        """Write all or nothing."""
        if not self._turn.acquire(timeout=WAIT):
            raise TimeoutError
        try:
            with self._connection("BEGIN" if self._postgres else "BEGIN IMMEDIATE") as statements:
                if self._postgres:
                    statements.run("LOCK TABLE couple IN EXCLUSIVE MODE")  # other processes take turns, too
                yield statements
        finally:
            self._turn.release()

    @contextmanager
    def erase(self) -> Iterator["Statements"]:
        """Write all or nothing, and leave nothing of what was there before.

        SQLite overwrites it in the file, and its log of changes is emptied.
        """
        with self.write() as statements:
            yield statements
        statement = "VACUUM result, person, shown, couple" if self._postgres else "PRAGMA wal_checkpoint(TRUNCATE)"
        with self._turn:
            connection = self._open()
            connection.execute(statement)
            self._idle.put(connection)

    def close(self) -> None:
        """Close all connections that nobody uses."""
        while not self._idle.empty():
            self._idle.get().close()

    @contextmanager
    def _connection(self, begin: str) -> Iterator["Statements"]:
        connection = self._open()
        try:
            connection.execute(begin)
            yield Statements(connection, postgres=self._postgres)
            connection.execute("COMMIT")
        except BaseException:
            connection.close()  # which takes back what was begun
            raise
        self._idle.put(connection)

    def _open(self) -> Any:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            pass
        if self._postgres:
            import psycopg
            from psycopg.rows import dict_row

            return psycopg.connect(self._address, autocommit=True, row_factory=dict_row)
        connection = sqlite3.connect(self._address, timeout=WAIT, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        for setting in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {setting}")
        return connection

    def _migrate(self, folder: Path) -> None:
        with self._connection("BEGIN" if self._postgres else "BEGIN IMMEDIATE") as db:
            db.run("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY)")
            done = {row["name"] for row in db.run("SELECT name FROM migration")}
            for file in sorted(folder.glob("*.sql")):
                if file.name not in done:
                    for statement in filter(str.strip, file.read_text(encoding="utf-8").split(";")):
                        db.run(statement)
                    db.run("INSERT INTO migration VALUES (?)", file.name)


class Statements:
    """One transaction."""

    def __init__(self, connection: Any, *, postgres: bool) -> None:
        self._connection, self._postgres = connection, postgres

    def run(self, sql: str, *values: object) -> list[Any]:
        """Run a statement with its values, and return the rows that come of it."""
        cursor = self._connection.execute(sql.replace("?", "%s") if self._postgres else sql, values)
        return cursor.fetchall() if cursor.description else []

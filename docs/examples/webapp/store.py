"""What is kept, in SQLite: hashes of links, scores, and what each person shares. No names, no answers, no addresses."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import attrs

import intimacy_kit as ik

KEPT = timedelta(days=180)
"""Scores older than this are forgotten."""


@attrs.frozen
class Person:
    """One of the two, as the one who opened their link."""

    id: int
    couple: int
    seed: str  # the draws of both depend on it
    pulses: int  # how many they have answered, so that questions take turns
    sharing: ik.Sharing = attrs.field(repr=False)
    results: dict[str, ik.Result] = attrs.field(repr=False)  # by form, the latest only


class Store:
    """The database of the app: its file, and where secrets come from."""

    def __init__(self, path: Path, secret: Callable[[], str]) -> None:
        self._path, self._secret = path, secret
        with self._open() as db:
            db.executescript(Path(__file__).with_name("tables.sql").read_text(encoding="utf-8"))

    def begin(self) -> tuple[str, str]:
        """Make a place for two people and return the first one's link and the other's invitation."""
        link, invitation = self._secret(), self._secret()
        with self._open() as db:
            values = (self._secret(), _hashed(invitation))
            couple = db.execute("INSERT INTO couple (seed, invitation) VALUES (?, ?)", values).lastrowid
            _add(db, couple, link)
        return link, invitation

    def is_open(self, invitation: str) -> bool:
        """Return whether an invitation can still be accepted."""
        with self._open() as db:
            return db.execute("SELECT 1 FROM couple WHERE invitation = ?", [_hashed(invitation)]).fetchone() is not None

    def join(self, invitation: str) -> str | None:
        """Accept an invitation, which ends it, and return a link that only the one who accepts ever sees."""
        link = self._secret()
        with self._open() as db:
            sql = "UPDATE couple SET invitation = NULL WHERE invitation = ? RETURNING id"
            accepted = db.execute(sql, [_hashed(invitation)]).fetchall()
            for couple in accepted:
                _add(db, couple["id"], link)
        return link if accepted else None

    def person(self, link: str) -> Person | None:
        """Return whose link this is, or None."""
        return self._found("person.link = ?", _hashed(link))

    def partner(self, person: Person) -> Person | None:
        """Return the other one of the two, or None. Only the page of what both share asks for this."""
        return self._found("person.couple = ? AND person.id <> ?", person.couple, person.id)

    def keep(self, person: Person, result: ik.Result, *, pulses: int) -> None:
        """Keep the scores of a check-in in place of earlier ones, and forget what is too old."""
        with self._open() as db:
            values = (person.id, result.form, result.on.isoformat(), json.dumps(result.to_dict()))
            db.execute("REPLACE INTO result VALUES (?, ?, ?, ?)", values)
            db.execute("UPDATE person SET pulses = ? WHERE id = ?", (pulses, person.id))

    def share(self, person: Person, sharing: ik.Sharing) -> None:
        """Keep what a person shares from now on, and nothing of what it was before."""
        with self._open() as db:
            db.execute("UPDATE person SET sharing = ? WHERE id = ?", (json.dumps(sharing.to_dict()), person.id))

    def forget(self, today: date) -> None:
        """Delete all scores that are older than `KEPT`."""
        with self._open() as db:
            db.execute("DELETE FROM result WHERE day < ?", [(today - KEPT).isoformat()])

    def erase(self, person: Person) -> None:
        """Delete a person and all that is theirs, and the couple with the last one of it."""
        with self._open() as db:
            db.execute("DELETE FROM person WHERE id = ?", [person.id])
            db.execute("DELETE FROM couple WHERE id NOT IN (SELECT couple FROM person)")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self._path)
        db.row_factory = sqlite3.Row
        try:
            db.executescript("PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;")  # erased means overwritten
            with db:
                yield db
        finally:
            db.close()

    def _found(self, where: str, *values: object) -> Person | None:
        with self._open() as db:
            sql = "SELECT person.*, couple.seed FROM person JOIN couple ON couple.id = person.couple WHERE "
            row = db.execute(sql + where, values).fetchone()
            if row is None:
                return None
            kept = db.execute("SELECT form, scores FROM result WHERE person = ?", [row["id"]]).fetchall()
        return Person(
            id=row["id"],
            couple=row["couple"],
            seed=row["seed"],
            pulses=row["pulses"],
            sharing=ik.Sharing.from_dict(json.loads(row["sharing"])),
            results={each["form"]: ik.Result.from_dict(json.loads(each["scores"])) for each in kept},
        )


def _add(db: sqlite3.Connection, couple: int | None, link: str) -> None:
    sharing = json.dumps(ik.Sharing().to_dict())
    db.execute("INSERT INTO person (couple, link, sharing) VALUES (?, ?, ?)", (couple, _hashed(link), sharing))


def _hashed(token: str) -> str:
    """Return a token's SHA-256. It needs no salt: the token has 128 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()

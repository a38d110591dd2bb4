"""What is kept: hashes of links, scores that only a link can open, and of each person what they share."""

import json
import secrets
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import attrs

import intimacy_kit as ik
from webapp.database import Database, Statements
from webapp.locked import Lock, hashed

COUPLE_FORM = "standard"  # a quick check-in asks one question a pillar, and a pillar is shared from three answers on
KEPT = timedelta(days=180)  # scores older than this are forgotten
OPEN = timedelta(days=14)  # an invitation ends by itself after so long
NOTHING = json.dumps(ik.Sharing().to_dict())  # what somebody shares until they say so


@attrs.frozen
class Person:
    """One of the two, as the one who opened their link."""

    id: str
    couple: str
    seed: str  # the draws of both depend on it
    start: date  # the day on which the two began
    pulses: int  # how many quick check-ins they did, so that questions take turns
    invitations: int  # how many invitations they made; the last one is open, unless it was used or its time is over
    link: str = attrs.field(repr=False)  # hashed
    lock: Lock = attrs.field(repr=False)
    sharing: ik.Sharing = attrs.field(repr=False)
    history: tuple[ik.Result, ...] = attrs.field(repr=False)  # oldest first
    notes: Mapping[str, Any] = attrs.field(repr=False)

    @property
    def results(self) -> dict[str, ik.Result]:
        """The latest result of each form."""
        return {result.form: result for result in self.history}


class Store:
    """The database of the app.

    Args:
        address: As for `Database`.
        secret: Where links come from.
        today: Which day it is.
    """

    def __init__(self, address: str | Path, secret: Callable[[], str], today: Callable[[], date] = date.today) -> None:
        self.database = Database(address)
        self._secret, self._today = secret, today
        self._tidied: date | None = None

    def begin(self) -> tuple[str, str]:
        """Make a place for two people and return the first one's link and the other's invitation."""
        link, couple = self._secret(), secrets.token_hex(16)
        invitation, today = Lock(link).invitation(1), self._today()
        self._tidy()
        with self.database.write() as db:
            values = (couple, self._secret(), today.isoformat(), hashed(invitation), (today + OPEN).isoformat())
            db.run("INSERT INTO couple VALUES (?, ?, ?, ?, ?)", *values)
            _add(db, couple, link, invitations=1)
        return link, invitation

    def join(self, invitation: str) -> str | None:
        """Accept an invitation, which ends it, and return a link that only the one who accepts ever sees."""
        link, today = self._secret(), self._today().isoformat()
        with self.database.write() as db:
            open_still = "UPDATE couple SET invitation = NULL, until = NULL WHERE invitation = ? AND until >= ? "
            with_a_seat = "AND (SELECT count(*) FROM person WHERE couple = couple.id) < 2 RETURNING id"
            accepted = db.run(open_still + with_a_seat, hashed(invitation), today)
            for couple in accepted:
                _add(db, couple["id"], link, invitations=0)
        return link if accepted else None

    def invite(self, person: Person) -> bool:
        """Make a new invitation, in place of any that is open, and return whether the person is still there.

        What was shared with one partner is not shared with whoever comes next.
        """
        number, until = person.invitations + 1, (self._today() + OPEN).isoformat()
        with self.database.erase() as db:
            if not self._changed(db, person, "invitations = ?", number):
                return False
            values = (hashed(person.lock.invitation(number)), until, person.couple)
            db.run("UPDATE couple SET invitation = ?, until = ? WHERE id = ?", *values)
            self._changed(db, person, "sharing = ?", NOTHING)
            _show(db, person)
        return True

    def withdraw(self, person: Person) -> None:
        """End the person's invitation, whether or not somebody accepted it."""
        with self.database.write() as db:
            _withdraw(db, person)

    def person(self, link: str) -> Person | None:
        """Return whose link this is, or None."""
        since = (self._today() - KEPT).isoformat()
        with self.database.read() as db:
            found = db.run("SELECT * FROM owner WHERE link = ?", hashed(link))
            sql = "SELECT scores FROM result WHERE person = ? AND day >= ? ORDER BY day, form"
            kept = db.run(sql, found[0]["id"], since) if found else []
        if not found:
            return None
        row, lock = found[0], Lock(link)
        unlocked = [lock.unlock(each["scores"]) for each in kept]
        plain = {name: row[name] for name in ("id", "couple", "seed", "pulses", "invitations", "link")}
        return Person(
            **plain,
            start=date.fromisoformat(row["start"]),
            lock=lock,
            sharing=ik.Sharing.from_dict(json.loads(row["sharing"])),
            history=tuple(ik.Result.from_dict(each) for each in unlocked if each),
            notes=(row["notes"] and lock.unlock(row["notes"])) or {},
        )

    def keep(self, person: Person, result: ik.Result, *, pulses: int) -> bool:
        """Keep the scores of a check-in, and return whether the person is still there."""
        form, day, scores = person.lock.name(result.form), result.on.isoformat(), person.lock.lock(result.to_dict())
        self._tidy()
        with self.database.write() as db:
            if not self._changed(db, person, "pulses = ?", pulses):
                return False
            sql = "INSERT INTO result VALUES (?, ?, ?, ?) ON CONFLICT (person, form, day) DO UPDATE SET scores = ?"
            db.run(sql, person.id, form, day, scores, scores)
            if result.form == COUPLE_FORM:
                _show(db, person)
        return True

    def share(self, person: Person, sharing: ik.Sharing) -> bool:
        """Keep what a person shares from now on, and nothing of what it was before."""
        less = not {*person.sharing.own} <= {*sharing.own}
        with self.database.erase() if less else self.database.write() as db:
            if not self._changed(db, person, "sharing = ?", json.dumps(sharing.to_dict())):
                return False
            _show(db, person)
        return True

    def note(self, person: Person, notes: Mapping[str, Any]) -> bool:
        """Keep which practice somebody chose, and which they did."""
        with self.database.write() as db:
            return self._changed(db, person, "notes = ?", person.lock.lock(dict(notes)))

    def shared(self, person: Person) -> ik.CoupleView:
        """Return what both share. Of the partner, no more is read than that, whatever else they did."""
        sql = "SELECT pillar, a, b FROM side_by_side WHERE person = ? AND day_a >= ? AND day_b >= ? ORDER BY pillar"
        with self.database.read() as db:
            rows = db.run(sql, person.id, *[(self._today() - KEPT).isoformat()] * 2)
        pillars = tuple(ik.SharedPillar(row["pillar"], row["a"], row["b"]) for row in rows)
        return ik.CoupleView(pillars, ik.Perspective.SELF) if pillars else ik.CoupleView()

    def change_link(self, person: Person) -> str | None:
        """Give a person another link, to which all that is theirs moves, and end their invitation."""
        new = Lock(link := self._secret())
        with self.database.erase() as db:
            _withdraw(db, person)
            if not self._changed(db, person, "invitations = 0, link = ?", hashed(link)):
                return None
            rows = db.run("SELECT form, day, scores FROM result WHERE person = ?", person.id)
            forms = {person.lock.name(form): new.name(form) for form in ik.load().forms}
            db.run("DELETE FROM result WHERE person = ?", person.id)
            for row in rows:
                form = forms.get(row["form"], row["form"])
                values = (person.id, form, row["day"], new.lock(person.lock.unlock(row["scores"])))
                db.run("INSERT INTO result VALUES (?, ?, ?, ?)", *values)
            db.run("UPDATE person SET notes = ? WHERE id = ?", new.lock(dict(person.notes)), person.id)
        return link

    def erase(self, person: Person) -> None:
        """Delete a person and all that is theirs, their invitation included, and the couple with the last one of it."""
        with self.database.erase() as db:
            _withdraw(db, person)
            db.run("DELETE FROM person WHERE id = ? AND link = ?", person.id, person.link)
            db.run("DELETE FROM couple WHERE id NOT IN (SELECT couple FROM person)")

    def _changed(self, db: Statements, person: Person, what: str, value: object) -> bool:
        """Change a person, and return whether they are still there: a late form of whoever is gone does nothing."""
        sql = f"UPDATE person SET {what} WHERE id = ? AND link = ? RETURNING id"  # noqa: S608  # `what` is ours
        return bool(db.run(sql, value, person.id, person.link))

    def _tidy(self) -> None:
        """Once a day, delete what is too old: no page that is only looked at writes anything."""
        if self._tidied != (today := self._today()):
            with self.database.erase() as db:
                for table in ("result", "shown"):
                    db.run(f"DELETE FROM {table} WHERE day < ?", (today - KEPT).isoformat())  # noqa: S608  # ours
            self._tidied = today


def _add(db: Statements, couple: str, link: str, *, invitations: int) -> None:
    values = (secrets.token_hex(16), couple, hashed(link), NOTHING, invitations)
    db.run("INSERT INTO person (id, couple, link, sharing, invitations) VALUES (?, ?, ?, ?, ?)", *values)


def _withdraw(db: Statements, person: Person) -> None:
    """End the person's invitation: once they are gone it would bring somebody to the one who stayed."""
    for row in db.run("SELECT invitations FROM person WHERE id = ? AND link = ?", person.id, person.link):
        for number in range(1, row["invitations"] + 1):
            db.run("UPDATE couple SET invitation = NULL WHERE invitation = ?", hashed(person.lock.invitation(number)))


def _show(db: Statements, person: Person) -> None:
    """Lay ready what a person shares, as the library shows it: somebody beside themselves has each place twice.

    Both are read as they are now, since a form that was sent before another may arrive after it.
    """
    db.run("DELETE FROM shown WHERE person = ?", person.id)
    (row,) = db.run("SELECT sharing FROM person WHERE id = ?", person.id)
    sql = "SELECT scores FROM result WHERE person = ? AND form = ? ORDER BY day DESC LIMIT 1"
    kept = [person.lock.unlock(latest["scores"]) for latest in db.run(sql, person.id, person.lock.name(COUPLE_FORM))]
    for result in map(ik.Result.from_dict, filter(None, kept)):
        side = ik.Side(result, ik.Sharing.from_dict(json.loads(row["sharing"])))
        for place in ik.couple_view(a=side, b=side).pillars:
            digest, day = result.by_pillar[place.pillar].digest, result.on.isoformat()
            db.run("INSERT INTO shown VALUES (?, ?, ?, ?, ?)", person.id, place.pillar, digest, day, place.a)

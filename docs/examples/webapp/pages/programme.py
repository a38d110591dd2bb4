"""A programme: the week that is open, and what waits in it. It is kept locked, like all notes."""

from datetime import date

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse

import intimacy_kit as ik
from intimacy_kit.plan import programmes
from webapp.pages.check_in import FORMS
from webapp.visit import Member, Own, Sent, routes

router, look = routes()


@look("/{locale}/me/{link}/programme")
def programme(member: Member) -> HTMLResponse:
    """Show the open week of the programme that a person follows, or those that they can begin."""
    return member.page("programme", now=progress(member), offered=programmes(member.catalogue), forms=FORMS)


@router.post("/{locale}/me/{link}/programme")
def follow(member: Member, sent: Sent) -> RedirectResponse:
    """Begin a programme, stop it, or note that something of its week was done or left out."""
    what, key, now, day = str(sent.get("what")), str(sent.get("key")), progress(member), member.today.isoformat()
    kept = member.person.notes.get("programme")
    if what == "begin" and key in [each.id for each in programmes(member.catalogue)]:
        kept = {"id": key, "start": day, "done": {}, "skipped": {}}
    elif what == "stop":
        kept = None
    elif kept and now and now.week and key in [step.key for step in now.week.steps] and what in ("done", "skipped"):
        kept = {**kept, what: {**kept[what], key: day}}
    else:
        raise HTTPException(400)
    return member.to("programme", member.store.note(member.person, {**member.person.notes, "programme": kept}))


def progress(member: Own) -> ik.Progress | None:
    """Return where a person is in the programme that they follow."""
    kept = member.person.notes.get("programme")
    if kept is None or kept["id"] not in member.catalogue.programmes:
        return None
    start, done = date.fromisoformat(kept["start"]), {key: date.fromisoformat(day) for key, day in kept["done"].items()}
    left_out = list(kept["skipped"])
    return ik.programme(member.catalogue, kept["id"], start=start, on=member.today, done=done, skipped=left_out)

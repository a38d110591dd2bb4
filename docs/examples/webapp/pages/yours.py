"""What is kept of a person: all of it to take along, or to erase."""

import json

from fastapi.responses import HTMLResponse, Response

from webapp.visit import Member, Visit, routes

router, look = routes()


@look("/{locale}/me/{link}/data")
def data(member: Member) -> HTMLResponse:
    """Say what is kept, and offer it and its erasure."""
    return member.page("data")


@look("/{locale}/me/{link}/data/export")
def export(member: Member) -> Response:
    """Give a person all that is kept of them, as JSON."""
    person = member.person
    kept = {
        "since": person.start.isoformat(),
        "sharing": person.sharing.to_dict(),
        "pulses": person.pulses,
        "invitations": person.invitations,
        "practices": dict(person.notes),
        "results": {form: result.to_dict() for form, result in person.results.items()},
        "earlier": [result.to_dict() for result in person.history if result not in person.results.values()],
    }
    named = {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return Response(json.dumps(kept, indent=2, ensure_ascii=False), media_type="application/json", headers=named)


@look("/{locale}/me/{link}/data/erase")
def ask_before_erasing(member: Member) -> HTMLResponse:
    """Ask once more, and offer to take all along first."""
    return member.page("erase")


@router.post("/{locale}/me/{link}/data/erase")
def erase(member: Member) -> HTMLResponse:
    """Delete a person. Their partner sees what they would see had there never been an answer."""
    member.store.erase(member.person)
    return Visit(member.request, member.store, member.today, member.locale).page("message", message="erased")

"""Coming in: a place for two, a link for each, an invitation, and where to find help."""

import segno
from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intimacy_kit.safety import help_rows
from webapp.store import OPEN
from webapp.visit import Guest, Member, Own, new_place, routes
from webapp.words import preferred, words

router, look = routes()


@look("/")
def front(request: Request) -> RedirectResponse:
    """Lead to the front page in the browser's language."""
    return RedirectResponse(f"/{preferred(request.headers.get('accept-language', ''))}/")


@look("/{locale}/")
def welcome(guest: Guest) -> HTMLResponse:
    """Say what this is before anything is asked."""
    return guest.page("welcome")


@router.post("/{locale}/", dependencies=[Depends(new_place)])
def begin(guest: Guest) -> RedirectResponse:
    """Make a place for two, and lead to the page with its links, which can be looked at again."""
    link, _ = guest.store.begin()
    return RedirectResponse(f"/{guest.locale}/me/{link}/key", 303)


@look("/{locale}/join/{invitation}")
def invited(guest: Guest, invitation: str) -> HTMLResponse:  # noqa: ARG001  # the page is the same for any
    """Say what the invitation is to. The page is the same whether it was accepted or not."""
    return guest.page("invitation")


@router.post("/{locale}/join/{invitation}", dependencies=[Depends(new_place)])
def join(guest: Guest, invitation: str) -> RedirectResponse:
    """Accept an invitation: a new link that the one who invited has never seen."""
    link = guest.store.join(invitation)
    if link is None:
        raise HTTPException(404)
    return RedirectResponse(f"/{guest.locale}/me/{link}/key", 303)


@look("/{locale}/help")
def support(guest: Guest) -> HTMLResponse:
    """Say where help can be found."""
    state = guest.request.app.state
    rows = help_rows(state.help_rows, country=state.country, language=guest.locale, on=guest.today)
    return guest.page("help", rows=rows)


@look("/{locale}/me/{link}/key")
def key(member: Member) -> HTMLResponse:
    """Show a person's own link, which can be saved in some ways, and their invitation."""
    return member.page("key", own=f"{member.base}me/{member.link}/", other=_invitation(member))


@look("/{locale}/me/{link}/key/file")
def key_file(member: Member) -> Response:
    """Give a person's link as a file."""
    named = {"Content-Disposition": 'attachment; filename="my-link.txt"'}
    return Response(f"{member.base}me/{member.link}/\n", media_type="text/plain", headers=named)


@router.post("/{locale}/me/{link}/key/change")
def change_link(member: Member) -> RedirectResponse:
    """Give a person another link; whoever else had the old one has nothing."""
    link = member.store.change_link(member.person)
    if link is None:
        raise HTTPException(404)
    return RedirectResponse(f"/{member.locale}/me/{link}/key", 303)


@look("/{locale}/me/{link}/invite")
def invite(member: Member) -> HTMLResponse:
    """Show the invitation to send: in words, to be copied, shared, printed, or pointed a camera at."""
    other = _invitation(member)
    message = words(member.locale)["invite_message"].format(link=other)
    return member.page("invite", other=other, message=message, days=OPEN.days, code=other and _code(other))


@router.post("/{locale}/me/{link}/invite")
def make_invitation(member: Member) -> RedirectResponse:
    """Make a new invitation in place of the last one."""
    return member.to("invite", member.store.invite(member.person))


@router.post("/{locale}/me/{link}/invite/withdraw")
def withdraw(member: Member) -> RedirectResponse:
    """End the invitation. Nobody is told, and the page is the same as before."""
    member.store.withdraw(member.person)
    return member.to("invite?withdrawn")


def _invitation(member: Own) -> str | None:
    """Return the address of the person's last invitation, if they ever made one."""
    number = member.person.invitations
    return f"{member.base}join/{member.person.lock.invitation(number)}" if number else None


def _code(address: str) -> str:
    return segno.make(address, micro=False).svg_inline(scale=4, border=2, svgclass="code", lineclass=None)

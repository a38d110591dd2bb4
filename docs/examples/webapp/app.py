"""The pages. Each is made on the server, for the person whose secret link was opened, and for nobody else."""

import json
import re
import secrets
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import attrs
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException as StarletteHTTPException

import intimacy_kit as ik
from intimacy_kit import safety
from intimacy_kit.content import spoken_date, spoken_list, spoken_number, spoken_source
from intimacy_kit.reports import figure
from intimacy_kit.scoring import why
from webapp.store import Person, Store
from webapp.words import LOCALES, catalogue, preferred, words

HERE = Path(__file__).parent
FORMS = ("pulse", "standard")
COUPLE_FORM = "standard"  # a pulse asks one question a pillar, and a pillar is shared from three answers on
GATES = (ik.Gate.CONFLICT, ik.Gate.VULNERABILITY, ik.Gate.FORGIVENESS)  # touch is for two to choose; trauma never comes
MINUTES = (15, 30, 60, 120)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",  # the address is a secret
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}

pages = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined)
pages.globals.update(
    {function.__name__: function for function in (spoken_date, spoken_list, spoken_number, spoken_source, why)}
)
pages.globals["locales"] = LOCALES
# The pages allow no styles in the text, so style.css says how a picture shrinks.
pages.globals["figure"] = lambda *shown: re.sub(r' style="[^"]*"', "", figure(*shown, width=340).to_svg())
router = APIRouter()


@attrs.frozen
class Visit:
    """Somebody who looks at a page."""

    request: Request
    store: Store
    today: date
    locale: str
    link: str = attrs.field(default="", repr=False)
    person: Any = attrs.field(default=None, repr=False)

    @property
    def catalogue(self) -> ik.Catalogue:
        """The catalogue in the language of the page."""
        return catalogue(self.locale)

    def page(self, name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a page as HTML."""
        path = self.request.url.path.split("/", 2)[-1]
        values |= {"w": words(self.locale), "catalogue": self.catalogue, "locale": self.locale, "path": path}
        values |= {"link": self.link, "me": f"/{self.locale}/me/{self.link}", "person": self.person}
        return HTMLResponse(pages.get_template(f"{name}.html").render(values), status)

    def to(self, page: str) -> RedirectResponse:
        """Return the way to another of the person's own pages, to be taken after a form was sent."""
        return RedirectResponse(f"/{self.locale}/me/{self.link}/{page}", 303)


def visit(request: Request, locale: str) -> Visit:
    """Return a visit to a page that belongs to no person."""
    if locale not in LOCALES:
        raise HTTPException(404)
    return Visit(request, request.app.state.store, request.app.state.today(), locale)


def member(guest: Annotated[Visit, Depends(visit)], link: str) -> Visit:
    """Return a visit of the person whose link this is."""
    guest.store.forget(guest.today)
    person = guest.store.person(link)
    if person is None:
        raise HTTPException(404)
    return attrs.evolve(guest, link=link, person=person)


async def sent(request: Request) -> FormData:
    """Return what a form was filled in with."""
    return await request.form()


Guest = Annotated[Visit, Depends(visit)]
Member = Annotated[Visit, Depends(member)]
Sent = Annotated[FormData, Depends(sent)]


@router.get("/")
def front(request: Request) -> RedirectResponse:
    """Lead to the front page in the browser's language."""
    return RedirectResponse(f"/{preferred(request.headers.get('accept-language', ''))}/")


@router.get("/{locale}/")
def welcome(guest: Guest) -> HTMLResponse:
    """Say what this is before anything is asked."""
    return guest.page("welcome")


@router.post("/{locale}/")
def begin(guest: Guest) -> HTMLResponse:
    """Make a place for two. Both links are shown this once; only their hashes are kept."""
    link, invitation = guest.store.begin()
    base = str(guest.request.base_url)
    return guest.page("links", own=f"{base}{guest.locale}/me/{link}/", other=f"{base}{guest.locale}/join/{invitation}")


@router.get("/{locale}/join/{invitation}")
def invited(guest: Guest, invitation: str) -> HTMLResponse:
    """Say what the invitation is to. Looking at it changes nothing, so a preview in a messenger does not use it up."""
    if not guest.store.is_open(invitation):
        raise HTTPException(404)
    return guest.page("invitation")


@router.post("/{locale}/join/{invitation}")
def join(guest: Guest, invitation: str) -> HTMLResponse:
    """Accept an invitation: a new link that the one who invited has never seen."""
    link = guest.store.join(invitation)
    if link is None:
        raise HTTPException(404)
    return guest.page("links", own=f"{guest.request.base_url}{guest.locale}/me/{link}/", other=None)


@router.get("/{locale}/help")
def support(guest: Guest) -> HTMLResponse:
    """Say where help can be found; an app that has fresh rows of its own gives `safety.help_text` a resolver."""
    text = safety.help_text(guest.catalogue, None, country="", on=guest.today)
    return guest.page("help", help_text=text)


@router.get("/{locale}/me/{link}/")
def home(member: Member) -> HTMLResponse:
    """Show what there is to do."""
    return member.page("home", forms=FORMS)


@router.get("/{locale}/me/{link}/check-in/{form}")
def ask(member: Member, form: str) -> HTMLResponse:
    """Ask the questions of a check-in."""
    return member.page("check_in", checkin=_drawn(member, form, member.person.pulses), given={}, problems=())


@router.post("/{locale}/me/{link}/check-in/{form}")
def answer(member: Member, form: str, sent: Sent) -> Response:
    """Score the answers and keep the scores, or ask again, with what is missing at the top."""
    occasion = str(sent.get("occasion"))
    checkin = _drawn(member, form, int(occasion) if occasion.isdecimal() and len(occasion) < 9 else -1)
    given = {id: str(sent[id]) for id in checkin.item_ids if id in sent}
    blank = [id for id in checkin.item_ids if id not in given]
    if blank and ("anyway" not in sent or not given):
        return member.page("check_in", checkin=checkin, given=given, problems=blank)
    answers = {id: int(each) if len(each) == 1 and each.isdecimal() else each for id, each in given.items()}
    result = ik.score(checkin.answer(answers, on=member.today))
    pulses = max(member.person.pulses, checkin.occasion + (form == "pulse"))
    member.store.keep(member.person, result, pulses=pulses)
    return member.to(f"results/{form}")


@router.get("/{locale}/me/{link}/results/{form}")
def results(member: Member, form: str) -> HTMLResponse:
    """Show a person their own scores."""
    if form not in member.person.results:
        raise HTTPException(404)
    return member.page("results", result=member.person.results[form], form=form)


@router.get("/{locale}/me/{link}/next")
def steps(member: Member) -> HTMLResponse:
    """Suggest practices that ask for no choice first."""
    return _steps(member, 60, safety.NOT_ASKED)


@router.post("/{locale}/me/{link}/next")
def opened_steps(member: Member, sent: Sent) -> HTMLResponse:
    """Suggest practices by what the person has just answered and opened. None of this is kept."""
    answers = {id: str(sent[id]) for id in safety.SAFETY_QUESTIONS if id in sent}
    chosen = [gate for gate in GATES if gate.value in sent.getlist("gate")]
    note = safety.device_note(member.catalogue, answers)
    minutes = next((each for each in MINUTES if str(each) == sent.get("minutes")), 60)
    return _steps(member, minutes, safety.assess(answers, chosen=chosen), device_note=note)


@router.get("/{locale}/me/{link}/data")
def data(member: Member) -> HTMLResponse:
    """Say what is kept, and offer it and its erasure."""
    return member.page("data")


@router.get("/{locale}/me/{link}/data/export")
def export(member: Member) -> Response:
    """Give a person all that is kept of them, as JSON."""
    person: Person = member.person
    kept = {
        "sharing": person.sharing.to_dict(),
        "pulses": person.pulses,
        "results": {form: result.to_dict() for form, result in person.results.items()},
    }
    body = json.dumps(kept, indent=2, ensure_ascii=False)
    named = {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return Response(body, media_type="application/json", headers=named)


@router.post("/{locale}/me/{link}/data/erase")
def erase(member: Member) -> HTMLResponse:
    """Delete a person. Their partner sees what they would see had there never been an answer."""
    member.store.erase(member.person)
    return attrs.evolve(member, link="", person=None).page("message", status=200, message="erased")


@router.get("/{locale}/me/{link}/sharing")
def sharing(member: Member) -> HTMLResponse:
    """Show what a person shares: nothing, until they say so."""
    return member.page("sharing", saved="saved" in member.request.query_params, shareable=_shareable(member))


@router.post("/{locale}/me/{link}/sharing")
def share(member: Member, sent: Sent) -> RedirectResponse:
    """Keep what a person shares from now on. Nobody is told."""
    chosen = [pillar for pillar in _shareable(member) if pillar in sent.getlist("pillar")]
    member.store.share(member.person, ik.Sharing(own=chosen))
    return member.to("sharing?saved")


@router.get("/{locale}/me/{link}/together")
def together(member: Member) -> HTMLResponse:
    """Show what both chose to share. Of the partner, this page is given a couple view and nothing else."""
    person: Person = member.person
    partner = member.store.partner(person)
    theirs, shares = (partner.results.get(COUPLE_FORM), partner.sharing) if partner else (None, ik.Sharing())
    try:
        view = ik.couple_view(a=ik.Side(person.results.get(COUPLE_FORM), person.sharing), b=ik.Side(theirs, shares))
    except ik.InvalidResponse:  # answered under two versions of the content: nothing to show until both answer anew
        view = ik.CoupleView()
    week = member.today.toordinal() // 7  # both have the same prompts in the same week
    prompts = ik.conversation_prompts(member.catalogue, view, seed=person.seed, occasion=week)
    return member.page("together", view=view, prompts=prompts)


def _drawn(member: Visit, form: str, occasion: int) -> ik.CheckIn:
    """Return the questions of an occasion that this person has reached."""
    if form not in FORMS or not 0 <= occasion <= member.person.pulses:
        raise HTTPException(404)
    return ik.draw(member.catalogue, form=form, seed=member.person.seed, occasion=occasion)


def _shareable(member: Visit) -> list[str]:
    """Return the pillars that can be shared: not conflict, whose gate is never kept open from one visit to the next."""
    return [pillar for pillar in member.catalogue.pillars if pillar != ik.Gate.CONFLICT.value]


def _steps(member: Visit, minutes: int, state: safety.SafetyState, *, device_note: str | None = None) -> HTMLResponse:
    results = member.person.results
    by_day = sorted(results.values(), key=lambda each: (each.on, sum(score.asked for score in each)))
    latest = by_day[-1] if by_day else None
    seed = f"{member.person.seed} {member.today.toordinal() // 7}"  # what is equally near takes turns by the week
    wishes = {"minutes_per_week": minutes, "seed": seed, "safety": state}
    plan = latest and ik.recommend(member.catalogue, latest, **wishes)
    values = {"plan": plan, "result": latest, "minutes": minutes, "all_minutes": MINUTES, "gates": GATES}
    values["questions"] = safety.safety_check(member.catalogue)
    values["going_well"] = [member.catalogue.pillars[each].title for each in plan.going_well] if plan else []
    return member.page("next", **values, device_note=device_note)


async def guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuse forms that another site sends, though it would have to know a secret link, and put headers on all."""
    if request.method == "POST" and request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        response: Response = Response(status_code=403)
    else:
        response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


async def refuse(request: Request, error: Exception) -> Response:
    """Say that there is no such page, in the same words whatever the reason, or that a form made no sense."""
    locale = preferred(request.url.path[1:3])
    status = error.status_code if isinstance(error, StarletteHTTPException) else 400
    guest = Visit(request, request.app.state.store, request.app.state.today(), locale)
    return guest.page("message", status=status, message="not_found" if status == 404 else "bad_form")


def create_app(
    database: Path,
    *,
    today: Callable[[], date] = date.today,
    secret: Callable[[], str] = lambda: secrets.token_urlsafe(16),
) -> FastAPI:
    """Return the app."""
    app = FastAPI(title="Pause", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.store, app.state.today = Store(database, secret), today
    app.include_router(router)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    app.middleware("http")(guard)
    for error in (StarletteHTTPException, RequestValidationError, ik.IntimacyKitError):
        app.add_exception_handler(error, refuse)
    return app

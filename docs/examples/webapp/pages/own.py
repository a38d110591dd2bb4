"""What is a person's own: today, results, what they were before, and next steps."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse, Response

import intimacy_kit as ik
from intimacy_kit import safety
from intimacy_kit.calendar import plan_calendar
from intimacy_kit.history import history, in_words
from webapp.pages.check_in import FORMS
from webapp.pages.couple import tonight
from webapp.pages.programme import progress
from webapp.store import COUPLE_FORM
from webapp.visit import Member, Own, Sent, routes
from webapp.words import words

router, look = routes()
GATES = (ik.Gate.CONFLICT, ik.Gate.VULNERABILITY, ik.Gate.FORGIVENESS)  # touch is for two to choose; trauma never comes
MINUTES = (15, 30, 60, 120)
MOST_MINUTES = 7 * 24 * 60
EVERY = timedelta(days=14)  # the questions are about two weeks
REMEMBERED = 12  # so many practices that were done lately give way to others


@look("/{locale}/me/{link}/")
def home(member: Member) -> HTMLResponse:
    """Show what today is for."""
    last = member.person.results.get(COUPLE_FORM)
    values = {"last": last, "due": last.on + EVERY if last else member.today, "forms": FORMS}
    values |= {"tonight": tonight(member), "now": progress(member)}
    return member.page("home", **values, step=_step(member), notes=_notes(member))


@look("/{locale}/me/{link}/results/{form}")
def results(member: Member, form: str) -> HTMLResponse:
    """Show a person their own scores, in words first."""
    if form not in member.person.results:
        raise HTTPException(404)
    result, plan = member.person.results[form], _plan(member, suggestions=1)
    return member.page("results", result=result, form=form, plan=plan, done="done" in member.request.query_params)


@look("/{locale}/me/{link}/history")
def before(member: Member) -> HTMLResponse:
    """Show a person what their full check-ins said over time."""
    shown = [result for result in member.person.history if result.form == COUPLE_FORM]
    past = history(shown, form=COUPLE_FORM) if shown else None
    said = {id: in_words(member.catalogue, points) for id, points in past.pillars.items()} if past else {}
    return member.page("history", past=past, said=said, same=len({*said.values()}) == 1, results=shown)


@look("/{locale}/me/{link}/next")
def steps(member: Member) -> HTMLResponse:
    """Suggest practices that ask for no choice first."""
    return _steps(member, 60, safety.NOT_ASKED, [])


@look("/{locale}/me/{link}/next/more")
def more_steps(member: Member) -> HTMLResponse:
    """Ask how much time there is, and which kinds of practice somebody opens on purpose."""
    return member.page("more", gates=GATES, all_minutes=MINUTES)


@router.post("/{locale}/me/{link}/next/private")
def private_questions(member: Member, sent: Sent) -> HTMLResponse:
    """Ask the private questions alone, and last."""
    values = {"minutes": _minutes(sent), "gates": _chosen(sent), "given": sent}
    return member.page("private", questions=safety.safety_check(member.catalogue), **values)


@router.post("/{locale}/me/{link}/next")
def opened_steps(member: Member, sent: Sent) -> HTMLResponse:
    """Suggest practices by what the person has just answered and opened. None of this is kept."""
    answers = {id: str(sent[id]) for id in safety.SAFETY_QUESTIONS if id in sent}
    note = safety.device_note(member.catalogue, answers)
    chosen = _chosen(sent)
    # each practice on forgiving is one on disagreements, too
    gates = {*chosen, *([ik.Gate.CONFLICT] if ik.Gate.FORGIVENESS in chosen else [])}
    return _steps(member, _minutes(sent), safety.assess(answers, chosen=gates), chosen, device_note=note)


@router.post("/{locale}/me/{link}/step")
def step(member: Member, sent: Sent) -> RedirectResponse:
    """Note what became of this week's practice: chosen, done, not this week, or another one instead."""
    what, id = str(sent.get("what")), str(sent.get("practice"))
    practice = member.catalogue.practices.get(id)
    if practice is None or not safety.NOT_ASKED.offers(practice):  # which gates somebody opens is not kept
        raise HTTPException(400)
    notes = dict(_notes(member))
    if what == "swap":
        notes |= {"practice": None, "state": "open", "passed": [*notes["passed"], id]}
    elif what in ("take", "did", "not"):
        notes |= {"practice": id, "state": {"take": "open"}.get(what, what)}
        if what == "did":
            notes["done"] = [*[each for each in notes["done"] if each != id], id][-REMEMBERED:]
    return member.to("", member.store.note(member.person, notes))


@look("/{locale}/me/{link}/next/calendar")
def calendar(member: Member) -> Response:
    """Give the time of a plan as a calendar file that says nothing of what it is for."""
    plan = _plan(member)
    if plan is None:
        raise HTTPException(404)
    start, title = member.today + timedelta(days=1), words(member.locale)["calendar_title"]
    body = plan_calendar(plan, start=start, seed=member.person.id, title=title, times_a_week=3, weeks=2)
    named = {"Content-Disposition": 'attachment; filename="time.ics"'}
    return Response(body, media_type="text/calendar", headers=named)


def _plan(member: Own, **wishes: Any) -> ik.Plan | None:
    seed = f"{member.person.seed} {member.week}"  # what is equally near takes turns by the week
    done = _notes(member)["done"]
    return member.latest and ik.recommend(member.catalogue, member.latest, seed=seed, done=done, **wishes)


def _notes(member: Own) -> Mapping[str, Any]:
    """Return what is known of this week's practice; with a new week begins a new one."""
    kept = member.person.notes
    fresh = {"week": member.week, "practice": None, "state": "open", "passed": [], "done": kept.get("done", [])}
    return kept if kept.get("week") == member.week else {**kept, **fresh}


def _step(member: Own) -> ik.Practice | None:
    """Return this week's practice: the one that was chosen, or else the first that fits."""
    notes = _notes(member)
    if notes["practice"] in member.catalogue.practices:
        return member.catalogue.practices[notes["practice"]]
    plan = _plan(member, suggestions=1, exclude=notes["passed"])
    return member.catalogue.practices[plan.suggestions[0].practice] if plan and plan.suggestions else None


def _steps(member: Own, minutes: int, state: safety.SafetyState, chosen: list[ik.Gate], **note: Any) -> HTMLResponse:
    plan = _plan(member, minutes_per_week=minutes, safety=state)
    opened: dict[ik.Gate, Any] = {}
    for gate in chosen:
        others = [id for id, practice in member.catalogue.practices.items() if gate not in practice.gates]
        of_gate = _plan(member, minutes_per_week=MOST_MINUTES, safety=state, exclude=others)
        opened[gate] = of_gate.suggestions if of_gate else ()
    values = {"plan": plan, "minutes": minutes, "opened": {gate: steps for gate, steps in opened.items() if steps}}
    values["going_well"] = [member.catalogue.pillars[id].title for id in plan.going_well] if plan else []
    return member.page("next", **values, device_note=note.get("device_note"))


def _chosen(sent: Sent) -> list[ik.Gate]:
    return [gate for gate in GATES if gate.value in sent.getlist("gate")]


def _minutes(sent: Sent) -> int:
    return next((each for each in MINUTES if str(each) == sent.get("minutes")), 60)

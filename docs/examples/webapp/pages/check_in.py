"""A check-in, one pillar a screen. Each screen carries the answers of the others; nothing is kept before the end."""

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response

import intimacy_kit as ik
from webapp.store import COUPLE_FORM
from webapp.visit import Member, Own, Sent, routes

router, look = routes()
FORMS = ("pulse", COUPLE_FORM)


@look("/{locale}/me/{link}/check-in/{form}")
def ask(member: Member, form: str) -> HTMLResponse:
    """Ask the questions of the first screen."""
    return _screen(member, _drawn(member, form, member.person.pulses), {}, 0)


@router.post("/{locale}/me/{link}/check-in/{form}")
def answer(member: Member, form: str, sent: Sent) -> Response:
    """Go on to another screen; ask once, at the end, whether what was left out was meant; then keep the scores."""
    checkin = _drawn(member, form, _whole(sent.get("occasion")))
    answers = {each.item_id: _answer(each, sent[each.item_id]) for each in checkin.questions if each.item_id in sent}
    left_out = [i for i, page in enumerate(checkin.pages) for each in page if each.item_id not in answers]
    to = sent.get("to")
    if to is not None and to != "end":
        return _screen(member, checkin, answers, _whole(to))
    if not answers or (left_out and to == "end"):
        return member.page("left_out", checkin=checkin, answers=answers, left_out=left_out)
    result = ik.score(checkin.answer(answers, on=member.today))
    pulses = max(member.person.pulses, checkin.occasion + (form == "pulse"))
    return member.to(f"results/{form}?done", member.store.keep(member.person, result, pulses=pulses))


def _drawn(member: Own, form: str, occasion: int) -> ik.CheckIn:
    """Return the questions of an occasion that this person has reached."""
    if form not in FORMS or not 0 <= occasion <= member.person.pulses:
        raise HTTPException(404)
    return ik.draw(member.catalogue, form=form, seed=member.person.seed, occasion=occasion)


def _screen(member: Own, checkin: ik.CheckIn, answers: dict[str, int | str], number: int) -> HTMLResponse:
    """Return a screen: the stem of its questions once, then how each goes on."""
    if not 0 <= number < len(checkin.pages):
        raise HTTPException(404)
    stem = member.catalogue.forms[checkin.form].stem.self_.partition("{item}")[0]
    questions = checkin.pages[number]
    stem = stem if all(question.text.startswith(stem) for question in questions) else ""
    values = {"checkin": checkin, "answers": answers, "number": number, "questions": questions, "stem": stem.strip()}
    return member.page("check_in", **values, rest={each.item_id: each.text[len(stem) :] for each in questions})


def _answer(question: ik.Question, text: object) -> int | str:
    """Return an answer that is on offer."""
    for choice in question.choices:
        value = choice.code.value if choice.code else choice.value
        if value is not None and str(value) == text:
            return value
    raise HTTPException(400)


def _whole(text: object) -> int:
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 9 else -1

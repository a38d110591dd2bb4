"""A check-in as a JSON API: ask, answer, and get scores and next steps. It keeps nothing."""

from datetime import date
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel

import intimacy_kit as ik
from intimacy_kit.interop.pydantic import AnswersTo, Plain, Refusal

FORM = "pulse"
catalogues = {locale: ik.load(locale=locale) for locale in ("en", "es")}  # once
KEY = ik.ScoringKey.from_form(catalogues["en"], FORM)
Locale = Annotated[str, Query(pattern="^(en|es)$")]

refused: dict[int | str, dict[str, Any]] = {422: {"model": Refusal}}
app = FastAPI(title="Check-ins", responses=refused)


class Asked(BaseModel):
    """The questions of one occasion."""

    title: str
    instructions: str | None
    questions: list[Annotated[ik.Question, Plain()]]


class Answered(BaseModel):
    """What somebody answered. A question that is left out was left blank."""

    seed: str
    occasion: int = 0
    on: date
    answers: Annotated[dict[str, Any], AnswersTo(catalogues["en"], FORM)]


class Scored(BaseModel):
    """The scores, and practices that fit the answers."""

    result: Annotated[ik.Result, Plain(KEY)]
    plan: Annotated[ik.Plan, Plain()]


@app.get("/check-in")
def ask(seed: str, occasion: int = 0, locale: Locale = "en") -> Asked:
    """Return the questions; the same seed and occasion give the same ones."""
    checkin = ik.draw(catalogues[locale], form=FORM, seed=seed, occasion=occasion)
    return Asked(
        title=checkin.title,
        instructions=checkin.instructions,
        questions=list(checkin.questions),
    )


@app.post("/check-in")
def answer(given: Answered, locale: Locale = "en") -> Scored:
    """Return the scores of the answers, and practices that fit them."""
    catalogue = catalogues[locale]
    checkin = ik.draw(catalogue, form=FORM, seed=given.seed, occasion=given.occasion)
    response = checkin.answer(given.answers, on=given.on)
    return Scored(result=ik.score(response), plan=ik.recommend(catalogue, response))


@app.exception_handler(ik.IntimacyKitError)
@app.exception_handler(RequestValidationError)
def refuse(_: Request, error: Exception) -> JSONResponse:
    """Return every problem at once, and no answer; FastAPI's own reply quotes the body."""
    return JSONResponse(Refusal.of(error).model_dump(), 422)

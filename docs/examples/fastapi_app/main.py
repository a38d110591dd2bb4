"""A check-in as a JSON API: ask, answer, and get scores and next steps. It keeps nothing."""

from datetime import date
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

import intimacy_kit as ik

app = FastAPI(title="Check-ins")
catalogues = {locale: ik.load(locale=locale) for locale in ("en", "es")}  # once, at the start
Locale = Annotated[str, Query(pattern="^(en|es)$")]


class Answers(BaseModel):
    """What somebody answered: a value of the scale, a missing code, or null for each item.

    The answers are `Any` on purpose. The library checks them, and unlike a
    model it neither takes `true` for 1 nor says the answer again in the error.
    """

    seed: str
    occasion: int = 0
    on: date
    answers: dict[str, Any]


@app.get("/check-ins/{form}")
def ask(form: str, seed: str, occasion: int = 0, locale: Locale = "en") -> dict[str, Any]:
    """Return the questions of an occasion; the same seed and occasion give the same questions."""
    checkin = ik.draw(catalogues[locale], form=form, seed=seed, occasion=occasion)
    return {"title": checkin.title, "questions": [question.to_dict() for question in checkin.questions]}


@app.post("/check-ins/{form}")
def answer(form: str, given: Answers, locale: Locale = "en") -> dict[str, Any]:
    """Return the scores of the answers, and practices that fit them."""
    catalogue = catalogues[locale]
    checkin = ik.draw(catalogue, form=form, seed=given.seed, occasion=given.occasion)
    response = checkin.answer(given.answers, on=given.on)
    return {"result": ik.score(response).to_dict(), "plan": ik.recommend(catalogue, response).to_dict()}


@app.exception_handler(ik.IntimacyKitError)
def refuse(_: Request, error: ik.IntimacyKitError) -> JSONResponse:
    """Return every problem at once, each with a stable code and its place, and none with an answer in it."""
    status = 404 if isinstance(error, ik.UnknownId) else 422
    problems = [
        {"code": each.code, "path": each.path, "message": each.message, "remedy": each.remedy}
        for each in getattr(error, "problems", ())
    ]
    return JSONResponse({"detail": problems or str(error)}, status)

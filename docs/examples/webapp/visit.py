"""Somebody who looks at a page: in which language, on which day, and whose link it is."""

import functools
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import attrs
from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import FormData

import intimacy_kit as ik
from intimacy_kit.content import spoken_date, spoken_list, spoken_minutes, spoken_number, spoken_source
from intimacy_kit.scoring import why
from webapp.store import Person, Store
from webapp.words import LOCALES, catalogue, words

NEAREST = (12.5, 37.5, 62.5, 87.5)  # halfway between the five words of an answer range


def how_often(place: float) -> str:
    """Return the key of the word that is nearest to a place on the answer range."""
    return f"often_{sum(place >= end for end in NEAREST)}"


files = FileSystemLoader(Path(__file__).with_name("templates"))
templates = Environment(loader=files, autoescape=True, undefined=StrictUndefined)
functions = (how_often, spoken_date, spoken_list, spoken_minutes, spoken_number, spoken_source, why)
templates.globals.update({function.__name__: function for function in functions}, locales=LOCALES)


@attrs.frozen
class Visit:
    """A visit to a page that belongs to no person."""

    request: Request
    store: Store
    today: date
    locale: str

    @property
    def catalogue(self) -> ik.Catalogue:
        """The catalogue in the language of the page."""
        return catalogue(self.locale)

    @property
    def base(self) -> str:
        """The address of the app in the language of the page."""
        return f"{self.request.base_url}{self.locale}/"

    def page(self, name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a page as HTML."""
        path = self.request.url.path.split("/", 2)[-1]
        values = {"me": None, "w": words(self.locale), "catalogue": self.catalogue, "path": path} | values
        return HTMLResponse(templates.get_template(f"{name}.html").render(values, locale=self.locale), status)


@attrs.frozen
class Own(Visit):
    """A visit of the person whose link was opened."""

    link: str = attrs.field(repr=False)
    person: Person = attrs.field(repr=False)

    @property
    def me(self) -> str:
        """Where the person's own pages are."""
        return f"/{self.locale}/me/{self.link}"

    @property
    def week(self) -> int:
        """The number of the week; a week of both begins on the same day."""
        return self.today.toordinal() // 7

    @property
    def latest(self) -> ik.Result | None:
        """The latest result, and of one day the one with more questions."""
        by_day = sorted(self.person.history, key=lambda result: (result.on, sum(score.asked for score in result)))
        return by_day[-1] if by_day else None

    def page(self, name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Return one of the person's own pages."""
        return super().page(name, status=status, me=self.me, person=self.person, today=self.today, **values)

    def to(self, page: str, still_there: bool = True) -> RedirectResponse:  # noqa: FBT001, FBT002  # as stores return it
        """Return the way to another of the person's own pages, to be taken after a form was sent."""
        if not still_there:
            raise HTTPException(404)
        return RedirectResponse(f"{self.me}/{page}", 303)


def visit(request: Request, locale: str) -> Visit:
    """Return a visit to a page that belongs to no person."""
    if locale not in LOCALES:
        raise HTTPException(404)
    return Visit(request, request.app.state.store, request.app.state.today(), locale)


def own(guest: Annotated[Visit, Depends(visit)], link: str) -> Own:
    """Return a visit of the person whose link this is; whoever tries too many links waits."""
    limit, address = guest.request.app.state.guesses, address_of(guest.request)
    if not limit.allows(address, spend=False):
        raise HTTPException(429)
    person = guest.store.person(link)
    if person is None:
        limit.allows(address)
        raise HTTPException(404)
    return Own(guest.request, guest.store, guest.today, guest.locale, link, person)


def address_of(request: Request) -> str:
    """Return where a request comes from, which no page and no log shows."""
    return request.client.host if request.client else ""


def new_place(request: Request) -> None:
    """Refuse to make a place where one address makes too many."""
    if not request.app.state.places.allows(address_of(request)):
        raise HTTPException(429)


async def sent(request: Request) -> FormData:
    """Return what a form was filled in with."""
    return await request.form()


def routes() -> tuple[APIRouter, Callable[..., Any]]:
    """Return a router, and a decorator for a page of it that is looked at."""
    router = APIRouter()
    return router, functools.partial(router.api_route, methods=["GET", "HEAD"])


Guest = Annotated[Visit, Depends(visit)]
Member = Annotated[Own, Depends(own)]
Sent = Annotated[FormData, Depends(sent)]

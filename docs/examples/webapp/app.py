"""The app: pages made on the server, for the person whose secret link was opened, and for nobody else."""

import logging
import secrets
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as StarletteHTTPException

import intimacy_kit as ik
from intimacy_kit.interop.page import style_sheet
from intimacy_kit.safety import HelpResolver
from webapp.limits import Limit
from webapp.pages import ROUTERS
from webapp.store import Store
from webapp.visit import Visit
from webapp.words import preferred

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; font-src data:; "
    "script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",  # the address is a secret
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex",
}
STATUSES = {RequestValidationError: 400, ik.IntimacyKitError: 400, TimeoutError: 503, sqlite3.OperationalError: 503}
MESSAGES = {404: "not_found", 405: "not_found", 429: "too_many", 500: "broken", 503: "busy"}


async def guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuse forms that another site sends, though it would have to know a secret link, and put headers on all."""
    if request.method == "POST" and request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        response: Response = Response(status_code=403)
    else:
        try:
            response = await call_next(request)
        except Exception as error:  # noqa: BLE001  # whatever went wrong, the answer is a page of the app
            response = await refuse(request, error)
    response.headers["Cache-Control"] = "max-age=3600" if request.url.path.startswith("/static/") else "no-store"
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


async def refuse(request: Request, error: Exception) -> Response:
    """Say what went wrong, in the same words whatever the reason, with a way on."""
    known = (status for kind, status in STATUSES.items() if isinstance(error, kind))
    status = error.status_code if isinstance(error, StarletteHTTPException) else next(known, 500)
    if status == 500:
        logging.getLogger("webapp").error("a page broke", exc_info=error)  # the address is not in it
    locale = preferred(request.url.path.split("/")[1])
    guest = Visit(request, request.app.state.store, request.app.state.today(), locale)
    return guest.page("message", status=status, message=MESSAGES.get(status, "bad_form"))


def create_app(
    database: str | Path,
    *,
    today: Callable[[], date] = date.today,
    secret: Callable[[], str] = lambda: secrets.token_urlsafe(16),
    places_an_hour: int = 120,
    guesses_an_hour: int = 600,
    help_rows: HelpResolver | None = None,
    country: str = "",
) -> FastAPI:
    """Return the app.

    Args:
        database: The file of an SQLite database, or the address of a PostgreSQL database (`postgresql://…`).
        today: Which day it is.
        secret: Where links come from.
        places_an_hour: How many places one address may make.
        guesses_an_hour: How many unknown links one address may try.
        help_rows: Where rows for the page of help come from.
        country: The country of these rows, as two capital letters.
    """
    app = FastAPI(title="Pause", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.store, app.state.today = Store(database, secret, today), today
    app.state.help_rows, app.state.country = help_rows, country
    app.state.places, app.state.guesses = Limit(places_an_hour), Limit(guesses_an_hour)
    for router in ROUTERS:
        app.include_router(router)
    style = Response(style_sheet(), media_type="text/css")  # how the library's own page looks
    app.add_route("/static/check-in.css", lambda _: style, methods=["GET", "HEAD"])
    app.mount("/static", StaticFiles(directory=Path(__file__).with_name("static")))
    app.middleware("http")(guard)
    for error in (StarletteHTTPException, RequestValidationError, ik.IntimacyKitError):
        app.add_exception_handler(error, refuse)
    return app

"""Hypothesis strategies for apps that embed the library, and for its own tests. Needs the extra `testing`.

Every value is valid by construction, so no example is discarded.

>>> from hypothesis import given
>>> from intimacy_kit import score
>>> from intimacy_kit.testing import responses
>>> @given(responses())
... def percents_stay_on_the_range(response):
...     assert all(each.percent is None or 0 <= each.percent <= 100 for each in score(response))
>>> percents_stay_on_the_range()
"""

from datetime import date

from intimacy_kit.checkin.checkin import CheckIn, Response, draw
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.pack import Pack, Pillar
from intimacy_kit.content.questionnaire import Form, Item, Selection, Wording
from intimacy_kit.content.scale import Choice, Range, ResponseScale
from intimacy_kit.content.shelf import Shelf
from intimacy_kit.content.vocabulary import Keying, Missing, Perspective, Role
from intimacy_kit.errors import InvalidValue, MissingExtra
from intimacy_kit.scoring_key.item import Steps

try:
    from hypothesis import strategies as st
except ImportError as error:
    raise MissingExtra("testing") from error

__all__ = ["answers", "catalogues", "checkins", "forms", "items", "responses", "scales"]

_CODES = (Missing.DID_NOT_COME_UP, Missing.DECLINED)


@st.composite
def scales(draw: st.DrawFn, id: str = "scale") -> ResponseScale:
    """Response scales of two to seven ascending values, with or without missing codes.

    Args:
        id: The scale's id.
    """
    low = draw(st.integers(-3, 3))
    values = range(low, low + draw(st.integers(2, 7)))
    codes = draw(st.lists(st.sampled_from(_CODES), unique=True))
    choices = [Choice(f"value {value}", value) for value in values]
    return ResponseScale(id, tuple(choices + [Choice(code.value, code=code) for code in codes]))


@st.composite
def items(
    draw: st.DrawFn,
    id: str = "pillar.item",
    *,
    pillar: str = "pillar",
    scale: str = "scale",
    role: Role | None = None,
    weights: st.SearchStrategy[int] | None = None,
) -> Item:
    """Items of any keying, with wording for both perspectives where their role allows one.

    Args:
        id: The item's id.
        pillar: Its pillar.
        scale: Its scale.
        role: Its role; any unless given.
        weights: Whole numbers from 1; 1 unless given.
    """
    kind = draw(st.sampled_from(Role)) if role is None else role
    return Item(
        id=id,
        pillar=pillar,
        scale=scale,
        role=kind,
        text=Wording(f"do {id}", None if kind is Role.SENTINEL else f"do {id} to you"),
        keying=draw(st.sampled_from(Keying)),
        weight=1 if weights is None else draw(weights),
    )


@st.composite
def forms(draw: st.DrawFn, id: str = "form", *, rotating: bool | None = None) -> Form:
    """Forms of scored and felt items: all of them, or some of each pillar in turn.

    Args:
        id: The form's id.
        rotating: Whether some of each pillar are asked in turn; either unless given.
    """
    turns = draw(st.booleans()) if rotating is None else rotating
    return Form(
        id=id,
        title="Form",
        items=Selection(per_pillar=draw(st.integers(1, 4)), rotate=True) if turns else Selection(),
        roles=(Role.SCORED, Role.FELT),
        stem=Wording("Do you {item}?", "Does your partner {item}?"),
        min_answered=draw(st.fractions(0, 1, max_denominator=12)),
    )


@st.composite
def catalogues(draw: st.DrawFn, *, rotating: bool | None = None, one_range: bool = False) -> Catalogue:
    """Catalogues of one to four pillars with one form, `form`, that asks something of each.

    Args:
        rotating: As for `forms`.
        one_range: Whether all items share one scale.
    """
    shelf = [draw(scales(f"scale-{i}")) for i in range(1 if one_range else draw(st.integers(1, 3)))]
    pillars = [Pillar(f"p{i}", f"Pillar {i}", "A pillar.") for i in range(draw(st.integers(1, 4)))]
    ids = st.sampled_from([scale.id for scale in shelf])
    found = [
        draw(
            items(
                f"{pillar.id}.{i}",
                pillar=pillar.id,
                scale=draw(ids),
                role=Role.SCORED if i == 0 else draw(st.sampled_from(Role)),
                weights=st.integers(1, 3),
            )
        )
        for pillar in pillars
        for i in range(draw(st.integers(1, 6)))
    ]
    return Catalogue(
        pack=Pack("drawn", "1.0", "Drawn", "CC0-1.0", "en", 1),
        pillars=Shelf("pillar", pillars),
        scales=Shelf("response scale", shelf),
        forms=Shelf("form", [draw(forms(rotating=rotating))]),
        items=Shelf("item", found),
    )


@st.composite
def checkins(draw_: st.DrawFn, catalogue: Catalogue | None = None, *, form: str | None = None) -> CheckIn:
    """Check-ins of any seed, occasion and perspective from which something is asked.

    Args:
        catalogue: Where the questions come from; any unless given.
        form: The form's id; any of the catalogue's unless given.
    """
    source = draw_(catalogues()) if catalogue is None else catalogue
    chosen = draw_(st.sampled_from(sorted(source.forms))) if form is None else form
    seed, occasion = draw_(st.text("abc0", min_size=1, max_size=4)), draw_(st.integers(0, 20))
    perspective = draw_(st.sampled_from(Perspective))
    try:
        return draw(source, form=chosen, seed=seed, occasion=occasion, perspective=perspective)
    except InvalidValue:  # some forms ask nothing about a partner
        return draw(source, form=chosen, seed=seed, occasion=occasion, perspective=Perspective.SELF)


@st.composite
def answers(draw: st.DrawFn, checkin: CheckIn, *, gaps: bool = True) -> dict[str, "int | float | str | Missing | None"]:
    """Answers that a check-in takes: item id to value, code or None.

    Args:
        checkin: The check-in.
        gaps: Whether questions may be left without a value.
    """
    given: dict[str, int | float | str | Missing | None] = {}
    for question in checkin.questions:
        codes = [None, *(choice.code for choice in question.choices if choice.code is not None)] if gaps else []
        values = [choice.value for choice in question.choices if choice.value is not None]
        numbers: st.SearchStrategy[int | float] = st.sampled_from(values) if values else st.nothing()
        if question.range is not None:
            numbers = _numbers(question.range)
        given[question.item_id] = draw(numbers | st.sampled_from(codes) if codes else numbers)
    shown = checkin.shown(given)
    return {id: answer for id, answer in given.items() if id in shown}


def _numbers(range_: Range) -> "st.SearchStrategy[int | float]":
    """Numbers of a range, as they are stored."""
    steps = Steps(range_.low, range_.high, range_.step)
    count = int((range_.high - range_.low) / range_.step)
    whole = steps.per_unit == 1
    numbers = st.integers(0, count).map(lambda i: range_.low + i * range_.step)
    return numbers.map(lambda number: int(number) if whole else float(number))


@st.composite
def responses(
    draw: st.DrawFn, checkin: CheckIn | None = None, *, catalogue: Catalogue | None = None, gaps: bool = True
) -> Response:
    """Answered check-ins.

    Args:
        checkin: The check-in that is answered; any unless given.
        catalogue: Where the check-in comes from, where none is given.
        gaps: As for `answers`.
    """
    asked = draw(checkins(catalogue)) if checkin is None else checkin
    day = draw(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
    return asked.answer(draw(answers(asked, gaps=gaps)), on=day)

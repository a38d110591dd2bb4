"""Fuzz Record.from_dict: any mapping gives a value that comes back as it went and does its work, or InvalidValue.

`.ci/fuzz` runs it with the others. Needs atheris (the group `fuzz`).
"""

import sys
from datetime import date
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["intimacy_kit"]):
    import intimacy_kit as ik
    from intimacy_kit import packs, plan, scoring  # noqa: F401  # loaded later otherwise, and not instrumented
    from intimacy_kit.history import history
    from intimacy_kit.reports import report
    from intimacy_kit.safety import HelpRow, safety_check
    from intimacy_kit.scoring.quality import quality

from tests.fuzz import shapes
from tests.fuzz.samples import SAMPLES
from tests.support import odd_catalogue

HELP = HelpRow("A line", "listening", "NZ", ("en",), "its page", date(2026, 1, 1), "the team", date(2027, 1, 1))


def values(catalogue, responses):
    """Return values of every kind that is stored or sent."""
    response = responses[0]
    result = ik.score(response)
    found = [response.checkin, result, response.checkin.key, ik.recommend(catalogue, result), history([result])]
    sharing = ik.Sharing(own=list(catalogue.pillars))
    found += [
        sharing,
        ik.couple_view(a=ik.Side(result, sharing), b=ik.Side(result, sharing)),
        ik.viewpoint(own=ik.Side(result, sharing), partner=ik.Side(result, sharing)),
    ]
    found += [quality(response), safety_check(catalogue), HELP]
    found += [next(iter(result)), response.checkin.questions[0], ik.overall(result)]
    found += [next(iter(shelf.values())) for shelf in shelves(catalogue) if shelf]
    return found


def shelves(catalogue):
    """Return all shelves of a catalogue."""
    return [
        getattr(catalogue, name) for name in ("pillars", "scales", "forms", "items", "practices", "prompts", "sources")
    ]


GOOD = [
    (type(value), value.to_dict(), catalogue)
    for catalogue, responses in SAMPLES
    for value in values(catalogue, responses)
]


def used(value, catalogue):
    """Do with a value what it is for."""
    if isinstance(value, ik.CheckIn):
        ik.score(value.answer({}, on=odd_catalogue.DAY))
    if isinstance(value, ik.ScoringKey):
        str(value.digest), value.subscales
    if isinstance(value, ik.Result):
        history([value])
        sharing = ik.Sharing(own=list(value.scores))
        ik.couple_view(a=ik.Side(value, sharing), b=ik.Side(value, sharing))
        report(catalogue, ik.recommend(catalogue, value)).to_text()
        report(catalogue, value).to_html()


def one(data: bytes) -> None:
    """Change a good plain form in a few places, and read it."""
    choices = shapes.Choices(data)
    kind, plain, catalogue = choices.of(GOOD)
    try:
        value = kind.from_dict(shapes.mutated(plain, choices))
    except ik.InvalidValue as error:
        if not str(error):
            raise AssertionError("an error says nothing") from error
        return
    if kind.from_dict(value.to_dict()) != value:
        raise AssertionError("the value does not come back as it went")
    repr(value)
    try:
        used(value, catalogue)
    except ik.IntimacyKitError:
        return


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()

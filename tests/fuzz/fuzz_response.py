"""Fuzz Response.from_dict: whatever JSON holds gives a response, or an error that quotes no answer.

`.ci/fuzz` runs it with the others. Needs atheris (the group `fuzz`).
"""

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["intimacy_kit"]):
    import intimacy_kit as ik
    from intimacy_kit import packs, scoring  # noqa: F401  # loaded later otherwise, and not instrumented

from tests.fuzz import shapes
from tests.fuzz.samples import PUBLIC, SAMPLES


def one(data: bytes) -> None:
    """Change a good response in a few places and read it."""
    choices = shapes.Choices(data)
    catalogue, responses = choices.of(SAMPLES)
    document = shapes.mutated(choices.of(responses).to_dict(), choices)
    try:
        response = ik.Response.from_dict(catalogue, document)
    except ik.InvalidResponse as error:
        shapes.keeps_quiet(error, document, PUBLIC)
        return
    plain = response.to_dict()
    if ik.Response.from_dict(catalogue, plain) != response:
        raise AssertionError("the response does not come back as it went")
    result = ik.score(response)
    if ik.Result.from_dict(result.to_dict()) != result:
        raise AssertionError("the result does not come back as it went")
    if any(score.percent is not None and not 0 <= score.percent <= 100 for score in result):
        raise AssertionError("a percent is out of range")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()

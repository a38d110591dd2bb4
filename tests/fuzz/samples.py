"""Good responses: of the built-in pack, of one that rotates, and of one with odd ids, scales and weights."""

import attrs

import intimacy_kit as ik
from tests.support import odd_catalogue
from tests.support.catalogues import built_in
from tests.support.paths import GOOD

__all__ = ["PUBLIC", "SAMPLES"]

PUBLIC = ("catalogue", "form", "version", "digest", "seed", "occasion", "perspective", "on")
"""The keys of a response that are no answers."""

PACKS = GOOD


def _responses(catalogue, form, *, seed, views=("self",)):
    """Return the catalogue, and a full and a sparse response from each perspective."""
    found = []
    for view in views:
        checkin = ik.draw(catalogue, form=form, seed=seed, occasion=3, perspective=view)
        full = {question.item_id: question.choices[0].answer for question in checkin.questions}
        last = {question.item_id: question.choices[-1].answer for question in checkin.questions[::2]}
        found.append(checkin.answer(full, on=odd_catalogue.DAY, seconds=dict.fromkeys(checkin.item_ids, 1.5)))
        found.append(checkin.answer(last, on=odd_catalogue.DAY))
    return catalogue, found


SAMPLES = (
    _responses(attrs.evolve(odd_catalogue.mixed(), kit_phrases=built_in().phrases), "mixed", seed="x"),
    _responses(ik.load_path(PACKS / "minimal"), "some", seed="it's 7;=%é/\n|"),
    _responses(built_in(), "pulse", seed="couple-42", views=("self", "partner")),
)

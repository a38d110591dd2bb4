"""The codebook of a pilot: all that an analysis has to know of each item, from the form itself."""

import csv
import io
from collections.abc import Mapping, Sequence

from intimacy_kit.checkin.draw import question_text
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.questionnaire import Form, Item
from intimacy_kit.content.vocabulary import Model, Perspective
from intimacy_kit.interop._dialect import written
from intimacy_kit.pilot.plan import Coding, PilotPlan
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey


def codebook(catalogues: Sequence[Catalogue], key: ScoringKey, plan: PilotPlan) -> list[dict[str, str]]:
    """Return a row for each item that a pilot asks, of texts alone.

    Args:
        catalogues: The catalogue in each language of the plan.
        key: The scoring key.
        plan: The plan.
    """
    return [_row(catalogues, item, key, plan, plan.codings[item.id]) for item in key.items if item.id in plan.codings]


def table(rows: Sequence[Mapping[str, str]]) -> str:
    """Return rows of the same columns as the text of a CSV file.

    Args:
        rows: The rows, at least one.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _row(
    catalogues: Sequence[Catalogue], item: KeyedItem, key: ScoringKey, plan: PilotPlan, coding: Coding
) -> dict[str, str]:
    own = catalogues[0].items[item.id]
    low, high, _ = item.ends
    keyed = {coding.cells.get(str(value), str(value)): written(item.keyed(value)) for value in item.values}
    codes = {coding.cells.get(code.value, code.value): code.value for code in item.codes}
    model = Model.INDEX if item.pillar in key.indexes else Model.REFLECTIVE
    left_out = [str(i) for i, ids in enumerate(plan.blocks, 1) if item.id in ids]
    facts = {
        "item": item.id,
        "revision": str(item.revision),
        "pillar": item.pillar,
        "model": model.value,
        "role": item.role.value,
        "keying": item.keying.value,
        "scale": own.scale,
        "low": written(item.low),
        "high": written(item.high),
        "keyed_low": written(float(low)),
        "keyed_high": written(float(high)),
        "weight": str(item.weight),
        "column": coding.column,
        "keyed": _pairs(keyed),
        "codes": _pairs(codes),
        "needs_occasion": "yes" if own.needs_occasion else "no",
        "covers": " ".join(map(str, own.covers)),
        "left_out_in": " ".join(left_out),
        "digest": key.digest,
    }
    texts: dict[str, str] = {}
    for catalogue in catalogues:
        form, words = catalogue.forms[plan.form], catalogue.items[item.id]
        for view in plan.perspectives:
            texts[f"{view}_{catalogue.locale}"] = wording(form, words, view) or ""
    return {**facts, **texts}


def wording(form: Form, item: Item, view: Perspective) -> str | None:
    """Return the whole question of an item, or None without one for the perspective.

    Args:
        form: The form, for its stem.
        item: The item.
        view: Whose behaviour is asked about.
    """
    asked = question_text(form, item, view)
    return None if asked is None else str(asked[0])


def _pairs(pairs: Mapping[str, str]) -> str:
    return "|".join(f"{cell}={meaning}" for cell, meaning in pairs.items())

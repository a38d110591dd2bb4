"""Small packs that use every feature of a questionnaire, drawn at random, and answers to them."""

from fractions import Fraction

from hypothesis import reject
from hypothesis import strategies as st

import intimacy_kit as ik
from tests.support.norms import with_tables

SCALES = [
    ik.ResponseScale("five", [ik.Choice(f"c{v}", v) for v in range(1, 6)]),
    ik.ResponseScale("gap", [ik.Choice(f"c{v}", v) for v in (0, 1, 4)]),
    ik.ResponseScale(
        "points", [ik.Choice("a", 1, points=0), ik.Choice("b", 2, points=0), ik.Choice("c", 3, points=2.5)]
    ),
    ik.ResponseScale("line", [ik.Choice("a", 1, points=0), ik.Choice("b", 2, points=0.5), ik.Choice("c", 3, points=1)]),
    ik.ResponseScale("slider", range=ik.Range(0, 10, 0.1)),
    ik.ResponseScale("count", range=ik.Range(-2, 30)),
    ik.ResponseScale("coarse", range=ik.Range(0.5, 3.5, 1.5)),
]
NUMBERS = {
    "five": [1, 2, 3, 4, 5],
    "gap": [0, 1, 4],
    "points": [1, 2, 3],
    "line": [1, 2, 3],
    "slider": [0.0, 0.1, 0.3, 5.2, 9.9, 10.0],
    "count": [-2, 0, 7, 30],
    "coarse": [0.5, 2.0, 3.5],
}
GAPS = ["prefer-not-to-say", "did-not-come-up", "does-not-apply"]
SCALES = [
    ik.ResponseScale(
        scale.id, (*scale.choices, *(ik.Choice(code, code=ik.Missing(code)) for code in GAPS)), scale.range
    )
    for scale in SCALES
]
SOURCE = ik.Source(
    id="s", authors="A", year=2000, title="T", journal="J", finding="F", design="D", verified=True, verified_by="V"
)
BY_ID = {scale.id: scale for scale in SCALES}


@st.composite
def conditions(draw, before, scores):
    """A condition on earlier items or scores."""
    if draw(st.integers(0, 3)) == 0:
        parts = tuple(draw(st.lists(conditions(before, scores), min_size=1, max_size=2)))
        return ik.Condition(**{draw(st.sampled_from(["all_", "any_"])): parts})
    if scores and draw(st.booleans()):
        how = draw(st.sampled_from(["at_least", "at_most"]))
        return ik.Condition(score=draw(st.sampled_from(scores)), **{how: draw(st.sampled_from([1, 2.5, 40]))})
    item, scale = draw(st.sampled_from(before))
    how = draw(st.sampled_from(["equals", "not_equals", "at_least", "at_most", "one_of"]))
    numbers = NUMBERS[scale]
    if how == "one_of":
        return ik.Condition(item=item, one_of=tuple(draw(st.lists(st.sampled_from(numbers), min_size=1, max_size=2))))
    return ik.Condition(item=item, **{how: draw(st.sampled_from(numbers))})


@st.composite
def recodes(draw, items, chosen, reading):
    """What some items add to one score."""
    kept = [item for item in items if item.id in chosen]
    several = [item for item in kept if reading is not ik.Reading.PERCENT and draw(st.booleans())]
    found = [ik.Recode([item.id], times=draw(st.sampled_from([-1, 2, "1/3", -0.6]))) for item in several]
    for item in kept:
        if item not in several and draw(st.integers(0, 4)) == 0:
            several.append(item)
            found.append(ik.Recode([item.id], at_least=draw(st.sampled_from([0, 1, 2, 3.5]))))
        if item not in several and BY_ID[item.scale].range is None and draw(st.booleans()):
            points = draw(st.permutations([-1, 0, 0.5, 3, 2]))
            found.append(ik.Recode([item.id], points=dict(zip(NUMBERS[item.scale], points, strict=False))))
    return found


@st.composite
def operands(draw, before):
    """A score before that another is multiplied or divided by, or none."""
    if not before or draw(st.booleans()):
        return {}
    other = draw(st.sampled_from(before))
    positive = other.cycle or (other.bands and min(other.bands.values()) >= 0) or other.table
    return {"divided_by" if positive and draw(st.booleans()) else "multiplied_by": other.id}


@st.composite
def rules(draw, id, items, before=()):
    """A scoring rule over some items, and some of the rules before it."""
    parts = tuple(draw(st.lists(st.sampled_from([each.id for each in before]), unique=True))) if before else ()
    least = 0 if parts else 1
    chosen = tuple(draw(st.lists(st.sampled_from([item.id for item in items]), min_size=least, unique=True)))
    reading = draw(st.sampled_from(list(ik.Reading)))
    weigh = ik.Weigh.POINTS if reading is not ik.Reading.PERCENT else draw(st.sampled_from([None, *ik.Weigh]))
    levels = draw(
        st.sampled_from([(), (ik.Level("low", -9, 2), ik.Level("high", 2.5, 99), ik.Level("few", 0, 5, "some"))])
    )
    recode = draw(recodes(items, chosen, reading))
    if reading is not ik.Reading.PERCENT:
        ways = [{"at_least": 2}, {"times": -1}, {"times": "1/3"}]
        recode += [ik.Recode([part], **draw(st.sampled_from(ways))) for part in parts if draw(st.booleans())]
    round_to = draw(st.sampled_from([None, 1, 0.5]))
    looked_up = draw(
        st.sampled_from([{}, {}, {"table": {n: n / 2 for n in range(8)}}, {"bands": {-1: 0, 1.5: 2, 4: -1}}])
    )
    return ik.ScoreRule(
        id,
        id,
        chosen,
        parts,
        reading=reading,
        weigh=weigh,
        in_proportion=reading is ik.Reading.SUM and draw(st.booleans()),
        min_answered=draw(st.sampled_from([None, Fraction(1, 2), 1, len(chosen) + len(parts)])),
        recode=recode,
        plus=draw(st.sampled_from([0, 0, 3, "-1/3"])),
        factor=draw(st.sampled_from([1, 4, Fraction(1, 3), 0.5])),
        round_to=round_to,
        rounding=draw(st.sampled_from(list(ik.Rounding))) if round_to else ik.Rounding.HALF_UP,
        cycle=draw(st.sampled_from([None, None, 24, 2.5])),
        **looked_up,
        **draw(operands(before)),
        levels=levels,
        levels_source="s" if levels else None,
        levels_as_published=bool(levels),
    )


@st.composite
def catalogues(draw):
    """A catalogue of up to five items of any scale, with conditions, and up to three scores."""
    items, first = [], None
    for i in range(draw(st.integers(2, 5))):
        scale = draw(st.sampled_from(list(BY_ID)))
        shown = None
        if items and draw(st.booleans()):
            shown = draw(conditions([(item.id, item.scale) for item in items], ["first"] if first else []))
        ends = BY_ID[scale].grid
        items.append(
            ik.Item(
                f"i{i}",
                "p",
                scale,
                ik.Role.SCORED,
                ik.Wording(f"Item {i}"),
                keying=draw(st.sampled_from(list(ik.Keying))),
                weight=draw(st.sampled_from([1, 1, 3])),
                show_if=shown,
                if_not_shown=draw(st.sampled_from([None, 0, ends[0], ends[1]])) if shown else None,
            )
        )
        if i == 1 and draw(st.booleans()):
            first = draw(rules("first", items))
    every = ik.ScoreRule("every", "every", tuple(item.id for item in items), pillar="p")
    scores = [*([first] if first else []), *draw(st.lists(rules("more", items), max_size=1)), every]
    for id in ("above", "on-top"):
        before = [
            each
            for each in scores
            if each.round_to
            or each.table
            or each.bands
            or (each.reading is not ik.Reading.PERCENT and each.divided_by is None)
        ]
        scores += [draw(rules(id, items, before))] if before and draw(st.booleans()) else []
    catalogue = ik.Catalogue(
        pack=ik.Pack("drawn", "1.0", "Drawn", "CC0-1.0", "en"),
        pillars=[ik.Pillar("p", "P", "P.")],
        scales=SCALES,
        items=items,
        forms=[ik.Form("form", "Form", stem=ik.Wording("{item}"))],
        sources=[SOURCE],
        scores=scores if draw(st.booleans()) or first else [],
    )
    try:
        ik.ScoringKey.from_form(catalogue, "form")
    except ik.InvalidValue:
        reject()  # numbers that grow too large
    normed = draw(st.lists(st.sampled_from([*catalogue.scores]), unique=True)) if catalogue.scores else []
    return with_tables(catalogue, "form", {(id, "some"): {n: 50 - n for n in range(9)} for id in normed})


def answers_to(catalogue):
    """A row of answers, which may answer what is not shown."""
    return st.fixed_dictionaries(
        {id: st.sampled_from([*NUMBERS[item.scale], *GAPS, "not-shown", None]) for id, item in catalogue.items.items()}
    )

"""A catalogue of everything that other systems stumble over, check-ins of every make, and answers to them."""

import random
from datetime import date
from fractions import Fraction

import intimacy_kit as ik
from intimacy_kit.content.catalogue import Shelf
from intimacy_kit.content.pack import Pack, Pillar
from intimacy_kit.content.questionnaire import Form, Item, Wording
from intimacy_kit.content.scale import Choice, ResponseScale
from intimacy_kit.content.vocabulary import Keying, Missing, Role
from tests.support.catalogues import built_in
from tests.support.paths import GOOD

DAY = date(2026, 11, 23)


def mixed(*, min_answered=Fraction(1, 2), smallest=-3, largest=6, weight=1):
    """A pack of scales with other ranges, weights, both keyings, and ids that other systems stumble over."""
    scales = [
        ResponseScale(id, tuple([Choice(f"{id} {value}", value) for value in values] + codes))
        for id, values, codes in [
            ("below-zero", (smallest, *range(-2, 4)), [Choice("Rather not", code=Missing.DECLINED)]),
            ("from-one", (1, 2, 3, 5, largest), [Choice("No occasion", code=Missing.DID_NOT_COME_UP)]),
            ("negative", (-5, -4, -2), []),
            ("two", (1, 0), [Choice("Rather not", code=Missing.DECLINED)]),
        ]
    ]
    ids = ["1.2", "1-2", "a", "a.b", "a.b.c", "a-b.c", "row.day", "panel.item", "survey", "total.a", "score", "on"]
    items = [
        Item(
            id=id,
            pillar=["row", "a-b.2"][i // 2 % 2],
            scale=scales[i % 4].id,
            role=[Role.SCORED, Role.SCORED, Role.SCORED, Role.FELT][i % 4],
            text=Wording(f"say {id}"),
            keying=[Keying.FORWARD, Keying.REVERSE][i % 3 % 2],
            weight=(i % 3 + 1) * weight,
        )
        for i, id in enumerate(ids)
    ]
    return ik.Catalogue(
        pack=Pack("mixed", "1.2", "Mixed", "CC0-1.0", "en", 1),
        pillars=Shelf("pillar", [Pillar("row", "Row", "A row."), Pillar("a-b.2", "A b", "Another.")]),
        scales=Shelf("response scale", scales),
        forms=Shelf(
            "form",
            [
                Form(
                    "mixed",
                    'It\'s <mixed> & "odd"',
                    roles=(Role.SCORED, Role.FELT),
                    stem=Wording("How often do you {item}?"),
                    min_answered=min_answered,
                )
            ],
        ),
        items=Shelf("item", items),
    )


def checkins():
    """Check-ins of the built-in pack, of another, and of the one above."""
    builtin = built_in()
    return [
        ik.draw(builtin, form="pulse", seed='it\'s "pair" 7;=%é\n${x}', occasion=3),
        ik.draw(builtin, form="standard", seed="-", perspective="partner"),
        ik.draw(ik.load_path(GOOD / "five"), form="five", seed="anyone"),
        *(ik.draw(mixed(min_answered=Fraction(part, 6)), form="mixed", seed="x") for part in (0, 2, 5, 6)),
        ik.draw(mixed(smallest=-999_998, largest=999_983), form="mixed", seed="x"),
    ]


def generated(checkin, count):
    """Return so many responses, from nearly all answered to nearly all left blank, the same every time."""
    chance = random.Random(repr(checkin))
    responses = []
    for i in range(count):
        gaps = i % 11 / 10
        answers = {
            question.item_id: chance.choice([None, *question.choices[-1:], *question.choices[-2:]])
            if chance.random() < gaps
            else chance.choice([choice for choice in question.choices if choice.code is None])
            for question in checkin.questions
        }
        responses.append(checkin.answer({id: each and each.answer for id, each in answers.items()}, on=DAY))
    return responses


def blurring():
    """A pack of pillars of which some can be shown to a partner: alike, by weight, by scale, on a range, and cut."""
    five = [Choice(str(value), value) for value in range(5)]
    scales = [
        ResponseScale("five", five),
        ResponseScale("six", [*five, Choice("5", 5)]),
        ResponseScale("line", range=ik.Range(0, 1, "0.05")),
    ]
    kinds = {
        "alike": [("five", 1)] * 4,
        "weights": [("five", 1), *[("five", 2)] * 3],
        "scales": [("five", 1)] * 3 + [("six", 1)],
        "lines": [("line", 1)] * 3 + [("five", 1)],
        "cuts": [("five", 1), ("line", 1)] * 5,
        "idle": [("five", 1), ("line", 1)] * 5,
    }
    items = [
        Item(
            f"{pillar}.{i}",
            pillar,
            scale,
            Role.SCORED,
            Wording(f"do {i}", f"do {i}"),
            keying=(*Keying,)[i % 2],
            weight=weight,
        )
        for pillar, made in kinds.items()
        for i, (scale, weight) in enumerate(made)
    ]
    cuts = [
        ik.ScoreRule(
            pillar,
            pillar,
            ids := tuple(f"{pillar}.{i}" for i in range(10)),
            pillar=pillar,
            recode=[ik.Recode(ids[::2], at_least=2), ik.Recode(ids[1::2], at_least=least)],
        )
        for pillar, least in (("cuts", "0.5"), ("idle", 0))
    ]
    return ik.Catalogue(
        pack=Pack("blurring", "1.0", "Blurring", "CC0-1.0", "en", 1),
        pillars=[Pillar(id, id, id) for id in kinds],
        scales=scales,
        forms=[Form("form", "Form", stem=Wording("Do you {item}?", "Do they {item}?"))],
        items=items,
        scores=cuts,
    )

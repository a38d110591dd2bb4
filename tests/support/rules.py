"""Small packs of plain scales and of rules with placeholders for items."""

import intimacy_kit as ik
from tests.support.catalogues import built_in

SOURCE = ik.Source(
    id="s", authors="A", year=2000, title="T", journal="J", finding="F", design="D", verified=True, verified_by="V"
)


def scale(id, values, points=None):
    points = points or [None] * len(values)
    return ik.ResponseScale(id, [ik.Choice(f"c{v}", v, points=p) for v, p in zip(values, points, strict=True)])


def catalogue_of(scales, rules, *, reverse=(), show_if=None):
    """A catalogue of an item for each scale, named by its number from 1."""
    items = [
        ik.Item(
            str(n),
            "p",
            each.id,
            ik.Role.SCORED,
            ik.Wording(f"Item {n}"),
            keying=ik.Keying.REVERSE if n in reverse else ik.Keying.FORWARD,
            show_if=(show_if or {}).get(n),
        )
        for n, each in enumerate(scales, 1)
    ]
    every = ik.ScoreRule("every", "Every", [item.id for item in items], min_answered=0)
    return ik.Catalogue(
        pack=ik.Pack("made", "1.0", "Made", "CC0-1.0", "en"),
        pillars=[ik.Pillar("p", "P", "P.")],
        scales={each.id: each for each in scales}.values(),
        items=items,
        forms=[ik.Form("f", "F", stem=ik.Wording("{item}"), min_answered=1)],
        sources=[SOURCE],
        scores=[*rules, every],
        kit_phrases=built_in().phrases,
    )


def checkin_of(scales, rules, **options):
    return ik.draw(catalogue_of(scales, rules, **options), form="f", seed="s")


def rule(id, items, **fields):
    return ik.ScoreRule(id, id, tuple(map(str, items)), **fields)

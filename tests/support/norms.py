"""Norms that fit the scores of a catalogue, which has to be there before their digests are."""

from datetime import date

import attrs

import intimacy_kit as ik

ON, UNTIL = date(2000, 12, 31), date(2999, 12, 31)


def norm(key, of, **fields):
    """A norm of a score of a key, in English, from the source `s`, with what else is said."""
    common = {"population": "Some people", "n": 120, "on": ON, "until": UNTIL, "locale": "en", "source": "s"}
    return ik.Norm(**{"id": f"n-{of}", "of": of, "digest": key.digests()[of], **common, **fields})


def with_tables(catalogue, form, tables, **fields):
    """The catalogue with a norm for each score and group that has a table, as far as the form asks the score."""
    key = ik.ScoringKey.from_form(catalogue, form)
    norms = [
        norm(key, of, id=f"n-{of}-{group}", group=group, table=table, **fields)
        for (of, group), table in tables.items()
        if of in key.digests()
    ]
    return attrs.evolve(catalogue, norms=norms)

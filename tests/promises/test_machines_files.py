"""State machines over files: packs that are laid on packs, and tables that are scored into tables.

Each has a model that is simpler than the library; after every step both have to say the same.
"""

import csv
import json
import shutil
import tempfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit.content.kinds import SHELVES
from intimacy_kit.errors import TableError
from intimacy_kit.packs.reader import Reading
from intimacy_kit.tables.file import score_table
from intimacy_kit.tables.layout import TableLayout
from tests.support.paths import GOOD
from tests.support.small_catalogue import CATALOGUE, PILLARS

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 23)

# Packs on packs --------------------------------------------------------------------

SMALL = ik.load_path(GOOD / "five")
WORDS = ("one", "two")


class LaidPacks(RuleBasedStateMachine):
    """Packs that are laid on top of each other, in memory and from disk, in an order that nobody planned."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.catalogue = SMALL
        self.model = {name: dict(getattr(SMALL, name)) for name in SHELVES}
        self.digest = ik.ScoringKey.from_form(SMALL, "five").digest
        self.packs = 0

    def teardown(self):
        shutil.rmtree(self.folder)

    @rule(
        pillars=st.dictionaries(st.sampled_from(["p1", "p2"]), st.sampled_from(WORDS), min_size=1),
        items=st.dictionaries(st.sampled_from(["p1.a", "p1.b", "p2.a"]), st.sampled_from(WORDS), min_size=1),
        forms=st.sets(st.sampled_from(["more", "five"])),
        replaces=st.sets(st.sampled_from(["p1", "p2", "p1.a", "p1.b", "five", "like-me"])),
        spare=st.booleans(),
    )
    def lay_a_pack(self, pillars, items, forms, replaces, spare):
        """Lay a pack on, by `merge` and from its folder; both take it, or both refuse it for the same ids."""
        self.packs += 1
        scale = {"id": "like-me", "choices": [{"value": value, "label": f"{value}"} for value in (1, 2, 3)]}
        pillar_of = {id: id.partition(".")[0] for id in items}
        there = {**pillars, **{pillar: "one" for pillar in pillar_of.values() if pillar not in pillars}}
        tree = {
            "pack": {
                "id": f"pack-{self.packs}",
                "version": "1.0",
                "title": "More",
                "licence": "CC0-1.0",
                "locale": "en",
                "format": 1,
                "replaces": sorted(replaces),
            },
            "pillars": [{"id": id, "title": word, "summary": word} for id, word in there.items()],
            "scales": [scale | {"id": "spare"}] if spare else [scale],
            "forms": [
                {"id": id, "title": "More", "items": sorted(items), "stem": {"self": "Do you {item}?"}}
                for id in sorted(forms | {f"form-{self.packs}"})
            ],
            "items/all": [
                {
                    "id": id,
                    "pillar": pillar_of[id],
                    "scale": "spare" if spare else "like-me",
                    "role": "scored",
                    "keying": "forward",
                    "text": {"self": word},
                }
                for id, word in items.items()
            ],
        }
        folder = self.folder / f"{self.packs}"
        (folder / "items").mkdir(parents=True)
        for name, part in tree.items():
            (folder / f"{name}.yaml").write_text(json.dumps(part), encoding="utf-8")
        upper = ik.load_path(folder)
        self.lays(upper, folder)

    def lays(self, upper, folder):
        before = {name: dict(each) for name, each in self.model.items()}
        values = {name: dict(getattr(upper, name)) for name in SHELVES}
        taken = [
            (name, id)
            for name, shelf in values.items()
            for id, each in shelf.items()
            if before[name].get(id, each) != each and id not in upper.pack.replaces
        ]
        laid, problems = Reading(folder, self.catalogue).finish()
        assert sorted(id for _, id in taken) == sorted(_id_in(each) for each in problems)
        assert (laid is None) == bool(taken)
        try:
            merged = self.catalogue.merge(upper)
        except ik.PackError as error:
            wrong = [(each.path[0], each.path[1]) for each in error.problems]
            assert taken == wrong
            return
        assert (laid, laid.pack) == (merged, merged.pack)
        self.model = {name: before[name] | values[name] for name in before}
        self.catalogue = merged

    @rule()
    def lay_it_on_itself(self):
        assert self.catalogue == self.catalogue.merge(self.catalogue)

    @invariant()
    def the_catalogue_holds_what_was_laid_on_last(self):
        assert self.model == {name: dict(getattr(self.catalogue, name)) for name in SHELVES}
        assert [list(each) for each in self.model.values()] == [list(getattr(self.catalogue, name)) for name in SHELVES]
        assert (SMALL.pack.id, SMALL.pack.version) == (self.catalogue.pack.id, self.catalogue.pack.version)

    @invariant()
    def a_form_has_another_digest_exactly_where_it_scores_otherwise(self):
        for id, form in self.catalogue.forms.items():
            key = ik.ScoringKey.from_form(self.catalogue, id)
            assert set(form.items.ids or self.model["items"]) == set(key.by_id)
            checkin = ik.draw(self.catalogue, form=id, seed="s")
            lowest = {question.item_id: question.choices[0].value for question in checkin.questions}
            assert checkin.key == key
            ik.score(checkin.answer(lowest, on=DAY))
        now = ik.ScoringKey.from_form(self.catalogue, "five")
        same = (
            now.items == ik.ScoringKey.from_form(SMALL, "five").items
            and now.min_answered == SMALL.forms["five"].min_answered
        )
        assert same == (self.digest == now.digest)


def _id_in(problem):
    """Return the id that a problem of a file names."""
    return problem.message.split("'")[1]


TestLaidPacks = LaidPacks.TestCase
TestLaidPacks.settings = settings(stateful_step_count=6)


# Tables on disk --------------------------------------------------------------------

CHECKIN = ik.draw(CATALOGUE, form="long", seed="s")
ITEMS = [*CHECKIN.key.scored]
files = st.sampled_from(["a.csv", "b.csv", "a.parquet", "b.parquet"])


def refused(call):
    """Return the codes of what a call refuses, or nothing."""
    try:
        call()
    except (TableError, ik.InvalidValue) as error:
        return [problem.code for problem in error.problems]
    return []


def cell(answer):
    return answer if isinstance(answer, int) else None


class TableOnDisk(RuleBasedStateMachine):
    """Somebody who writes tables of answers, scores them into files of either format, and does it again."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.tables = {}  # name to responses, or None where a cell is out of range
        self.scored = {}  # name to the bytes and the responses whose scores are in it

    def teardown(self):
        shutil.rmtree(self.folder)

    @rule(name=files, responses=st.lists(testing.responses(CHECKIN), max_size=3), spoilt=st.booleans())
    def write_a_table(self, name, responses, spoilt):
        rows = [{"who": f"p{i}", **{id: cell(each.answers[id]) for id in ITEMS}} for i, each in enumerate(responses)]
        if spoilt and rows:
            rows[-1][ITEMS[0]] = 9999
        frame = pl.DataFrame(rows, schema={"who": pl.String, **dict.fromkeys(ITEMS, pl.Int64)})
        path = self.folder / f"in-{name}"
        frame.write_csv(path) if name.endswith("csv") else frame.write_parquet(path)
        self.tables[f"in-{name}"] = None if spoilt and rows else responses

    @rule(data=st.data(), into=files, overwrite=st.booleans())
    @precondition(lambda self: self.tables)
    def score_it(self, data, into, overwrite):
        source, target = data.draw(st.sampled_from(sorted(self.tables))), f"out-{into}"
        responses = self.tables[source]
        there = target in self.scored
        found = refused(
            lambda: score_table(
                self.folder / source,
                self.folder / target,
                CHECKIN.key,
                layout=TableLayout(ids=["who"]),
                overwrite=overwrite,
            )
        )
        if there and not overwrite:
            assert "file-exists" in found
            return
        assert (["out-of-range"] if responses is None else []) == found
        if responses is None:
            return
        results = [ik.score(each) for each in responses]
        self.scored[target] = (self.folder / target).read_bytes(), results

    @rule(data=st.data())
    @precondition(lambda self: self.tables)
    def score_it_into_itself(self, data):
        source = self.folder / data.draw(st.sampled_from(sorted(self.tables)))
        before = source.read_bytes()
        assert ["same-file"] == refused(lambda: score_table(source, source, CHECKIN.key, overwrite=True))
        assert before == source.read_bytes()

    @rule(data=st.data())
    @precondition(lambda self: self.scored)
    def throw_a_result_away(self, data):
        name = data.draw(st.sampled_from(sorted(self.scored)))
        (self.folder / name).unlink()
        del self.scored[name]

    @invariant()
    def every_file_is_whole_and_no_other_is_there(self):
        assert {*self.tables, *self.scored} == {path.name for path in self.folder.iterdir()}
        for name, (written, results) in self.scored.items():
            path = self.folder / name
            assert written == path.read_bytes()
            assert [_row(f"p{i}", each) for i, each in enumerate(results)] == _read(path)


def _row(who, result):
    row = {"who": who}
    for suffix, scores in (("", result.scores), ("_felt", result.felt)):
        for pillar, score in scores.items():
            row[f"{pillar}{suffix}"] = (score.percent, score.answered, score.reason and score.reason.value)
    return row


def _read(path):
    """Return the rows of a result, in either format, as `_row` has them."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
    else:
        rows = pl.read_parquet(path).to_dicts()
    names = [f"{pillar}{suffix}" for suffix in ("", "_felt") for pillar in PILLARS]
    return [
        {"who": row["who"]}
        | {
            name: (
                None if row[f"{name}_percent"] in ("", None) else float(row[f"{name}_percent"]),
                int(row[f"{name}_answered"]),
                row[f"{name}_reason"] or None,
            )
            for name in names
        }
        for row in rows
    ]


TestTableOnDisk = TableOnDisk.TestCase
TestTableOnDisk.settings = settings(stateful_step_count=8)

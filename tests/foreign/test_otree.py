"""oTree's own bots play the experiment of the how-to, in an environment of their own; INTIMACY_KIT_OTREE names it."""

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import intimacy_kit as ik
from intimacy_kit.tables import read_layout, score_frame
from tests.support.catalogues import built_in
from tests.support.paths import EXAMPLES

pytestmark = [pytest.mark.apps, pytest.mark.slow]
PROJECT = EXAMPLES / "otree_project"
PLAYER = "check_in_pair.1.player."


@pytest.fixture(scope="module")
def environment():
    folder = os.environ.get("INTIMACY_KIT_OTREE")
    return Path(folder) if folder else pytest.fail("`.ci/run apps` installs oTree and names the folder")


@pytest.fixture(scope="module")
def played(environment, tmp_path_factory):
    """The folder with what oTree exported after its bots played every case."""
    project = tmp_path_factory.mktemp("otree") / "project"
    shutil.copytree(PROJECT, project)
    command = [environment / "bin" / "otree", "test", "pairs", "--export", "out"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr[-2000:]
    return project / "out"


def test_the_scores_that_otree_keeps_are_ours_and_those_of_its_export(environment, played, saw):
    table = pl.read_csv(played / "all_apps_wide.csv", infer_schema=False)
    layout = read_layout(PROJECT / "layout.yaml")
    rows = table.to_dicts()
    assert 10 == len(rows)  # five cases of two
    checkin = ik.draw(built_in(), form="standard", seed="pairs")
    assert {*checkin.item_ids} == {*layout.columns}
    scored = score_frame(table, checkin.key, layout=layout)
    by_code = {row["participant.code"]: row for row in scored.to_dicts()}
    triples = []
    for row in rows:
        answers = {id: row[layout.columns[id]] for id in checkin.item_ids}
        result = ik.score(checkin.answer_form(answers, on=date.fromisoformat(row[PLAYER + "day"])))
        for pillar in built_in().pillars:
            kept = row[f"{PLAYER}score_{pillar.replace('-', '_')}"]
            exported = by_code[row["participant.code"]][f"{pillar}_percent"]
            triples.append((float(kept) if kept else None, result[pillar].percent, exported))
    assert 4 == sum(percent is None for _, percent, _ in triples)  # two pillars that two left out
    equal = sum(kept == percent == exported for kept, percent, exported in triples)
    ask = "import importlib.metadata; print(importlib.metadata.version('otree'))"
    found = subprocess.run([environment / "bin" / "python", "-c", ask], capture_output=True, text=True, check=True)
    does = "asks pairs and shows what both share, to its own bots; its export is scored alike"
    saw("PyPI:otree", "oTree", does, equal=equal, of=len(triples), version=found.stdout.strip())

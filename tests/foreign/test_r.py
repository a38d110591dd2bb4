"""R says the same: each statistic by other people's packages, and a pilot whole, from nothing to its report.

`.ci/run r` installs R and runs these tests. Where a tolerance is wider than rounding, the reason stands beside it.
"""

import csv
import itertools
import json
import random
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

import intimacy_kit as ik
from intimacy_kit import history, pilot, scoring, stats
from intimacy_kit.stats import Truth
from intimacy_kit.stats.bivariate import below
from tests.support.catalogues import built_in

pytestmark = pytest.mark.r

KEY = ik.ScoringKey.from_form(built_in(), "standard")
ITEMS = [item.id for item in KEY.items if item.pillar == "listening"]
MADE = stats.simulate(KEY, couples=120, seed=11, occasions=3, truth=Truth(gaps=0.05, gaps_apart=0.2))
OPENING = [on == 1 for on in MADE.columns["occasion"]]
FIRST = {name: list(itertools.compress(cells, OPENING)) for name, cells in MADE.columns.items()}


def occasions(people=60, times=4):
    """Answers that differ by person, occasion and item, and by any two of them, so that no variance is below 0."""
    chance = random.Random(7)

    def part(size, *keys):
        return {each: chance.gauss(0, size) for each in itertools.product(*keys)}

    who, when = range(people), range(times)
    parts = [part(0.6, who), part(0.3, when), part(0.3, ITEMS), part(0.5, who, when), part(0.5, who, ITEMS)]
    parts.append(part(0.3, when, ITEMS))
    table = {"who": [], "occasion": [], **{id: [] for id in ITEMS}}
    for one, on in itertools.product(who, when):
        table["who"].append(one)
        table["occasion"].append(on)
        for id in ITEMS:
            places = [(one,), (on,), (id,), (one, on), (one, id), (on, id)]
            total = 2 + sum(each[place] for each, place in zip(parts, places, strict=True)) + chance.gauss(0, 0.4)
            answer = min(4, max(0, round(total)))
            table[id].append(4 - answer if KEY.by_id[id].keying is ik.Keying.REVERSE else answer)
    return table


WHOLE = occasions()
CORNERS = [[h, k, r] for h, k, r in itertools.product((-2.0, 0.3, 1.1), (-0.7, 1.9), (-0.95, 0.0, 0.4, 0.9))]
COUPLES = ([60, 70, 80, 55, 90, 40, 66], [65, 60, 85, 50, 80, 62, 49])


def run(script, *arguments, folder=None, seconds=600):
    done = subprocess.run(
        ["Rscript", "--vanilla", script, *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("statistics")
    matrix = stats.keyed_matrix(MADE.columns, KEY, "listening")
    with (folder / "table.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["couple", "occasion", *ITEMS])
        whose = zip(MADE.columns["couple"], MADE.columns["occasion"], strict=True)
        for names, row in zip(whose, matrix.tolist(), strict=True):
            writer.writerow([*names, *("" if cell != cell else int(cell) for cell in row)])
    whole = stats.keyed_matrix(WHOLE, KEY, "listening").tolist()
    plan = {
        "items": ITEMS,
        "n": ours().alpha.n,
        "ratings": COLUMNS,
        "whole": [
            {"who": one, "occasion": on, **dict(zip(ITEMS, row, strict=True))}
            for one, on, row in zip(WHOLE["who"], WHOLE["occasion"], whole, strict=True)
        ],
        "first": COUPLES[0],
        "second": COUPLES[1],
        "corners": CORNERS,
    }
    (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    run(Path(__file__).parent / "r" / "statistics.R", folder)
    return json.loads((folder / "found.json").read_text(encoding="utf-8"))


COLUMNS = [list(pair) for pair in zip(*COUPLES, strict=True)]


def ours():
    return stats.analyse(FIRST, KEY, "listening")


def test_internal_consistency_is_that_of_psych(theirs):
    found = ours()
    assert theirs["alpha"] == pytest.approx(found.alpha.value, abs=1e-12)
    assert theirs["standardised"] == pytest.approx(found.standardised_alpha.value, abs=1e-12)
    assert theirs["lambda6"] == pytest.approx(found.lambda6.value, abs=1e-12)
    assert theirs["feldt"] == pytest.approx([found.alpha.low, found.alpha.high], abs=1e-9)
    assert theirs["omega"] == pytest.approx(found.omega.value, abs=1e-4)  # psych stops its search early


def test_polychoric_correlations_are_those_of_polycor(theirs):
    found = stats.polychoric(FIRST, KEY, "listening")
    assert len(ITEMS) == len(theirs["polychoric"])
    for row, beside in zip(theirs["polychoric"], found.tolist(), strict=True):
        assert row == pytest.approx(beside, abs=1e-4)  # polycor stops its search early


def test_eigenvalues_of_a_parallel_analysis_are_those_of_r(theirs):
    found = stats.parallel_analysis(FIRST, KEY, "listening", seed=1, draws=10)
    assert theirs["eigenvalues"] == pytest.approx(found.eigenvalues, abs=1e-12)


def test_reliability_over_occasions_is_that_of_psych(theirs):
    found = stats.occasion_reliability(WHOLE, KEY, "listening", person="who", occasion="occasion")
    assert theirs["occasions"] == pytest.approx([each.value for each in found.coefficients], abs=1e-9)


def test_intraclass_correlations_are_those_of_psych(theirs):
    assert theirs["icc"] == pytest.approx([each.value for each in stats.icc(COLUMNS)], abs=1e-12)


def test_how_many_coefficients_of_psych_are_ours_is_noted(theirs, saw):
    found = ours()
    own = [found.alpha.value, found.standardised_alpha.value, found.lambda6.value, found.alpha.low, found.alpha.high]
    own += [each.value for each in stats.icc(COLUMNS)]
    over_time = stats.occasion_reliability(WHOLE, KEY, "listening", person="who", occasion="occasion")
    own += [each.value for each in over_time.coefficients]
    other = [theirs["alpha"], theirs["standardised"], theirs["lambda6"], *theirs["feldt"], *theirs["icc"]]
    other += theirs["occasions"]
    equal = sum(abs(one - two) <= 1e-9 for one, two in zip(own, other, strict=True))
    does = "computes reliability, in one check-in and over several, and intraclass correlations"
    what = "coefficients, to nine decimals"
    saw("Debian:r-cran-psych", "psych of R", does, equal=equal, of=len(own), what=what)


def test_likeness_of_partners_is_that_of_lavaan(theirs):
    found = stats.likeness(*COUPLES)
    assert theirs["chi_square"] == pytest.approx(found.chi_square, abs=1e-5)  # lavaan stops its search early
    pearson = found.pearson
    assert theirs["pearson"] == pytest.approx([pearson.value, pearson.low, pearson.high], abs=1e-12)
    assert theirs["pairwise"] == pytest.approx(found.pairwise.value, abs=1e-12)


def test_a_norm_is_what_r_says_of_the_percents(theirs):
    matrix = stats.keyed_matrix(FIRST, KEY, "listening")
    whole = [not any(cell != cell for cell in row) for row in matrix.tolist()]
    table = {id: list(itertools.compress(FIRST[id], whole)) for id in ITEMS}
    about = {"id": "n", "population": "Simulated", "source": "s", "locale": "en"}
    norm = stats.norm_of(table, KEY, "listening", on=date(2026, 1, 1), until=date(2030, 1, 1), **about)
    values = [100 * sum(row) / (4 * len(row)) for row in itertools.compress(matrix.tolist(), whole)][:5]
    ours = [float(norm.mean), float(norm.sd), *(norm.t(value) for value in values)]
    found = theirs["norm"]
    assert [found["mean"], found["sd"], *found["t"]] == pytest.approx(ours, abs=1e-6)  # a pack holds six decimals
    assert theirs["rank"] == pytest.approx([norm.percentile(value) for value in values], abs=0.005)  # and two


def test_regression_a_true_score_and_the_error_of_a_slope_are_those_of_linear_models(theirs):
    found = theirs["regression"]
    known = ik.Reliability(found["r"], "r", 7, 10.0, "s", "p", date(2026, 1, 1), mean=50.0)
    days = [date(2026, 1, 1) + timedelta(weeks=week) for week in (0, 1, 2, 5, 9)]
    points = [history.Point(day, percent) for day, percent in zip(days, (65.0, 60.0, 40.0, 70.0, 50.0), strict=True)]
    changed = history.change(*points[:2], reliability=known, method="regression-to-the-mean")
    z = 1.959963984540054
    assert [50 + 10 * found["expected"], z * 10 * found["error"]] == pytest.approx(
        [changed.expected, changed.threshold], abs=1e-9
    )
    true = scoring.true_score(65.0, known)
    margin = z * 10 * theirs["true_score"]["error"]
    assert [50 + 15 * theirs["true_score"]["slope"], margin] == pytest.approx(
        [true.percent, true.high - true.percent], abs=1e-9
    )
    assert theirs["slope_error"] * known.sem == pytest.approx(history.trend(points, reliability=known).error, abs=1e-9)


def test_an_interval_by_whole_couples_is_that_of_draws_in_r(theirs):
    found = stats.bootstrap_reliability(FIRST, KEY, "listening", couple="couple", seed=1)
    assert theirs["bootstrap"] == pytest.approx([found.low, found.high], abs=0.012)  # two times 2,000 draws


def test_corners_of_the_normal_distribution_are_those_of_mnormt(theirs):
    assert theirs["corners"] == pytest.approx([float(below(*corner)) for corner in CORNERS], abs=1e-10)


def test_the_use_of_options_is_that_of_a_table_in_r(theirs):
    for used in stats.item_use(FIRST, KEY):
        if used.item in ITEMS and KEY.by_id[used.item].keying is ik.Keying.FORWARD:
            assert theirs["shares"][used.item] == pytest.approx(list(used.options.values()), abs=1e-12)


def test_a_pilot_goes_from_nothing_to_a_report_that_recovers_the_truth(tmp_path):
    spanish = built_in("es")
    folder = pilot.write_pilot(tmp_path / "p", built_in(), form="full", system="qualtrics", translations=[spanish])
    pilot.simulate_pilot(folder, couples=300)
    run("analysis.R", folder=folder)
    with (folder / "results" / "recovery.csv").open(encoding="utf-8") as file:
        checks = list(csv.DictReader(file))
    assert 10 == len(checks)
    assert [] == [check for check in checks if check["met"] != "TRUE"]
    report = (folder / "report.md").read_text(encoding="utf-8")
    assert "Not computed" not in report
    run("-e", "knitr::knit('report.qmd')", folder=folder)
    page = (folder / "report.md").read_text(encoding="utf-8")
    scored = [item.id for item in ik.ScoringKey.from_form(built_in(), "full").items if item.role is ik.Role.SCORED]
    assert [] == [id for id in scored if f"## {id}" not in page]


def test_a_pilot_of_another_pack_and_without_a_truth_is_analysed_too(tmp_path):
    folder = pilot.write_pilot(tmp_path / "p", built_in(), form="standard", system="redcap", blocks=1)
    pilot.simulate_pilot(folder, couples=60)
    (folder / "truth.json").unlink()
    run("analysis.R", folder=folder)
    assert not (folder / "results" / "recovery.csv").exists()
    assert "simulated" not in (folder / "report.md").read_text(encoding="utf-8")


def test_a_cell_that_is_no_answer_is_refused_by_the_analysis(tmp_path):
    folder = pilot.write_pilot(tmp_path / "p", built_in(), form="standard", system="redcap", blocks=1)
    (folder / "data.csv").write_text("couple,q_listening_attention\n1,often\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="1 cells of q_listening_attention are neither answers nor missing codes"):
        run("analysis.R", folder=folder)

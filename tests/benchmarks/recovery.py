"""How well a pilot recovers a known truth: bias, and how often an interval of 95 % holds it.

    python -m tests.benchmarks.recovery [SAMPLES [COUPLES]]

Cronbach's alpha with intervals by whole couples, the correlation between partners in a sum, and the correlations of the
factors of one partner of each couple by WLSMV in R's lavaan. Without R the last line is left out.
"""

import csv
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import mean, stdev

import intimacy_kit as ik
from intimacy_kit import stats

PILLARS = ("listening", "conflict", "support")
TRUTH = stats.Truth(gaps=0, gaps_apart=0, blank=0, method=0)


def line(name, found):
    """Return bias, spread and coverage of (estimate, low, high, truth)."""
    off = [estimate - true for estimate, _, _, true in found]
    held = mean(low <= true <= high for _, low, high, true in found)
    width = mean(high - low for _, low, high, _ in found)
    return (
        f"{name:<28} n {len(found):4}  bias {mean(off):+.4f}  sd {stdev(off):.4f}  width {width:.3f}  held {held:.1%}"
    )


def main(samples=50, couples=300):
    key = ik.ScoringKey.from_form(ik.load(), "standard")
    alpha, alike, formula = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(samples):
            made = stats.simulate(key, couples=couples, seed=seed, truth=TRUTH)
            sample = {}
            for pillar in PILLARS:
                matrix = stats.keyed_matrix(made.columns, key, pillar)
                found = stats.bootstrap_reliability(made.columns, key, pillar, couple="couple", seed=seed, draws=500)
                alpha.append((found.value, found.low, found.high, made.alpha(pillar)))
                feldt = stats.analyse(made.columns, key, pillar).alpha
                formula.append((feldt.value, feldt.low, feldt.high, made.alpha(pillar)))
                sums = matrix.sum(axis=1)
                pair = stats.likeness(sums[0::2].tolist(), sums[1::2].tolist()).pairwise
                alike.append((pair.value, pair.low, pair.high, made.couple_correlation(pillar)))
                sample |= {f"{pillar}_{i}": column for i, column in enumerate(matrix[0::2].T.astype(int).tolist())}
            with (Path(folder) / f"sample{seed:03}.csv").open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows([sample, *zip(*sample.values(), strict=True)])
        print(f"{samples} samples of {couples} couples, {len(PILLARS)} pillars of the form standard")
        print(line("alpha, by couples", alpha))
        print(line("alpha, Feldt", formula))
        print(line("correlation of partners", alike))
        try:
            subprocess.run(["Rscript", "--vanilla", Path(__file__).with_suffix(".R"), folder], check=True)
        except FileNotFoundError:
            return
        with (Path(folder) / "found.csv").open(encoding="utf-8") as file:
            numbers = [[float(row[name]) for name in ("estimate", "low", "high")] for row in csv.DictReader(file)]
        rows = [(*each, TRUTH.pillar_correlation) for each in numbers]
        print(line("correlations of factors", rows))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

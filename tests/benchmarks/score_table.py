"""Scoring a Parquet file into another, beside Polars by hand: python -m tests.benchmarks.score_table [rows] [rounds].

Both read the same file (49 items on one scale of five values, seven pillars, one gap in twenty, a number
for each row) and write the same 35 columns, each time in a fresh process, in turns. Polars by hand streams with
its own settings and checks nothing; `score_table` looks at every value and counts. Prints seconds from the opening
of the source to the closing of the target, and the peak of the memory, which takes in Python and Polars.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

CHUNK = 1_000_000

CHILD = """
import json, resource, sys, time, types
import polars as pl
for name in ("duckdb", "pandas"):  # the other benchmark needs them; here their memory would be counted
    sys.modules[name] = types.ModuleType(name)
from tests.benchmarks.score_frame import KEY, polars_by_hand
del sys.modules["duckdb"], sys.modules["pandas"]
from intimacy_kit.tables.file import score_table
from intimacy_kit.tables.layout import TableLayout

way, source, target = sys.argv[1:]
begun = time.perf_counter()
if way == "by hand":
    pl.scan_parquet(source).select("person", *polars_by_hand()).sink_parquet(target)
else:
    score_table(source, target, KEY, layout=TableLayout(ids=("person",)), overwrite=True)
seconds = time.perf_counter() - begun
used = resource.getrusage(resource.RUSAGE_SELF)
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))  # ru_maxrss begins at the parent's
print(json.dumps({"seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "mib": int(peak.split()[1]) / 1024}))
"""


def generate(path, rows):
    """Write the answers, a chunk to a row group."""
    import polars as pl
    import pyarrow.parquet as pq

    from tests.benchmarks.score_frame import table

    chunk = table(min(CHUNK, rows))
    with pq.ParquetWriter(
        path, chunk.head(0).select(pl.lit(0, pl.Int64).alias("person"), *chunk.columns).to_arrow().schema
    ) as writer:
        for begin in range(0, rows, CHUNK):
            part = chunk.head(rows - begin).sample(fraction=1.0, shuffle=True, seed=begin)
            numbers = pl.int_range(begin, begin + len(part), eager=True)
            writer.write_table(part.select(numbers.alias("person"), *part.columns).to_arrow())


def run(way, source, target):
    """Return seconds, processor seconds and MiB of one way in a process of its own."""
    command = [sys.executable, "-c", CHILD, way, str(source), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent)
    return json.loads(done.stdout)


def same(one, other):
    """Whether two files hold the same scores, looked at a million rows at a time."""
    import polars as pl

    one, other = pl.scan_parquet(one), pl.scan_parquet(other)
    rows = one.select(pl.len()).collect().item()
    return all(
        one.slice(begin, CHUNK).collect().equals(other.slice(begin, CHUNK).collect()) for begin in range(0, rows, CHUNK)
    )


def main(rows, rounds):
    """Measure both ways in turns, and print medians and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "answers.parquet"
        generate(source, rows)
        ways = {"by hand": Path(folder) / "by hand.parquet", "score_table": Path(folder) / "scores.parquet"}
        found = {way: [] for way in ways}
        for turn in range(rounds):
            for way in list(ways) if turn % 2 else list(ways)[::-1]:
                found[way].append(run(way, source, ways[way]))
        assert same(*ways.values())
        print(f"{rows:,} rows of 49 items, {source.stat().st_size >> 20} MiB, row groups of {min(CHUNK, rows):,} rows")
        middle = {
            way: {what: statistics.median(each[what] for each in all) for what in all[0]} for way, all in found.items()
        }
        base = middle["by hand"]
        for way, each in middle.items():
            ratios = (
                f"{each['seconds'] / base['seconds']:>5.2f} x  {each['cpu'] / base['cpu']:>5.2f} x of the processor"
            )
            print(
                f"  {way:<12} {each['seconds']:>7.1f} s  {each['cpu']:>7.1f} s cpu  {each['mib']:>5.0f} MiB  {ratios}"
            )


if __name__ == "__main__":
    main(*(int(each) for each in (sys.argv[1:] + ["10000000", "3"][len(sys.argv) - 1 :])[:2]))

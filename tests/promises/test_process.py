"""What the main job never does to its process, and that it may be done in many threads and processes."""

import json
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest

import intimacy_kit as ik
from tests.support import watched_process
from tests.support.installed_copy import installed
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

PATHS = [str(Path(ik.__file__).parents[1]), str(ROOT)]


def run(code, *flags):
    """Run code in a fresh process, where warnings are errors, and return what it prints as JSON."""
    code = f"import json, sys\nsys.path[:0] = {PATHS!r}\n{code}"
    command = [sys.executable, "-B", "-W", "error", *flags, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)
    return json.loads(done.stdout)


# What it never does ----------------------------------------------------------------


def broken(code):
    """Return the promises that code breaks."""
    return run(
        f"from tests.support import watched_process\nseen = watched_process.watch()\n{code}\nprint(json.dumps(seen))"
    )


@pytest.mark.parametrize("locale", [None, "es"])
def test_the_main_job_uses_no_network_writes_nothing_reads_no_environment_and_starts_nothing(locale):
    assert [] == broken(f"watched_process.job({locale!r}, figures=False)")


def test_a_figure_uses_no_network_writes_nothing_and_starts_nothing():
    """Altair, which draws it, reads the environment when it is imported."""
    assert {"environment"} == {each.partition(" ")[0] for each in broken("watched_process.job()")}


CALENDAR = """
from intimacy_kit import Cadence, Plan, Suggestion
from intimacy_kit.calendar import plan_calendar
step = Suggestion("time.laugh-rewind", "Laugh rewind", "time", 5, 5, Cadence.WEEKLY, (), None)
assert b"VEVENT" in plan_calendar(Plan((), (step,), (), 60), start=watched_process.DAY, seed="pair-7")
"""


def test_a_calendar_uses_no_network_writes_nothing_and_starts_nothing():
    """What it is made with reads the environment, to find time zones."""
    assert {"environment"} == {each.partition(" ")[0] for each in broken(CALENDAR)}


@pytest.mark.parametrize(
    ("code", "promise"),
    [
        ("import socket; socket.socket().close()", "network socket.__new__"),
        ("import urllib.request as r\ntry: r.urlopen('http://127.0.0.1:9')\nexcept OSError: pass", "network"),
        ("open('/dev/null', 'a').close()", "writes open"),
        ("import os; os.close(os.open('/dev/null', os.O_RDWR))", "writes open"),
        ("import tempfile; tempfile.mkdtemp(prefix='whole-process-')", "writes tempfile.mkdtemp"),
        ("import os\ntry: os.rename('/nowhere/a', '/nowhere/b')\nexcept OSError: pass", "writes os.rename"),
        ("import os; os.environ.get('HOME')", "environment HOME"),
        ("import os; os.getenv('HOME')", "environment HOME"),
        ("import os; 'HOME' in os.environ", "environment HOME"),
        ("import os; dict(os.environ)", "environment *"),
        ("import os; os.environ['X'] = 'x'", "environment os.putenv"),
        ("import threading; t = threading.Thread(target=int); t.start(); t.join()", "starts thread"),
        ("import subprocess; subprocess.run(['true'])", "starts subprocess.Popen"),
        ("import os; os.fork() or os._exit(0); os.wait()", "starts os.fork"),
    ],
)
def test_a_broken_promise_would_be_seen(code, promise, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert [each for each in broken(code) if each.startswith(promise)]


# Threads ---------------------------------------------------------------------------

THREADS = """
import threading
from concurrent.futures import ThreadPoolExecutor
import intimacy_kit as ik
from tests.support import watched_process

sys.setswitchinterval(1e-5)
together = threading.Barrier(8)


def everywhere(work):
    def wait_and_work(i):
        together.wait()
        return work(i)

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(wait_and_work, range(8)))

"""


def test_eight_threads_do_the_whole_job_from_cold_with_one_result(compiled_package):
    alone = watched_process.digest(watched_process.job())
    code = "print(json.dumps(everywhere(lambda _: watched_process.digest(watched_process.job()))))"
    assert [alone] * 8 == run(f"sys.path[:0] = [{compiled_package!r}]\n{THREADS}\n{code}")


def test_eight_threads_open_the_shelves_of_one_catalogue_at_once(compiled_package):
    code = """
shelves = ["items", "practices", "prompts", "sources", "pillars", "forms", "scales"]
kept = []
for _ in range(6):
    catalogue = ik.load()
    assert not catalogue.items._kept
    first = lambda name: next(iter(getattr(catalogue, name).values()))
    seen = everywhere(lambda i: [first(name) for name in shelves[i % 7 :] + shelves[: i % 7]])
    kept += [len({id(row[(at - i) % 7]) for i, row in enumerate(seen)}) == 1 for at in range(7)]
print(json.dumps([len(kept), all(kept)]))
"""
    assert [42, True] == run(f"sys.path[:0] = [{compiled_package!r}]\n{THREADS}\n{code}")


@pytest.fixture(scope="module")
def compiled_package(tmp_path_factory):
    """Return a folder that holds the package as a wheel installs it, with the compiled catalogue."""
    return str(installed(tmp_path_factory.mktemp("site")).parent)


def test_a_hundred_thousand_scores_in_eight_threads_are_those_of_one():
    code = """
sys.setswitchinterval(1e-4)
catalogue = ik.load()
checkins = [ik.draw(catalogue, form=form, seed="s") for form in ("pulse", "standard", "full")]
responses = [
    checkin.answer({q.item_id: (i * at + at) % 5 for at, q in enumerate(checkin.questions)}, on=watched_process.DAY)
    for checkin in checkins for i in range(5)
]
responses = (responses * 7)[:100]
alone = [ik.score(response) for response in responses[:15]]


def work(i):
    order = responses[i:] + responses[:i]
    right = [ik.score(each) == alone[(at + i) % 100 % 15] for _ in range(125) for at, each in enumerate(order)]
    return sum(right)


print(json.dumps(sum(everywhere(work))))
"""
    assert 100_000 == run(THREADS + code)


# Processes -------------------------------------------------------------------------

PROCESSES = """
import multiprocessing
import sys
sys.path[:0] = PATHS
import intimacy_kit as ik
from tests.support import watched_process


def work(catalogue, i):
    checkin = ik.draw(catalogue, form="standard", seed="s")
    answers = {question.item_id: (i + at) % 5 for at, question in enumerate(checkin.questions)}
    response = checkin.answer(answers, on=watched_process.DAY)
    return catalogue, response, ik.score(response)


if __name__ == "__main__":
    catalogue = ik.load()
    with multiprocessing.get_context(sys.argv[1]).Pool(2) as pool:
        assert [work(catalogue, i) for i in range(4)] == pool.starmap(work, [(catalogue, i) for i in range(4)])
"""


@pytest.mark.parametrize("start", multiprocessing.get_all_start_methods())
def test_a_catalogue_is_sent_to_other_processes_and_results_come_back(tmp_path, start):
    script = tmp_path / "job.py"
    script.write_text(PROCESSES.replace("PATHS", repr(PATHS)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-B", "-W", "error", str(script), start], capture_output=True, text=True, check=False
    )
    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_forked_process_goes_on_with_what_it_was_born_with():
    code = """
import os
import intimacy_kit as ik
from tests.support import watched_process
checkin = ik.draw(ik.load(), form="pulse", seed="s")
response = checkin.answer({question.item_id: 4 for question in checkin.questions}, on=watched_process.DAY)
before = ik.score(response)
if (child := os.fork()) == 0:
    same = (before == ik.score(response), checkin == ik.draw(ik.load(), form="pulse", seed="s"))
    os._exit(7 if all(same) else 1)
print(json.dumps(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))
"""
    assert 7 == run(code)


# Memory ----------------------------------------------------------------------------

KEPT = 8
"""KiB that may be held more after 20,000 scores than after 2,000; kept results would soon take more."""


def test_memory_is_flat_over_twenty_thousand_scores():
    assert KEPT > grown("None", scores=20_000)


def test_what_is_kept_of_one_score_in_a_hundred_would_be_seen():
    assert KEPT < grown("kept.append(' ' * (i % 7 + 500))", scores=4_100)


def grown(plant, *, scores):
    """Return by how many KiB memory grows from the 2,000th score to the last, with code that is run each hundred."""
    return run(f"""
import gc, tracemalloc
from tests.support import watched_process
kept, sizes = [], []


def told(i):
    {plant}
    if i == 0:
        tracemalloc.start()
    if i in (2_000, {scores} - 100):
        gc.collect()
        sizes.append(tracemalloc.get_traced_memory()[0])


watched_process.score_many({scores}, 100, told)
print(json.dumps((sizes[1] - sizes[0]) / 1024))
""")

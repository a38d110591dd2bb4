"""Full disks, shut folders, closed pipes, bare interpreters: the same result, or one clear line and nothing left."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

import intimacy_kit as ik
from intimacy_kit._atomic_file import whole_file
from intimacy_kit.cli import main
from intimacy_kit.errors import TableError
from intimacy_kit.packs import compiled, yaml_tree
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.file import score_table
from tests.support import watched_process
from tests.support.catalogues import built_in
from tests.support.installed_copy import SOURCE, installed
from tests.support.paths import GOOD, ROOT

pytestmark = pytest.mark.slow

PATHS = [str(SOURCE.parent), str(ROOT)]
MINIMAL = GOOD / "minimal"
EXAMPLE = str(ROOT / "docs" / "examples" / "complete.json")
WHOLE_JOB = (
    "import json; from tests.support import watched_process; "
    "print(json.dumps(watched_process.digest(watched_process.job())))"
)


def fresh(code, *flags, paths=PATHS):
    """Return the command that runs code in a fresh process."""
    return [sys.executable, *flags, "-c", f"import sys\nsys.path[:0] = {paths!r}\n{code}"]


def done(command, **options):
    """Run a command to its end."""
    return subprocess.run(command, check=False, **{"capture_output": True, "text": True, **options})


def value(command, **options):
    """Return what a command prints as JSON, when it says nothing else."""
    ended = done(command, **options)
    assert (0, "") == (ended.returncode, ended.stderr)
    return json.loads(ended.stdout)


def program(*arguments, before=""):
    """Return the command line of the program, for which warnings are errors."""
    code = f"{before}\nfrom intimacy_kit.cli import main\nmain(sys.argv[1:], 'intimacy-kit')"
    return [*fresh(code, "-B", "-W", "error"), *map(str, arguments)]


def redirected(command, how):
    """Return a command with streams redirected or closed by the shell."""
    return ["sh", "-c", f'exec "$@" {how}', "sh", *command]


@pytest.fixture(scope="module")
def expected():
    """Return what comes of the whole job."""
    return watched_process.digest(watched_process.job())


# Terminals -------------------------------------------------------------------------


COMMANDS = {
    "practices": ["practices"],
    "a card": ["practices", "--card", "time.laugh-rewind"],
    "score": ["score", EXAMPLE],
    "score --json": ["score", "--json", EXAMPLE],
    "schema": ["schema", "items"],
    "validate": ["validate", MINIMAL],
    "check-in": ["check-in"],
    "help": ["--help"],
}


EACH = """
import json, os
from intimacy_kit.cli import main
for name, arguments in json.loads(sys.argv[1]).items():
    said = os.memfd_create("said")
    if (child := os.fork()) == 0:
        OUTPUT
        os.dup2(output, 1)
        os.dup2(said, 2)
        main(arguments, "intimacy-kit")
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(json.dumps([name, code, os.pread(said, 10_000, 0).decode()]), flush=True)
    os.close(said)
"""
"""Runs each command in a process of its own that has the imports done, and prints its exit code and its errors."""


def each_with(output):
    """Run each command with an output that a line of code opens, and return exit codes and errors by name."""
    commands = json.dumps({name: list(map(str, arguments)) for name, arguments in COMMANDS.items()})
    ended = done([*fresh(EACH.replace("OUTPUT", output), "-B", "-W", "error"), commands], input="1\n")
    assert (0, "") == (ended.returncode, ended.stderr)
    return {name: (code, said) for name, code, said in map(json.loads, ended.stdout.splitlines())}


def test_a_reader_that_goes_away_is_no_trouble():
    assert dict.fromkeys(COMMANDS, (1, "")) == each_with("reading, output = os.pipe(); os.close(reading)")


def test_an_output_without_room_is_told_in_one_line():
    line = "Stopped: No space left on device.\n"
    assert dict.fromkeys(COMMANDS, (1, line)) == each_with("output = os.open('/dev/full', os.O_WRONLY)")


def test_an_output_without_room_is_told_in_this_process(monkeypatch, capsys):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        with pytest.raises(SystemExit, match="1"):
            main(["schema", "items"])
    assert "Stopped: No space left on device.\n" == capsys.readouterr().err


def test_a_program_without_an_input_stops_or_says_what_it_lacks(monkeypatch, capsys):
    ended = done(redirected(program("check-in"), "<&-"))
    assert (130, "\nStopped. Nothing more was asked or saved.\n") == (ended.returncode, ended.stderr)
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SystemExit, match="2"):
        main(["score", "-"])
    assert "-:1:1 not-json  the document is empty; send JSON\n" == capsys.readouterr().err


@pytest.mark.parametrize("name", ["practices", "schema"])
def test_a_program_without_any_stream_does_its_work(name):
    assert 0 == done(redirected(program(*COMMANDS[name]), "<&- >&- 2>&-")).returncode


BARE = {"PYTHONHASHSEED": "0", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
"""An environment without a home, a path and a language; sets have one order in it."""


def test_spanish_is_shown_where_the_locale_is_c(tmp_path):
    pack = tmp_path / "año"
    shutil.copytree(MINIMAL, pack)
    (file,) = (pack / "practices").glob("*.yaml")
    text = re.sub(r"title: .*", "title: Oír mañana — «sí»", file.read_text(encoding="utf-8"))
    file.write_text(re.sub(r"summary: .*", "summary: ¿Qué pasó? Cuéntalo, despacio.", text), encoding="utf-8")
    (id,) = ik.load_path(pack).practices
    listed, card = (
        done(program("practices", "--pack", pack, *more), env=BARE, encoding="ascii") for more in ([], ["--card", id])
    )
    assert (0, "", 0, "") == (listed.returncode, listed.stderr, card.returncode, card.stderr)
    assert "Que paso? Cuentalo, despacio." in listed.stdout
    assert "Oir manana" in card.stdout


def test_names_of_files_may_be_of_letters_that_the_locale_lacks(tmp_path):
    pack, response, table, scores = (tmp_path / name for name in ("año", "año.json", "año.csv", "años.csv"))
    shutil.copytree(MINIMAL, pack)
    shutil.copy(EXAMPLE, response)
    ids = [item.id for item in built_in().items.values()]
    table.write_text(f"{','.join(ids)}\n{','.join('1' * len(ids))}\n", encoding="utf-8")
    for arguments in (["validate", pack], ["score", response], ["score-table", table, scores]):
        ended = done(program(*arguments), env=BARE)
        assert (0, False) == (ended.returncode, "Traceback" in ended.stderr), ended.stderr
    assert 2 == len(scores.read_text(encoding="utf-8").splitlines())


def test_names_that_no_file_can_have_are_refused(tmp_path):
    key = ScoringKey.from_form(built_in(), "pulse")
    torn = tmp_path / os.fsdecode(b"\xff.csv")
    torn.write_text("listening.attention\n1\n", encoding="utf-8")
    none = "unreadable  no file can have this name"
    torn_says = "unreadable  the name of the file is not UTF-8; rename it"
    for source, target, says in (("a\0.csv", "b.csv", none), (torn, "b.csv", torn_says), (EXAMPLE, "a\0.csv", none)):
        with pytest.raises(TableError, match=re.escape(says)):
            score_table(source, tmp_path / target, key)


# Saving a check-in -----------------------------------------------------------------


ANSWERS = "2\n" * 7


def test_answers_that_no_disk_takes_are_told_of_and_leave_nothing_behind(tmp_path):
    before = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))"
    ended = done(program("check-in", before=before), input=f"{ANSWERS}me.json\n\n", cwd=tmp_path)
    assert (0, "") == (ended.returncode, ended.stderr)
    assert "me.json cannot be written (File too large). Type another name." in ended.stdout
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "reason"),
    [("~nobody-at-all/me.json", "No such file or directory"), ("a\0b", "that is not a file name")],
)
def test_a_home_that_is_not_there_and_a_name_that_is_none_are_told_of(name, reason, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shown = CliRunner().invoke(main, ["check-in"], input=f"{ANSWERS}{name}\nme.json\n")
    assert 0 == shown.exit_code
    assert f"cannot be written ({reason}). Type another name." in shown.output
    assert ["me.json"] == [path.name for path in tmp_path.iterdir()]


# Permissions -----------------------------------------------------------------------


SHUT = """
import ctypes, os, sys
libc = ctypes.CDLL(None)
for capability in (1, 2):  # those by which root passes over permissions; lost with the next program
    libc.prctl(24, capability, 0, 0, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


@pytest.fixture
def bound(tmp_path):
    """Make a command obey permissions, even where root runs it."""
    file = tmp_path / "shut"
    file.touch(0o000)
    wrapped = [sys.executable, "-c", SHUT]
    try_it = [*wrapped, sys.executable, "-c", f"open({str(file)!r})"]
    if done(try_it).returncode == 0:
        line = "needs an account that permissions bind, or root that may lay down its privileges"
        pytest.fail(line) if os.environ.get("CI") else pytest.skip(line)
    file.unlink()
    return lambda command: [*wrapped, *command]


def test_a_pack_that_may_not_be_read_has_clear_problems(bound, tmp_path):
    cases = {
        "pack": ("pack", ".", 0o000),
        "listed": ("pack", ".", 0o400),
        "entered": ("pack", ".", 0o100),
        "around": ("pack", "..", 0o000),
        "file": ("pack", "pack.yaml", 0o000),
        "folder": ("pack", "items", 0o000),
        "folder-listed": ("pack", "items", 0o400),
        "zip": ("pack.zip", "../pack.zip", 0o000),
        "zip-around": ("pack.zip", "..", 0o000),
    }
    targets = {}
    for name, (target, shut, mode) in cases.items():
        shutil.copytree(MINIMAL, tmp_path / name / "pack")
        shutil.make_archive(str(tmp_path / name / "pack"), "zip", MINIMAL)
        targets[name] = str(tmp_path / name / target)
        (tmp_path / name / "pack" / shut).resolve().chmod(mode)
    code = f"import json\nimport intimacy_kit as ik\nfor name, path in {targets!r}.items():\n" + (
        "    problems = ik.check_path(path) + ik.check_translation(path, 'es')\n"
        "    print(json.dumps([name, sorted({each.code for each in problems})]))"
    )
    ended = done(bound(fresh(code, "-B", "-W", "error")))
    for name in cases:
        for path in (tmp_path / name, tmp_path / name / "pack", tmp_path / name / "pack" / "items"):
            path.chmod(0o700)
    assert "" == ended.stderr
    found = dict(map(json.loads, ended.stdout.splitlines()))
    assert list(cases) == list(found)
    for name, codes in found.items():
        assert {"unreadable", "missing-file"} & set(codes), name


def test_a_language_tag_that_no_folder_can_be_called_is_told_of():
    assert {"unreadable", "missing-file"} >= {each.code for each in ik.check_translation(MINIMAL, "e" * 300)} > set()


def test_a_table_is_refused_where_reading_or_writing_is_not_allowed(bound, tmp_path):
    source, folder = tmp_path / "in.csv", tmp_path / "out"
    ids = [item.id for item in built_in().items.values()]
    source.write_text(f"{','.join(ids)}\n{','.join('1' * len(ids))}\n", encoding="utf-8")
    folder.mkdir()
    code = f"""
import json, os
import intimacy_kit as ik
from intimacy_kit.tables.file import score_table
source, target, folder = {[str(each) for each in (source, folder / "out.csv", folder)]!r}
for path, mode in ((folder, 0o500), (folder, 0o000), (source, 0o000)):
    os.chmod(path, mode)
    try:
        score_table(source, target, ik.ScoringKey.from_form(ik.load(), "standard"))
    except ik.IntimacyKitError as error:
        print(json.dumps([(each.file, each.code, each.message) for each in error.problems]))
    os.chmod(path, 0o700)
"""
    ended = done(bound(fresh(code, "-B")))
    target = [str(folder / "out.csv"), "unwritable", "the file cannot be written (Permission denied)"]
    input = [str(source), "unreadable", "the file cannot be read (Permission denied)"]
    assert ([[target], [target], [input]], "") == (list(map(json.loads, ended.stdout.splitlines())), ended.stderr)
    assert [] == list(folder.iterdir())


def test_answers_cannot_be_saved_in_a_folder_that_is_shut(bound, tmp_path):
    tmp_path.chmod(0o500)
    ended = done(bound(program("check-in")), input=f"{ANSWERS}me.json\n\n", cwd=tmp_path)
    assert (0, "") == (ended.returncode, ended.stderr)
    assert "me.json cannot be written (Permission denied). Type another name." in ended.stdout
    assert [] == list(tmp_path.iterdir())


def test_the_library_works_where_nothing_can_be_written(bound, tmp_path, expected):
    package = installed(tmp_path / "site", with_compiled=False)
    folders = [each for each in (tmp_path / "site").rglob("*") if each.is_dir()] + [tmp_path, tmp_path / "site"]
    for folder in folders:
        folder.chmod(0o500)
    command = fresh(WHOLE_JOB, "-W", "error", paths=[str(package.parent), PATHS[1]])
    nowhere = {"HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    assert expected == value(bound(command), env=nowhere, cwd=tmp_path)
    assert [] == list(tmp_path.rglob("__pycache__"))


# What changes meanwhile ------------------------------------------------------------


def _gone(file):
    file.unlink()


def _emptied(file):
    file.write_bytes(b"")


def _cut(file):
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2] + b"\xc3")  # in the middle of a letter


def _grown(file):
    file.write_bytes(b"# \n" * 100_000)


def _torn(file):
    file.write_bytes(b"\xff\xfe")


def _folder(file):
    file.unlink()
    file.mkdir()


def _all_gone(file):
    shutil.rmtree(next(each for each in file.parents if (each / "pack.yaml").exists()))


CHANGES = {
    _gone: "unreadable",
    _emptied: "empty-file",
    _cut: "not-utf8",
    _grown: "too-large",
    _torn: "not-utf8",
    _folder: "unreadable",
    _all_gone: "unreadable",
}


def at(name, change, file):
    """Return what changes a file at the moment at which one of a name is read."""
    return lambda each: change(file) if each == name else None


@pytest.mark.parametrize("change", CHANGES)
def test_a_pack_that_changes_while_it_is_read_is_refused_at_the_file(tmp_path, change):
    names = []
    ik.check_path(MINIMAL, on_file=names.append)
    for name in names:
        pack = tmp_path / name.replace("/", "-")
        shutil.copytree(MINIMAL, pack)
        problems = ik.check_path(pack, on_file=at(name, change, pack / name))
        assert (name, CHANGES[change]) in {(each.file, each.code) for each in problems}


@pytest.mark.parametrize("change", [_gone, _emptied, _cut, _torn])
def test_an_archive_that_changes_while_it_is_read_is_read_as_it_was_or_refused(tmp_path, change):
    names = []
    ik.check_path(MINIMAL, on_file=names.append)
    file = tmp_path / "pack.zip"
    for name in names:
        with zipfile.ZipFile(file, "w") as archive:
            for path in sorted(each for each in MINIMAL.rglob("*") if each.is_file()):
                data = path.read_bytes() + b"#\n" * 10_000  # so that no file is at hand before it is read
                archive.writestr(path.relative_to(MINIMAL).as_posix(), data)
        problems = ik.check_path(file, on_file=at(name, change, file))
        assert {"unreadable"} >= {each.code for each in problems}
        assert change is not _gone or not problems  # what is open stays
        assert change in (_gone, _cut) or name in {each.file for each in problems}
        assert problems or change is not _cut or name != names[0]


def test_a_file_that_vanishes_after_it_was_listed_makes_the_compiled_catalogue_count_for_nothing(tmp_path):
    package = installed(tmp_path)
    assert compiled.read(package) is not None
    (package / "data" / "prompts" / "late.yaml").symlink_to(tmp_path / "gone.yaml")  # listed, and not there
    assert compiled.read(package) is None


def test_a_compiled_catalogue_that_is_cut_short_or_torn_counts_for_nothing(tmp_path):
    package = installed(tmp_path)
    text = (package / compiled.NAME).read_text(encoding="ascii")
    lines = text.splitlines(keepends=True)
    for part in ("", "{", "{}\n", lines[0], "".join(lines[:5]), text[:-1], text[:-2], "[]\n" + text, "ñ" + text):
        (package / compiled.NAME).write_text(part, encoding="utf-8")
        assert compiled.read(package) is None


CUT = """
import os, sys
import intimacy_kit as ik
from intimacy_kit.tables.file import score_table
source, target = sys.argv[1:]
cut = []
def on_rows(done, total):
    if not cut:
        cut.append(done)
        os.truncate(source, 1000)
try:
    score_table(source, target, ik.ScoringKey.from_form(ik.load(), "standard"), on_rows=on_rows)
except ik.IntimacyKitError as error:
    print(error)
"""


def test_a_parquet_file_that_is_cut_while_it_is_read_is_refused_and_leaves_nothing_behind(tmp_path):
    source, target = tmp_path / "in.parquet", tmp_path / "out.csv"
    ids = [item.id for item in built_in().items.values() if item.role is ik.Role.SCORED]
    numbers = pl.int_range(1_000_000, eager=True)  # many row groups, so that few of them are read ahead
    pl.DataFrame({id: numbers.hash(i) % 5 for i, id in enumerate(ids)}).write_parquet(source, row_group_size=20_000)
    ended = done([*fresh(CUT, "-B"), str(source), str(target)])
    assert (0, "") == (ended.returncode, ended.stderr)
    assert f"{source} not-a-table  the file is not Parquet, damaged or cut short" in ended.stdout
    assert [source] == list(tmp_path.iterdir())


# Several at once, and the end of one -----------------------------------------------


def test_of_many_that_write_one_new_file_one_alone_does(tmp_path):
    together, won = threading.Barrier(8), []

    def write(path, i):
        try:
            with whole_file(path) as stream:
                stream.write(bytes([i]) * 1000)
                together.wait()
        except FileExistsError:
            return
        won.append((path, i))

    paths = [tmp_path / f"{i}.csv" for i in range(40)]
    for path in paths:
        threads = [threading.Thread(target=write, args=(path, i)) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert paths == [path for path, _ in won]
    assert [bytes([i]) * 1000 for _, i in won] == [path.read_bytes() for path in paths]
    assert sorted(paths) == sorted(tmp_path.iterdir())


def test_a_file_system_without_links_still_leaves_a_file_that_comes_in_between_alone(tmp_path, monkeypatch):
    def refused(*_, **__):
        raise PermissionError  # as FAT does

    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    monkeypatch.setattr(os, "link", refused)
    path = tmp_path / "out.csv"
    with whole_file(path) as stream:
        stream.write(b"ours")
    assert b"ours" == path.read_bytes()
    other = tmp_path / "other.csv"
    with pytest.raises(FileExistsError), whole_file(other) as stream:
        other.touch()
    assert [b"ours", b""] == [path.read_bytes(), other.read_bytes()]
    assert 2 == len(list(tmp_path.iterdir()))


AGAIN = """
import sys
import intimacy_kit as ik
from intimacy_kit.tables.file import score_table
source, target = sys.argv[1:]
key = ik.ScoringKey.from_form(ik.load(), "standard")
for _ in range(3):
    score_table(source, target, key, overwrite=True)
"""


def test_two_processes_that_replace_one_file_leave_one_whole_result_at_every_moment(tmp_path):
    ids = [item.id for item in built_in().items.values() if item.role is ik.Role.SCORED]
    target = tmp_path / "out" / "scores.csv"
    target.parent.mkdir()
    running = []
    for rows in (1000, 3000):
        source = tmp_path / f"{rows}.csv"
        pl.DataFrame({id: [i % 5 for i in range(rows)] for id in ids}).write_csv(source)
        running.append(subprocess.Popen([*fresh(AGAIN, "-B"), str(source), str(target)]))
    seen = set()
    while any(process.poll() is None for process in running):
        if target.exists():
            seen.add(target.read_bytes().count(b"\n"))
        time.sleep(0.002)
    assert [0, 0] == [process.returncode for process in running]
    assert {1001, 3001} >= seen > set()
    assert [target] == list(target.parent.iterdir())


WRITE = """
import os, sys
from pathlib import Path
from intimacy_kit._atomic_file import whole_file
if "named" in sys.argv:
    del os.O_TMPFILE
print("ready", flush=True)
for i in range(1, 100_000):
    with whole_file(Path(sys.argv[1]), overwrite=True) as stream:
        for _ in range(16):
            stream.write(bytes([i % 256]) * 65_536)
"""


@pytest.mark.parametrize("mode", ["nameless", "named"])
def test_a_kill_at_any_moment_leaves_what_was_there_or_what_is_whole(tmp_path, mode):
    target = tmp_path / "out.csv"
    target.write_bytes(b"before")
    after, left = [], set()
    for i in range(12):
        with subprocess.Popen([*fresh(WRITE, "-B", "-S"), str(target), mode], stdout=subprocess.PIPE) as process:
            process.stdout.readline()
            time.sleep(i / 1000)
            process.send_signal(signal.SIGKILL)
        content = target.read_bytes()
        after.append(content == b"before" or (len(content), content.count(content[:1])) == (2**20, 2**20))
        left |= {path.name for path in tmp_path.iterdir()} - {target.name}
    assert [True] * 12 == after
    assert all(re.fullmatch(r"\.out\.csv\.[0-9a-f]{8}\.part", name) for name in left)
    assert len(left) <= (12 if mode == "named" else 2)  # between its name and its place, a file has another name


# Interpreters ----------------------------------------------------------------------


INTERPRETERS = {
    "-O": (["-O"], {}),
    "-W error": (["-W", "error", "-X", "warn_default_encoding", "-bb"], {}),
    "-X dev": (["-X", "dev", "-W", "error"], {}),
    "-I": (["-I"], {}),
    "no home": ([], {"HOME": "/nowhere", "TMPDIR": "/nowhere", "PYTHONHASHSEED": "1"}),
    "C locale": ([], BARE),
}


@pytest.mark.parametrize("name", INTERPRETERS)
def test_the_main_job_gives_the_same_in_every_interpreter(name, expected):
    flags, environment = INTERPRETERS[name]
    assert expected == value(fresh(WHOLE_JOB, "-B", *flags), env=environment)


def test_the_main_job_gives_the_same_from_a_zip_archive(tmp_path, expected):
    archive = tmp_path / "site.zip"
    package = installed(tmp_path / "site", with_compiled=False)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(package.rglob("*")):
            file.write(path, path.relative_to(package.parent))
    code = f"{WHOLE_JOB}\nimport intimacy_kit\nassert intimacy_kit.__file__.startswith({str(archive)!r})"
    command = fresh(code, "-I", "-W", "error", paths=[str(archive), PATHS[1]])
    assert expected == value(command)


def test_the_main_job_gives_the_same_without_libyaml_and_says_once_that_it_is_slow(expected):
    check = "from intimacy_kit.packs import yaml_tree\nassert not yaml_tree.FAST"
    job = f"sys.modules['yaml._yaml'] = None\n{WHOLE_JOB}\n{check}"
    other = str(GOOD / "minimal")  # a wheel has its own catalogue compiled
    code = f"{job}\nimport intimacy_kit\nintimacy_kit.load_path({other!r})"
    ended = done(fresh(code, "-B"))
    assert (0, expected) == (ended.returncode, json.loads(ended.stdout))
    assert 1 == ended.stderr.count("RuntimeWarning: this PyYAML was built without libyaml")


def test_reading_without_libyaml_warns(monkeypatch):
    monkeypatch.setattr(yaml_tree, "FAST", False)
    with pytest.warns(RuntimeWarning, match="without libyaml"):
        yaml_tree.read(b"a: 1", fast=False)

"""Bad packs: each code by hand, and every scalar of a good pack broken in every way, with place and code.

`packs_bad/<code>/` holds the files that replace those of `packs_good/minimal` (an empty file removes
one), and in `expected.txt` the exact lines that `check_path` gives. The mutations below work out the place
from the text that they change, not from the reader.
"""

import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.errors import CODES
from intimacy_kit.packs import yaml_tree
from tests.support.memory_pack import Memory, folder
from tests.support.paths import BAD as BAD_PACKS
from tests.support.paths import GOOD

MINIMAL = folder(GOOD / "minimal")
BAD = sorted(path for path in BAD_PACKS.iterdir() if path.is_dir())

NOT_OF_A_PACK = {
    "empty-history": "results",
    "form-changed": "responses",
    "missing-column": "tables",
    "lost-gate": "a pack on top of another",
    "mixed-check-ins": "two people",
    "never-shared": "two people",
    "not-asked": "responses",
    "not-json": "responses",
    "not-shown": "responses",
    "not-offered": "responses",
    "not-shared": "two people",
    "not-this-format": "documents of other systems",
    "other-check-in": "documents of other systems",
    "out-of-range": "responses",
    "repeated-answer": "documents of other systems",
    "repeated-language": "documents of other systems",
    **dict.fromkeys(("assumed", "changed-condition", "changed-id", "lost-condition"), "forms that are imported"),
    **dict.fromkeys(("not-taken-over", "read-as-gap", "renumbered", "split-choices"), "forms that are imported"),
    **dict.fromkeys(("undecided-keying", "undecided-pillar", "undecided-role"), "forms that are imported"),
    "wrong-catalogue": "responses",
    "wrong-type": "responses",
    "unreadable": "the file system; test_load has it",
    "outside-pack": "the file system; test_load has it",
    "unfit-archive": "zip archives; test_archive has it",
    "too-many-problems": "it comes with others; test_hostile_packs has it",
    "missing-names": "tables",
    "decimal-comma": "tables",
    "labels-differ": "tables",
    "not-two": "tables",
    "not-whole": "tables",
    "shifted-scale": "tables",
    "unknown-label": "tables",
    "wrong-form": "tables",
    "duplicate-column": "tables",
    "file-exists": "tables",
    "not-a-table": "tables",
    "same-file": "tables",
    "unknown-format": "tables",
    "unwritable": "tables",
    "left-over-translation": "translations",
    "missing-translation": "translations",
    "stale-file": "a compiled pack",
    "stale-translation": "translations",
}
"""Codes that no pack by itself can have, and where they belong instead."""


def test_every_code_of_a_pack_has_a_bad_pack():
    assert set(CODES) - set(NOT_OF_A_PACK) == {path.name for path in BAD}


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_a_bad_pack_gives_exactly_its_lines(path):
    files = folder(path)
    expected = files.pop("expected.txt").decode().splitlines()
    whole = {name: data for name, data in {**MINIMAL, **files}.items() if data or path.name == "empty-file"}
    lines = [str(problem) for problem in ik.check_path(Memory(whole))]
    assert expected == lines
    assert path.name in {problem.code for problem in ik.check_path(Memory(whole))}


def test_the_minimal_pack_is_sound():
    assert () == ik.check_path(Memory(MINIMAL))


# Every scalar, broken in every way --------------------------------------------

SCALAR = re.compile(rb"^(?P<indent>[ -]*)(?P<key>[a-z_]+): (?P<value>[^\[{>].*)$")


def scalars():
    """Yield (file, line number from 1, indent, key, value) for each `key: value` line of the minimal pack."""
    for name, data in MINIMAL.items():
        for number, line in enumerate(data.split(b"\n"), 1):
            if match := SCALAR.match(line):
                yield name, number, match["indent"].decode(), match["key"].decode(), match["value"].decode()


def after(indent, key):
    """The column where the value begins."""
    return len(indent) + len(key) + 3


MUTATIONS = {
    # name: (the new line or lines, the code, how many lines down, the column)
    "misspelt key": lambda i, k, v: (f"{i}zz{k}: {v}", "unknown-key", 0, len(i) + 1),
    "key twice": lambda i, k, v: (f"{i}{k}: {v}\n{' ' * len(i)}{k}: {v}", "duplicate-key", 1, len(i) + 1),
    "nothing": lambda i, k, v: (f"{i}{k}:", "null-value", 0, len(i) + 1),
    "tilde": lambda i, k, v: (f"{i}{k}: ~", "null-value", 0, after(i, k)),
    "null": lambda i, k, v: (f"{i}{k}: null", "null-value", 0, after(i, k)),
    "anchor": lambda i, k, v: (f"{i}{k}: &a {v}", "alias", 0, after(i, k)),
    "alias": lambda i, k, v: (f"{i}{k}: *a", "alias", 0, after(i, k)),
    "tag": lambda i, k, v: (f"{i}{k}: !!str {v}", "tag", 0, after(i, k)),
    "python tag": lambda i, k, v: (f"{i}{k}: !!python/name:os.system {v}", "tag", 0, after(i, k)),
    "list": lambda i, k, v: (f"{i}{k}: [[a], b]", None, 0, None),
    "mapping": lambda i, k, v: (f"{i}{k}: {{a: 1}}", None, 0, None),
    "merge": lambda i, k, v: (f"{i}{k}: {v}\n{' ' * len(i)}<<: {{a: b}}", "merge-key", 1, len(i) + 1),
    "complex key": lambda i, k, v: (f"{i}{k}: {v}\n{' ' * len(i)}[a]: b", "complex-key", 1, len(i) + 1),
    "override": lambda i, k, v: (f"{i}{k}: {v}\u202e", "bad-character", 0, after(i, k) + len(v)),
    "bell": lambda i, k, v: (f"{i}{k}: \x07{v}", "bad-character", 0, after(i, k)),
    "escaped bell": lambda i, k, v: (f'{i}{k}: "\\a"', None, 0, after(i, k)),
    "lone surrogate": lambda i, k, v: (f'{i}{k}: "\\ud800"', None, 0, after(i, k)),
    "tab": lambda i, k, v: (f"{i}{k}: {v}\n\tx: y", "bad-character", 1, 1),
    "document": lambda i, k, v: (f"{i}{k}: {v}\n---\na: b", "several-documents", 1, 1),
    "depth": lambda i, k, v: (f"{i}{k}: {'[' * 30}{']' * 30}", "too-deep", 0, None),
}


def mutants(kind):
    for name, number, indent, key, value in scalars():
        text, code, down, column = MUTATIONS[kind](indent, key, value)
        lines = MINIMAL[name].decode().split("\n")
        lines[number - 1] = text
        yield name, "\n".join(lines).encode("utf-8", "surrogatepass"), code, number + down, column


@pytest.mark.slow
@pytest.mark.parametrize("kind", MUTATIONS)
def test_every_scalar_broken_this_way_is_reported_with_its_place(kind):
    for name, data, code, line, column in mutants(kind):
        found = ik.check_path(Memory({**MINIMAL, name: data}))
        hits = [
            problem
            for problem in found
            if problem.file == name
            and problem.line == line
            and (column is None or problem.column == column)
            and (code is None or problem.code == code)
        ]
        assert hits, (name, line, column, code, [str(each) for each in found])


@pytest.mark.slow
@pytest.mark.parametrize("kind", MUTATIONS)
def test_both_loaders_give_the_same_tree_and_the_same_problems(kind):
    for name, data, *_ in mutants(kind):
        assert yaml_tree.read(data, fast=True) == yaml_tree.read(data, fast=False), (name, data)


def test_the_corpus_is_large():
    assert 1_500 <= sum(1 for kind in MUTATIONS for _ in mutants(kind))


# What a pack does not hang on ------------------------------------------------------


class Shuffled(Memory):
    """A folder that lists its files in an order of chance's own."""

    def __init__(self, files, chance):
        super().__init__(files)
        self.chance = chance

    def iterdir(self):
        found = list(super().iterdir())
        return (self / each.name for each in self.chance.sample(found, len(found)))


def pack_of(path):
    """The files of a bad pack, or of the good one."""
    if path is None:
        return MINIMAL
    files = folder(path)
    del files["expected.txt"]
    return {**MINIMAL, **files}


packs = st.sampled_from([None, *BAD]).map(pack_of)


@given(packs, st.randoms(use_true_random=False))
def test_the_order_in_which_a_folder_lists_its_files_changes_nothing(files, chance):
    assert ik.check_path(Memory(files)) == ik.check_path(Shuffled(files, chance))


def ends_inside_a_quote(data):
    """Whether a file's last quote is open: then what follows is text, and the end of the file is the place."""
    return any("end of stream" in each.message for each in yaml_tree.read(data)[1])


@pytest.mark.slow
@given(packs, st.sets(st.sampled_from(sorted(MINIMAL))))
def test_a_remark_at_the_end_of_a_file_changes_no_problem_unless_a_quote_is_open(files, remarked):
    remarked = {name for name in remarked if not ends_inside_a_quote(files[name])}
    more = {
        name: data.rstrip(b"\n") + b"\n# a remark\n" if name in remarked and data else data
        for name, data in files.items()
    }
    assert ik.check_path(Memory(files)) == ik.check_path(Memory(more))


def test_an_open_quote_is_reported_at_the_end_of_its_file():
    files = {**MINIMAL, "pillars.yaml": b'- id: calm\n  title: "Calm\n'}
    for remark, line in ((b"", 3), (b"# a remark\n", 4)):
        found = ik.check_path(Memory({**files, "pillars.yaml": files["pillars.yaml"] + remark}))
        assert [("not-yaml", line, 1)] == [(p.code, p.line, p.column) for p in found if p.file == "pillars.yaml"]


@given(st.sets(st.sampled_from(sorted(MINIMAL)), min_size=1), st.integers(1, 9))
def test_lines_before_a_fault_move_its_place_and_nothing_else(moved, count):
    faulty = {**MINIMAL, **{name: MINIMAL[name] + b"\nx: &a !y z\n" for name in moved}}
    later = {name: b"# a remark\n" * count + data if name in moved else data for name, data in faulty.items()}
    before, after = (ik.check_path(Memory(files)) for files in (faulty, later))
    assert after == tuple(attrs.evolve(each, line=each.line + count) if each.file in moved else each for each in before)

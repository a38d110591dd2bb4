"""The reader takes a small part of YAML, the same with and without libyaml, and nothing hostile gets far."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intimacy_kit._values.leaves import Scalar
from intimacy_kit.packs import yaml_tree
from tests.support.paths import ROOT

BOTH = pytest.mark.parametrize("fast", [True, False])


def codes(data, *, fast=True):
    return [problem.code for problem in yaml_tree.read(data, fast=fast)[1]]


def texts(node):
    """Return a tree with its leaves as plain text."""
    if isinstance(node, dict):
        return {key: texts(each) for key, each in node.items()}
    return [texts(each) for each in node] if isinstance(node, list) else node.text


@BOTH
def test_scalars_are_text_as_written(fast):
    words = ["no", "off", "yes", "012", "1_000", "1e3", "0x1F", "2026-11-23", "1:30", ".5", "+1", "~x", "=", "NULL x"]
    data = "\n".join(f"- {word}" for word in words).encode()
    tree, problems = yaml_tree.read(data, fast=fast)
    assert ((), words) == (problems, texts(tree))


@BOTH
def test_quotes_are_remembered_and_places_are_from_one(fast):
    tree, _ = yaml_tree.read(b'a: "x"\nb:\n  - y\n', fast=fast)
    assert Scalar("x", quoted=True, line=1, column=4) == tree["a"]
    assert Scalar("y", quoted=False, line=3, column=5) == tree["b"][0]
    assert {"a": (1, 1), "b": (2, 1)} == tree.keys_at


@BOTH
@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbfa: b", b"a: b\r\n", b"a: b\r", "é: ü".encode(), b"# only\na: b", b"--- \na: b\n...\n"]
)
def test_marks_line_ends_and_comments_are_no_problem(data, fast):
    tree, problems = yaml_tree.read(data, fast=fast)
    assert () == problems
    assert 1 == len(tree)


HOSTILE = {
    "alias bomb": (b"a: &a [x]\n" + b"b: [" + b"*a," * 500 + b"*a]\n", "alias"),
    "merge bomb": (b"a: &a {x: y}\nb:\n  <<: *a\n", "alias"),
    "brackets": (b"[" * 60_000, "too-deep"),
    "braces": (b"{" * 60_000, "complex-key"),
    "dashes": (b"- " * 60_000, "too-deep"),
    "questions": (b"? " * 60_000, "complex-key"),
    "many values": (b"- a\n" * 60_000, "too-many-nodes"),
    "many keys": (b"".join(b"k%d: v\n" % i for i in range(22_000)), "too-many-nodes"),
    "flow values": (b"[" + b"a," * 100_000 + b"]", "too-many-nodes"),
    "over the cap": (b"# " + b"x" * 1_048_574, "too-large"),
    "utf-16": ("a: b".encode("utf-16"), "not-utf8"),
    "latin-1": ("a: é".encode("latin-1"), "not-utf8"),
    "nul": (b"a: \x00", "bad-character"),
    "escape": (b"a: \x1b[31m", "bad-character"),
    "bom inside": ("a: \ufeffb".encode(), "bad-character"),
    "line separator": ("a: b\u2028c".encode(), "bad-character"),
    "override": ("a: \u202eb".encode(), "bad-character"),
    "surrogate bytes": (b"a: \xed\xa0\x80", "not-utf8"),
    "python object": (b"!!python/object/apply:os.system [x]", "tag"),
    "local tag": (b"a: !thing b", "tag"),
    "directive": (b"%YAML 1.1\n---\na: b", "directive"),
    "huge directive": (b"%YAML 1." + b"9" * 5_000 + b"\n---\na: b", None),
    "tag directive": (b"%TAG ! tag:x,2000:\n---\na: b", "directive"),
    "two documents": (b"a: b\n---\nc: d", "several-documents"),
    "tab": (b"a:\n\tb: c", "bad-character"),
    "open quote": (b'a: "b', "not-yaml"),
    "wild escape": (b'a: "\\UFFFFFFFF"', "not-yaml"),
    "odd escape": (b'a: "\\q"', "not-yaml"),
    "colon in value": (b"a: b: c", "not-yaml"),
    "question between brackets": (b"{null?}", "not-yaml"),
    "lax block": (b"a: |#\n  b", "not-yaml"),
    "nothing": (b"", "empty-file"),
    "comment": (b"# nothing\n", "empty-file"),
    "list key": (b"[a]: b", "complex-key"),
    "mapping key": (b"{a: b}: c", "complex-key"),
    "same key": (b"a: b\na: c", "duplicate-key"),
    "same key quoted": (b"a: b\n'a': c", "duplicate-key"),
    "merge": (b"<<: {a: b}", "merge-key"),
}


@pytest.mark.slow
@BOTH
@pytest.mark.parametrize("name", HOSTILE)
def test_what_packs_do_without_is_refused(name, fast):
    data, code = HOSTILE[name]
    found = codes(data, fast=fast)
    assert found
    assert code is None or code == found[0]


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_both_loaders_agree_on_what_is_refused(name):
    data, _ = HOSTILE[name]
    assert yaml_tree.read(data, fast=True) == yaml_tree.read(data, fast=False)


def test_a_quoted_merge_key_is_a_key_like_any_other():
    assert [] == codes(b'"<<": {a: b}')


@BOTH
def test_what_cannot_be_said_of_a_place_is_said_of_the_file(fast):
    _, (problem,) = yaml_tree.read(b'a: "\\UFFFFFFFF"', fast=fast)
    assert ("the file cannot be read as YAML", 1, 1) == (problem.message, problem.line, problem.column)


@BOTH
def test_nothing_is_said_of_a_second_document_but_that_it_is_there(fast):
    _, problems = yaml_tree.read(b"a: b\n---\nc: &x d\n---\ne: f\n", fast=fast)
    assert [("several-documents", 2, 1)] == [(each.code, each.line, each.column) for each in problems]


def test_a_yaml_without_libyaml_is_warned_of(monkeypatch):
    monkeypatch.setattr(yaml_tree, "FAST", False)
    message = "^this PyYAML was built without libyaml, so packs take about ten times as long to read$"
    with pytest.warns(RuntimeWarning, match=message):
        assert ({"a": "b"}, ()) == (texts((found := yaml_tree.read(b"a: b", fast=False))[0]), found[1])


@BOTH
def test_what_is_refused_is_said_in_words(fast):
    said = [
        f"{each.code}: {each.message}; {each.remedy}"
        for each in yaml_tree.read(b"a: &x b\nc: *x\nd: !t e\n[f]: g\n", fast=fast)[1]
    ]
    assert [
        "alias: this is marked for reuse with &; write the value out where it is used",
        "alias: this refers to another place in the file; write the value out",
        "tag: this has a YAML tag; remove the word that begins with !",
        "complex-key: a list or a mapping is a key; use a plain word",
    ] == said


@BOTH
@pytest.mark.parametrize("node", ["{x: y}", "[x]", "x"])
def test_a_tag_or_a_mark_has_its_place_on_whatever_it_stands(node, fast):
    _, problems = yaml_tree.read(f"a: b\nc: &m {node}\nd: !t {node}\n".encode(), fast=fast)
    assert [("alias", 2, 4), ("tag", 3, 4)] == [(each.code, each.line, each.column) for each in problems]


@pytest.mark.parametrize("data", [b"{a: b?c}", b"[a?b]", b"[{a: b?c}]", b"{a: [b?c]}"])
def test_a_question_mark_between_brackets_is_refused_with_libyaml_as_without(data):
    assert ["not-yaml"] == codes(data, fast=False)
    assert yaml_tree.read(data, fast=True) == yaml_tree.read(data, fast=False)


@pytest.mark.parametrize("data", [b"a: |#x\n  y\n", b"'a > b': |#x\n  y\n", b"- >-#\n  y\n", b"a:\n- |x\n  y\n"])
def test_a_block_that_begins_in_another_way_is_refused_with_libyaml_as_without(data):
    assert ["not-yaml"] == codes(data, fast=False)
    assert yaml_tree.read(data, fast=True) == yaml_tree.read(data, fast=False)


@BOTH
def test_a_key_that_stands_twice_is_told_with_its_line_and_not_at_any_length(fast):
    key = b"k" * 101
    _, (problem,) = yaml_tree.read(key + b": a\nb: c\n" + key + b": d\n", fast=fast)
    assert (f"the key '{'k' * 100}' is on line 1 too", 3, 1) == (problem.message, problem.line, problem.column)


def test_problems_are_listed_up_to_a_limit():
    data = b"".join(b"- !x a\n" for _ in range(1_000))
    assert yaml_tree.LIMITS.problems == len(codes(data))


SNIPPETS = st.sampled_from(
    [
        "a",
        "b: ",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        " ",
        ": ",
        "[",
        "]",
        "{",
        "}",
        ",",
        '"',
        "'",
        "|",
        ">",
        "|-\n",
        "#",
        " # x",
    ]
    + [
        "?",
        "? ",
        "&x ",
        "*x",
        "!",
        "!!str ",
        "%",
        "---\n",
        "...\n",
        "\t",
        "~",
        "null",
        "é",
        "\\n",
        "\\",
        "''",
        "@",
        "`",
    ]
    + ["<<: ", "0", "-", "\r\n", "\u00a0", "😀"]
)


@given(st.lists(SNIPPETS, max_size=25).map("".join))
def test_both_loaders_agree_on_anything(text):
    data = text.encode()
    assert yaml_tree.read(data, fast=True) == yaml_tree.read(data, fast=False)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_tree_or_problems(data):
    tree, problems = yaml_tree.read(data)
    assert (tree is None) <= bool(problems)


@pytest.mark.slow
def test_hostile_input_is_refused_in_little_memory_without_libyaml():
    code = (
        "import resource, sys\n"
        "from intimacy_kit.packs import yaml_tree\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from tests.unit.packs.test_yaml_tree import HOSTILE\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "for data, _ in HOSTILE.values():\n"
        "    yaml_tree.read(data, fast=False)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )

    here = str(ROOT)
    out = subprocess.run([sys.executable, "-c", code, here], capture_output=True, text=True, check=True).stdout
    assert 100 * 1024 > int(out)  # in KiB; `benchmarks/bench_calls.py` measures the time


def test_a_place_is_that_of_the_value_unless_the_key_is_wanted_and_as_deep_as_the_tree_goes():
    tree, problems = yaml_tree.read(b"a:\n  - one\nb: two\n")
    assert () == problems
    assert (2, 5) == yaml_tree.locate(tree, ("a", 0))
    assert [(3, 4), (3, 1)] == [yaml_tree.locate(tree, ("b",)), yaml_tree.locate(tree, ("b",), at_key=True)]
    assert (2, 3) == yaml_tree.locate(tree, ("a", 1))
    assert (3, 4) == yaml_tree.locate(tree, ("b", "c"))
    assert (1, 1) == yaml_tree.locate(tree, ("c",))


# Trees that are written and read back --------------------------------------------


quoted = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=8)
trees = st.recursive(
    quoted,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(quoted, inner, max_size=3),
    max_leaves=8,
)


@given(trees)
def test_any_tree_that_is_written_as_json_is_read_back(tree):
    found, problems = yaml_tree.read(json.dumps(tree, ensure_ascii=False).encode())
    assert () == problems
    assert tree == texts(found)


def leaves(node, path=()):
    """Yield each leaf of a tree with its path."""
    if isinstance(node, Scalar):
        yield path, node
    for key, each in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from leaves(each, (*path, key))


@given(trees)
def test_every_leaf_is_found_where_it_says_that_it_stands(tree):
    lines = json.dumps(tree, ensure_ascii=False, indent=1)
    found, _ = yaml_tree.read(lines.encode())
    for path, leaf in leaves(found):
        assert (leaf.line, leaf.column) == yaml_tree.locate(found, path)
        rest = lines.split("\n")[leaf.line - 1][leaf.column - 1 :]
        assert rest.startswith(json.dumps(leaf.text, ensure_ascii=False))


@given(trees, st.sampled_from(["\r\n", "\r"]), st.booleans())
def test_neither_line_ends_nor_a_mark_nor_a_comment_are_part_of_a_tree(tree, end, mark):
    plain = json.dumps(tree, ensure_ascii=False, indent=1)
    dressed = ("\ufeff" if mark else "") + plain.replace("\n", end) + f"{end}# a remark{end}"
    assert yaml_tree.read(plain.encode()) == yaml_tree.read(dressed.encode())


def test_the_first_of_several_tabs_is_told():
    tree, problems = yaml_tree.read(b"a: b\nc:\td\te\n")
    assert tree is None
    assert ["bad-character  the file holds a tab; use blanks"] == [str(each) for each in problems]
    assert [(2, 3)] == [(each.line, each.column) for each in problems]


def test_a_file_may_have_as_many_bytes_as_it_says():
    whole = b"a: " + b"x" * (yaml_tree.LIMITS.bytes - 3)
    tree, problems = yaml_tree.read(whole)
    assert () == problems
    assert yaml_tree.LIMITS.bytes - 3 == len(tree["a"].text)
    assert ["too-large"] == [each.code for each in yaml_tree.read(whole + b"x")[1]]

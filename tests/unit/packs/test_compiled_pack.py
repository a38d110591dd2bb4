"""A pack that was compiled is the pack, as long as nothing was changed; else it is refused, and never guessed at."""

import json
import os
import shutil

import attrs
import pytest
from click.testing import CliRunner

import intimacy_kit as ik
from intimacy_kit.cli import main
from intimacy_kit.content.kinds import SHELVES
from intimacy_kit.packs import compile_pack
from intimacy_kit.packs import compiled_pack as module
from intimacy_kit.packs.compiled_pack import COMPILED
from tests.support.paths import GOOD, ROOT


@pytest.fixture
def pack(tmp_path):
    folder = tmp_path / "five"
    shutil.copytree(GOOD / "five", folder)
    return folder


AGAIN = "compile it again with `intimacy-kit compile`"


def problem_of(path, *, make=ik.load_path):
    """Return the one problem of a pack, without the name of its file, which it has."""
    with pytest.raises(ik.PackError) as refused:
        make(path)
    (problem,) = refused.value.problems
    assert str(path) == problem.file
    return str(attrs.evolve(problem, file=""))


@pytest.mark.slow
def test_a_compiled_pack_is_the_pack(pack):
    file = compile_pack(pack)
    assert pack / COMPILED == file
    assert ik.load_path(pack) == ik.load_path(file) == ik.load_path(str(file))
    id = next(iter(ik.load().phrases))
    assert ik.load_path(pack).kit_phrases[id] == ik.load_path(file).kit_phrases[id]


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["es-MX", "de", "it"])
def test_its_translations_are_the_same(tmp_path, locale):
    shutil.copytree(ROOT / "data", tmp_path / "pack")
    file = compile_pack(str(tmp_path / "pack"))
    assert ik.load_path(tmp_path / "pack", locale=locale) == ik.load_path(file, locale=locale)
    assert ik.locales(tmp_path / "pack") == ik.locales(file)


def test_a_language_that_is_not_there_is_an_error_where_that_is_asked(pack):
    with pytest.raises(ik.UnknownId):
        ik.load_path(compile_pack(pack), locale="fr", strict=True)


@pytest.mark.parametrize("name", ["pillars.yaml", "more.yaml", "locales/xx/pillars.yaml"])
def test_it_is_refused_once_its_yaml_is_other(pack, name):
    file = compile_pack(pack)
    (pack / name).parent.mkdir(parents=True, exist_ok=True)
    with (pack / name).open("a", encoding="utf-8") as stream:
        stream.write("# seen\n")
    assert f"stale-file  the compiled pack was made of other YAML than lies beside it; {AGAIN}" == problem_of(file)
    shutil.rmtree(pack / "locales", ignore_errors=True)
    (pack / "more.yaml").unlink(missing_ok=True)
    assert ik.load_path(compile_pack(pack)) == ik.load_path(pack), "compiled again, it takes the place of the other"


def test_it_is_loaded_by_itself_where_no_yaml_lies_beside_it(pack, tmp_path):
    alone = tmp_path / "alone.jsonl"
    alone.write_bytes(compile_pack(pack).read_bytes())
    assert ik.load_path(pack) == ik.load_path(alone)


def test_a_change_of_one_letter_is_seen(pack):
    file = compile_pack(pack)
    text = file.read_text(encoding="ascii")
    assert "talk to people in queues" in text
    file.write_text(text.replace("talk to people in queues", "talk to people in trains"), encoding="ascii")
    assert f"stale-file  the compiled pack was changed; {AGAIN}" == problem_of(file)


def test_one_of_another_version_of_the_library_is_refused(pack, monkeypatch):
    file = compile_pack(pack)
    monkeypatch.setattr(module, "__version__", "99.0")
    assert f"stale-file  the compiled pack was made by another version of this library; {AGAIN}" == problem_of(file)


def test_a_folder_is_read_as_yaml_whatever_is_compiled_in_it(pack):
    wanted = ik.load_path(pack)
    compile_pack(pack).write_text("{}", encoding="ascii")
    assert wanted == ik.load_path(pack)
    assert () == ik.check_path(pack)


UNREADABLE = "unreadable  this is not a compiled pack; name the folder that holds pack.yaml"
HEADER = json.dumps({"checksum": "", "kit": ik.__version__, "locales": [], "parts": ["pack"]})


ODD = json.dumps({"locales": [1], "kit": ik.__version__, "checksum": "", "parts": ["pack", *SHELVES, "locales/1"]})


@pytest.mark.parametrize(
    "text",
    [
        f"{module._digest('')}\n{ODD}\n" + "[]\n" * (2 + len(SHELVES)),
        "",
        "{}",
        "é",
        f"{module._digest('')}\n",
        f"{module._digest(HEADER)}\n{HEADER}",
    ],
)
def test_what_is_no_whole_compiled_pack_is_refused(pack, text):
    file = pack / COMPILED
    file.write_text(text, encoding="utf-8")
    assert UNREADABLE == problem_of(file)
    assert UNREADABLE == problem_of(pack / "nothing.jsonl")


def test_a_pack_with_problems_and_an_archive_are_not_compiled(pack, tmp_path):
    (pack / "pillars.yaml").write_text("[]", encoding="utf-8")
    with pytest.raises(ik.PackError):
        compile_pack(pack)
    (tmp_path / "pack.zip").write_bytes(b"PK")
    said = problem_of(tmp_path / "pack.zip", make=compile_pack)
    assert "unreadable  only a folder can be compiled; unpack the archive" == said


@pytest.mark.parametrize(
    ("text", "code"), [("[", "not-yaml"), ("- {}\n" * 300, "wrong-kind"), ("{}: x", "complex-key")]
)
def test_a_pack_with_problems_in_a_translation_is_not_compiled(pack, text, code):
    (pack / "locales" / "it").mkdir(parents=True)
    (pack / "locales" / "it" / "pillars.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ik.PackError) as refused:
        compile_pack(pack)
    assert {code} == {each.code for each in refused.value.problems}
    assert not (pack / COMPILED).exists()


def test_more_problems_in_a_translation_than_are_listed_are_problems_too(pack):
    (pack / "locales" / "it").mkdir(parents=True)
    texts = "".join(f"i{i}: {{revision: 1, nothing: x}}\n" for i in range(300))
    (pack / "locales" / "it" / "pillars.yaml").write_text(texts, encoding="utf-8")
    with pytest.raises(ik.PackError, match="too-many-problems"):
        compile_pack(pack)


def test_a_folder_in_the_place_of_the_file_is_said(pack):
    (pack / COMPILED).mkdir()
    assert "unwritable  the compiled pack cannot be written" in problem_of(
        pack / COMPILED, make=lambda _: compile_pack(pack)
    )


def test_a_name_that_is_too_long_is_no_folder_of_a_pack():
    with pytest.raises(ik.PackError, match="there is no such folder"):
        compile_pack("x" * 5000)


def test_the_command_names_the_file(pack):
    done = CliRunner().invoke(main, ["compile", str(pack)])
    assert (0, f"{pack / COMPILED}\n") == (done.exit_code, done.output)
    (pack / "pack.yaml").unlink()
    done = CliRunner().invoke(main, ["compile", str(pack)])
    assert 2 == done.exit_code
    assert "pack.yaml" in done.stderr


# Of a stranger -----------------------------------------------------------------------------


def forged(file, name, change):
    """Write a compiled pack anew of which a part is changed, and its digest with it."""
    header, *parts = [json.loads(line) for line in file.read_text(encoding="ascii").splitlines()[1:]]
    whole = {"header": header, **dict(zip(header["parts"], parts, strict=True))}
    whole[name] = change(whole[name])
    body = "".join(each if isinstance(each, str) else json.dumps(each) + "\n" for each in whole.values())
    file.write_text(f"{module._digest(body)}\n{body}", encoding="ascii")
    return file


def wrong_fields(records):
    return [{key: {"q": [1]} for key in each} for each in records]


WRONG = {
    "nothing": lambda _: None,
    "a mapping": lambda _: {"a": 1},
    "a list of nothing": lambda _: [None],
    "a record without fields": lambda _: [{}],
    "fields of another kind": wrong_fields,
    "no JSON": lambda _: "not JSON\n",
    "a number of many digits": lambda _: "[" + "9" * 5000 + "]\n",
    "thousands of brackets": lambda _: "[" * 20_000 + "\n",
}
DAMAGED = f"stale-file  the compiled pack was damaged; {AGAIN}"


def used(file):
    """Load a compiled pack, and look at each of its shelves."""
    return [len(getattr(ik.load_path(file, locale="es"), shelf)) for shelf in SHELVES]


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("name", ["pack", "pillars", "items"])
def test_a_record_that_nobody_can_have_compiled_is_refused_when_it_is_used(pack, name, wrong):
    assert DAMAGED == problem_of(forged(compile_pack(pack), name, WRONG[wrong]), make=used)


@pytest.mark.parametrize("name", ["pack", "items"])
def test_an_item_may_be_missing_and_a_pack_may_not(pack, name):
    file = forged(compile_pack(pack), name, lambda _: [])
    if name == "pack":
        assert DAMAGED == problem_of(file, make=used)
    else:
        assert 0 == len(ik.load_path(file).items)


@pytest.mark.parametrize("wrong", [None, [], {"pillars": None}, {"pillars": {"x": 5}}, {"nobody": {}, "x": 1}])
def test_a_translation_that_nobody_can_have_compiled_is_refused(pack, wrong):
    (pack / "locales" / "es").mkdir(parents=True)
    file = forged(compile_pack(pack), "locales/es", lambda _: wrong)
    assert DAMAGED == problem_of(file, make=used)


@pytest.mark.parametrize(
    "change", [{"parts": []}, {"parts": 5}, {"parts": "pack"}, {"locales": ["es"]}, {"locales": 5}, {"locales": [[]]}]
)
def test_a_header_that_names_other_parts_is_refused(pack, change):
    file = compile_pack(pack)
    assert UNREADABLE == problem_of(forged(file, "header", lambda header: header | change))


def test_a_pipe_and_a_file_without_end_are_not_waited_for(pack, monkeypatch):
    file = compile_pack(pack)
    os.mkfifo(pack / "notes.yaml")
    assert ik.load_path(file), "a pipe beside it is no file of the pack"
    os.mkfifo(pack / "pipe.jsonl")
    assert UNREADABLE == problem_of(pack / "pipe.jsonl")
    monkeypatch.setattr(module, "_LARGEST", 10)
    assert UNREADABLE == problem_of(file)

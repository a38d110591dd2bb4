"""A zip archive is refused by its list of names, before anything is unpacked."""

import io
import zipfile

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.packs import archive
from tests.support.hostile_packs import FILES, ODD_NAMES, member, small_archives, zipped

TWICE = "is there twice, perhaps in other letters; keep one"
UNFIT = {
    "bzip2 that swells": "the member 'items/b.yaml' is neither stored nor deflated; pack it the usual way",
    "LZMA that swells": "the member 'items/b.yaml' is neither stored nor deflated; pack it the usual way",
    "member that is a link": "the member 'items/b.yaml' is a link or a device; put the file itself in",
    "member that is a device": "the member 'items/b.yaml' is a link or a device; put the file itself in",
    "member that is a pipe": "the member 'items/b.yaml' is a link or a device; put the file itself in",
    "member twice": f"the member 'forms.yaml' {TWICE}",
    "member in other letters": f"the member 'forms.yaml' {TWICE}",
    "encrypted": "the member 'pack.yaml' is encrypted, and 4 more; pack it without a password",
    "other packing": "the member 'pack.yaml' is neither stored nor deflated, and 4 more; pack it the usual way",
    "many members": "the archive has more than 2000 members; keep what belongs to the pack",
}


def check(tmp_path, data):
    path = tmp_path / "pack.zip"
    path.write_bytes(data)
    return ik.check_path(path)


@pytest.fixture(scope="module")
def made():
    return dict(small_archives())


@pytest.mark.parametrize("name", UNFIT)
def test_an_unfit_archive_is_one_problem_of_its_file(tmp_path, made, name):
    (problem,) = check(tmp_path, made[name])
    assert (UNFIT[name], "pack.zip") == (f"{problem.message}; {problem.remedy}", problem.file)


def test_a_folder_and_a_file_of_one_name_are_one_member_twice(tmp_path):
    (problem,) = check(tmp_path, zipped([(member("Forms.yaml/"), b"")]))
    assert f"the member 'forms.yaml' {TWICE}" == f"{problem.message}; {problem.remedy}"


def test_a_name_that_an_extra_field_gives_a_member_is_looked_at_too():
    with zipfile.ZipFile(io.BytesIO(zipped())) as opened:
        opened.infolist()[-1].filename = "a/" * 32_000 + "x"  # as a Python from 3.13 on reads one
        (problem,) = archive.unfit_members(opened, "pack.zip")
    assert "is called what no file of a pack is" in problem.message


def test_what_a_system_adds_to_an_archive_does_not_hide_its_only_folder(tmp_path):
    files = {f"top/{name}": data for name, data in FILES.items()} | {"__MACOSX/top/._pack.yaml": b"", ".DS_Store": b""}
    assert () == check(tmp_path, zipped(files=files))


def test_names_of_which_one_is_longer_are_two_members(tmp_path):
    assert () == check(tmp_path, zipped([(member("notes"), b""), (member("notesX"), b"")]))


def test_of_several_members_the_first_is_named_and_the_rest_counted(tmp_path):
    (problem,) = check(tmp_path, zipped([(member("../a"), b""), (member("../b"), b"")]))
    assert "the member '../a' is called what no file of a pack is, and 1 more" == problem.message


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("a/" * 9 + "b.txt", True),
        ("a/" * 10 + "b.txt", False),
        ("n" * 236 + ".txt", True),
        ("n" * 237 + ".txt", False),
    ],
)
def test_a_name_has_so_many_parts_and_characters_at_most(tmp_path, name, fits):
    problems = check(tmp_path, zipped([(member(name), b"x")]))
    assert fits == ("unfit-archive" not in [each.code for each in problems])


@pytest.mark.parametrize(
    ("limit", "room", "fits"), [("bytes", 0, True), ("bytes", -1, False), ("members", 0, True), ("members", -1, False)]
)
def test_an_archive_may_be_as_large_as_its_limit(tmp_path, monkeypatch, made, limit, room, fits):
    (tmp_path / "own.zip").write_bytes(made["good"])
    with zipfile.ZipFile(tmp_path / "own.zip") as whole:
        size = {"bytes": len(made["good"]), "members": len(whole.infolist())}[limit]
    monkeypatch.setattr(archive, "LIMITS", attrs.evolve(archive.LIMITS, **{limit: size + room}))
    assert ([] if fits else ["too-large"]) == [each.code for each in check(tmp_path, made["good"])]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_name_that_no_file_of_a_pack_has_is_refused_and_shown_in_part(tmp_path, name):
    (problem,) = check(tmp_path, zipped([(member(ODD_NAMES[name]), b"x")]))
    assert "unfit-archive" == problem.code
    assert problem.message.endswith(" is called what no file of a pack is")
    assert 300 > len(str(problem))


@pytest.mark.parametrize("name", ["good", "one folder deep"])
def test_a_pack_in_an_archive_is_read_also_one_folder_deep(tmp_path, made, name):
    assert () == check(tmp_path, made[name])


def test_a_pack_whose_archive_begins_with_a_folder_is_read(tmp_path):
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name in sorted(FILES, key=lambda name: "/" not in name):
            file.writestr(name, FILES[name])
    assert "/" in zipfile.ZipFile(path).namelist()[0]
    assert () == ik.check_path(path)


def test_a_stored_member_is_read(tmp_path):
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        for name, data in FILES.items():
            file.writestr(name, data)
    assert () == ik.check_path(path)


def test_an_archive_with_more_bytes_than_a_pack_needs_is_not_opened(tmp_path):
    (problem,) = check(tmp_path, b"x" * (archive.LIMITS.bytes + 1))
    assert "pack.zip too-large  the archive has more than 4194304 bytes; keep what belongs to the pack" == str(problem)


@pytest.mark.parametrize("name", ["cut short", "empty", "no archive", "flipped"])
def test_what_is_not_an_archive_is_unreadable(tmp_path, made, name):
    assert ["unreadable"] == [each.code for each in check(tmp_path, made[name])]


@pytest.mark.parametrize("name", ["LZMA that swells", "many members", "name: deep", "member twice"])
def test_an_archive_that_is_open_already_is_looked_at_all_the_same(tmp_path, made, name):
    (tmp_path / "pack.zip").write_bytes(made[name])
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        assert check(tmp_path, made[name]) == ik.check_path(zipfile.Path(archive))


def test_a_sound_archive_that_is_open_already_is_read(made):
    assert () == ik.check_path(zipfile.Path(zipfile.ZipFile(io.BytesIO(made["good"]))))

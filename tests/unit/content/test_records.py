"""Value classes hold nothing that makes no sense, and say all that is wrong with what they are given."""

import pickle
from fractions import Fraction

import pytest

import intimacy_kit as ik
from intimacy_kit._values.frozen_map import FrozenMap
from tests.support.problems import problems_of

WORDS = ik.Wording("do it", "does it")


def item(**changes):
    return ik.Item(**{"id": "a.b", "pillar": "a", "scale": "s", "role": ik.Role.SCORED, "text": WORDS, **changes})


def practice(**changes):
    fields = {
        "id": "a.p",
        "pillar": "a",
        "title": "Title",
        "summary": "Summary.",
        "steps": ("Do it.",),
        "minutes": 5,
        "cadence": ik.Cadence.DAILY,
        "mode": ik.Mode.SOLO,
        "distance": ik.Distance.YES,
        "if_it_goes_badly": "Stop.",
    }
    return ik.Practice(**{**fields, **changes})


def source(**changes):
    fields = {
        "id": "who2001",
        "authors": "World Health Organization",
        "year": 2001,
        "title": "Title",
        "journal": "Journal",
        "finding": "Finding.",
        "design": "guidance",
        "verified": True,
        "verified_by": "Seen.",
    }
    return ik.Source(**{**fields, **changes})


@pytest.mark.parametrize("id", ["listening", "listening.attention", "little-things.day", "1.10", "a1"])
def test_ids_are_lower_case_dotted_words(id):
    assert id == item(id=id).id


@pytest.mark.parametrize("id", ["", "A", "a b", "a..b", ".a", "a.", "a_b", "é", "a\n", "a" * 101])
def test_anything_else_is_no_id(id):
    assert [("bad-id", "id")] == problems_of(item, id=id)


@pytest.mark.parametrize("text", ["", " ", "x ", "\tx"])
def test_text_has_something_in_it_and_no_blanks_around(text):
    assert [("empty-text", "title")] == problems_of(ik.Pillar, "a", text, "Summary.")


@pytest.mark.parametrize("version", ["1", "1.2.3.4.5", "v1.2", "01.2", "1.2a", ""])
def test_versions_are_numbers_with_dots(version):
    assert [("bad-version", "version")] == problems_of(ik.Pack, "p", version, "P", "CC0", "en", 1)


@pytest.mark.parametrize("locale", ["EN", "english language", "e", "", "en_GB"])
def test_locales_are_language_tags(locale):
    assert [("bad-locale", "locale")] == problems_of(ik.Pack, "p", "1.0", "P", "CC0", locale, 1)


@pytest.mark.parametrize(
    ("make", "changes", "problem"),
    [
        (item, {"weight": 0}, ("bad-number", "weight")),
        (item, {"weight": 1001}, ("bad-number", "weight")),
        (item, {"revision": 0}, ("bad-number", "revision")),
        (item, {"covers": ("1.1", "1.1")}, ("duplicate-id", "covers.1")),
        (item, {"covers": ("1.1", "One")}, ("bad-id", "covers.1")),
        (practice, {"minutes": 0}, ("bad-number", "minutes")),
        (practice, {"minutes": 1441}, ("bad-number", "minutes")),
        (practice, {"steps": ()}, ("empty-text", "steps")),
        (practice, {"steps": ("Do it.", "")}, ("empty-text", "steps.1")),
        (practice, {"access": FrozenMap({ik.Access.NO_TOUCH: " x"})}, ("empty-text", "access.no-touch")),
        (practice, {"distance_how": "By post."}, ("bad-distance", "distance")),
        (practice, {"distance": ik.Distance.ADAPT}, ("bad-distance", "distance")),
        (practice, {"gates": (ik.Gate.TOUCH,)}, ("missing-not-for", "gates")),
        (source, {"year": 1799}, ("bad-number", "year")),
        (source, {"doi": ""}, ("empty-text", "doi")),
    ],
)
def test_a_field_out_of_order_is_named(make, changes, problem):
    assert [problem] == problems_of(make, **changes)


def test_a_choice_has_a_value_or_a_code():
    assert [("bad-scale", "")] == problems_of(ik.Choice, "x")
    assert [("bad-scale", "")] == problems_of(ik.Choice, "x", 1, ik.Missing.DECLINED)
    assert [("bad-number", "value")] == problems_of(ik.Choice, "x", 1_000_001)


def test_a_scale_needs_two_different_values_and_labels():
    one, two = ik.Choice("one", 1), ik.Choice("two", 2)
    scale = ik.ResponseScale("s", (one, two))
    assert (1, 2, (1, 2), ()) == (scale.low, scale.high, scale.values, scale.codes)
    for choices in [(one,), (one, one), (one, ik.Choice("two", 1)), (one, ik.Choice("one", 2))]:
        assert [("bad-scale", "choices")] == problems_of(ik.ResponseScale, "s", choices)


def test_a_sentinel_is_never_worded_for_a_partner():
    sentinel = {"role": ik.Role.SENTINEL, "text": ik.Wording("feel safe")}
    assert item(**sentinel).text.partner is None
    assert [("bad-wording", "text.partner")] == problems_of(item, role=ik.Role.SENTINEL)
    both = problems_of(item, **sentinel, question=ik.Wording("Do you?", "Do they?"))
    assert [("bad-wording", "question.partner"), ("bad-wording", "question")] == both


def test_text_and_question_have_the_same_perspectives():
    assert [("bad-wording", "question")] == problems_of(item, question=ik.Wording("Do you?"))


def test_text_and_variants_have_the_same_perspectives():
    assert [("bad-wording", "variants.paper")] == problems_of(item, variants={"paper": ik.Variant("do it")})


def test_an_item_that_is_always_shown_has_no_value_for_when_it_is_not():
    assert [("bad-condition", "if_not_shown")] == problems_of(item, if_not_shown=0)


def test_a_recode_of_no_times_is_no_recode():
    assert [("bad-points", "times")] == problems_of(ik.Recode, times=0)


def test_a_programme_has_a_week():
    assert ("empty-text", "weeks") in problems_of(ik.Programme, "p", "P", "A programme.", weeks=(), stop="Stop.")


@pytest.mark.parametrize("text", ["x", "1/0", "0,5", ""])
def test_an_exact_number_is_written_as_one(text):
    with pytest.raises(
        ik.InvalidValue, match="times bad-number  this is not an exact number; write it as 3, 0.5 or 1/3"
    ):
        ik.Recode.from_dict({"times": text})


@pytest.mark.parametrize("stem", ["No slot?", "{item} and {item}?"])
def test_a_stem_has_one_slot(stem):
    assert [("bad-stem", "stem.self")] == problems_of(ik.Form, "f", "F", stem=ik.Wording(stem))
    good = "How often {item}?"
    assert [("bad-stem", "stem.partner")] == problems_of(ik.Form, "f", "F", stem=ik.Wording(good, stem))


def test_a_whole_number_where_a_fraction_is_wanted_is_read_or_refused_however_large():
    plain = {"id": "f", "title": "F", "stem": {"self": "How often {item}?"}}
    assert 1 == ik.Form.from_dict({**plain, "min_answered": 1}).min_answered
    for large in (10**9, 10**5000):
        with pytest.raises(ik.InvalidValue, match="min_answered bad-number"):
            ik.Form.from_dict({**plain, "min_answered": large})


def test_a_selection_is_all_or_a_list_or_some_of_each_pillar():
    assert ik.Selection() == ik.Selection.from_dict("all")
    assert ik.Selection(ids=("a", "b")) == ik.Selection.from_dict(["a", "b"])
    assert ik.Selection(per_pillar=1, rotate=True) == ik.Selection.from_dict({"per_pillar": 1, "rotate": True})
    assert [("bad-selection", "")] == problems_of(ik.Selection, rotate=True)
    assert [("bad-selection", "")] == problems_of(ik.Selection, anchors=("a",))
    assert [("bad-selection", "")] == problems_of(ik.Selection, ids=("a",), per_pillar=1)


def test_the_fraction_that_has_to_be_answered_lies_between_0_and_1():
    assert Fraction(5, 8) == ik.Form("f", "F", min_answered="5/8").min_answered
    assert [("bad-number", "min_answered")] == problems_of(ik.Form, "f", "F", min_answered=Fraction(9, 8))


def test_evidence_names_a_source_with_every_fit_but_craft():
    assert (None, ik.Fit.CRAFT) == (ik.Evidence().source, ik.Evidence().fit)
    assert [("bad-evidence", "source")] == problems_of(ik.Evidence, "who2001")
    assert [("bad-evidence", "source")] == problems_of(ik.Evidence, fit=ik.Fit.TESTED)


def test_a_week_with_a_daily_practice_has_it_seven_times():
    assert [7, 3, 1, 1] == [
        cadence.times_a_week
        for cadence in (ik.Cadence.DAILY, ik.Cadence.THREE_WEEKLY, ik.Cadence.WEEKLY, ik.Cadence.AS_NEEDED)
    ]


def test_a_frozen_mapping_stays_as_it_is():
    frozen = FrozenMap({"a": 1})
    assert frozen == pickle.loads(pickle.dumps(frozen)) == {"a": 1}
    assert hash(frozen) == hash(FrozenMap({"a": 1}))
    assert "FrozenMap({'a': 1})" == repr(frozen)
    with pytest.raises(AttributeError):
        frozen.extra = 1


def test_content_survives_its_plain_form(catalogue):
    for shelf in ("pillars", "scales", "forms", "items", "practices", "prompts", "sources"):
        for value in getattr(catalogue, shelf).values():
            assert value == type(value).from_dict(value.to_dict())
    assert catalogue.pack == ik.Pack.from_dict(catalogue.pack.to_dict())


@pytest.mark.parametrize("make", [ik.Item, lambda **fields: ik.Item.from_dict(fields)], ids=["by hand", "from_dict"])
def test_all_problems_of_a_record_are_reported_however_it_is_made(make):
    fields = {"id": "Bad Id", "pillar": "Bad Too", "scale": "Bad 3", "role": "scord", "text": WORDS, "weight": 0}
    wanted = [("bad-id", "id"), ("bad-id", "pillar"), ("bad-id", "scale"), ("bad-choice", "role")]
    assert [*wanted, ("bad-number", "weight")] == problems_of(make, **fields)


def test_a_record_made_by_hand_holds_the_values_that_its_types_name():
    made = practice(steps=["Do it."], cadence="daily", access={"no-touch": "Wave."}, gates=["touch"], not_for="You")
    assert (("Do it.",), ik.Cadence.DAILY, (ik.Gate.TOUCH,)) == (made.steps, made.cadence, made.gates)
    assert {ik.Access.NO_TOUCH: "Wave."} == made.access
    assert made == ik.Practice.from_dict(made.to_dict())
    assert hash(made) == hash(ik.Practice.from_dict(made.to_dict()))


@pytest.mark.parametrize("wrong", [5, None, ["x"], b"x"])
def test_what_is_not_text_is_no_title(wrong):
    assert [("wrong-kind", "title")] == problems_of(ik.Pillar, "a", wrong, "Summary.")


@pytest.mark.parametrize(("format", "code"), [(0, "bad-number"), (2, "newer-format"), ("1", "bad-number")])
def test_a_pack_is_of_a_format_that_this_release_reads(format, code):
    assert [(code, "format")] == problems_of(ik.Pack, "p", "1.0", "P", "CC0", "en", format)

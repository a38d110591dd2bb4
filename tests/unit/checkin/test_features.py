"""What a check-in can ask: variants, instructions, pages, an order by seed; and keys that stay as they were."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.checkin import client_dict, decode, encode, from_client_dict
from tests.support.features import catalogues

DAY = date(2026, 3, 2)
FREQUENCY = ik.ResponseScale(
    "often",
    [ik.Choice("Never", 1), ik.Choice("Always", 2), ik.Choice("No occasion", code=ik.Missing.DID_NOT_COME_UP)],
)


def item(id, pillar="calm", **fields):
    return ik.Item(id, pillar, "often", ik.Role.SCORED, ik.Wording(f"do {id}"), **fields)


def catalogue(*items, **form):
    return ik.Catalogue(
        pack=ik.Pack("p", "1.0", "P", "CC0-1.0", "en"),
        pillars=[ik.Pillar("calm", "Calm", "C."), ik.Pillar("zest", "Zest", "Z.")],
        scales=[FREQUENCY],
        items=items,
        forms=[ik.Form("f", "F", stem=ik.Wording("Do you {item}?"), **form)],
    )


def test_a_key_of_the_first_edition_keeps_its_digest():
    def version(n, *more):
        five = [ik.Choice(str(value), value) for value in range(1, 6)]
        scale = ik.ResponseScale("agree5", [*five, ik.Choice("No", code=ik.Missing.DECLINED)])
        asked = [
            ("trust.rely", 0),
            ("trust.word", 0),
            ("trust.doubt", 1),
            ("fun.laugh", 0),
            ("fun.plan", 0),
            ("fun.bored", 1),
        ]
        return ik.Catalogue(
            pack=ik.Pack("short-pack", f"{n}.0", "P", "CC0-1.0", "en"),
            pillars=[ik.Pillar("trust", "T", "T."), ik.Pillar("fun", "F", "F.")],
            scales=[scale],
            items=[
                ik.Item(id, id.split(".")[0], "agree5", ik.Role.SCORED, ik.Wording(id), keying=list(ik.Keying)[reverse])
                for id, reverse in (*asked, *more)
            ],
            forms=[ik.Form("short", "S", stem=ik.Wording("{item}"))],
        )

    assert "405b6c40b0b5606c" == ik.ScoringKey.from_form(version(1), "short").digest
    assert "36af17b9d079f53a" == ik.ScoringKey.from_form(version(2, ("fun.new", 0)), "short").digest
    one, two = (ik.ScoringKey.from_form(each, "short") for each in (version(1), version(2, ("fun.new", 0))))
    asked = [key.asked(key.by_id) for key in (one, two)]
    assert [True, False] == [a.digest == b.digest for a, b in zip(*asked, strict=True)]


@given(catalogues())
def test_a_key_survives_json_exactly(drawn):
    key = ik.ScoringKey.from_form(drawn, "form")
    again = ik.ScoringKey.from_dict(json.loads(json.dumps(key.to_dict())))
    assert (key, key.digest) == (again, again.digest)


def test_only_items_that_need_an_occasion_offer_that_there_was_none_where_any_says_so():
    assert [3, 3] == [
        len(each.choices) for each in ik.draw(catalogue(item("a"), item("b")), form="f", seed="s").questions
    ]
    some = ik.draw(catalogue(item("a", needs_occasion=True), item("b")), form="f", seed="s")
    assert [3, 2] == [len(each.choices) for each in some.questions]
    with pytest.raises(ik.InvalidResponse) as caught:
        some.answer({"b": "did-not-come-up"}, on=DAY)
    assert ["not-offered"] == [problem.code for problem in caught.value.problems]


def test_a_variant_is_another_wording_with_a_revision_and_an_identity_of_its_own():
    varied = catalogue(item("a", variants={"apart": ik.Variant("call", revision=4)}), item("b"))
    plain, apart = (ik.draw(varied, form="f", seed="s", variant=each) for each in (None, "apart"))
    assert ["Do you do a?", "Do you call?"] == [each.questions[0].text for each in (plain, apart)]
    assert [1, 4] == [each.key.items[0].revision for each in (plain, apart)]
    assert plain.key.digest != apart.key.digest
    response = apart.answer({"a": 1}, on=DAY)
    assert response == ik.Response.from_dict(varied, response.to_dict())
    assert apart == from_client_dict(varied, client_dict(apart))
    assert "apart" == decode(encode(apart))["variant"]
    assert "variant" not in decode(encode(plain))


def test_a_variant_that_nothing_has_is_refused():
    with pytest.raises(ik.InvalidValue, match="no variant 'apart'"):
        ik.draw(catalogue(item("a")), form="f", seed="s", variant="apart")


def test_a_form_has_instructions_and_pages_by_pillar():
    checkin = ik.draw(
        catalogue(item("a"), item("b"), item("c", "zest"), instructions="Take your time."), form="f", seed="s"
    )
    assert "Take your time." == checkin.instructions
    assert [["a", "b"], ["c"]] == [[each.item_id for each in page] for page in checkin.pages]


@given(st.text("abc", min_size=1, max_size=4), st.integers(0, 50))
def test_an_order_by_seed_keeps_pages_and_asks_what_a_condition_needs_first(seed, occasion):
    items = [item(f"i{i}", show_if=ik.Condition(item="i0", equals=1) if i == 3 else None) for i in range(5)]
    drawn = ik.draw(catalogue(*items, item("z", "zest"), order="drawn"), form="f", seed=seed, occasion=occasion)
    ids = list(drawn.item_ids)
    assert "z" == ids[-1]
    assert sorted(ids[:-1]) == [each.id for each in items]
    assert ids.index("i0") < ids.index("i3")


def test_an_order_by_seed_differs_from_seed_to_seed():
    items = [item(f"i{i}") for i in range(6)]
    orders = {ik.draw(catalogue(*items, order="drawn"), form="f", seed=str(n)).item_ids for n in range(5)}
    assert 1 < len(orders)

"""The scoring key of a form."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import member
from intimacy_kit._values.fields import Between
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.leaves import LARGEST_EXACT
from intimacy_kit._values.record import CheckedRecord
from intimacy_kit.content.catalogue import Catalogue, once
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.norm import Norm
from intimacy_kit.content.score_rule import MOST_DEEP, ScoreRule
from intimacy_kit.content.text import untranslated
from intimacy_kit.content.vocabulary import Missing, Model, Perspective, Role
from intimacy_kit.errors import InvalidValue, Problems
from intimacy_kit.scoring_key.asked import Asked
from intimacy_kit.scoring_key.digest import hash_of, plain_item, plain_rule
from intimacy_kit.scoring_key.from_rule import pillar_score, rule_score
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.subscale import Subscale
from intimacy_kit.scoring_key.value_range import largest_of

_MOST_DIGESTS = 1000
"""How many digests a key keeps; check-ins of a table may each ask other items."""


@attrs.frozen
class ScoringKey(CheckedRecord):
    """How the answers to a form are scored.

    Args:
        catalogue: The id of the pack.
        version: The version of its content.
        form: The form's id.
        min_answered: The part of the items asked of a score that has to be answered, where its rule says nothing else.
        pillars: The ids of all pillars, in order.
        items: Every item that the form can ask, in order.
        scores: The scoring rules, in the pack's own language; a pillar that none of them uses is one score.
        indexes: The ids of the pillars whose items are parts that make them up, not signs of one thing.
        norms: What its scores came to in populations, in the pack's own language. They change no score and no digest.
    """

    catalogue: str
    version: str
    form: str
    min_answered: Annotated[Fraction, Between(0, 1)]
    pillars: tuple[str, ...]
    items: tuple[KeyedItem, ...]
    scores: tuple[ScoreRule, ...] = ()
    indexes: tuple[str, ...] = ()
    norms: tuple[Norm, ...] = ()

    def _check(self, problems: Problems) -> None:
        known: set[str] = set()
        for i, item in enumerate(self.items):
            if item.id in known:
                problems.add("duplicate-id", "an item before has this id", "", "items", i, "id")
            known.add(item.id)
        if problems:
            return
        made: dict[str, Subscale] = {}
        depths: dict[str, int] = {}
        for i, rule in enumerate(self.scores):
            depths[rule.id] = 1 + max((depths.get(id, 0) for id in rule.needs), default=0)
            if depths[rule.id] > MOST_DEEP:
                problems.add("too-deep", f"more than {MOST_DEEP} scores lie one within the other", "", "scores", i)
                return
            if not any(id in self.by_id for id in rule.items) and not any(id in made for id in rule.scores):
                problems.add("bad-score", f"the form asks no item of the score {rule.id!r}", "", "scores", i, "items")
                continue
            stepless = [id for id in rule.needs if id in made and made[id].steps is None]
            if stepless:
                message = f"the values of the score {stepless[0]!r} lie on no common steps"
                problems.add("bad-score", message, "give it round_to", "scores", i, "scores")
                continue
            made[rule.id] = rule_score(rule, self.items, made, least=self.min_answered, pillars=self.pillars)
            operand = made[rule.id].operand
            if operand is not None and operand.divides and operand.steps.low < 0:
                message = f"the values of the score {rule.divided_by!r} can lie below 0, so nothing is divided by them"
                problems.add("bad-score", message, "give it plus, or bands", "scores", i, "divided_by")
            elif largest_of(made[rule.id]) >= LARGEST_EXACT:
                message = f"the numbers of the score {rule.id!r} grow too large to be exact"
                problems.add("bad-score", message, "give points fewer decimals", "scores", i)

    @classmethod
    def from_form(cls, catalogue: Catalogue, form: str, *, variant: str | None = None) -> "ScoringKey":
        """Return the key of a form.

        Args:
            catalogue: The catalogue that has the form.
            form: The form's id.
            variant: The wording that is asked of the items that have it, such as `apart`.

        Raises:
            UnknownId: When there is no such form.
        """
        known = catalogue.forms[form].id
        return once(catalogue, (cls, known, variant), lambda: cls._made_from(catalogue, known, variant))

    @classmethod
    def _made_from(cls, catalogue: Catalogue, form: str, variant: str | None) -> "ScoringKey":
        offered, scales = catalogue.offered(form), catalogue.scales
        asked = catalogue.form_items(form)
        items = tuple(KeyedItem.of(item, scales[item.scale], offered[item.id], variant) for item in asked)
        ids = {item.id for item in items}
        rules = rules_of(catalogue, ids)
        pillars = {item.pillar for item in items}
        norms = (norm for norm in catalogue.norms.values() if norm.of in rules or norm.of in pillars)
        return cls(
            catalogue=catalogue.pack.id,
            version=catalogue.pack.version,
            form=form,
            min_answered=catalogue.forms[form].min_answered,
            pillars=tuple(catalogue.pillars),
            items=items,
            scores=tuple(ScoreRule.from_dict(untranslated(rule.to_dict())) for rule in rules.values()),
            indexes=tuple(pillar.id for pillar in catalogue.pillars.values() if pillar.model is Model.INDEX),
            norms=tuple(Norm.from_dict(untranslated(norm.to_dict())) for norm in norms),
        )

    @cached_property
    def subscales(self) -> tuple[Subscale, ...]:
        """What is added up, which is the scores of the rules, then pillars that these leave out, then felt ones."""
        groups: dict[tuple[Role, str], list[KeyedItem]] = {}
        ruled = self._ruled
        for role in (Role.SCORED, Role.FELT):
            for item in self.items:
                if item.role is role and (role is Role.FELT or item.pillar not in ruled):
                    groups.setdefault((role, item.pillar), []).append(item)
        made: dict[str, Subscale] = {}
        for rule in self.scores:
            made[rule.id] = self._with_tables(
                rule_score(rule, self.items, made, least=self.min_answered, pillars=self.pillars)
            )
        pillars = (pillar_score(pillar, role, items, self.min_answered) for (role, pillar), items in groups.items())
        return (*made.values(), *map(self._with_tables, pillars))

    def _with_tables(self, subscale: Subscale) -> Subscale:
        """Return a score with the tables of the norms that were made on it."""
        norms = tuple(norm for norm in self.norms if norm.table and norm.of == subscale.id)
        if not norms or subscale.role is Role.FELT:
            return subscale
        digest = self.digest_of(subscale, self.by_id, Perspective.SELF)
        return attrs.evolve(subscale, norms=tuple(norm for norm in norms if norm.digest == digest))

    def digests(self, perspective: str | Perspective = Perspective.SELF) -> Mapping[str, str]:
        """Return the digest of each score of which every item of the form is asked, by id; not of felt ones.

        Args:
            perspective: Whose behaviour is asked about.

        Raises:
            InvalidValue: When there is no such perspective.
        """
        problems = Problems()
        view = member(Perspective, perspective, "perspective", problems)
        if view is None:
            raise InvalidValue(problems)
        scored = (each for each in self.subscales if each.role is Role.SCORED)
        return FrozenMap({each.id: self.digest_of(each, self.by_id, view) for each in scored})

    @property
    def _ruled(self) -> frozenset[str]:
        """The pillars that are not one score each, since rules use their items or have their ids."""
        used = {id for rule in self.scores for id in rule.items}
        return frozenset(rule.id for rule in self.scores) | {item.pillar for item in self.items if item.id in used}

    def asked(
        self, ids: Iterable[str], *, perspective: Perspective = Perspective.SELF, in_turn: Iterable[str] = ()
    ) -> tuple[Asked, ...]:
        """Return what is asked of each score, which may be nothing, when some items are asked.

        Args:
            ids: The ids of the items that are asked.
            perspective: Whose behaviour is asked about.
            in_turn: The ids of the items that take turns, asked this time or not.
        """
        ids_asked, rotating = frozenset(ids), frozenset(in_turn)
        per_score: list[Asked] = []
        for subscale in self.subscales:
            terms = tuple(term for term in subscale.terms if term.item in ids_asked)
            below = {each.id for each in subscale.below if not each.rests_on.isdisjoint(ids_asked)}
            parts = tuple(term for term in subscale.parts if term.item in below)
            in_turn_here = rotating if subscale.pools else frozenset[str]()
            per_score.append(
                Asked(
                    subscale,
                    terms,
                    subscale.needed(len(terms) + len(parts)),
                    self.digest_of(subscale, ids_asked | in_turn_here, perspective),
                    tuple(sorted(term.item for term in terms if term.item in in_turn_here)),
                    sum(term.item in in_turn_here for term in subscale.terms),
                    parts,
                )
            )
        return tuple(per_score)

    @cached_property
    def scored(self) -> Mapping[str, KeyedItem]:
        """The items that count in a score, scored and felt, by id, in the order of the scores."""
        return {term.item: self.by_id[term.item] for subscale in self.subscales for term in subscale.terms}

    @cached_property
    def stand_apart(self) -> frozenset[str]:
        """The scores whose questions are always shown, move them, and count in no other score that stands for a pillar.

        Only with these does a place depend on their own answers alone: two scores that share a question are two
        equations, a question that is shown says how another one was answered, and one that counts the same whatever
        is answered hides no other. A variant of some of them shares the rest with another check-in of the form.
        """
        for_pillars = [each for each in self.subscales if each.role is Role.SCORED and each.pillar is not None]
        counted = Counter(id for each in for_pillars for id in each.rests_on)
        return frozenset(
            each.id
            for each in for_pillars
            if not each.parts
            and not each.reading.is_extreme
            and all(term.amounts[-1] for term in each.terms)
            and len({self.by_id[id].variant for id in each.rests_on}) == 1
            and all(counted[id] == 1 and self.by_id[id].show_if is None for id in each.rests_on)
        )

    @cached_property
    def needed(self) -> frozenset[str]:
        """The scores whose values others need."""
        return frozenset(other.id for subscale in self.subscales for other in subscale.needs)

    @cached_property
    def relevant(self) -> Mapping[str, KeyedItem]:
        """The items that count in a score, and those whose answers decide which of these are shown."""
        return self.with_conditions(self.scored)

    def with_conditions(self, ids: Iterable[str]) -> Mapping[str, KeyedItem]:
        """Return some items by id, and those whose answers decide which of these are shown.

        Args:
            ids: The ids of the items.
        """
        items = {id: self.by_id[id] for id in ids}
        for item in reversed(self.items):
            if item.id in items and item.show_if is not None:
                items |= {id: self.by_id[id] for id in self._asked_about(item.show_if) if id in self.by_id}
        return items

    def _asked_about(self, condition: Condition) -> Iterator[str]:
        """Yield the items on whose answers a condition depends."""
        for comparison in condition.comparisons:
            if comparison.item is not None:
                yield comparison.item
            yield from self.score(comparison.score).rests_on if comparison.score else ()

    def score(self, id: str) -> Subscale:
        """Return the score of an id, not a felt one.

        Args:
            id: The score's id.
        """
        return next(subscale for subscale in self.subscales if subscale.id == id and subscale.role is Role.SCORED)

    @cached_property
    def has_conditions(self) -> bool:
        """Whether any item is shown only after certain answers."""
        return any(item.show_if is not None for item in self.items)

    @sealed
    def shown(self, ids: Iterable[str], answers: Mapping[str, "int | float | Missing"]) -> tuple[str, ...]:
        """Return which of some items are shown, given the answers so far.

        Args:
            ids: The ids of the items that are asked, in order.
            answers: Item id to an answer or to the reason for a gap. What is not shown counts as unanswered.
        """
        shown: list[str] = []
        before: dict[str, int | float | Missing] = {}
        values: dict[str, float | Missing] = {}  # of the scores that were compared, as long as they stay the same
        for id in ids:
            condition = self.by_id[id].show_if
            holds = condition is None or self._holds(condition, before, values)
            for score in [each for each in values if id in self._rest_on[each]]:
                del values[score]
            if holds:
                shown.append(id)
                before[id] = answers.get(id, Missing.BLANK)
            else:
                before[id] = Missing.NOT_SHOWN
        return tuple(shown)

    def _holds(
        self,
        condition: Condition,
        answers: Mapping[str, "int | float | Missing"],
        values: dict[str, "float | Missing"],
    ) -> bool:
        """Return whether a condition holds after some answers."""
        if condition.parts is not None:
            holding = (self._holds(part, answers, values) for part in condition.parts)
            return all(holding) if condition.any_ is None else any(holding)
        if condition.item is not None:
            answer = answers.get(condition.item, Missing.NOT_ASKED)
            return not isinstance(answer, Missing) and condition.compares(answer)
        value = self._value(self.score(str(condition.score)), answers, values)
        return not isinstance(value, Missing) and condition.compares(value)

    def value(self, subscale: Subscale, answers: Mapping[str, "int | float | Missing"]) -> "float | Missing":
        """Return the value of a score, or why it is a gap where it is a part of another: not asked, or blank.

        Args:
            subscale: The score.
            answers: Item id to an answer or to the reason for a gap; an item that is not there was not asked.
        """
        return self._value(subscale, answers, {})

    def _value(
        self,
        subscale: Subscale,
        answers: Mapping[str, "int | float | Missing"],
        values: dict[str, "float | Missing"],
    ) -> "float | Missing":
        """Return the value of a score, and note it beside those of the scores that it needs, each worked out once."""
        if subscale.id not in values:
            for each in subscale.needs:
                self._value(each, answers, values)
            values[subscale.id] = subscale.part(subscale.tally(answers, values))
        return values[subscale.id]

    @cached_property
    def _rest_on(self) -> Mapping[str, frozenset[str]]:
        """The items that each score rests on, by its id; not of felt ones."""
        return {each.id: each.rests_on for each in self.subscales if each.role is Role.SCORED}

    @cached_property
    def digest(self) -> str:
        """What the key depends on, as the first 16 hexadecimal digits of a SHA-256.

        It changes when an item, its revision, keying, scale or weight, a scoring rule, or the
        missing rule changes. It does not change with the version of the pack
        or the language, so answers given in Spanish score under the same key.
        """
        plain = {
            "catalogue": self.catalogue,
            "form": self.form,
            "min_answered": str(self.min_answered),
            "pillars": self.pillars,
            "items": [self._plain_items[item.id] for item in self.items],
        }
        rules = {"scores": [plain_rule(rule) for rule in self.scores]} if self.scores else {}
        return hash_of({**plain, **rules})

    @cached_property
    def _plain_items(self) -> Mapping[str, Mapping[str, Any]]:
        return {item.id: plain_item(item) for item in self.items}

    def digest_of(self, subscale: Subscale, ids: Collection[str], perspective: Perspective) -> str:
        """Return what a score depends on besides the answers, as the first 16 hexadecimal digits of a SHA-256.

        Scores with one digest can be compared. It changes when an item of the
        score comes, goes or has another revision, keying, scale or weight, with
        its rule, the missing rule and the perspective, and with nothing else in the form;
        the order of the items does not matter.

        Args:
            subscale: The score.
            ids: The ids of the items that are asked, all at once or in turn; others do not matter.
            perspective: Whose behaviour is asked about.
        """
        own = tuple(sorted(id for id in subscale.rests_on if id in ids))
        known = self._digests.get((subscale.name, perspective, own))
        if known is None:
            known = self._compute_digest(subscale, own, perspective)
            if len(self._digests) < _MOST_DIGESTS:
                self._digests[subscale.name, perspective, own] = known
        return known

    @cached_property
    def _digests(self) -> dict[tuple[str, Perspective, tuple[str, ...]], str]:
        """Digests of scores by score, perspective and items; the check-ins of a form share a few."""
        return {}

    def _compute_digest(self, subscale: Subscale, own: tuple[str, ...], perspective: Perspective) -> str:
        plain = {
            "catalogue": self.catalogue,
            "perspective": perspective.value,
            "pillar": subscale.id,
            "role": subscale.role.value,
            "min_answered": str(subscale.least),
            "items": [self._plain_items[id] for id in own],
        }
        return hash_of({**plain, "rule": subscale.rule} if subscale.rule else plain)

    @cached_property
    def by_id(self) -> Mapping[str, KeyedItem]:
        """The items by id."""
        return {item.id: item for item in self.items}


def rules_of(catalogue: Catalogue, ids: Collection[str]) -> dict[str, ScoreRule]:
    """Return the scoring rules of a catalogue that some items or their scores are part of, by id.

    Args:
        catalogue: The catalogue.
        ids: The ids of the items.
    """
    rules: dict[str, ScoreRule] = {}
    for rule in catalogue.scores.values():
        if not set(rule.items).isdisjoint(ids) or not rules.keys().isdisjoint(rule.scores):
            rules[rule.id] = rule
    return rules

"""Something to talk about for two."""

from collections.abc import Collection

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import texts, whole_number
from intimacy_kit.checkin.draw import rotation, series_problems
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.practice import Prompt
from intimacy_kit.couple.view import CoupleView
from intimacy_kit.errors import InvalidValue


@sealed
def conversation_prompts(
    catalogue: Catalogue,
    view: CoupleView,
    *,
    seed: str,
    occasion: int = 0,
    max_depth: int = 2,
    exclude: Collection[str] = (),
) -> tuple[Prompt, ...]:
    """Return something to talk about for each pillar that both share.

    It depends on which pillars are shared and on nothing else, so no question
    points at anybody's score. The pillars come in the catalogue's order; within
    one, no prompt comes back before all were shown.

    Args:
        catalogue: Where the prompts come from.
        view: What both may see.
        seed: Any text that stays the same, such as the couple's pseudonym.
        occasion: Which time this is, counted from 0.
        max_depth: The greatest depth wanted, 1 to 5.
        exclude: Ids of prompts or pillars, or topics, that this person leaves out. Give each
            person's list only to the call whose outcome that person alone sees.

    Raises:
        InvalidValue: When the seed, the occasion, the depth or the list makes no sense.
    """
    problems = series_problems(seed, occasion)
    whole_number(max_depth, "max_depth", problems, low=1, high=5)
    listed = texts(exclude, "exclude", problems)
    if problems:
        raise InvalidValue(problems)
    unwanted, shared = frozenset(listed), {each.pillar for each in view.pillars}
    chosen: list[Prompt] = []
    for pillar in catalogue.pillars:
        pool = {
            prompt.id: prompt
            for prompt in catalogue.prompts.values()
            if prompt.pillar == pillar
            and pillar in shared
            and prompt.depth <= max_depth
            and unwanted.isdisjoint((prompt.id, pillar, *prompt.topics))
        }
        if pool:
            round_, place = divmod(occasion, len(pool))
            chosen.append(pool[rotation(pool, seed, round_)[place]])
    return tuple(chosen)

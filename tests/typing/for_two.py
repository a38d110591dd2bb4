"""What a user's type checker infers of what two people share."""

from typing import assert_type

import intimacy_kit as ik


def together(catalogue: ik.Catalogue, mine: ik.Result, theirs: ik.Result | None) -> ik.CoupleView:
    """Show what both chose to share."""
    sharing = ik.Sharing().share("time").revoke("time")
    assert_type(sharing, ik.Sharing)
    assert_type(sharing.shares("time"), bool)
    view = ik.couple_view(a=ik.Side(mine, sharing), b=ik.Side(theirs))
    assert_type(view, ik.CoupleView)
    assert_type(ik.conversation_prompts(catalogue, view, seed="s"), tuple[ik.Prompt, ...])
    return view

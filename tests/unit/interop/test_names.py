"""Names that every survey format takes."""

from hypothesis import given
from hypothesis import strategies as st

from intimacy_kit.interop import _names


@given(st.from_regex(r"[a-z0-9]{1,3}([.-][a-z0-9]{1,3}){0,4}", fullmatch=True))
def test_a_name_is_safe_everywhere_and_leads_back_to_its_id(id):
    name = _names.name_of("q", id)
    assert name.replace("_", "").isalnum()
    assert id == _names.id_of(name)

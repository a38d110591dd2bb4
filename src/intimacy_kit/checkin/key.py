"""The scoring key that a table is read by, however it was named."""

from intimacy_kit._values.arguments import expect
from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.scoring_key.key import ScoringKey


def key_of(key: ScoringKey | CheckIn) -> ScoringKey:
    """Return a scoring key, or that of a check-in.

    Args:
        key: Either of them.

    Raises:
        InvalidValue: When it is anything else, such as the id of a form.
    """
    if isinstance(key, CheckIn):
        return key.key
    expect(ScoringKey, key, "key", 'ScoringKey.from_form(catalogue, "standard") makes one')
    return key

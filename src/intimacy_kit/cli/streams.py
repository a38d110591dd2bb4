"""What the program writes to: exit codes, and substitutes for characters that a terminal lacks."""

import codecs
import unicodedata

STOPPED = 1
"""The exit code of a command that did not finish, or found problems."""

INTERRUPTED = 130
"""The exit code of a command that a person stopped, as shells have it for Ctrl-C."""

BAD_INPUT = 2
"""The exit code of wrong usage and of input that is refused."""

_IN_ASCII = dict(zip("█░–—−·“”‘’×…", "#.---.\"\"''x.", strict=True))


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    """Return substitutes for characters that a terminal lacks, one for each so that columns stay aligned."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    plain = (_IN_ASCII.get(each) or unicodedata.normalize("NFKD", each)[0] for each in missing)
    return "".join(each if each.isascii() else "?" for each in plain), error.end


STAND_INS = "intimacy_kit.in_ascii"
codecs.register_error(STAND_INS, _in_ascii)

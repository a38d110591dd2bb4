"""Identities of check-ins that no catalogue answers to, for the tests of every format that carries one."""

from intimacy_kit.checkin.identity import encode


def spoilt_identities(checkin):
    """Return the text of a check-in spoilt in five ways, each with the code of the problem."""
    catalogue, form, perspective, occasion, *rest, digest = encode(checkin).split("~")
    return [
        ("~".join(parts), code)
        for parts, code in [
            (["other", form, perspective, occasion, *rest, digest], "wrong-catalogue"),
            ([catalogue, "puls", perspective, occasion, *rest, digest], "unknown-form"),
            ([catalogue, form, "both", occasion, *rest, digest], "not-this-format"),
            ([catalogue, form, perspective, "", *rest, digest], "not-this-format"),
            ([catalogue, form, perspective, occasion, *rest, "0" * 16], "form-changed"),
        ]
    ]

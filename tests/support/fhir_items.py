"""The items of a Questionnaire or a QuestionnaireResponse, in and out of groups."""


def items_of(document):
    """Return the items of a document in order, those of a group in the group's place."""
    found = []
    for item in document.get("item", ()):
        group = item.get("type") == "group" or ("type" not in item and "item" in item)
        found += items_of(item) if group else [item]
    return found


def flat(document):
    """Return a document without groups, as software writes it that knows none."""
    return document | {"item": items_of(document)}

"""A check-in in the formats of other systems, a module for each.

Every module has `export_form`, which takes a drawn check-in and, for other
languages, the same check-in drawn from translated catalogues. Where answers
come back it has `import_response`, which takes the catalogue and the foreign
document, and returns the `Response` that answering here would have returned.

A bundle is of a whole form with all its draws, so its `export_form` takes the
catalogue, the form's id, and the catalogue in other languages. So is a page,
in one language.
"""

__all__: list[str] = []

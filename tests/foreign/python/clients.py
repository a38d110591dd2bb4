"""Takes documents through clients that were generated from an OpenAPI description, and prints what comes back.

Run by a Python that has the generators; the arguments are the folder that holds what they made, and which of the three
to use; the standard input has the documents, each with the name of its schema.
"""

import importlib
import json
import sys

folder, client = sys.argv[1:]
sys.path.insert(0, folder)


def through(name, document):
    if client == "openapi-python-client":
        return getattr(importlib.import_module("attrs_client.models"), name).from_dict(document).to_dict()
    if client == "openapi-generator":
        models = importlib.import_module("openapi_client.models")
        return json.loads(getattr(models, name).from_json(json.dumps(document)).to_json())
    model = getattr(importlib.import_module("pydantic_models"), name)
    return model.model_validate(document).model_dump(mode="json", by_alias=True, exclude_unset=True)


def refuses(name, document):
    try:
        through(name, document)
    except (ValueError, TypeError, KeyError):
        return True
    return False


given = json.load(sys.stdin)
print(
    json.dumps(
        {
            "back": [through(name, document) for name, document in given["documents"]],
            "refused": [refuses(name, document) for name, document in given["wrong"]],
        }
    )
)

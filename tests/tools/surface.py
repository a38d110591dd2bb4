"""What others build on, a line each: names, arguments, fields, words, error codes, commands. Run this to renew it."""

import enum
import importlib
import inspect
import pkgutil
import sys
from datetime import date

import attrs
import click

import intimacy_kit as ik
from intimacy_kit import interop
from intimacy_kit.cli import main
from intimacy_kit.errors import CODES
from tests.support.paths import DATA

KEPT = DATA / "surface.txt"


def modules():
    """Return the public modules by name. The modules of a package are private to it, apart from those of `interop`."""
    names = ["intimacy_kit"]
    for package in (ik, interop):
        found = pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
        names += [each.name for each in found if "._" not in each.name]
    return {name: importlib.import_module(name) for name in sorted(names)}


def arguments(function):
    """Return the arguments of a function or class: names, kinds and defaults. Types are the type checkers' business."""
    try:
        signature = inspect.signature(function)
    except ValueError:  # an error has what its base has
        return "(...)"
    bare = [each.replace(annotation=each.empty) for each in signature.parameters.values()]
    return str(signature.replace(parameters=bare, return_annotation=signature.empty))


def lines_of(name, value):
    """Yield what is promised of one name."""
    if inspect.isclass(value) and issubclass(value, enum.Enum):
        yield f"{name}: {', '.join(f'{each.name}={each.value!r}' for each in value)}"
    elif inspect.isclass(value):
        yield f"{name}{arguments(value)}"
        fields = {field.name: field for field in attrs.fields(value)} if attrs.has(value) else {}
        if fields and hasattr(value, "to_dict") and "to_dict" not in vars(value):
            yield f"{name}.to_dict: {', '.join(each.rstrip('_') for each in fields)}"
        for method, each in sorted(vars(value).items()):
            if not method.startswith("_") and method not in fields:
                bare = each.__func__ if isinstance(each, classmethod | staticmethod) else each
                yield f"{name}.{method}{arguments(bare) if inspect.isfunction(bare) else ''}"
    elif callable(value):
        yield f"{name}{arguments(value)}"
    else:
        yield f"{name}: {type(value).__name__}"


def commands(command, name="intimacy-kit"):
    """Yield the commands of the command line with their arguments and options."""
    if isinstance(command, click.Group):
        here = click.Context(command)
        for each in sorted(command.list_commands(here)):
            yield from commands(command.get_command(here, each), f"{name} {each}")
    else:
        given = [
            each.opts[-1] if isinstance(each, click.Option) else each.human_readable_name for each in command.params
        ]
        yield f"{name}: {' '.join(given)}"


def surface():
    """Return every line, sorted within modules."""
    found = []
    for module, here in modules().items():
        for name in sorted(here.__all__):
            found += lines_of(f"{module}.{name}", getattr(here, name))
    answered = ik.draw(ik.load(), form="pulse", seed="s").answer({}, on=date(2026, 11, 23))
    found.append(f"intimacy_kit.Response.to_dict: {', '.join(answered.to_dict())}")
    found += [f"error code {code}" for code in sorted(CODES)]
    return found + list(commands(main))


if __name__ == "__main__":
    KEPT.write_text("\n".join(surface()) + "\n", encoding="utf-8")
    sys.stdout.write(f"{KEPT.name}: {len(surface())} lines\n")

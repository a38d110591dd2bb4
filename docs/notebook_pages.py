"""Renders notebooks into the docs: the directive ``notebook PATH`` runs one, and shows its cells with their output."""

import logging
from pathlib import Path

import nbformat
from docutils import nodes
from nbclient import NotebookClient
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

logging.getLogger("traitlets").setLevel(logging.WARNING)  # it tells of every notebook that it runs

RICHEST_FIRST = ("image/svg+xml", "text/html", "text/plain")


class Notebook(SphinxDirective):
    """The directive: its argument is the path of the notebook, from the folder of the docs."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        path = Path(self.env.srcdir) / self.arguments[0]
        self.env.note_dependency(str(path))
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
        shown: list[nodes.Node] = []
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                text = "\n".join(line for line in cell.source.splitlines() if not line.startswith("# "))
                shown += self.parse_text_to_nodes(text)
            else:
                shown.append(nodes.literal_block(cell.source, cell.source, language="python"))
                shown += [_shown(output) for output in cell.outputs]
        return shown


def _shown(output: nbformat.NotebookNode) -> nodes.Node:
    """Return what a cell gave, in the richest of its forms."""
    data = {"text/plain": output.text} if output.output_type == "stream" else output.data
    kind = next(each for each in RICHEST_FIRST if each in data)
    if kind == "text/plain":
        return nodes.literal_block(data[kind], data[kind], language="text")
    return nodes.raw("", f'<div class="notebook-output" tabindex="0">{data[kind]}</div>', format="html")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("notebook", Notebook)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

"""How Sphinx builds the docs: offline, from Markdown, docstrings and the content itself."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from intimacy_kit import __version__

project = "intimacy_kit"
author = "The intimacy_kit authors"
copyright = "2026, the intimacy_kit authors"  # Sphinx's own name
release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "content_pages"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "examples"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
nitpicky = False

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
napoleon_google_docstring = True
napoleon_numpy_docstring = False

html_theme = "furo"
html_title = f"intimacy_kit {release}"
html_copy_source = False
html_show_sourcelink = False

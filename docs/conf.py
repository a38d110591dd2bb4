"""How Sphinx builds the docs: offline, from Markdown, docstrings and the content itself."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from intimacy_kit import __version__, load
from intimacy_kit.interop import page

project = "intimacy_kit"
author = "The intimacy_kit authors"
copyright = "2026, the intimacy_kit authors"  # Sphinx's own name
release = __version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_design",
    "content_pages",
    "notebook_pages",
]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "examples"]
myst_enable_extensions = ["colon_fence", "deflist", "substitution"]
myst_heading_anchors = 3
nitpicky = True  # a name that is misspelt in a docstring breaks the build
nitpick_ignore_regex = [  # types as signatures have them, which are in no page here
    ("py:class", r"(collections\.abc|datetime|fractions|hypothesis|np|os|pathlib)\..*|NDArray|Path|Traversable"),
    ("py:class", r"<function .*|(low|high)=-?\d+|Between|_Translated|<intimacy_kit\..*"),  # what Annotated adds
    ("py:class", r"intimacy_kit\.(_values|_html|content|errors|interop|pilot|reports|scoring_key)\..*"),
    ("py:class", r".*\.(Annotated|Frame|T)"),
]

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "all"  # what is returned is said of every function
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

napoleon_google_docstring = True
napoleon_numpy_docstring = False

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["docs.css"]
html_js_files = ["cards.js"]
html_title = f"intimacy_kit {release}"
html_copy_source = False
html_show_sourcelink = False


LANGUAGES = {"en": "English", "es": "español", "fr": "français", "de": "Deutsch", "pt-BR": "português do Brasil"}
"""Those in which the page can be tried."""


def _links(folder):
    return ", ".join(
        f'<a href="try/{folder}{tag}.html" lang="{tag}" hreflang="{tag}">{name}</a>' for tag, name in LANGUAGES.items()
    )


myst_substitutions = {"try_it": _links(""), "try_it_for_two": _links("two.")}


def _write_pages_to_try(app, error):
    """Put the page that never leaves the device beside the docs, in each language, for one and for two."""
    if error is None and app.builder.name == "html":
        folder = Path(app.outdir, "try")
        folder.mkdir(exist_ok=True)
        for tag in LANGUAGES:
            for begin, for_two in (("", False), ("two.", True)):
                (html,) = page.export_form(load(locale=tag), "standard", for_two=for_two).document.values()
                (folder / f"{begin}{tag}.html").write_text(html, encoding="utf-8")


def _open_to_keyboards(app, error):
    """Let the keyboard reach whatever may be wider than the window, and give the captions of the menu their level."""
    if error is None and app.builder.name == "html":
        for page in Path(app.outdir).rglob("*.html"):
            text = page.read_text(encoding="utf-8")
            for old, new in (
                ("<pre>", '<pre tabindex="0">'),
                ('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper'),
                ('class="caption" role="heading"', 'class="caption" role="heading" aria-level="2"'),
            ):
                text = text.replace(old, new)
            page.write_text(text, encoding="utf-8")


def setup(app):
    """Register what conf.py itself does."""
    app.connect("build-finished", _open_to_keyboards)
    app.connect("build-finished", _write_pages_to_try, priority=900)  # after it, since no byte of these may change

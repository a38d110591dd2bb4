"""The style that goes with the HTML of reports."""

STYLE = """\
.intimacy-kit { max-width: 40rem; line-height: 1.5; overflow-wrap: break-word }
.intimacy-kit h2 { margin: 1.5em 0 .5em; font-size: 1.25em; line-height: 1.25 }
.intimacy-kit > h2:first-child { margin-top: 0 }
.intimacy-kit p { margin: .5em 0 }
.intimacy-kit ol { margin: .5em 0; padding-inline-start: 1.5em }
.intimacy-kit li { margin: .75em 0; padding-inline-start: .25em }
.intimacy-kit table { width: 100%; border-collapse: collapse; margin: .75em 0 }
.intimacy-kit th, .intimacy-kit td { padding: .5em .75em .5em 0; text-align: start; vertical-align: baseline }
.intimacy-kit th { font-weight: 400 }
.intimacy-kit thead th { font-size: .875em; opacity: .75 }
.intimacy-kit tbody tr { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent) }
.intimacy-kit td { font-variant-numeric: tabular-nums }
.intimacy-kit svg { width: 6.25em; max-width: 100%; height: .6em; color: var(--intimacy-kit-bar, #0072b2) }
@media (prefers-color-scheme: dark) { .intimacy-kit svg { color: var(--intimacy-kit-bar, #56b4e9) } }
@media (max-width: 30rem) { .intimacy-kit td, .intimacy-kit th { padding-inline-end: .5em } }
"""
"""A style sheet for what `Document.to_html` returns: on any page, light or dark, from 320 pixels of width.

It takes the fonts and the colour of the page around it. The page can say `--intimacy-kit-bar`, the colour of bars.
"""

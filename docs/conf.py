"""How the documentation is built: Sphinx, MyST and furo, with nothing loaded from outside."""

import sys
from pathlib import Path

from parley import __version__

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that docs._ext is found

project = "parley"
release = version = __version__

extensions = ["myst_parser", "docs._ext.generated"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "parley"
html_copy_source = False
html_show_sphinx = False

# Furo uses the reader's own fonts, so that no page asks another host for one; it follows the
# reader's system between light and dark, and offers a switch.
pygments_style = "friendly"
pygments_dark_style = "monokai"
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#1f4e79", "color-brand-content": "#1f4e79"},
    "dark_css_variables": {"color-brand-primary": "#8ab8e6", "color-brand-content": "#8ab8e6"},
}

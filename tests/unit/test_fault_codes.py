"""Every fault that reading can find is explained, and no other."""

import re

from parley.dossier.vocabulary.fault_codes import FAULT_CODES
from parley.mandate.running import checks
from tests.meta.repository import ROOT, repository_files

# The code of a fault is the first text of a Finding, the second argument of report(), or stands
# beside another in a choice between the two.
MADE = re.compile(r'(?:\bFinding\(|\breport\(\s*[^"\n]*,)\s*"([a-z-]+)"')
CHOSEN = re.compile(r'"([a-z]+-[a-z]+)" if [\w.]+ else "([a-z]+-[a-z]+)"')


def codes_in_the_sources() -> set[str]:
    """Return the codes that the room `dossier` gives to findings."""
    found: set[str] = set()
    for path in repository_files("src/parley/dossier/*.py"):
        text = path.read_text(encoding="utf-8")
        found.update(MADE.findall(text))
        found.update(code for pair in CHOSEN.findall(text) for code in pair)
    return found


def test_every_code_of_reading_is_explained() -> None:
    """The table and the sources name the same codes."""
    found = codes_in_the_sources()
    assert len(found) > 10
    assert found == set(FAULT_CODES)


def test_the_explanations_are_sentences() -> None:
    """Each says what it means and how to mend it, and no check has the same code."""
    for code, fault in FAULT_CODES.items():
        assert fault.meaning.endswith("."), code
        assert fault.mending.endswith("."), code
    assert not set(FAULT_CODES) & {check.code for check in checks()}
    assert (ROOT / "src").is_dir()

"""What lies in a compartment shows nowhere, and with a silent policy leaves no trace at all."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.cli.main import cli
from parley.dossier.compartments.excerpting import write_excerpt
from parley.dossier.compartments.need_to_know import for_reader
from parley.dossier.reading import read_dossier, read_text_dossier
from parley.dossier.text.formatting import format_text
from parley.mandate.running import check_dossier
from tests.properties.strategies_need_to_know import MARK, READER, Pair, pairs, write

AS_OF = ("--as-of", "2030-03-20")
EYES = ("--for", "red", *AS_OF)
#: A way to look at the dossier in `talks`; together they are every command that shows one.
LOOKS: tuple[tuple[str, ...], ...] = (
    *(("check", *AS_OF, "--format", form) for form in ("terminal", "json", "sarif")),
    ("check", *EYES, "--show-waived"),
    *(("log", *AS_OF, "--format", form) for form in ("terminal", "json", "csv")),
    *(("show", name, *AS_OF) for name in ("ask", "team", "paper", "paper#p1", "shared")),
    *(("show", f"{name}-{MARK}", *AS_OF) for name in ("s0", "src0", "book", "line", "alone")),
    ("search", "words", *AS_OF),
    ("search", MARK + "*", *AS_OF),
    ("search", "x", "--format", "json", *AS_OF),
    ("cite", "paper#p1"),
    ("cite", f"paper#{MARK}1"),
    ("cite", f"book-{MARK}#a"),
    *(("sources", "--format", form) for form in ("terminal", "json", "csl", "bibtex", "ris")),
    ("conflicts", "--format", "json"),
    ("diff", "--from", "2030-03-02", "--to", "2030-03-20"),
    ("stability", "--issue", "x", "--issue", "z", "--format", "json"),
    ("frontier", "--format", "json"),
    ("agenda", "--format", "json"),
    ("convert", "--to", "geniusweb"),
)
BRIEFS = tuple(("brief", *EYES, "--format", form) for form in ("terminal", "html", "json", "docx"))

quick = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@contextmanager
def _in_a_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder, monkeypatch.context() as there:
        there.chdir(folder)
        yield Path(folder, "talks")


def _shown(look: tuple[str, ...]) -> tuple[int, str]:
    """The status of a command and all that it says, to either stream or in a DOCX."""
    command, *rest = look
    done = CliRunner().invoke(cli, [command, "talks", *rest, "--reader", READER])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    if look[-1] == "docx":
        with zipfile.ZipFile(BytesIO(done.stdout_bytes)) as made:
            text = "".join(made.read(name).decode("utf-8", "replace") for name in made.namelist())
        return done.exit_code, text + done.stderr
    return done.exit_code, done.output


def _views(pair: Pair, monkeypatch: pytest.MonkeyPatch, look: tuple[str, ...]) -> list[object]:
    found: list[object] = []
    with _in_a_folder(monkeypatch) as talks:
        for files in pair:
            write(talks, files)
            found.append(_shown(look))
    return found


@pytest.mark.parametrize("look", BRIEFS, ids=lambda look: look[-1])
@settings(quick, max_examples=4)
@given(pair=pairs())
def test_a_brief_is_that_of_the_dossier_in_which_it_had_never_been(
    pair: Pair, look: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A brief in each form, byte by byte; of a DOCX all of its parts."""
    whole, innocent = _views(pair, monkeypatch, look)
    assert whole == innocent


@quick
@given(pair=pairs(), looks=st.lists(st.sampled_from(LOOKS), min_size=6, max_size=6, unique=True))
def test_what_a_command_says_is_what_it_says_of_the_dossier_in_which_it_had_never_been(
    pair: Pair, looks: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command that shows a dossier, with its status and messages."""
    for look in looks:
        whole, innocent = _views(pair, monkeypatch, look)
        assert whole == innocent, look


@settings(quick, max_examples=40)
@given(pair=pairs())
def test_the_files_of_the_reader_are_those_of_the_dossier_in_which_it_had_never_been(
    pair: Pair,
) -> None:
    """What everything else is made from, to the last letter."""
    whole, innocent = (for_reader(read_text_dossier(dict(one)), READER) for one in pair)
    assert whole.files == innocent.files
    assert whole.withheld == innocent.withheld == ()
    assert MARK not in "".join(whole.files.values())


@settings(quick, max_examples=25)
@given(pair=pairs("say"))
def test_a_policy_that_says_so_gives_numbers_and_titles_and_nothing_else(pair: Pair) -> None:
    """How much is withheld and where; ids, texts and counts of parts stay out."""
    whole, innocent = (for_reader(read_text_dossier(dict(one)), READER) for one in pair)
    assert whole.withheld
    assert {one.title for one in whole.withheld} <= {f"Title {MARK}{at}" for at in range(3)}
    assert sum(one.entries for one in whole.withheld) >= 1
    said = whole.files["dossier.yaml"].partition("\nexcerpt:\n")
    assert said[0].rstrip() == innocent.files["dossier.yaml"].rstrip()
    assert whole.files["log/all.yaml"] == innocent.files["log/all.yaml"]


@quick
@given(pair=pairs())
def test_the_cutting_makes_no_fault(pair: Pair) -> None:
    """Nothing is found that only the cutting would have made."""
    reduced = for_reader(read_text_dossier(dict(pair.whole)), READER).dossier
    report = check_dossier(reduced, None, 2_000_000_000_000_000)
    codes = {one.code for one in (*reduced.faults, *report.findings)}
    assert not codes & {"unknown-reference", "unsourced-claim", "missing-key", "wrong-type"}


@quick
@given(pair=pairs())
def test_an_excerpt_is_what_its_reader_sees_and_stays_so(pair: Pair) -> None:
    """The folder reads as the view does, is in canonical form, and holds nothing more."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder, "talks"), pair.whole)
        made = write_excerpt(read_dossier(Path(folder, "talks")), READER, Path(folder, "out"))
        read = read_dossier(Path(folder, "out"))
        assert read.digest == made.dossier.digest
        assert read.entries == made.dossier.entries
        again = for_reader(read, READER)
        assert again.files == made.files
        for name, text in made.files.items():
            assert format_text(text, "log" if name.startswith("log/") else "dossier") == text

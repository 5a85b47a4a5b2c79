"""The JSON shapes that the documentation shows are those that the commands print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from docs._ext.brief_shapes import named_shapes, shape_of
from parley.brief import brief_as_json, make_brief
from parley.brief.sections import SECTIONS, SectionKind
from parley.dossier.reading import read_dossier
from parley.kernel.times import read_time
from tests.docs.pages import DOCS, Block, blocks
from tests.docs.test_commands import CONSOLE, passphrase, perform, run, write
from tests.meta.repository import ROOT
from tests.unit.key_support import store_of

PAGE = DOCS / "reference" / "json.md"
CABLE = ROOT / "examples" / "lirr-waters" / "sources" / "envoy-cable.txt"
FOR = f"'{ROOT / 'examples' / 'kaesong-1951'}' --for cpv-kpa"

MEMO = ROOT / "tests" / "unit" / "propose_documents" / "en-ferry-memo.txt"

SERVER = "--database sqlite:///office.db"
MEMBER = f"mandator.card {SERVER} --fingerprint 'sli7 wjch 33i7 nrm3 l6jp y5rk'"

#: The word after `json` -> the command whose output the block shows.
COMMANDS = {
    "brief": f"parley brief {FOR} --as-of 1951-07-17T12:00Z --format json",
    "import": f"parley import '{CABLE}' --format json",
    "check": f"parley check {FOR} --as-of 1951-07-17T12:00Z --format json",
    "diff": f"parley diff {FOR} --from 1951-06-28 --to 1951-07-27 --format json",
    "stability": f"parley stability '{ROOT / 'examples' / 'kaesong-1951'}' --format json",
    "frontier": f"parley frontier '{ROOT / 'examples' / 'kaesong-1951'}' --format json",
    "package": f"parley frontier '{ROOT / 'examples' / 'kaesong-1951'}' --from status-quo "
    "--format json",
    "agenda": f"parley agenda '{ROOT / 'examples' / 'kaesong-1951'}' --draws 10 --format json",
    "align": f"parley align '{ROOT / 'tests/unit/alignment_documents/note.txt'}' --format json",
    "cite": f"parley cite '{ROOT / 'examples' / 'kaesong-1951'}' cable-21756#en/10 --format json",
    "search": f"parley search '{ROOT / 'examples' / 'kaesong-1951'}' neutral --format json",
    "sources": f"parley sources '{ROOT / 'examples' / 'kaesong-1951'}' --format json",
    "conflicts": f"parley conflicts '{ROOT / 'examples' / 'kaesong-1951'}' --format json",
    "propose": f"parley propose '{MEMO}' --format json",
    "cable posts": "parley cable posts --office beijing --format json",
    "cable release": "parley cable release note.yaml --yes --office beijing --format json",
    "cable send": "parley cable send --repeat --out again --office beijing --format json",
    "cable receive": "parley cable receive stick bad.cable --office moscow --format json",
    "cable open": "parley cable open M/1 --into plan --office beijing --format json",
    "cable copies": "parley cable copies --office beijing --format json",
    "cable inventory": "parley cable inventory --office beijing --format json",
    "cable log": "parley cable log --office beijing --format json",
    "cable check": "parley cable check --office beijing --as-of 2099-01-01 --format json",
    "cable verify": "parley cable verify --office beijing --format json",
    "cable verify-file": "parley cable verify shown.json --office beijing --format json",
    "key list": "parley key list --format json",
    "key card": "parley key card envoys --format json",
    "log": f"parley log {FOR} --as-of 1951-07-27 --format json",
    "show": f"parley show '{ROOT / 'examples' / 'kaesong-1951'}' trade-parallel-for-troops "
    "--format json",
    "explain": "parley explain trade-unmet --format json",
    "doctor": "parley doctor --format json",
    "office admit": f"parley office admit {MEMBER} --format json",
    "office members": f"parley office members {SERVER} --format json",
    "office revoke": f"parley office revoke mandator {SERVER} --format json",
}
SHOWN = [block for block in blocks(PAGE) if block.info.removeprefix("json ") in COMMANDS]


def difference(shown: Any, got: Any, way: str = "") -> list[str]:
    """Return where a real answer has not the shape of the one shown, as ways to keys.

    A key `...` says that there are more keys; an empty list says nothing of its members.
    """
    if isinstance(shown, list) and isinstance(got, list):
        if not shown or not got:
            return []
        return sorted({one for part in got for one in difference(shown[0], part, f"{way}[]")})
    if not isinstance(shown, dict):
        return [f"{way} is a map or list"] if isinstance(got, dict | list) else []
    if not isinstance(got, dict):
        return [f"{way} is no map"]
    keys = shown.keys() - {"..."}
    wrong = [f"{way}.{key} is not there" for key in sorted(keys - got.keys())]
    if "..." not in shown:
        wrong += [f"{way}.{key} is not shown" for key in sorted(got.keys() - keys)]
    for key in sorted(keys & got.keys()):
        wrong += difference(shown[key], got[key], f"{way}.{key}")
    return wrong


@pytest.mark.parametrize("block", SHOWN, ids=lambda block: block.info)
def test_a_shape_is_that_of_the_command(
    block: Block, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Every key shown is there, and every key there is shown."""
    if block.info.startswith("json cable "):
        tmp_path = request.getfixturevalue("offices")
    if block.info.startswith("json office "):
        server_with_a_member(tmp_path, admit=block.info != "json office admit")
    if block.info.startswith("json key "):
        store_of(tmp_path / "keys.age", "envoys", "envoys", passphrase=passphrase())
    code, printed = run(COMMANDS[block.info.removeprefix("json ")], tmp_path)
    assert code in (0, 1), printed
    assert difference(json.loads(block.text), json.loads(printed)) == []


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the page on sending a cable was done, short of opening the answer."""
    folder = tmp_path_factory.mktemp("offices")
    store_of(folder / "keys.age", "mao", "stalin", passphrase=passphrase())
    for block in blocks(DOCS / "how-to" / "send-a-cable.md"):
        if "parley cable open M/1" in block.text:
            break
        if "parley key new" in block.text:
            continue
        if CONSOLE.fullmatch(block.info):
            perform(block, folder)
        else:
            write(block, folder)
    for command in (
        "receive stick --office beijing",
        "draft note.yaml --to stalin --text Made-up. --office beijing",
        "export G/1 --withhold passage/1 --office beijing -o shown.json",
    ):
        code, printed = run(f"parley cable {command}", folder)
        assert code == 0, printed
    (folder / "bad.cable").write_bytes(b"no parcel")
    return folder


def server_with_a_member(folder: Path, *, admit: bool) -> None:
    """Put the card of the page on office servers in a folder, and admit it."""
    for block in blocks(DOCS / "how-to" / "run-an-office-server.md"):
        write(block, folder)
    if admit:
        code, printed = run(f"parley office admit {MEMBER}", folder)
        assert code == 0, printed


def spelt_out(shape: Any) -> Any:
    """Return a shape with the shapes that it names put in."""
    if isinstance(shape, dict):
        return {key: spelt_out(inner) for key, inner in shape.items()}
    if isinstance(shape, list):
        return [spelt_out(inner) for inner in shape]
    return spelt_out(named_shapes()[shape]) if shape in named_shapes() else shape


@pytest.fixture(scope="module")
def sections() -> list[Any]:
    """The sections of a brief of the founding case, as JSON."""
    at = read_time("1951-07-26", "UTC").latest
    brief = make_brief(read_dossier(ROOT / "examples" / "kaesong-1951"), "cpv-kpa", at)
    return list(brief_as_json(brief)["sections"])


@pytest.mark.parametrize("kind", SECTIONS, ids=lambda kind: kind.key)
def test_a_section_of_the_brief_has_the_shape_shown(kind: SectionKind, sections: list[Any]) -> None:
    """The shape that the page takes from the section's record is that of the JSON."""
    shown = spelt_out(shape_of(get_type_hints(kind.make)["return"]))
    for section in sections:
        if section["key"] == kind.key:
            assert difference(shown, section["content"]) == []


def test_every_command_with_a_shape_is_shown() -> None:
    """The page has a block for each of the commands."""
    assert {block.info.removeprefix("json ") for block in SHOWN} == set(COMMANDS)


def test_a_waived_finding_has_the_keys_shown() -> None:
    """The keys of a waiver, as `parley check` writes them, are on the page."""
    shown = [json.loads(block.text) for block in blocks(PAGE) if block.info == "json"]
    assert [sorted(one["waiver"]) for one in shown] == [["by", "entry", "reason", "until"]]


def test_a_wrong_shape_would_be_found() -> None:
    """Too much and too little are both told."""
    assert difference({"a": 1}, {"b": 1}) == [".a is not there", ".b is not shown"]
    assert difference({"a": [{"x": 1, "...": 1}]}, {"a": [{"y": 1}]}) == [".a[].x is not there"]

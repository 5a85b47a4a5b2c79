"""`parley align`: what it prints, what its page holds, and what it refuses."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from tests.unit.cli_support import parley

RUSSIAN = (
    "Управление реки Лирр сообщает, что заседание в Варне состоится 12 мая 2031 г.\n\n"
    "Предлагаем принять 3 пункта повестки дня. Просим об ответе.\n\nВсё ли это приемлемо?\n"
)
ENGLISH = (
    "The Office of the River Lirr announces that the meeting at Varn will be on 12 May 2031.\n\n"
    "We propose to adopt 4 points of the agenda. Please answer.\n\nIs all of this acceptable?\n\n"
    "Copy <2> of 4, to be returned.\n"
)


@pytest.fixture
def both(tmp_path: Path) -> Path:
    """A file in two languages."""
    path = tmp_path / "note.txt"
    path.write_text(f"{RUSSIAN}\n{ENGLISH}", encoding="utf-8")
    return path


def test_the_terminal_has_two_columns(both: Path) -> None:
    """No line is wider than 80 columns, and what differs stands between the rows."""
    done = parley("align", str(both))
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert max(map(len, lines)) <= 80
    assert any("1 Управление" in line and "│ 1 The Office" in line for line in lines)
    assert "! Number 3 in the text (ru) only; number 4 in the text (en) only" in lines
    assert "\x1b" not in done.output


def test_sentences_have_rows_of_their_own(both: Path) -> None:
    """With their addresses."""
    shown = parley("align", str(both), "--sentences").output
    assert re.search(r"^2\.2 Просим об ответе\. +│ 2\.2 Please answer\.$", shown, re.MULTILINE)


def test_two_files(tmp_path: Path) -> None:
    """Each holds one language; the first is the transcript."""
    first, second = tmp_path / "ru.txt", tmp_path / "en.txt"
    first.write_text(RUSSIAN, encoding="utf-8")
    second.write_text(ENGLISH, encoding="utf-8")
    told = json.loads(parley("align", str(first), str(second), "--format", "json").output)
    assert (told["left"]["language"], told["left"]["kind"]) == ("ru", "transcript")
    assert (told["right"]["language"], told["right"]["kind"]) == ("en", "translation")
    assert {"left": ["ru/3"], "right": ["en/3"]}.items() <= told["paragraphs"][2].items()
    assert {"left": ["ru/2.2"], "right": ["en/2.2"]}.items() <= told["sentences"][2].items()
    assert "numbers-differ" in {one["code"] for one in told["differences"]}


def test_the_page_is_whole_and_safe(both: Path) -> None:
    """Columns have their languages, text is escaped, and only the page's own script may run."""
    page = parley("align", str(both), "--format", "html").output
    assert 'lang="ru" dir="ltr"' in page and 'lang="en" dir="ltr"' in page
    assert "Copy &lt;2&gt; of 4" in page and "Copy <2>" not in page
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert script
    digest = b64encode(sha256(script[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page
    for target in re.findall(r'href="#(row-\d+)"', page):
        assert f'id="{target}"' in page
    assert not re.search(r'(?:src|href)="(?!#)', page)


def test_a_language_alone_is_refused(tmp_path: Path) -> None:
    """With what to do about it."""
    path = tmp_path / "one.txt"
    path.write_text(ENGLISH, encoding="utf-8")
    done = parley("align", str(path))
    assert done.exit_code == 2
    assert "expected a document in two languages" in done.output
    assert "parley align DOC OTHER" in done.output

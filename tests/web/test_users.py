"""Beyond this machine: users, roles, parties, the lock; and ways of serving that are refused."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from parley.cli.main import cli
from parley.dossier.reading import read_dossier
from parley.kernel.errors import Refused
from parley.web.door import Door, admit, lock, session_of, set_idle_lock, sign_in, unlock
from parley.web.serving import Serving, is_loopback, serve
from parley.web.users import read_users, with_user, write_users
from parley.web.visitor import OWNER, may
from tests.web.served import EXAMPLES, PATIENCE_S, Served, entered, serving

DOSSIER = EXAMPLES / "kaesong-1951"
PASSWORD = "a long made-up password"


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of a reader, an editor and a mandator (made up)."""
    path = tmp_path_factory.mktemp("users") / "users.toml"
    made = with_user({}, "reader", PASSWORD, "reader", ["unc"])
    made = with_user(made, "editor", PASSWORD, "editor", [])
    write_users(path, with_user(made, "mandator", PASSWORD, "mandator", ["stalin"]))
    return path


@pytest.fixture(scope="module")
def office(users: Path) -> Iterator[Served]:
    """The founding dossier with users."""
    with serving(DOSSIER, "--users", str(users)) as served:
        yield served


@contextmanager
def signed_in(served: Served, name: str) -> Iterator[httpx.Client]:
    """Sign in as a browser does."""
    own = {"origin": served.site}
    with httpx.Client(base_url=served.site, headers=own, timeout=PATIENCE_S) as client:
        answer = client.post("/sign-in", data={"name": name, "password": PASSWORD})
        assert answer.status_code == 303
        yield client


def test_nobody_comes_in_without_a_password(office: Served) -> None:
    """No link lets anybody in; a page leads to the sign-in page, which says nothing else."""
    assert "token" not in office.link
    answer = httpx.get(office.link, timeout=PATIENCE_S)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?back=%2F")
    for name, password in (("reader", "wrong"), ("nobody", PASSWORD), ("", "")):
        wrong = httpx.post(
            f"{office.site}/sign-in",
            data={"name": name, "password": password},
            headers={"origin": office.site},
            timeout=PATIENCE_S,
        )
        assert wrong.status_code == 401
        assert "set-cookie" not in wrong.headers


def test_a_user_looks_through_the_eyes_of_their_own_party_only(office: Served) -> None:
    """A reader of one side sees what that side knew, whatever the address asks for."""
    with signed_in(office, "reader") as client:
        home = client.get("/").text
        assert "everybody together" not in home
        answer = client.get("/api/home").json()
        assert not any("mao" in one["by"] for one in answer["questions"])
        assert client.get("/entry/trade-parallel-for-troops").status_code == 404
        assert client.get("/api/home?for=cpv-kpa").status_code == 404
        assert client.get("/source/cable-21756").status_code == 404
        found = client.get("/api/search?q=refugees").json()
        assert "cable-21756#en/15" not in {one["id"] for one in found["hits"]}
    with signed_in(office, "editor") as client:
        assert client.get("/entry/trade-parallel-for-troops").status_code == 200


def test_wrong_passwords_cost_time() -> None:
    """After five in a row even the right one has to wait."""
    door = Door(with_user({}, "anna", PASSWORD, "reader", []))
    for _ in range(5):
        with pytest.raises(Refused, match="wrong"):
            sign_in(door, "anna", "no")
    with pytest.raises(Refused, match="wait"):
        sign_in(door, "anna", PASSWORD)
    door.tries.clear()
    session = session_of(door, sign_in(door, "anna", PASSWORD))
    assert session is not None
    assert session.visitor.name == "anna"


def test_what_each_role_may_do() -> None:
    """A reader looks, an editor edits, a mandator answers; whoever started it may all."""
    made = with_user({}, "anna", PASSWORD, "reader", [])
    assert not may(made["anna"].visitor, "edit")
    for role, right, allowed in (
        ("editor", "edit", True),
        ("editor", "answer", False),
        ("mandator", "answer", True),
        ("mandator", "edit", False),
    ):
        visitor = with_user({}, "anna", PASSWORD, role, [])["anna"].visitor
        assert may(visitor, right) is allowed  # type: ignore[arg-type]
    assert may(OWNER, "edit") and may(OWNER, "answer")


def test_a_session_locks_when_idle_and_opens_by_its_pin() -> None:
    """Five wrong PINs end it; without a PIN it cannot be locked at all."""
    door = Door()
    cookie = admit(door, OWNER)
    session = session_of(door, cookie)
    assert session is not None
    with pytest.raises(Refused, match="no PIN"):
        lock(session)
    with pytest.raises(Refused, match="at least 4"):
        set_idle_lock(session, 5, "12")
    set_idle_lock(session, 5, "1234")
    session.active -= 301
    locked = session_of(door, cookie)
    assert locked is not None
    assert locked.locked
    assert not unlock(door, cookie, session, "4321")
    assert unlock(door, cookie, session, "1234")
    lock(session)
    for _ in range(5):
        unlock(door, cookie, session, "0000")
    assert session_of(door, cookie) is None


def test_a_locked_page_shows_nothing() -> None:
    """Neither pages nor the API, until it is unlocked; the server locks by itself."""
    with serving(DOSSIER) as served:
        client = httpx.Client(
            base_url=served.site, headers={"origin": served.site}, timeout=PATIENCE_S
        )
        client.get(served.link)
        token = re.search(r'name="csrf" value="([0-9a-f]{64})"', client.get("/").text)
        assert token is not None
        csrf = {"csrf": token[1]}
        kept = {**csrf, "idle_minutes": "5", "pin": "1234", "back": "/settings"}
        assert client.post("/preferences", data=kept).status_code == 303
        assert client.post("/lock", data=csrf).headers["location"] == "/locked"
        assert client.get("/").headers["location"].startswith("/locked")
        assert client.get("/api/home").status_code == 423
        wrong = client.post("/unlock", data={**csrf, "secret": "1111", "back": "/timeline"})
        assert wrong.status_code == 401
        right = client.post("/unlock", data={**csrf, "secret": "1234", "back": "/timeline"})
        assert right.headers["location"] == "/timeline"
        assert client.get("/timeline").status_code == 200
        client.close()


def test_ways_of_serving_that_are_not_safe_are_refused() -> None:
    """Beyond loopback only with users and TLS; all that is missing in one message."""
    with pytest.raises(Refused, match=r"--users FILE and --tls-cert FILE"):
        serve(DOSSIER, Serving(host="0.0.0.0"), print)
    with pytest.raises(Refused, match="together"):
        serve(DOSSIER, Serving(tls_cert=Path("a.pem")), print)
    assert is_loopback("127.0.0.1") and is_loopback("::1") and is_loopback("localhost")
    assert not is_loopback("0.0.0.0") and not is_loopback("example.org")


def test_the_command_tells_what_is_wrong(tmp_path: Path) -> None:
    """No dossier, no certificate that fits, no users in the file: a message and status 2."""
    runner = CliRunner()
    assert runner.invoke(cli, ["serve", str(tmp_path), "--no-browser"]).exit_code == 2
    users = tmp_path / "users.toml"
    users.write_text('[anna]\npasword = "x"\nrole = "king"\nparties = "us"\n', encoding="utf-8")
    done = runner.invoke(cli, ["serve", str(DOSSIER), "--users", str(users), "--no-browser"])
    assert done.exit_code == 2
    for words in ("did you mean `password`?", "Argon2id", "'king'", "list of parties"):
        assert words in done.output


def test_the_file_of_users_is_written_and_read_again(tmp_path: Path) -> None:
    """By the command, with the password asked for twice; the hash alone is kept."""
    path = tmp_path / "users.toml"
    runner = CliRunner()
    done = runner.invoke(
        cli,
        ["user", str(path), "anna", "--role", "editor", "--party", "us"],
        input=f"{PASSWORD}\n{PASSWORD}\n",
    )
    assert done.exit_code == 0, done.output
    assert PASSWORD not in path.read_text(encoding="utf-8")
    anna = read_users(path)["anna"].visitor
    assert (anna.role, anna.parties) == ("editor", ("us",))
    assert runner.invoke(cli, ["user", str(path), "bert", "--remove"]).exit_code == 2
    assert runner.invoke(cli, ["user", str(path), "bert"], input="short\nshort\n").exit_code == 2


def test_ctrl_c_ends_it_quietly_even_while_pages_listen() -> None:
    """An open stream of events does not hold the server up, and no traceback is printed."""
    process = subprocess.Popen(
        f"{sys.executable} -m parley.cli.main serve {DOSSIER} --no-browser --port 0".split(),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    process.stderr.readline()
    link = process.stderr.readline().split()[1]
    with httpx.Client(base_url=link.partition("/open")[0], timeout=PATIENCE_S) as client:
        client.get(link)
        with client.stream("GET", "/events") as stream:
            assert next(stream.iter_lines()) == "event: state"
            process.terminate() if sys.platform == "win32" else process.send_signal(2)
            assert process.wait(PATIENCE_S) == 0  # while this page still listens
    assert process.stderr.read().splitlines()[-1] == "stopped"
    process.stderr.close()


def test_a_reader_of_compartments_gets_a_dossier_without_the_rest(tmp_path: Path) -> None:
    """What lies in another's compartment is on no page, in no table and in no search."""
    shutil.copytree(DOSSIER.parent / "lirr-waters", tmp_path / "talks")
    head = tmp_path / "talks" / "dossier.yaml"
    text = head.read_text(encoding="utf-8")
    party = next(iter(read_dossier(DOSSIER.parent / "lirr-waters").declared.parties))
    box = f"compartments:\n  back: {{title: Back channel, readers: {party}, withheld: say}}\n"
    head.write_text(text.rstrip("\n") + "\n" + box, encoding="utf-8")
    (tmp_path / "talks" / "log" / "zz.yaml").write_text(
        "- {id: a-word-apart, type: event, at: 2031-07-01, compartment: back, "
        "text: A heron was seen., assumed: a test}\n",
        encoding="utf-8",
    )
    for reader, sees in (("lower-envoy", False), (party, True)):
        with (
            serving(tmp_path / "talks", "--reader", reader) as served,
            entered(served) as client,
        ):
            for path in ("/timeline?as-of=2032", "/search?q=heron&as-of=2032", "/?as-of=2032"):
                assert ("a-word-apart" in client.get(path).text) is sees, (reader, path)
            status = client.get("/entry/a-word-apart?as-of=2032").status_code
            assert (status == 200) is sees
            assert ("Back channel" in client.get("/").text) is not sees

"""How soon the workbench page is there and how small it is, beside Fava, the page of beancount.

Both start as commands and are opened in the system's Chromium, which is running already, as a
user's is. Fava serves a ledger of as many transactions as the dossier has entries. Rounds are
interleaved, and the medians told. Before times are told it is asserted that no request went to
another host and that a search on a page finds what the table has, all of it. Fava is found by the
variable FAVA, else on PATH; without it our own figures are told alone.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, sync_playwright

SIZES = (1_000, 10_000)
LARGE = 100_000
ROUNDS = 5
STEPS = 15
#: What must hold: seconds from the command to the first page, by entries.
MAX_FIRST = {1_000: 1.5, 10_000: 2.5}
#: Seconds that Fava took for a small ledger where the aims were set: a busier machine takes longer.
FAVA_SMALL = 1.07
MAX_FIRST_BYTES, MAX_REQUESTS = 600_000, 25
MAX_LOG_BYTES, MAX_NODES = 1_000_000, 3_000
MAX_STEP_S = 0.2
MAX_SHOWN_S = 2.0
_LINK = re.compile(r"open (?P<link>https?://\S+)")
_PAINTED = """() => new Promise(done => {
  const seen = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
  const look = () => seen() ? done(seen()) : setTimeout(look, 5);
  look();
})"""
#: Follow a link as a click does, and wait until what it leads to is drawn.
_FOLLOW = """async address => {
  const link = document.createElement("a");
  link.href = address;
  document.querySelector("main").append(link);
  const start = performance.now();
  link.click();
  const there = () => location.pathname + location.search === address && !link.isConnected;
  while (!there()) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""


@dataclass(slots=True)
class Opened:
    """A page that was opened: how long it took, and what was fetched for it.

    Parameters:
        first: seconds from the command to the first contentful paint.
        drawn: seconds until what the page works out was there, too.
    """

    first: float = 0.0
    drawn: float = 0.0
    octets: int = 0
    requests: int = 0
    hosts: set[str] = field(default_factory=set)


def write_ledger(file: Path, directives: int) -> None:
    """Write a beancount ledger of so many transactions, as the benchmark of reading does."""
    lines = ["2010-01-01 open Assets:Cash USD", "2010-01-01 open Expenses:Food USD"]
    for number in range(directives):
        lines.append(
            f'2020-03-{1 + number % 28:02d} * "capital" "says i{number} in a, b"\n'
            f'  id: "e{number}"\n  type: "instruction"\n  by: "capital"\n'
            "  Assets:Cash  -1 USD\n  Expenses:Food  1 USD\n"
        )
    file.write_text("\n".join(lines), encoding="utf-8")


def write_past(folder: Path, entries: int) -> None:
    """Write a generated dossier all of whose entries are past, so that they are seen now."""
    from benchmarks._generated import write_dossier

    write_dossier(folder, entries)
    for file in (folder / "log").iterdir():
        text = file.read_text(encoding="utf-8").replace("2030-", "2020-")
        file.write_text(text, encoding="utf-8")


def write_bargain(folder: Path, issues: int = 30, values: int = 4) -> None:
    """Write a dossier of two parties whose weights leave a frontier of over a thousand points."""
    draw = random.Random(1951)
    names = "".join(f"p{at}, " for at in range(values)).rstrip(", ")
    lines = ["parley: 1", "id: bargain", "title: A generated bargain", "fiction: true"]
    lines += ["parties: {red: {name: Red}, blue: {name: Blue}}", "issues:"]
    lines += [
        f"  i{at}: {{question: 'question {at}', values: [{names}], decided_by: [red, blue]}}"
        for at in range(issues)
    ]
    lines.append("preferences:")
    for party in ("red", "blue"):
        lines += [f"  {party}:", "    weights:"]
        for at in range(issues):
            order = [draw.random() for _ in range(values)]
            order.sort(reverse=party == "blue")  # what one wants, the other does not
            scores = ", ".join(f"p{value}: {score:.3f}" for value, score in enumerate(order))
            weight = draw.randint(1, 999)
            lines.append(
                f"      - {{issue: i{at}, weight: {weight}, scores: {{{scores}}}, assumed: chance}}"
            )
    (folder / "log").mkdir(parents=True)
    (folder / "dossier.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def surroundings() -> dict[str, str]:
    """The environment of a server: Python keeps what it compiled, as for installed programs."""
    left_out = ("PYTHONDONTWRITEBYTECODE",)
    kept = {name: text for name, text in os.environ.items() if name not in left_out}
    kept["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "parley-workbench-compiled")
    return {name: text for name, text in kept.items() if not name.startswith("PARLEY_")}


@contextmanager
def parley(folder: Path) -> Iterator[str]:
    """Serve a dossier; yield the link that lets somebody in."""
    command = [sys.executable, "-m", "parley.cli.main", "serve", str(folder), "--no-browser"]
    process = subprocess.Popen(
        [*command, "--port", "0", "--read-only"],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=surroundings(),
    )
    assert process.stderr is not None
    try:
        told = ""
        for line in process.stderr:
            told += line
            found = _LINK.match(line)
            if found is not None:
                yield found["link"]
                break
        else:
            raise AssertionError(told)
    finally:
        _end(process)
        process.stderr.close()


@contextmanager
def fava(program: str, ledger: Path) -> Iterator[str]:
    """Serve a ledger with Fava; yield its address as soon as it answers there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = {**surroundings(), "BEANCOUNT_DISABLE_LOAD_CACHE": "1"}
    process = subprocess.Popen(
        [program, str(ledger), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    try:
        while True:
            assert process.poll() is None, "Fava ended"
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.1):
                break
            time.sleep(0.005)
        yield f"http://127.0.0.1:{port}/"
    finally:
        _end(process)


def _end(process: subprocess.Popen[Any]) -> None:
    process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def window(browser: Browser, opened: Opened) -> Iterator[Page]:
    """A window without memory; what is fetched for it is counted."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    context.set_default_timeout(180_000)

    def count(request: Request) -> None:
        if request.url.startswith(("data:", "blob:")):
            return
        opened.hosts.add(urlsplit(request.url).hostname or "")
        if "/events" in urlsplit(request.url).path or not request.url.startswith("http"):
            return  # a line that stays open to hear of changes
        opened.requests += 1
        with suppress(Exception):
            sizes = request.sizes()
            opened.octets += sizes["responseBodySize"] + sizes["responseHeadersSize"]

    page = context.new_page()
    page.on("requestfinished", count)
    try:
        yield page
    finally:
        context.close()


def first_page(browser: Browser, server: Any, *, ours: bool) -> Opened:
    """Start a server and open its page; return how long both took, and what was fetched."""
    found = Opened()
    with window(browser, found) as page:
        start = time.perf_counter()
        with server as link:
            before = time.perf_counter()
            page.goto(link, wait_until="commit")
            found.first = before - start + page.evaluate(_PAINTED) / 1_000
            page.wait_for_load_state("load")
            if ours:
                page.locator("#findings-title").wait_for()
                page.locator("main [data-refresh]").wait_for(state="detached")
            else:
                page.locator("article a.account").first.wait_for()
            found.drawn = time.perf_counter() - start
            page.wait_for_timeout(300)
    assert found.hosts <= {"127.0.0.1"}, f"requests to other hosts: {found.hosts}"
    return found


def log_page(browser: Browser, server: Any, address: str) -> tuple[int, int]:
    """Return the bytes of the document of a page, and its nodes."""
    with server as link, window(browser, Opened()) as page:
        page.goto(link)
        with page.expect_response(lambda one: urlsplit(one.url).path == address) as answer:
            page.goto(urlsplit(link)._replace(path=address, query="").geturl())
        octets = len(answer.value.body())
        nodes = int(page.evaluate("document.querySelectorAll('*').length"))
    return octets, nodes


def find_finds_all(browser: Browser, folder: Path) -> int:
    """Assert that a search on the log page counts what the whole table has; return how many."""
    with parley(folder) as link, window(browser, Opened()) as page:
        page.goto(link)
        site = urlsplit(link)._replace(path="", query="").geturl()
        page.goto(f"{site}/timeline?find=i7")
        shown = re.search(r"([\d,]+) entr", page.locator("main").inner_text())
        table = page.request.get(f"{site}/api/timeline/entries.json?find=i7").json()
    assert shown is not None
    counted = int(shown[1].replace(",", ""))
    assert counted == len(table) > 0, (counted, len(table))
    return counted


def change_shown(browser: Browser, folder: Path, times: int) -> float:
    """Change an entry on the disk; return the median seconds until an open page shows it."""
    file = folder / "log" / "000.yaml"
    before = file.read_text(encoding="utf-8")
    shown: list[float] = []
    with parley(folder) as link, window(browser, Opened()) as page:
        page.goto(link)
        page.goto(urlsplit(link)._replace(path="/entry/e0-0", query="").geturl())
        for number in range(times):
            page.wait_for_timeout(300 + 170 * number)  # at any moment of the server's rounds
            told = f"made-up change {number}"
            after = before.replace("says: i0 = d\n", f"says: i0 = d\n  note: {told}\n", 1)
            start = time.perf_counter()
            file.write_text(after, encoding="utf-8")
            page.get_by_text(told).wait_for()
            shown.append(time.perf_counter() - start)
    file.write_text(before, encoding="utf-8")
    return median(shown)


def follow(page: Page, addresses: Sequence[str]) -> list[float]:
    """Follow links one after the other; return the seconds that each took until it was drawn."""
    return [float(page.evaluate(_FOLLOW, one)) / 1_000 for one in addresses]


def large_dossier(browser: Browser, folder: Path, entries: int) -> dict[str, float]:
    """Walk through a large dossier; return the seconds of the first page and medians of steps."""
    found: dict[str, float] = {}
    opened = Opened()
    with window(browser, opened) as page:
        start = time.perf_counter()
        with parley(folder) as link:
            before = time.perf_counter()
            page.goto(link, wait_until="commit")
            found["first page"] = before - start + page.evaluate(_PAINTED) / 1_000
            page.locator("main [data-refresh]").wait_for(state="detached")
            found["first page with its findings"] = time.perf_counter() - start
            (found["first timeline"],) = follow(page, ["/timeline"])
            (found["first search"],) = follow(page, ["/search?q=question"])
            found["first at another time"], *_ = follow(page, ["/timeline?as-of=2020-03-15"])
            draw = random.Random(7)
            last = entries // 100
            follow(page, ["/timeline", "/timeline?find=i1", "/timeline?issue=i1"])  # once
            walks = {
                "paging": [f"/timeline?page={draw.randint(2, last)}" for _ in range(STEPS)],
                "words on the timeline": [
                    f"/timeline?find=i{draw.randint(1, 99)}" for _ in range(STEPS)
                ],
                "filter by issue": [
                    f"/timeline?issue=i{draw.randint(1, 99)}" for _ in range(STEPS)
                ],
                "search": [f"/search?q=i{draw.randint(1, 999)}" for _ in range(STEPS)],
                "an entry": [f"/entry/e{draw.randint(1, entries // 30)}-7" for _ in range(STEPS)],
            }
            steps: list[float] = []
            for name, addresses in walks.items():
                times = follow(page, list(dict.fromkeys(addresses)))
                found[name] = median(times)
                steps += times
            found["a step"] = median(steps)
    assert opened.hosts <= {"127.0.0.1"}, opened.hosts
    return found


def frontier_walk(browser: Browser, folder: Path) -> tuple[int, dict[str, float]]:
    """Walk on a large frontier; return how many points it has, and medians of steps in seconds."""
    with parley(folder) as link, window(browser, Opened()) as page:
        page.goto(link)
        (first,) = follow(page, ["/frontier"])
        told = re.search(r"([\d,]+) ", page.locator(".facts-line li").first.inner_text())
        assert told is not None
        points = int(told[1].replace(",", ""))
        draw = random.Random(7)
        picked = follow(page, [f"/frontier?point={draw.randint(1, points)}" for _ in range(STEPS)])
        paged = follow(page, [f"/frontier?page={at}" for at in range(2, 2 + STEPS)])
    return points, {"first": first, "pick a package": median(picked), "paging": median(paged)}


def load() -> str:
    """The load of the machine, which tells how far seconds can be trusted."""
    if not hasattr(os, "getloadavg"):
        return "not known"
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def starts(
    browser: Browser, program: str | None, folder: Path, rounds: int, missed: list[str]
) -> float:
    """Measure from the command to the first page, and note what does not hold.

    Returns how many times as slow the machine is as that on which the aims were set, by Fava.
    """
    slower = 1.0
    for size in SIZES:
        ours: list[Opened] = []
        theirs: list[Opened] = []
        for _ in range(rounds + 1):
            ours.append(first_page(browser, parley(folder / f"d{size}"), ours=True))
            if program is not None:
                ledger = folder / f"l{size}.beancount"
                theirs.append(first_page(browser, fava(program, ledger), ours=False))
        del ours[:1], theirs[:1]  # the first compiles what the others find compiled
        first = median(one.first for one in ours)
        findings = median(one.drawn for one in ours)
        octets, requests = max(one.octets for one in ours), max(one.requests for one in ours)
        print(f"{size:>7,} entries, load {load()}")
        print(
            f"    parley  first page {first:5.2f} s, with all findings {findings:5.2f} s; "
            f"{octets / 1e3:,.0f} KB in {requests} requests, 0 to other hosts"
        )
        if theirs:
            beside = median(one.first for one in theirs)
            if size == SIZES[0]:
                slower = max(1.0, beside / FAVA_SMALL)
            print(
                f"    Fava    first page {beside:5.2f} s, with its figures "
                f"{median(one.drawn for one in theirs):5.2f} s; "
                f"{median(one.octets for one in theirs) / 1e3:,.0f} KB in "
                f"{median(one.requests for one in theirs):.0f} requests"
            )
        limit = MAX_FIRST[size] * slower
        print(
            f"    limit {MAX_FIRST[size]} s, on a machine {slower:.1f} times as slow {limit:.2f} s"
        )
        missed += [] if first <= limit else [f"first page at {size:,}: {first:.2f} s"]
        missed += [] if octets <= MAX_FIRST_BYTES else [f"first page: {octets:,} bytes"]
        missed += [] if requests <= MAX_REQUESTS else [f"first page: {requests} requests"]
    return slower


def log_pages(browser: Browser, program: str | None, folder: Path) -> list[str]:
    """Measure the page of the log at 10,000 entries; return what does not hold."""
    size = SIZES[-1]
    octets, nodes = log_page(browser, parley(folder / f"d{size}"), "/timeline")
    counted = find_finds_all(browser, folder / f"d{size}")
    print(f"    log page: parley {octets / 1e6:.2f} MB, {nodes:,} nodes; find finds {counted:,}")
    if program is not None:
        theirs = journal(browser, program, folder / f"l{size}.beancount")
        print(f"    log page: Fava {theirs[0] / 1e6:.2f} MB, {theirs[1]:,} nodes")
    missed = [] if octets <= MAX_LOG_BYTES else [f"log page: {octets:,} bytes"]
    return missed + ([] if nodes <= MAX_NODES else [f"log page: {nodes:,} nodes"])


def changes(browser: Browser, folder: Path, rounds: int) -> dict[str, float]:
    """Measure how soon a change on the disk is shown; return it by how many entries there are."""
    found = {}
    for size in SIZES:
        seconds = change_shown(browser, folder / f"d{size}", rounds)
        found[f"a change on disk at {size:,}"] = seconds
        print(f"    a change on disk is shown after {seconds:.2f} s at {size:,} entries")
    return found


def journal(browser: Browser, program: str, ledger: Path) -> tuple[int, int]:
    """Return the bytes that Fava's journal fetches, and the nodes that it has when it is drawn."""
    found = Opened()
    with fava(program, ledger) as link, window(browser, found) as page:
        page.goto(link)
        page.wait_for_load_state("networkidle")
        before = found.octets
        home = urlsplit(page.url)
        base = home.path.rstrip("/").rpartition("/")[0]
        page.goto(home._replace(path=f"{base}/journal/", query="").geturl())
        page.locator("ol.journal li").nth(100).wait_for(state="attached")
        page.wait_for_load_state("networkidle")
        nodes = int(page.evaluate("document.querySelectorAll('*').length"))
        octets = found.octets - before
    return octets, nodes


def large(browser: Browser, folder: Path, entries: int) -> dict[str, float]:
    """Measure a large dossier; return the seconds of a step, over all kinds of them."""
    write_past(folder / "large", entries)
    found = large_dossier(browser, folder / "large", entries)
    print(f"{entries:>7,} entries, load {load()}")
    for what, seconds in found.items():
        print(f"    {what:30} {seconds:6.2f} s")
    return {f"a step at {entries:,} entries": found["a step"]}


def bargain(browser: Browser, folder: Path) -> dict[str, float]:
    """Measure a large frontier; return the seconds of its steps."""
    write_bargain(folder / "bargain")
    points, steps = frontier_walk(browser, folder / "bargain")
    print(f"a frontier of {points:,} points, load {load()}")
    for what, seconds in steps.items():
        print(f"    {what:30} {seconds:6.2f} s")
    assert points >= 1_000, points
    return {what: one for what, one in steps.items() if what != "first"}


def slowness(browser: Browser, program: str | None, folder: Path) -> float:
    """How many times as slow the machine is now as that on which the aims were set, by Fava."""
    if program is None:
        return 1.0
    ledger = folder / f"l{SIZES[0]}.beancount"
    times = [first_page(browser, fava(program, ledger), ours=False).first for _ in range(3)]
    return max(1.0, median(times) / FAVA_SMALL)


def too_slow(measured: dict[str, float], slower: float) -> list[str]:
    """Return the steps that take longer than they may, on a machine as slow as this one."""
    limit = MAX_STEP_S * slower
    print(
        f"    limit of a step {MAX_STEP_S} s, on a machine {slower:.1f} times as slow {limit:.2f} s"
    )
    return [f"{what}: {one:.2f} s" for what, one in measured.items() if one > limit]


def main() -> None:
    """Measure; print the medians and assert the aims."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--large", type=int, default=LARGE, help="entries of the large dossier")
    parser.add_argument(
        "--only",
        choices=("start", "log", "change", "large", "frontier"),
        action="append",
        default=[],
    )
    given = parser.parse_args()
    wanted = given.only or ["start", "log", "change", "large", "frontier"]
    program = os.environ.get("FAVA") or shutil.which("fava")
    if program is None:
        print("Fava was not found: name it by the variable FAVA to measure it beside parley")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    chromium = next((found for name in names if (found := shutil.which(name))), None)
    assert chromium is not None, "expected the system's Chromium, found none"
    missed: list[str] = []
    slower = 1.0
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        for size in SIZES:
            write_past(folder / f"d{size}", size)
            write_ledger(folder / f"l{size}.beancount", size)
        sandbox = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=sandbox)
        if "start" in wanted:
            slower = starts(browser, program, folder, given.rounds, missed)
        if "log" in wanted:
            missed += log_pages(browser, program, folder)
        if "change" in wanted:
            measured = changes(browser, folder, given.rounds)
            late = {name: one for name, one in measured.items() if one > MAX_SHOWN_S * slower}
            missed += [f"{name}: {one:.2f} s" for name, one in late.items()]
        if "large" in wanted:
            measured = large(browser, folder, given.large)
            slower = max(slower, slowness(browser, program, folder))
            missed += too_slow(measured, slower)
        if "frontier" in wanted:
            measured = bargain(browser, folder)
            slower = max(slower, slowness(browser, program, folder))
            missed += too_slow(measured, slower)
        browser.close()
    assert not missed, "; ".join(missed)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()

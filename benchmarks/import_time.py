"""How long `import parley` takes, beside the same interpreter importing nothing."""

import subprocess
import sys
from statistics import median
from time import perf_counter

LIMIT_S = 0.2
ROUNDS = 9
HEAVY = ("docx", "jinja2", "pysat", "rich")


def seconds(statement: str) -> float:
    """Return the median time in seconds of a fresh interpreter that runs `statement`."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        subprocess.run([sys.executable, "-c", statement], check=True)
        times.append(perf_counter() - start)
    return median(times)


def main() -> None:
    """Assert that nothing heavy is imported, then time the import and print it."""
    loaded = f"import sys, parley; print(*sorted(set(sys.modules) & set({HEAVY!r})))"
    answer = subprocess.run(
        [sys.executable, "-c", loaded], check=True, capture_output=True, text=True
    )
    assert answer.stdout.strip() == "", f"import parley loads {answer.stdout.strip()}"
    bare, with_parley = seconds("pass"), seconds("import parley")
    taken = with_parley - bare
    print(
        f"import parley: {taken:.3f} s on top of a bare interpreter's {bare:.3f} s"
        f" (limit {LIMIT_S} s)"
    )
    assert taken < LIMIT_S


if __name__ == "__main__":
    main()

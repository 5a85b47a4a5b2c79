"""What every test shares: how hard Hypothesis searches.

`PARLEY_HYPOTHESIS=ci` repeats the same examples on every run, so that the gate does not depend on
luck; `nightly` searches long. Without it the search is modest and new each time.
"""

import os

from hypothesis import settings

from tests.postgresql_support import ledger_url, postgresql_database, postgresql_server

__all__ = ["ledger_url", "postgresql_database", "postgresql_server"]

# No deadline: how long one example takes is the benchmarks' matter, and machines are shared.
settings.register_profile("default", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=50, deadline=None, derandomize=True, print_blob=True)
settings.register_profile("nightly", max_examples=2000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("PARLEY_HYPOTHESIS", "default"))


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: many tests wait for a server, a browser or the disk."""
    allowed = getattr(os, "sched_getaffinity", None)
    return (len(allowed(0)) if allowed else os.cpu_count() or 1) + 1

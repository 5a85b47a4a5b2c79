"""What is released: a small wheel that works where nothing else is, core alone and with extras.

Installing fetches parts, so clean environments are made only where CI or PARLEY_RELEASE is set.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_WHEEL = 1_800_000  # bytes
MOST_INSTALLED = 300_000_000  # bytes of the core with its parts
clean = pytest.mark.skipif(
    not (os.environ.get("CI") or os.environ.get("PARLEY_RELEASE")),
    reason="makes clean environments from the network: set PARLEY_RELEASE=1",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with the pinned backend."""
    folder = tmp_path_factory.mktemp("dist")
    build = ["-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", str(folder)]
    _run(sys.executable, *build, str(ROOT))
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def core(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean environment with the wheel and the pinned parts of the core; its `bin`."""
    return _environment(tmp_path_factory.mktemp("core") / "env", wheel)


def test_the_wheel_is_small_and_has_all_that_is_not_code(wheel: Path) -> None:
    """Examples, migrations, templates and types are in it; the tests are not."""
    assert wheel.stat().st_size < MOST_WHEEL
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "parley/examples/kaesong-1951/dossier.yaml",
        "parley/brief/templates/brief.html.j2",
        "parley/py.typed",
    ):
        assert part in names
    assert any(name.startswith("parley/cables/ledger/migrations/versions/") for name in names)
    assert not any(name.startswith("tests/") for name in names)


@clean
def test_the_core_alone_does_the_main_job(core: Path, tmp_path: Path) -> None:
    """The demo runs; what needs an extra says which, in one line."""
    told = _run(core / "parley", "demo", cwd=tmp_path)
    assert "WHERE THINGS STAND" in told.upper()
    assert "not installed" in _run(core / "parley", "doctor", cwd=tmp_path)
    failed = subprocess.run(
        [core / "parley", "serve", str(ROOT / "examples" / "kaesong-1951")],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=300,
        check=False,
    )
    assert failed.returncode == 2
    assert "pip install '.[web]'" in failed.stderr
    assert "Traceback" not in failed.stderr


@clean
def test_the_core_with_its_parts_is_not_large(core: Path) -> None:
    """Everything that is installed besides pip itself."""
    site = next((core.parent / "lib").glob("python*/site-packages"))
    size = sum(
        one.stat().st_size
        for one in site.rglob("*")
        if one.is_file() and one.relative_to(site).parts[0] not in ("pip", "setuptools")
    )
    assert size < MOST_INSTALLED


@clean
@pytest.mark.parametrize("extra", ["fast", "office", "web"])
def test_each_extra_brings_what_it_promises(
    extra: str, core: Path, wheel: Path, tmp_path: Path
) -> None:
    """With the extra, `parley doctor` no longer misses it."""
    binaries = _copied(core, tmp_path / "env")
    _install_extra(binaries, wheel, extra)
    told = _run(*_parley(binaries), "doctor", cwd=tmp_path)
    assert f"{extra}: installed" in told
    command = {"fast": ("stability", "--help"), "office": ("office", "serve", "--help")}
    _run(*_parley(binaries), *command.get(extra, ("serve", "--help")), cwd=tmp_path)


def _parley(binaries: Path) -> tuple[object, ...]:
    return (binaries / "python", "-m", "parley.cli.main")


def _pip(binaries: Path) -> tuple[object, ...]:
    quiet = ("-q", "--disable-pip-version-check", "--no-compile")
    return (binaries / "python", "-m", "pip", "install", *quiet)


def _environment(folder: Path, wheel: Path) -> Path:
    venv.create(folder, with_pip=True)
    binaries = folder / ("Scripts" if os.name == "nt" else "bin")
    pins = ROOT / "requirements" / "core.txt"
    strictly = ("--no-deps", "--require-hashes", "--only-binary", ":all:")
    _run(*_pip(binaries), *strictly, "-r", pins)
    _run(*_pip(binaries), "--no-deps", wheel)
    _run(binaries / "python", "-m", "pip", "check")
    return binaries


def _copied(binaries: Path, folder: Path) -> Path:
    """Copy an environment: quicker than another; only its scripts would still lead to the first."""
    shutil.copytree(binaries.parent, folder, symlinks=True)
    return folder / binaries.name


def _install_extra(binaries: Path, wheel: Path, extra: str) -> None:
    bounds = binaries.parent / "bounds.txt"  # the pins without hashes: one wheel here has none
    lines = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8").splitlines()
    bounds.write_text(
        "\n".join(one.rstrip(" \\") for one in lines if "==" in one), encoding="utf-8"
    )
    _run(*_pip(binaries), "-c", bounds, f"parley[{extra}] @ {wheel.as_uri()}")
    _run(binaries / "python", "-m", "pip", "check")


def _run(*command: object, cwd: Path | None = None) -> str:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PARLEY_")}
    done = subprocess.run(
        [str(one) for one in command],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=kept | {"NO_COLOR": "1"},
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr

"""What every public module of the package promises."""

import ast
import importlib
from pathlib import Path

from tests.meta.repository import ROOT, repository_files

SOURCE = ROOT / "src"


def module_name(path: Path) -> str:
    """Return the dotted name under which a file of the package is imported."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def defined_here(path: Path) -> set[str]:
    """Return the public functions and classes that a file defines at its top."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    named = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in body if isinstance(node, named) and node.name[0] != "_"}


def faults_of_all(path: Path) -> list[str]:
    """Return what is wrong with a module's `__all__`, in words."""
    module = importlib.import_module(module_name(path))
    listed: list[str] = list(getattr(module, "__all__", []))
    return [
        *(f"{name} is public but not in __all__" for name in defined_here(path) - set(listed)),
        *(f"{name} is in __all__ but absent" for name in listed if not hasattr(module, name)),
        *(f"{name} is in __all__ twice" for name in set(listed) if listed.count(name) > 1),
    ]


def test_all_is_complete_and_true() -> None:
    """`__all__` names each public function and class of its module, once, and nothing else."""
    public = [
        path
        for path in repository_files("src/parley/*.py")
        if path.name == "__init__.py" or not path.name.startswith("_")
    ]
    faults = {module_name(path): found for path in public if (found := faults_of_all(path))}
    assert public
    assert faults == {}

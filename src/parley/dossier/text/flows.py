"""Lists and maps in brackets, on one line."""

from __future__ import annotations

from parley.dossier.text.canonical import fitting, inner_shape, key_ranks, record_of
from parley.dossier.text.scalars import spelled
from parley.dossier.text.yaml_text import Node
from parley.dossier.vocabulary.shapes import Shape

__all__ = ["flow_line"]


def flow_line(node: Node, source: str, shape: Shape | None) -> str | None:
    """Return a list or map in brackets on one line, in canonical form.

    None where something in it takes more than a line, or cannot stand so.

    Parameters:
        node: the list or map.
        source: its text in the file; there is no comment in it.
        shape: what it must be, as far as that is known.
    """
    return _line(node, (source, node.start), shape)


def _line(node: Node, within: tuple[str, int], shape: Shape | None) -> str | None:
    shape = fitting(node, shape)
    text, offset = within
    source = text[node.start - offset : node.end - offset]
    if node.kind == "scalar":
        statement = shape is not None and shape.role == "statement"
        one = bool(source) and "\n" not in source
        return spelled(node, source, statement=statement, flow=True) if one else None
    if source[:1] != ("[" if node.kind == "list" else "{"):
        return None  # a pair without its braces
    return _list(node, within, shape) if node.kind == "list" else _map(node, within, shape)


def _list(node: Node, within: tuple[str, int], shape: Shape | None) -> str | None:
    inner = inner_shape(node, shape)
    members: list[str] = []
    for item in node.items:
        member = _line(item, within, inner)
        if member is None:
            return None
        members.append(member)
    return f"[{', '.join(members)}]"


def _map(node: Node, within: tuple[str, int], shape: Shape | None) -> str | None:
    record = record_of(node, shape)
    ranks = key_ranks(record) if record else {}
    pairs: list[tuple[int, str]] = []
    for key, value in node.pairs:
        name = _line(key, within, None)
        text = _line(value, within, inner_shape(node, shape, key.value))
        if name is None or text is None:
            return None
        pairs.append((ranks.get(key.value or "", len(ranks)), f"{name}: {text}"))
    pairs.sort(key=lambda pair: pair[0])
    return f"{{{', '.join(text for _, text in pairs)}}}"

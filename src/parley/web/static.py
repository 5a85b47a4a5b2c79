"""The script, the stylesheets and the icon: the only files that are sent as they are."""

from __future__ import annotations

from importlib.resources import files

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from parley.web.picture_styles import kept_style

__all__ = ["add_static"]

_KINDS = {
    "workbench.css": "text/css; charset=utf-8",
    "workbench.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
#: They hold nothing of a dossier, and their address changes with their content.
_KEPT = {"cache-control": "public, max-age=31536000, immutable"}


def add_static(app: FastAPI) -> None:
    """Add the addresses of these files."""
    folder = files("parley.web").joinpath("static")
    kept: dict[str, bytes] = {}

    def static(request: Request, name: str) -> Response:
        style = kept_style(name)
        if style is not None:
            return Response(style, media_type=_KINDS["workbench.css"], headers=_KEPT)
        if name not in _KINDS:
            raise HTTPException(404)
        if name not in kept:
            kept[name] = folder.joinpath(name).read_bytes()
        return Response(kept[name], media_type=_KINDS[name], headers=_KEPT)

    app.add_api_route(
        "/static/{name}", static, methods=["GET"], include_in_schema=False, response_model=None
    )

"""Routes that FastAPI looks at when they are first asked for.

To read what a function takes costs it some milliseconds. There are hundreds of routes, and whoever
opens the page asks for a few of them; so the server starts without looking at any.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, FastAPI, Request

if TYPE_CHECKING:
    from fastapi.routing import APIRoute

__all__ = ["add_lazily", "all_routes"]

Made = Callable[[], "APIRoute"]


def add_lazily(
    app: FastAPI,
    place: str,
    answer: Callable[..., Any],
    signature: Callable[[], inspect.Signature] | None = None,
    **how: Any,
) -> None:
    """Add a route, as `app.add_api_route` does.

    Parameters:
        signature: returns what `answer` takes, where it does not say so itself.
        how: `methods`, and what else `add_api_route` takes.
    """

    @lru_cache(maxsize=1)
    def made() -> APIRoute:
        if signature is not None:
            answer.__signature__ = signature()  # type: ignore[attr-defined]
        router = APIRouter()
        router.add_api_route(place, answer, **how)
        (route,) = router.routes
        return route  # type: ignore[return-value]

    async def answered(request: Request) -> Any:
        route = made()
        _, scope = route.matches(request.scope)
        request.scope.update(scope)
        return route.handle  # which takes it from here, as every answer does

    app.add_route(place, answered, methods=how["methods"], include_in_schema=False)
    _made_of(app).append(made)


def all_routes(app: FastAPI) -> list[APIRoute]:
    """Return all routes that were added lazily, for their description."""
    return [made() for made in _made_of(app)]


def _made_of(app: FastAPI) -> list[Made]:
    if not hasattr(app.state, "lazy"):
        app.state.lazy = []
    found: list[Made] = app.state.lazy
    return found

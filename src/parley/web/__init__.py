"""The workbench page: a dossier in the browser, served on this machine by `parley serve`.

Every page is made here and sent as HTML; it works with plain links and forms. One small script
makes it quicker: it fetches the next page and puts what changed in place. The same data is an API.

A page is one file in `pages/`, with its template and its words, and is there by being there:

    pages/NAME.py          PAGE, and the function that it names: `(desk, ...) -> plain data`
    pages/NAME.html        how that data is shown
    words/en/NAME.toml     its words, and the same keys in every other language

`desk` holds what a page may see: the dossier, through whose eyes and as of when it is looked at.
The function's other parameters are fields of the address. `GET /NAME` shows the data and
`GET /api/NAME` returns it as JSON; OpenAPI is read from the function's own signature.

From the command to the page: `serving` starts, `application` has the routes, `guard` stands before
them all, `door` knows who may come in, `keeping` keeps the dossier and notices changes, `desk` and
`viewing` make the desk, `registry` finds the pages and `rendering` shows them.
"""

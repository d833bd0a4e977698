"""The floor: the same rows by plain SQL and the same number of bytes by Jinja alone, through a bare Flask
application.

A page cannot be cheaper than fetching its rows and writing its bytes; how many times the floor it costs is
what our own code adds.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import Engine

PAGE = """<!doctype html><html><head><title>floor</title></head><body><table>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}<td>{{ padding }}</td></tr>
{% endfor %}</table></body></html>"""


def application(engine: Engine, statements: list[tuple[str, Any]], size: int) -> Flask:
    """A Flask application whose only page runs these statements and answers with `size` bytes."""
    app = Flask("floor")
    template = app.jinja_env.from_string(PAGE)
    padding = ["x" * 10]

    @app.get("/")
    def page() -> str:
        with engine.connect() as connection:
            results = [
                connection.exec_driver_sql(statement, given).fetchall() for statement, given in statements
            ]
        rows = max(results, key=len) if results else []
        return template.render(rows=[list(row)[:8] for row in rows[:60]], padding=padding[0])

    bare = len(app.test_client().get("/").get_data())
    rows = max(1, app.test_client().get("/").get_data(as_text=True).count("<tr>"))
    padding[0] = "x" * max(1, (size - bare) // rows)
    return app


def is_select(statement: str) -> bool:
    return statement.lstrip().upper().startswith(("SELECT", "WITH"))

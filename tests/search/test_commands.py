"""`./run search rebuild`."""

from __future__ import annotations

from click.testing import CliRunner
from sqlalchemy import text

from portal.database import session
from portal.search.commands import COMMANDS
from portal.search.queries import search
from tests.factories.accounts import World

(SEARCH,) = COMMANDS


def test_the_index_is_made_anew(world: World) -> None:
    session().execute(text("DELETE FROM search_entry"))
    done = CliRunner().invoke(SEARCH, ["rebuild", "project"], catch_exceptions=False)
    assert (done.exit_code, done.output) == (0, "2 entries were written anew or taken away.\n")
    assert [entry.title for entry in search("store").entries] == ["Store system"]
    assert search("otto").entries == []


def test_a_kind_that_cannot_be_found_is_named_with_those_that_can(world: World) -> None:
    done = CliRunner().invoke(SEARCH, ["rebuild", "dreams"])
    assert done.exit_code == 2
    assert "dreams cannot be found" in done.output
    assert "decision" in done.output

"""Letters in any state."""

from __future__ import annotations

from portal.database import session
from portal.outbox.models import Letter, LetterState
from tests.factories.accounts import World


def make_letter(world: World, state: LetterState, **values: object) -> Letter:
    """A letter to the head of logistics, in this state."""
    defaults: dict[str, object] = {
        "template": "accounts/password_changed",
        "person_id": world.head.id,
        "email": world.head.email,
        "name": world.head.name,
        "language": "en",
        "facts": {},
        "link": "/account",
        "attempts": 0 if state == LetterState.WAITING else 3,
        "next_try_at": world.now if state in {LetterState.WAITING, LetterState.FAILED} else None,
        "error": "The mail server said: 550 no"
        if state in {LetterState.FAILED, LetterState.GIVEN_UP}
        else "",
        "created_at": world.now,
    }
    letter = Letter(state=state, **{**defaults, **values})
    session().add(letter)
    session().flush()
    return letter

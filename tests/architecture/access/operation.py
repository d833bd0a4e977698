"""Who may look at what those who run the portal look at. See `tests/architecture/test_access.py`."""

from __future__ import annotations

from portal.outbox.models import LetterState
from tests.architecture.access.kinds import EVERYBODY, only
from tests.factories.accounts import World
from tests.factories.outbox import make_letter

ACCESS = {
    "operation.healthz": EVERYBODY,
    "operation.readyz": EVERYBODY,
    "operation.metrics_page": EVERYBODY,  # from this machine, which the tests are
    "operation.letters": only("administrator"),
    "operation.try_again": only("administrator"),
    "api_operation.description": EVERYBODY,
    "api_operation.letters": only("administrator"),
    "api_operation.try_again": only("administrator"),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    letter = make_letter(world, LetterState.GIVEN_UP)
    return {
        "operation.try_again": {"letter_id": letter.id},
        "api_operation.try_again": {"letter_id": letter.id},
    }

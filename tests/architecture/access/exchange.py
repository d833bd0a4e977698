"""Who may use the routes of imports and exports. See `tests/architecture/test_access.py`."""

from __future__ import annotations

from portal.database import session
from portal.exchange.models import ImportRun, SavedMapping
from tests.architecture.access.kinds import READERS, Expected, only
from tests.factories.accounts import World
from tests.support.times import NOW

IMPORT = only("administrator", "office")
SEE = only("administrator", "office", "auditor")
EXPORT = Expected(READERS)

ACCESS: dict[str, Expected] = {
    "exchange.index": EXPORT,
    "exchange.export_workbook": EXPORT,
    "exchange.export_archive": EXPORT,
    "exchange.template": EXPORT,
    "exchange.new_import": IMPORT,
    "exchange.show": SEE,
    "exchange.progress": SEE,
    "exchange.encodings": IMPORT,
    "exchange.tables": IMPORT,
    "exchange.check": IMPORT,
    "exchange.import_now": IMPORT,
    "exchange.refused_csv": SEE,
    "exchange.refused_xlsx": SEE,
    "exchange.choose_columns": IMPORT,
    "exchange.drop_mapping": IMPORT,
    "exchange.mapping_of_run": SEE,
    "exchange.mappings": SEE,
    "exchange.saved_mapping": SEE,
    "exchange.delete_mapping": IMPORT,
    "api_exchange.index": SEE,
    "api_exchange.receive": IMPORT,
    "api_exchange.show": SEE,
    "api_exchange.start": IMPORT,
    "api_exchange.refusals": SEE,
    "api_exchange.export": EXPORT,
}
OF_MAPPING = {"exchange.saved_mapping", "exchange.delete_mapping"}
OF_NONE = {
    "exchange.index",
    "exchange.export_workbook",
    "exchange.export_archive",
    "exchange.template",
    "exchange.new_import",
    "exchange.mappings",
    "api_exchange.index",
    "api_exchange.receive",
    "api_exchange.export",
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    files = [{"name": "old.csv", "sha256": "", "size": 0, "stored": "0.bin"}]
    run = ImportRun(files=files, options={}, report={}, refused=0, created_by=world.office, created_at=NOW)
    mapping = SavedMapping(name="Somebody else’s", content={}, created_by=world.office, created_at=NOW)
    session().add_all([run, mapping])
    session().flush()
    given: dict[str, dict[str, object]] = {}
    for endpoint in ACCESS:
        if endpoint in OF_MAPPING:
            given[endpoint] = {"mapping_id": mapping}
        elif endpoint not in OF_NONE:
            given[endpoint] = {"run_id": run}
    return given

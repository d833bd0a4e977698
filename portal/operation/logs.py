"""Logs: one JSON object a line on standard error; in a terminal a plain line. Ours and those of libraries
alike.

Values of SQL statements are taken out of traces: they are what people wrote.
"""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

#: What databases and SQLAlchemy add to their errors about the values in question.
_values = re.compile(
    r"(\[parameters: .*?\]$|^(DETAIL|CONTEXT): .*?$|^unnamed portal parameter .*?$)", re.M | re.S
)


def configure(kind: str = "auto") -> None:
    """Set up logging for this process. `kind`: `json`, `text`, or `auto` (text only in a terminal)."""
    is_text = kind == "text" or (kind == "auto" and sys.stderr.isatty())
    last: Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if is_text
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_values,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.INFO)
    for chatty in ("alembic", "werkzeug"):  # the latter would write down whole addresses
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def without_values(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Keep what went wrong, drop with which values."""
    for name in ("exception", "event", "reason"):
        if isinstance(event.get(name), str):
            event[name] = _values.sub("[values withheld]", event[name])
    return event

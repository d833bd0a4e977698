"""Handing messages over: to files in a folder, or to a mail server.

A delivery is a context manager with `send(message, name)`. It raises `Undeliverable` where trying again is of
no use, `Unreachable` where no other letter would leave either, and anything else for this one letter at this
moment.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
import smtplib
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from portal.outbox.messages import FOR_READERS, FOR_SERVERS, Form

TIMEOUT = 30


class Undeliverable(Exception):
    """The mail server will never take this letter: the address does not exist, say."""


class Unreachable(Exception):
    """Nothing can be sent at present: the server does not answer, refuses us, or the disk is full."""


class Delivery(Protocol):
    """A way to send. `form`: how it wants its messages."""

    form: Form

    def send(self, message: EmailMessage, name: str) -> None: ...


@contextlib.contextmanager
def delivery(url: str) -> Iterator[Delivery]:
    """The delivery of the setting `MAIL_URL`; connects when the first message is sent."""
    if url.startswith("file:"):
        yield Folder(Path(url.removeprefix("file:").removeprefix("//")))
        return
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("PORTAL_MAIL_URL must be file:FOLDER, smtp://host:port or smtps://host:port")
    server = MailServer(parts)
    try:
        yield server
    finally:
        server.close()


class Folder:
    """One file for each letter; a repetition replaces the file."""

    form = FOR_READERS

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage, name: str) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = self.folder / f".{name}.{os.getpid()}"
            with draft.open("wb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.folder / f"{name}.eml")
        except OSError as error:
            raise Unreachable(f"The folder for letters cannot be written: {error.strerror}") from error


class MailServer:
    """A connection to an SMTP server, used for several letters."""

    form = FOR_SERVERS

    def __init__(self, parts: SplitResult) -> None:
        self.parts = parts
        self.connection: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, name: str) -> None:
        try:
            self._connected().send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            ((code, words),) = error.recipients.values()
            raise _refusal(code, words) from error
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPSenderRefused as error:
            raise Unreachable(_told(error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Undeliverable("The mail server cannot send to this kind of address.") from error
        except smtplib.SMTPException as error:
            self.close()
            raise Unreachable(f"The connection to the mail server broke: {error}") from error
        except OSError as error:
            self.close()
            raise Unreachable(f"The mail server cannot be reached: {error}") from error

    def close(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                connection.quit()

    def _connected(self) -> smtplib.SMTP:
        if self.connection is None:
            self.connection = self._connect()
        return self.connection

    def _connect(self) -> smtplib.SMTP:
        host, user = self.parts.hostname or "", unquote(self.parts.username or "")
        if self.parts.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                host, self.parts.port or 465, timeout=TIMEOUT, context=ssl.create_default_context()
            )
        else:
            connection = smtplib.SMTP(host, self.parts.port or (587 if user else 25), timeout=TIMEOUT)
        try:
            self._secure(connection, host, user)
        except BaseException:
            connection.close()
            raise
        return connection

    def _secure(self, connection: smtplib.SMTP, host: str, user: str) -> None:
        """STARTTLS where it is offered. A password goes to nobody whose certificate does not prove their
        name.
        """
        connection.ehlo()
        is_private = self.parts.scheme == "smtps" or _is_loopback(host)
        if self.parts.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls(context=_context(is_strict=bool(user) and not is_private))
            connection.ehlo()
            is_private = True
        if user and not is_private:
            raise Unreachable("The mail server offers no encryption; the password was not sent.")
        if user:
            connection.login(user, unquote(self.parts.password or ""))


def _context(*, is_strict: bool) -> ssl.SSLContext:
    """Without a password, encryption to an unproven server is still better than none (RFC 7435)."""
    context = ssl.create_default_context()
    if not is_strict:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refusal(code: int, words: bytes | str) -> Exception:
    """5xx is for good, 4xx may pass."""
    return (Undeliverable if code >= 500 else Deferred)(_told(code, words))


class Deferred(Exception):
    """The mail server wants this letter later."""


def _told(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"The mail server said: {code} {' '.join(text.split())}"

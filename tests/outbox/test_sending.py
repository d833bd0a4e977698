"""Letters leave: once if all goes well, again if it does not, and never silently not at all."""

from __future__ import annotations

import datetime as dt
import os
import signal
import ssl
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select, update

from portal.assembly import Portal
from portal.database import session
from portal.outbox.models import MOST_ATTEMPTS, Letter, LetterState
from portal.outbox.queries import counts, lag
from portal.outbox.tasks import BATCH, CLAIM, send_letters
from tests.support.smtp import Mailbox, free_port, mail_server
from tests.support.statements import statements
from tests.support.times import NOW

Write = Callable[..., Letter]


def later(**passed: float) -> dt.datetime:
    return NOW + dt.timedelta(**passed)


def stored() -> Letter:
    session().expire_all()
    return session().scalars(select(Letter).order_by(Letter.id.desc()).limit(1)).one()


def text_of(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


def files(folder: Path) -> list[EmailMessage]:
    found = [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml"))]
    return list(found)


def test_a_letter_becomes_a_file_by_default(write: Write, folder: Path) -> None:
    write("Wang 王小明", title="风险", text="请确认")
    assert send_letters(NOW) == 1
    (message,) = files(folder)
    assert message["Subject"] == "About 风险"
    assert message["To"].addresses[0].display_name == "Wang 王小明"
    assert "请确认" in text_of(message)
    assert "http://localhost/commitments/7" in text_of(message)
    assert "请确认".encode() in next(folder.glob("*.eml")).read_bytes()
    assert (stored().state, stored().next_try_at, stored().sent_at) == (LetterState.SENT, None, NOW)
    assert send_letters(NOW) == 0


def test_nothing_to_send_costs_one_statement(app: Portal, folder: Path) -> None:
    with statements() as seen:
        assert send_letters(NOW) == 0
    assert len(seen) == 1
    assert not folder.exists()


def test_a_mail_server_gets_chinese_words_and_the_right_head(write: Write, mailbox: Mailbox) -> None:
    letter = write("Wang 王小明", title="风险决议", text="您的部门被请求。\n" + "长" * 2000)
    uid = letter.uid
    assert send_letters(NOW) == 1
    (message,) = mailbox.messages
    assert message["Subject"] == "About 风险决议"
    assert "您的部门被请求。\n" + "长" * 2000 in text_of(message)
    assert message["Message-ID"] == f"<{uid}@localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert mailbox.recipients == ["wang@example.org"]
    assert mailbox.senders == ["accord@localhost"]


def test_nothing_that_people_write_becomes_a_head_line(write: Write, mailbox: Mailbox) -> None:
    write(
        "Eve\r\nBcc: all@example.org",
        title="x\r\nBcc: all@example.org",
        text="y\r\n.\r\nRCPT TO:<z@example.org>",
    )
    send_letters(NOW)
    (message,) = mailbox.messages
    assert message["Bcc"] is None
    assert mailbox.recipients == ["eve@example.org"]
    assert "\n.\nRCPT TO:<z@example.org>" in text_of(message)


def test_a_letter_that_is_refused_for_the_moment_leaves_at_the_next_try(
    write: Write, mailbox: Mailbox
) -> None:
    write()
    mailbox.refusals["lin@example.org"] = ["451 come back later"]
    assert send_letters(NOW) == 0
    letter = stored()
    assert (letter.state, letter.error) == (LetterState.FAILED, "The mail server said: 451 come back later")
    assert letter.next_try_at == later(minutes=1)
    assert send_letters(later(seconds=30)) == 0
    assert send_letters(later(minutes=1)) == 1
    assert (stored().state, stored().error) == (LetterState.SENT, "")
    assert len(mailbox.messages) == 1


def test_a_letter_that_is_refused_for_good_is_given_up_visibly(write: Write, mailbox: Mailbox) -> None:
    write()
    mailbox.refusals["lin@example.org"] = ["550 no such mailbox"]
    assert send_letters(NOW) == 0
    letter = stored()
    assert (letter.state, letter.next_try_at) == (LetterState.GIVEN_UP, None)
    assert letter.error == "The mail server said: 550 no such mailbox"
    assert send_letters(later(days=30)) == 0
    letter.try_again(later(days=31))
    session().commit()
    assert send_letters(later(days=31)) == 1


def test_one_bad_address_does_not_stop_the_others(write: Write, mailbox: Mailbox) -> None:
    for name in ("Anna", "Bert", "Carl"):
        write(name)
    mailbox.refusals["bert@example.org"] = ["550 no"]
    assert send_letters(NOW) == 2
    assert mailbox.recipients == ["anna@example.org", "carl@example.org"]


@pytest.mark.parametrize("template", ["test/broken", "test/headless", "test/missing"])
def test_a_broken_template_stops_its_own_letter_only(write: Write, folder: Path, template: str) -> None:
    broken = write("Anna")
    session().execute(update(Letter).where(Letter.id == broken.id).values(template=template))
    session().commit()
    write("Bert")
    assert send_letters(NOW) == 1
    (message,) = files(folder)
    assert message["To"].addresses[0].addr_spec == "bert@example.org"
    session().expire_all()
    failed = session().scalars(select(Letter).where(Letter.template == template)).one()
    assert failed.state == LetterState.FAILED
    assert failed.error.startswith("The letter could not be written: ")


def test_a_server_that_is_down_costs_one_try_and_loses_nothing(app: Portal, write: Write) -> None:
    app.config["MAIL_URL"] = f"smtp://127.0.0.1:{free_port()}"
    for name in ("Anna", "Bert", "Carl"):
        write(name)
    assert send_letters(NOW) == 0
    session().expire_all()
    letters = session().scalars(select(Letter).order_by(Letter.id)).all()
    assert [(each.state, each.attempts) for each in letters] == [
        ("failed", 1),
        ("waiting", 0),
        ("waiting", 0),
    ]
    assert letters[0].error.startswith("The mail server cannot be reached")
    with mail_server() as mailbox:
        app.config["MAIL_URL"] = mailbox.url
        assert send_letters(later(minutes=2)) == 3
    assert len(mailbox.messages) == 3


def test_pauses_grow_until_the_letter_is_given_up(write: Write, mailbox: Mailbox) -> None:
    write()
    mailbox.refusals["lin@example.org"] = ["451 no"] * 20
    moment, pauses = NOW, []
    while (letter := stored()).next_try_at is not None:
        send_letters(moment)
        if (upcoming := stored().next_try_at) is not None:
            pauses.append(upcoming - moment)
            moment = upcoming
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (dt.timedelta(minutes=1), dt.timedelta(days=1))
    assert len(pauses) == MOST_ATTEMPTS - 1 == 9
    assert (letter.state, letter.attempts) == (LetterState.GIVEN_UP, 10)
    assert letter.error == "The mail server said: 451 no"


def test_a_folder_that_cannot_be_written_is_said_plainly(app: Portal, write: Write, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    app.config["MAIL_URL"] = f"file:{tmp_path / 'file' / 'letters'}"
    write()
    assert send_letters(NOW) == 0
    assert stored().error.startswith("The folder for letters cannot be written")


@pytest.mark.parametrize("url", ["http://example.org", "smtp://", "nonsense"])
def test_a_setting_that_makes_no_sense_is_refused(app: Portal, write: Write, url: str) -> None:
    app.config["MAIL_URL"] = url
    write()
    with pytest.raises(ValueError, match="PORTAL_MAIL_URL"):
        send_letters(NOW)
    assert stored().state == LetterState.WAITING


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_the_server_is_signed_in_to(app: Portal, write: Write) -> None:
    write()
    with mail_server(with_login=True, auth_required=True) as mailbox:
        app.config["MAIL_URL"] = f"smtp://us%40er:wrong@127.0.0.1:{mailbox.port}"
        assert send_letters(NOW) == 0
        assert stored().state == LetterState.FAILED
        app.config["MAIL_URL"] = f"smtp://us%40er:right@127.0.0.1:{mailbox.port}"
        assert send_letters(later(minutes=1)) == 1
    assert mailbox.logins[-1] == ("us@er", "right")


def test_a_letter_that_many_workers_dropped_is_given_up(write: Write, folder: Path) -> None:
    letter = write()
    letter.attempts = MOST_ATTEMPTS
    session().commit()
    write("Bert")
    assert send_letters(NOW) == 1
    session().expire_all()
    assert session().get_one(Letter, letter.id).state == LetterState.GIVEN_UP


def test_a_worker_that_dies_after_handing_over_sends_again_under_the_same_name(
    app: Portal, write: Write, mailbox: Mailbox
) -> None:
    """At least once: the server has the letter, the worker dies before it can say so."""
    write()
    program = (
        "import datetime as dt; from portal import create_app; from portal.outbox.tasks import send_letters\n"
        "app = create_app()\n"
        f"with app.app_context(): send_letters(dt.datetime.fromisoformat({NOW.isoformat()!r}))"
    )
    environment = {
        **os.environ,
        "PORTAL_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "PORTAL_DATA_DIR": str(app.config["DATA_DIR"]),
        "PORTAL_MAIL_URL": mailbox.url,
        "PORTAL_BASE_URL": app.config["BASE_URL"],
    }
    # the test's templates exist in this process only, so the other one sends a letter of the product
    session().execute(update(Letter).values(template="accounts/password_changed"))
    session().commit()
    worker = subprocess.Popen([sys.executable, "-c", program], env=environment, cwd=Path(__file__).parents[2])
    mailbox.on_data = lambda: os.kill(worker.pid, signal.SIGKILL)
    assert worker.wait(60) == -signal.SIGKILL
    mailbox.on_data = None
    letter = stored()
    assert (letter.state, letter.attempts) == (LetterState.WAITING, 1)
    assert letter.next_try_at is not None
    assert NOW + CLAIM <= letter.next_try_at < NOW + CLAIM + dt.timedelta(seconds=30)
    assert send_letters(NOW + CLAIM - dt.timedelta(seconds=1)) == 0
    assert send_letters(letter.next_try_at) == 1
    first, second = mailbox.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert stored().state == LetterState.SENT


def test_two_workers_share_the_letters(app: Portal, write: Write, mailbox: Mailbox) -> None:
    for number in range(2 * BATCH + 10):
        write(f"Person{number}")
    session().rollback()
    sent: list[int] = []

    def work() -> None:
        with app.app_context():
            sent.append(send_letters(NOW))

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sum(sent) == 2 * BATCH + 10
    assert set(Counter(mailbox.recipients).values()) == {1}
    assert counts() == {"waiting": 0, "failed": 0, "given_up": 0}


def test_the_lag_is_that_of_the_letter_that_waits_longest(write: Write, folder: Path) -> None:
    assert lag(later(hours=1)) == dt.timedelta(0)
    write()
    assert lag(later(hours=1)) == dt.timedelta(hours=1)
    assert lag(NOW - dt.timedelta(hours=1)) == dt.timedelta(0)
    send_letters(NOW)
    assert lag(later(hours=1)) == dt.timedelta(0)


def test_a_connection_is_encrypted_where_the_server_offers_it(
    app: Portal, write: Write, tmp_path: Path
) -> None:
    write()
    with mail_server(tls_context=own_certificate(tmp_path), require_starttls=True) as mailbox:
        app.config["MAIL_URL"] = mailbox.url
        assert send_letters(NOW) == 1
    assert mailbox.was_encrypted == [True]


def own_certificate(folder: Path) -> ssl.SSLContext:
    """A server's side of TLS that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, NOW, NOW + dt.timedelta(days=1))
    certificate = builder.sign(key, hashes.SHA256())
    (folder / "certificate").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key").write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate", folder / "key")
    return context

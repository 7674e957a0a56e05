"""The certificate of a process that ends TLS by itself."""

import ssl
from pathlib import Path

from bot.errors import BadSettings


class Certificate:
    """A certificate and its key in PEM files, read again when they were renewed.

    Raises BadSettings when they cannot be read or do not belong together.
    """

    def __init__(self, certificate: Path, key: Path) -> None:
        self._files = certificate, key
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._stamp = self._stamped()
        self._load()

    def renewed(self) -> bool:
        """Whether the files are others than before; new connections are then served with these."""
        stamp = self._stamped()
        if stamp == self._stamp:
            return False
        self._load()
        self._stamp = stamp
        return True

    def for_telegram(self) -> bytes | None:
        """The certificate that has to be handed to Telegram: one that signs itself. None for all others."""
        return self._files[0].read_bytes() if self._signs_itself() else None

    def _load(self) -> None:
        certificate, key = self._files
        trial = ssl.SSLContext(
            ssl.PROTOCOL_TLS_SERVER
        )  # a pair that does not match spoils what it is loaded into
        try:
            for context in (trial, self.context):
                context.load_cert_chain(certificate, key, password=lambda: b"")
        except (OSError, ValueError) as error:
            why = f"cannot be used with WEBHOOK_KEY {key}: {_words(error)}"
            advice = "name the PEM files of one certificate and of its key, without a password"
            raise BadSettings([f"WEBHOOK_CERTIFICATE {certificate} {why}; {advice}"]) from None

    def _stamped(self) -> tuple[int, ...]:
        try:
            return tuple(file.stat().st_mtime_ns for file in self._files)
        except OSError:
            return ()  # being replaced

    def _signs_itself(self) -> bool:
        """Whether a client that trusts nothing else accepts it, and it names itself as its issuer."""
        client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        client.check_hostname = False
        client.load_verify_locations(self._files[0])
        try:
            facts = _met(client, self.context)
        except ssl.SSLCertVerificationError:
            return False
        return facts.get("issuer") == facts.get("subject")


def _met(client: ssl.SSLContext, server: ssl.SSLContext) -> dict[str, object]:
    """What a client sees of the server's certificate, without a network. Raises what it thinks of it."""
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    caller, called = client.wrap_bio(back, there), server.wrap_bio(there, back, server_side=True)
    for end in (caller, called) * 2:
        try:
            end.do_handshake()
        except ssl.SSLWantReadError:
            continue
    return dict(caller.getpeercert() or {})


def _words(error: Exception) -> str:
    return getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)

"""Checks both ends of remora-auth against pyspnego, pypsrp and pywinrm.

Usage:  pip install pyspnego pypsrp pywinrm
        cargo build -p remora-auth --example authenticate
        python check.py PATH-TO-THE-EXAMPLE

Prints one line a check and exits with 1 when one of them fails.
"""

import base64
import datetime
import hashlib
import http.server
import os
import ssl
import subprocess
import sys
import tempfile
import threading
import warnings

import spnego
import spnego.channel_bindings

EXAMPLE = sys.argv[1]
HASH = hashlib.sha256(b"certificate").digest()
OTHER_HASH = hashlib.sha256(b"another certificate").digest()
SPNEGO_TYPE = "application/HTTP-SPNEGO-session-encrypted"
FAILURES = 0


class Peer:
    """One end that is played by the example program."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [EXAMPLE, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )

    def ask(self, *words):
        self.process.stdin.write(" ".join(words).rstrip() + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().rstrip("\n")

    def seal(self, content):
        return bytes.fromhex(self.ask("seal", content.hex()).removeprefix("body "))

    def unseal(self, body):
        answer = self.ask("unseal", body.hex())
        assert answer.startswith("content "), answer
        return bytes.fromhex(answer.removeprefix("content "))

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()


def check(name, expected=True):
    def run(function):
        global FAILURES
        try:
            actual = function()
        except Exception as error:  # the check's own verdict, printed below
            actual = f"{type(error).__name__}: {error}"
        good = actual == expected
        FAILURES += not good
        print("ok  " if good else "FAIL", name, "" if good else f"-> {actual!r}", flush=True)
    return run


def bindings(certificate_hash):
    if certificate_hash is None:
        return None
    return spnego.channel_bindings.GssChannelBindings(
        application_data=b"tls-server-end-point:" + certificate_hash)


def frame(context, content):
    from pypsrp.encryption import WinRMEncryption
    return WinRMEncryption(context, SPNEGO_TYPE).wrap_message(content)[1]


def unframe(context, body):
    from pypsrp.encryption import WinRMEncryption
    return WinRMEncryption(context, SPNEGO_TYPE).unwrap_message(body, "Encrypted Boundary")


def talk(context, peer):
    """Sealed messages both ways."""
    for round_ in range(40):
        content = bytes([32 + round_]) * (round_ * 97 + 1)
        assert peer.unseal(frame(context, content)) == content
        assert unframe(context, peer.seal(content)) == content
    return True


def pyspnego_client(protocol, user, password, theirs=None, ours=None, scheme="Negotiate"):
    peer = Peer("server", *([ours.hex()] if ours else []))
    try:
        context = spnego.client(user, password, hostname="localhost", service="HTTP",
                                protocol=protocol, channel_bindings=bindings(theirs),
                                options=spnego.NegotiateOptions.use_ntlm
                                if protocol == "ntlm" else spnego.NegotiateOptions.none)
        token = context.step()
        while token:
            value = f"{scheme} {base64.b64encode(token).decode()}"
            status, _, fields = peer.ask("authorization", value).partition(" ")
            first = fields.split("\t")[0]
            answer = base64.b64decode(first.partition(" ")[2])
            if status == "200":
                if answer:
                    assert not context.step(answer)
                assert context.complete
                assert fields.endswith("user " + user.lower().removeprefix(".\\")), fields
                return talk(context, peer)
            if not answer:
                return "refused"
            token = context.step(answer)
        return "no end"
    finally:
        peer.close()


def pyspnego_server(protocol, mechanism, user, password, theirs=None, ours=None):
    peer = Peer("client", mechanism, user, password, *([ours.hex()] if ours else []))
    try:
        context = spnego.server(hostname="localhost", service="HTTP", protocol=protocol,
                                channel_bindings=bindings(theirs))
        command, _, value = peer.ask("start").partition(" ")
        while command == "retry":
            scheme, _, token = value.partition(" ")
            try:
                answer = context.step(base64.b64decode(token))
            except spnego.exceptions.SpnegoError as error:
                return f"refused by {type(error).__name__}"
            status = "200" if context.complete else "401"
            field = f"{scheme} {base64.b64encode(answer).decode()}" if answer else ""
            command, _, value = peer.ask("response", status, field).partition(" ")
        assert command == "done", f"{command} {value}"
        return talk(context, peer)
    finally:
        peer.close()


class Handler(http.server.BaseHTTPRequestHandler):
    """An endpoint over HTTP that leaves authentication and sealing to the example."""

    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        self.peer, self.user = Peer("server", *self.server.peer_arguments), None

    def finish(self):
        self.peer.close()
        super().finish()

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        authorization = self.headers.get("Authorization", "")
        fields = []
        if authorization or not self.user:
            status, _, rest = self.peer.ask("authorization", authorization).partition(" ")
            fields = [field for field in rest.split("\t") if field]
            if status == "200":
                self.user = fields.pop().removeprefix("user ")
            else:
                self.user = None
        self.send_response(200 if self.user else 401)
        for field in fields:
            self.send_header("WWW-Authenticate", field)
        answer = b""
        if self.user and body:
            answer = self.peer.seal(b"<answer to='%s'/>" % self.peer.unseal(body))
            self.send_header("Content-Type", 'multipart/encrypted;protocol="%s";'
                             'boundary="Encrypted Boundary"' % SPNEGO_TYPE)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


def over_http(send):
    return serve(send, [], None)


def over_https(send, hash_name):
    """With a certificate whose signature uses this hash."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    key = ec.generate_private_key(ec.SECP384R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    today = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .sign(key, getattr(hashes, hash_name)()))
    with tempfile.TemporaryDirectory() as folder:
        der, pem = os.path.join(folder, "c.der"), os.path.join(folder, "c.pem")
        with open(der, "wb") as file:
            file.write(certificate.public_bytes(serialization.Encoding.DER))
        with open(pem, "wb") as file:
            file.write(certificate.public_bytes(serialization.Encoding.PEM))
            file.write(key.private_bytes(serialization.Encoding.PEM,
                                         serialization.PrivateFormat.PKCS8,
                                         serialization.NoEncryption()))
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(pem)
        return serve(send, [der], tls)


def serve(send, peer_arguments, tls):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.peer_arguments = peer_arguments
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        return send(server.server_port)
    finally:
        server.shutdown()
        server.server_close()


def pypsrp(auth, user, password, over=over_http, **options):
    def send(port):
        from pypsrp.wsman import WSMan
        with WSMan("127.0.0.1", port=port, ssl=over is not over_http, cert_validation=False,
                   username=user, password=password, auth=auth, encryption="always",
                   **options) as wsman:
            for number in range(10):
                text = wsman.transport.send(b"message %d" % number)
                assert text == b"<answer to='message %d'/>" % number, text
        return True
    return lambda: over(send)


def pywinrm(user, password, over=over_http):
    def send(port):
        from winrm.transport import Transport
        scheme = "http" if over is over_http else "https"
        transport = Transport(endpoint=f"{scheme}://127.0.0.1:{port}/wsman", username=user,
                              password=password, auth_method="ntlm",
                              server_cert_validation="ignore",
                              message_encryption="always")
        transport.build_session()
        for number in range(10):
            text = transport.send_message(b"message %d" % number)
            assert text == b"<answer to='message %d'/>" % number, text
        return True
    return lambda: over(send)


def main():
    for protocol in ("ntlm", "negotiate"):
        def client(*arguments, **keywords):
            return lambda: pyspnego_client(protocol, *arguments, **keywords)
        check(f"pyspnego {protocol} client")(client("alice", "Password1"))
        check(f"pyspnego {protocol} client with a domain")(client("CORP\\bob", "pässwörd"))
        check(f"pyspnego {protocol} client, wrong password", "refused")(client("alice", "x"))
        check(f"pyspnego {protocol} client, no such user", "refused")(client("eve", "Password1"))
        check(f"pyspnego {protocol} client, /GUEST", "refused")(client("/GUEST", "Password1"))
        check(f"pyspnego {protocol} client with channel binding")(
            client("alice", "Password1", HASH, HASH))
        check(f"pyspnego {protocol} client without the demanded binding", "refused")(
            client("alice", "Password1", None, HASH))
        check(f"pyspnego {protocol} client with another binding", "refused")(
            client("alice", "Password1", OTHER_HASH, HASH))
    check("pyspnego ntlm client, scheme NTLM")(
        lambda: pyspnego_client("ntlm", "alice", "Password1", scheme="NTLM"))

    with tempfile.NamedTemporaryFile("w", suffix=".users", encoding="utf-8") as users:
        users.write("CORP:alice:Password1\n")
        users.flush()
        os.environ["NTLM_USER_FILE"] = users.name
        for protocol, mechanism in (("ntlm", "ntlm"), ("negotiate", "negotiate"),
                                    ("negotiate", "ntlm")):
            name = f"pyspnego {protocol} server, our {mechanism} client"
            def server(*arguments, **keywords):
                return lambda: pyspnego_server(protocol, mechanism, *arguments, **keywords)
            check(name)(server("CORP\\alice", "Password1"))
            check(name + " with channel binding")(
                server("CORP\\alice", "Password1", HASH, HASH))
            check(name + ", wrong password", "refused by InvalidTokenError")(
                server("CORP\\alice", "wrong"))
            check(name + " with another binding", "refused by BadBindingsError")(
                server("CORP\\alice", "Password1", OTHER_HASH, HASH))

    for auth in ("negotiate", "ntlm"):
        check(f"pypsrp over HTTP, {auth}")(pypsrp(auth, "alice", "Password1"))
    check("pywinrm over HTTP, ntlm")(pywinrm("CORP\\bob", "pässwörd"))

    warnings.simplefilter("ignore")
    for hash_name in ("SHA256", "SHA384", "SHA512"):
        def over(send):
            return over_https(send, hash_name)
        for auth in ("negotiate", "ntlm"):
            check(f"pypsrp over HTTPS with {hash_name}, {auth}")(
                pypsrp(auth, "alice", "Password1", over))
            check(f"pypsrp over HTTPS with {hash_name}, {auth}, no binding",
                  "AuthenticationError: Failed to authenticate the user alice with " + auth)(
                pypsrp(auth, "alice", "Password1", over,
                       **{"negotiate_send_cbt": False}))
        check(f"pywinrm over HTTPS with {hash_name}, ntlm")(pywinrm("alice", "Password1", over))
    sys.exit(1 if FAILURES else 0)


main()

"""pywinrm at the door: pywinrm_client.py HTTP-PORT HTTPS-PORT USER CERTIFICATE, the password on standard input.

It only knows text shells, which the endpoint does not have. It gets in by each way of proving who it is, its
messages are understood, and the answer is a fault that says what there is instead. Prints one line for each way.
"""

import sys

import winrm
from winrm.exceptions import InvalidCredentialsError, WSManFaultError

http, https, user, certificate = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
password = sys.stdin.readline().rstrip("\n")


def session(transport, ssl, secret=password):
    target = f"https://localhost:{https}/wsman" if ssl else f"http://127.0.0.1:{http}/wsman"
    return winrm.Session(target, auth=(user, secret), transport=transport, ca_trust_path=certificate,
                         message_encryption="auto")


for transport, ssl in ("ntlm", False), ("ntlm", True), ("basic", True):
    try:
        session(transport, ssl).run_ps("1")
        sys.exit(f"{transport}: a text shell was opened")
    except WSManFaultError as fault:
        if "Text shells (winrs) are not available here" not in fault.response:
            sys.exit(f"{transport}: {fault.response}")
        print(transport, ssl, flush=True)
try:
    session("ntlm", False, "wrong").run_ps("1")
    sys.exit("a wrong password was accepted")
except InvalidCredentialsError:
    print("a wrong password is refused")

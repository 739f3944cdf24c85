"""Sessions of pypsrp against an endpoint: session.py PORT USER, the password on standard input.

The engine behind the endpoint is the tests' own, which knows a few words. Prints one line for each
thing that worked.
"""
import sys
import time

from pypsrp.exceptions import AuthenticationError, WSManFaultError
from pypsrp.powershell import PowerShell, PSInvocationState, RunspacePool
from pypsrp.wsman import WSMan

port, user, password = int(sys.argv[1]), sys.argv[2], sys.stdin.readline().rstrip("\n")


def wsman(auth, secret=password):
    return WSMan("127.0.0.1", port=port, username=user, password=secret, ssl=False, auth=auth)


def shell(pool, script):
    return PowerShell(pool).add_script(script)


def check(name, found, expected):
    if found != expected:
        sys.exit(f"{name}: {found!r} instead of {expected!r}")
    print(name)


for auth in ("ntlm", "negotiate"):
    with RunspacePool(wsman(auth)) as pool:
        check(f"{auth}: output", shell(pool, "echo hello").invoke(), ["hello"])
        streams = shell(pool, "streams")
        streams.invoke()
        streams = streams.streams
        kinds = [streams.error, streams.warning, streams.verbose, streams.debug]
        counts = [len(kind) for kind in kinds + [streams.information, streams.progress]]
        check(f"{auth}: streams", counts, [1] * 6)
        check(f"{auth}: input", shell(pool, "input").invoke([1, 2, "x"]), [2, 4, "x"])
        check(f"{auth}: much", len(shell(pool, "many").invoke()), 2000)
        waiting = shell(pool, "wait")
        waiting.begin_invoke()
        time.sleep(0.3)
        waiting.stop()
        check(f"{auth}: stop", waiting.state, PSInvocationState.STOPPED)
        failing = shell(pool, "fail")
        failing.invoke()
        check(f"{auth}: failure", failing.state, PSInvocationState.FAILED)
        check(f"{auth}: available", pool.get_available_runspaces(), 1)
        pool.disconnect()
        pool.connect()
        check(f"{auth}: back again", shell(pool, "echo again").invoke(), ["again"])

try:
    RunspacePool(wsman("ntlm", "wrong")).open()
    sys.exit("a wrong password was accepted")
except AuthenticationError:
    print("wrong password")

try:
    RunspacePool(wsman("ntlm"), configuration_name="Other").open()
    sys.exit("an unknown configuration was accepted")
except WSManFaultError:
    print("unknown configuration")

"""Sessions of pypsrp that are left and taken up again: pypsrp_disconnected.py HTTP-PORT HTTPS-PORT USER CERTIFICATE,
the password on standard input.

Prints one line for each thing that worked.
"""

import sys
import time
import uuid

from pypsrp.complex_objects import PSInvocationState, RunspacePoolState
from pypsrp.exceptions import WSManFaultError
from pypsrp.powershell import PowerShell, RunspacePool
from pypsrp.wsman import WSMan

http, user = int(sys.argv[1]), sys.argv[3]
password = sys.stdin.readline().rstrip("\n")


def connect():
    return WSMan("127.0.0.1", port=http, username=user, password=password, ssl=False, auth="negotiate")


def check(name, found, expected):
    if found != expected:
        sys.exit(f"{name}: {found!r} instead of {expected!r}")
    print(name, flush=True)


def begin(pool, script):
    shell = PowerShell(pool)
    shell.add_script(script)
    shell.begin_invoke()
    return shell


def run(pool, script):
    shell = PowerShell(pool)
    shell.add_script(script)
    return shell.invoke()


def find(wsman, identifier):
    return [pool for pool in RunspacePool.get_runspace_pools(wsman) if pool.id.lower() == identifier.lower()]


# The same client leaves and comes back.
pool = RunspacePool(connect())
pool.open()
run(pool, "$kept = 41")
pool.disconnect()
check("left", pool.state, RunspacePoolState.DISCONNECTED)
try:
    run(RunspacePool(pool.connection), "1")
    sys.exit("a pool that is not open runs a pipeline")
except Exception:
    pass
pool.connect()
check("the state is kept", run(pool, "++$kept; $kept"), [42])

# A pipeline runs on while its client is away.
running = begin(pool, "'one'; Start-Sleep -Milliseconds 700; 'two'; $kept")
pool.disconnect()
time.sleep(1.5)
pool.connect()
check("a pipeline runs on", running.connect(), ["one", "two", 42])
pool.close()

# Another client of the same user takes over: what runs, and what has ended.
first = RunspacePool(connect())
first.open()
run(first, "$kept = 'from the first client'")
running = begin(first, "1..5; Start-Sleep -Milliseconds 1500; $kept")
first.disconnect()
with connect() as wsman:
    found = find(wsman, first.id)
    check("listed", [pool.state for pool in found], [RunspacePoolState.DISCONNECTED])
    second = found[0]
    second.connect()
    check("connected", second.state, RunspacePoolState.OPENED)
    shells = second.create_disconnected_power_shells()
    check("pipelines", [shell.id.lower() for shell in shells], [running.id.lower()])
    check("output", shells[0].connect(), [1, 2, 3, 4, 5, "from the first client"])
    check("end", shells[0].state, PSInvocationState.COMPLETED)
    check("usable", run(second, "$kept"), ["from the first client"])

    # What was written meanwhile is there in order, also where the pipeline has ended long ago.
    ended = begin(second, "1..2000; 'x' * 200KB; 'end'")
    second.disconnect()
    time.sleep(2)
    with connect() as other:
        third = find(other, first.id)[0]
        third.connect()
        output = third.create_disconnected_power_shells()[0].connect()
        check("buffered", (output[:2000] == list(range(1, 2001)), len(output[2000]), output[2001:]),
              (True, 200 * 1024, ["end"]))

        # A session that has its client is nobody else's.
        try:
            find(wsman, first.id)[0].connect()
            sys.exit("a session was taken from its client")
        except WSManFaultError as fault:
            check("busy", fault.code, 0x803381CD)
        third.close()
    check("closed", find(wsman, first.id), [])

    unknown = RunspacePool(wsman)
    unknown.shell.id = unknown.id = str(uuid.uuid4()).upper()
    unknown.state, unknown._new_client = RunspacePoolState.DISCONNECTED, True
    try:
        unknown.connect()
        sys.exit("a session that never was is connected")
    except WSManFaultError as fault:
        check("unknown", fault.code, 0x8033805B)

"""The lines of remoting.ps1 that pypsrp can give, against the same endpoints: peer.py INVENTORY WILDCARD."""

import fnmatch
import math
import os
import sys
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor

from pypsrp.powershell import PowerShell, RunspacePool
from pypsrp.wsman import WSMan

inventory, only = sys.argv[1], sys.argv[2]
with open(inventory, "rb") as file:
    hosts = tomllib.load(file)["hosts"]


def connect(name):
    host = hosts[name]
    with open(os.path.join(os.path.dirname(inventory), host["password_file"])) as file:
        password = file.read()
    return WSMan(host["host"], port=host["port"], username=host["user"], password=password, ssl=False, auth="ntlm")


def run(pool, script, values=None):
    shell = PowerShell(pool)
    shell.add_script(script)
    output = shell.invoke(values)
    if shell.had_errors:
        sys.exit(f"{script}: {shell.streams.error}")
    return output


def cold(name):
    with connect(name) as wsman, RunspacePool(wsman) as pool:
        run(pool, "1")


def measure(name, count, body):
    if not fnmatch.fnmatch(name, only):
        return
    body()
    seconds = []
    for _ in range(count):
        start = time.perf_counter()
        body()
        seconds.append(time.perf_counter() - start)
    seconds.sort()
    late = max(0, math.ceil(count * 0.99) - 1)
    print(f"{name} p50 {seconds[count // 2]:.4f} p99 {seconds[late]:.4f}", flush=True)


def fan_out(names):
    with ThreadPoolExecutor(32) as pool:
        list(pool.map(cold, names))


names = sorted(hosts)
measure("cold.session", 10, lambda: cold(names[0]))
with connect(names[0]) as wsman, RunspacePool(wsman) as pool:
    measure("warm.command", 100, lambda: run(pool, "1"))
    measure("warm.objects1000", 3, lambda: run(pool, """
        1..1000 | ForEach-Object {
            [pscustomobject]@{ Id = $_; Name = "name $_"; When = [datetime]::new(2024, 1, 1); Size = [long]$_ * 1000; Tags = @('a', 'b') }
        }"""))
    measure("warm.string10MB", 1, lambda: run(pool, "'x' * 10MB"))
    measure("warm.input10000", 1, lambda: run(pool, "process { }", list(range(1, 10001))))
measure("fanout16.cold", 1, lambda: fan_out(names[:16]))

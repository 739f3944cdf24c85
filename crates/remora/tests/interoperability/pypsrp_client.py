"""Sessions of pypsrp: pypsrp_client.py HTTP-PORT HTTPS-PORT USER CERTIFICATE, the password on standard input.

Prints one line for each thing that worked.
"""

import sys
import time

from pypsrp.complex_objects import PSInvocationState
from pypsrp.exceptions import AuthenticationError
from pypsrp.powershell import PowerShell, RunspacePool
from pypsrp.wsman import WSMan

http, https, user, certificate = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
password = sys.stdin.readline().rstrip("\n")


def connect(auth, ssl, secret=password):
    return WSMan("localhost" if ssl else "127.0.0.1", port=https if ssl else http, username=user, password=secret,
                 ssl=ssl, auth=auth, cert_validation=certificate)


def check(name, found, expected):
    if found != expected:
        sys.exit(f"{name}: {found!r} instead of {expected!r}")
    print(name, flush=True)


def run(pool, script, values=None):
    shell = PowerShell(pool)
    shell.add_script(script)
    return shell, shell.invoke(values)


for auth, ssl in ("ntlm", False), ("negotiate", False), ("negotiate", True), ("basic", True):
    way = f"{auth} over {'HTTPS' if ssl else 'HTTP'}"
    with connect(auth, ssl) as wsman, RunspacePool(wsman) as pool:
        check(f"{way}: output", run(pool, "1 + 1; 'text'; $true")[1], [2, "text", True])
        check(f"{way}: state", [run(pool, "$n = 41")[1], run(pool, "++$n; $n")[1]], [[], [42]])
        check(f"{way}: input", run(pool, "process { $_ * 2 }", [1, 2, 3])[1], [2, 4, 6])
        shell, _ = run(pool, "Write-Error e; Write-Warning w; Write-Verbose v -Verbose; Write-Debug d -Debug; Write-Host h")
        streams = shell.streams
        kinds = streams.error, streams.warning, streams.verbose, streams.debug, streams.information
        check(f"{way}: streams", [len(kind) for kind in kinds], [1] * 5)
        check(f"{way}: error", str(streams.error[0]), "e")
        shell, output = run(pool, "[pscustomobject]@{ Name = 'n'; Size = 3L; List = 1, 2 }")
        check(f"{way}: object", output[0].adapted_properties | output[0].extended_properties,
              {"Name": "n", "Size": 3, "List": [1, 2]})
        check(f"{way}: much", len(run(pool, "'x' * 3MB")[1][0]), 3 * 1024 * 1024)
        cmdlets = PowerShell(pool)
        cmdlets.add_cmdlet("Get-Item").add_parameter("LiteralPath", "/usr")
        cmdlets.add_cmdlet("Select-Object").add_parameter("ExpandProperty", "FullName")
        check(f"{way}: cmdlets", cmdlets.invoke(), ["/usr"])
        sleeping = PowerShell(pool)
        sleeping.add_script("Start-Sleep 60")
        sleeping.begin_invoke()
        time.sleep(0.3)
        sleeping.stop()
        check(f"{way}: stop", sleeping.state, PSInvocationState.STOPPED)
        check(f"{way}: and on", run(pool, "'usable'")[1], ["usable"])

for auth, ssl in ("ntlm", False), ("basic", True):
    try:
        RunspacePool(connect(auth, ssl, "wrong")).open()
        sys.exit("a wrong password was accepted")
    except AuthenticationError:
        pass

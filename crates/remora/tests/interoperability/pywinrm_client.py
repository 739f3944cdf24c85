"""Commands of pywinrm: pywinrm_client.py HTTP-PORT HTTPS-PORT USER CERTIFICATE, the password on standard input.

Prints one line for each thing that worked.
"""

import sys
import time

import winrm
from winrm.exceptions import InvalidCredentialsError, WSManFaultError

http, https, user, certificate = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
password = sys.stdin.readline().rstrip("\n")


def session(transport, ssl, secret=password, **settings):
    target = f"https://localhost:{https}/wsman" if ssl else f"http://127.0.0.1:{http}/wsman"
    return winrm.Session(target, auth=(user, secret), transport=transport, ca_trust_path=certificate,
                         message_encryption="auto", **settings)


def check(name, found, expected):
    if found != expected:
        sys.exit(f"{name}: {found!r} instead of {expected!r}")
    print(name, flush=True)


def parts(answer):
    return answer.status_code, answer.std_out, answer.std_err


for transport, ssl in ("ntlm", False), ("ntlm", True), ("basic", True):
    way = f"{transport} over {'HTTPS' if ssl else 'HTTP'}"
    remote = session(transport, ssl)
    check(f"{way}: run_cmd", parts(remote.run_cmd("echo", ["a", "b c"])), (0, b"a b c\n", b""))
    check(f"{way}: code", parts(remote.run_cmd("echo x >&2; exit 5")), (5, b"", b"x\n"))
    check(f"{way}: run_ps", parts(remote.run_ps("1 + 1; 'gr\u00fcn'")), (0, "2\ngrün\n".encode(), b""))
    check(f"{way}: exit", remote.run_ps("exit 7").status_code, 7)
    answer = remote.run_ps("Write-Error broken; 'on'")
    check(f"{way}: error", (answer.std_out, b"broken" in answer.std_err, b"CLIXML" in answer.std_err),
          (b"on\n", True, False))
    check(f"{way}: throw", remote.run_ps("throw 'over'").status_code, 1)

remote = session("ntlm", False)
check("much", len(remote.run_ps("'x' * 2MB").std_out), 2 * 1024 * 1024 + 1)

# Several requests for output time out before there is any.
patient = session("ntlm", False, operation_timeout_sec=1, read_timeout_sec=4)
begin = time.monotonic()
check("time-outs", parts(patient.run_ps("Start-Sleep 3; 'late'")), (0, b"late\n", b""))
check("how long", 3 <= time.monotonic() - begin < 20, True)

protocol = remote.protocol
shell = protocol.open_shell(working_directory="/usr", env_vars={"GREETING": "hello", "OTHER": "1"}, codepage=65001,
                            noprofile=True, idle_timeout="PT600S")
command = protocol.run_command(shell, "pwd; echo $GREETING")
check("folder and variables", protocol.get_command_output(shell, command), (b"/usr\nhello\n", b"", 0))
protocol.cleanup_command(shell, command)

command = protocol.run_command(shell, "cat", console_mode_stdin=False)
protocol.send_command_input(shell, command, "one\n")
protocol.send_command_input(shell, command, "two\n", end=True)
check("input", protocol.get_command_output(shell, command), (b"one\ntwo\n", b"", 0))
protocol.cleanup_command(shell, command)

command = protocol.run_command(shell, "printf", ["%s", "$HOME"], skip_cmd_shell=True)
check("without a shell", protocol.get_command_output(shell, command), (b"$HOME", b"", 0))
protocol.cleanup_command(shell, command)

try:
    protocol.run_command(shell, "no-such-program", skip_cmd_shell=True)
    sys.exit("a program that is not there was started")
except WSManFaultError as fault:
    check("no such program", fault.wsman_fault_code, 0x80070002)

command = protocol.run_command(shell, "sleep 600")
begin = time.monotonic()
protocol.cleanup_command(shell, command)
protocol.close_shell(shell)
check("terminate", time.monotonic() - begin < 20, True)
try:
    protocol.run_command(shell, "true")
    sys.exit("a shell that was closed runs commands")
except WSManFaultError as fault:
    check("closed", fault.wsman_fault_code, 0x8033805B)

try:
    session("ntlm", False, "wrong").run_ps("1")
    sys.exit("a wrong password was accepted")
except InvalidCredentialsError:
    print("a wrong password is refused")

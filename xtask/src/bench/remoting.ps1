# Remoting over a lab on loopback: prints "name p50 seconds p99 seconds" and "name megabytes". The first lines are those
# of PowerShell's own figures; the fan-out goes on to as many computers as the lab has.
param([string]$Only = '*', [int]$Servers = 1000)
$all = 1..$Servers | ForEach-Object { 'server{0:d4}' -f $_ }
$one = $all[0]
function Measure-Line([string]$Name, [int]$Count, [scriptblock]$Body) {
    if ($Name -notlike $Only) { return }
    & $Body | Out-Null
    $seconds = foreach ($round in 1..$Count) {
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        & $Body | Out-Null
        $watch.Elapsed.TotalSeconds
    }
    $sorted = @($seconds | Sort-Object)
    $late = [Math]::Max(0, [int][Math]::Ceiling($Count * 0.99) - 1)
    '{0} p50 {1:F4} p99 {2:F4}' -f $Name, $sorted[[int][Math]::Floor($Count / 2)], $sorted[$late]
}
Measure-Line cold.session 20 { Invoke-Command -ComputerName $one { 1 } }
$session = New-PSSession -ComputerName $one
Measure-Line warm.command 500 { Invoke-Command $session { 1 } }
Measure-Line warm.objects1000 10 {
    Invoke-Command $session {
        1..1000 | ForEach-Object {
            [pscustomobject]@{ Id = $_; Name = "name $_"; When = [datetime]::new(2024, 1, 1); Size = [long]$_ * 1000; Tags = @('a', 'b') }
        }
    }
}
Measure-Line warm.string10MB 3 { Invoke-Command $session { 'x' * 10MB } }
Measure-Line warm.input10000 3 { 1..10000 | Invoke-Command $session { process { } } }
Measure-Line warm.processes 10 { Invoke-Command $session { Get-Process } }
Remove-PSSession $session
foreach ($count in 16, 175, 1000) {
    if ($count -gt $Servers) { continue }
    $some = $all[0..($count - 1)]
    $rounds = if ($count -gt 100) { 1 } else { 3 }
    $body = { Invoke-Command -ComputerName $some { 1 } }
    if ("fanout$count.cold" -like $Only) {
        $answers = @(& $body).Count
        if ($answers -ne $count) { Write-Error "$answers of $count computers answered" }
    }
    Measure-Line "fanout$count.cold" $rounds $body
}
if ('session.memory' -like $Only) {
    $sessions = New-PSSession -ComputerName $all[0..19]
    $kilobytes = Invoke-Command $sessions {
        foreach ($line in Get-Content /proc/$PID/smaps_rollup) {
            if ($line -match '^Private_\w+:\s+(\d+) kB') { [int]$Matches[1] }
        }
    }
    'session.memory {0:F1}' -f (($kilobytes | Measure-Object -Sum).Sum / 1024 / $sessions.Count)
    Remove-PSSession $sessions
}

# Remoting over a lab on loopback: prints "name p50 seconds p95 seconds". The lines are those of PowerShell's own figures.
param([string]$Only = '*')
$all = 1..16 | ForEach-Object { 'server{0:d2}' -f $_ }
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
    '{0} p50 {1:F4} p95 {2:F4}' -f $Name, $sorted[[int]($Count / 2)], $sorted[[int]($Count * 0.95) - 1]
}
Measure-Line cold.session 10 { Invoke-Command -ComputerName $one { 1 } }
$session = New-PSSession -ComputerName $one
Measure-Line warm.command 100 { Invoke-Command $session { 1 } }
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
Measure-Line fanout16.cold 3 { Invoke-Command -ComputerName $all { 1 } }

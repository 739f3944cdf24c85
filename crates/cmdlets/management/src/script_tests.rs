//! The cmdlets in scripts, on a folder of their own.

use std::sync::Arc;

use remora_engine::session::{ItemOptions, SessionBuilder};
use remora_engine::{Engine, System, Value};
use remora_providers::NativeSystem;

/// Runs a script in an empty folder; what it wrote, an item a line, with `<CWD>` for the folder. Errors
/// that nobody caught come as lines that start with `!`.
fn run(script: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap().to_string_lossy().into_owned();
    let native = Arc::new(NativeSystem::new());
    let pid = Value::I32(i32::try_from(std::process::id()).unwrap());
    let system: Arc<dyn System> = native.clone();
    let mut builder = SessionBuilder::new(system)
        .cmdlets(crate::CMDLETS)
        .types(remora_providers::filesystem::types())
        .types(crate::types())
        .launcher(native)
        .non_interactive(true)
        .variable("PID", pid, "", ItemOptions::NONE)
        .transformation(
            "ArgumentToEncodingTransformationAttribute",
            remora_providers::filesystem::argument_to_encoding,
        );
    for provider in remora_providers::providers() {
        builder = builder.provider(provider);
    }
    let mut engine = Engine::new(&builder);
    let outcome = engine.run(&format!("Set-Location -LiteralPath '{root}'\n{script}"));
    let mut lines: Vec<String> = Vec::new();
    for value in &outcome.output {
        lines.push(engine.context().display_text(value).to_string());
    }
    for error in outcome.errors() {
        lines.push(format!("!{}", error.message()));
    }
    lines.join("\n").replace(&root, "<CWD>")
}

macro_rules! scripts {
    ($($name:ident: $script:expr => $expected:expr;)*) => {
        $(#[test]
        fn $name() {
            assert_eq!(run($script), $expected);
        })*
    };
}

scripts! {
    folders_are_listed_before_files:
        "$null = New-Item -ItemType Directory d/e -Force; Set-Content a.txt 1; Set-Content B.log 2;
         Set-Content d/c.txt 3; Set-Content .h 4; Get-ChildItem -Name; Get-ChildItem -Recurse -Name"
        => "d\na.txt\nB.log\nd\na.txt\nB.log\nd/e\nd/c.txt";
    names_choose_what_is_listed:
        "$null = New-Item -ItemType Directory d/e -Force; Set-Content a.txt 1; Set-Content B.log 2;
         Set-Content d/c.txt 3; Set-Content d/e/x.md 4
         (Get-ChildItem -Recurse -Include *.txt,*.md).Name; '-'
         (Get-ChildItem -Exclude *.txt).Name; '-'
         (Get-ChildItem [ab]*).Name; '-'; (Get-ChildItem -Filter *.txt -Recurse).Name; '-'
         (Get-ChildItem -Directory).Name"
        => "x.md\nc.txt\na.txt\n-\nd\nB.log\n-\na.txt\nB.log\n-\na.txt\nc.txt\n-\nd";
    content_is_written_and_read:
        "Set-Content t.txt 'l1','l2','l3'; Add-Content t.txt l4; Get-Content t.txt -TotalCount 1
         Get-Content t.txt -Tail 2; (Get-Content t.txt -Raw).Length; (Get-Content t.txt)[1].ReadCount
         foreach ($part in Get-Content t.txt -ReadCount 3) { \"$($part.Count): $part\" }
         (Get-Content t.txt)[0].PSPath"
        => "l1\nl3\nl4\n12\n2\n3: l1 l2 l3\n1: l4\nMicrosoft.PowerShell.Core\\FileSystem::<CWD>/t.txt";
    bytes_and_delimiters:
        "Set-Content b.bin ([byte[]](1, 2, 255)) -AsByteStream
         \"$(Get-Content b.bin -AsByteStream)\"; Set-Content d.txt 'a,b,,c' -NoNewline
         Get-Content d.txt -Delimiter ','"
        => "1 2 255\na\nb\n\nc";
    items_are_made_copied_moved_and_removed:
        "(New-Item n.txt -Value abc).Length; Copy-Item n.txt c.txt; Move-Item c.txt m.txt
         Rename-Item m.txt r.txt; Get-Content r.txt; Remove-Item n.txt; Get-ChildItem -Name
         (New-Item x/y/z.txt -Force).FullName; Copy-Item x w -Recurse; Get-ChildItem w -Recurse -Name
         Remove-Item w, x -Recurse; Test-Path w"
        => "3\nabc\nr.txt\n<CWD>/x/y/z.txt\ny\ny/z.txt\nFalse";
    encodings_are_written_and_recognized:
        "Set-Content x.txt 'é' -Encoding unicode -NoNewline; \"$(Get-Content x.txt -AsByteStream)\"
         Get-Content x.txt; Get-Content x.txt -Encoding utf8; Set-Content y.txt 'é' -Encoding 1252
         \"$(Get-Content y.txt -AsByteStream)\"; Get-Content y.txt -Encoding 1252"
        => "255 254 233 0\né\né\n233 10\né";
    saved_places_are_found_from_everywhere:
        "$null = New-Item -ItemType Directory r/s; $null = New-PSDrive q FileSystem r; Push-Location q:/s
         \"$PWD\"; Push-Location env:; Pop-Location; \"$PWD\"; Pop-Location; \"$PWD\"
         (Get-Item FileSystem::r).Name; Set-Location env:; (Get-Location -PSProvider FileSystem).Path"
        => "q:/s\nq:/s\n<CWD>\nr\n<CWD>";
    links_are_followed:
        "$null = New-Item -ItemType Directory d; Set-Content d/f in
         $null = New-Item -ItemType SymbolicLink l -Value d; Get-ChildItem l -Name
         (Get-Item l).LinkType; (Get-Item l).Target; (Get-Item l).Mode; Remove-Item l -Recurse
         Test-Path d/f"
        => "f\nSymbolicLink\nd\nl----\nTrue";
    errors_name_what_is_missing:
        "foreach ($block in { Get-Item nosuch -ErrorAction Stop }, { New-Item a; New-Item a -ErrorAction Stop },
           { Get-Item env:NOPE -ErrorAction Stop }, { Copy-Item a a -ErrorAction Stop },
           { New-Item q -ItemType Nonsense }, { Get-Content a -Raw -Tail 1 }) {
           try { $null = & $block } catch { $_.FullyQualifiedErrorId; $_.Exception.Message }
         }"
        => "PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand\n\
            Cannot find path '<CWD>/nosuch' because it does not exist.\n\
            NewItemIOError,Microsoft.PowerShell.Commands.NewItemCommand\n\
            The file '<CWD>/a' already exists.\n\
            PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand\n\
            Cannot find path 'Env:/NOPE' because it does not exist.\n\
            CopyError,Microsoft.PowerShell.Commands.CopyItemCommand\n\
            Cannot overwrite the item <CWD>/a with itself.\n\
            Argument,Microsoft.PowerShell.Commands.NewItemCommand\n\
            The type is not a known type for the file system. Only \"file\",\"directory\" or \"symboliclink\" can be specified.\n\
            InvalidOperation,Microsoft.PowerShell.Commands.GetContentCommand\n\
            The 'Raw' and 'Tail' parameters cannot be specified in the same command.";
    locations_have_a_history_and_stacks:
        "$null = New-Item -ItemType Directory a/b, c; Set-Location a; \"$PWD\"; Set-Location -; \"$PWD\"
         Push-Location a; Push-Location b; \"$PWD\"; Pop-Location; Pop-Location; \"$PWD\"
         Set-Location env:; (Get-Location).Path"
        => "<CWD>/a\n<CWD>\n<CWD>/a/b\n<CWD>\nEnv:/";
    paths_are_put_together_and_taken_apart:
        "Join-Path a/ /b/; Join-Path a b c d; Join-Path env: HOME; Split-Path /a/b/c.txt
         Split-Path /a/b.txt -LeafBase; Split-Path env:foo -Qualifier; Split-Path -IsAbsolute a
         $null = New-Item f.txt; Resolve-Path f.txt -Relative; Convert-Path ./f.txt; Test-Path f*
         Test-Path 'bad:/x'"
        => "a/b/\na/b/c/d\nEnv:/HOME\n/a/b\nb\nenv:\nFalse\n./f.txt\n<CWD>/f.txt\nTrue\nFalse";
    drives_map_folders:
        "$null = New-Item -ItemType Directory r; $null = New-PSDrive q FileSystem r; Set-Content q:/f x
         Get-Content r/f; (Get-Item q:/f).FullName; (Resolve-Path q:/f).Path; Remove-PSDrive q
         Test-Path q:/f; (Get-PSDrive).Name"
        => "x\n<CWD>/r/f\nq:/f\nFalse\n/\nAlias\nEnv\nFunction\nTemp\nVariable";
    values_are_items:
        "Set-Item variable:v 5; $v; (Get-Item variable:v).Value; Copy-Item variable:v variable:w; $w
         Remove-Item variable:v; Test-Path variable:v; Set-Item env:REMORA_X 1; $env:REMORA_X
         Clear-Item env:REMORA_X; Test-Path env:REMORA_X; Set-Item function:f { 'called' }; f
         (New-Item alias:al -Value Get-Item).DisplayName; Get-Content alias:al"
        => "5\n5\n5\nFalse\n1\nFalse\ncalled\nal -> Get-Item\nGet-Item";
    properties_are_read_and_set:
        "Set-Content p abc; (Get-ItemProperty p -Name Length, Name).psobject.Properties.Name -join ','
         Get-ItemPropertyValue p -Name Length; Set-ItemProperty p -Name IsReadOnly -Value $true
         (Get-Item p).IsReadOnly; (Get-Item p).UnixMode
         try { Set-ItemProperty p -Name NoSuch -Value 1 -ErrorAction Stop } catch { \"$_\" }"
        => "Length,Name,PSPath,PSParentPath,PSChildName,UnixStat,PSDrive,PSProvider\n4\nTrue\n-r--r--r--\n\
            The property int NoSuch=1 does not exist or was not found.";
    processes_start_and_end:
        "$p = Start-Process /bin/sh '-c \"exit 3\"' -PassThru -Wait; $p.ExitCode; $p.HasExited
         $p = Start-Process /bin/sleep 30 -PassThru; $p.ProcessName; Stop-Process $p; Wait-Process -InputObject $p
         $p.HasExited; (Get-Process -Id $PID).Id -eq $PID
         Start-Process /bin/echo out -RedirectStandardOutput o.txt -Wait; Get-Content o.txt
         try { Get-Process nosuchprocess -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }"
        => "3\nTrue\nsleep\nTrue\nTrue\nout\n\
            NoProcessFoundForGivenName,Microsoft.PowerShell.Commands.GetProcessCommand";
}

#[test]
fn the_examples_write_what_they_say() {
    for spec in crate::CMDLETS {
        for example in spec.examples.iter().filter(|example| example.output != "*") {
            assert_eq!(run(example.script), example.output, "{}: {}", spec.name, example.script);
        }
    }
}

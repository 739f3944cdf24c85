//! `cargo xtask corpus`: the recorded cases of PowerShell, run against the built binary.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use clap::{Args, Subcommand};
use regex::Regex;

use self::case::{Answer, Case, Set};
use self::lab::LabPlan;
use self::report::Outcome;
use self::worker::{Settings, Worker};
use crate::workspace;

mod case;
mod difference;
mod import;
mod lab;
mod normalise;
mod process;
mod ratchet;
mod report;
mod sandbox;
mod worker;

pub(crate) use self::lab::{DEFAULT_COMMAND as DEFAULT_LAB_COMMAND, LabHouse};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    run: RunArguments,
}

#[derive(Subcommand)]
enum Action {
    /// Runs the cases (what happens without a subcommand, too).
    Run(RunArguments),
    /// Copies the recorded sets that tests need into tests/corpora.
    Import(import::Arguments),
}

#[derive(Args)]
struct RunArguments {
    /// The sets to run; all where none is named.
    #[arg(long, value_enum, value_delimiter = ',')]
    set: Vec<Set>,
    /// Runs only areas that match this pattern.
    #[arg(long, value_name = "REGEX")]
    area: Option<Regex>,
    /// Runs only these cases.
    #[arg(long, value_name = "ID", num_args = 1.., value_delimiter = ',')]
    only: Vec<String>,
    /// Runs only the cases that the lists of passing cases and known failures name.
    #[arg(long, conflicts_with = "update")]
    listed: bool,
    /// The shell under test instead of the one in the target folder.
    #[arg(long, value_name = "PATH")]
    shell: Option<PathBuf>,
    /// Builds the release binary first.
    #[arg(long, conflicts_with = "shell")]
    build: bool,
    /// How many cases run side by side.
    #[arg(long, default_value_t = 4, value_name = "N")]
    jobs: usize,
    /// How long a case may take, in seconds.
    #[arg(long, default_value_t = 20, value_name = "SECONDS")]
    timeout: u64,
    /// Shows the first N failures in detail and names all of them.
    #[arg(long, default_value_t = 0, value_name = "N")]
    show: usize,
    /// Adds what passes to the lists of passing cases.
    #[arg(long)]
    update: bool,
    /// With --update: takes what fails out of the lists.
    #[arg(long, requires = "update")]
    allow_removal: bool,
    /// Writes a summary as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// How the far side of the remoting cases is started.
    #[arg(long, default_value = DEFAULT_LAB_COMMAND, value_name = "COMMAND")]
    lab_command: String,
}

/// Runs the task; false where the lists of passing and failing cases were not met.
pub(crate) fn main(arguments: &Arguments) -> Result<bool> {
    match &arguments.action {
        Some(Action::Import(import)) => import::main(import).map(|()| true),
        Some(Action::Run(run)) => run_sets(run),
        None => run_sets(&arguments.run),
    }
}

fn run_sets(arguments: &RunArguments) -> Result<bool> {
    ensure!(arguments.jobs > 0, "--jobs must be at least 1");
    if arguments.build {
        build()?;
    }
    let corpora = workspace::corpora();
    let shell = workspace::shell(arguments.shell.as_deref())?;
    let settings = Settings {
        limit: Duration::from_secs(arguments.timeout),
        lab: LabPlan {
            shell: shell.clone(),
            corpora: corpora.clone(),
            command: lab::split(&arguments.lab_command),
            servers: lab::SERVERS.map(str::to_owned).to_vec(),
        },
        shell,
    };
    let sets = if arguments.set.is_empty() { Set::ALL.to_vec() } else { arguments.set.clone() };
    let mut cases = Vec::new();
    for set in &sets {
        cases.extend(set.load(&corpora)?);
    }
    let exceptions = ratchet::load_exceptions(&corpora)?;
    let mut ratchets = BTreeMap::new();
    for set in sets {
        ratchets.insert(set, ratchet::load(&corpora, set, &exceptions)?);
    }
    let chosen: Vec<&Case> = cases
        .iter()
        .filter(|case| is_chosen(case, arguments))
        .filter(|case| !arguments.listed || ratchets[&case.set].names(&case.id))
        .collect();
    if chosen.is_empty() {
        ensure!(arguments.listed, "no case is chosen");
        println!("no case is listed");
    }

    let start = Instant::now();
    let answers = run_all(&chosen, &settings, arguments.jobs)?;
    let mut outcomes: Vec<Outcome<'_>> =
        chosen.iter().zip(answers).map(|(case, actual)| Outcome { case, actual }).collect();
    let is_listed = |case: &Case| ratchets[&case.set].passing.contains(&case.id);
    repeat_alone(&mut outcomes, &settings, is_listed)?;

    print!("{}", report::by_area(&outcomes));
    println!("{} with {:.1} s", settings.shell.display(), start.elapsed().as_secs_f64());
    show_failures(&outcomes, arguments.show);
    if let Some(file) = &arguments.json {
        let summary = report::as_json(&settings.shell.to_string_lossy(), &outcomes);
        fs::write(file, serde_json::to_string_pretty(&summary)? + "\n")
            .with_context(|| file.display().to_string())?;
    }
    let mut is_met = true;
    for (set, mut list) in ratchets {
        let of_set = || {
            let of_set = outcomes.iter().filter(|outcome| outcome.case.set == set);
            of_set.map(|outcome| (outcome.case.id.as_str(), outcome.passed()))
        };
        if arguments.update {
            let change = list.update(of_set(), arguments.allow_removal);
            if change != ratchet::Change::default() {
                ratchet::save(&corpora, set, &list)?;
            }
            println!(
                "passing/{}.txt: {} added, {} removed",
                set.name(),
                change.added,
                change.removed
            );
        }
        let ids: BTreeSet<&str> =
            cases.iter().filter(|case| case.set == set).map(|case| case.id.as_str()).collect();
        for violation in list.check(of_set(), &ids) {
            is_met = false;
            println!("{}", violation.message(set));
        }
    }
    Ok(is_met)
}

fn build() -> Result<()> {
    let status = Command::new("cargo").args(["build", "--release", "-p", "remora"]).status()?;
    ensure!(status.success(), "the build failed");
    Ok(())
}

fn is_chosen(case: &Case, arguments: &RunArguments) -> bool {
    arguments.area.as_ref().is_none_or(|area| area.is_match(&case.area))
        && (arguments.only.is_empty() || arguments.only.contains(&case.id))
}

/// Runs the cases on several workers; answers come back in the order of the cases.
fn run_all(cases: &[&Case], settings: &Settings, jobs: usize) -> Result<Vec<Answer>> {
    let next = AtomicUsize::new(0);
    let answers = Mutex::new(Vec::new());
    thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs.min(cases.len()))
            .map(|_| {
                scope.spawn(|| -> Result<()> {
                    let mut worker = Worker::new(settings);
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(case) = cases.get(at) else {
                            return Ok(());
                        };
                        let answer = worker.answer(case)?;
                        if let Ok(mut answers) = answers.lock() {
                            answers.push((at, answer));
                        }
                    }
                })
            })
            .collect();
        for worker in workers {
            worker.join().unwrap_or_else(|_| bail!("a worker ended in a panic"))?;
        }
        Ok::<(), anyhow::Error>(())
    })?;
    let mut answers = answers.into_inner().unwrap_or_default();
    answers.sort_by_key(|(at, _)| *at);
    Ok(answers.into_iter().map(|(_, answer)| answer).collect())
}

/// The most cases that get a second chance.
const MOST_REPEATED: usize = 40;

/// How often they get it.
const MOST_ATTEMPTS: usize = 3;

/// Runs listed cases that failed once more, one at a time: a busy machine is no regression.
fn repeat_alone(
    outcomes: &mut [Outcome<'_>],
    settings: &Settings,
    is_listed: impl Fn(&Case) -> bool,
) -> Result<()> {
    let failed: Vec<_> = outcomes
        .iter_mut()
        .filter(|outcome| !outcome.passed() && is_listed(outcome.case))
        .take(MOST_REPEATED)
        .collect();
    let mut worker = Worker::new(settings);
    for outcome in failed {
        for attempt in 1..=MOST_ATTEMPTS {
            outcome.actual = worker.answer(outcome.case)?;
            if outcome.passed() {
                println!("{}: passed when it ran alone, attempt {attempt}", outcome.case.id);
                break;
            }
        }
    }
    Ok(())
}

fn show_failures(outcomes: &[Outcome<'_>], most: usize) {
    if most == 0 {
        return;
    }
    let failed: Vec<_> = outcomes.iter().filter(|outcome| !outcome.passed()).collect();
    for outcome in failed.iter().take(most) {
        println!("\n{}", report::in_detail(outcome).trim_end());
    }
    let ids: Vec<&str> = failed.iter().map(|outcome| outcome.case.id.as_str()).collect();
    println!("\n{} failed: {}", ids.len(), ids.join(" "));
}

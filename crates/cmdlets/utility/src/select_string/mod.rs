//! `Select-String`

mod found;
mod methods;

use crate::record_object::RecordObject;
use crate::text_file::Encoding;
use found::{Scan, Waiting, match_value};
pub(crate) use methods::METHODS;
use remora_engine::prelude::*;
use remora_regex::{Match, Options, Regex, Subject, Unlimited};
use std::sync::Arc;

/// What stands for the path of lines that come from no file.
const INPUT: &str = "InputStream";

/// # Synopsis
/// Finds texts in files and objects.
///
/// # Description
/// By regular expression, or by plain text with -SimpleMatch.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/select-string
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Select",
    noun = "String",
    class = "Microsoft.PowerShell.Commands.SelectStringCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "File",
    remoting = "PowerShell",
    aliases("sls"),
    output(
        "System.Boolean",
        "Microsoft.PowerShell.Commands.MatchInfo",
        set = "File",
        set = "Object",
        set = "LiteralFile"
    ),
    output("System.String", set = "FileRaw", set = "ObjectRaw", set = "LiteralFileRaw")
)]
pub(crate) struct SelectString {
    /// Culture of the comparison.
    #[parameter(
        validate_set("Ordinal", "Invariant", "Current", "<every culture name>"),
        validate_not_null
    )]
    culture: Option<PsString>,
    /// The objects.
    #[parameter(
        sets("Object", "ObjectRaw"),
        mandatory,
        pipeline,
        type = "psobject",
        allow_null,
        allow_empty_string
    )]
    input_object: Value,
    /// What to find.
    #[parameter(position = 0, mandatory)]
    pattern: Vec<PsString>,
    /// Files; wildcards are allowed.
    #[parameter(
        sets("File", "FileRaw"),
        position = 1,
        mandatory,
        by_name,
        transformation = "Microsoft.PowerShell.Commands.SelectStringCommand+FileinfoToStringAttribute"
    )]
    path: Vec<PsString>,
    /// Files, taken as they are written.
    #[parameter(
        sets("LiteralFile", "LiteralFileRaw"),
        mandatory,
        by_name,
        aliases("PSPath", "LP"),
        transformation = "Microsoft.PowerShell.Commands.SelectStringCommand+FileinfoToStringAttribute"
    )]
    literal_path: Vec<PsString>,
    /// The lines alone.
    #[parameter(sets("FileRaw", "LiteralFileRaw", "ObjectRaw"), mandatory)]
    raw: Switch,
    /// The pattern is plain text.
    #[parameter]
    simple_match: Switch,
    /// Texts that differ in case only are not equal.
    #[parameter]
    case_sensitive: Switch,
    /// Only whether it was found.
    #[parameter(sets("File", "LiteralFile", "Object"))]
    quiet: Switch,
    /// Only the first place of each file.
    #[parameter]
    list: Switch,
    /// Does not highlight what was found.
    #[parameter]
    no_emphasis: Switch,
    /// What is taken; wildcards are allowed.
    #[parameter(validate_not_null_or_empty)]
    include: Vec<PsString>,
    /// What is left out; wildcards are allowed.
    #[parameter(validate_not_null_or_empty)]
    exclude: Vec<PsString>,
    /// What does not match.
    #[parameter]
    not_match: Switch,
    /// All places of a line, not only the first.
    #[parameter]
    all_matches: Switch,
    /// Encoding of the text.
    #[parameter(
        type = "System.Text.Encoding",
        transformation = "System.Management.Automation.ArgumentToEncodingTransformationAttribute",
        attribute = "ArgumentEncodingCompletions",
        validate_not_null_or_empty
    )]
    encoding: Value,
    /// Lines to show before and behind.
    #[parameter(validate_not_null_or_empty, validate_count(1, 2), validate_range(0, 2147483647))]
    context: Vec<i32>,
    regexes: Vec<(PsString, Option<Regex>)>,
    input_line: i64,
    found: bool,
    done: bool,
    input: Scan,
}

impl SelectString {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Finds a line",
        script: "'abc', 'xyz' | Select-String b | ForEach-Object Line",
        output: "abc",
    }];
}

/// Where a line stands.
struct Place<'a> {
    path: &'a str,
    number: i64,
}

impl Cmdlet for SelectString {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if runtime.is_bound("Culture") && !*self.simple_match {
            let message = "You must specify -Culture parameter only with -SimpleMatch parameter.";
            return Err(invalid_operation(
                message,
                "CannotSpecifyCultureWithoutSimpleMatch",
                Value::Null,
            )
            .into());
        }
        for pattern in self.pattern.clone() {
            let regex = if *self.simple_match {
                None
            } else {
                let options =
                    if *self.case_sensitive { Options::NONE } else { Options::IGNORE_CASE };
                let compiled = Regex::new(&pattern, options).map_err(|wrong| {
                    let message =
                        format!("The string {pattern} is not a valid regular expression: {wrong}");
                    Flow::from(error(
                        TypeId::ARGUMENT_EXCEPTION,
                        message,
                        "InvalidRegex",
                        ErrorCategory::InvalidArgument,
                        Value::Null,
                    ))
                })?;
                Some(compiled)
            };
            self.regexes.push((pattern, regex));
        }
        Ok(())
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if self.done {
            return Ok(());
        }
        let files = !self.path.is_empty() || !self.literal_path.is_empty();
        if !files {
            let input = std::mem::take(&mut self.input_object);
            if input.is_null() {
                return Ok(());
            }
            // Files of the pipeline are looked into.
            if input.type_names().iter().any(|name| *name == "System.IO.FileInfo") {
                let path = runtime.get_property(&input, "FullName")?.unwrap_or_default();
                let path = runtime.text(&path);
                return self.search_file(runtime, &path);
            }
            self.input_line += 1;
            let text = runtime.text(&input);
            let mut scan = std::mem::take(&mut self.input);
            let place = Place { path: INPUT, number: self.input_line };
            self.line(runtime, &mut scan, &place, &text)?;
            self.input = scan;
            return Ok(());
        }
        let literal = !self.literal_path.is_empty();
        let paths = if literal { self.literal_path.clone() } else { self.path.clone() };
        for path in paths {
            for file in runtime.resolve_paths(&path, literal)? {
                let name = file.provider_path.clone();
                // Patterns stand for whole paths.
                if !crate::scope::NameFilter::new(&self.include, &self.exclude)?.takes(&name) {
                    continue;
                }
                self.search_file(runtime, &name)?;
            }
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let mut scan = std::mem::take(&mut self.input);
        self.flush(runtime, &mut scan)?;
        if *self.quiet && !self.done && (!self.path.is_empty() || !self.literal_path.is_empty()) {
            return runtime.write_object(false);
        }
        Ok(())
    }
}

impl SelectString {
    fn search_file(&mut self, runtime: &mut CommandRuntime<'_>, path: &str) -> CommandResult {
        let encoding = Encoding::of(runtime, &self.encoding)?;
        match crate::text_file::read(runtime, path, encoding) {
            Ok(text) => self.file(runtime, path, &text),
            Err(Flow::Throw(thrown)) => {
                let message =
                    format!("The file {path} cannot be read: {}", thrown.record.message());
                runtime.write_error(error(
                    TypeId::ARGUMENT_EXCEPTION,
                    message,
                    "ProcessingFile",
                    ErrorCategory::InvalidArgument,
                    path,
                ))
            }
            Err(flow) => Err(flow),
        }
    }

    fn file(&mut self, runtime: &mut CommandRuntime<'_>, path: &str, text: &str) -> CommandResult {
        let mut scan = Scan::default();
        self.found = false;
        for (at, line) in text.lines().enumerate() {
            let place = Place { path, number: i64::try_from(at).unwrap_or(i64::MAX) + 1 };
            self.line(runtime, &mut scan, &place, line)?;
            if self.done || (*self.list && self.found) {
                break;
            }
        }
        self.flush(runtime, &mut scan)
    }

    /// How many lines before and behind are wanted.
    fn context_sizes(&self) -> (usize, usize) {
        let size = |number: i32| usize::try_from(number).unwrap_or(0);
        match self.context.as_slice() {
            [] => (0, 0),
            [both] => (size(*both), size(*both)),
            [before, after, ..] => (size(*before), size(*after)),
        }
    }

    fn line(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        scan: &mut Scan,
        place: &Place<'_>,
        line: &str,
    ) -> CommandResult {
        runtime.check_stop()?;
        let hit = self.search(line);
        let wanted = hit.is_some() != *self.not_match;
        // A match ends what the one before shows; the lines behind that one go on.
        for waiting in &mut scan.waiting {
            if waiting.add(line, wanted) {
                scan.shown = place.number;
            }
        }
        while scan.waiting.front().is_some_and(|waiting| waiting.missing == 0) {
            if let Some(waiting) = scan.waiting.pop_front() {
                waiting.write(runtime)?;
            }
        }
        let (before, after) = self.context_sizes();
        if wanted {
            self.found = true;
            if *self.quiet {
                self.done = true;
                return runtime.write_object(true);
            }
            if *self.raw {
                return runtime.write_object(Value::from(line));
            }
            let (pattern, matches) = hit.unwrap_or_else(|| {
                (
                    self.regexes.first().map(|(pattern, _)| pattern.clone()).unwrap_or_default(),
                    Vec::new(),
                )
            });
            let shown: Vec<Value> = matches.iter().map(|found| match_value(found, line)).collect();
            let context = Arc::new(RecordObject::new(
                "Microsoft.PowerShell.Commands.MatchInfoContext",
                [
                    (
                        "PreContext",
                        Value::strings(scan.before.iter().map(|(_, line)| line.clone())),
                    ),
                    ("PostContext", Value::strings(Vec::<PsString>::new())),
                    ("DisplayPreContext", Value::strings(scan.not_shown())),
                    ("DisplayPostContext", Value::strings(Vec::<PsString>::new())),
                ],
            ));
            let leaf = place.path.rsplit('/').next().unwrap_or_default();
            let with_context = !self.context.is_empty();
            let text = if place.path == INPUT {
                line.to_owned()
            } else {
                format!("{}:{}:{line}", place.path, place.number)
            };
            let object = Arc::new(
                RecordObject::new(
                    "Microsoft.PowerShell.Commands.MatchInfo",
                    [
                        ("IgnoreCase", Value::Bool(!*self.case_sensitive)),
                        (
                            "LineNumber",
                            i32::try_from(place.number)
                                .map_or(Value::I64(place.number), Value::I32),
                        ),
                        ("Line", Value::from(line)),
                        ("Filename", Value::from(leaf)),
                        ("Path", Value::from(place.path)),
                        ("Pattern", Value::Str(pattern)),
                        (
                            "Context",
                            if with_context {
                                Value::live_arc(Arc::clone(&context))
                            } else {
                                Value::Null
                            },
                        ),
                        (
                            "Matches",
                            Value::array_of(
                                crate::record_object::type_named(
                                    "System.Text.RegularExpressions.Match",
                                ),
                                shown,
                            ),
                        ),
                    ],
                )
                .with_text(text),
            );
            scan.shown = place.number;
            scan.remember(before, place.number, line);
            let waiting = Waiting::new(object, context, after);
            if after == 0 && scan.waiting.is_empty() {
                return waiting.write(runtime);
            }
            scan.waiting.push_back(waiting);
            return Ok(());
        }
        scan.remember(before, place.number, line);
        Ok(())
    }

    /// The first pattern that a line holds, and the places.
    fn search(&self, line: &str) -> Option<(PsString, Vec<Match>)> {
        let subject = Subject::new(line);
        for (pattern, regex) in &self.regexes {
            let Some(regex) = regex else {
                let hit = if *self.case_sensitive {
                    line.contains(pattern.as_str())
                } else {
                    line.to_lowercase().contains(&pattern.to_lowercase())
                };
                if hit {
                    return Some((pattern.clone(), Vec::new()));
                }
                continue;
            };
            let Ok(Some(first)) = regex.find(&subject, &mut Unlimited) else {
                continue;
            };
            let mut matches = vec![first];
            while *self.all_matches
                && let Some(last) = matches.last()
                && let Ok(Some(next)) = regex.find_next(&subject, last, &mut Unlimited)
            {
                matches.push(next);
            }
            return Some((pattern.clone(), matches));
        }
        None
    }

    fn flush(&mut self, runtime: &mut CommandRuntime<'_>, scan: &mut Scan) -> CommandResult {
        for waiting in std::mem::take(&mut scan.waiting) {
            waiting.write(runtime)?;
        }
        Ok(())
    }
}

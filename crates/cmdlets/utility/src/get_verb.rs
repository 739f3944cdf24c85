//! `Get-Verb`

use crate::record_object::RecordObject;
use crate::scope::pattern;
use crate::verbs::VERBS;
use remora_engine::prelude::*;

/// # Synopsis
/// Gets the verbs that command names should start with.
///
/// # Description
/// With the alias prefix, the group and what each is for.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-verb
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Verb",
    class = "Microsoft.PowerShell.Commands.GetVerbCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    output("System.Management.Automation.VerbInfo")
)]
pub(crate) struct GetVerb {
    /// Verbs; wildcards are allowed.
    #[parameter(
        position = 0,
        pipeline,
        by_name,
        completer = "System.Management.Automation.Verbs+VerbArgumentCompleter"
    )]
    verb: Vec<PsString>,
    /// Groups of verbs.
    #[parameter(
        position = 1,
        pipeline,
        by_name,
        validate_set(
            "Common",
            "Communications",
            "Data",
            "Diagnostic",
            "Lifecycle",
            "Other",
            "Security"
        )
    )]
    group: Vec<PsString>,
}

impl GetVerb {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Finds the prefix of a verb",
        script: "(Get-Verb Get).AliasPrefix",
        output: "g",
    }];
}

impl Cmdlet for GetVerb {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let everything = vec![PsString::from("*")];
        let wanted = if self.verb.is_empty() { everything } else { self.verb.clone() };
        for (group, verbs) in VERBS {
            if !self.group.is_empty()
                && !self.group.iter().any(|wanted| wanted.eq_ignore_case(group))
            {
                continue;
            }
            for (verb, prefix, description) in *verbs {
                let mut hit = false;
                for name in &wanted {
                    hit |= match pattern(name)? {
                        Some(pattern) => pattern.is_match(verb),
                        None => name.eq_ignore_case(verb),
                    };
                }
                if hit {
                    runtime.write_object(Value::live(RecordObject::new(
                        "System.Management.Automation.VerbInfo",
                        [
                            ("Verb", Value::from(*verb)),
                            ("AliasPrefix", Value::from(*prefix)),
                            ("Group", Value::from(*group)),
                            ("Description", Value::from(*description)),
                        ],
                    )))?;
                }
            }
        }
        Ok(())
    }
}

//! The modules that the shell's own cmdlets belong to.
//!
//! They are the same in all sessions of a process, and are made of the cmdlets' tables.

use std::sync::{Arc, LazyLock};

use parking_lot::Mutex;
use remora_psobject::{PsString, Value, Version};

use super::info::{ModuleInfo, ModuleType};
use crate::command::{CmdletSpec, CommandInfo, CommandKind};

/// The part of the shell that is no module.
const CORE: &str = "Microsoft.PowerShell.Core";

static MODULES: LazyLock<Mutex<Vec<Arc<ModuleInfo>>>> = LazyLock::new(Mutex::default);

/// Makes the modules of cmdlets known.
pub(crate) fn register(cmdlets: &[&'static CmdletSpec]) {
    let mut modules = MODULES.lock();
    for spec in cmdlets {
        if spec.module == CORE {
            continue;
        }
        let known = modules.iter().position(|module| &*module.name == spec.module);
        let module = match known.and_then(|at| modules.get(at)) {
            Some(module) => Arc::clone(module),
            None => {
                let module = Arc::new(describe(spec.module));
                modules.push(Arc::clone(&module));
                module
            }
        };
        module.change_exports(|exports| {
            if exports.cmdlets.iter().any(|known| &*known.name == spec.name) {
                return;
            }
            exports.cmdlets.push(Arc::new(CommandInfo::of_cmdlet(spec)));
            exports.cmdlets.sort_by_key(|command| command.name.to_lowercase());
            for alias in spec.aliases {
                let kind = CommandKind::Alias { definition: spec.name.into(), resolved: None };
                exports.aliases.push(Arc::new(CommandInfo::new(*alias, kind)));
            }
        });
    }
}

fn describe(name: &'static str) -> ModuleInfo {
    let mut info = ModuleInfo::new(name, ModuleType::Manifest, None);
    info.version = if name.starts_with("Microsoft.PowerShell.") || name == "CimCmdlets" {
        Version { major: 7, minor: 0, build: 0, revision: 0 }
    } else {
        Version::new(1, 0)
    };
    let facts = [
        ("Author", Value::from("PowerShell")),
        ("CompanyName", "Microsoft Corporation".into()),
        ("CompatiblePSEditions", Value::array(vec!["Core".into()])),
    ];
    info.add_facts(facts.map(|(key, value)| (PsString::from(key), value)).to_vec());
    info
}

/// The module of this name.
pub(crate) fn find(name: &str) -> Option<Arc<ModuleInfo>> {
    let modules = MODULES.lock();
    modules.iter().find(|module| module.name.eq_ignore_case(name)).cloned()
}

/// All of them by name.
pub(crate) fn all() -> Vec<Arc<ModuleInfo>> {
    let mut modules = MODULES.lock().clone();
    modules.sort_by_key(|module| module.name.to_lowercase());
    modules
}

/// The version of the module, or of the part of the shell, that a cmdlet belongs to.
pub(crate) fn version(name: &str) -> Option<Version> {
    if name == CORE {
        return Some(Version { major: 7, minor: 6, build: 5, revision: 500 });
    }
    find(name).map(|module| module.version)
}

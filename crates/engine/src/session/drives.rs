//! Providers, drives and locations.

use std::sync::Arc;

use remora_psobject::PsString;

use super::state::SessionState;
use crate::providers::{Capabilities, Drive, Provider, ProviderInfo};

impl SessionState {
    /// The providers.
    pub fn providers(&self) -> &[Arc<dyn Provider>] {
        &self.providers
    }

    /// The provider of this name, with or without its module in front.
    pub fn provider(&self, name: &str) -> Option<Arc<dyn Provider>> {
        self.providers
            .iter()
            .find(|provider| {
                let info = provider.info();
                info.name.eq_ignore_case(name) || info.full_name().eq_ignore_ascii_case(name)
            })
            .cloned()
    }

    /// The drives, in the order in which they were made.
    pub fn drives(&self) -> &[Arc<Drive>] {
        &self.drives
    }

    /// The drive of this name.
    pub fn drive(&self, name: &str) -> Option<Arc<Drive>> {
        self.drives.iter().find(|drive| drive.name.eq_ignore_case(name)).cloned()
    }

    /// Adds a drive.
    pub fn add_drive(&mut self, drive: Arc<Drive>) {
        if self.current_drive.is_none() {
            self.current_drive = Some(Arc::clone(&drive));
        }
        self.drives.push(drive);
    }

    /// Takes a drive away.
    pub fn remove_drive(&mut self, name: &str) -> Option<Arc<Drive>> {
        let at = self.drives.iter().position(|drive| drive.name.eq_ignore_case(name))?;
        Some(self.drives.remove(at))
    }

    /// The drive of the current location. A session without drives has one of no provider.
    pub fn current_drive(&self) -> Arc<Drive> {
        self.current_drive.clone().unwrap_or_else(|| {
            let provider = ProviderInfo::new("FileSystem", "", "", Capabilities::NONE);
            Arc::new(Drive::new("/", Arc::new(provider), "/", ""))
        })
    }

    /// Makes a drive the one of the current location.
    pub fn set_current_drive(&mut self, drive: Arc<Drive>) {
        self.current_drive = Some(drive);
    }

    /// The current location as PowerShell shows it.
    pub fn current_location(&self) -> PsString {
        let drive = self.current_drive();
        let inside = drive.current_location();
        if &*drive.root == "/" {
            format!("/{inside}").into()
        } else {
            format!("{}:/{inside}", drive.name).into()
        }
    }

    /// The current location in the provider's own form.
    pub fn current_provider_path(&self) -> PsString {
        let drive = self.current_drive();
        let inside = drive.current_location();
        match (&*drive.root, inside.is_empty()) {
            ("/", _) => format!("/{inside}").into(),
            ("", _) => inside,
            (_, true) => drive.root.clone(),
            (root, false) => format!("{}/{inside}", root.trim_end_matches('/')).into(),
        }
    }

    /// The stack of locations of this name; the empty name is the default stack.
    pub fn location_stack(&mut self, name: &str) -> &mut Vec<PsString> {
        if self.location_stacks.get(name).is_none() {
            self.location_stacks.insert(name, Vec::new());
        }
        match self.location_stacks.get_mut(name) {
            Some(stack) => stack,
            None => &mut self.previous_locations,
        }
    }
}

//! `[paths]`: where things stand.

use super::Section;
use crate::keys::{Key, strings};

pub(super) const SECTION: Section = Section {
    name: "paths",
    doc: "Where patterns, events and suites are, relative to this file.",
    keys: &[
        Key::new(
            "patterns",
            "Files and directories with patterns; `patterns` by default.",
            strings,
        ),
        Key::new(
            "fixtures",
            "Files and directories with events; `fixtures` by default.",
            strings,
        ),
        Key::new(
            "suites",
            "Files and directories with suites; by default the directories of patterns and fixtures.",
            strings,
        ),
    ],
};

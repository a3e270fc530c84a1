//! `[paths]`: where things stand.

use super::Section;
use crate::keys::{Key, strings};

pub(super) const SECTION: Section = Section {
    name: "paths",
    doc: "Where things stand, relative to this file.",
    keys: &[
        Key::new(
            "patterns",
            "Files and directories with patterns; `patterns` where it is not said.",
            strings,
        ),
        Key::new(
            "fixtures",
            "Files and directories with events; `fixtures` where it is not said.",
            strings,
        ),
        Key::new(
            "suites",
            "Files and directories with suites; the directories of patterns and fixtures where it is not said.",
            strings,
        ),
    ],
};

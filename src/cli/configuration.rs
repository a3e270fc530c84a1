//! The configuration, as commands find it.

use crate::config::ConfigError;
use crate::report::diagnostic::Diagnostic;

/// What to tell about a configuration file that cannot be used.
pub(super) fn config_trouble(error: ConfigError) -> Diagnostic {
    let mut diagnostic = Diagnostic::error(error.message).in_file(error.file.display().to_string());
    if let Some(span) = error.span {
        diagnostic = diagnostic.at(error.text.into(), span);
    }
    match error.help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

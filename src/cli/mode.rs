//! Which mode decides: the flags, the environment, the configuration.

use crate::config::Config;
use crate::matching::Mode;
use anyhow::bail;

/// The variable that names the mode where no flag does.
const VARIABLE: &str = "PATTERN_TEST_MODE";

/// The flags of every command that decides in one of the modes.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct ModeArgs {
    /// Let the strict mode decide, as EventBridge does today
    ///
    /// Conditions on an array of objects must hold in the same element.
    #[arg(long, conflicts_with = "flattened")]
    strict: bool,

    /// Let the flattened mode decide (the default)
    ///
    /// Conditions on an array of objects may hold in different elements, which is what users saw in
    /// 2019. `PATTERN_TEST_MODE`, or `mode` in pattern-test.toml, sets another default.
    #[arg(long)]
    flattened: bool,
}

impl ModeArgs {
    /// The mode that decides; the flattened one where nothing is said.
    pub(super) fn mode(self, config: &Config) -> anyhow::Result<Mode> {
        Ok(self.named(config)?.unwrap_or_default())
    }

    /// The mode where the configuration cannot be read.
    pub(super) fn of_flags(self) -> Mode {
        if self.strict {
            Mode::Strict
        } else {
            Mode::default()
        }
    }

    /// The mode that a flag, the environment or the configuration names.
    pub(super) fn named(self, config: &Config) -> anyhow::Result<Option<Mode>> {
        match (self.strict, self.flattened) {
            (true, _) => Ok(Some(Mode::Strict)),
            (_, true) => Ok(Some(Mode::Flattened)),
            _ => chosen(config),
        }
    }
}

/// The mode that the environment or the configuration names, if one does.
///
/// # Errors
/// The environment names none that exists.
pub fn chosen(config: &Config) -> anyhow::Result<Option<Mode>> {
    let Some(name) = std::env::var_os(VARIABLE).filter(|name| !name.is_empty()) else {
        return Ok(config.mode);
    };
    match name.to_str().and_then(Mode::named) {
        Some(mode) => Ok(Some(mode)),
        None => bail!(
            "{VARIABLE}: expected `flattened` or `strict`, found `{}`",
            crate::text::visible(&name.to_string_lossy())
        ),
    }
}

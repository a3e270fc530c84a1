//! `pattern-test schema`: JSON Schemas of the files that people write by hand.

use super::exit::Exit;
use super::terminal::Terminal;
use crate::schema::Schema;
use std::io::Write as _;

/// Print a JSON Schema: of suites, of pattern-test.toml, or of event patterns
///
/// For editors, which complete and check with it. The same files stand in docs/schemas.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test schema suite > suite.schema.json

In a suite, for editors with the YAML language server:
  # yaml-language-server: $schema=./suite.schema.json")]
pub(super) struct Args {
    /// Of what
    #[arg(value_enum)]
    schema: Schema,
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    terminal.out.write_all(args.schema.text().as_bytes())?;
    Ok(Exit::Yes)
}

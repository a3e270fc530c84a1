//! `pattern-test schema`: JSON Schemas of the files that people write by hand, and of what the
//! commands write for programs.

use super::exit::Exit;
use super::terminal::Terminal;
use crate::report::schemas::Output;
use crate::schema::Schema;
use clap::ValueEnum;
use clap::builder::PossibleValue;
use std::io::Write as _;
use std::sync::LazyLock;

/// Print the JSON Schema of a file or of an output
///
/// Suites, pattern-test.toml and event patterns: for editors, which complete and check with it. The
/// others: for programs that read the output of a command. The same files are in docs/schemas.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test schema suite > suite.schema.json
  pattern-test schema check > check.schema.json

In a suite, for editors with the YAML language server:
  # yaml-language-server: $schema=./suite.schema.json")]
pub(super) struct Args {
    /// Of what
    #[arg(value_enum)]
    schema: Subject,
}

/// What there is a schema of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    /// A file that people write.
    File(Schema),
    /// What a command writes.
    Output(Output),
}

impl ValueEnum for Subject {
    fn value_variants<'a>() -> &'a [Self] {
        static ALL: LazyLock<Vec<Subject>> = LazyLock::new(|| {
            let files = Schema::ALL.into_iter().map(Subject::File);
            files
                .chain(Output::ALL.into_iter().map(Subject::Output))
                .collect()
        });
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            Self::File(schema) => schema.to_possible_value(),
            Self::Output(output) => Some(PossibleValue::new(output.name()).help(output.about())),
        }
    }
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let text = match args.schema {
        Subject::File(schema) => schema.text(),
        Subject::Output(output) => output.text(),
    };
    terminal.out.write_all(text.as_bytes())?;
    Ok(Exit::Yes)
}

//! Values of the library as words on the command line.

use crate::schema::Schema;
use crate::suite::Modes;
use crate::template::AsDeployed;
use clap::ValueEnum;
use clap::builder::PossibleValue;

impl ValueEnum for Modes {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(match self {
            Self::Flattened => "Conditions on an array may hold in different elements",
            Self::Strict => {
                "Conditions on an array must hold in the same element, as EventBridge decides today"
            }
            Self::Both => "The verdict must be the same in both modes",
        }))
    }
}

impl ValueEnum for AsDeployed {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Typed, Self::Stringified]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Typed => ("typed", "As numbers and booleans"),
            Self::Stringified => (
                "stringified",
                "As strings, which was reported of CloudFormation in 2019 and 2020",
            ),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

impl ValueEnum for Schema {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(match self {
            Self::Suite => "Suites: *.suite.yaml, *.suite.json",
            Self::Config => "The configuration: pattern-test.toml",
            Self::Pattern => "Event patterns",
        }))
    }
}

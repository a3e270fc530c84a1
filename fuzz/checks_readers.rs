//! What must hold for any text or bytes that a reader of the program is given: as `checks.rs`.
#![allow(dead_code, reason = "each fuzz target uses its own part")]

use super::checks_program::{Made, fixes};
use pattern_test::Event;
use pattern_test::config::Config;
use pattern_test::discover::{Candidate, Taken, take_text};
use pattern_test::intake::{self, Choice, Form};
use pattern_test::json::{Document, NodeKind, Span};
use pattern_test::lint::fix::Safety;
use pattern_test::shape::Shape;
use pattern_test::suite::load::yaml_to_json;
use pattern_test::template::{Extraction, Place, Vars, carriers, extract_with};
use std::path::Path;

fn lies_in(span: Span, text: &str) {
    assert!(text.get(span.start..span.end).is_some(), "{span:?}");
}

/// An input of events: what is found is an object, stands where it says, and what is not found is told.
pub(crate) fn intake(text: &str) {
    let auto = intake::read(text, Choice::Auto);
    let named = Form::all()
        .get(text.len() % Form::all().len())
        .map(|form| intake::read(text, Choice::Named(*form)));
    for intake in std::iter::once(&auto).chain(&named) {
        for found in &intake.found {
            lies_in(found.span, text);
            if found.verbatim {
                assert_eq!(found.text, found.span.of(text));
            }
            let event = Event::parse(&*found.text).expect("what is found is an event");
            assert_eq!(event.document().node(0).kind, NodeKind::Object);
            assert_eq!(found.forms.last(), Some(&Form::Event));
            assert!(!found.name_in("f").is_empty());
        }
        for problem in &intake.problems {
            lies_in(problem.span(), text);
            assert!(!problem.to_string().is_empty());
        }
        let silent = intake.found.is_empty() && intake.bus_log.is_empty();
        assert!(
            !silent || !intake.problems.is_empty(),
            "an empty input says why"
        );
    }
    let _ = (
        intake::recognise(text),
        intake::needs_all(text),
        Shape::of_text(text),
    );
}

/// The bytes of an input: unpacked and decoded, or refused with a place in them.
pub(crate) fn unpack(bytes: &[u8]) {
    let unpacked = match intake::unpack(bytes.to_vec()) {
        Ok(unpacked) => unpacked,
        Err(error) => {
            assert!(error.span().end <= bytes.len() && !error.to_string().is_empty());
            return;
        }
    };
    match intake::decode(&unpacked) {
        Ok(text) => intake(text),
        Err(error) => assert!(error.span().start <= unpacked.len()),
    }
}

fn is_placed(extraction: &Extraction) {
    let lies_in_file = |place: Place| {
        let file = extraction.file(place.file).expect("there is such a file");
        lies_in(place.span, &file.text);
    };
    for found in &extraction.patterns {
        lies_in_file(found.place);
        lies_in_file(found.key);
        found.own.into_iter().for_each(lies_in_file);
    }
    for problem in &extraction.problems {
        problem.place.into_iter().for_each(lies_in_file);
        assert!(!problem.message.is_empty());
    }
}

/// A file name, and in the next line the text begins that may hold patterns: they stand where they
/// are said to, and whether there are any is the same at a glance.
pub(crate) fn carriers(text: &str) {
    let Some((name, text)) = text.split_once('\n') else {
        return;
    };
    let read = carriers::read(Path::new(name), text);
    if let Some(extraction) = &read {
        is_placed(extraction);
    }
    let holds = read.is_some_and(|extraction| !extraction.patterns.is_empty());
    assert_eq!(carriers::form(text).is_some(), holds);
}

/// A text in YAML: as JSON it is JSON, and as a template it is read.
pub(crate) fn yaml(text: &str) {
    match yaml_to_json(text) {
        Ok(json) => {
            Document::parse(json.as_str()).expect("it is JSON");
        }
        Err(error) => assert!(!error.message.is_empty()),
    }
    template_as("template.yaml", text);
    template_as("serverless.yml", text);
}

/// A text in HCL.
pub(crate) fn hcl(text: &str) {
    template_as("main.tf", text);
}

/// A template in JSON, and what Terraform and CDK write.
pub(crate) fn json(text: &str) {
    for name in [
        "template.json",
        "main.tf.json",
        "plan.json",
        "terraform.tfstate",
    ] {
        template_as(name, text);
    }
}

fn template_as(name: &str, text: &str) {
    if let Some(extraction) = extract_with(Path::new(name), text, &Vars::new(), &Made) {
        is_placed(&extraction);
    }
}

/// A configuration is read or refused, with a place in the text.
pub(crate) fn config(text: &str) {
    if let Err(error) = Config::of_text(Path::new("pattern-test.toml"), text) {
        assert!(!error.message.is_empty());
        if let Some(span) = error.span {
            lies_in(span, text);
        }
    }
}

/// A file name, and in the next line a file begins that `check --fix` is given.
pub(crate) fn fix(text: &str) {
    let Some((name, text)) = text.split_once('\n') else {
        return;
    };
    let candidate = Candidate::named(name);
    let read = |text: &str| match take_text(&candidate, text, &Vars::new(), &Made) {
        Taken::Patterns(extraction) => Some(*extraction),
        Taken::Left(_) => None,
    };
    for most in [Safety::Safe, Safety::Unsafe] {
        fixes(text, most, &read);
    }
}

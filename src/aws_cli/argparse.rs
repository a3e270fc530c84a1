//! A parser of arguments that behaves like Python's `argparse` does for the AWS CLI.
//!
//! Which words are values and which are options, what may be abbreviated, which mistake is reported
//! first: scripts have come to rely on all of it, so it is reproduced here rule for rule.

use super::errors::Failure;
use super::similar::close_matches;
use super::value::repr_str;

/// What an argument takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// An option alone.
    Nothing,
    /// An option with a value.
    Value,
    /// An option whose value may be left out, and is this one then.
    MaybeValue(&'static str),
    /// An option that ends the parsing where it stands.
    Stop,
    /// A word without an option before it.
    Word,
    /// The same, and it may be left out.
    MaybeWord,
}

/// One argument of a parser.
#[derive(Debug, Clone, Copy)]
pub(super) struct Argument {
    /// With its dashes, if it is an option.
    pub(super) name: &'static str,
    pub(super) takes: Takes,
    /// What the value must be one of.
    pub(super) choices: Choices,
    pub(super) required: bool,
    /// Whether a unique beginning is enough. Not for the options that the AWS CLI has not got, so
    /// that all beginnings mean what they mean there.
    pub(super) abbreviable: bool,
}

/// What a value may be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Choices {
    Any,
    /// One of those listed first; those listed second are accepted without being told.
    Of(&'static [&'static str], &'static [&'static str]),
    /// One of these, with a short message: the AWS CLI would list hundreds.
    Short(&'static [&'static str]),
}

impl Argument {
    pub(super) const fn option(name: &'static str, takes: Takes) -> Self {
        Self {
            name,
            takes,
            choices: Choices::Any,
            required: false,
            abbreviable: true,
        }
    }

    pub(super) const fn own(name: &'static str, takes: Takes) -> Self {
        Self {
            abbreviable: false,
            ..Self::option(name, takes)
        }
    }

    pub(super) const fn of(self, choices: Choices) -> Self {
        Self { choices, ..self }
    }

    pub(super) const fn required(self, required: bool) -> Self {
        Self { required, ..self }
    }

    fn is_option(&self) -> bool {
        !matches!(self.takes, Takes::Word | Takes::MaybeWord)
    }
}

/// What a parser made of the words.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    /// The arguments that were given, in their order, and their values.
    pub(super) given: Vec<(&'static str, String)>,
    /// Words that belong to none of the arguments.
    pub(super) extras: Vec<String>,
    /// The option that ended the parsing.
    pub(super) stopped: Option<&'static str>,
}

impl Parsed {
    /// The value of an argument: the last one counts.
    pub(super) fn last(&self, name: &str) -> Option<&str> {
        self.given
            .iter()
            .rev()
            .find(|(given, _)| *given == name)
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.last(name).is_some()
    }
}

/// What a word is.
#[derive(Debug, Clone)]
enum Shape<'a> {
    /// Something that can be a value or a word of its own.
    Word,
    /// The first `--`.
    Dashes,
    /// An option, with the value behind its `=`.
    Option(&'a Argument, Option<String>),
    /// What looks like an option and is none.
    Unknown,
}

/// Parses the words, and leaves over what it does not know.
///
/// # Errors
/// The first mistake, in the words of `argparse`.
pub(super) fn parse(arguments: &[Argument], words: &[String]) -> Result<Parsed, Failure> {
    let shapes = shapes(arguments, words)?;
    let mut run = Run {
        words,
        shapes: &shapes,
        open: arguments.iter().find(|argument| !argument.is_option()),
        parsed: Parsed::default(),
        seen: Vec::new(),
    };
    run.all()?;
    if run.parsed.stopped.is_none() {
        let missing: Vec<_> = arguments
            .iter()
            .filter(|argument| argument.required && !run.seen.contains(&argument.name))
            .map(|argument| argument.name)
            .collect();
        if !missing.is_empty() {
            return Err(Failure::Usage(format!(
                "the following arguments are required: {}",
                missing.join(", ")
            )));
        }
    }
    Ok(run.parsed)
}

/// The first word that is neither an option nor an option's value.
pub(super) fn first_word<'w>(arguments: &[Argument], words: &'w [String]) -> Option<&'w str> {
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match shape(arguments, word) {
            Ok(Shape::Word) if !word.is_empty() => return Some(word),
            Ok(Shape::Option(argument, None)) if argument.takes == Takes::Value => {
                words.next();
            }
            _ => {}
        }
    }
    None
}

fn shapes<'a>(arguments: &'a [Argument], words: &[String]) -> Result<Vec<Shape<'a>>, Failure> {
    let mut shapes = Vec::with_capacity(words.len());
    let mut only_words = false;
    for word in words {
        shapes.push(if only_words {
            Shape::Word
        } else if word == "--" {
            only_words = true;
            Shape::Dashes
        } else {
            shape(arguments, word)?
        });
    }
    Ok(shapes)
}

fn shape<'a>(arguments: &'a [Argument], word: &str) -> Result<Shape<'a>, Failure> {
    if !word.starts_with('-') {
        return Ok(Shape::Word);
    }
    let options = || arguments.iter().filter(|argument| argument.is_option());
    if let Some(argument) = options().find(|argument| argument.name == word) {
        return Ok(Shape::Option(argument, None));
    }
    if word.len() == 1 {
        return Ok(Shape::Word);
    }
    let (name, value) = match word.split_once('=') {
        Some((name, value)) => (name, Some(value.to_owned())),
        None => (word, None),
    };
    if value.is_some()
        && let Some(argument) = options().find(|argument| argument.name == name)
    {
        return Ok(Shape::Option(argument, value));
    }
    if word.starts_with("--") {
        let matches: Vec<_> = options()
            .filter(|argument| argument.abbreviable && argument.name.starts_with(name))
            .collect();
        match matches[..] {
            [] => {}
            [argument] => return Ok(Shape::Option(argument, value)),
            _ => {
                let names: Vec<_> = matches.iter().map(|argument| argument.name).collect();
                return Err(Failure::Usage(format!(
                    "ambiguous option: {word} could match {}",
                    names.join(", ")
                )));
            }
        }
    }
    if is_negative_number(word) || word.contains(' ') {
        return Ok(Shape::Word);
    }
    Ok(Shape::Unknown)
}

/// `-5`, `-.5` and `-1.5`, but not `-1e3`.
fn is_negative_number(word: &str) -> bool {
    let number = word.strip_prefix('-').unwrap_or(word);
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match number.split_once('.') {
        None => !number.is_empty() && digits(number),
        Some((whole, part)) => digits(whole) && !part.is_empty() && digits(part),
    }
}

struct Run<'a> {
    words: &'a [String],
    shapes: &'a [Shape<'a>],
    /// The argument that takes a word, as long as it has none. No parser here has two.
    open: Option<&'a Argument>,
    parsed: Parsed,
    seen: Vec<&'static str>,
}

impl<'a> Run<'a> {
    fn all(&mut self) -> Result<(), Failure> {
        let is_option = |shape: &Shape<'_>| matches!(shape, Shape::Option(..) | Shape::Unknown);
        let mut at = 0;
        while let Some(next) = self
            .shapes
            .iter()
            .skip(at)
            .position(is_option)
            .map(|ahead| at + ahead)
        {
            if at != next {
                let end = self.take_word(at)?;
                if end > at {
                    at = end;
                    continue;
                }
                let skipped = self.words.get(at..next).unwrap_or_default();
                self.parsed.extras.extend_from_slice(skipped);
                at = next;
            }
            at = self.take_option(at)?;
            if self.parsed.stopped.is_some() {
                return Ok(());
            }
        }
        let end = self.take_word(at)?;
        let left = self.words.get(end..).unwrap_or_default();
        self.parsed.extras.extend_from_slice(left);
        Ok(())
    }

    fn take_option(&mut self, at: usize) -> Result<usize, Failure> {
        let Some(Shape::Option(argument, explicit)) = self.shapes.get(at) else {
            self.parsed.extras.extend(self.words.get(at).cloned());
            return Ok(at + 1);
        };
        let argument: &'a Argument = argument;
        let follows = matches!(self.shapes.get(at + 1), Some(Shape::Word));
        let next = || self.words.get(at + 1).cloned().unwrap_or_default();
        let (value, end) = match (argument.takes, explicit) {
            (Takes::Value | Takes::MaybeValue(_), Some(value)) => (value.clone(), at + 1),
            (_, Some(value)) => {
                let message = format!("ignored explicit argument {}", repr_str(value));
                return Err(about(argument, &message));
            }
            (Takes::Value | Takes::MaybeValue(_), None) if follows => (next(), at + 2),
            (Takes::Value, None) => return Err(about(argument, "expected one argument")),
            (Takes::MaybeValue(default), None) => (default.to_owned(), at + 1),
            (_, None) => (String::new(), at + 1),
        };
        if argument.takes == Takes::Stop {
            self.parsed.stopped = Some(argument.name);
        }
        self.give(argument, value)?;
        Ok(end)
    }

    /// Gives the next word to the argument that takes one, if it is still to come; says where the
    /// words left over begin.
    fn take_word(&mut self, at: usize) -> Result<usize, Failure> {
        let Some(argument) = self.open else {
            return Ok(at);
        };
        // A `--` goes with the word behind it, or with the one before it.
        let is_dashes = |at| matches!(self.shapes.get(at), Some(Shape::Dashes));
        let start = at + usize::from(is_dashes(at));
        let mut end = start;
        if matches!(self.shapes.get(start), Some(Shape::Word)) {
            let value = self.words.get(start).cloned().unwrap_or_default();
            end += 1;
            if is_dashes(end) {
                end += 1;
            }
            self.give(argument, value)?;
        } else if argument.takes == Takes::Word {
            return Ok(at);
        }
        self.open = None;
        Ok(end)
    }

    fn give(&mut self, argument: &Argument, value: String) -> Result<(), Failure> {
        check_choice(argument, &value)?;
        self.seen.push(argument.name);
        self.parsed.given.push((argument.name, value));
        Ok(())
    }
}

fn check_choice(argument: &Argument, value: &str) -> Result<(), Failure> {
    match argument.choices {
        Choices::Any => Ok(()),
        Choices::Of(told, untold) if told.contains(&value) || untold.contains(&value) => Ok(()),
        Choices::Short(choices) if choices.contains(&value) => Ok(()),
        Choices::Of(told, _) => {
            let mut message = "Invalid choice, valid choices are:\n".to_owned();
            for pair in told.chunks(2) {
                let cells: Vec<_> = pair.iter().map(|choice| format!("{choice:<40}")).collect();
                message.push('\n');
                message.push_str(&cells.join(" | "));
            }
            let close = close_matches(value, told);
            if !close.is_empty() {
                let value = repr_str(value);
                message.push_str(&format!(
                    "\n\n\nInvalid choice: {value}, maybe you meant:\n"
                ));
                for word in close {
                    message.push_str(&format!("\n  * {word}"));
                }
            }
            Err(about(argument, &message))
        }
        Choices::Short(choices) => {
            let mut message = format!("Found invalid choice {}", repr_str(value));
            let close = close_matches(value, choices);
            if !close.is_empty() {
                message.push_str("\n\nMaybe you meant:\n");
                for word in close {
                    message.push_str(&format!("\n  * {word}"));
                }
            }
            Err(about(argument, &message))
        }
    }
}

fn about(argument: &Argument, message: &str) -> Failure {
    Failure::Usage(format!("argument {}: {message}", argument.name))
}

//! A branch of an `$or` that the engine takes for another one.

use crate::Mode;
use crate::analysis::{Budget, Options, Relation, compare};
use crate::json::Span;
use crate::json::edit::{Edit, apply};
use crate::lint::{Check, Draft, Example, Out, Rule, Safety, Severity, Subject};
use crate::pattern::{Alternative, Matcher, Pattern, lost_alternatives};
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: "or-branch-lost",
    severity: Severity::Warning,
    about: "a branch of an `$or` that EventBridge is likely to ignore",
    why: "The engine that AWS publishes takes a branch for an earlier one if both ask for the same \
          fields and share a value in each of them; what the later branch accepts beyond that \
          never matches: `{\"$or\": [{\"a\": [\"x\"]}, {\"a\": [\"x\", \"y\"]}]}` does not match \
          `{\"a\": \"y\"}`. With the wider branch first it does. The evidence is the open-source \
          engine (aws/event-ruler 2.0.1); the service is built on it, and no reply of the service \
          itself is known. `pattern-test` answers what the pattern says.",
    fires: &[
        Example::Pattern(r##"{"$or": [{"source": ["x"]}, {"source": ["x", "y"]}]}"##),
        Example::Pattern(
            r##"{"detail": {"$or": [{"a": ["1"], "b": ["u", "v"]}, {"a": ["1", "2"], "b": ["u"]}]}}"##,
        ),
    ],
    silent: &[
        Example::Pattern(r##"{"$or": [{"source": ["x", "y"]}, {"source": ["x"]}]}"##),
        Example::Pattern(r##"{"$or": [{"source": ["x"]}, {"source": ["y"]}]}"##),
        Example::Pattern(r##"{"$or": [{"a": ["x"]}, {"a": ["x", "y"], "b": ["z"]}]}"##),
        Example::Pattern(r##"{"$or": [{"a": ["1"], "b": ["u"]}, {"a": ["1", "2"], "b": ["v"]}]}"##),
    ],
    look: Check::Pattern(look),
};

/// The conditions by their paths, each as the texts of its matchers.
type Texts<'p> = BTreeMap<&'p str, Vec<&'p str>>;

fn look(subject: &Subject<'_>, pattern: &Pattern, out: &mut Out<'_>) {
    let mut told = Vec::new();
    for lost in missed(pattern) {
        let Some(alternative) = pattern.alternatives().get(lost) else {
            continue;
        };
        let Some(span) = unmatched(pattern, lost, alternative) else {
            continue;
        };
        if told.contains(&span) || !subject.known(span) {
            continue;
        }
        told.push(span);
        let fix = reorder(pattern, alternative);
        let help = match fix {
            Some(_) => "put this branch before the other one",
            None => "write the two branches so that they share no value, or as one",
        };
        let draft = Draft::at(
            span,
            "EventBridge is likely to ignore this: it takes the branch for an earlier one",
        );
        let draft = draft.help(help);
        out.add(match fix {
            Some((span, new)) => draft.idea(span, new, Safety::Safe),
            None => draft,
        });
    }
}

/// The first matcher of a lost alternative that no earlier one has; where each has one, the last of
/// its branches.
fn unmatched(pattern: &Pattern, lost: usize, alternative: &Alternative) -> Option<Span> {
    let earlier: Vec<_> = pattern.alternatives().iter().take(lost).collect();
    let earlier: Vec<_> = earlier.iter().map(|a| texts(pattern, a)).collect();
    let conditions = alternative
        .conditions
        .iter()
        .map(|id| pattern.condition(*id));
    let mut matchers = conditions.flat_map(|condition| {
        let path = &*condition.path;
        condition
            .matchers
            .iter()
            .map(move |matcher| (path, matcher))
    });
    let is_new = |path: &str, matcher: &Matcher| {
        let text = matcher.span.of(pattern.text());
        !earlier
            .iter()
            .any(|texts| texts.get(path).is_some_and(|there| there.contains(&text)))
    };
    match matchers.find(|(path, matcher)| is_new(path, matcher)) {
        Some((_, matcher)) => Some(matcher.span),
        None => {
            let branch = alternative.branches.last()?;
            span_of(pattern, branch.or, branch.branch)
        }
    }
}

/// The alternatives that get lost, but for those of which an earlier one accepts all.
fn missed(pattern: &Pattern) -> Vec<usize> {
    let lost = lost_alternatives(pattern);
    let texts = |index: usize| pattern.alternatives().get(index).map(|a| texts(pattern, a));
    let covered = |index: &usize| {
        let Some(own) = texts(*index) else {
            return true;
        };
        (0..*index)
            .filter(|earlier| !lost.contains(earlier))
            .filter_map(texts)
            .any(|earlier| covers(&earlier, &own))
    };
    lost.iter()
        .copied()
        .filter(|index| !covered(index))
        .collect()
}

fn texts<'p>(pattern: &'p Pattern, alternative: &Alternative) -> Texts<'p> {
    let text = |matcher: &Matcher| matcher.span.of(pattern.text());
    alternative
        .conditions
        .iter()
        .map(|id| pattern.condition(*id))
        .map(|condition| {
            (
                &*condition.path,
                condition.matchers.iter().map(text).collect(),
            )
        })
        .collect()
}

/// Whether all that `narrow` asks for stands in `wide` too.
fn covers(wide: &Texts<'_>, narrow: &Texts<'_>) -> bool {
    narrow.len() == wide.len()
        && narrow.iter().all(|(path, matchers)| {
            wide.get(path)
                .is_some_and(|wide| matchers.iter().all(|matcher| wide.contains(matcher)))
        })
}

fn span_of(pattern: &Pattern, or: usize, branch: usize) -> Option<Span> {
    pattern.ors().get(or)?.branches.get(branch).copied()
}

/// The branch in the place of an earlier one of its `$or`, if with that nothing gets lost and the
/// pattern says the same.
fn reorder(pattern: &Pattern, lost: &Alternative) -> Option<(Span, String)> {
    let before = missed(pattern).len();
    lost.branches.iter().rev().find_map(|branch| {
        let own = span_of(pattern, branch.or, branch.branch)?;
        (0..branch.branch).find_map(|earlier| {
            let other = span_of(pattern, branch.or, earlier)?;
            let (text, other_text) = (own.of(pattern.text()), other.of(pattern.text()));
            let swapped = apply(
                pattern.text(),
                &[Edit::replace(other, text), Edit::replace(own, other_text)],
            );
            let swapped = Pattern::parse(&swapped).ok()?;
            let works = missed(&swapped).len() < before && is_same(pattern, &swapped);
            works.then(|| {
                let between = Span::new(other.end, own.start).of(pattern.text());
                let span = Span::new(other.start, own.end);
                (span, format!("{text}{between}{other_text}"))
            })
        })
    })
}

/// Whether two patterns match the same events in both modes, which is certain.
fn is_same(one: &Pattern, other: &Pattern) -> bool {
    [Mode::Flattened, Mode::Strict].into_iter().all(|mode| {
        let options = Options {
            mode,
            budget: Budget::QUICK,
            ..Options::default()
        };
        compare(one, other, &options).relation == Relation::Equivalent
    })
}

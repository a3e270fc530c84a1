//! What an event bus decided, as its log says, against what patterns decide here.
//!
//! The log has a record for each rule that matched an event, and none for those that did not. So a
//! rule's silence counts only where the log shows that the rules were looked at, and only for rules
//! that the log names at all: any other may not have been there.

use crate::event::Event;
use crate::intake::{BusRecord, BusStep};
use crate::matching::{Mode, evaluate};
use crate::pattern::Pattern;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A pattern and the names that its rule may have.
#[derive(Debug, Clone)]
pub struct Rule<'p> {
    /// What the pattern is called here.
    pub name: &'p str,
    /// The pattern.
    pub pattern: &'p Pattern,
}

impl Rule<'_> {
    /// Whether this is the pattern of the rule with this name: by what stands behind `#` in its own
    /// name, or by its file.
    fn is_called(&self, rule: &str) -> bool {
        let (file, id) = match self.name.rsplit_once('#') {
            Some((file, id)) => (file, Some(id)),
            None => (self.name, None),
        };
        let id = id.map(|id| id.rsplit([' ', '.']).next().unwrap_or(id));
        match id {
            Some(id) => id == rule,
            None => {
                let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
                file == rule || file.rsplit_once('.').is_some_and(|(stem, _)| stem == rule)
            }
        }
    }
}

/// A verdict that differs from the service's in some mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The event's id.
    pub event_id: String,
    /// Whether the rule matched, as the log says.
    pub service: bool,
    /// Whether it matches here, each condition looking at its path on its own.
    pub flattened: bool,
    /// Whether it matches with conditions on an array holding in the same element.
    pub strict: bool,
}

/// What came of one pattern.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleVerdicts {
    /// What the pattern is called.
    pub name: String,
    /// Whether the log names its rule. Nothing is compared where it does not.
    pub in_log: bool,
    /// How many events were compared.
    pub events: usize,
    /// How many of them the rule matched, as the log says.
    pub matched: usize,
    /// How many the pattern matches here, where the log does not name the rule.
    pub would_match: usize,
    /// How many strict verdicts could not be decided, and were not compared.
    pub undecided: usize,
    /// What differs.
    pub differences: Vec<Difference>,
}

impl RuleVerdicts {
    /// How many verdicts of a mode differ from the service's.
    pub fn differing(&self, mode: Mode) -> usize {
        let differs = |difference: &&Difference| {
            difference.service
                != match mode {
                    Mode::Flattened => difference.flattened,
                    Mode::Strict => difference.strict,
                }
        };
        self.differences.iter().filter(differs).count()
    }
}

/// What came of a log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BusVerdicts {
    /// One for each pattern, in the order given.
    pub rules: Vec<RuleVerdicts>,
    /// The events that were compared.
    pub events: usize,
    /// Events of which the log does not show that rules were looked at.
    pub unjudged: usize,
    /// Events of which the log lacks the detail, or a part of the record.
    pub incomplete: usize,
    /// Rules that matched and have no pattern here, each with how often.
    pub unknown: BTreeMap<String, usize>,
    /// Verdicts on which the modes differ and the service agrees with flattened.
    pub for_flattened: usize,
    /// Verdicts on which the modes differ and the service agrees with strict.
    pub for_strict: usize,
}

impl BusVerdicts {
    /// How many verdicts were compared.
    pub fn compared(&self) -> usize {
        let rules = self.rules.iter().filter(|rule| rule.in_log);
        rules.map(|rule| rule.events).sum()
    }

    /// How many verdicts of a mode differ from the service's.
    pub fn differing(&self, mode: Mode) -> usize {
        self.rules.iter().map(|rule| rule.differing(mode)).sum()
    }
}

/// What the log says of one event.
#[derive(Default)]
struct Logged<'r> {
    was_judged: bool,
    is_cut: bool,
    matched: BTreeSet<&'r str>,
}

/// Compares the verdicts of patterns with those in the log of a bus. `events` are the events of the
/// log, by their ids.
pub fn compare(
    rules: &[Rule<'_>],
    records: &[BusRecord],
    events: &HashMap<String, Event<'_>>,
) -> BusVerdicts {
    let mut logged: BTreeMap<(&str, &str), Logged<'_>> = BTreeMap::new();
    // Which buses a rule of some name is on.
    let mut buses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for record in records {
        let key = (&*record.bus_arn, &*record.event_id);
        let of_event = logged.entry(key).or_default();
        of_event.is_cut |= !record.dropped.is_empty();
        match &record.step {
            BusStep::MatchStart | BusStep::NoMatch => of_event.was_judged = true,
            BusStep::Match { rule_arn } => {
                let name = rule_name(rule_arn);
                of_event.was_judged = true;
                of_event.matched.insert(name);
                buses.entry(name).or_default().insert(&record.bus_arn);
            }
            BusStep::Other => {}
        }
    }
    let mut verdicts = BusVerdicts::default();
    for name in buses.keys() {
        if !rules.iter().any(|rule| rule.is_called(name)) {
            let times = logged.values().filter(|of| of.matched.contains(name));
            verdicts.unknown.insert((*name).to_owned(), times.count());
        }
    }
    let mut comparable = Vec::new();
    for ((bus, id), of_event) in &logged {
        match events.get(*id) {
            _ if !of_event.was_judged => verdicts.unjudged += 1,
            Some(event) if !of_event.is_cut => comparable.push((*bus, *id, of_event, event)),
            _ => verdicts.incomplete += 1,
        }
    }
    verdicts.events = comparable.len();
    for rule in rules {
        let mut own = RuleVerdicts {
            name: rule.name.to_owned(),
            ..RuleVerdicts::default()
        };
        let on: BTreeSet<&str> = buses
            .iter()
            .filter(|(name, _)| rule.is_called(name))
            .flat_map(|(_, buses)| buses.iter().copied())
            .collect();
        own.in_log = !on.is_empty();
        for (bus, id, of_event, event) in &comparable {
            let evaluation = evaluate(rule.pattern, event);
            let (flattened, strict) = (evaluation.flattened.matched, evaluation.strict.matched);
            if !own.in_log {
                own.would_match += usize::from(flattened);
                continue;
            }
            if !on.contains(bus) {
                continue;
            }
            own.events += 1;
            let service = of_event.matched.iter().any(|name| rule.is_called(name));
            own.matched += usize::from(service);
            // What could not be decided says nothing.
            let strict = match evaluation.strict.gave_up {
                true => {
                    own.undecided += 1;
                    service
                }
                false => strict,
            };
            if !evaluation.strict.gave_up && flattened != strict {
                match service == flattened {
                    true => verdicts.for_flattened += 1,
                    false => verdicts.for_strict += 1,
                }
            }
            if service != flattened || service != strict {
                own.differences.push(Difference {
                    event_id: (*id).to_owned(),
                    service,
                    flattened,
                    strict,
                });
            }
        }
        verdicts.rules.push(own);
    }
    verdicts
}

/// The name at the end of a rule's ARN: `…:rule/bus/name`, `…:rule/name`.
fn rule_name(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUS: &str = "arn:aws:events:eu-west-1:111122223333:event-bus/shop";

    fn record(event: &str, step: BusStep) -> BusRecord {
        BusRecord {
            event_id: event.to_owned(),
            bus_arn: BUS.to_owned(),
            step,
            dropped: Vec::new(),
            has_detail: true,
        }
    }

    fn matched(event: &str, rule: &str) -> BusRecord {
        let rule_arn = format!("arn:aws:events:eu-west-1:111122223333:rule/shop/{rule}");
        record(event, BusStep::Match { rule_arn })
    }

    fn events(texts: &[(&str, &'static str)]) -> HashMap<String, Event<'static>> {
        let parsed = texts
            .iter()
            .map(|(id, text)| ((*id).to_owned(), Event::parse(*text).unwrap()));
        parsed.collect()
    }

    /// One element has the name, another the code.
    const MIXED: &str = r#"{"c": [{"n": "app", "x": 0}, {"n": "db", "x": 1}]}"#;
    const SAME: &str = r#"{"c": [{"n": "app", "x": 1}]}"#;
    const NONE: &str = r#"{"c": []}"#;

    fn pattern() -> Pattern {
        Pattern::parse(r#"{"c": {"n": ["app"], "x": [1]}}"#).unwrap()
    }

    #[test]
    fn what_the_bus_does_with_array_elements_shows() {
        let pattern = pattern();
        let rules = [Rule {
            name: "rules.json#failed",
            pattern: &pattern,
        }];
        let events = events(&[("1", MIXED), ("2", SAME), ("3", NONE)]);
        let mut records: Vec<_> = ["1", "2", "3"]
            .into_iter()
            .map(|id| record(id, BusStep::MatchStart))
            .collect();
        records.push(matched("2", "failed"));
        let strict = compare(&rules, &records, &events);
        assert_eq!((strict.for_flattened, strict.for_strict), (0, 1));
        assert_eq!(strict.differing(Mode::Flattened), 1);
        assert_eq!(strict.differing(Mode::Strict), 0);
        assert_eq!((strict.events, strict.rules[0].matched), (3, 1));
        records.push(matched("1", "failed"));
        let flattened = compare(&rules, &records, &events);
        assert_eq!((flattened.for_flattened, flattened.for_strict), (1, 0));
        assert_eq!(flattened.rules[0].differences[0].event_id, "1");
    }

    #[test]
    fn silence_counts_only_where_it_says_something() {
        let pattern = pattern();
        let rules = [
            Rule {
                name: "patterns/failed.json",
                pattern: &pattern,
            },
            Rule {
                name: "patterns/other.json",
                pattern: &pattern,
            },
        ];
        let events = events(&[("1", SAME), ("2", SAME), ("3", SAME)]);
        let mut cut = record("3", BusStep::MatchStart);
        cut.dropped.push("details.event_detail".to_owned());
        let records = [
            matched("1", "failed"),
            matched("1", "third"),
            record("2", BusStep::Other),
            cut,
            record("4", BusStep::NoMatch),
        ];
        let verdicts = compare(&rules, &records, &events);
        assert_eq!(verdicts.events, 1);
        assert_eq!((verdicts.unjudged, verdicts.incomplete), (1, 2));
        assert_eq!(verdicts.unknown, BTreeMap::from([("third".to_owned(), 1)]));
        assert!(verdicts.rules[0].in_log && verdicts.rules[0].differences.is_empty());
        // The log does not name this one: that it did not match says nothing.
        assert!(!verdicts.rules[1].in_log);
        assert_eq!(
            (verdicts.rules[1].events, verdicts.rules[1].would_match),
            (0, 1)
        );
        assert_eq!(verdicts.compared(), 1);
    }
}

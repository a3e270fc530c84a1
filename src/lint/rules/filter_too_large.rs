//! A filter that is larger than its place takes.

use super::filter_rule;
use crate::filter::FaultKind;
use crate::lint::{Check, Out, Rule, Severity, Subject};

pub(crate) static RULE: Rule = Rule {
    code: "filter-too-large",
    severity: Severity::Error,
    about: "a filter that is larger than its place takes",
    why: "The pattern of a V2 event source may have 3,753 characters, since the service adds its \
          own conditions; a RUM metric takes 4,000; the filters of a V2 subscriber together take \
          4,096 bytes.",
    fires: &[source!(
        "AwsServiceEventsConfiguration",
        r#"{"detail": {"key": ["000-xxxxxxxxxxxxxxx","001-xxxxxxxxxxxxxxx","002-xxxxxxxxxxxxxxx","003-xxxxxxxxxxxxxxx","004-xxxxxxxxxxxxxxx","005-xxxxxxxxxxxxxxx","006-xxxxxxxxxxxxxxx","007-xxxxxxxxxxxxxxx","008-xxxxxxxxxxxxxxx","009-xxxxxxxxxxxxxxx","010-xxxxxxxxxxxxxxx","011-xxxxxxxxxxxxxxx","012-xxxxxxxxxxxxxxx","013-xxxxxxxxxxxxxxx","014-xxxxxxxxxxxxxxx","015-xxxxxxxxxxxxxxx","016-xxxxxxxxxxxxxxx","017-xxxxxxxxxxxxxxx","018-xxxxxxxxxxxxxxx","019-xxxxxxxxxxxxxxx","020-xxxxxxxxxxxxxxx","021-xxxxxxxxxxxxxxx","022-xxxxxxxxxxxxxxx","023-xxxxxxxxxxxxxxx","024-xxxxxxxxxxxxxxx","025-xxxxxxxxxxxxxxx","026-xxxxxxxxxxxxxxx","027-xxxxxxxxxxxxxxx","028-xxxxxxxxxxxxxxx","029-xxxxxxxxxxxxxxx","030-xxxxxxxxxxxxxxx","031-xxxxxxxxxxxxxxx","032-xxxxxxxxxxxxxxx","033-xxxxxxxxxxxxxxx","034-xxxxxxxxxxxxxxx","035-xxxxxxxxxxxxxxx","036-xxxxxxxxxxxxxxx","037-xxxxxxxxxxxxxxx","038-xxxxxxxxxxxxxxx","039-xxxxxxxxxxxxxxx","040-xxxxxxxxxxxxxxx","041-xxxxxxxxxxxxxxx","042-xxxxxxxxxxxxxxx","043-xxxxxxxxxxxxxxx","044-xxxxxxxxxxxxxxx","045-xxxxxxxxxxxxxxx","046-xxxxxxxxxxxxxxx","047-xxxxxxxxxxxxxxx","048-xxxxxxxxxxxxxxx","049-xxxxxxxxxxxxxxx","050-xxxxxxxxxxxxxxx","051-xxxxxxxxxxxxxxx","052-xxxxxxxxxxxxxxx","053-xxxxxxxxxxxxxxx","054-xxxxxxxxxxxxxxx","055-xxxxxxxxxxxxxxx","056-xxxxxxxxxxxxxxx","057-xxxxxxxxxxxxxxx","058-xxxxxxxxxxxxxxx","059-xxxxxxxxxxxxxxx","060-xxxxxxxxxxxxxxx","061-xxxxxxxxxxxxxxx","062-xxxxxxxxxxxxxxx","063-xxxxxxxxxxxxxxx","064-xxxxxxxxxxxxxxx","065-xxxxxxxxxxxxxxx","066-xxxxxxxxxxxxxxx","067-xxxxxxxxxxxxxxx","068-xxxxxxxxxxxxxxx","069-xxxxxxxxxxxxxxx","070-xxxxxxxxxxxxxxx","071-xxxxxxxxxxxxxxx","072-xxxxxxxxxxxxxxx","073-xxxxxxxxxxxxxxx","074-xxxxxxxxxxxxxxx","075-xxxxxxxxxxxxxxx","076-xxxxxxxxxxxxxxx","077-xxxxxxxxxxxxxxx","078-xxxxxxxxxxxxxxx","079-xxxxxxxxxxxxxxx","080-xxxxxxxxxxxxxxx","081-xxxxxxxxxxxxxxx","082-xxxxxxxxxxxxxxx","083-xxxxxxxxxxxxxxx","084-xxxxxxxxxxxxxxx","085-xxxxxxxxxxxxxxx","086-xxxxxxxxxxxxxxx","087-xxxxxxxxxxxxxxx","088-xxxxxxxxxxxxxxx","089-xxxxxxxxxxxxxxx","090-xxxxxxxxxxxxxxx","091-xxxxxxxxxxxxxxx","092-xxxxxxxxxxxxxxx","093-xxxxxxxxxxxxxxx","094-xxxxxxxxxxxxxxx","095-xxxxxxxxxxxxxxx","096-xxxxxxxxxxxxxxx","097-xxxxxxxxxxxxxxx","098-xxxxxxxxxxxxxxx","099-xxxxxxxxxxxxxxx","100-xxxxxxxxxxxxxxx","101-xxxxxxxxxxxxxxx","102-xxxxxxxxxxxxxxx","103-xxxxxxxxxxxxxxx","104-xxxxxxxxxxxxxxx","105-xxxxxxxxxxxxxxx","106-xxxxxxxxxxxxxxx","107-xxxxxxxxxxxxxxx","108-xxxxxxxxxxxxxxx","109-xxxxxxxxxxxxxxx","110-xxxxxxxxxxxxxxx","111-xxxxxxxxxxxxxxx","112-xxxxxxxxxxxxxxx","113-xxxxxxxxxxxxxxx","114-xxxxxxxxxxxxxxx","115-xxxxxxxxxxxxxxx","116-xxxxxxxxxxxxxxx","117-xxxxxxxxxxxxxxx","118-xxxxxxxxxxxxxxx","119-xxxxxxxxxxxxxxx","120-xxxxxxxxxxxxxxx","121-xxxxxxxxxxxxxxx","122-xxxxxxxxxxxxxxx","123-xxxxxxxxxxxxxxx","124-xxxxxxxxxxxxxxx","125-xxxxxxxxxxxxxxx","126-xxxxxxxxxxxxxxx","127-xxxxxxxxxxxxxxx","128-xxxxxxxxxxxxxxx","129-xxxxxxxxxxxxxxx","130-xxxxxxxxxxxxxxx","131-xxxxxxxxxxxxxxx","132-xxxxxxxxxxxxxxx","133-xxxxxxxxxxxxxxx","134-xxxxxxxxxxxxxxx","135-xxxxxxxxxxxxxxx","136-xxxxxxxxxxxxxxx","137-xxxxxxxxxxxxxxx","138-xxxxxxxxxxxxxxx","139-xxxxxxxxxxxxxxx","140-xxxxxxxxxxxxxxx","141-xxxxxxxxxxxxxxx","142-xxxxxxxxxxxxxxx","143-xxxxxxxxxxxxxxx","144-xxxxxxxxxxxxxxx","145-xxxxxxxxxxxxxxx","146-xxxxxxxxxxxxxxx","147-xxxxxxxxxxxxxxx","148-xxxxxxxxxxxxxxx","149-xxxxxxxxxxxxxxx","150-xxxxxxxxxxxxxxx","151-xxxxxxxxxxxxxxx","152-xxxxxxxxxxxxxxx","153-xxxxxxxxxxxxxxx","154-xxxxxxxxxxxxxxx","155-xxxxxxxxxxxxxxx","156-xxxxxxxxxxxxxxx","157-xxxxxxxxxxxxxxx","158-xxxxxxxxxxxxxxx","159-xxxxxxxxxxxxxxx","160-xxxxxxxxxxxxxxx","161-xxxxxxxxxxxxxxx","162-xxxxxxxxxxxxxxx","163-xxxxxxxxxxxxxxx","164-xxxxxxxxxxxxxxx","165-xxxxxxxxxxxxxxx","166-xxxxxxxxxxxxxxx","167-xxxxxxxxxxxxxxx","168-xxxxxxxxxxxxxxx","169-xxxxxxxxxxxxxxx"]}}"#
    )],
    silent: &[
        source!(
            "AwsServiceEventsConfiguration",
            r#"{"detail": {"key": ["in"]}}"#
        ),
        subscriber!("DATA", r#"{"detail": {"key": ["in"]}}"#),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    filter_rule(FaultKind::Size, subject, out);
}

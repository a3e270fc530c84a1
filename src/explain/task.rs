//! What an ECS Task State Change event is about, for a header.

use super::MAX_LISTED;
use super::model::{ConditionReport, EcsContainer, EcsTask};
use crate::event::Event;
use crate::json::{NodeId, NodeKind};
use crate::matching::{Mode, Verdict};
use crate::text::head;
use std::collections::BTreeSet;

/// How long a reason may be, in characters.
const REASON: usize = 200;

pub(super) fn of(
    event: &Event<'_>,
    conditions: &[ConditionReport],
    mode: Mode,
    verdict: &Verdict,
) -> Option<EcsTask> {
    if event.field("detail-type")? != "ECS Task State Change" {
        return None;
    }
    let document = event.document();
    let detail = document.member(0, "detail")?;
    let string = |object: NodeId, key: &str| -> Option<String> {
        let member = document.member(object, key)?;
        document.string(member).map(|string| string.into_owned())
    };
    let tail = |key: &str| -> Option<String> {
        let arn = string(detail, key)?;
        let tail = arn.rsplit('/').next().unwrap_or(&arn);
        Some(head(tail, REASON).into_owned())
    };
    // The containers that conditions took their values from.
    let decided: BTreeSet<u32> = conditions
        .iter()
        .filter(|_| verdict.matched)
        .flat_map(|condition| &condition.witnesses)
        .filter(|witness| *witness.chosen.get(mode))
        .flat_map(|witness| &witness.place.elements)
        .filter(|element| element.array == "detail.containers")
        .map(|element| element.index)
        .collect();
    let containers = document
        .member(detail, "containers")
        .into_iter()
        .flat_map(|containers| document.children(containers))
        .filter(|id| decided.is_empty() || decided.contains(&document.index(*id)))
        .take(MAX_LISTED)
        .filter_map(|id| {
            let exit_code = document
                .member(id, "exitCode")
                .filter(|code| document.node(*code).kind == NodeKind::Number)
                .map(|code| head(document.raw(code), REASON).into_owned());
            Some(EcsContainer {
                name: head(&string(id, "name")?, REASON).into_owned(),
                exit_code,
                reason: string(id, "reason").map(|r| head(&r, REASON).into_owned()),
            })
        })
        .collect();
    Some(EcsTask {
        cluster: tail("clusterArn"),
        task_definition: tail("taskDefinitionArn"),
        task: tail("taskArn"),
        containers,
        stopped_reason: string(detail, "stoppedReason")
            .map(|reason| head(&reason, REASON).into_owned()),
    })
}

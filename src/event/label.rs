//! What people call an array's element.

use super::{Element, Event};
use crate::json::{NodeId, NodeKind};

/// The members by which an element is called, the best first.
const NAMING: [&str; 6] = ["name", "id", "key", "Name", "Id", "Key"];

impl Event<'_> {
    /// What people would call an element of an array of objects: its `name`, `id` or `key`, where
    /// that is a string or a number.
    ///
    /// ```
    /// let event = pattern_test::Event::parse(r#"{"containers": [{"name": "app", "exitCode": 1}]}"#)?;
    /// let exit_code = event.leaves_at("containers.exitCode").next().unwrap();
    /// let element = event.elements(exit_code)[0];
    /// assert_eq!(event.label(element).as_deref(), Some("app"));
    /// # Ok::<(), pattern_test::EventError>(())
    /// ```
    pub fn label(&self, element: Element) -> Option<String> {
        let object = self
            .document()
            .element(element.array, element.index as usize)?;
        self.label_of(object)
    }

    /// As [`Event::label`], for an element that is known by its node. Linear in the element.
    pub fn label_of(&self, object: NodeId) -> Option<String> {
        let document = self.document();
        NAMING.iter().find_map(|name| {
            let member = document.member(object, name)?;
            match document.node(member).kind {
                NodeKind::String => document.string(member).map(std::borrow::Cow::into_owned),
                NodeKind::Number => Some(document.raw(member).to_owned()),
                _ => None,
            }
        })
    }
}

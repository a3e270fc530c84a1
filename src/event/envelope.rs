//! The envelope around an event's detail.

use super::Event;
use crate::json::NodeKind;

/// The fields without which the service's `TestEventPattern` refuses an event. `resources` is
/// documented as mandatory too, and not enforced.
pub const REQUIRED_FIELDS: [&str; 6] = ["id", "account", "source", "time", "region", "detail-type"];

impl Event<'_> {
    /// The required fields that the event lacks, in the order of [`REQUIRED_FIELDS`].
    ///
    /// ```
    /// let event = pattern_test::Event::parse(r#"{"id": "1", "source": "x"}"#)?;
    /// assert_eq!(event.missing_fields(), ["account", "time", "region", "detail-type"]);
    /// # Ok::<(), pattern_test::EventError>(())
    /// ```
    pub fn missing_fields(&self) -> Vec<&'static str> {
        REQUIRED_FIELDS
            .into_iter()
            .filter(|field| self.document().member(0, field).is_none())
            .collect()
    }

    /// The string of an envelope field.
    pub fn field(&self, name: &str) -> Option<String> {
        let member = self.document().member(0, name)?;
        if self.document().node(member).kind != NodeKind::String {
            return None;
        }
        self.document()
            .string(member)
            .map(std::borrow::Cow::into_owned)
    }
}

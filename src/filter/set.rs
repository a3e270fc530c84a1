//! Several filters of one place, as the service combines them.

use super::{Filter, Judgement};
use crate::dialect::Dialect;
use crate::json::Document;
use crate::matching::Mode;

/// How the filters of a place go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// A record passes if one of them lets it.
    Any,
    /// A record passes if all of them let it.
    All,
}

impl How {
    /// What becomes of a record by the verdicts of the filters; `None` where it is not known.
    pub fn combine(self, verdicts: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
        let decides = self == Self::Any;
        let mut unknown = false;
        for verdict in verdicts {
            match verdict {
                Some(verdict) if verdict == decides => return Some(decides),
                Some(_) => {}
                None => unknown = true,
            }
        }
        (!unknown).then_some(!decides)
    }

    /// Whether a filter with its `own` verdict is one that the verdict on all comes from. What is not
    /// known comes from those of which it is not known.
    pub fn decides(self, verdict: Option<bool>, own: Option<bool>) -> bool {
        match (self, verdict) {
            (_, None) => own.is_none(),
            (Self::Any, Some(true)) | (Self::All, Some(false)) => own == verdict,
            (Self::Any, Some(false)) | (Self::All, Some(true)) => true,
        }
    }

    /// How several filters of this dialect go together.
    pub fn of(dialect: Dialect) -> Self {
        match dialect {
            Dialect::BusV2(_) | Dialect::Notifications => Self::All,
            _ => Self::Any,
        }
    }
}

/// The filters of one place.
#[derive(Debug, Clone)]
pub struct Set {
    /// How they go together.
    pub how: How,
    /// The filters, at least one.
    pub filters: Vec<Filter>,
}

/// What becomes of a record, and what each filter says to it.
#[derive(Debug, Clone)]
pub struct SetVerdict {
    /// How the filters go together.
    pub how: How,
    /// One for each filter, in their order.
    pub each: Vec<Judgement>,
}

impl Set {
    /// The filters of one place, combined as the service does it.
    pub fn of(filters: Vec<Filter>) -> Self {
        let how = filters.first().map(Filter::dialect).map(How::of);
        Self {
            how: how.unwrap_or(How::Any),
            filters,
        }
    }

    /// What becomes of a record.
    ///
    /// ```
    /// use pattern_test::dialect::Dialect;
    /// use pattern_test::filter::{Filter, How, Set};
    /// use pattern_test::json::Document;
    /// use pattern_test::Mode;
    ///
    /// let filter = |place, text| Filter::compile(Dialect::of_name(place).unwrap(), text).unwrap();
    /// let subscriber = Set {
    ///     how: How::All,
    ///     filters: vec![
    ///         filter("v2:data", r#"{"total": [{"numeric": [">", 500]}]}"#),
    ///         filter("v2:metadata", r#"{"tenant": ["acme"]}"#),
    ///     ],
    /// };
    /// let event = r#"{"Data": {"total": 612.5}, "Metadata": {"tenant": "other"}}"#;
    /// let verdict = subscriber.judge(&Document::parse(event)?);
    /// assert_eq!(verdict.verdict(Mode::Strict), Some(false));
    /// # Ok::<(), pattern_test::json::SyntaxError>(())
    /// ```
    pub fn judge(&self, record: &Document<'_>) -> SetVerdict {
        SetVerdict {
            how: self.how,
            each: self
                .filters
                .iter()
                .map(|filter| filter.judge(record))
                .collect(),
        }
    }
}

impl SetVerdict {
    /// Whether the record passes; `None` where that is not known.
    pub fn verdict(&self, mode: Mode) -> Option<bool> {
        self.how
            .combine(self.each.iter().map(|one| one.verdict(mode)))
    }
}

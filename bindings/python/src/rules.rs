//! Many patterns at once, on one event or on columns of them.

use crate::arrow::{self, Array};
use crate::column::{self, Column, Rows};
use crate::errors;
use crate::event::Text;
use crate::pattern::{LONG, compiled, modes};
use arrow_array::builder::BooleanBufferBuilder;
use arrow_array::{BooleanArray, ListArray, StringArray};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field};
use pattern_test::engine::{self, MatchError, RuleId, Scratch};
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// How many rows each thread looks at before somebody may interrupt.
const STEP: usize = 16_384;

/// What is done about rows that hold no event.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OnError {
    Raise,
    Null,
    Skip,
}

impl OnError {
    fn named(name: &str) -> PyResult<Self> {
        match name {
            "raise" => Ok(Self::Raise),
            "null" => Ok(Self::Null),
            "skip" => Ok(Self::Skip),
            other => Err(PyValueError::new_err(format!(
                "on_error is \"raise\", \"null\" or \"skip\", not {other:?}"
            ))),
        }
    }
}

/// What is asked for.
#[derive(Clone, Copy)]
struct Wanted {
    strict: bool,
    names: bool,
    on_error: OnError,
    threads: usize,
}

/// Why a row has no verdict.
enum Trouble {
    Malformed(MatchError),
    Undecided,
}

/// What was found in some rows.
#[derive(Default)]
struct Found {
    /// Whether there is a verdict.
    known: Vec<bool>,
    /// Whether some rule matches.
    matched: Vec<bool>,
    /// For each row how many names there are up to its end, where names are wanted.
    ends: Vec<usize>,
    rules: Vec<RuleId>,
    bad: usize,
    trouble: Option<(usize, Trouble)>,
}

impl Found {
    fn add(&mut self, known: bool, rules: &[RuleId], names: bool) {
        self.known.push(known);
        self.matched.push(!rules.is_empty());
        if names {
            self.rules.extend_from_slice(rules);
            self.ends.push(self.rules.len());
        }
    }
}

/// Named patterns, compiled together.
#[pyclass(frozen, module = "pattern_test", weakref)]
pub(crate) struct RuleSet {
    rules: engine::RuleSet,
    scratches: Mutex<Vec<Scratch>>,
}

impl RuleSet {
    /// Room to work in, handed back afterwards.
    fn with_scratch<T>(&self, work: impl FnOnce(&mut Scratch) -> T) -> T {
        let lock = || {
            self.scratches
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        let taken = lock().pop();
        let mut scratch = taken.unwrap_or_default();
        let done = work(&mut scratch);
        lock().push(scratch);
        done
    }

    /// The rules that match an event.
    fn look<'s>(
        &self,
        event: &[u8],
        wanted: Wanted,
        scratch: &'s mut Scratch,
    ) -> Result<&'s [RuleId], Trouble> {
        let matches = self
            .rules
            .matches(event, modes(wanted.strict), scratch)
            .map_err(Trouble::Malformed)?;
        let found = match wanted.strict {
            true => &matches.strict,
            false => &matches.flattened,
        };
        // That one rule matches is known, whatever the others do.
        let settled = !wanted.names && !found.is_empty();
        match wanted.strict && !settled && !matches.undecided.is_empty() {
            true => Err(Trouble::Undecided),
            false => Ok(found),
        }
    }

    /// The verdicts on some rows. Ends at the first without one, where that is to be raised.
    fn rows(&self, rows: &dyn Rows, range: Range<usize>, wanted: Wanted) -> Found {
        self.with_scratch(|scratch| {
            let mut found = Found::default();
            for row in range {
                let Some(event) = rows.row(row) else {
                    found.add(false, &[], wanted.names);
                    continue;
                };
                match self.look(event, wanted, scratch) {
                    Ok(rules) => found.add(true, rules, wanted.names),
                    Err(trouble) => {
                        found.bad += 1;
                        if wanted.on_error == OnError::Raise {
                            found.trouble = Some((row, trouble));
                            return found;
                        }
                        // That a malformed event matches nothing is a way to see it. A verdict that was
                        // not found is not known.
                        let skips = wanted.on_error == OnError::Skip;
                        let known = skips && matches!(trouble, Trouble::Malformed(_));
                        found.add(known, &[], wanted.names);
                    }
                }
            }
            found
        })
    }

    /// The same on several threads, in the order of the rows.
    fn pieces(&self, rows: &dyn Rows, range: Range<usize>, wanted: Wanted) -> Vec<Found> {
        if wanted.threads <= 1 || range.len() < wanted.threads {
            return vec![self.rows(rows, range, wanted)];
        }
        let size = range.len().div_ceil(wanted.threads);
        let starts: Vec<_> = range.clone().step_by(size).collect();
        std::thread::scope(|scope| {
            let handles: Vec<_> = starts
                .iter()
                .map(|start| {
                    let piece = *start..(start + size).min(range.end);
                    scope.spawn(move || self.rows(rows, piece, wanted))
                })
                .collect();
            let joined = handles.into_iter().map(|handle| handle.join());
            joined
                .map(|piece| piece.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        })
    }

    /// The verdicts on a column, or on each of its values.
    fn all(
        &self,
        py: Python<'_>,
        rows: &dyn Rows,
        before: usize,
        wanted: Wanted,
        out: &mut dyn FnMut(Found) -> PyResult<()>,
    ) -> PyResult<()> {
        let step = STEP * wanted.threads.max(1);
        let mut start = 0;
        while start < rows.len() {
            let range = start..(start + step).min(rows.len());
            start = range.end;
            for found in py.detach(|| self.pieces(rows, range, wanted)) {
                if let Some((row, trouble)) = &found.trouble {
                    return Err(raised(py, trouble, Some(before + row)));
                }
                out(found)?;
            }
            py.check_signals()?;
        }
        Ok(())
    }

    fn column(
        &self,
        py: Python<'_>,
        column: &Column,
        before: usize,
        wanted: Wanted,
        out: &mut Output,
    ) -> PyResult<()> {
        match column {
            Column::Nulls(length) => {
                for _ in 0..*length {
                    out.row(false, false, &[]);
                }
                Ok(())
            }
            Column::Plain(rows) => {
                self.all(py, &**rows, before, wanted, &mut |found| out.take(&found))
            }
            Column::Dictionary { keys, values } => {
                // Each value once, however often it stands there. Which of them are used at all is only
                // known by the keys, so what is wrong with one is told at its first row.
                let lenient = Wanted {
                    on_error: match wanted.on_error {
                        OnError::Raise => OnError::Null,
                        other => other,
                    },
                    ..wanted
                };
                let mut each = Vec::with_capacity(values.len());
                self.all(py, &**values, before, lenient, &mut |found| {
                    let mut start = 0;
                    for row in 0..found.known.len() {
                        let end = found.ends.get(row).copied().unwrap_or(0);
                        let rules = found.rules.get(start..end).unwrap_or_default().to_vec();
                        let at = |flags: &[bool]| flags.get(row).copied().unwrap_or(false);
                        each.push((at(&found.known), at(&found.matched), rules));
                        start = end;
                    }
                    Ok(())
                })?;
                for (row, key) in keys.iter().enumerate() {
                    let value = key.map(|key| key as usize);
                    let text = value.and_then(|value| values.row(value));
                    match value
                        .and_then(|value| each.get(value))
                        .filter(|_| text.is_some())
                    {
                        None => out.row(false, false, &[]),
                        Some((known, matched, rules)) => {
                            let again = text.filter(|_| !known || wanted.on_error == OnError::Skip);
                            let trouble = again.and_then(|text| {
                                self.with_scratch(|scratch| self.look(text, wanted, scratch).err())
                            });
                            if let Some(trouble) = trouble {
                                out.bad += 1;
                                if wanted.on_error == OnError::Raise {
                                    return Err(raised(py, &trouble, Some(before + row)));
                                }
                            }
                            out.row(*known, *matched, rules);
                        }
                    }
                }
                Ok(())
            }
        }
    }
}

fn raised(py: Python<'_>, trouble: &Trouble, row: Option<usize>) -> PyErr {
    match trouble {
        Trouble::Malformed(error) => errors::of_event(py, error, row),
        Trouble::Undecided => errors::undecided(py, row),
    }
}

/// The result in the making.
struct Output {
    names: bool,
    known: BooleanBufferBuilder,
    matched: BooleanBufferBuilder,
    offsets: Vec<i32>,
    rules: Vec<RuleId>,
    bad: usize,
}

impl Output {
    fn new(names: bool) -> Self {
        Self {
            names,
            known: BooleanBufferBuilder::new(0),
            matched: BooleanBufferBuilder::new(0),
            offsets: vec![0],
            rules: Vec::new(),
            bad: 0,
        }
    }

    fn row(&mut self, known: bool, matched: bool, rules: &[RuleId]) {
        self.known.append(known);
        match self.names {
            true => {
                self.rules.extend_from_slice(rules);
                self.offsets
                    .push(i32::try_from(self.rules.len()).unwrap_or(i32::MAX));
            }
            false => self.matched.append(matched),
        }
    }

    fn take(&mut self, found: &Found) -> PyResult<()> {
        self.bad += found.bad;
        self.known.append_slice(&found.known);
        if !self.names {
            self.matched.append_slice(&found.matched);
            return Ok(());
        }
        let before = self.rules.len();
        self.rules.extend_from_slice(&found.rules);
        if i32::try_from(self.rules.len()).is_err() {
            return Err(PyOverflowError::new_err(
                "there are more than 2³¹ names: give the column in smaller parts",
            ));
        }
        let ends = found.ends.iter().map(|end| i32::try_from(before + end));
        self.offsets.extend(ends.map(|end| end.unwrap_or(i32::MAX)));
        Ok(())
    }

    fn finish(mut self, rules: &engine::RuleSet) -> PyResult<Array> {
        let nulls =
            Some(NullBuffer::new(self.known.finish())).filter(|nulls| nulls.null_count() > 0);
        if !self.names {
            let array = BooleanArray::new(self.matched.finish(), nulls);
            return Ok(Array::new(Arc::new(array), self.bad));
        }
        let names: Vec<_> = rules.rules().map(|rule| rules.name(rule)).collect();
        let name = |rule: &RuleId| names.get(rule.index()).copied().unwrap_or_default();
        let length: usize = self.rules.iter().map(|rule| name(rule).len()).sum();
        let mut text = Vec::with_capacity(length);
        let mut offsets = Vec::with_capacity(self.rules.len() + 1);
        offsets.push(0_i32);
        for rule in &self.rules {
            text.extend_from_slice(name(rule).as_bytes());
            offsets.push(i32::try_from(text.len()).map_err(|_| {
                PyOverflowError::new_err(
                    "the names take more than 2 GiB: give the column in smaller parts",
                )
            })?);
        }
        let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
        let strings = StringArray::try_new(offsets, Buffer::from_vec(text), None);
        let strings = strings.map_err(arrow::of_arrow)?;
        let field = Arc::new(Field::new("item", DataType::Utf8, false));
        let offsets = OffsetBuffer::new(ScalarBuffer::from(self.offsets));
        let lists = ListArray::try_new(field, offsets, Arc::new(strings), nulls);
        Ok(Array::new(
            Arc::new(lists.map_err(arrow::of_arrow)?),
            self.bad,
        ))
    }
}

/// The verdict on one event, or those on a column.
enum Answer {
    One(Vec<RuleId>),
    Column(Array),
}

impl RuleSet {
    fn answer(
        &self,
        events: &Bound<'_, PyAny>,
        names: bool,
        strict: bool,
        on_error: &str,
        threads: usize,
    ) -> PyResult<Answer> {
        let py = events.py();
        let wanted = Wanted {
            strict,
            names,
            on_error: OnError::named(on_error)?,
            threads: match threads {
                0 => std::thread::available_parallelism().map_or(1, usize::from),
                threads => threads,
            },
        };
        if let Some(input) = arrow::input(events)? {
            let mut out = Output::new(names);
            let mut before = 0;
            for array in input {
                let array = array.map_err(arrow::of_arrow)?;
                let column = column::read(&array).map_err(PyTypeError::new_err)?;
                self.column(py, &column, before, wanted, &mut out)?;
                before += array.len();
            }
            return out.finish(&self.rules).map(Answer::Column);
        }
        if events.is_instance_of::<PyList>() {
            return Err(PyTypeError::new_err(
                "expected an event or an Arrow column, found list: use pyarrow.array(events)",
            ));
        }
        let text = Text::of(events)?;
        let bytes = text.bytes();
        let look =
            || self.with_scratch(|scratch| self.look(bytes, wanted, scratch).map(<[_]>::to_vec));
        let found = match bytes.len() >= LONG {
            true => py.detach(look),
            false => look(),
        };
        found
            .map(Answer::One)
            .map_err(|trouble| raised(py, &trouble, None))
    }
}

#[pymethods]
impl RuleSet {
    #[new]
    #[pyo3(signature = (patterns, /))]
    fn new(patterns: &Bound<'_, PyDict>) -> PyResult<Self> {
        let py = patterns.py();
        let mut rules = engine::RuleSet::builder();
        for (name, pattern) in patterns {
            let name: String = name.extract()?;
            let pattern = compiled(&pattern).inspect_err(|error| {
                // Which of the patterns it is.
                let _ = error.value(py).setattr("name", &name);
            })?;
            rules.add(name, &pattern);
        }
        Ok(Self {
            rules: py.detach(|| rules.build()),
            scratches: Mutex::default(),
        })
    }

    /// Whether at least one pattern matches: a bool of an event, a column of a column.
    #[pyo3(signature = (events, /, *, strict = false, on_error = "raise", threads = 1))]
    fn matches<'py>(
        &self,
        events: &Bound<'py, PyAny>,
        strict: bool,
        on_error: &str,
        threads: usize,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = events.py();
        match self.answer(events, false, strict, on_error, threads)? {
            Answer::One(rules) => Ok((!rules.is_empty()).into_pyobject(py)?.to_owned().into_any()),
            Answer::Column(array) => Ok(Bound::new(py, array)?.into_any()),
        }
    }

    /// The names of the patterns that match: a list for an event, a column of lists for a column.
    #[pyo3(signature = (events, /, *, strict = false, on_error = "raise", threads = 1))]
    fn names<'py>(
        &self,
        events: &Bound<'py, PyAny>,
        strict: bool,
        on_error: &str,
        threads: usize,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = events.py();
        match self.answer(events, true, strict, on_error, threads)? {
            Answer::One(rules) => {
                let names = rules.iter().map(|rule| self.rules.name(*rule));
                Ok(PyList::new(py, names.collect::<Vec<_>>())?.into_any())
            }
            Answer::Column(array) => Ok(Bound::new(py, array)?.into_any()),
        }
    }

    /// The patterns' texts by their names.
    #[getter]
    fn patterns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let patterns = PyDict::new(py);
        for rule in self.rules.rules() {
            let text = self.rules.pattern(rule).map(pattern_test::Pattern::text);
            patterns.set_item(self.rules.name(rule), text.unwrap_or_default())?;
        }
        Ok(patterns)
    }

    fn __len__(&self) -> usize {
        self.rules.len()
    }

    fn __reduce__<'py>(
        slf: &Bound<'py, Self>,
    ) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyDict>,))> {
        let patterns = slf.get().patterns(slf.py())?;
        Ok((slf.get_type().into_any(), (patterns,)))
    }

    fn __repr__(&self) -> String {
        format!("<RuleSet of {} patterns>", self.rules.len())
    }
}

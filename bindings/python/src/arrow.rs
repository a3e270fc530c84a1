//! Arrow's C data interface: columns in, columns out, by the capsules that all of Arrow's libraries for
//! Python exchange. Nothing is copied on the way.
//!
//! The only unsafe code is here. It stands on two things: a capsule with one of the interface's names holds
//! a pointer to the struct of that name, and whoever takes the struct's contents leaves it marked as
//! released. The first is what the names are for, and is checked; the second is what `from_raw` does.

use crate::errors;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi, to_ffi};
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{Array as _, ArrayRef, BooleanArray, ListArray, StringArray, make_array};
use arrow_schema::{ArrowError, DataType};
use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList, PyString, PyTuple};
use std::ffi::CStr;
use std::ptr::NonNull;

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

/// A column that was handed over: all of it, or piece by piece.
pub(crate) enum Input {
    Array(ArrayRef),
    Stream(Box<ArrayStreamReader>),
}

impl Iterator for Input {
    type Item = Result<ArrayRef, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Stream(stream) => stream.next(),
            Self::Array(array) => {
                let taken = std::mem::replace(array, arrow_array::new_empty_array(&DataType::Null));
                (!taken.is_empty()).then_some(Ok(taken))
            }
        }
    }
}

/// The column that a Python value is, if it is one.
pub(crate) fn input(value: &Bound<'_, PyAny>) -> PyResult<Option<Input>> {
    if value.hasattr("__arrow_c_array__")? {
        let made = value.call_method0("__arrow_c_array__")?;
        let capsules: (Bound<'_, PyAny>, Bound<'_, PyAny>) = made.extract()?;
        let schema = pointer::<FFI_ArrowSchema>(&capsules.0, SCHEMA)?;
        let array = pointer::<FFI_ArrowArray>(&capsules.1, ARRAY)?;
        // SAFETY: the capsules have the interface's names, so they hold its structs; the contents are
        // moved out, and what stays behind is marked as released.
        let (schema, array) = unsafe {
            (
                FFI_ArrowSchema::from_raw(schema.as_ptr()),
                FFI_ArrowArray::from_raw(array.as_ptr()),
            )
        };
        if array.is_released() {
            return Err(PyValueError::new_err("this Arrow array was taken already"));
        }
        // SAFETY: both come from one call of a producer, which vouches that the one describes the other.
        let data = unsafe { from_ffi(array, &schema) }.map_err(of_arrow)?;
        return Ok(Some(Input::Array(make_array(data))));
    }
    if value.hasattr("__arrow_c_stream__")? {
        let capsule = value.call_method0("__arrow_c_stream__")?;
        let stream = pointer::<FFI_ArrowArrayStream>(&capsule, STREAM)?;
        // SAFETY: as above; a stream that was taken is refused.
        let reader = unsafe { ArrayStreamReader::from_raw(stream.as_ptr()) }.map_err(of_arrow)?;
        return Ok(Some(Input::Stream(Box::new(reader))));
    }
    Ok(None)
}

/// What a capsule of the interface points to.
fn pointer<T>(capsule: &Bound<'_, PyAny>, name: &'static CStr) -> PyResult<NonNull<T>> {
    let capsule = capsule
        .cast::<PyCapsule>()
        .map_err(|_| errors::type_error(capsule, "a capsule of Arrow's C data interface"))?;
    capsule.pointer_checked(Some(name)).map(NonNull::cast)
}

pub(crate) fn of_arrow(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// A column of results. Arrow's libraries take it as it is: `pyarrow.array(column)`,
/// `polars.Series(column)`.
#[pyclass(frozen, module = "pattern_test", sequence)]
pub(crate) struct Array {
    pub(crate) array: ArrayRef,
    bad: usize,
}

impl Array {
    pub(crate) fn new(array: ArrayRef, bad: usize) -> Self {
        Self { array, bad }
    }

    fn value<'py>(&self, py: Python<'py>, row: usize) -> PyResult<Bound<'py, PyAny>> {
        if self.array.is_null(row) {
            return Ok(py.None().into_bound(py));
        }
        let any = self.array.as_any();
        if let Some(values) = any.downcast_ref::<BooleanArray>() {
            return values
                .value(row)
                .into_pyobject(py)
                .map(|b| b.to_owned().into_any())
                .map_err(Into::into);
        }
        let list = any
            .downcast_ref::<ListArray>()
            .map(|lists| lists.value(row));
        let names = list
            .as_ref()
            .and_then(|list| list.as_any().downcast_ref::<StringArray>());
        let names = names.into_iter().flatten().flatten();
        Ok(PyList::new(
            py,
            names
                .map(|name| PyString::new(py, name))
                .collect::<Vec<_>>(),
        )?
        .into_any())
    }
}

#[pymethods]
impl Array {
    /// How many rows hold no event, and were taken as `on_error` says.
    #[getter]
    fn bad_rows(&self) -> usize {
        self.bad
    }

    /// How many rows are null.
    #[getter]
    fn null_count(&self) -> usize {
        self.array.null_count()
    }

    /// The rows as Python's values.
    fn to_pylist<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        (0..self.array.len())
            .map(|row| self.value(py, row))
            .collect()
    }

    fn __len__(&self) -> usize {
        self.array.len()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, row: isize) -> PyResult<Bound<'py, PyAny>> {
        let length = self.array.len();
        let counted = match row < 0 {
            true => length.checked_sub(row.unsigned_abs()),
            false => Some(row.unsigned_abs()),
        };
        match counted.filter(|row| *row < length) {
            Some(row) => self.value(py, row),
            None => Err(PyIndexError::new_err(format!(
                "row {row} is out of range: the column has {length}"
            ))),
        }
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.array.data_type()).map_err(of_arrow)?;
        PyCapsule::new_with_value(py, schema, SCHEMA)
    }

    /// The column by Arrow's C data interface. There is one type for it, so that what is asked for does not
    /// matter; the interface leaves casting to whoever asks.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let _ = requested_schema;
        let (array, schema) = to_ffi(&self.array.to_data()).map_err(of_arrow)?;
        let schema = PyCapsule::new_with_value(py, schema, SCHEMA)?;
        let array = PyCapsule::new_with_value(py, array, ARRAY)?;
        PyTuple::new(py, [schema, array])
    }

    fn __repr__(&self) -> String {
        let kind = match self.array.data_type() {
            DataType::Boolean => "bool",
            _ => "list<string>",
        };
        format!("<Array of {} rows: {kind}>", self.array.len())
    }
}

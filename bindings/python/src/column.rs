//! Columns of events: rows of bytes, whatever Arrow keeps them in.

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    ArrowDictionaryKeyType, BinaryViewType, GenericBinaryType, Int8Type, Int16Type, Int32Type,
    Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, DictionaryArray, GenericBinaryArray, GenericByteArray, GenericByteViewArray,
    GenericStringArray, OffsetSizeTrait,
};
use arrow_schema::DataType;

/// The rows of a column, null where there is nothing.
pub(crate) trait Rows: Sync {
    fn len(&self) -> usize;
    fn row(&self, row: usize) -> Option<&[u8]>;
}

/// A column of events.
pub(crate) enum Column {
    Plain(Box<dyn Rows + Send>),
    /// The rows are numbers of values.
    Dictionary {
        keys: Vec<Option<u32>>,
        values: Box<dyn Rows + Send>,
    },
    /// Nothing but nulls.
    Nulls(usize),
}

/// Reads a column; what it is, where it is none of events.
pub(crate) fn read(array: &ArrayRef) -> Result<Column, String> {
    if let Some(rows) = plain(array) {
        return Ok(Column::Plain(rows));
    }
    match array.data_type() {
        DataType::Null => Ok(Column::Nulls(array.len())),
        DataType::Dictionary(keys, _) => match **keys {
            DataType::Int8 => dictionary::<Int8Type>(array),
            DataType::Int16 => dictionary::<Int16Type>(array),
            DataType::Int32 => dictionary::<Int32Type>(array),
            DataType::Int64 => dictionary::<Int64Type>(array),
            DataType::UInt8 => dictionary::<UInt8Type>(array),
            DataType::UInt16 => dictionary::<UInt16Type>(array),
            DataType::UInt32 => dictionary::<UInt32Type>(array),
            _ => dictionary::<UInt64Type>(array),
        },
        other => Err(unfit(other)),
    }
}

fn unfit(found: &DataType) -> String {
    let help = match found {
        DataType::Struct(_) => "; take the column that has the events out of it",
        _ => "",
    };
    format!("expected a column of strings or binary values, found {found}{help}")
}

fn plain(array: &ArrayRef) -> Option<Box<dyn Rows + Send>> {
    Some(match array.data_type() {
        DataType::Utf8 => strings::<i32>(array.as_string()),
        DataType::LargeUtf8 => strings::<i64>(array.as_string()),
        DataType::Utf8View => Box::new(array.as_string_view().clone().to_binary_view()),
        DataType::Binary => Box::new(array.as_binary::<i32>().clone()),
        DataType::LargeBinary => Box::new(array.as_binary::<i64>().clone()),
        DataType::BinaryView => Box::new(array.as_binary_view().clone()),
        _ => return None,
    })
}

/// Strings as bytes: whether they are UTF-8 is for us to say, not for who made them.
fn strings<O: OffsetSizeTrait>(array: &GenericStringArray<O>) -> Box<dyn Rows + Send> {
    Box::new(GenericBinaryArray::<O>::from(array.clone()))
}

fn dictionary<K: ArrowDictionaryKeyType>(array: &ArrayRef) -> Result<Column, String> {
    let array: &DictionaryArray<K> = array.as_dictionary();
    let values = plain(array.values()).ok_or_else(|| unfit(array.values().data_type()))?;
    let key = |row| {
        let key = array.key(row)?;
        // What points to no value is no event either.
        u32::try_from(key).ok()
    };
    Ok(Column::Dictionary {
        keys: (0..array.len()).map(key).collect(),
        values,
    })
}

impl<O: OffsetSizeTrait> Rows for GenericByteArray<GenericBinaryType<O>> {
    fn len(&self) -> usize {
        Array::len(self)
    }

    fn row(&self, row: usize) -> Option<&[u8]> {
        (row < Array::len(self) && !self.is_null(row)).then(|| self.value(row))
    }
}

impl Rows for GenericByteViewArray<BinaryViewType> {
    fn len(&self) -> usize {
        Array::len(self)
    }

    fn row(&self, row: usize) -> Option<&[u8]> {
        (row < Array::len(self) && !self.is_null(row)).then(|| self.value(row))
    }
}

//! What goes out is safe whatever comes in: on terminals, in other programs' formats, in files.

mod escapes;
mod widths;
mod writing;

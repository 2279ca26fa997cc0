//! faketime, which has programs see another time than the machine's.

use super::apt;
use crate::{command::is_on_path, problem::Problem};

/// Has `faketime` be there.
pub(crate) fn tool() -> Result<(), Problem> {
    if is_on_path("faketime") { Ok(()) } else { apt::install("faketime, to run tests at another time", &["faketime"]) }
}

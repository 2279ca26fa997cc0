//! `LibreOffice` Calc, which opens CSV files as people do.

use super::apt;
use crate::{command::is_on_path, problem::Problem};

/// The program's name, once it is installed.
pub(crate) const PROGRAM: &str = "soffice";

/// Has `LibreOffice` Calc be there.
pub(crate) fn calc() -> Result<(), Problem> {
    if is_on_path("localc") {
        return Ok(());
    }
    apt::install("LibreOffice Calc, to open CSV files", &["libreoffice-calc"])
}

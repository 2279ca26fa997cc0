//! Reasons why nothing can be saved, as words.

use domain::{Lang, WriteFault};

use crate::context::Text;
use crate::t;

/// Why nothing can be saved, and what the operator has to do.
pub fn write_fault_words(lang: Lang, fault: WriteFault) -> Text {
    match fault {
        WriteFault::DiskFull => t!(lang, "unwritable-disk-full"),
        WriteFault::ReadOnly => t!(lang, "unwritable-read-only"),
        WriteFault::DiskErrors => t!(lang, "unwritable-disk-errors"),
        WriteFault::DatabaseRemoved => t!(lang, "unwritable-database-removed"),
        WriteFault::DatabaseReplaced => t!(lang, "unwritable-database-replaced"),
    }
}

/// What works in the meantime, and what does not.
pub fn meanwhile_words(lang: Lang) -> Text {
    t!(lang, "unwritable-meanwhile")
}

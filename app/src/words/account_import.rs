//! Imports of accounts in words: what is wrong with a file, and with a row of it.

use desk::account_import::{CellFault, Doubt, RowFault, SheetError};
use desk::accounts::AccountFaults;
use domain::Lang;
use domain::groups::MAX_GROUPS;

use crate::context::Text;
use crate::t;
use crate::words::accounts::{appid_words, group_name_words, kind_fault_words, name_words, path_words, secret_words};
use crate::words::failures::failure_words;

/// Why a file cannot be imported.
pub(crate) fn sheet_words(lang: Lang, error: &SheetError) -> Text {
    match error {
        SheetError::NotUtf8 => t!(lang, "import-not-utf8"),
        SheetError::Utf16 => t!(lang, "import-utf16"),
        SheetError::Empty => t!(lang, "import-empty"),
        SheetError::NoHeader => t!(lang, "import-no-header"),
        SheetError::Separator(_) => t!(lang, "import-separator"),
        SheetError::UnknownColumns(names) => {
            t!(lang, "import-unknown-columns", names = names.join(&t!(lang, "comma")))
        }
        SheetError::TwiceColumn(column) => t!(lang, "import-twice-column", name = column.word()),
        SheetError::MissingColumn(name) => t!(lang, "import-missing-column", name = name.as_str()),
        SheetError::TooManyRows => t!(lang, "import-too-many-rows"),
        SheetError::Malformed(line) => t!(lang, "import-malformed", line = i64::try_from(*line).unwrap_or(i64::MAX)),
    }
}

/// What is wrong with a row.
pub(crate) fn row_fault_words(lang: Lang, fault: &RowFault) -> Text {
    let line = |line: &u64| i64::try_from(*line).unwrap_or(i64::MAX);
    match fault {
        RowFault::Cells(CellFault::TooMany) => t!(lang, "import-cells-many"),
        RowFault::Cells(CellFault::TooLong) => t!(lang, "import-cells-long"),
        RowFault::Cells(CellFault::Formula(column)) => t!(lang, "import-formula", name = column.word()),
        RowFault::Cells(CellFault::Secret(column)) => t!(lang, "import-secret-elsewhere", name = column.word()),
        RowFault::NoSecret => t!(lang, "import-no-secret"),
        RowFault::TwoSecrets => t!(lang, "import-two-secrets"),
        RowFault::SecretFileRefused | RowFault::SecretFile(_) => t!(lang, "import-secret-file"),
        RowFault::Group(error) => group_name_words(lang, *error),
        RowFault::AppIdTwice(first) => t!(lang, "import-appid-twice", line = line(first)),
        RowFault::NameTwice(first) => t!(lang, "import-name-twice", line = line(first)),
        RowFault::Account(faults) => account_words(lang, faults),
        RowFault::Credentials(problem) => failure_words(lang, problem.failure, Some(&problem.detail)),
    }
}

/// Why an account that was added may not work yet.
pub(crate) fn doubt_words(lang: Lang, doubt: &Doubt) -> Text {
    match doubt {
        Doubt::Failed(problem) => failure_words(lang, problem.failure, Some(&problem.detail)),
        Doubt::Unchecked => t!(lang, "import-unchecked"),
    }
}

/// All that is wrong with an account's fields.
fn account_words(lang: Lang, faults: &AccountFaults) -> Text {
    let all = [
        faults.name.as_ref().map(|fault| name_words(lang, fault)),
        faults.appid.clone().map(|fault| appid_words(lang, fault)),
        kind_fault_words(lang, faults.kind, faults.platform),
        faults.secret.map(|fault| secret_words(lang, fault)),
        faults.path.as_ref().map(|(path, error)| path_words(lang, path, *error)),
        faults.group.map(|error| group_name_words(lang, error)),
        faults.too_many_groups.then(|| t!(lang, "fault-groups-many", most = MAX_GROUPS)),
        faults.too_many_paths.then(|| t!(lang, "import-many-paths", most = desk::accounts::MAX_PATHS)),
    ];
    let all: Vec<_> = all.into_iter().flatten().map(Text::into_owned).collect();
    all.join(" ").into()
}

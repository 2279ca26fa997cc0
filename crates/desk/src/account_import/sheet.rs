//! The file of an import: a CSV table in UTF-8, with a header line that names its columns in any order.

use csv::{ReaderBuilder, StringRecord};
use domain::groups::looks_like_secret;
use secrecy::SecretString;
use zeroize::Zeroizing;

/// The most rows of a file.
pub const MAX_ROWS: usize = 50_000;
/// The longest cell that is read, in bytes; a longer one makes its row a bad one.
const LONGEST_CELL: usize = 40_000;
/// The longest name of an unknown column that is repeated, in characters.
const REPEATED: usize = 40;

/// A column of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportColumn {
    /// The account's name.
    Name,
    /// Its appid.
    AppId,
    /// Its AppSecret.
    Secret,
    /// A file with its AppSecret.
    SecretFile,
    /// Its kind's word.
    Kind,
    /// Its groups, separated by semicolons.
    Groups,
    /// Paths to watch, separated by blanks or semicolons.
    Watch,
}

impl ImportColumn {
    /// Every column.
    pub const ALL: [Self; 7] =
        [Self::Name, Self::AppId, Self::Secret, Self::SecretFile, Self::Kind, Self::Groups, Self::Watch];

    /// The name in the header line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::AppId => "appid",
            Self::Secret => "secret",
            Self::SecretFile => "secret_file",
            Self::Kind => "kind",
            Self::Groups => "groups",
            Self::Watch => "watch",
        }
    }

    fn called(word: &str) -> Option<Self> {
        let word = word.trim();
        Self::ALL.into_iter().find(|column| column.word().eq_ignore_ascii_case(word))
    }
}

/// The names of all columns, as a sentence lists them.
const COLUMNS: &str = "name,appid,secret,secret_file,kind,groups,watch";

/// Why a file cannot be imported at all. Nothing of its content is repeated but names of columns.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum SheetError {
    /// The bytes are not UTF-8.
    #[error(
        "the file is not in UTF-8; it may be in GBK or GB18030, as Excel and WPS save CSV in Chinese. Save it as \
         \"CSV UTF-8 (comma delimited)\", or convert it with: iconv -f GB18030 -t UTF-8 FILE > NEW.csv"
    )]
    NotUtf8,
    /// The bytes are UTF-16.
    #[error(
        "the file is in UTF-16, as Excel saves \"Unicode text\". Save it as \"CSV UTF-8 (comma delimited)\", or \
         convert it with: iconv -f UTF-16 -t UTF-8 FILE > NEW.csv"
    )]
    Utf16,
    /// Nothing in it.
    #[error("the file is empty; its first line must name the columns: {COLUMNS}")]
    Empty,
    /// The first line names no column.
    #[error("the first line must name the columns, separated by commas, in any order: {COLUMNS}")]
    NoHeader,
    /// The columns are separated by something else.
    #[error("the columns are separated by {0}; save the file with commas as separators")]
    Separator(String),
    /// Names that are no columns; one that must not be repeated is given by its place.
    #[error("unknown columns: {}; the columns are {COLUMNS}", .0.join(", "))]
    UnknownColumns(Vec<String>),
    /// A column that occurs twice.
    #[error("the column {} occurs twice", .0.word())]
    TwiceColumn(ImportColumn),
    /// A column that is missing.
    #[error("the column {0} is missing; the columns are {COLUMNS}")]
    MissingColumn(String),
    /// More than [`MAX_ROWS`] rows.
    #[error("the file has more than {MAX_ROWS} rows; split it")]
    TooManyRows,
    /// Quotation marks that do not match, or the like.
    #[error("line {0} cannot be read as CSV; check its quotation marks")]
    Malformed(u64),
}

/// A row of the file. `Debug` hides the secret.
#[derive(Debug, Clone)]
pub(super) struct SheetRow {
    /// The line that it begins on, from 1.
    pub(super) line: u64,
    /// The name.
    pub(super) name: String,
    /// The appid.
    pub(super) appid: String,
    /// The AppSecret.
    pub(super) secret: SecretString,
    /// The path of a file with the AppSecret.
    pub(super) secret_file: String,
    /// The kind's word.
    pub(super) kind: String,
    /// The names of groups.
    pub(super) groups: String,
    /// The paths to watch.
    pub(super) watch: String,
    /// What is wrong with its cells, before anything is made of them.
    pub(super) fault: Option<CellFault>,
}

/// What is wrong with the cells of a row. Nothing of them is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CellFault {
    /// More cells than the header line has columns.
    TooMany,
    /// A cell that is far too long.
    TooLong,
    /// A cell that a spreadsheet would run as a formula.
    Formula(ImportColumn),
    /// A cell that holds what looks like an AppSecret, in another column.
    Secret(ImportColumn),
}

/// The file of an import, read.
#[derive(Debug, Clone)]
pub struct ImportSheet {
    pub(super) rows: Vec<SheetRow>,
}

impl ImportSheet {
    /// Reads a file.
    ///
    /// # Errors
    /// [`SheetError`] where the file as a whole cannot be read; a row that cannot be is one of the rows.
    pub fn read(bytes: &[u8]) -> Result<Self, SheetError> {
        if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
            return Err(SheetError::Utf16);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| SheetError::NotUtf8)?;
        let text = text.trim_start_matches('\u{feff}');
        if text.trim().is_empty() {
            return Err(SheetError::Empty);
        }
        // With one kind of line end, lines can be counted.
        let text = Zeroizing::new(text.replace("\r\n", "\n").replace('\r', "\n") + "\n");
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut record = StringRecord::new();
        let mut columns = None;
        let mut rows = Vec::new();
        loop {
            let line = reader.position().line();
            if !reader.read_record(&mut record).map_err(|_| SheetError::Malformed(line))? {
                break;
            }
            let inside: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
            let line = reader.position().line().saturating_sub(1 + u64::try_from(inside).unwrap_or_default());
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let Some(columns) = &columns else {
                columns = Some(header(&record)?);
                continue;
            };
            if rows.len() == MAX_ROWS {
                return Err(SheetError::TooManyRows);
            }
            rows.push(row(line, &record, columns));
        }
        if columns.is_none() {
            return Err(SheetError::NoHeader);
        }
        Ok(Self { rows })
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// The columns of the header line, in their order.
fn header(record: &StringRecord) -> Result<Vec<ImportColumn>, SheetError> {
    let found: Vec<_> = record.iter().map(ImportColumn::called).collect();
    if found.iter().all(Option::is_none) {
        return Err(other_separator(record).map_or(SheetError::NoHeader, SheetError::Separator));
    }
    let unknown: Vec<_> = record.iter().zip(&found).enumerate().filter(|(_, (_, column))| column.is_none()).collect();
    if !unknown.is_empty() {
        return Err(SheetError::UnknownColumns(unknown.into_iter().map(|(at, (name, _))| named(at, name)).collect()));
    }
    let columns: Vec<_> = found.into_iter().flatten().collect();
    for (at, column) in columns.iter().enumerate() {
        if columns[..at].contains(column) {
            return Err(SheetError::TwiceColumn(*column));
        }
    }
    for needed in [ImportColumn::Name, ImportColumn::AppId] {
        if !columns.contains(&needed) {
            return Err(SheetError::MissingColumn(needed.word().to_owned()));
        }
    }
    let secrets = [ImportColumn::Secret, ImportColumn::SecretFile];
    if !columns.iter().any(|column| secrets.contains(column)) {
        return Err(SheetError::MissingColumn(secrets.map(ImportColumn::word).join(" or ")));
    }
    Ok(columns)
}

/// The name of an unknown column, or its place where the name may be a value: of a file without a header line.
fn named(at: usize, name: &str) -> String {
    let name = name.trim();
    let is_word = name.chars().count() <= REPEATED && !name.chars().any(char::is_control) && !name.is_empty();
    if is_word && !holds_secret(name) { format!("{name:?}") } else { format!("column {}", at + 1) }
}

/// The words for what separates the columns of a header line that has no commas.
fn other_separator(record: &StringRecord) -> Option<String> {
    let line = record.get(0).filter(|_| record.len() == 1)?;
    let separators = [(';', "semicolons"), ('\t', "tabs"), ('|', "vertical bars"), ('，', "full-width commas")];
    let (_, words) = separators.into_iter().find(|(separator, _)| {
        line.contains(*separator) && line.split(*separator).any(|word| ImportColumn::called(word).is_some())
    })?;
    Some(words.to_owned())
}

fn row(line: u64, record: &StringRecord, columns: &[ImportColumn]) -> SheetRow {
    let cell = |wanted: ImportColumn| {
        let at = columns.iter().position(|column| *column == wanted);
        at.and_then(|at| record.get(at)).unwrap_or_default().trim()
    };
    let text = |wanted| cell(wanted).to_owned();
    let secret = Zeroizing::new(text(ImportColumn::Secret));
    SheetRow {
        line,
        name: text(ImportColumn::Name),
        appid: text(ImportColumn::AppId),
        secret: SecretString::from(secret.as_str()),
        secret_file: text(ImportColumn::SecretFile),
        kind: text(ImportColumn::Kind),
        groups: text(ImportColumn::Groups),
        watch: text(ImportColumn::Watch),
        fault: fault(record, columns),
    }
}

fn fault(record: &StringRecord, columns: &[ImportColumn]) -> Option<CellFault> {
    if record.iter().skip(columns.len()).any(|cell| !cell.trim().is_empty()) {
        return Some(CellFault::TooMany);
    }
    if record.iter().any(|cell| cell.len() > LONGEST_CELL) {
        return Some(CellFault::TooLong);
    }
    let cells = || columns.iter().zip(record.iter()).filter(|(column, _)| **column != ImportColumn::Secret);
    let is_secret = |column: ImportColumn, cell: &str| match column {
        // A path may well hold a digest.
        ImportColumn::SecretFile => looks_like_secret(cell),
        _ => holds_secret(cell),
    };
    let secret = cells().find(|(column, cell)| is_secret(**column, cell));
    let formula = || cells().find(|(_, cell)| is_formula(cell));
    secret
        .map(|(column, _)| CellFault::Secret(*column))
        .or_else(|| formula().map(|(column, _)| CellFault::Formula(*column)))
}

/// Whether a text holds 32 hex digits in a row, as an AppSecret is.
fn holds_secret(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_hexdigit()).any(|digits| digits.len() >= 32)
}

/// Whether a spreadsheet runs the cell as a formula.
fn is_formula(cell: &str) -> bool {
    cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    fn read(text: &str) -> Result<Vec<SheetRow>, SheetError> {
        ImportSheet::read(text.as_bytes()).map(|sheet| sheet.rows)
    }

    #[test]
    fn columns_stand_in_any_order() {
        let rows =
            read("\u{feff}Watch,appid, name ,secret\r\n/a /b,wx1,\"商城,\n小店\",s1\r\n\r\n,wx2,two,\r\n").unwrap();
        assert_eq!(rows.len(), 2, "blank lines are none");
        assert_eq!(
            (rows[0].name.as_str(), rows[0].appid.as_str(), rows[0].watch.as_str()),
            ("商城,\n小店", "wx1", "/a /b")
        );
        assert_eq!((rows[0].line, rows[1].line), (2, 5));
        assert_eq!((rows[1].name.as_str(), rows[1].kind.as_str()), ("two", ""), "missing cells are empty");
        assert!(rows.iter().all(|row| row.fault.is_none()));
        assert!(!format!("{rows:?}").contains("s1"));
    }

    #[test]
    fn other_encodings_are_refused_with_the_way_out() {
        let gb18030 = [b"name,appid,secret\n".as_slice(), &[0xC9, 0xCC, 0xB3, 0xC7], b",wx1,s\n"].concat();
        let error = ImportSheet::read(&gb18030).unwrap_err();
        assert_eq!(error, SheetError::NotUtf8);
        assert!(error.to_string().contains("GB18030") && error.to_string().contains("CSV UTF-8"), "{error}");
        assert_eq!(ImportSheet::read(&[0xFF, 0xFE, b'n', 0]).unwrap_err(), SheetError::Utf16);
        for empty in ["", "\u{feff}", " \r\n\n"] {
            assert_eq!(read(empty).unwrap_err(), SheetError::Empty);
        }
    }

    #[test]
    fn a_header_that_is_none_is_refused_without_repeating_values() {
        let refused = |text: &str| read(text).unwrap_err();
        assert_eq!(refused(&format!("shop,wx1,{SECRET}\n")), SheetError::NoHeader);
        assert_eq!(refused("name;appid;secret\na;b;c"), SheetError::Separator("semicolons".to_owned()));
        assert_eq!(refused("name\tappid\tsecret\na\tb\tc"), SheetError::Separator("tabs".to_owned()));
        let unknown = refused(&format!("name,appid,secret,owner,{SECRET}\n"));
        assert_eq!(unknown, SheetError::UnknownColumns(vec!["\"owner\"".to_owned(), "column 5".to_owned()]));
        assert!(unknown.to_string().contains("owner") && !unknown.to_string().contains(SECRET), "{unknown}");
        assert_eq!(refused("name,appid,secret,Name\n"), SheetError::TwiceColumn(ImportColumn::Name));
        assert_eq!(refused("name,secret\n"), SheetError::MissingColumn("appid".to_owned()));
        assert_eq!(refused("name,appid\n"), SheetError::MissingColumn("secret or secret_file".to_owned()));
    }

    #[test]
    fn formulas_and_secrets_in_other_columns_are_faults() {
        let fault = |row: &str| read(&format!("name,appid,secret,secret_file,groups\n{row}\n")).unwrap()[0].fault;
        for formula in ["=1+1", "+shop", "-shop", "@shop", "\"=HYPERLINK(\"\"x\"\")\"", "＝1", "\" =1\""] {
            assert_eq!(fault(&format!("{formula},wx1,s")), Some(CellFault::Formula(ImportColumn::Name)), "{formula}");
        }
        assert_eq!(fault("shop,wx1,=s"), None, "a secret is any text");
        assert_eq!(fault(&format!("{SECRET},wx1,s")), Some(CellFault::Secret(ImportColumn::Name)));
        assert_eq!(fault(&format!("shop {SECRET}.,wx1,s")), Some(CellFault::Secret(ImportColumn::Name)));
        assert_eq!(fault(&format!("shop,{SECRET},wx1")), Some(CellFault::Secret(ImportColumn::AppId)));
        assert_eq!(fault(&format!("shop,wx1,,{SECRET}")), Some(CellFault::Secret(ImportColumn::SecretFile)));
        assert_eq!(fault(&format!("shop,wx1,,/run/{SECRET}/secret")), None, "a path may hold a digest");
        assert_eq!(fault(&format!("shop,wx1,s,,a;{SECRET}")), Some(CellFault::Secret(ImportColumn::Groups)));
        assert_eq!(fault("shop,wx1,s,,a,b"), Some(CellFault::TooMany));
        assert_eq!(fault("shop,wx1,s,,a,,"), None, "empty cells too many are none");
        assert_eq!(fault(&format!("{},wx1,s", "长".repeat(20_000))), Some(CellFault::TooLong));
    }

    #[test]
    fn ten_thousand_rows_are_read() {
        let rows: Vec<_> = (0..10_000).map(|n| format!("account {n},wx{n:016x},{n:032x}\n")).collect();
        assert_eq!(read(&format!("name,appid,secret\n{}", rows.concat())).unwrap().len(), 10_000);
        let rows = ["a,b,c\n".repeat(MAX_ROWS + 1)];
        assert_eq!(read(&format!("name,appid,secret\n{}", rows.concat())).unwrap_err(), SheetError::TooManyRows);
    }
}

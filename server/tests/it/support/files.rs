//! CSV files, read by a parser.

use app::i18n;
use domain::Lang;

/// A CSV file with a line of heads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sheet {
    pub(crate) heads: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Sheet {
    /// The table in a text, every line of which has as many cells.
    pub(crate) fn read(text: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
        let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
        let heads = cells(reader.headers().unwrap());
        let rows = reader.records().map(|record| cells(&record.unwrap())).collect();
        Self { heads, rows }
    }

    /// The table of a file for people, which begins with the mark that Excel needs.
    pub(crate) fn of_people(text: &str) -> Self {
        Self::read(text.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("no byte order mark: {text:?}")))
    }

    /// The cells below a head.
    pub(crate) fn column(&self, head: &str) -> Vec<&str> {
        let at = self.heads.iter().position(|other| other == head);
        let at = at.unwrap_or_else(|| panic!("no column {head:?} in {:?}", self.heads));
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }

    /// The cells below the English head that is the text of `key`.
    pub(crate) fn of(&self, key: &str) -> Vec<&str> {
        self.column(&i18n::t(Lang::En, key))
    }

    /// The same of times, whose head names the zone.
    pub(crate) fn times(&self, key: &str) -> Vec<&str> {
        self.column(&format!("{} (Asia/Shanghai)", i18n::t(Lang::En, key)))
    }
}

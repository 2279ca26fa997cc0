//! Columns of the audit trail.

use desk::audit::AuditLine;

use super::{FileColumn, column, times};
use crate::context::{Text, Viewer};
use crate::t;
use crate::words::audit::{FieldChange, act_words, changes, subject_text};
use crate::words::users::who_words;

/// The columns, in the viewer's language.
pub fn columns(viewer: &Viewer) -> Vec<FileColumn<AuditLine>> {
    let lang = viewer.lang;
    vec![
        column(t!(lang, "file-number"), |_, line: &AuditLine| line.id),
        times(viewer, t!(lang, "col-at"), |_, line: &AuditLine| line.at),
        column(t!(lang, "col-who"), |reader, line: &AuditLine| who_words(reader.lang(), &line.actor)),
        column(t!(lang, "file-token"), |_, line: &AuditLine| line.token.clone()),
        column(t!(lang, "file-address"), |_, line: &AuditLine| line.address.map(|address| address.to_string())),
        column(t!(lang, "col-act"), |reader, line: &AuditLine| act_words(reader.lang(), &line.what)),
        column(t!(lang, "col-on-what"), |reader, line: &AuditLine| {
            line.subject.as_deref().map(|subject| subject_text(reader.lang(), &line.what, subject))
        }),
        column(t!(lang, "col-changes"), |reader, line: &AuditLine| details(&reader.viewer, line)),
        column(t!(lang, "col-why"), |_, line: &AuditLine| line.reason.clone()),
    ]
}

/// The changes of an act in one line: `Role: viewer → lead; …`.
fn details(viewer: &Viewer, line: &AuditLine) -> String {
    let lang = viewer.lang;
    let texts = changes(viewer, line.before.as_ref(), line.after.as_ref()).into_iter().map(
        |FieldChange { name, before, after }| {
            let label: Text = if name.is_empty() { name } else { format!("{name}{}", t!(lang, "colon")).into() };
            let values: Vec<_> = [before, after].into_iter().flatten().collect();
            format!("{label}{}", values.join(" → "))
        },
    );
    texts.collect::<Vec<_>>().join(&t!(lang, "semicolon"))
}

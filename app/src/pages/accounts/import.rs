//! Accounts out of a file: the upload, the preview of its rows, and what became of them.

use desk::account_import::{ImportProgress, KeptImport, RowOutcome, RowResult};
use domain::{Permission, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{
    AutoReload, ButtonKind, Cell, Form, LinkButton, Notice, NoticeKind, Panel, PostButton, Submit, Table,
};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::forms::{self, FlashNotice};
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::accounts::import_forms::{CommitImport, DiscardImport};
use crate::t;
use crate::words::account_import::{doubt_words, row_fault_words};

/// The columns of a file, as its first line names them.
const COLUMNS: &str = "name,appid,secret,kind,groups,watch";
/// The most good rows that are shown; bad ones are all shown.
const MOST_GOOD: usize = 500;

/// `/accounts/import`
#[component]
pub fn ImportPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        if !viewer.may(Permission::Administer) {
            return Err(Failure::Forbidden(Permission::Administer));
        }
        let kept = match forms::session_id() {
            Some(session) => desk.kept_import(&viewer.actor, &session).await?,
            None => None,
        };
        let content = match (kept, desk.last_import(&viewer.actor)?) {
            (_, Some(last)) if last.ended_at.is_none() => view! { <UnderWay last /> }.into_any(),
            (Some(kept), _) => view! { <Preview kept /> }.into_any(),
            (None, Some(last)) => view! {
                <Results last />
                <Upload />
            }
            .into_any(),
            (None, None) => view! { <Upload /> }.into_any(),
        };
        Ok(view! {
            <Page
                title=t!(lang, "import-title")
                section=Section::Accounts
                crumbs=vec![Crumb::new(t!(lang, "accounts-title"), paths::ACCOUNTS)]
                lead=view! { <p>{t!(lang, "import-lead")}</p> }.into_any()
            >
                <FlashNotice flash />
                {content}
            </Page>
        })
    })
}

/// The form that uploads a file.
#[component]
fn Upload() -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Panel title=t!(lang, "import-upload")>
            <form method="post" action=paths::POST_IMPORT enctype="multipart/form-data" class="form">
                <div class="field">
                    <label for="f-file">{t!(lang, "import-file")}</label>
                    <input
                        id="f-file"
                        name="file"
                        type="file"
                        accept=".csv,text/csv"
                        required
                        aria-describedby="f-file-hint"
                    />
                    <p class="hint" id="f-file-hint">
                        {t!(lang, "import-file-hint")}
                    </p>
                </div>
                <p class="hint">
                    {t!(lang, "import-columns")} " " <code>{COLUMNS}</code>
                </p>
                <Submit kind=ButtonKind::Primary>{t!(lang, "import-preview")}</Submit>
            </form>
        </Panel>
    }
}

/// What would become of each row, with the buttons that add the accounts or discard the file.
#[component]
fn Preview(kept: KeptImport) -> impl IntoView {
    let lang = Viewer::current().lang;
    let KeptImport { marker, rows, counts } = kept;
    let marker = marker.as_str().to_owned();
    let add = (counts.good > 0).then(|| {
        view! {
            <Form action=CommitImport::url() inline=true>
                <input type="hidden" name="kept" value=marker />
                <button type="submit" class="button primary">
                    {t!(lang, "import-commit", count = counts.good)}
                </button>
            </Form>
        }
    });
    view! {
        <Panel title=t!(lang, "import-would-add", good = counts.good, bad = counts.bad)>
            <p class="hint">{t!(lang, "import-kept-for")}</p>
            <div class="actions">
                {add}
                <PostButton action=DiscardImport::url() kind=ButtonKind::Quiet>
                    {t!(lang, "import-discard")}
                </PostButton>
            </div>
        </Panel>
        <RowTable rows />
    }
}

/// An import that is under way.
#[component]
fn UnderWay(last: ImportProgress) -> impl IntoView {
    let lang = Viewer::current().lang;
    let title = t!(lang, "import-under-way", done = last.rows.len(), total = last.total);
    view! {
        <Notice kind=NoticeKind::Info title next=t!(lang, "import-under-way-next") />
        <AutoReload seconds=2 />
        <RowTable rows=last.rows />
    }
}

/// An import that has ended.
#[component]
fn Results(last: ImportProgress) -> impl IntoView {
    let lang = Viewer::current().lang;
    let kind = if last.counts.bad > 0 || last.is_broken { NoticeKind::Warning } else { NoticeKind::Success };
    let title = t!(lang, "import-added", good = last.counts.good, bad = last.counts.bad);
    let left = last.total.saturating_sub(last.rows.len());
    view! {
        <Notice kind title>
            {last.is_broken.then(|| view! { <p>{t!(lang, "import-broken", count = left)}</p> })}
            <p>
                <LinkButton href=paths::ACCOUNTS>{t!(lang, "failed-to-accounts")}</LinkButton>
            </p>
        </Notice>
        <RowTable rows=last.rows />
    }
}

/// The rows of a file with what became of each: every bad one, and good ones up to a number.
#[component]
fn RowTable(rows: Vec<RowResult>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let mut good = 0_usize;
    let shown = rows.into_iter().filter(|row| {
        let is_bad = matches!(row.outcome, RowOutcome::Bad(_));
        good += usize::from(!is_bad);
        is_bad || good <= MOST_GOOD
    });
    let shown: Vec<_> = shown.collect();
    let hidden = good.saturating_sub(MOST_GOOD);
    let columns = t!(lang, ["import-line", "col-account", "col-result"]);
    let [_, account, result] = columns.clone();
    let rows = shown.into_iter().map(|row| row_view([account.clone(), result.clone()], row)).collect_view();
    view! {
        <Table caption=t!(lang, "import-rows") columns figures=0..1>
            {rows}
        </Table>
        {(hidden > 0).then(|| view! { <p class="secondary">{t!(lang, "import-rows-hidden", count = hidden)}</p> })}
    }
}

fn row_view([account, result]: [Text; 2], row: RowResult) -> impl IntoView {
    let lang = Viewer::current().lang;
    let RowResult { line, name, appid, outcome } = row;
    let is_bad = matches!(outcome, RowOutcome::Bad(_));
    let (id, words, doubt) = match outcome {
        RowOutcome::Good { watching } => (None, t!(lang, "import-row-good", count = watching), None),
        RowOutcome::Added { id, watching, doubt } => {
            let doubt = doubt.map(|doubt| doubt_words(lang, &doubt));
            (Some(id), t!(lang, "import-row-added", count = watching), doubt)
        }
        RowOutcome::Bad(fault) => (None, row_fault_words(lang, &fault), None),
    };
    let name = match id {
        Some(id) => view! {
            <a class="row-link" href=paths::account(id)>
                {name}
            </a>
        }
        .into_any(),
        None => view! { <span>{name}</span> }.into_any(),
    };
    view! {
        <tr>
            <Cell number=true>{line}</Cell>
            <Cell label=account>
                {name} " " <code class="path">{appid}</code>
            </Cell>
            <Cell label=result>
                <span class:unwell=is_bad>{words}</span>
                {doubt.map(|doubt| view! { <p class="secondary small">{doubt}</p> })}
            </Cell>
        </tr>
    }
}

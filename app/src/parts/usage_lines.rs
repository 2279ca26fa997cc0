//! The form that sets the warning and critical lines of an account or an interface.

use desk::policies::ChangeOutcome;
use desk::settings::{LinesError, LinesFaults, LinesView, SeenLines, Stored};
use domain::{AccountId, InterfaceId, LinesFrom, SettingFault, Thresholds, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use serde::{Deserialize, Serialize};

use crate::components::{Button, Field, Form, Notice, NoticeKind, Time, kept_value};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::failure::accounts::NO_ACCOUNT;
use crate::failure::interfaces::NO_INTERFACE;
use crate::forms::refused::flash_from;
use crate::forms::{self, Flash, Outcome, missing_notice};
use crate::t;
use crate::words::settings::{lines_from_words, lines_words, setting_fault_words};
use crate::words::users::who_words;

/// The field of the button that removes own lines.
const RESET: &str = "reset";

/// Sets the lines of an interface, or with none given those of the whole account; or removes them.
#[server(prefix = "/form", endpoint = "usage-lines/set")]
pub async fn set_lines(
    #[server(default)] account: String,
    #[server(default)] interface: String,
    #[server(default)] warning: String,
    #[server(default)] critical: String,
    #[server(default)] reset: String,
    #[server(default)] seen: Option<String>,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let account = forms::account_id(&account);
    let interface = interface.parse().ok().map(InterfaceId);
    let back = match interface {
        Some(id) => paths::interface_lines(account, id),
        None => paths::account_lines(account),
    };
    let typed = reset.is_empty().then_some((warning.as_str(), critical.as_str()));
    let seen = seen.as_deref().map_or(SeenLines::Any, seen_lines);
    let flash: Flash = match desk.set_lines(&forms::actor(), account, interface, typed, seen).await {
        Ok(ChangeOutcome::Unchanged) => LinesOutcome::Unchanged.into(),
        Ok(ChangeOutcome::Done) if typed.is_some() => LinesOutcome::Set.into(),
        Ok(ChangeOutcome::Done) => LinesOutcome::Reset.into(),
        Err(LinesError::Faults(faults)) => {
            let (warning, critical) = (forms::shown_again(&warning), forms::shown_again(&critical));
            LinesOutcome::Correct(TypedLines { warning, critical, faults }).into()
        }
        Err(LinesError::Overtaken(now)) => {
            let (warning, critical) = (forms::shown_again(&warning), forms::shown_again(&critical));
            let typed = TypedLines { warning, critical, faults: LinesFaults::default() };
            LinesOutcome::Overtaken { typed, now }.into()
        }
        Err(error @ (LinesError::NoSuchAccount | LinesError::NoSuchInterface)) => {
            return forms::finish(error, paths::ACCOUNTS).await;
        }
        Err(error) => error.into(),
    };
    forms::finish(flash, &back).await
}

/// The hidden field for the own lines that the form shows: `70-90`, or `none`; an empty field would count as a missing one.
fn seen_text(own: Option<Thresholds>) -> String {
    own.map_or_else(|| "none".to_owned(), |own| format!("{}-{}", own.warning_percent, own.critical_percent))
}

/// The own lines that a form showed.
fn seen_lines(text: &str) -> SeenLines {
    let own = text.split_once('-').and_then(|(warning, critical)| {
        Some(Thresholds { warning_percent: warning.parse().ok()?, critical_percent: critical.parse().ok()? })
    });
    SeenLines::Own(own)
}

/// Lines as they were typed, with what is wrong with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedLines {
    warning: String,
    critical: String,
    faults: LinesFaults,
}

/// The outcome of the form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum LinesOutcome {
    /// The lines were set.
    Set,
    /// The own lines were removed.
    Reset,
    /// They were so already.
    Unchanged,
    /// The form has to be corrected.
    Correct(TypedLines),
    /// Somebody else set other lines, or removed them, since the form was shown.
    Overtaken {
        /// The lines as they were typed.
        typed: TypedLines,
        /// The own lines of now.
        now: Option<Thresholds>,
    },
    /// The account does not exist, or is retired.
    NoSuchAccount,
    /// The interface does not exist.
    NoSuchInterface,
}

flash_from!(
    LinesError,
    LinesError::NoSuchAccount => LinesOutcome::NoSuchAccount,
    LinesError::NoSuchInterface => LinesOutcome::NoSuchInterface;
    other
);

#[typetag::serde]
impl Outcome for LinesOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let (kind, title) = match self {
            Self::Set => (NoticeKind::Success, t!(lang, "done-lines-set")),
            Self::Reset => (NoticeKind::Success, t!(lang, "done-lines-reset")),
            Self::Unchanged => (NoticeKind::Info, t!(lang, "done-setting-unchanged")),
            Self::Correct(_) => return None,
            Self::Overtaken { now, .. } => {
                let title = t!(lang, "lines-overtaken");
                let why = match now {
                    Some(now) => t!(lang, "lines-overtaken-why", lines = lines_words(lang, *now)),
                    None => t!(lang, "lines-overtaken-reset"),
                };
                let next = t!(lang, "setting-overtaken-next");
                return Some(view! { <Notice kind=NoticeKind::Warning title why next /> }.into_any());
            }
            Self::NoSuchAccount => return missing_notice(NO_ACCOUNT),
            Self::NoSuchInterface => return missing_notice(NO_INTERFACE),
        };
        Some(view! { <Notice kind title /> }.into_any())
    }

    fn repeats(&self, failure: Failure) -> bool {
        match self {
            Self::NoSuchAccount => failure == NO_ACCOUNT,
            Self::NoSuchInterface => failure == NO_INTERFACE,
            _ => false,
        }
    }
}

impl LinesOutcome {
    /// What has to be corrected, where the form left that.
    pub(crate) fn correct(flash: &Flash) -> Option<TypedLines> {
        match flash.read()? {
            Self::Correct(typed) | Self::Overtaken { typed, .. } => Some(typed.clone()),
            _ => None,
        }
    }
}

/// The form, with the lines that apply and where they come from.
#[component]
pub(crate) fn LinesForm(
    account: AccountId,
    interface: Option<InterfaceId>,
    lines: LinesView,
    /// What has to be corrected.
    correct: Option<TypedLines>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let typed = correct.unwrap_or_else(|| TypedLines {
        warning: lines.lines.warning_percent.to_string(),
        critical: lines.lines.critical_percent.to_string(),
        faults: LinesFaults::default(),
    });
    let TypedLines { warning, critical, faults } = typed;
    let fault = |fault: Option<SettingFault>| fault.map(|fault| setting_fault_words(lang, &fault));
    let (warning_fault, critical_fault) = (fault(faults.warning), fault(faults.critical));
    // What was typed over an ended session was typed over the lines of then.
    let seen = kept_value("seen").unwrap_or_else(|| seen_text(lines.own.as_ref().map(|own| own.value)).into());
    let set = lines.own.as_ref().map(|Stored { by, at, .. }| {
        let (by, at) = (who_words(lang, by), *at);
        view! { <span class="secondary">" · " {t!(lang, "lines-set-by", by = by)} " " <Time at /></span> }
    });
    let reset = lines.own.is_some().then(|| {
        let inherited = lines_words(lang, lines.inherited);
        let words = if lines.inherited_from == LinesFrom::Account {
            t!(lang, "lines-reset-to-account", lines = inherited)
        } else {
            t!(lang, "lines-reset-to-all", lines = inherited)
        };
        view! { <Button name=RESET value="yes">{words}</Button> }
    });
    let hint = if interface.is_some() { t!(lang, "lines-hint-interface") } else { t!(lang, "lines-hint-account") };
    view! {
        <p>
            {lines_words(lang, lines.lines)} " · "
            <span class="secondary">{lines_from_words(lang, lines.from)}</span> {set}
        </p>
        <Form action=SetLines::url()>
            <input type="hidden" name="account" value=account.to_string() />
            {interface.map(|id| view! { <input type="hidden" name="interface" value=id.to_string() /> })}
            <input type="hidden" name="seen" value=seen />
            <Field
                name="warning"
                label=t!(lang, "setting-warning-percent")
                value=warning
                for_one_button=true
                error=warning_fault
            />
            <Field
                name="critical"
                label=t!(lang, "setting-critical-percent")
                value=critical
                for_one_button=true
                hint=hint
                error=critical_fault
            />
            <div class="actions">
                <Button>{t!(lang, "lines-save")}</Button>
                {reset}
            </div>
        </Form>
    }
}

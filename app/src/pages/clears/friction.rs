//! Safeguards of the last clears: a second person who agrees, or an admin's break-glass phrase; and the clear by AppSecret
//! where no token can be had.

use desk::clears::SecondPerson;
use desk::clears::confirming::LockOut;
use domain::clears::EXPIRES_AFTER;
use domain::{Failure, Lang, Via};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, ButtonKind, Field, Notice, NoticeKind};
use crate::context::{Text, Viewer};
use crate::forms::confirm::ConfirmFault;
use crate::pages::clears::forms::OrderClear;
use crate::parts::confirm_password::ConfirmPassword;
use crate::t;

/// People who are named; the rest is counted.
const NAMED: usize = 6;

/// Names one after the other, of many the first.
pub(crate) fn names_words(lang: Lang, people: &[String]) -> Text {
    let named = people.iter().take(NAMED).cloned().collect::<Vec<_>>().join(&t!(lang, "comma"));
    match people.len().saturating_sub(NAMED) {
        0 => named.into(),
        more => t!(lang, "second-more", names = named, count = more),
    }
}

/// The notice that somebody else has to agree, who might, and how long that waits; or that nobody is there who could.
#[component]
pub fn SecondPersonNotice(
    /// Who has to agree.
    second: SecondPerson,
    /// With so many left or fewer.
    from: i64,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let why = t!(lang, "second-why", from = from);
    match (second.deciders.as_slice(), second.may_break_glass) {
        ([], true) => view! {
            <Notice kind=NoticeKind::Info title=t!(lang, "second-nobody") why next=t!(lang, "second-nobody-glass") />
        }
        .into_any(),
        ([], false) => view! {
            <Notice kind=NoticeKind::Warning title=t!(lang, "second-nobody") why next=t!(lang, "second-nobody-next") />
        }
        .into_any(),
        (deciders, _) => {
            let names = names_words(lang, deciders);
            let waits = t!(lang, "second-who", names = names, minutes = EXPIRES_AFTER.as_mins());
            view! {
                <div class="second">
                    <p>{why}</p>
                    <p>{waits}</p>
                </div>
            }
            .into_any()
        }
    }
}

/// The folded form for going on without a second person: a phrase to be typed, and a button that says what it does.
#[component]
pub fn BreakGlassForm(
    /// What was typed before.
    typed: String,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    error: Option<Text>,
    /// What is wrong with the password.
    #[prop(optional_no_strip)]
    password: Option<ConfirmFault>,
    /// Whether it stands open: nobody is there who could agree, or it was tried before.
    open: bool,
    /// How it clears, and what its button says; the first one is what fits.
    ways: Vec<(Via, Text)>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let phrase = t!(lang, "glass-phrase");
    let buttons = ways
        .into_iter()
        .enumerate()
        .map(|(at, (via, label))| {
            let kind = if at == 0 { ButtonKind::Confirm } else { ButtonKind::Danger };
            view! {
                <Button kind name="break_glass" value=via.word()>
                    {label}
                </Button>
            }
        })
        .collect_view();
    view! {
        <details class="glass" open=open>
            <summary>{t!(lang, "glass-title")}</summary>
            <p class="secondary">{t!(lang, "glass-when")}</p>
            <Field
                name="glass"
                label=t!(lang, "glass-type", phrase = phrase)
                value=typed
                hint=t!(lang, "glass-hint")
                error
                for_one_button=true
            />
            <ConfirmPassword form=OrderClear::url() fault=password for_some=true />
            <div class="actions">{buttons}</div>
        </details>
    }
}

/// The notice why no token is to be had, and that one clear needs none.
#[component]
pub fn LockOutNotice(
    /// Why.
    lock_out: LockOut,
    /// What the call for a token failed with.
    #[prop(optional_no_strip)]
    failure: Option<Failure>,
    /// What WeChat said, redacted.
    #[prop(optional_no_strip)]
    detail: Option<String>,
    /// Where that clear is; `None` on its own page.
    #[prop(optional_no_strip)]
    rescue: Option<String>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (title, why) = match lock_out {
        LockOut::TokensUsedUp => (t!(lang, "lock-out-used-up"), t!(lang, "lock-out-used-up-why")),
        LockOut::TokenDead => (t!(lang, "lock-out-dead"), t!(lang, "lock-out-dead-why")),
    };
    let title = match failure.and_then(Failure::errcode) {
        Some(errcode) => t!(lang, "with-aside", words = title, aside = errcode.to_string()),
        None => title,
    };
    let next = if rescue.is_some() { t!(lang, "lock-out-next-account") } else { t!(lang, "lock-out-next") };
    view! {
        <Notice kind=NoticeKind::Error title why next>
            {detail.map(|detail| {
                view! {
                    <p class="secondary">
                        {t!(lang, "problem-said")} " " <code class="said">{detail}</code>
                    </p>
                }
            })}
            {rescue
                .map(|href| {
                    view! {
                        <p>
                            <a href=href>{t!(lang, "lock-out-rescue")}</a>
                        </p>
                    }
                })}
        </Notice>
    }
}

/// The panel around the clear by AppSecret, which is made for being locked out.
#[component]
pub fn SecretClear(
    /// How many clears there are.
    limit: i64,
    /// The button that makes it, where one may.
    children: Children,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <div class="rescue">
            <p class="notice-title">{t!(lang, "rescue-title")}</p>
            <p>{t!(lang, "rescue-why", limit = limit)}</p>
            <p class="secondary">{t!(lang, "rescue-doubt")}</p>
            {children()}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use desk::clears::ordering::GLASS_PHRASES;

    use super::*;

    #[test]
    fn the_phrase_of_each_language_breaks_the_glass() {
        for lang in Lang::ALL {
            assert!(GLASS_PHRASES.contains(&&*t!(lang, "glass-phrase")), "{lang}");
        }
    }

    #[test]
    fn of_many_people_the_first_are_named() {
        let names: Vec<_> = (1..=8).map(|n| format!("p{n}")).collect();
        assert_eq!(names_words(Lang::En, &names[..2]), "p1, p2");
        assert_eq!(names_words(Lang::En, &names), "p1, p2, p3, p4, p5, p6 and 2 more");
    }
}

//! One notice, where messages lead to: what happened, and who takes care of it.

use domain::{NoticeId, Permission, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{ButtonKind, Fact, Facts, LinkButton, Panel, PostButton, Time};
use crate::failure::Failure;
use crate::failure::notices::NO_NOTICE;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::notices::forms::AcknowledgeNotice;
use crate::parts::notices::{SeverityBadge, page_of_notice};
use crate::t;
use crate::words::notices::{news_words, subject_words};
use crate::words::users::actor_words;

/// `/notices/{notice}`
#[component]
pub fn NoticePage() -> impl IntoView {
    let word = param("notice");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let id = NoticeId(word.parse().map_err(|_| NO_NOTICE)?);
        let notice = desk.notice(&viewer.actor, id).await?;
        let interface = notice.interface.as_ref().map(|(_, path)| desk.interface_name(lang, path));
        let title = subject_words(&notice, interface.clone()).unwrap_or_else(|| t!(lang, "notice-title"));
        let more = page_of_notice(&viewer, &notice).map(|href| {
            view! { <LinkButton href kind=ButtonKind::Primary>{t!(lang, "notice-more")}</LinkButton> }
        });
        let acknowledge = (notice.acknowledged.is_none() && viewer.may(Permission::Acknowledge)).then(|| {
            view! {
                <PostButton action=AcknowledgeNotice::url() fields=[("notice", id.to_string())]>
                    {t!(lang, "acknowledge")}
                </PostButton>
            }
        });
        let acknowledged = match notice.acknowledged.clone() {
            Some(by) => view! {
                {actor_words(lang, Some(&by.by))}
                " "
                <Time at=by.at />
            }
            .into_any(),
            None => view! { <span class="secondary">{t!(lang, "acknowledged-by-nobody")}</span> }.into_any(),
        };
        let account = notice.account.clone().map(|(account, name, _)| {
            view! {
                <Fact label=t!(lang, "col-account")>
                    <a href=paths::account(account)>{name}</a>
                </Fact>
            }
        });
        let interface = notice.interface.clone().zip(interface).zip(notice.account.clone());
        let interface = interface.map(|(((interface, path), name), (account, ..))| {
            view! {
                <Fact label=t!(lang, "col-interface")>
                    <a href=paths::interface(account, interface)>{name}</a>
                    " "
                    <code class="path">{path.to_string()}</code>
                </Fact>
            }
        });
        Ok::<_, Failure>(view! {
            <Page
                title
                section=Section::Notices
                crumbs=vec![Crumb::new(t!(lang, "notices-title"), paths::NOTICES)]
                aside=view! { <SeverityBadge severity=notice.severity event=notice.news.event() /> }.into_any()
                actions=view! {
                    {acknowledge}
                    {more}
                }
                    .into_any()
                lead=view! { <p>{news_words(&viewer, &notice.news)}</p> }.into_any()
            >
                <FlashNotice flash />
                <Panel>
                    <Facts>
                        {account} {interface} <Fact label=t!(lang, "col-when")>
                            <Time at=notice.at exact=true />
                        </Fact> <Fact label=t!(lang, "acknowledged-by")>
                            <div>
                                {acknowledged} <p class="hint">{t!(lang, "acknowledged-hint")}</p>
                            </div>
                        </Fact>
                    </Facts>
                </Panel>
            </Page>
        })
    })
}

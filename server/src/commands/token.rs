//! `wxquota token`: API tokens.

use domain::Role;
use jiff::SignedDuration;

use super::{Session, print, say, time};
use crate::cli::{Output, TokenCommand};
use crate::failure::CommandError;
use crate::shapes::users::{NewToken, Tokens};

pub(crate) async fn run(session: &Session, command: TokenCommand) -> Result<(), CommandError> {
    match command {
        TokenCommand::Create { name, role, owner, days, output } => {
            create(session, (&name, owner.as_deref()), role, days, output).await
        }
        TokenCommand::List(output) => list(session, output).await,
        TokenCommand::Revoke { name } => {
            session.desk().revoke_token(&session.actor, &name).await?;
            say(format_args!("The token {name} is revoked."))
        }
    }
}

async fn create(
    session: &Session,
    (name, owner): (&str, Option<&str>),
    role: Role,
    days: Option<u16>,
    output: Output,
) -> Result<(), CommandError> {
    let expires_at = days.map(|days| session.now() + SignedDuration::from_hours(24 * i64::from(days)));
    let token = session.desk().create_token_for(&session.actor, owner, name, role, expires_at).await?;
    let shape = NewToken { name: name.trim(), role, owner, expires_at, token: &token };
    print(output, &shape, || {
        let end = expires_at.map(|end| format!(" and expires at {}", time(Some(end), session.zone())));
        let until = end.unwrap_or_default();
        let whose = owner.map(|owner| format!(" for {owner}")).unwrap_or_default();
        format!("The token {} ({role}) is created{whose}{until}. It is shown only once:\n{token}", shape.name)
    })
}

async fn list(session: &Session, output: Output) -> Result<(), CommandError> {
    let shape = Tokens::of(session.desk().list_tokens(&session.actor).await?, session.now());
    let empty = "No tokens yet: wxquota token create NAME --role viewer";
    session.print_rows(output, &shape, &shape.tokens, empty, |table| {
        table
            .left("NAME", |token| &token.name)
            .left("ROLE", |token| token.role)
            .left("STATE", |token| token.state)
            .left("MADE BY", |token| &token.made_by)
            .left("FOR", |token| token.owner.as_deref().unwrap_or("-"))
            .left("MADE", |token| time(Some(token.created_at), session.zone()))
            .left("EXPIRES", |token| time(token.expires_at, session.zone()))
            .left("LAST USED", |token| time(token.last_used_at, session.zone()))
    })
}

//! `wxquota token`: API tokens.

use domain::Role;
use jiff::SignedDuration;

use super::{Session, print, say, time, zone_line};
use crate::cli::{Output, TokenCommand};
use crate::failure::CommandError;
use crate::shapes::{NewToken, TokenShape, Tokens};
use crate::table::{Side, Table};

pub(crate) async fn run(session: &Session, command: TokenCommand) -> Result<(), CommandError> {
    match command {
        TokenCommand::Create { name, role, days, output } => create(session, &name, role, days, output).await,
        TokenCommand::List { output } => list(session, output).await,
        TokenCommand::Revoke { name } => {
            session.desk().revoke_token(&session.actor, &name).await?;
            say(format_args!("The token {name} is revoked."))
        }
    }
}

async fn create(
    session: &Session,
    name: &str,
    role: Role,
    days: Option<u16>,
    output: Output,
) -> Result<(), CommandError> {
    let expires_at = days.map(|days| session.now() + SignedDuration::from_hours(24 * i64::from(days)));
    let token = session.desk().create_token(&session.actor, name, role, expires_at).await?;
    let shape = NewToken { name: name.trim(), role, expires_at, token: &token };
    print(output, &shape, || {
        let zone = &session.settings.time_zone;
        let until = expires_at.map_or_else(String::new, |end| format!(" and ends at {}", time(Some(end), zone)));
        format!("The token {} ({role}) is made{until}. It is shown this once:\n{token}", shape.name)
    })
}

async fn list(session: &Session, output: Output) -> Result<(), CommandError> {
    let tokens = session.desk().list_tokens(&session.actor).await?;
    let now = session.now();
    let shape = Tokens { tokens: tokens.into_iter().map(|token| TokenShape::of(token, now)).collect(), next: None };
    print(output, &shape, || {
        if shape.tokens.is_empty() {
            return "No tokens yet: wxquota token create NAME --role viewer".to_owned();
        }
        let mut table =
            Table::new(["NAME", "ROLE", "STATE", "MADE BY", "MADE", "EXPIRES", "LAST USED"].map(|h| (h, Side::Left)));
        let zone = &session.settings.time_zone;
        for token in &shape.tokens {
            table.row([
                token.name.clone(),
                token.role.to_string(),
                token.state.to_owned(),
                token.made_by.clone(),
                time(Some(token.created_at), zone),
                time(token.expires_at, zone),
                time(token.last_used_at, zone),
            ]);
        }
        format!("{table}{}", zone_line(zone))
    })
}

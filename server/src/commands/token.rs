//! `wxquota token`: API tokens.

use domain::Role;

use super::{Session, print, say, time, zone_line};
use crate::cli::{Output, TokenCommand};
use crate::failure::CommandError;
use crate::shapes::{NewToken, Tokens};
use crate::table::{Side, Table};

pub(crate) async fn run(session: &Session, command: TokenCommand) -> Result<(), CommandError> {
    match command {
        TokenCommand::Create { name, role, output } => create(session, &name, role, output).await,
        TokenCommand::List { output } => list(session, output).await,
        TokenCommand::Revoke { name } => {
            session.desk().revoke_token(&session.actor, &name).await?;
            say(format_args!("The token {name} is revoked."))
        }
    }
}

async fn create(session: &Session, name: &str, role: Role, output: Output) -> Result<(), CommandError> {
    let token = session.desk().create_token(&session.actor, name, role, None).await?;
    let shape = NewToken { name: name.trim(), role, token: &token };
    print(output, &shape, || format!("The token {} ({role}) is made. It is shown this once:\n{token}", shape.name))
}

async fn list(session: &Session, output: Output) -> Result<(), CommandError> {
    let tokens = session.desk().list_tokens(&session.actor).await?;
    let shape = Tokens { tokens: tokens.into_iter().map(Into::into).collect(), next: None };
    print(output, &shape, || {
        if shape.tokens.is_empty() {
            return "No tokens yet: wxquota token create NAME --role viewer".to_owned();
        }
        let mut table =
            Table::new(["NAME", "ROLE", "MADE BY", "MADE", "LAST USED", "REVOKED"].map(|h| (h, Side::Left)));
        let zone = &session.settings.time_zone;
        for token in &shape.tokens {
            table.row([
                token.name.clone(),
                token.role.to_string(),
                token.made_by.clone(),
                time(Some(token.created_at), zone),
                time(token.last_used_at, zone),
                time(token.revoked_at, zone),
            ]);
        }
        format!("{table}{}", zone_line(&session.settings.time_zone))
    })
}

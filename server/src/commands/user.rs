//! `wxquota user`: who may sign in.

use std::io::{self, IsTerminal};
use std::path::Path;

use desk::users::{InitialPassword, User, UserChange, UserError, check_password};
use domain::{Role, UserName};
use secrecy::{ExposeSecret, SecretString};

use super::secret_file::read_secret;
use super::{Session, say, time};
use crate::cli::{Output, UserCommand};
use crate::failure::CommandError;
use crate::shapes::users::Users;

pub(crate) async fn run(session: &Session, command: UserCommand) -> Result<(), CommandError> {
    match command {
        UserCommand::Add { name, role, password_file, must_change } => {
            add(session, &name, role, Given { file: password_file.as_deref(), must_change }).await
        }
        UserCommand::Passwd { name, password_file, must_change } => {
            set_password(session, &name, Given { file: password_file.as_deref(), must_change }).await
        }
        UserCommand::List(output) => list(session, output).await,
        UserCommand::Role { name, role } => change(session, &name, UserChange::Role(role)).await,
        UserCommand::Disable { name } => change(session, &name, UserChange::Disabled).await,
        UserCommand::Enable { name } => change(session, &name, UserChange::Enabled).await,
    }
}

/// The source of a password, and whether its user has to change it.
struct Given<'a> {
    file: Option<&'a Path>,
    must_change: bool,
}

impl Given<'_> {
    fn password(&self, name: &str) -> Result<InitialPassword, CommandError> {
        Ok(InitialPassword { password: password(name, self.file)?, must_change: self.must_change })
    }

    /// What is said of it at the end of a line.
    fn told(&self) -> &'static str {
        if self.must_change { " The password has to be changed at the next sign-in." } else { "" }
    }
}

async fn add(session: &Session, name: &str, role: Role, given: Given<'_>) -> Result<(), CommandError> {
    // Before a password is asked for, twice.
    let name = UserName::chosen(name).map_err(UserError::from)?;
    match session.desk().find_user(&session.actor, name.as_str()).await {
        Err(UserError::NoSuchUser) => {}
        found => return Err(found.err().unwrap_or(UserError::NameTaken).into()),
    }
    let password = given.password(name.as_str())?;
    session.desk().add_user_with(&session.actor, name.as_str(), role, password).await?;
    say(format_args!("{name} is added with the role {role}.{}", given.told()))
}

async fn set_password(session: &Session, name: &str, given: Given<'_>) -> Result<(), CommandError> {
    let user = user(session, name).await?;
    let password = given.password(&user.name)?;
    session.desk().set_user_password_with(&session.actor, user.id, password).await?;
    let (name, told) = (user.name, given.told());
    say(format_args!("The password of {name} is set. The user is signed out of all devices.{told}"))
}

async fn list(session: &Session, output: Output) -> Result<(), CommandError> {
    let shape = Users::of(session.desk().users(&session.actor).await?);
    session.print_rows(output, &shape, &shape.users, "No users yet: wxquota user add NAME --role admin", |table| {
        table
            .left("NAME", |user| &user.name)
            .left("ROLE", |user| user.role)
            .left("ADDED", |user| time(Some(user.created_at), session.zone()))
            .left("LAST SIGNED IN", |user| time(user.last_signed_in_at, session.zone()))
            .left("DISABLED SINCE", |user| time(user.disabled_at, session.zone()))
    })
}

async fn change(session: &Session, name: &str, change: UserChange) -> Result<(), CommandError> {
    let user = user(session, name).await?;
    let changed = session.desk().change_user(&session.actor, user.id, change).await?;
    let outcome = match (change, changed) {
        (UserChange::Role(role), true) => format!("now has the role {role}"),
        (UserChange::Role(role), false) => format!("already has the role {role}"),
        (UserChange::Disabled, true) => "is disabled and signed out of all devices".to_owned(),
        (UserChange::Disabled, false) => "is already disabled".to_owned(),
        (UserChange::Enabled, true) => "can sign in again".to_owned(),
        (UserChange::Enabled, false) => "is already enabled".to_owned(),
    };
    say(format_args!("{} {outcome}.", user.name))
}

async fn user(session: &Session, name: &str) -> Result<User, CommandError> {
    match session.desk().find_user(&session.actor, name).await {
        Err(UserError::NoSuchUser) => Err(CommandError::NoSuchUser(name.to_owned())),
        found => Ok(found?),
    }
}

/// The password in `file`, `-` for standard input; without one it is asked for.
fn password(name: &str, file: Option<&Path>) -> Result<SecretString, CommandError> {
    match file {
        Some(file) => Ok(without_line_end(&read_secret(file)?)),
        None if io::stdin().is_terminal() => asked(name),
        None => Err(CommandError::Usage(
            "there is no terminal to ask for the password; use --password-file FILE, or --password-file - for \
             standard input"
                .to_owned(),
        )),
    }
}

/// Editors and `echo` end a file with a line end, which nobody types. Blanks belong to the password.
fn without_line_end(text: &SecretString) -> SecretString {
    let text = text.expose_secret();
    let line = text.strip_suffix('\n').map_or(text, |line| line.strip_suffix('\r').unwrap_or(line));
    SecretString::from(line)
}

/// Asks on the terminal, without showing what is typed; twice, since a slip would not be seen.
fn asked(name: &str) -> Result<SecretString, CommandError> {
    let typed = |prompt: String| {
        let typed = rpassword::prompt_password(prompt).map(SecretString::from);
        typed.map_err(|source| CommandError::File { verb: "asked for", file: "the password".into(), source })
    };
    let password = typed(format!("Password of {name}: "))?;
    check_password(&password, name).map_err(UserError::from)?;
    if typed("Once more: ".to_owned())?.expose_secret() == password.expose_secret() {
        Ok(password)
    } else {
        Err(CommandError::Wanting("the passwords do not match; nothing was changed".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_end_is_cut_and_nothing_else() {
        for (text, password) in [
            ("secret", "secret"),
            ("secret\n", "secret"),
            ("secret\r\n", "secret"),
            ("secret\n\n", "secret\n"),
            (" a b \n", " a b "),
            ("secret\r", "secret\r"),
            ("\n", ""),
        ] {
            assert_eq!(without_line_end(&text.into()).expose_secret(), password, "{text:?}");
        }
    }
}

//! `wxquota channel`: where notices are sent.

use std::path::Path;

use desk::channels::{Channel, TypedChannel};
use secrecy::SecretString;

use super::secret_file::read_secret;
use super::{Session, print, say, time};
use crate::api::channels;
use crate::cli::{AddChannel, ChannelCommand, Output};
use crate::failure::CommandError;
use crate::shapes::channels::{AddedChannel, TestedChannel};

pub(crate) async fn run(session: &Session, command: ChannelCommand) -> Result<(), CommandError> {
    match command {
        ChannelCommand::Add(typed) => add(session, typed).await,
        ChannelCommand::List(output) => list(session, output).await,
        ChannelCommand::Test { channel, output } => test(session, &channel, output).await,
        ChannelCommand::Remove { channel } => remove(session, &channel).await,
    }
}

async fn add(session: &Session, typed: AddChannel) -> Result<(), CommandError> {
    let AddChannel { name, kind, url, url_file, secret_file, from, to, keyword, lang, severity, .. } = typed;
    let (allow_host, output) = (typed.allow_host, typed.output);
    let url = match (url_file, url) {
        (Some(file), _) => read_secret(&file)?,
        (None, Some(url)) if url == "-" => read_secret(Path::new("-"))?,
        (None, url) => SecretString::from(url.unwrap_or_default()),
    };
    let secret = secret_file.map(|file| read_secret(&file)).transpose()?.unwrap_or_default();
    let typed = TypedChannel {
        name,
        kind: kind.word().to_owned(),
        url,
        secret,
        from: from.unwrap_or_default().into(),
        to: to.unwrap_or_default().into(),
        keyword: keyword.unwrap_or_default(),
        lang: lang.word().to_owned(),
        severity: severity.word().to_owned(),
    };
    let (desk, actor) = (session.desk(), &session.actor);
    if let Some(host) = &allow_host {
        desk.allow_host(actor, host, true).await?;
    }
    let id = desk.add_channel(actor, &typed).await?;
    let name = typed.name.trim();
    print(output, &AddedChannel { id: id.0, name, kind: kind.word() }, || {
        format!("Added the channel {name}. Nothing was sent. Next: wxquota channel test {name:?}")
    })
}

async fn list(session: &Session, output: Output) -> Result<(), CommandError> {
    let shape = channels::all(session.desk(), &session.actor).await?;
    let empty = "No channels yet: wxquota channel add NAME --kind wecom --url URL";
    session.print_rows(output, &shape, &shape.channels, empty, |table| {
        table
            .left("NAME", |channel| &channel.name)
            .left("KIND", |channel| channel.kind)
            .left("ADDRESS", |channel| &channel.url)
            .left("SEVERITY", |channel| channel.severity)
            .left("STATE", |channel| channel.state)
            .right("WAITING", |channel| channel.waiting)
            .right("GIVEN UP", |channel| channel.dead)
            .left("ADDED", |channel| time(Some(channel.created_at), session.zone()))
    })
}

async fn test(session: &Session, name: &str, output: Output) -> Result<(), CommandError> {
    let channel = named(session, name).await?;
    let (attempt, outcome) = session.desk().test_channel(&session.actor, channel.id).await?;
    let shape = TestedChannel { name: &channel.name, delivered: attempt.delivered, result: outcome.to_string() };
    if attempt.delivered {
        return print(output, &shape, || format!("{} accepted the test message: {outcome}.", channel.name));
    }
    if output.json {
        print(output, &shape, String::new)?;
    }
    Err(CommandError::Wanting(format!("{:?} did not accept the test message: {outcome}", channel.name)))
}

async fn remove(session: &Session, name: &str) -> Result<(), CommandError> {
    let channel = named(session, name).await?;
    session.desk().remove_channel(&session.actor, channel.id).await?;
    say(format_args!("The channel {} is removed. Its address and secret are deleted.", channel.name))
}

/// The channel with a name.
async fn named(session: &Session, name: &str) -> Result<Channel, CommandError> {
    let channels = session.desk().channels(&session.actor).await?;
    let found = channels.into_iter().find(|channel| channel.name == name.trim());
    found.ok_or_else(|| CommandError::NoSuchChannel(name.to_owned()))
}

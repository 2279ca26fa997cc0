//! The form of a channel, and the errors of its fields.

use std::fmt;

use domain::account::account_name;
use domain::{ChannelKind, Lang, Severity};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use store::channels::{ChannelChange, ChannelUrl, NewChannel};
use wechat::mail::{MAX_RECIPIENTS, mailbox_of, mailboxes_of};
use wechat::webhook::WebhookUrlError;
use wechat::{MailChannel, MailServer, MailServerError, WebhookUrl};

use crate::accounts::NameFault;

/// The minimum length of a signing secret, in characters.
pub const SHORTEST_SECRET: usize = 16;
/// The maximum length of a signing secret, in characters.
pub const LONGEST_SECRET: usize = 200;
/// The maximum length of a robot's keyword, in characters.
pub const LONGEST_KEYWORD: usize = 50;

/// The form of a channel, as it was typed. Where a channel is changed, an empty address or secret stays as it is.
#[derive(Debug, Default)]
pub struct TypedChannel {
    /// Its name.
    pub name: String,
    /// The word of its kind; empty for a webhook. The kind of a channel stays as it is.
    pub kind: String,
    /// Its address, or the bare key of a robot; of e-mail that of the mail server.
    pub url: SecretString,
    /// What messages are signed with; of e-mail the password.
    pub secret: SecretString,
    /// The sender of e-mail.
    pub from: SecretString,
    /// The recipients of e-mail.
    pub to: SecretString,
    /// The word that the robot expects in each message; may be empty.
    pub keyword: String,
    /// The language of the messages of a robot; Chinese where it is empty.
    pub lang: String,
    /// The word of the severity from which on it takes notices.
    pub severity: String,
}

/// The errors of a channel form, field by field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each field of the form is right or wrong by itself")]
pub struct ChannelFaults {
    /// With the name.
    pub name: Option<NameFault>,
    /// With the kind: there is none of this name.
    pub kind: bool,
    /// With the address.
    pub url: Option<UrlFault>,
    /// With the secret: too short for a webhook, more characters than [`LONGEST_SECRET`], or control characters.
    pub secret: bool,
    /// With the password of e-mail: none, more characters than [`LONGEST_SECRET`], or control characters.
    pub password: bool,
    /// With the sender of e-mail.
    pub from: bool,
    /// With the recipients of e-mail.
    pub to: bool,
    /// With the keyword: more characters than [`LONGEST_KEYWORD`], or control characters.
    pub keyword: bool,
    /// With the language: there is none of this name.
    pub lang: bool,
    /// With the severity.
    pub severity: bool,
}

/// An error of a channel's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UrlFault {
    /// None was typed.
    Missing,
    /// It is none.
    NotAnAddress,
    /// It begins neither with https:// nor http://.
    NotHttp,
    /// It holds a user name or a password.
    UserName,
    /// It holds a `#`.
    Fragment,
    /// It has more than 2,000 characters.
    TooLong,
    /// It is not the address of a mail server with a user.
    NotAMailServer,
    /// It holds the password of the mail server.
    MailPassword,
    /// It is neither an address nor a key of a robot.
    NotAKey,
    /// It is the address of a robot of this other kind.
    OtherKind(ChannelKind),
}

/// Each fault as an English sentence, for the command line.
impl fmt::Display for ChannelFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.url.map(|fault| match fault {
            UrlFault::Missing => "enter the address".to_owned(),
            UrlFault::NotAnAddress => {
                "the address must be complete, such as https://hooks.example.com/quota".to_owned()
            }
            UrlFault::NotHttp => "the address must start with https:// or http://".to_owned(),
            UrlFault::UserName => "the address must not contain a user name or a password".to_owned(),
            UrlFault::Fragment => "the address must not contain a #".to_owned(),
            UrlFault::TooLong => "the address must not be longer than 2,000 characters".to_owned(),
            UrlFault::NotAMailServer => {
                "the address of a mail server is smtp://USER@HOST:587 or smtps://USER@HOST:465".to_owned()
            }
            UrlFault::MailPassword => "the address must not contain the password; enter it as the secret".to_owned(),
            UrlFault::NotAKey => "this is neither the address nor the key of a robot".to_owned(),
            UrlFault::OtherKind(kind) => format!("this is the address of another kind of channel; use --kind {kind}"),
        });
        let faults = [
            self.name.as_ref().map(|fault| match fault {
                NameFault::Taken => "another channel has this name".to_owned(),
                _ => "the name has 1 to 60 visible characters of one script, and is no number or AppID".to_owned(),
            }),
            self.kind.then(|| "there is no such kind of channel".to_owned()),
            address,
            self.secret.then(|| {
                format!("the secret of a webhook has {SHORTEST_SECRET} to {LONGEST_SECRET} visible characters")
            }),
            self.password.then(|| {
                format!("the secret is the password of the mail account, of 1 to {LONGEST_SECRET} visible characters")
            }),
            self.from.then(|| "the sender is one mail address, such as ops@example.com".to_owned()),
            self.to
                .then(|| format!("the recipients are 1 to {MAX_RECIPIENTS} mail addresses, with commas between them")),
            self.keyword.then(|| format!("the keyword has at most {LONGEST_KEYWORD} visible characters")),
            self.lang.then(|| "the language is zh-CN or en".to_owned()),
            self.severity.then(|| "the severity is info, warning or critical".to_owned()),
        ];
        f.write_str(&faults.into_iter().flatten().collect::<Vec<_>>().join("; "))
    }
}

impl From<WebhookUrlError> for UrlFault {
    fn from(fault: WebhookUrlError) -> Self {
        match fault {
            WebhookUrlError::NotAnAddress | WebhookUrlError::NoHost => Self::NotAnAddress,
            WebhookUrlError::NotHttp => Self::NotHttp,
            WebhookUrlError::UserName => Self::UserName,
            WebhookUrlError::Fragment => Self::Fragment,
            WebhookUrlError::TooLong => Self::TooLong,
        }
    }
}

impl From<MailServerError> for UrlFault {
    fn from(fault: MailServerError) -> Self {
        match fault {
            MailServerError::NotAnAddress | MailServerError::NoUser => Self::NotAMailServer,
            MailServerError::Password => Self::MailPassword,
        }
    }
}

impl TypedChannel {
    /// Reads the form as a new channel.
    ///
    /// # Errors
    /// [`ChannelFaults`] with every fault at once.
    pub(super) fn as_new(&self) -> Result<NewChannel, Box<ChannelFaults>> {
        let mut faults = ChannelFaults::default();
        let kind = match self.kind.trim() {
            "" => Some(ChannelKind::Webhook),
            word => word.parse().ok(),
        };
        faults.kind = kind.is_none();
        // Its other fields mean something else for each kind; with none, they are read as those of a webhook.
        let read_as = kind.unwrap_or_default();
        let name = account_name(&self.name).map_err(|error| faults.name = Some(error.into())).ok();
        let url = match read_as {
            ChannelKind::Email => self.mail(None, &mut faults),
            _ => url_of(read_as, &self.url).map_err(|fault| faults.url = Some(fault)).ok(),
        };
        let secret = self.checked_secret(read_as, &mut faults);
        let (keyword, lang) = self.words(&mut faults);
        let severity: Option<Severity> = self.severity.parse().ok();
        faults.severity = severity.is_none();
        let all = (kind, name, url, secret, keyword, lang, severity);
        let (Some(kind), Some(name), Some(url), Some(secret), Some(keyword), Some(lang), Some(severity)) = all else {
            return Err(Box::new(faults));
        };
        Ok(NewChannel { name, kind, lang, keyword, url, secret, severity })
    }

    /// Reads the form as a change of a channel of this kind; an empty address or secret stays as it is. `mail` is the present
    /// channel of e-mail, where it can be read.
    ///
    /// # Errors
    /// [`ChannelFaults`] with every fault at once.
    pub(super) fn as_change(
        &self,
        kind: ChannelKind,
        mail: Option<MailChannel>,
    ) -> Result<ChannelChange, Box<ChannelFaults>> {
        let mut faults = ChannelFaults::default();
        let is_typed = |text: &SecretString| !text.expose_secret().trim().is_empty();
        let name = account_name(&self.name).map_err(|error| faults.name = Some(error.into())).ok();
        let url = if kind == ChannelKind::Email {
            self.moves_mail().then(|| self.mail(mail, &mut faults))
        } else {
            is_typed(&self.url).then(|| url_of(kind, &self.url).map_err(|fault| faults.url = Some(fault)).ok())
        };
        // The present password goes to no other server.
        let needs_password = kind == ChannelKind::Email && is_typed(&self.url);
        let asks = needs_password || is_typed(&self.secret);
        let secret = asks.then(|| self.checked_secret(kind, &mut faults));
        let (keyword, lang) = self.words(&mut faults);
        let severity = self.severity.parse().map_err(|_| faults.severity = true).ok();
        if faults != ChannelFaults::default() {
            return Err(Box::new(faults));
        }
        Ok(ChannelChange { name, lang, keyword, url: url.flatten(), secret: secret.flatten(), severity, paused: None })
    }

    /// Whether the form has another address, sender or recipients for a channel of e-mail.
    pub fn moves_mail(&self) -> bool {
        [&self.url, &self.from, &self.to].iter().any(|typed| !typed.expose_secret().trim().is_empty())
    }

    /// Server, sender and recipients of e-mail; what is empty is as it was before.
    fn mail(&self, before: Option<MailChannel>, faults: &mut ChannelFaults) -> Option<ChannelUrl> {
        let (server, from, to) = match before {
            Some(mail) => (Some(mail.server), Some(mail.from), Some(mail.to)),
            None => (None, None, None),
        };
        let typed = self.url.expose_secret().trim();
        let server = match server {
            Some(server) if typed.is_empty() => Some(server),
            _ if typed.is_empty() => {
                faults.url = Some(UrlFault::Missing);
                None
            }
            _ => MailServer::parse(typed).map_err(|fault| faults.url = Some(fault.into())).ok(),
        };
        let (typed_from, typed_to) = (self.from.expose_secret(), self.to.expose_secret());
        let from = if typed_from.trim().is_empty() { from } else { mailbox_of(typed_from).ok() };
        let to = if typed_to.trim().is_empty() { to } else { mailboxes_of(typed_to).ok() };
        (faults.from, faults.to) = (from.is_none(), to.is_none());
        let mail = MailChannel { server: server?, from: from?, to: to? };
        let (masked, host) = (mail.server.masked(), mail.server.host().to_owned());
        Some(ChannelUrl { url: mail.document(), masked, host })
    }

    fn checked_secret(&self, kind: ChannelKind, faults: &mut ChannelFaults) -> Option<SecretString> {
        let secret = secret_of(kind, &self.secret);
        let is_wrong = if kind == ChannelKind::Email { &mut faults.password } else { &mut faults.secret };
        *is_wrong = secret.is_none();
        secret
    }

    /// The keyword and the language.
    fn words(&self, faults: &mut ChannelFaults) -> (Option<String>, Option<Lang>) {
        let keyword = self.keyword.trim();
        faults.keyword = keyword.chars().count() > LONGEST_KEYWORD || keyword.chars().any(char::is_control);
        let lang = match self.lang.trim() {
            "" => Some(Lang::ZhCn),
            word => word.parse().ok(),
        };
        faults.lang = lang.is_none();
        ((!faults.keyword).then(|| keyword.to_owned()), lang)
    }
}

/// The address of a channel, typed whole or, for a robot, as its bare key.
fn url_of(kind: ChannelKind, typed: &SecretString) -> Result<ChannelUrl, UrlFault> {
    let text = typed.expose_secret().trim();
    if text.is_empty() {
        return Err(UrlFault::Missing);
    }
    let url = if text.contains("://") || !kind.is_robot() {
        WebhookUrl::parse(text)?
    } else {
        // Keys hold no blanks; those in a pasted one come from the page that it was copied from.
        let key: String = text.split_whitespace().collect();
        let address = kind.address_of_key(&key).ok_or(UrlFault::NotAKey)?;
        WebhookUrl::parse(&address)?
    };
    match ChannelKind::of_host(url.host()) {
        Some(other) if other != kind => return Err(UrlFault::OtherKind(other)),
        _ => {}
    }
    let masked = url.masked();
    Ok(ChannelUrl { url: SecretString::from(url.expose()), masked, host: url.host().to_owned() })
}

/// The secret of a channel: one of a webhook has a least length, e-mail has a password, a robot may have none.
fn secret_of(kind: ChannelKind, typed: &SecretString) -> Option<SecretString> {
    let text = if kind.takes_secret() { typed.expose_secret().trim() } else { "" };
    let shortest = match kind {
        ChannelKind::Webhook => SHORTEST_SECRET,
        ChannelKind::Email => 1,
        _ => 0,
    };
    let fits = (shortest..=LONGEST_SECRET).contains(&text.chars().count());
    (fits && !text.chars().any(char::is_control)).then(|| SecretString::from(text))
}

//! A mail: its headers, and its text in plain form and as HTML.

use std::fmt;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::Message;
use lettre::message::MultiPart;
use lettre::message::header::{HeaderName, HeaderValue};
use secrecy::SecretString;

use super::mailboxes::MailChannel;

/// The longest subject, in characters.
const MAX_SUBJECT: usize = 150;

/// A mail to the recipients of a channel.
#[derive(Clone, Copy)]
pub struct Letter<'a> {
    /// The channel.
    pub channel: &'a MailChannel,
    /// The password of the account on the server.
    pub password: &'a SecretString,
    /// The subject.
    pub subject: &'a str,
    /// The text; an empty line separates its paragraphs.
    pub text: &'a str,
    /// The tag of the language, such as `zh-CN`.
    pub lang: &'a str,
    /// The id of the delivery, the same in all attempts; it makes the Message-ID.
    pub delivery: &'a str,
    /// The conversations that the mail belongs to, each by a word that is the same in all of its mails, such as `incident-7`.
    pub threads: &'a [String],
    /// The time of this attempt.
    pub at: Timestamp,
}

impl Letter<'_> {
    /// The mail as it is sent.
    ///
    /// # Errors
    /// The reason in one English phrase, without any address.
    pub(super) fn message(&self) -> Result<Message, String> {
        let domain = self.channel.from.email.domain();
        let id = |word: &str| format!("<{word}@{domain}>");
        let subject = self.subject.split(char::is_control).collect::<Vec<_>>().join(" ");
        let subject: String = subject.chars().take(MAX_SUBJECT).collect();
        let since_1970 = Duration::from_secs(u64::try_from(self.at.as_second()).unwrap_or_default());
        let mut builder = Message::builder()
            .from(self.channel.from.clone())
            .subject(subject)
            .date(SystemTime::UNIX_EPOCH + since_1970)
            .message_id(Some(id(self.delivery)))
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ));
        for to in &self.channel.to {
            builder = builder.to(to.clone());
        }
        if let Some(first) = self.threads.first() {
            let all: Vec<_> = self.threads.iter().map(|thread| id(thread)).collect();
            builder = builder.in_reply_to(id(first)).references(all.join(" "));
        }
        let parts = MultiPart::alternative_plain_html(self.text.to_owned(), self.html());
        builder.multipart(parts).map_err(|_| "the mail could not be written".to_owned())
    }

    /// The text as HTML: its first paragraph as the heading, addresses of pages as links.
    pub(super) fn html(&self) -> String {
        let mut paragraphs = self.text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty());
        let heading = escaped(paragraphs.next().unwrap_or_default());
        let paragraph = |text: &str| text.lines().map(linked).collect::<Vec<_>>().join("<br>\n");
        let rest: Vec<_> = paragraphs.map(|text| format!("<p>{}</p>\n", paragraph(text))).collect();
        let rest = rest.concat();
        let lang = escaped(self.lang);
        format!(
            "<!doctype html>\n<html lang=\"{lang}\">\n<head><meta charset=\"utf-8\"></head>\n\
             <body style=\"font-family: sans-serif; line-height: 1.5\">\n\
             <h1 style=\"font-size: 1.2em\">{heading}</h1>\n{rest}</body>\n</html>\n"
        )
    }
}

/// A line as HTML, with addresses of pages as links.
fn linked(line: &str) -> String {
    let words: Vec<_> = line
        .split(' ')
        .map(|word| {
            let shown = escaped(word);
            let is_link = word.starts_with("https://") || word.starts_with("http://");
            if is_link { format!("<a href=\"{shown}\">{shown}</a>") } else { shown }
        })
        .collect();
    words.join(" ")
}

fn escaped(text: &str) -> String {
    html_escape::encode_safe(text).into_owned()
}

/// Neither the addresses nor the text.
impl fmt::Debug for Letter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letter")
            .field("channel", self.channel)
            .field("delivery", &self.delivery)
            .field("text_bytes", &self.text.len())
            .finish_non_exhaustive()
    }
}

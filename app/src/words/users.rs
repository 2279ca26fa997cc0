//! Texts about names, passwords, roles and rights of users, and about actors.

use desk::users::{LONGEST, PasswordFault, SHORTEST};
use domain::Role;
use domain::users::{NAME_CHARACTERS, UserNameFault};
use domain::{Lang, Permission};
use jiff::Timestamp;

use crate::context::{Text, Viewer};
use crate::t;

/// The text about a fault of a user's name.
pub(crate) fn user_name_words(lang: Lang, fault: UserNameFault) -> Text {
    match fault {
        UserNameFault::Empty => t!(lang, "fault-user-name-empty"),
        UserNameFault::TooLong => t!(lang, "fault-user-name-long", count = NAME_CHARACTERS),
        UserNameFault::Characters => t!(lang, "fault-user-name-characters"),
        UserNameFault::Lookalikes => t!(lang, "fault-name-lookalikes"),
        UserNameFault::Reserved => t!(lang, "fault-user-name-reserved"),
    }
}

/// The text about a fault of a new password.
pub(crate) fn password_words(lang: Lang, fault: PasswordFault) -> Text {
    match fault {
        PasswordFault::TooShort => t!(lang, "fault-password-short", count = SHORTEST),
        PasswordFault::TooLong => t!(lang, "fault-password-long", count = LONGEST),
        PasswordFault::IsTheName => t!(lang, "fault-password-name"),
        PasswordFault::OneCharacter => t!(lang, "fault-password-repeated"),
        PasswordFault::TooCommon => t!(lang, "fault-password-common"),
        PasswordFault::Unchanged => t!(lang, "fault-password-unchanged"),
    }
}

/// The hint on what a password has to be.
pub(crate) fn password_hint(lang: Lang) -> Text {
    t!(lang, "field-password-hint", count = SHORTEST)
}

/// The text of a right; `None` for one that no page is about.
pub(crate) fn may_words(lang: Lang, may: Permission) -> Option<Text> {
    Some(match may {
        Permission::SeeUsage => t!(lang, "may-see-usage"),
        Permission::SampleNow => t!(lang, "may-sample-now"),
        Permission::LookUpRids => t!(lang, "may-look-up-rids"),
        Permission::Acknowledge => t!(lang, "may-acknowledge"),
        Permission::SeeLedger => t!(lang, "may-see-ledger"),
        Permission::Clear => t!(lang, "may-clear"),
        Permission::Administer => t!(lang, "may-administer"),
        Permission::Automate => t!(lang, "may-automate"),
        Permission::ReportIncidents => return None,
    })
}

/// The name of a role.
pub(crate) fn role_words(lang: Lang, role: Role) -> Text {
    match role {
        Role::Viewer => t!(lang, "role-viewer"),
        Role::Support => t!(lang, "role-support"),
        Role::Lead => t!(lang, "role-lead"),
        Role::Admin => t!(lang, "role-admin"),
        Role::Reporter => t!(lang, "role-reporter"),
    }
}

/// The name of an actor, from the word for them in records.
pub(crate) fn who_words(lang: Lang, actor: &str) -> Text {
    match (actor, actor.split_once(':')) {
        ("desk", _) => t!(lang, "who-desk"),
        ("nobody", _) => t!(lang, "who-nobody"),
        // From before there were users: whoever used the machine of the desk.
        ("local", _) => t!(lang, "actor-local"),
        (_, Some(("cli", os_user))) => t!(lang, "who-cli", name = os_user.to_owned()),
        (_, Some(("policy", policy))) => t!(lang, "who-policy", name = policy.to_owned()),
        _ => actor.to_owned().into(),
    }
}

/// The texts about too many failed attempts: a title, and when the next attempt may be made.
pub(crate) fn wait_words(viewer: &Viewer, until: Timestamp) -> (Text, Text) {
    let (lang, formats) = (viewer.lang, viewer.formats());
    let next = if until > viewer.now {
        let wait = formats.span(until.duration_since(viewer.now));
        t!(lang, "wait-next", wait = wait, at = formats.clock_seconds(until))
    } else {
        t!(lang, "wait-over")
    };
    (t!(lang, "wait-title"), next)
}

/// The name of an actor, from the word for them in records; a dash where there is none.
pub(crate) fn actor_words(lang: Lang, actor: Option<&str>) -> Text {
    actor.map_or_else(|| "–".into(), |actor| who_words(lang, actor))
}

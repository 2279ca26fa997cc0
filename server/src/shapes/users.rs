//! Users and API tokens.

use desk::users::User;
use domain::Role;
use jiff::Timestamp;
use serde::Serialize;
use store::ApiToken;

use super::shapes;

shapes! {
    /// `user list --json`.
    struct Users (users: Vec<User>) {
        /// By name; disabled ones too.
        users: Vec<UserShape> = users.into_iter().map(UserShape::of).collect(),
        /// Always null.
        next: Option<String> = None,
    }

    /// A user.
    struct UserShape (user: User) {
        /// What they are called.
        name: String = user.name,
        /// What they may do.
        role: &'static str = user.role.word(),
        /// When they were added.
        created_at: Timestamp = user.created_at,
        /// Since when they cannot sign in; null where they can.
        disabled_at: Option<Timestamp> = user.disabled_at,
        /// When they last signed in.
        last_signed_in_at: Option<Timestamp> = user.last_signed_in_at,
    }

    /// `token list --json`.
    struct Tokens (tokens: Vec<ApiToken>, now: Timestamp) {
        /// The newest first; revoked ones too.
        tokens: Vec<TokenShape> = tokens.into_iter().map(|token| TokenShape::of(token, now)).collect(),
        /// Always null.
        next: Option<String> = None,
    }

    /// An API token as of `now`, without its text.
    struct TokenShape (token: ApiToken, now: Timestamp) {
        /// Its id, never reused.
        id: i64 = token.id,
        /// What people call it.
        name: String = token.name,
        /// What it may do.
        role: &'static str = token.role.word(),
        /// `live expired maker-disabled revoked`; only a live one is accepted.
        state: &'static str = if token.revoked_at.is_some() {
            "revoked"
        } else if token.expires_at.is_some_and(|end| end <= now) {
            "expired"
        } else if token.maker_disabled {
            "maker-disabled"
        } else {
            "live"
        },
        /// Who made it.
        made_by: String = token.made_by,
        /// That user's role, which the token never exceeds; null where a command made it.
        maker_role: Option<&'static str> = token.maker_role.map(Role::word),
        /// When.
        created_at: Timestamp = token.created_at,
        /// When it ends.
        expires_at: Option<Timestamp> = token.expires_at,
        /// When it was last used, to the minute.
        last_used_at: Option<Timestamp> = token.last_used_at,
        /// Since when it is revoked.
        revoked_at: Option<Timestamp> = token.revoked_at,
    }
}

/// `token create --json`: the only time the token is shown.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NewToken<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    /// What it may do.
    pub(crate) role: Role,
    /// When it ends.
    pub(crate) expires_at: Option<Timestamp>,
    /// The token.
    pub(crate) token: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_live_until_it_ends_is_revoked_or_its_maker_is_kept_out() {
        let now = Timestamp::UNIX_EPOCH;
        let token = |expires_at, revoked_at, maker_disabled| ApiToken {
            id: 1,
            name: "ci".to_owned(),
            role: Role::Viewer,
            made_by: "alice".to_owned(),
            maker_role: Some(Role::Admin),
            maker_disabled,
            created_at: now,
            expires_at,
            last_used_at: None,
            revoked_at,
        };
        let later = now + jiff::SignedDuration::from_secs(1);
        for (token, state) in [
            (token(None, None, false), "live"),
            (token(Some(later), None, false), "live"),
            (token(Some(now), None, false), "expired"),
            (token(Some(later), None, true), "maker-disabled"),
            (token(Some(now), Some(now), true), "revoked"),
        ] {
            assert_eq!(TokenShape::of(token, now).state, state);
        }
    }
}

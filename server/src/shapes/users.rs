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
        /// Sorted by name, including disabled users.
        users: Vec<UserShape> = users.into_iter().map(UserShape::of).collect(),
        /// Always null.
        next: Option<String> = None,
    }

    /// A user.
    struct UserShape (user: User) {
        /// The name.
        name: String = user.name,
        /// The role.
        role: &'static str = user.role.word(),
        /// The time when the user was added.
        created_at: Timestamp = user.created_at,
        /// The time when the user was disabled; null if the user is active.
        disabled_at: Option<Timestamp> = user.disabled_at,
        /// The time of the last sign-in.
        last_signed_in_at: Option<Timestamp> = user.last_signed_in_at,
        /// Whether the user has to change the password at the next sign-in.
        must_change_password: bool = user.must_change_password,
    }

    /// `token list --json`.
    struct Tokens (tokens: Vec<ApiToken>, now: Timestamp) {
        /// Sorted by time, newest first, including revoked tokens.
        tokens: Vec<TokenShape> = tokens.into_iter().map(|token| TokenShape::of(token, now)).collect(),
        /// Always null.
        next: Option<String> = None,
    }

    /// An API token, without its secret.
    struct TokenShape (token: ApiToken, now: Timestamp) {
        /// The ID, which is never reused.
        id: i64 = token.id,
        /// The name.
        name: String = token.name,
        /// The role.
        role: &'static str = token.role.word(),
        /// `live expired maker-disabled revoked`; only live tokens are accepted.
        state: &'static str = if token.revoked_at.is_some() {
            "revoked"
        } else if token.expires_at.is_some_and(|end| end <= now) {
            "expired"
        } else if token.maker_disabled {
            "maker-disabled"
        } else {
            "live"
        },
        /// The creator.
        made_by: String = token.made_by,
        /// The user to whom it belongs, where a command created it for one; else null.
        owner: Option<String> = token.owner,
        /// The role of its user (the owner, else the creator), which limits the token; null if it belongs to no user.
        maker_role: Option<&'static str> = token.maker_role.map(Role::word),
        /// The time.
        created_at: Timestamp = token.created_at,
        /// The time when it expires.
        expires_at: Option<Timestamp> = token.expires_at,
        /// The time of the last use, to the minute.
        last_used_at: Option<Timestamp> = token.last_used_at,
        /// The time when it was revoked.
        revoked_at: Option<Timestamp> = token.revoked_at,
    }
}

/// `token create --json`: the only time the token is shown.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NewToken<'a> {
    /// The name.
    pub(crate) name: &'a str,
    /// The role.
    pub(crate) role: Role,
    /// The user to whom it belongs, where one was named.
    pub(crate) owner: Option<&'a str>,
    /// The time when it expires.
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
            owner: None,
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

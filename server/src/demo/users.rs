//! The demo's people, one a role. Everybody may know their passwords: the sign-in page shows them.

use app::context::{DemoLogin, DemoLogins};
use desk::users::{Passwords, UserError};
use desk::{Desk, SystemRandom};
use domain::{Actor, Role, UserName};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use store::{AuditActor, AuditQuery, NewPassword, NewUser, Store, User, UserChange};

use super::span::began;
use crate::failure::CommandError;

/// Who adds accounts and users, and clears.
pub(super) const ADMIN: &str = "admin";
/// Who clears.
pub(super) const LEAD: &str = "lead";

/// One login a role, from the one that may most on: named like the role.
pub(super) fn logins() -> DemoLogins {
    let login = |role: Role| DemoLogin { name: role.to_string(), password: format!("demo-{role}"), role };
    DemoLogins(Role::FOR_USERS.into_iter().rev().map(login).collect())
}

/// Adds the users that are not there yet, as if that had been done when the history begins; whoever is there gets back
/// what the logins say.
pub(super) async fn fill(store: &dyn Store, desk: &Desk, logins: &DemoLogins) -> Result<(), CommandError> {
    let now = desk.clock().now();
    let passwords = Passwords::default();
    let is_new = store.audit(&AuditQuery { limit: 1, ..AuditQuery::default() }).await?.is_empty();
    // A trail that has begun goes on now: it is in the order of time.
    let added_at = if is_new { began(now) } else { now };
    for login in &*logins.0 {
        let name: UserName = login.name.parse().map_err(UserError::from)?;
        if let Some((user, hash)) = store.user_by_key(&name.key()).await? {
            put_right(store, &passwords, login, &user, &hash, now).await?;
            continue;
        }
        let password_hash = hash(&passwords, login).await?;
        let new = NewUser { name, role: login.role, password_hash, must_change_password: false, only_first: false };
        let by = AuditActor { actor: ADMIN.to_owned(), user: None, token: None, address: None };
        store.add_user(new, &by, added_at).await?;
    }
    Ok(())
}

async fn put_right(
    store: &dyn Store,
    passwords: &Passwords,
    login: &DemoLogin,
    user: &User,
    kept: &SecretString,
    at: Timestamp,
) -> Result<(), CommandError> {
    let by = AuditActor::from(&Actor::Desk);
    for change in [UserChange::Enabled, UserChange::Role(login.role)] {
        store.change_user(user.id, change, &by, at).await?;
    }
    let kept = Some(kept.expose_secret().to_owned());
    if !passwords.verify(login.password.clone().into(), kept, None).await.map_err(UserError::from)? {
        let new = NewPassword { hash: hash(passwords, login).await?, must_change: false, instead_of: None, kept: None };
        store.set_password(user.id, new, &by, at).await?;
    }
    Ok(())
}

async fn hash(passwords: &Passwords, login: &DemoLogin) -> Result<String, UserError> {
    Ok(passwords.hash(login.password.clone().into(), &SystemRandom, None).await?)
}

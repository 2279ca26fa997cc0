//! API tokens: the text is shown once, when the token is made; the database keeps its hash.

use std::net::IpAddr;

use data_encoding::HEXLOWER;
use domain::lookalikes::mixes_lookalikes;
use domain::roles::Forbidden;
use domain::visible::is_hidden;
use domain::{Actor, Permission, Role, UserId, UserName};
use jiff::Timestamp;
use store::NewApiToken;

use crate::Desk;
use crate::flash::hash;

pub use store::ApiToken;

use_case_error! {
    /// An error of making an API token; none was made then.
    #[derive(Debug, thiserror::Error)]
    pub enum CreateTokenError: transparent Forbidden {
        /// A live token has this name.
        #[error("a token named {0:?} already exists; revoke it first, or choose another name")]
        NameTaken(String),
        /// The name is empty, too long, not one visible line, or mixes scripts that look alike.
        #[error("the name of a token must be one line of 1 to 60 visible characters, without a mix of scripts that look alike")]
        Name,
        /// There is no such user for whom it could be made, or the user is disabled.
        #[error("there is no active user named {0:?}")]
        NoSuchOwner(String),
    }
}

use_case_error! {
    /// An error of listing or revoking API tokens.
    #[derive(Debug, thiserror::Error)]
    pub enum RevokeTokenError: transparent Forbidden {
        /// No live token has this name.
        #[error("there is no active token named {0:?}")]
        NoSuchToken(String),
        /// This very token is revoked already, or there never was one.
        #[error("this token is not active")]
        NotLive,
    }
}

use_case_error! {
    /// An error of authenticating a bearer token; a caller cannot tell the reasons apart.
    #[derive(Debug, thiserror::Error)]
    pub enum AuthenticateError: transparent {
        /// Unknown, revoked, past its end, or of a user who is disabled.
        #[error("the token is unknown, revoked or expired")]
        NotAccepted,
    }
}

impl Desk {
    /// Makes a token with 32 random bytes in it and gives its text, which cannot be had again.
    ///
    /// # Errors
    /// [`CreateTokenError`].
    pub async fn create_token(
        &self,
        actor: &Actor,
        name: &str,
        role: Role,
        expires_at: Option<Timestamp>,
    ) -> Result<String, CreateTokenError> {
        self.create_token_for(actor, None, name, role, expires_at).await
    }

    /// Makes a token that belongs to the user of this name: what it does counts as done by them, and it never may more than
    /// they may. Without a name it belongs to whoever makes it.
    ///
    /// # Errors
    /// [`CreateTokenError`].
    pub async fn create_token_for(
        &self,
        actor: &Actor,
        owner: Option<&str>,
        name: &str,
        role: Role,
        expires_at: Option<Timestamp>,
    ) -> Result<String, CreateTokenError> {
        actor.require(Permission::Administer, None)?;
        // It would outlive the token that made it, and what its maker may.
        if let Actor::Token { .. } = actor {
            return Err(Forbidden { role: actor.role() }.into());
        }
        let name = name.trim();
        let is_odd = name.chars().any(is_hidden) || mixes_lookalikes(name);
        if name.is_empty() || name.chars().count() > 60 || is_odd {
            return Err(CreateTokenError::Name);
        }
        let owner = match owner {
            Some(owner) => Some(self.owner_of_token(owner).await?),
            None => None,
        };
        let text = format!("wxq_{}", HEXLOWER.encode(&self.random_bytes::<32>()?));
        let new = NewApiToken { name: name.to_owned(), role, owner, hash: hash(&text), expires_at };
        match self.store.add_token(new, &actor.into(), self.clock.now()).await? {
            Some(_) => Ok(text),
            None => Err(CreateTokenError::NameTaken(name.to_owned())),
        }
    }

    async fn owner_of_token(&self, name: &str) -> Result<UserId, CreateTokenError> {
        let nobody = || CreateTokenError::NoSuchOwner(name.to_owned());
        let key = name.parse::<UserName>().map_err(|_| nobody())?.key();
        let found = self.store.user_by_key(&key).await?;
        found.filter(|(user, _)| user.disabled_at.is_none()).map(|(user, _)| user.id).ok_or_else(nobody)
    }

    /// Every token, newest first.
    ///
    /// # Errors
    /// [`RevokeTokenError::Forbidden`] or the database's failure.
    pub async fn list_tokens(&self, actor: &Actor) -> Result<Vec<ApiToken>, RevokeTokenError> {
        actor.require(Permission::Administer, None)?;
        Ok(self.store.tokens().await?)
    }

    /// Revokes the live token of this name, at once.
    ///
    /// # Errors
    /// [`RevokeTokenError`].
    pub async fn revoke_token(&self, actor: &Actor, name: &str) -> Result<(), RevokeTokenError> {
        actor.require(Permission::Administer, None)?;
        let name = name.trim();
        let revoked = self.store.revoke_token(name, &actor.into(), self.clock.now()).await?;
        if revoked { Ok(()) } else { Err(RevokeTokenError::NoSuchToken(name.to_owned())) }
    }

    /// Revokes this very token, at once, and gives its name: whoever saw it in a list may have looked some time ago, and
    /// another may have its name now.
    ///
    /// # Errors
    /// [`RevokeTokenError`].
    pub async fn revoke_token_by_id(&self, actor: &Actor, id: i64) -> Result<String, RevokeTokenError> {
        actor.require(Permission::Administer, None)?;
        let revoked = self.store.revoke_token_by_id(id, &actor.into(), self.clock.now()).await?;
        revoked.ok_or(RevokeTokenError::NotLive)
    }

    /// The actor that a bearer token authenticates.
    ///
    /// The look-up is by hash, so how long it takes says nothing about how close a guess was.
    ///
    /// # Errors
    /// [`AuthenticateError::NotAccepted`], whatever is wrong with the token.
    pub async fn authenticate(&self, bearer: &str, address: Option<IpAddr>) -> Result<Actor, AuthenticateError> {
        let now = self.clock.now();
        let found = self.store.token_by_hash(&hash(bearer)).await?;
        let token = found
            .filter(|token| token.revoked_at.is_none() && token.expires_at.is_none_or(|end| end > now))
            .filter(|token| !token.maker_disabled)
            .ok_or(AuthenticateError::NotAccepted)?;
        // What programs read does not depend on it.
        if self.write_fault().is_none()
            && let Err(error) = self.store.token_used(token.id, now).await
        {
            tracing::warn!(%error, "the use of a token could not be saved");
        }
        let ApiToken { name, made_by, owner, role, maker_role: maker, .. } = token;
        Ok(Actor::Token { name, made_by: owner.unwrap_or(made_by), role, maker, address })
    }
}

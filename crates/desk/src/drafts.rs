//! Drafts: what somebody typed and may go on with. The secret of a refused form is kept for 10 minutes, the fields of a form
//! that was posted after its session had ended for an hour; sealed, for this session and its user only.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use store::drafts::NewDraft;
use tokio_util::sync::CancellationToken;

use crate::flash::hash;
use crate::{Desk, Internal};

/// The time for which a typed secret is kept.
const SECRET_KEPT_FOR: SignedDuration = SignedDuration::from_mins(10);
/// The time for which typed fields are kept.
const FORM_KEPT_FOR: SignedDuration = SignedDuration::from_hours(1);
/// The longest secret that is kept, in bytes; none that is taken is as long.
const LONGEST_SECRET: usize = 1_024;
/// The time between two looks for drafts that expired.
const LOOKS_EVERY: Duration = Duration::from_mins(1);

/// The name by which a form gives a kept secret back: random, and worth nothing in another session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DraftMarker(String);

impl DraftMarker {
    /// The marker of a draft.
    pub(crate) fn of(id: i64) -> Self {
        Self(id.to_string())
    }

    /// The marker as a form carries it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The form whose secret is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretForm {
    /// The form that adds an account.
    NewAccount,
    /// The form that replaces the AppSecret of this account.
    Account(domain::AccountId),
}

impl SecretForm {
    fn purpose(self) -> String {
        match self {
            Self::NewAccount => "secret of a new account".to_owned(),
            Self::Account(id) => format!("secret of account {id}"),
        }
    }
}

/// The fields of a form that was posted after its session had ended, as they are shown again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFields {
    /// The page of the form, without query.
    pub page: String,
    /// The address of the form.
    #[serde(skip)]
    pub form: String,
    /// Names and values, in their order; a name may come more than once.
    pub fields: Vec<(String, String)>,
    /// Whether something was left out because it was too long.
    pub is_cut: bool,
}

impl Desk {
    /// Keeps the secret of a refused form for this session; the marker by which the form gives it back. `None` for a blank
    /// one, and where the session is nobody's.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn keep_secret(
        &self,
        session_id: &str,
        form: SecretForm,
        secret: &SecretString,
    ) -> Result<Option<DraftMarker>, Internal> {
        let typed = secret.expose_secret();
        if typed.trim().is_empty() || typed.len() > LONGEST_SECRET {
            return Ok(None);
        }
        let id = self.keep_sealed(session_id, &form.purpose(), secret, SECRET_KEPT_FOR).await?;
        Ok(id.map(DraftMarker::of))
    }

    /// The secret that was kept for this session and form under this marker; `None` once its time is over.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn kept_secret(
        &self,
        session_id: &str,
        form: SecretForm,
        marker: &str,
    ) -> Result<Option<SecretString>, Internal> {
        let Ok(id) = marker.parse() else { return Ok(None) };
        Ok(self.store.draft(&hash(session_id), id, &form.purpose(), self.clock.now()).await?)
    }

    /// Forgets the secrets that were kept for this session and form: it was taken.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn forget_kept_secrets(&self, session_id: &str, form: SecretForm) -> Result<(), Internal> {
        Ok(self.store.forget_drafts_for(&hash(session_id), &form.purpose()).await?)
    }

    /// Whether a session of a user ended by age or without being used less than an hour ago.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn session_ended_lately(&self, session_id: &str) -> Result<bool, Internal> {
        Ok(self.store.session_ended_lately(&hash(session_id), self.clock.now()).await?)
    }

    /// Keeps the fields of a form that was posted after this session had ended. False where the session is not known any more.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn keep_fields(&self, session_id: &str, kept: &KeptFields) -> Result<bool, Internal> {
        let content = SecretString::from(serde_json::to_string(kept).map_err(Internal::task)?);
        Ok(self.keep_sealed(session_id, &kept.form, &content, FORM_KEPT_FOR).await?.is_some())
    }

    /// The fields that were kept for a form on this page, for the session that whoever typed them has now; the newest.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn kept_fields(&self, session_id: &str, page: &str) -> Result<Option<KeptFields>, Internal> {
        let drafts = self.store.kept_forms(&hash(session_id), self.clock.now()).await?;
        let read = drafts.into_iter().filter_map(|draft| {
            let kept = serde_json::from_str::<KeptFields>(draft.content.expose_secret()).ok()?;
            Some(KeptFields { form: draft.form, ..kept })
        });
        Ok(read.into_iter().find(|kept| kept.page == page))
    }

    /// Forgets the fields that were kept for this session and form: it was posted again.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn forget_fields(&self, session_id: &str, form: &str) -> Result<(), Internal> {
        Ok(self.store.forget_drafts_for(&hash(session_id), form).await?)
    }

    pub(crate) async fn keep_sealed(
        &self,
        session_id: &str,
        purpose: &str,
        content: &SecretString,
        kept_for: SignedDuration,
    ) -> Result<Option<i64>, Internal> {
        let now = self.clock.now();
        let id = i64::from_le_bytes(self.random_bytes()?) & i64::MAX;
        let new = NewDraft { id, purpose, content, expires_at: now + kept_for };
        Ok(self.store.keep_draft(&hash(session_id), new, now).await?.then_some(id))
    }

    /// Removes drafts that expired; how many those were.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn forget_expired_drafts(&self) -> Result<u64, Internal> {
        Ok(self.store.forget_expired_drafts(self.clock.now()).await?)
    }

    /// Removes drafts that expired, again and again, until `stop`.
    pub async fn run_draft_cleanup(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            self.wait_for_writes(&stop).await;
            if let Err(error) = self.forget_expired_drafts().await {
                tracing::error!(%error, "expired drafts could not be removed");
            }
            stop.run_until_cancelled(tokio::time::sleep(LOOKS_EVERY)).await;
        }
    }
}

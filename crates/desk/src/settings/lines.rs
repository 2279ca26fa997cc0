//! The warning and critical lines of accounts and interfaces.

use domain::{
    AccountId, AccountStatus, Actor, InterfaceId, LinesFrom, LinesOf, LiveValues, Permission, SettingFault, SettingKey,
    Thresholds,
};
use serde::{Deserialize, Serialize};
use store::settings::{LinesChangeError, SeenLines, Stored};

use crate::Desk;
use crate::policies::ChangeOutcome;

/// Errors of the form that sets lines, by field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinesFaults {
    /// Of the warning line.
    pub warning: Option<SettingFault>,
    /// Of the critical line.
    pub critical: Option<SettingFault>,
}

use_case_error! {
    /// An error of setting lines; nothing was changed then.
    #[derive(Debug, thiserror::Error)]
    pub enum LinesError: transparent Forbidden {
        /// There is no such account, or it is retired.
        #[error("there is no such account")]
        NoSuchAccount,
        /// There is no such interface of the account.
        #[error("there is no such interface")]
        NoSuchInterface,
        /// Somebody else set other lines since they were shown: these.
        #[error("the lines were changed in the meantime")]
        Overtaken(Option<Thresholds>),
        /// The lines cannot be taken.
        #[error("{0:?}")]
        Faults(LinesFaults),
    }
}

impl From<LinesChangeError> for LinesError {
    fn from(error: LinesChangeError) -> Self {
        match error {
            LinesChangeError::Overtaken(lines) => Self::Overtaken(lines),
            LinesChangeError::Store(error) => error.into(),
        }
    }
}

/// The lines of an account or an interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinesView {
    /// The lines that apply.
    pub lines: Thresholds,
    /// Where they come from.
    pub from: LinesFrom,
    /// The own lines, with who set them and when.
    pub own: Option<Stored<Thresholds>>,
    /// The lines that apply without the own ones.
    pub inherited: Thresholds,
    /// Where those come from.
    pub inherited_from: LinesFrom,
}

impl Desk {
    /// The lines of an account, or of one of its interfaces.
    pub fn lines_of(&self, account: AccountId, interface: Option<InterfaceId>) -> LinesView {
        let live = self.live();
        let of = interface.map_or(LinesOf::Account(account), LinesOf::Interface);
        let own = live.stored.lines.iter().find(|(other, _)| *other == of).map(|(_, own)| own.clone());
        let (lines, from) = interface.map_or_else(|| live.lines.of_account(account), |id| live.lines.of(account, id));
        let (inherited, inherited_from) = match interface {
            Some(_) => live.lines.of_account(account),
            None => (live.lines.all, LinesFrom::All),
        };
        LinesView { lines, from, own, inherited, inherited_from }
    }

    /// Sets the own lines of an account, or of one of its interfaces, to what was typed: the warning and the critical line in
    /// percent. With `None` removes them. `seen` are the own lines that the form showed.
    ///
    /// # Errors
    /// [`LinesError`].
    pub async fn set_lines(
        &self,
        actor: &Actor,
        account: AccountId,
        interface: Option<InterfaceId>,
        typed: Option<(&str, &str)>,
        seen: SeenLines,
    ) -> Result<ChangeOutcome, LinesError> {
        actor.require(Permission::Administer, Some(account))?;
        let of = if let Some(id) = interface {
            let found = self.store.interface(id).await?.filter(|found| found.account_id == account);
            found.map(|_| LinesOf::Interface(id)).ok_or(LinesError::NoSuchInterface)?
        } else {
            let found = self.store.account(account).await?;
            let found = found.filter(|found| found.status != AccountStatus::Retired);
            found.map(|_| LinesOf::Account(account)).ok_or(LinesError::NoSuchAccount)?
        };
        let lines = typed.map(understood).transpose().map_err(LinesError::Faults)?;
        let changed = self.store.set_lines(of, lines, seen, &actor.into(), self.clock.now()).await?;
        self.refresh_after_change().await;
        Ok(if changed { ChangeOutcome::Done } else { ChangeOutcome::Unchanged })
    }
}

/// Lines as they were typed.
fn understood((warning, critical): (&str, &str)) -> Result<Thresholds, LinesFaults> {
    let mut values = LiveValues::default();
    let mut faults = LinesFaults {
        warning: values.set(SettingKey::WarningPercent, warning).err(),
        critical: values.set(SettingKey::CriticalPercent, critical).err(),
    };
    if faults == LinesFaults::default() {
        faults.warning = values.check().err().map(|(_, fault)| fault);
    }
    if faults == LinesFaults::default() { Ok(values.thresholds) } else { Err(faults) }
}

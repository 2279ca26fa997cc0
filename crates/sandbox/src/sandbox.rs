//! The handle of the simulated platform, with the control API as methods.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use tokio::sync::watch;

use crate::calendar::month_of;
use crate::clock::{ReadClock, machine_ms};
use crate::config::{AccountConfig, Config};
use crate::past::PastClear;
use crate::platform::{
    AccountChange, AccountView, Call, ClearRecord, CommandError, Counts, Fault, FaultKind, FaultView, InterfaceChange,
    PlantedCall, Platform, Reply,
};
use crate::settings::Settings;
use crate::traffic::{Figures, Traffic};

/// A simulated WeChat platform. Clones share its state.
#[derive(Clone)]
pub struct Sandbox {
    shared: Arc<Shared>,
}

struct Shared {
    config: Config,
    machine: ReadClock,
    state: Mutex<State>,
    /// The number of releases of held answers.
    released: watch::Sender<u64>,
    /// The number of held answers.
    held: watch::Sender<usize>,
    /// Whether the server is stopping, so that answers wait no longer.
    closing: watch::Sender<bool>,
}

struct State {
    platform: Platform,
    traffic: Arc<Traffic>,
    /// The clears made before the start; those that the config counts where absent.
    past: Option<Vec<PastClear>>,
}

impl State {
    fn new(config: &Config, machine: &ReadClock, past: Option<Vec<PastClear>>) -> Self {
        let platform = Platform::new(config, Arc::clone(machine), past.as_deref());
        let traffic = Traffic::after(past.as_deref().unwrap_or_default(), config, platform.anchor_ms());
        Self { platform, traffic: Arc::new(traffic), past }
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").finish_non_exhaustive()
    }
}

/// The state of the sandbox's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClockView {
    /// The present instant.
    pub now: Timestamp,
    /// The same in Unix milliseconds.
    pub unix_ms: i64,
    /// Whether the clock is frozen.
    pub frozen: bool,
    /// The quota month, as `2026-03`.
    pub quota_month: String,
}

/// An account of the config, as a dashboard needs it to add the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeededAccount {
    /// The display name.
    pub name: String,
    /// The appid.
    pub appid: String,
    /// The valid secret.
    pub secret: String,
    /// A previous secret that a service still uses.
    pub outdated: Option<Outdated>,
    /// The kind: `mini-program`, `service-account`, …
    pub kind: &'static str,
    /// Whether the account belongs to the demo; others are for tests.
    pub in_demo: bool,
    /// The paths of its configured interfaces, in their order.
    pub interfaces: Vec<String>,
}

/// A previous secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outdated {
    /// The secret; WeChat answers 40125 to it.
    pub secret: String,
    /// The time of its replacement, in Unix milliseconds.
    pub since_ms: i64,
}

impl Sandbox {
    /// A platform with the accounts of the config, its clock started.
    pub fn new(config: Config) -> Self {
        Self::with_clock(config, machine_ms)
    }

    /// The same, with a clock that takes `now_ms`, in Unix milliseconds, for the machine's time.
    pub fn with_clock(config: Config, now_ms: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        let machine: ReadClock = Arc::new(now_ms);
        let state = Mutex::new(State::new(&config, &machine, None));
        let shared = Shared {
            config,
            machine,
            state,
            released: watch::Sender::new(0),
            held: watch::Sender::new(0),
            closing: watch::Sender::new(false),
        };
        Self { shared: Arc::new(shared) }
    }

    /// The accounts of the config.
    pub fn seeded_accounts(&self) -> Vec<SeededAccount> {
        let anchor_ms = self.state().platform.anchor_ms();
        let seeded = |account: &AccountConfig| SeededAccount {
            name: account.name.clone(),
            appid: account.appid.clone(),
            secret: account.secret.clone(),
            outdated: account.outdated.as_ref().map(|outdated| Outdated {
                secret: outdated.secret.clone(),
                since_ms: anchor_ms - i64::from(outdated.hours_ago) * 3_600_000,
            }),
            kind: account.kind.word(),
            in_demo: account.in_demo,
            interfaces: account.interfaces.iter().map(|interface| interface.path.clone()).collect(),
        };
        self.shared.config.accounts.iter().map(seeded).collect()
    }

    /// The traffic of the config's accounts, at any time, the past included.
    pub fn traffic(&self) -> Arc<Traffic> {
        Arc::clone(&self.state().traffic)
    }

    /// The state of the clock.
    pub fn clock(&self) -> ClockView {
        let state = self.state();
        let unix_ms = state.platform.clock.now_ms();
        let (year, month) = month_of(unix_ms);
        ClockView {
            now: Timestamp::from_millisecond(unix_ms).unwrap_or(Timestamp::MAX),
            unix_ms,
            frozen: state.platform.clock.is_frozen(),
            quota_month: format!("{year:04}-{month:02}"),
        }
    }

    /// Moves the clock by a duration, backwards where it is negative.
    pub fn move_clock(&self, by: SignedDuration) {
        let clock = &mut self.state().platform.clock;
        let by_ms = i64::try_from(by.as_millis()).unwrap_or(if by.is_negative() { i64::MIN } else { i64::MAX });
        clock.set(clock.now_ms().saturating_add(by_ms));
    }

    /// Sets the clock, which runs on from there unless it is frozen.
    pub fn set_clock(&self, at: Timestamp) {
        self.state().platform.clock.set(at.as_millisecond());
    }

    /// Freezes the clock at its present time.
    pub fn freeze_clock(&self) {
        self.state().platform.clock.freeze();
    }

    /// Ends a freeze; the clock runs on from the frozen time.
    pub fn run_clock(&self) {
        self.state().platform.clock.run();
    }

    /// Counts calls as of the account's own services, up to the limit, and returns the real figures.
    ///
    /// # Errors
    /// [`CommandError::UnknownAccount`], [`CommandError::Path`].
    pub fn consume(&self, appid: &str, path: &str, calls: u64) -> Result<Figures, CommandError> {
        self.state().platform.consume(appid, path, calls)
    }

    /// Clears as a person would in WeChat's web console (or, for one interface, with another tool), within the same numbers a
    /// month.
    ///
    /// # Errors
    /// [`CommandError::UnknownAccount`], [`CommandError::Path`], [`CommandError::NoClearLeft`].
    pub fn clear_elsewhere(&self, appid: &str, path: Option<&str>) -> Result<ClearRecord, CommandError> {
        self.state().platform.clear_elsewhere(appid, path)
    }

    /// Sets the time for which `quota/get` answers the figures from before a clear, in seconds, for later clears.
    pub fn delay_clears(&self, seconds: u32) {
        self.state().platform.settings.clear_shows_after_s = seconds;
    }

    /// The limits and choices.
    pub fn settings(&self) -> Settings {
        self.state().platform.settings.clone()
    }

    /// Changes the settings that a JSON object names, as `{"account_clears":2}`.
    ///
    /// # Errors
    /// [`CommandError::Settings`] for an unknown setting or a value of the wrong type; nothing is changed then.
    pub fn change_settings(&self, change: serde_json::Value) -> Result<(), CommandError> {
        self.state().platform.change_settings(change)
    }

    /// Adds an account, or replaces the one with the same appid. Its traffic is not in [`Self::traffic`].
    ///
    /// # Errors
    /// [`CommandError::Account`] for an invalid account.
    pub fn add_account(&self, account: AccountConfig) -> Result<(), CommandError> {
        self.state().platform.add_account(account)
    }

    /// Changes an account: its state, secret, allowed addresses and other properties.
    ///
    /// # Errors
    /// [`CommandError::UnknownAccount`].
    pub fn change_account(&self, appid: &str, change: AccountChange) -> Result<(), CommandError> {
        self.state().platform.change_account(appid, change)
    }

    /// Changes the limits and other properties of an interface, which is created where absent.
    ///
    /// # Errors
    /// [`CommandError::UnknownAccount`], [`CommandError::Path`].
    pub fn change_interface(&self, appid: &str, path: &str, change: &InterfaceChange) -> Result<(), CommandError> {
        self.state().platform.change_interface(appid, path, change)
    }

    /// Ends all tokens of an account, as a forced refresh by another service does: 40001 from now on.
    ///
    /// # Errors
    /// [`CommandError::UnknownAccount`].
    pub fn revoke_tokens(&self, appid: &str) -> Result<(), CommandError> {
        self.state().platform.revoke_tokens(appid)
    }

    /// The present states of all accounts, by appid.
    pub fn accounts(&self) -> Vec<AccountView> {
        self.state().platform.account_views()
    }

    /// The requests and clears since the start or the last reset.
    pub fn counts(&self) -> Counts {
        self.state().platform.counts()
    }

    /// Adds a failed call, which `rid/get` then finds by the returned rid.
    ///
    /// # Errors
    /// [`CommandError::UnknownAccount`].
    pub fn plant(&self, call: PlantedCall) -> Result<String, CommandError> {
        self.state().platform.plant(call)
    }

    /// Adds a fault at the end of the list and returns its id.
    pub fn add_fault(&self, fault: Fault) -> u64 {
        self.state().platform.faults.add(fault)
    }

    /// Removes a fault; `false` where there is none with this id.
    pub fn remove_fault(&self, id: u64) -> bool {
        self.state().platform.faults.remove(id)
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.state().platform.faults.clear();
    }

    /// The list of faults.
    pub fn faults(&self) -> Vec<FaultView> {
        self.state().platform.faults.list()
    }

    /// Sends all held answers (see [`FaultKind::Hold`]).
    pub fn release(&self) {
        self.shared.released.send_modify(|times| *times += 1);
    }

    /// The number of held answers.
    pub fn held(&self) -> usize {
        *self.shared.held.borrow()
    }

    /// Waits until at least `count` answers are held, whose requests have been processed.
    pub async fn wait_until_held(&self, count: usize) {
        let mut held = self.shared.held.subscribe();
        // Cannot fail: the sender lives as long as `self`.
        let _ = held.wait_for(|now| *now >= count).await;
    }

    /// Resets everything to the config and the clears made before: accounts, clock, tokens, counts, faults, settings. Held
    /// answers are sent.
    pub fn reset(&self) {
        let past = self.state().past.clone();
        self.start_over(past);
    }

    /// The same, with these clears made before the start, in the place of the numbers of clears that the config has.
    pub fn reset_after(&self, past: Vec<PastClear>) {
        self.start_over(Some(past));
    }

    fn start_over(&self, past: Option<Vec<PastClear>>) {
        *self.state() = State::new(&self.shared.config, &self.shared.machine, past);
        self.release();
    }

    /// Counts a request and processes it, unless a fault prevents that. The fault, and the reply where there is one.
    pub(crate) fn process(&self, call: &Call) -> (Option<FaultKind>, Option<Reply>) {
        let platform = &mut self.state().platform;
        platform.received(call);
        let caller = platform.caller(call);
        let Some(fault) = platform.faults.take(&call.path, caller.as_deref()) else {
            return (None, Some(platform.answer(call)));
        };
        let reply = fault.acts().then(|| platform.answer(call));
        let reply = match &fault.kind {
            FaultKind::Errcode { errcode, errmsg } => Some(platform.refuse_as(call, *errcode, errmsg.clone())),
            _ => reply,
        };
        (Some(fault.kind), reply)
    }

    pub(crate) fn released(&self) -> watch::Receiver<u64> {
        self.shared.released.subscribe()
    }

    pub(crate) fn held_counter(&self) -> &watch::Sender<usize> {
        &self.shared.held
    }

    /// The host names that requests may have beside this machine's.
    pub(crate) fn hosts(&self) -> &[String] {
        &self.shared.config.hosts
    }

    pub(crate) fn closing(&self) -> &watch::Sender<bool> {
        &self.shared.closing
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state stays usable after a panic in another thread.
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

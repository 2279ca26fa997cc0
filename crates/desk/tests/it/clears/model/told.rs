//! How much happened in a world, to be seen that it was enough.

use std::ops::AddAssign;

/// How much happened.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Told {
    pub(super) carried_out: u32,
    pub(super) unknown: u32,
    pub(super) effective: u32,
    pub(super) ineffective: u32,
    pub(super) unproven: u32,
    pub(super) requests: u32,
    pub(super) approved: u32,
    pub(super) elsewhere: u32,
    pub(super) guesses: u32,
    pub(super) seen: u32,
    pub(super) settled: u32,
    pub(super) crashes: u32,
}

impl AddAssign for Told {
    fn add_assign(&mut self, other: Self) {
        self.carried_out += other.carried_out;
        self.unknown += other.unknown;
        self.effective += other.effective;
        self.ineffective += other.ineffective;
        self.unproven += other.unproven;
        self.requests += other.requests;
        self.approved += other.approved;
        self.elsewhere += other.elsewhere;
        self.guesses += other.guesses;
        self.seen += other.seen;
        self.settled += other.settled;
        self.crashes += other.crashes;
    }
}

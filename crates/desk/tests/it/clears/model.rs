//! The ledger against a WeChat that counts for itself: thousands of random sequences of clicks, replays, faults, crashes,
//! clock moves and clears made elsewhere. Whatever happens, nothing that WeChat carried out is missing from the count, and
//! no click is carried out twice.

mod seen;
mod told;
mod world;

use std::time::Instant;

use rand::rngs::{StdRng, SysRng};
use rand::{RngExt, SeedableRng};

use self::world::World;

/// Accounts that live through the same weather at the same time, each with a sequence of its own.
const ACCOUNTS: u32 = 40;
const STEPS: usize = 30;
/// Sequences in all, unless `WXQUOTA_MODEL_SEQUENCES` says otherwise, as `cargo xtask model` does: 2,000 take minutes.
const SEQUENCES: u32 = 200;

fn from_environment(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_clear_is_forgotten_and_no_click_spends_twice() {
    let seed =
        from_environment("WXQUOTA_MODEL_SEED").unwrap_or_else(|| StdRng::try_from_rng(&mut SysRng).unwrap().random());
    let sequences: u32 = from_environment("WXQUOTA_MODEL_SEQUENCES").map_or(SEQUENCES, |n| n.try_into().unwrap());
    println!("seed: WXQUOTA_MODEL_SEED={seed}, {sequences} sequences of {STEPS} steps");
    let began = Instant::now();
    let mut rng = StdRng::seed_from_u64(seed);
    let mut told = told::Told::default();
    for n in 0..sequences.div_ceil(ACCOUNTS) {
        let seed = if n == 0 { seed } else { rng.random() };
        println!("world {n}: WXQUOTA_MODEL_SEED={seed}");
        let mut world = World::new(ACCOUNTS, StdRng::seed_from_u64(seed)).await;
        for _ in 0..STEPS {
            world = world.step().await;
            world.check().await;
        }
        world.come_to_rest().await;
        world.check().await;
        world.check_guesses().await;
        told += world.end().await;
    }
    println!("{told:?} in {:?}", began.elapsed());
    // A model in which hardly anything happens proves hardly anything.
    assert!(told.carried_out > sequences && told.unknown > 0 && told.requests > 0 && told.guesses > 0, "{told:?}");
    assert!(told.crashes > 0 && told.effective > 0 && told.settled > 0, "{told:?}");
}

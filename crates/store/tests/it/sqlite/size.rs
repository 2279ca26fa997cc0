//! How much a sample takes on disk: the budget is 40 bytes, indexes included.

use domain::{Failure, Figures, InterfaceId, Outcome, RateLimit, Reading};
use jiff::SignedDuration;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use store::NewSample;

use super::{connection, fresh};
use crate::conformance::{at, by, new_account, path};

const INTERFACES: i64 = 20;
const DAYS: i64 = 21;

/// One hourly reading as it might be: jittered, rising over the day, now and then failing, the limit seldom changing.
fn reading(random: &mut StdRng, interface: InterfaceId, hour: i64, used: &mut i64) -> Reading {
    if hour % 24 == 8 {
        *used = 0;
    }
    *used += random.random_range(0..5_000);
    let daily_limit = if hour < 24 * 10 { 500_000 } else { 600_000 } + interface.0;
    let figures = Figures { daily_limit, used: *used, remain: daily_limit - *used };
    let failed = random.random_ratio(1, 200);
    let rate_limit = RateLimit { call_count: 1000, refresh_second: 60 };
    Reading {
        at: at(hour * 60) + SignedDuration::from_millis(random.random_range(0..240_000)),
        outcome: if failed { Outcome::Failed(Failure::NoAnswer) } else { Outcome::Good(figures) },
        rate_limit: (!failed).then_some(rate_limit),
        component_rate_limit: None,
    }
}

#[tokio::test]
async fn hourly_samples_fit_the_budget() {
    let (store, folder) = fresh().await;
    let mut random = StdRng::seed_from_u64(8_760);
    let mut new = new_account(1);
    new.watch = (0..INTERFACES).map(|number| path(&format!("/wxa/interface_{number}"))).collect();
    let account = store.add_account(new, &by(), at(0)).await.unwrap();
    let interfaces: Vec<_> = store.interfaces_of(account).await.unwrap().iter().map(|one| one.id).collect();
    let mut used = vec![0; interfaces.len()];
    for hour in 0..24 * DAYS {
        let sample = |(interface, used)| NewSample {
            interface,
            reading: reading(&mut random, interface, hour, used),
            detail: None,
            slot: Some(hour),
            of_day_before: false,
        };
        let samples: Vec<_> = interfaces.iter().copied().zip(&mut used).map(sample).collect();
        store.add_samples(&samples).await.unwrap();
    }
    let query = "SELECT SUM(pgsize) FROM dbstat WHERE name IN ('sample_days', 'latest')";
    let bytes: i64 = sqlx::query_scalar(query).fetch_one(&mut connection(folder.path()).await).await.unwrap();
    let tenths = bytes * 10 / (INTERFACES * DAYS * 24);
    println!("{}.{} bytes a sample", tenths / 10, tenths % 10);
    assert!(tenths <= 400, "{tenths} tenths of a byte a sample");
}

use store::{Store, TaskRun};

use super::at;

pub(crate) async fn the_last_run_stays(store: &dyn Store) {
    let run = |name: &str, minute, error: Option<&str>| TaskRun {
        name: name.to_owned(),
        started_at: at(minute),
        ended_at: at(minute + 1),
        summary: "12 read".to_owned(),
        error: error.map(ToOwned::to_owned),
    };
    assert_eq!(store.task_runs().await.unwrap(), []);
    store.set_task_run(&run("sampler", 0, Some("no connection"))).await.unwrap();
    store.set_task_run(&run("janitor", 0, None)).await.unwrap();
    store.set_task_run(&run("sampler", 60, None)).await.unwrap();
    assert_eq!(store.task_runs().await.unwrap(), [run("janitor", 0, None), run("sampler", 60, None)]);
    store.ping().await.unwrap();
}

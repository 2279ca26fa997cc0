//! The places of connections: so many at once, and so many from one client network.
//!
//! A network has a bound for its strangers, and another for all its connections, also those with a valid session or token. Where
//! it gets tight, the connection that has been idle for longest makes room: of the network that is at its bound, or, where all
//! places are taken, of the network that has the most. Without an idle one there are a few spare places, each for one
//! quick request: health checks are answered there, and everything else is refused in words.

use std::collections::BTreeMap;
use std::future::pending;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::ClientNetwork;
use tokio_util::sync::CancellationToken;

use crate::middleware::crowd::Introduction;
use crate::middleware::limits::Limits;

/// The spare places, and those that one network gets of them.
const SPARE: usize = 16;
const SPARE_EACH: usize = 4;

/// All places.
#[derive(Debug)]
pub(super) struct Places {
    all: usize,
    each: Option<usize>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Counts connections, and the moments at which they became idle.
    newest: u64,
    taken: BTreeMap<u64, Taken>,
}

/// A place that is taken.
#[derive(Debug)]
struct Taken {
    network: Option<ClientNetwork>,
    spare: bool,
    introduction: Introduction,
    /// Since when it is idle; `None` while a request is answered.
    idle_since: Option<u64>,
    /// Cancelled where the connection has to make room.
    leave: CancellationToken,
}

/// A place, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    number: u64,
    spare: bool,
    /// Whether a request is being answered.
    busy: AtomicBool,
    introduction: Introduction,
    leave: CancellationToken,
    places: Arc<Places>,
}

/// The time in which a connection is not idle.
#[derive(Debug)]
pub(super) struct Busy(Arc<Place>);

impl Places {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { all: limits.connections, each: limits.connections_each, state: Mutex::default() }
    }

    /// A place for a connection from `network`; of a Unix socket there is none. `None` where not even a spare one is left.
    pub(super) fn take(self: &Arc<Self>, network: Option<ClientNetwork>) -> Option<Place> {
        let mut state = self.state();
        let spare = !(self.makes_room_within(&mut state, network) && self.makes_room(&mut state));
        if spare && !state.makes_spare_room(network) {
            return None;
        }
        let place = Place {
            number: state.next(),
            spare,
            busy: AtomicBool::new(false),
            introduction: Introduction::default(),
            leave: CancellationToken::new(),
            places: Arc::clone(self),
        };
        let (introduction, leave) = (place.introduction.clone(), place.leave.clone());
        state.taken.insert(place.number, Taken { network, spare, introduction, idle_since: Some(place.number), leave });
        Some(place)
    }

    /// Makes room among the connections of a network.
    fn makes_room_within(&self, state: &mut State, network: Option<ClientNetwork>) -> bool {
        let Some((each, network)) = self.each.zip(network) else { return true };
        let own = |taken: &Taken| !taken.spare && taken.network == Some(network);
        let strange = |taken: &Taken| own(taken) && !taken.introduction.was_made();
        (state.count(strange) < each || state.let_longest_idle_go(strange))
            && (state.count(own) < self.all.div_ceil(2) || state.let_longest_idle_go(own))
    }

    /// Makes room among all; a network at its bound has made room before.
    fn makes_room(&self, state: &mut State) -> bool {
        if state.count(|taken| !taken.spare) < self.all {
            return true;
        }
        let mut by_network = BTreeMap::<_, usize>::new();
        for taken in state.taken.values().filter(|taken| !taken.spare) {
            *by_network.entry(taken.network).or_default() += 1;
        }
        let idle = state.taken.values().filter(|taken| !taken.spare && taken.idle_since.is_some());
        let largest = idle.map(|taken| taken.network).max_by_key(|network| by_network.get(network).copied());
        largest.is_some_and(|largest| state.let_longest_idle_go(|taken| !taken.spare && taken.network == largest))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Each change is one insertion or removal, so the places are whole also where a task panicked.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn next(&mut self) -> u64 {
        self.newest += 1;
        self.newest
    }

    fn count(&self, which: impl Fn(&Taken) -> bool) -> usize {
        self.taken.values().filter(|taken| which(taken)).count()
    }

    /// Asks the connection to go that has been idle for longest; its place is free at once.
    fn let_longest_idle_go(&mut self, which: impl Fn(&Taken) -> bool) -> bool {
        let idle = self.taken.iter().filter(|(_, taken)| which(taken));
        let idle = idle.filter_map(|(number, taken)| Some((taken.idle_since?, *number)));
        let longest = idle.min().and_then(|(_, number)| self.taken.remove(&number));
        longest.map(|taken| taken.leave.cancel()).is_some()
    }

    fn makes_spare_room(&mut self, network: Option<ClientNetwork>) -> bool {
        let own = |taken: &Taken| taken.spare && taken.network == network;
        (self.count(own) < SPARE_EACH || self.let_longest_idle_go(own))
            && (self.count(|taken| taken.spare) < SPARE || self.let_longest_idle_go(|taken| taken.spare))
    }
}

impl Place {
    /// Whether it is a spare one, for one quick request.
    pub(super) fn is_spare(&self) -> bool {
        self.spare
    }

    /// What requests of the connection tell of whoever sends them.
    pub(super) fn introduction(&self) -> Introduction {
        self.introduction.clone()
    }

    /// Waits until the connection has to make room.
    pub(super) async fn left(&self) {
        self.leave.cancelled().await;
    }

    /// Waits until the connection has to make room and answers nothing. A request that came at the very moment is answered.
    pub(super) async fn left_unused(&self) {
        self.leave.cancelled().await;
        if self.busy.load(Ordering::Relaxed) {
            pending::<()>().await;
        }
    }

    /// Marks the connection as busy until the guard is dropped.
    pub(super) fn busy(self: Arc<Self>) -> Busy {
        self.set_idle(false);
        Busy(self)
    }

    fn set_idle(&self, idle: bool) {
        self.busy.store(!idle, Ordering::Relaxed);
        let mut state = self.places.state();
        let since = state.next();
        if let Some(taken) = state.taken.get_mut(&self.number) {
            taken.idle_since = idle.then_some(since);
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.set_idle(true);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.state().taken.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    fn places(connections: usize, connections_each: Option<usize>) -> Arc<Places> {
        Arc::new(Places::new(&Limits { connections, connections_each, ..Limits::default() }))
    }

    fn network(last: u8) -> ClientNetwork {
        IpAddr::from([203, 0, 113, last]).into()
    }

    fn usual(places: &Arc<Places>, last: u8) -> Arc<Place> {
        let place = places.take(Some(network(last))).unwrap();
        assert!(!place.is_spare());
        Arc::new(place)
    }

    fn has_to_go(place: &Place) -> bool {
        place.leave.is_cancelled()
    }

    #[test]
    fn at_its_bound_a_network_loses_the_connection_that_was_idle_for_longest() {
        let places = places(100, Some(3));
        let [first, second, third] = [(); 3].map(|()| usual(&places, 1));
        // The first answers a request and is idle again, the third answers one.
        drop(Arc::clone(&first).busy());
        let _busy = Arc::clone(&third).busy();
        let elsewhere = usual(&places, 2);
        let _fourth = usual(&places, 1);
        assert_eq!([&first, &second, &third, &elsewhere].map(|place| has_to_go(place)), [false, true, false, false]);
    }

    #[test]
    fn busy_connections_stay_and_the_next_gets_a_spare_place() {
        let places = places(100, Some(2));
        let busy = [(); 2].map(|()| usual(&places, 1).busy());
        let spare: Vec<_> = (0..SPARE_EACH).map(|_| places.take(Some(network(1))).unwrap()).collect();
        assert!(spare.iter().all(Place::is_spare));
        // A further one takes the place of the one that has said nothing for longest.
        let next = places.take(Some(network(1))).unwrap();
        assert!(next.is_spare() && has_to_go(&spare[0]) && !has_to_go(&spare[1]));
        assert!(!places.take(Some(network(2))).unwrap().is_spare(), "others are not concerned");
        drop(busy);
        assert!(!places.take(Some(network(1))).unwrap().is_spare());
    }

    #[test]
    fn whoever_is_known_does_not_count_among_the_strangers_of_a_network() {
        let places = places(8, Some(2));
        let introduced = |place: &Place| {
            let mut extensions = http::Extensions::new();
            extensions.insert(place.introduction());
            Introduction::make(&extensions);
        };
        let known = [(); 2].map(|()| usual(&places, 1));
        for place in &known {
            introduced(place);
        }
        let strangers = [(); 2].map(|()| usual(&places, 1));
        let _next = usual(&places, 1);
        assert!(has_to_go(&strangers[0]) && !known.iter().any(|place| has_to_go(place)));
        // All of a network together take half of the places.
        introduced(&strangers[1]);
        let _next = usual(&places, 1);
        assert!(has_to_go(&known[0]) && !has_to_go(&known[1]));
    }

    #[test]
    fn where_all_places_are_taken_the_largest_network_makes_room() {
        let places = places(5, None);
        let large = [(); 3].map(|()| usual(&places, 1));
        let small = [(); 2].map(|()| usual(&places, 2));
        // Of the large one only the newest is idle.
        let _busy = [0, 1].map(|at| Arc::clone(&large[at]).busy());
        let _next = usual(&places, 3);
        assert!(has_to_go(&large[2]) && !small.iter().any(|place| has_to_go(place)));
        let _next = usual(&places, 4);
        assert!(has_to_go(&small[0]), "no other of a network with two is idle");
    }

    #[test]
    fn spare_places_are_few_and_shared() {
        let places = places(1, None);
        let _busy = usual(&places, 1).busy();
        let spare: Vec<_> = (0..u8::try_from(SPARE).unwrap()).map(|n| places.take(Some(network(n))).unwrap()).collect();
        let spare: Vec<_> = spare.into_iter().map(|place| Arc::new(place).busy()).collect();
        assert!(places.take(Some(network(99))).is_none());
        drop(spare);
        assert!(places.take(Some(network(99))).unwrap().is_spare());
    }

    #[test]
    fn a_place_is_free_once_it_is_dropped() {
        let places = places(1, Some(1));
        for last in [1, 1, 2] {
            let place = usual(&places, last);
            let busy = place.busy();
            drop(busy);
        }
        assert_eq!(places.state().taken.len(), 0);
    }
}

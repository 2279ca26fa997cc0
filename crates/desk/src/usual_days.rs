//! The usual days of interfaces, kept in memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::InterfaceId;
use domain::forecast::UsualDays;
use jiff::civil::Date;

/// The past days of interfaces, each as of a quota day.
#[derive(Debug, Default)]
pub(crate) struct UsualDaysCache(Mutex<HashMap<InterfaceId, (Date, Arc<UsualDays>)>>);

impl UsualDaysCache {
    pub(crate) fn of(&self, id: InterfaceId, day: Date) -> Option<Arc<UsualDays>> {
        let cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cached.get(&id).filter(|(of, _)| *of == day).map(|(_, usual)| Arc::clone(usual))
    }

    pub(crate) fn keep(&self, id: InterfaceId, day: Date, usual: &Arc<UsualDays>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, (day, Arc::clone(usual)));
    }
}

//! Pages of long lists.

/// How many rows to read for a page of `limit`: one more, which tells whether others follow.
pub(crate) fn one_more(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1)
}

/// Cuts rows, of which [`one_more`] than `limit` were read, to a page; gives the key of its last row where others follow.
pub(crate) fn cut_page<T, K>(rows: &mut Vec<T>, limit: usize, key: impl Fn(&T) -> K) -> Option<K> {
    let more = rows.len() > limit;
    rows.truncate(limit);
    rows.last().filter(|_| more).map(key)
}

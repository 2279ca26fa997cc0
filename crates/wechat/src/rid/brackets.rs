//! Pairs of brackets in a text: objects of JSON, and the arrays that PHP prints.
//!
//! Texts are cut off, and prose has brackets of its own. So a bracket may stay open, and one that closes nothing is skipped.

use std::ops::Range;

/// The number of open brackets that a closing one is compared with.
const SEEN_BACK: usize = 8;
/// The number of enclosing pairs that are looked at.
const SEEN_OUTWARDS: usize = 12;
/// The end of a pair that is not closed.
const OPEN: u32 = u32::MAX;
/// The parent of an outermost pair.
const NONE: u32 = u32::MAX;

/// All pairs of braces and parentheses in a text.
pub(super) struct Brackets {
    pairs: Vec<Pair>,
    /// After which offset which pair is the innermost; in order.
    innermost: Vec<(u32, u32)>,
}

/// A pair of brackets. 32 bits are enough for a pasted text, and a text of brackets only has a pair for each byte.
struct Pair {
    start: u32,
    end: u32,
    parent: u32,
}

/// The number of a pair.
pub(super) type PairId = u32;

impl Brackets {
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut all = Self { pairs: Vec::new(), innermost: Vec::new() };
        let mut stack: Vec<u32> = Vec::new();
        for (at, byte) in (0_u32..).zip(bytes) {
            match byte {
                b'{' | b'(' => {
                    let pair = u32::try_from(all.pairs.len()).unwrap_or(NONE);
                    all.pairs.push(Pair { start: at, end: OPEN, parent: stack.last().copied().unwrap_or(NONE) });
                    stack.push(pair);
                }
                b'}' | b')' => {
                    let opening = if *byte == b'}' { b'{' } else { b'(' };
                    let opens = |pair: &u32| {
                        let start = all.pairs.get(*pair as usize).map_or(0, |pair| pair.start);
                        bytes.get(start as usize) == Some(&opening)
                    };
                    let Some(back) = stack.iter().rev().take(SEEN_BACK).position(opens) else { continue };
                    stack.truncate(stack.len() - back);
                    if let Some(closed) = stack.pop().and_then(|pair| all.pairs.get_mut(pair as usize)) {
                        closed.end = at + 1;
                    }
                }
                _ => continue,
            }
            all.innermost.push((at, stack.last().copied().unwrap_or(NONE)));
        }
        all
    }

    /// The pairs around an offset, closed or not, the innermost first.
    pub(super) fn around(&self, at: usize) -> impl Iterator<Item = PairId> {
        let known = self.innermost.partition_point(|(offset, _)| (*offset as usize) < at);
        let innermost = known.checked_sub(1).and_then(|last| self.innermost.get(last)).map(|(_, pair)| *pair);
        let outer = |pair: &u32| self.pairs.get(*pair as usize).map(|pair| pair.parent).filter(|pair| *pair != NONE);
        std::iter::successors(innermost.filter(|pair| *pair != NONE), outer).take(SEEN_OUTWARDS)
    }

    /// The range of the innermost closed pair around an offset.
    pub(super) fn closed_around(&self, at: usize) -> Option<Range<usize>> {
        let pairs = self.around(at).filter_map(|pair| self.pairs.get(pair as usize));
        pairs.filter(|pair| pair.end != OPEN).map(|pair| pair.start as usize..pair.end as usize).next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(text: &str) -> Option<&str> {
        let at = text.find('!').unwrap();
        Brackets::of(text).closed_around(at).map(|range| &text[range])
    }

    #[test]
    fn the_innermost_closed_pair_is_found() {
        assert_eq!(around("a {b (c) ! d} e"), Some("{b (c) ! d}"));
        assert_eq!(around("{a {b} {c ! d} {e}}"), Some("{c ! d}"));
        assert_eq!(around("Array ( a ! b )"), Some("( a ! b )"));
        assert_eq!(around("{a :( ! b}"), Some("{a :( ! b}"), "what stays open is skipped");
        assert_eq!(around("{a } ! b)"), None);
        assert_eq!(around("} ) {a ! b"), None);
        assert_eq!(around("!"), None);
    }
}

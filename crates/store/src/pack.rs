//! Readings of one UTC day, packed into a few bytes each.

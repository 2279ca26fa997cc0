### The usage states, as product.md names them.

state-exhausted = exhausted
state-critical = critical
state-warning = warning
state-failed = failed
state-stale = stale
state-ok = ok
state-never = never read
state-unsupported = unsupported

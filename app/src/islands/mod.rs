//! The leaves that run in the browser. Each is rendered on the server first and does no harm before it wakes; none
//! calls a server function, and texts reach them as properties.

pub mod copy_button;
pub mod live_age;
pub mod theme_switch;

pub use copy_button::{CopyButton, CopyWords};
pub use live_age::LiveAge;
pub use theme_switch::{ThemeChoice, ThemeSwitch, ThemeWords};

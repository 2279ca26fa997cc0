//! Builds the crate anew when a migration is added: they are embedded by a macro that cannot say so itself.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}

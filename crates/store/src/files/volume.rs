//! The file system that a file is on: its kind, and the room that is left.

use std::path::Path;

use nix::sys::statvfs::statvfs;

/// The room below which a disk counts as full, in bytes: enough for a few transactions.
const ROOM: u64 = 1 << 20;

/// Whether the file system of this folder has room for a few transactions; `true` where that cannot be found out.
pub(crate) fn has_room(folder: &Path) -> bool {
    free_bytes(folder).is_none_or(|free| free >= ROOM)
}

/// The bytes that are left to us on the file system of a folder; `None` where that cannot be found out.
pub fn free_bytes(folder: &Path) -> Option<u64> {
    let volume = statvfs(folder).ok()?;
    Some(volume.blocks_available().saturating_mul(volume.fragment_size()))
}

/// The name of the network file system that a folder is on; `None` for any other. A write-ahead log needs memory that all
/// processes share, and locks that hold: over a network there is no such memory, and locks are often not kept.
pub(crate) fn network_file_system(folder: &Path) -> Option<&'static str> {
    name_of(kind(folder)?)
}

/// The magic numbers of statfs(2), from `linux/magic.h` and the file systems' own sources.
fn name_of(kind: u32) -> Option<&'static str> {
    match kind {
        0x6969 => Some("NFS"),
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => Some("SMB"),
        0x5346_414f | 0x6b41_4653 => Some("AFS"),
        0x7375_7245 => Some("Coda"),
        0x564c => Some("NCP"),
        _ => None,
    }
}

#[cfg(target_os = "linux")]
fn kind(folder: &Path) -> Option<u32> {
    let volume = nix::sys::statfs::statfs(folder).ok()?;
    // The numbers have 32 bits; the type of the field differs between machines.
    let bytes = volume.filesystem_type().0.to_le_bytes();
    Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

#[cfg(not(target_os = "linux"))]
fn kind(_: &Path) -> Option<u32> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_systems_of_networks_are_told_from_local_ones() {
        for (kind, name) in [
            (0x6969, Some("NFS")),
            (0xff53_4d42, Some("SMB")),
            (0xfe53_4d42, Some("SMB")),
            // ext4, XFS, btrfs, tmpfs, overlayfs, ZFS, FUSE and 9p, as containers and WSL have it.
            (0xef53, None),
            (0x5846_5342, None),
            (0x9123_683e, None),
            (0x0102_1994, None),
            (0x794c_7630, None),
            (0x2fc1_2fc1, None),
            (0x6573_5546, None),
            (0x0102_1997, None),
        ] {
            assert_eq!(name_of(kind), name, "{kind:x}");
        }
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(network_file_system(folder.path()), None, "tests run on a local disk");
        assert!(network_file_system(Path::new("/no/such/folder")).is_none() && has_room(Path::new("/no/such/folder")));
        assert!(free_bytes(folder.path()).is_some());
    }
}

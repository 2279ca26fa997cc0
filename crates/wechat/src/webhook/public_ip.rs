//! The check whether an IP address is on the public internet, where users could call it themselves.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

/// IPv4 networks that are not public: those of IANA's registry of special addresses, and one of a cloud. They include the
/// addresses of clouds' metadata services, which give out keys: 169.254.169.254 and, at Alibaba, 100.100.100.200.
const SPECIAL_V4: [Ipv4Net; 16] = [
    v4([0, 0, 0, 0], 8),        // this network; 0.0.0.0 is this machine
    v4([10, 0, 0, 0], 8),       // private
    v4([100, 64, 0, 0], 10),    // between providers and customers
    v4([127, 0, 0, 0], 8),      // this machine
    v4([168, 63, 129, 16], 32), // Azure's host under a virtual machine
    v4([169, 254, 0, 0], 16),   // link-local
    v4([172, 16, 0, 0], 12),    // private
    v4([192, 0, 0, 0], 24),     // for protocols
    v4([192, 0, 2, 0], 24),     // for documentation
    v4([192, 88, 99, 0], 24),   // relays into 6to4, retired
    v4([192, 168, 0, 0], 16),   // private
    v4([198, 18, 0, 0], 15),    // for benchmarks
    v4([198, 51, 100, 0], 24),  // for documentation
    v4([203, 0, 113, 0], 24),   // for documentation
    v4([224, 0, 0, 0], 4),      // multicast
    v4([240, 0, 0, 0], 4),      // reserved, and broadcast
];

/// The IPv6 network of public addresses. All others are link-local (`fe80::/10`), unique local (`fc00::/7`), site-local
/// (`fec0::/10`), multicast (`ff00::/8`), this machine (`::1`), IPv4 in a retired form (`::/96`), or unassigned.
const UNICAST_V6: Ipv6Net = v6([0x2000, 0, 0], 3);

/// The networks within [`UNICAST_V6`] that are not on the public internet, or lead to any IPv4 address.
const SPECIAL_V6: [Ipv6Net; 4] = [
    v6([0x2001, 0, 0], 23),     // for protocols; Teredo wraps IPv4
    v6([0x2001, 0xdb8, 0], 32), // for documentation
    v6([0x2002, 0, 0], 16),     // 6to4, retired, wraps IPv4
    v6([0x3fff, 0, 0], 20),     // for documentation
];

/// The IPv6 network that stands for all IPv4 addresses in networks with IPv6 only (NAT64).
const NAT64: Ipv6Net = v6([0x64, 0xff9b, 0], 96);

const fn v4([a, b, c, d]: [u8; 4], prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), prefix)
}

const fn v6([a, b, c]: [u16; 3], prefix: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0), prefix)
}

/// Whether an address is on the public internet. In doubt it is not. std's `is_global` is not stable.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => match ip.to_ipv4_mapped().or_else(|| behind_nat64(ip)) {
            Some(ip) => is_public_v4(ip),
            None => UNICAST_V6.contains(&ip) && !SPECIAL_V6.iter().any(|net| net.contains(&ip)),
        },
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    !SPECIAL_V4.iter().any(|net| net.contains(&ip))
}

fn behind_nat64(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let [.., a, b, c, d] = ip.octets();
    NAT64.contains(&ip).then(|| Ipv4Addr::new(a, b, c, d))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC: [&str; 22] = [
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "119.29.29.29",
        "126.255.255.255",
        "128.0.0.0",
        "168.63.129.17",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2400:3200::1",
        "2606:4700:4700::1111",
    ];
    const NOT_PUBLIC: [&str; 29] = [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "168.63.129.16",
        "169.254.0.0",
        "169.254.169.254",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.0",
        "192.168.255.255",
        "198.18.0.0",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.254",
        "255.255.255.255",
    ];

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn addresses_are_told_apart() {
        for public in PUBLIC {
            assert!(is_public(ip(public)), "{public}");
        }
        for not in NOT_PUBLIC {
            assert!(!is_public(ip(not)), "{not}");
        }
        for not in [
            "::",
            "::1",
            "::2",
            "64:ff9b:1::8.8.8.8",
            "100::1",
            "2001::1",
            "2001:2::1",
            "2001:20::1",
            "2001:1ff:ffff::1",
            "2001:db8::1",
            "2002::1",
            "3fff::1",
            "3fff:fff::1",
            "4000::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fdff:ffff::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        ] {
            assert!(!is_public(ip(not)), "{not}");
        }
        for public in ["2001:4860:4860::8888", "2a00::1", "2001:db7::1", "2001:db9::1", "3ffe::1", "2000::1"] {
            assert!(is_public(ip(public)), "{public}");
        }
    }

    #[test]
    fn ipv4_written_as_ipv6_is_no_way_around() {
        let wrapped = |text: &str, before: &str| ip(&format!("{before}{text}"));
        for v4 in NOT_PUBLIC {
            for before in ["::ffff:", "::", "64:ff9b::", "64:ff9b:1::", "::ffff:0:", "2002::", "2001::", "2001:0:0:1::"]
            {
                assert!(!is_public(wrapped(v4, before)), "{before}{v4}");
            }
            let IpAddr::V4(v4) = ip(v4) else { continue };
            let [a, b, c, d] = v4.octets();
            let (high, low) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
            assert!(!is_public(Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1).into()), "6to4 of {v4}");
            assert!(!is_public(Ipv6Addr::new(0x2001, 0, 0x4136, 0xe378, 0, 0, !high, !low).into()), "Teredo of {v4}");
        }
        for v4 in PUBLIC.iter().filter(|text| text.contains('.')) {
            assert!(is_public(wrapped(v4, "::ffff:")) && is_public(wrapped(v4, "64:ff9b::")), "{v4}");
            assert!(!is_public(wrapped(v4, "::")), "{v4}: nobody writes them so any more");
        }
    }
}

use super::*;

/// Whether it is easy for somebody called Li.Xiaoming.
fn easy(password: &str) -> bool {
    is_easy(password, "Li.Xiaoming")
}

#[test]
fn the_list_is_in_lower_case_and_in_order() {
    let lines: Vec<_> = COMMON.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines.len() > 15_000 && lines.is_sorted());
    assert!(lines.iter().all(|line| lower(line).eq(line.chars()) && line.chars().count() >= SHORTEST_STEM));
}

#[test]
fn common_ones_are_easy_however_they_are_spelled_and_with_a_little_around_them() {
    for password in [
        "password",
        "PassWord123",
        "P@ssw0rd",
        "P@ssw0rd2024",
        "12345678",
        "1qaz2wsx3edc",
        "qwertyuiop",
        "iloveyou",
        "a1b2c3d4",
        "Summer2024!",
        "2024summer",
        "superman99",
        "letmein123!",
        "admin@123",
        "Aa123456",
        "qq123456",
    ] {
        assert!(easy(password), "{password}");
    }
}

#[test]
fn chinese_favourites_names_rows_and_patterns_are_easy() {
    for password in [
        "5201314a",
        "a5201314",
        "woaini1314",
        "woaini5201314",
        "Woaini520!",
        "aini1314520",
        "iloveyou1314",
        "wodemima123",
        "我爱你一生一世",
        "密码密码密码密码",
        "wxquota1",
        "Wxquota@2026",
        "weixin123",
        "beijing2008",
        "li.xiaoming",
        "Li.Xiaoming1",
        "xiaoming123",
        "gnimoaix1",
        "xiaomingxiaoming",
        "abcd1234efgh",
        "tyuiop123",
        "87654321!",
        "!@#$%^&*",
        "aaaaaaaA",
        "abababababab",
        "xyzxyzxyzxyz",
    ] {
        assert!(easy(password), "{password}");
    }
}

#[test]
fn dates_and_telephone_numbers_are_easy_and_long_numbers_are_not() {
    for (number, expected) in [("19900417", true), ("13800138000", true), ("73920461", true), ("739204611853", false)] {
        assert_eq!(easy(number), expected, "{number}");
    }
}

#[test]
fn phrases_and_random_ones_are_not_easy() {
    for password in [
        "correct horse battery",
        "correct horse",
        "three blind mice",
        "a long enough one",
        "password manager is good",
        "我家的猫会唱歌呢",
        "k3v9x2qa",
        "xK9#mP2$vL",
        "Tr0ub4dor&3",
        "vision-4711-kettle",
        "hunter22-Pa55",
        "Li.Xiaoming likes noodles",
        "2024 was a good year",
    ] {
        assert!(!easy(password), "{password}");
    }
}

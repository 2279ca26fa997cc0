//! Passwords that are guessed first: the commonest ones, also with a little around them, dates and telephone numbers, and the
//! user's name, the product's name or a Chinese favourite with little added.

use secrecy::zeroize::Zeroizing;

#[cfg(test)]
mod tests;

/// The commonest passwords, one a line; lines with `#` are comments.
const COMMON: &str = include_str!("common_passwords.txt");
/// The minimum length of a listed password that makes another one easy by what it has around it, and the maximum length of that.
const SHORTEST_STEM: usize = 5;
const MOST_AROUND: usize = 6;
/// The maximum length of a number that is easy: telephone numbers have 11 digits, dates fewer.
const LONGEST_NUMBER: usize = 11;
/// The minimum of characters beside what everybody tries, where a password has some of that.
const LEAST_OWN: usize = 5;
/// The minimum length of a name, or a part of it, that is looked for.
const SHORTEST_NAME: usize = 3;
/// The minimum length of a run along a row, and of one character.
const SHORTEST_RUN: usize = 4;
const SHORTEST_REPEAT: usize = 3;
/// The maximum length of a pattern that is repeated.
const LONGEST_PATTERN: usize = 4;

/// What passwords are made of again and again.
#[rustfmt::skip]
const WORDS: [&str; 60] = [
    "password", "admin", "administrator", "root", "welcome", "iloveyou", "letmein", "changeme", "default", "guest", "user",
    "login", "test", "demo", "hello", "wxquota", "wechat", "weixin", "tencent", "quota", "xiaochengxu", "gongzhonghao",
    "woaini", "woaiwo", "aini", "woshi", "nihao", "mima", "wode", "caonima", "laopo", "laogong", "baobao", "baobei",
    "zhongguo", "beijing", "shanghai", "5201314", "1314520", "1314521", "201314", "1314", "520", "521", "147258369",
    "147258", "159357", "密码", "我爱你", "爱你", "你好", "一生一世", "微信", "小程序", "公众号", "管理员", "我的", "北京",
    "上海", "中国",
];
/// Rows along which fingers run.
const ROWS: [&str; 9] = [
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "!@#$%^&*()_+",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujm",
];

/// Whether a password is one of those that are guessed first at a user of this name.
pub(super) fn is_easy(password: &str, name: &str) -> bool {
    let is_number = password.len() <= LONGEST_NUMBER && password.bytes().all(|byte| byte.is_ascii_digit());
    is_number || is_listed(password) || is_listed_within(password) || Parts::of(password).are_known(name)
}

/// Whether it is one of the list, whatever its capitals, and with `@` for `a` and the like.
fn is_listed(password: &str) -> bool {
    // Compared character by character: a copy would stay behind in memory.
    let is_it = |common: &str| folded(password).eq(folded(common));
    COMMON.lines().filter(|line| !line.starts_with('#')).any(is_it)
}

/// Whether it is one of the list with a few digits and signs around it.
fn is_listed_within(password: &str) -> bool {
    let stem = password.trim_matches(|c: char| !c.is_alphabetic());
    let around = password.chars().count() - stem.chars().count();
    stem.chars().count() >= SHORTEST_STEM && around <= MOST_AROUND && is_listed(stem)
}

/// The characters in lower case.
pub(super) fn lower(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// The characters in lower case, those that look like a letter as that letter.
fn folded(text: &str) -> impl Iterator<Item = char> {
    lower(text).map(fold)
}

fn fold(character: char) -> char {
    match character {
        '@' | '4' => 'a',
        '0' => 'o',
        '1' | '!' | 'l' => 'i',
        '3' => 'e',
        '$' | '5' => 's',
        '7' => 't',
        other => other,
    }
}

/// The characters of a password, with those that are part of something known marked.
struct Parts {
    plain: Zeroizing<Vec<char>>,
    folded: Zeroizing<Vec<char>>,
    known: Vec<bool>,
}

impl Parts {
    fn of(password: &str) -> Self {
        // With room for all: a vector that grows leaves a copy behind.
        let mut plain = Zeroizing::new(Vec::with_capacity(password.len() * 3));
        plain.extend(lower(password));
        let mut folded = Zeroizing::new(Vec::with_capacity(plain.len()));
        folded.extend(plain.iter().copied().map(fold));
        let known = vec![false; plain.len()];
        Self { plain, folded, known }
    }

    /// Whether the password has something known in it and little of its own.
    fn are_known(mut self, name: &str) -> bool {
        self.mark_words(name);
        self.mark_runs();
        self.mark_repeats();
        self.mark_years();
        let own = self.plain.iter().zip(&self.known).filter(|(c, known)| !**known && !c.is_whitespace()).count();
        own < LEAST_OWN && self.known.contains(&true)
    }

    fn mark(&mut self, from: usize, length: usize) {
        self.known[from..from + length].fill(true);
    }

    /// Marks every place where `is_it` says so of as many characters.
    fn mark_where(&mut self, length: usize, is_it: impl Fn(&Self, usize) -> bool) {
        for from in 0..(self.plain.len() + 1).saturating_sub(length) {
            if is_it(self, from) {
                self.mark(from, length);
            }
        }
    }

    fn mark_words(&mut self, name: &str) {
        let parts = name.split(|c: char| !c.is_alphanumeric()).chain([name]);
        let names = parts.map(|part| folded(part).collect::<Vec<_>>()).filter(|part| part.len() >= SHORTEST_NAME);
        let names = names.flat_map(|part| [part.iter().rev().copied().collect(), part]);
        let words: Vec<Vec<char>> = WORDS.iter().map(|word| folded(word).collect()).chain(names).collect();
        for word in words {
            self.mark_where(word.len(), |parts, from| parts.folded[from..].starts_with(&word));
        }
    }

    fn mark_runs(&mut self) {
        for row in ROWS {
            let there: Vec<char> = row.chars().collect();
            let back: Vec<char> = row.chars().rev().collect();
            for row in [there, back] {
                self.mark_where(SHORTEST_RUN, |parts, from| {
                    row.windows(SHORTEST_RUN).any(|run| parts.plain[from..].starts_with(run))
                });
            }
        }
    }

    fn mark_repeats(&mut self) {
        self.mark_where(SHORTEST_REPEAT, |parts, from| {
            let run = &parts.plain[from..from + SHORTEST_REPEAT];
            run.iter().all(|c| *c == run[0])
        });
        let length = self.plain.len();
        let is_of = |pattern: &usize| (*pattern..length).all(|at| self.plain[at] == self.plain[at - pattern]);
        let repeated = (1..=LONGEST_PATTERN).filter(|pattern| length >= 3 * pattern).find(is_of);
        if let Some(pattern) = repeated {
            self.mark(pattern, length - pattern);
        }
    }

    fn mark_years(&mut self) {
        self.mark_where(4, |parts, from| {
            let year = &parts.plain[from..from + 4];
            matches!(year, ['1', '9', ..] | ['2', '0', ..]) && year.iter().all(char::is_ascii_digit)
        });
    }
}

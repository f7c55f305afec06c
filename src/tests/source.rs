//! Rust sources as words, for the house tests: enough of the language to see which paths a file
//! names and which of its lines are tests. Not a parser: what does not matter here is passed over.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A source file.
#[derive(Clone, Debug)]
pub struct Source {
    /// From the crate's root, with `/`: `src/app/key.rs`.
    pub path: String,
    /// All of it.
    pub text: String,
}

/// A word, a `::`, or one sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it says.
    pub word: String,
    /// Its line, counted from 1.
    pub line: usize,
    /// Whether it stands in code that only tests compile.
    pub in_test: bool,
}

/// Every source file under `src`, by path, without the house tests.
pub fn all() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            if path.is_dir() && name != "src/tests" {
                folders.push(path);
            } else if name.ends_with(".rs") {
                found.push(Source { text: fs::read_to_string(&path).unwrap(), path: name });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The module that a file is: `app`, `verbs`, `notes` for `src/app/verbs/notes.rs`; none for the root.
pub fn module(path: &str) -> Vec<&str> {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    let name = inside.strip_suffix(".rs").unwrap_or(inside);
    let mut parts: Vec<&str> = name.split('/').collect();
    if matches!(parts.last(), Some(&("mod" | "lib" | "main"))) {
        parts.pop();
    }
    parts
}

/// The modules that only tests compile, as other files declare them (`#[cfg(test)] mod tests;`).
pub fn test_modules(sources: &[Source]) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    for source in sources {
        let tokens = tokens(&source.text);
        for window in tokens.windows(3).filter(|window| window.iter().all(|t| t.in_test)) {
            let [keyword, name, end] = window else { continue };
            if keyword.word == "mod" && end.word == ";" {
                let mut module: Vec<String> =
                    module(&source.path).into_iter().map(str::to_owned).collect();
                module.push(name.word.clone());
                found.insert(module);
            }
        }
    }
    found
}

/// Whether a file is, or is inside, a module that only tests compile.
pub fn is_test(path: &str, test_modules: &BTreeSet<Vec<String>>) -> bool {
    let module = module(path);
    test_modules
        .iter()
        .any(|test| test.len() <= module.len() && test.iter().zip(&module).all(|(a, b)| a == b))
}

/// The words of a source, without comments and literals, each with whether only tests compile it.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = words(text);
    let mut at = 0;
    while at < tokens.len() {
        if is_cfg_test(&tokens, at) {
            let end = item_end(&tokens, at);
            tokens.iter_mut().take(end).skip(at).for_each(|token| token.in_test = true);
            at = end;
        } else {
            at += 1;
        }
    }
    tokens
}

fn word(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.word.as_str())
}

/// `#[cfg(test)]`, `#[cfg(all(test, unix))]`, `#[test]`; not `#[cfg(not(test))]`.
fn is_cfg_test(tokens: &[Token], at: usize) -> bool {
    if word(tokens, at) != "#" || word(tokens, at + 1) != "[" {
        return false;
    }
    let attribute: Vec<&str> =
        (at + 2..tokens.len()).map(|n| word(tokens, n)).take_while(|w| *w != "]").collect();
    match attribute.first() {
        Some(&"test") => attribute.len() == 1,
        Some(&"cfg") => attribute.contains(&"test") && !attribute.contains(&"not"),
        _ => false,
    }
}

/// Where the item that begins with an attribute ends: after its block, or its semicolon.
fn item_end(tokens: &[Token], from: usize) -> usize {
    let (mut depth, mut at) = (0_usize, from);
    while at < tokens.len() {
        match word(tokens, at) {
            "{" | "[" | "(" => depth += 1,
            "}" | "]" | ")" => {
                depth = depth.saturating_sub(1);
                if depth == 0 && word(tokens, at) == "}" {
                    return at + 1;
                }
            }
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
        at += 1;
    }
    at
}

fn words(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let next = |at: usize| chars.get(at).copied().unwrap_or('\0');
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let start = at;
        let mut sign = None;
        match next(at) {
            '/' if next(at + 1) == '/' => {
                while at < chars.len() && next(at) != '\n' {
                    at += 1;
                }
            }
            '/' if next(at + 1) == '*' => at = after_comment(&chars, at),
            '"' => at = after_string(&chars, at),
            'r' | 'b' | 'c' if raw_string(&chars, at).is_some() => {
                at = raw_string(&chars, at).unwrap_or(at + 1);
            }
            'b' | 'c' if next(at + 1) == '"' => at = after_string(&chars, at + 1),
            '\'' => at = after_quote(&chars, at),
            ':' if next(at + 1) == ':' => {
                at += 2;
                sign = Some("::".to_owned());
            }
            c if c.is_alphanumeric() || c == '_' => {
                while next(at).is_alphanumeric() || next(at) == '_' {
                    at += 1;
                }
                sign = Some(chars[start..at].iter().collect());
            }
            c => {
                at += 1;
                sign = (!c.is_whitespace()).then(|| c.to_string());
            }
        }
        if let Some(word) = sign {
            tokens.push(Token { word, line, in_test: false });
        }
        line += chars[start..at].iter().filter(|c| **c == '\n').count();
    }
    tokens
}

fn after_comment(chars: &[char], from: usize) -> usize {
    let (mut depth, mut at) = (0, from);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => {
                (depth, at) = (depth - 1, at + 2);
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    at
}

fn after_string(chars: &[char], from: usize) -> usize {
    let mut at = from + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

/// The end of a raw string that begins here, if one does: `r"…"`, `br#"…"#`.
fn raw_string(chars: &[char], from: usize) -> Option<usize> {
    let mut at = from;
    if matches!(chars.get(at), Some('b' | 'c')) {
        at += 1;
    }
    if chars.get(at) != Some(&'r') {
        return None;
    }
    at += 1;
    let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
    at += hashes;
    if chars.get(at) != Some(&'"') {
        return None;
    }
    let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let rest = &chars[at + 1..];
    let closing = rest.windows(end.len()).position(|window| window == end);
    Some(closing.map_or(chars.len(), |closing| at + 1 + closing + end.len()))
}

/// A character, or the sign of a lifetime.
fn after_quote(chars: &[char], from: usize) -> usize {
    match (chars.get(from + 1), chars.get(from + 2)) {
        (Some('\\'), _) => {
            let mut at = from + 3;
            while at < chars.len() && chars[at] != '\'' {
                at += 1;
            }
            (at + 1).min(chars.len())
        }
        (Some(_), Some('\'')) => from + 3,
        _ => from + 1,
    }
}

#[test]
fn comments_and_literals_are_passed_over() {
    let text =
        "a /* b /* c */ */ \"d \\\" e\" r#\"f \" g\"# 'h' '\\'' '\\u{1F600}' &'i j // k\nb\"l\" m";
    let words: Vec<String> = words(text).into_iter().map(|token| token.word).collect();
    assert_eq!(words, ["a", "&", "i", "j", "m"]);
}

#[test]
fn what_only_tests_compile_is_known() {
    let text = "use a;\n#[cfg(all(test, unix))]\nmod tests {\n fn x() { b::c(); }\n}\nfn d() {}\n#[cfg(test)]\nmod e;\nuse f;";
    let of = |wanted: &str| tokens(text).into_iter().find(|token| token.word == wanted).unwrap();
    assert_eq!(
        ["a", "b", "d", "e", "f"].map(|word| of(word).in_test),
        [false, true, false, true, false]
    );
    assert_eq!(of("d").line, 6);
    assert!(!tokens("#[cfg(not(test))]\nfn a() {}")[8].in_test);
}

#[test]
fn files_that_only_tests_compile_are_known() {
    let source = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
    let sources = [source("src/app/mod.rs", "mod key;\n#[cfg(test)]\npub mod testing;")];
    let modules = test_modules(&sources);
    assert!(is_test("src/app/testing.rs", &modules));
    assert!(is_test("src/app/testing/session.rs", &modules));
    assert!(!is_test("src/app/key.rs", &modules));
}

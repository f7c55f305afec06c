//! Characters that must never reach a terminal, replaced at the door.
//!
//! Each is replaced by exactly one other character and none is ever removed, so that
//! offsets in code points hold in the file itself. What only stands for white space
//! (a form feed, a line separator) becomes white space and is not counted as hostile.
//!
//! Kept on purpose: the joiners that scripts and emoji need (U+200C, U+200D), the marks
//! that Arabic and Hebrew prose sets beside punctuation (U+061C, U+200E, U+200F; they
//! cannot reorder Latin text), soft hyphens and zero-width spaces.

use unicode_segmentation::UnicodeSegmentation;

/// What stands where a hostile character stood.
pub const REPLACEMENT: char = '\u{FFFD}';

/// The most characters that one grapheme may have. The longest real ones (family emoji,
/// Tibetan stacks, flags by tags) have a dozen; towers of combining marks have thousands
/// and make one cell of the screen as large as the text.
const LONGEST_GRAPHEME: usize = 24;

/// A text without hostile characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// As many characters as before.
    pub text: String,
    /// How many characters were replaced because they were hostile.
    pub replaced: usize,
}

/// Replaces hostile characters, one for one.
#[must_use]
pub fn clean(text: &str) -> Cleaned {
    let mut out = String::with_capacity(text.len());
    let mut replaced = 0;
    let mut plain = true;
    let mut flag = Flag::default();
    let mut chars = text.chars().peekable();
    let mut last = '\n';
    while let Some(c) = chars.next() {
        plain &= c.is_ascii();
        let kept_tag = flag.takes(c);
        let safe = match c {
            // A carriage return ends a line by itself or goes before a newline.
            '\r' if chars.peek() == Some(&'\n') => ' ',
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{0C}' => '\n',
            '\u{0B}' => ' ',
            '\u{E0000}'..='\u{E007F}' if kept_tag => c,
            '\u{E0100}'..='\u{E01EF}' if is_ideograph(last) => c,
            c if is_hostile(c) => {
                replaced += 1;
                REPLACEMENT
            }
            c => c,
        };
        out.push(safe);
        last = c;
    }
    if plain {
        return Cleaned { text: out, replaced };
    }
    level_towers(out, replaced)
}

/// The text as one line of words: hostile characters replaced, runs of white space made
/// one space, ends trimmed. For titles, names and whatever else a page states about itself.
#[must_use]
pub fn line(text: &str) -> String {
    let cleaned = clean(text).text;
    let mut out = String::with_capacity(cleaned.len());
    for word in cleaned.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether a character must not be shown.
fn is_hostile(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        // Embeddings, overrides and isolates; deprecated format characters.
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{206A}'..='\u{206F}' => true,
        // A byte order mark inside the text; interlinear annotations; musical formats.
        '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' => true,
        // Tags, and variation selectors where there is nothing to vary.
        '\u{E0000}'..='\u{E0FFF}' => true,
        '\u{FDD0}'..='\u{FDEF}' => true,
        c if c.is_control() => true,
        // Noncharacters end every plane.
        c => (u32::from(c) & 0xFFFE) == 0xFFFE,
    }
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Replaces what makes a grapheme longer than any real one.
fn level_towers(text: String, mut replaced: usize) -> Cleaned {
    // At most one character of a long grapheme is ASCII, so that half of it is a run of others; most texts have none
    // so long, and need not be taken apart.
    let mut run = 0;
    let has_no_tower = text.chars().all(|c| {
        run = if c.is_ascii() { 0 } else { run + 1 };
        run < LONGEST_GRAPHEME / 2
    });
    if has_no_tower
        || text.graphemes(true).all(|grapheme| grapheme.chars().count() <= LONGEST_GRAPHEME)
    {
        return Cleaned { text, replaced };
    }
    let mut out = String::with_capacity(text.len());
    for grapheme in text.graphemes(true) {
        for (n, c) in grapheme.chars().enumerate() {
            let safe = if n < LONGEST_GRAPHEME { c } else { REPLACEMENT };
            replaced += usize::from(safe != c);
            out.push(safe);
        }
    }
    Cleaned { text: out, replaced }
}

/// Follows a flag that is spelled with tags (England's is a black flag and `gbeng`), the
/// one honest use of those characters.
#[derive(Default)]
struct Flag {
    left: u8,
}

impl Flag {
    /// Whether the character is a tag that belongs to a flag.
    fn takes(&mut self, c: char) -> bool {
        let taken = self.left > 0 && matches!(c, '\u{E0020}'..='\u{E007F}');
        self.left = match c {
            '\u{1F3F4}' => 7,
            '\u{E007F}' => 0,
            _ if taken => self.left - 1,
            _ => 0,
        };
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cleaned(text: &str) -> (String, usize) {
        let cleaned = clean(text);
        (cleaned.text, cleaned.replaced)
    }

    #[test]
    fn escape_sequences_lose_their_escape() {
        assert_eq!(cleaned("a\u{1b}[31mred"), ("a\u{FFFD}[31mred".into(), 1));
        assert_eq!(cleaned("\u{9b}2J\u{7f}\u{0}"), ("\u{FFFD}2J\u{FFFD}\u{FFFD}".into(), 3));
    }

    #[test]
    fn direction_overrides_are_replaced_and_marks_are_kept() {
        assert_eq!(cleaned("a\u{202E}b\u{2066}c"), ("a\u{FFFD}b\u{FFFD}c".into(), 2));
        assert_eq!(cleaned("שלום\u{200F}!"), ("שלום\u{200F}!".into(), 0));
    }

    #[test]
    fn line_ends_of_every_kind_become_newlines_and_keep_their_place() {
        assert_eq!(cleaned("a\r\nb\rc\u{2028}d\u{85}e\u{0C}f"), ("a \nb\nc\nd\ne\nf".into(), 0));
    }

    #[test]
    fn hidden_tags_are_replaced_but_not_those_of_a_flag() {
        let scotland = "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}";
        assert_eq!(cleaned(scotland), (scotland.into(), 0));
        assert_eq!(cleaned("a\u{E0041}b"), ("a\u{FFFD}b".into(), 1));
        assert_eq!(cleaned("a\u{E0100}葛\u{E0100}"), ("a\u{FFFD}葛\u{E0100}".into(), 1));
    }

    #[test]
    fn joiners_of_scripts_and_emoji_are_kept() {
        for text in ["می\u{200C}خواهم", "👩\u{200D}👩\u{200D}👧\u{200D}👦", "क्\u{200D}ष"]
        {
            assert_eq!(cleaned(text), (text.into(), 0));
        }
    }

    #[test]
    fn a_tower_of_marks_is_cut_down() {
        let tower = format!("e{}", "\u{301}".repeat(5000));
        let out = clean(&tower);
        assert_eq!(out.text.chars().count(), 5001);
        assert_eq!(out.replaced, 5001 - LONGEST_GRAPHEME);
        let longest = out.text.graphemes(true).map(|g| g.chars().count()).max();
        assert!(longest <= Some(LONGEST_GRAPHEME));
    }

    #[test]
    fn a_line_has_no_breaks() {
        assert_eq!(line("  Two\n\twords\u{7} "), "Two words\u{FFFD}");
    }

    proptest! {
        #[test]
        fn characters_are_replaced_one_for_one(text in any::<String>()) {
            let out = clean(&text);
            prop_assert_eq!(out.text.chars().count(), text.chars().count());
            prop_assert!(!out.text.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        }

        #[test]
        fn clean_text_stays_as_it_is(text in any::<String>()) {
            let once = clean(&text).text;
            prop_assert_eq!(clean(&once), Cleaned { text: once, replaced: 0 });
        }
    }
}

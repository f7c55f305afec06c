//! Which language a text is in: what is stated, else what the letters say.

/// How much of a text is looked at, in characters: more does not change the answer.
const LOOK: usize = 4000;

/// Fewer letters than this say nothing of a language.
const FEWEST: usize = 40;

/// ISO 639-3 codes, as the detector gives them, and the two-letter codes that readers know.
const CODES: [(&str, &str); 70] = [
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

/// The ISO 639-1 code of what a page states: `en` of `en-GB`, `eng` or `EN_us`.
#[must_use]
pub fn stated(tag: &str) -> Option<String> {
    let first = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    let is_word = first.chars().all(|c| c.is_ascii_lowercase());
    match first.len() {
        2 if is_word => Some(first),
        3 if is_word => two_letters(&first),
        _ => None,
    }
}

/// The ISO 639-1 code of the language that a text seems to be in; none where that is a guess.
#[must_use]
pub fn detected(text: &str) -> Option<String> {
    let head: String = text.chars().take(LOOK).collect();
    if head.chars().filter(|c| c.is_alphabetic()).take(FEWEST).count() < FEWEST {
        return None;
    }
    if is_plainly_english(&head) {
        return Some("en".to_owned());
    }
    let info = whatlang::detect(&head)?;
    // "Not reliable" is often said of mixed text (names, numbers) that is long enough all the same.
    let sure = info.is_reliable() || info.confidence() > 0.5;
    if sure { two_letters(info.lang().code()) } else { None }
}

/// Whether the smallest words of English stand so thick in a text that it is in no other language. The detector weighs
/// every letter for seventy languages, which takes longer than all the rest of reading an article.
fn is_plainly_english(text: &str) -> bool {
    let (mut all, mut small, mut the) = (0, 0, 0);
    for word in text.split_ascii_whitespace() {
        all += 1;
        match word {
            "the" | "The" => the += 1,
            "of" | "and" | "to" => small += 1,
            _ => {}
        }
    }
    // In news the four are a sixth of all words.
    all >= 30 && the * 33 >= all && small * 50 >= all && (the + small) * 11 >= all
}

fn two_letters(code: &str) -> Option<String> {
    let at = CODES.binary_search_by_key(&code, |(three, _)| three).ok()?;
    CODES.get(at).map(|(_, two)| (*two).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted() {
        assert!(CODES.is_sorted());
    }

    #[test]
    fn stated_codes_are_shortened() {
        assert_eq!(stated("en-GB").as_deref(), Some("en"));
        assert_eq!(stated("DEU").as_deref(), Some("de"));
        assert_eq!(stated("english"), None);
        assert_eq!(stated(""), None);
    }

    #[test]
    fn languages_are_told_by_their_letters() {
        let english = "The town council said on Monday that the harbour would close in spring.";
        let german = "Der Stadtrat sagte am Montag, der Hafen werde im Frühling geschlossen.";
        assert_eq!(detected(english).as_deref(), Some("en"));
        assert_eq!(detected(german).as_deref(), Some("de"));
        assert_eq!(detected("12:30"), None);
    }

    #[test]
    fn small_words_tell_english_from_what_only_cites_it() {
        let english = "The council of the town said to reporters on Monday that the harbour and the market would be \
            moved to the north of the river, and that the owners of the ferries had agreed to pay for it.";
        assert!(is_plainly_english(english));
        let german = "Der Rat der Stadt sagte am Montag vor Reportern, der Hafen und der Markt würden in den Norden \
            verlegt; „the end of the road and the beginning of the end“ nannte es eine Zeitung aus dem Süden, die von \
            den Eignern der Fähren gelesen wird und seit Jahren gegen den Umzug schreibt, ohne dass es jemand merkt.";
        assert!(!is_plainly_english(german));
        assert_eq!(detected(german).as_deref(), Some("de"));
        assert!(!is_plainly_english("The end of the road"), "too short to tell");
    }
}

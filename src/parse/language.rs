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
    let info = whatlang::detect(&head)?;
    // "Not reliable" is often said of mixed text (names, numbers) that is long enough all the same.
    let sure = info.is_reliable() || info.confidence() > 0.5;
    if sure { two_letters(info.lang().code()) } else { None }
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
}

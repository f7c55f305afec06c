//! How names are compared: what is written differently and is the same.

/// In lower case, with straight apostrophes, without accents, and with blanks for hyphens.
#[must_use]
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            '’' => out.push('\''),
            '-' | '‑' | '–' => out.push(' '),
            _ => out.extend(c.to_lowercase().map(plain)),
        }
    }
    out
}

/// The key of a name that is compared as a whole: without an article, and of a city without "City of".
#[must_use]
pub(super) fn key_of(text: &str) -> String {
    let folded = fold(text);
    let mut rest = folded.as_str();
    for front in ["the ", "city of ", "town of ", "republic of ", "state of ", "commonwealth of "] {
        if let Some(after) = rest.strip_prefix(front) {
            rest = after;
        }
    }
    rest.to_owned()
}

/// The initials that a name may be called by: of its capitals, and with the small words between.
#[must_use]
pub(in crate::extract) fn initials<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let (mut high, mut all, mut parts) = (String::new(), String::new(), String::new());
    for word in words {
        let Some(first) = word.chars().next().filter(|c| c.is_alphabetic()) else { continue };
        let is_acronym = word.chars().count() < 4 && word.chars().all(char::is_uppercase);
        all.push(first);
        if !first.is_uppercase() {
            continue;
        }
        if is_acronym {
            high.push_str(word);
        } else {
            high.push(first);
        }
        // "AstraZeneca" and "Anglo-American" have two.
        parts.push(first);
        let halves = word.split('-').skip(1).filter_map(|half| half.chars().next());
        parts.extend(halves.filter(|c| c.is_uppercase()));
    }
    let mut found = vec![all.to_uppercase(), all, high, parts];
    found.retain(|initials| initials.chars().count() > 1);
    found.sort();
    found.dedup();
    found
}

/// Whether the letters of a short form stand in a name in their order, the first at the start of a word.
#[must_use]
pub(super) fn may_be_short_for(short: &str, name: &str) -> bool {
    let name = fold(name);
    let mut letters =
        short.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).map(plain);
    let Some(first) = letters.next() else { return false };
    let opens = |(at, c): (usize, char)| {
        c == first && (at == 0 || crate::text::span::before(&name, at).ends_with(' '))
    };
    let Some(start) = name.char_indices().find(|(at, c)| opens((*at, *c))) else { return false };
    let mut rest = crate::text::span::after(&name, start.0).chars().skip(1);
    letters.all(|letter| rest.any(|c| c == letter))
}

/// The letter without its accent, for the letters of European names.
fn plain(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_differently_is_the_same() {
        assert_eq!(fold("Basse‑Terre"), fold("basse terre"));
        assert_eq!(fold("O’Neill Pérez"), "o'neill perez");
        assert_eq!(key_of("The City of Tulsa"), "tulsa");
    }

    #[test]
    fn a_name_has_the_initials_that_it_is_called_by() {
        let of = |name: &str| initials(name.split(' '));
        assert!(of("Department of Defense").contains(&"DoD".to_owned()));
        assert!(of("University of Southern Indiana").contains(&"USI".to_owned()));
        assert!(of("US Patent and Trademark Office").contains(&"USPTO".to_owned()));
        assert!(of("Reuters").is_empty());
    }

    #[test]
    fn a_short_form_in_brackets_has_the_letters_of_the_name() {
        assert!(may_be_short_for("UAAR", "Unione degli Atei e degli Agnostici Razionalisti"));
        assert!(may_be_short_for("DENR", "Department of Environment and Natural Resources"));
        assert!(!may_be_short_for("NYSE", "Verizon Communications"));
    }
}

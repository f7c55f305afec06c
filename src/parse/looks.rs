//! What a line of plain text looks like: a credit, a byline, a date, a list item, a heading.
//!
//! Every question here is asked of one line alone; `plain` asks them in context.

/// Who takes and sells pictures, as credits name them.
const AGENCIES: [&str; 40] = [
    "aap",
    "afp",
    "agence france-presse",
    "alamy",
    "anadolu",
    "anadolu agency",
    "ani",
    "ansa",
    "ap",
    "associated press",
    "apa",
    "belga",
    "bloomberg",
    "cctv",
    "corbis",
    "dpa",
    "efe",
    "epa",
    "epa-efe",
    "getty",
    "getty images",
    "handout",
    "imago",
    "istock",
    "jiji",
    "keystone",
    "kyodo",
    "magnum",
    "nurphoto",
    "pa media",
    "pa wire",
    "pti",
    "rex",
    "reuters",
    "ritzau",
    "shutterstock",
    "sputnik",
    "tass",
    "upi",
    "xinhua",
];

/// Words that come before the name of whoever took a picture.
const CREDIT_LABELS: [&str; 10] = [
    "photo:",
    "photos:",
    "photograph:",
    "picture:",
    "image:",
    "credit:",
    "photo by ",
    "photo courtesy of ",
    "file photo",
    "foto:",
];

/// Words of which a line is made that only says when.
const DATE_WORDS: [&str; 68] = [
    "am",
    "and",
    "apr",
    "april",
    "at",
    "aug",
    "august",
    "bst",
    "cest",
    "cet",
    "date",
    "dec",
    "december",
    "edt",
    "est",
    "et",
    "feb",
    "february",
    "first",
    "fri",
    "friday",
    "gmt",
    "ist",
    "jan",
    "january",
    "jul",
    "july",
    "jun",
    "june",
    "last",
    "mar",
    "march",
    "may",
    "modified",
    "mon",
    "monday",
    "nov",
    "november",
    "oct",
    "october",
    "of",
    "on",
    "pdt",
    "pm",
    "posted",
    "pst",
    "published",
    "sat",
    "saturday",
    "sep",
    "sept",
    "september",
    "st",
    "sun",
    "sunday",
    "the",
    "thu",
    "thur",
    "thursday",
    "time",
    "tue",
    "tues",
    "tuesday",
    "updated",
    "utc",
    "wed",
    "wednesday",
    "z",
];

/// Where the text of a list item begins, in bytes of the line. A number stays part of
/// the text, since it may be spoken of; a bullet does not.
#[must_use]
pub fn bullet(line: &str) -> Option<usize> {
    let mut chars = line.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    if matches!(first, '-' | '*' | '+' | '•' | '‣' | '▪' | '●' | '◦' | '·') {
        // Dashes proper (–, —) begin spoken lines in many languages, so they are no bullets.
        let text = rest.trim_start();
        let spaced = text.len() < rest.len() || matches!(first, '•' | '‣' | '▪' | '●' | '◦');
        return (spaced && !text.is_empty()).then(|| line.len() - text.len());
    }
    None
}

/// Whether the line begins as items of a numbered list do: `1. `, `2) `.
#[must_use]
pub fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    (1..=3).contains(&digits)
        && (rest.starts_with(". ") || rest.starts_with(") "))
        && rest.len() > 2
}

/// Whether a line only separates: dashes, asterisks and the like, and nothing else.
#[must_use]
pub fn is_separator(line: &str) -> bool {
    !line.is_empty()
        && line.chars().all(|c| c.is_whitespace() || "-–—―*_=~#•·.⁂…+◆◇■□●○▪".contains(c))
        && !matches!(line, "." | "…" | "..." | "#")
}

/// Whether a line is the words under a picture: it ends with who took it, or begins so.
#[must_use]
pub fn is_caption(line: &str) -> bool {
    if line.chars().take(601).count() > 600 {
        return false;
    }
    let line = line.trim_end_matches('.').trim_end();
    has_bracketed_credit(line) || has_bare_credit(line) || has_labelled_credit(line)
}

/// `… (AP)`, `… [Mohammed Abed/AFP]`, `… (Photo by A B)`.
fn has_bracketed_credit(line: &str) -> bool {
    let (open, inner) = if let Some(rest) = line.strip_suffix(')') {
        ('(', rest)
    } else if let Some(rest) = line.strip_suffix(']') {
        ('[', rest)
    } else {
        return false;
    };
    let Some((_, inner)) = inner.rsplit_once(open) else { return false };
    inner.chars().count() <= 80 && is_credit(inner)
}

/// `… Mohammed Abed/AFP`, `… | Reuters`, `… © AFP via Getty Images`.
fn has_bare_credit(line: &str) -> bool {
    let Some((left, right)) = line.rsplit_once(['/', '|', '©']) else { return false };
    let named = |part: &str| AGENCIES.contains(&part.trim().to_lowercase().as_str());
    let agency = right.split(" via ").all(named);
    // A name goes before the stroke; "and/or" and addresses have no agency after it.
    agency && !left.trim().is_empty()
}

fn has_labelled_credit(line: &str) -> bool {
    // A label with more than 60 characters after it is none, so it is looked for in the last ones only.
    const TAIL: usize = 100;
    let cut = line.char_indices().rev().nth(TAIL).map_or(0, |(at, _)| at);
    let (head, tail) = line.split_at_checked(cut).unwrap_or(("", line));
    let (head, low) = (head.trim_end(), tail.to_lowercase());
    CREDIT_LABELS.iter().any(|label| {
        let Some(at) = low.rfind(label) else { return false };
        let left = low.get(..at).unwrap_or("").trim_end();
        let left = if left.is_empty() { head } else { left };
        let right = low.get(at + label.len()..).unwrap_or("").trim();
        let alone =
            left.is_empty() || left.ends_with(['.', ')', ']', '|', '–', '—', '/', '"', '”']);
        let named = *label == "file photo" || !right.is_empty();
        alone && named && right.chars().count() <= 60 && !right.contains(". ")
    })
}

/// Whether the words in brackets only say who took a picture.
fn is_credit(inner: &str) -> bool {
    let low = inner.trim().to_lowercase();
    if CREDIT_LABELS.iter().any(|label| low.starts_with(label.trim_end_matches(':'))) {
        return true;
    }
    low.split(['/', '|', ',', ';', '–', '—'])
        .flat_map(|part| part.split(" via "))
        .flat_map(|part| part.split(" - "))
        .any(|part| {
            let part = part.trim().trim_start_matches('©').trim();
            let part = ["ap ", "afp ", "reuters ", "epa "]
                .iter()
                .find(|agency| {
                    part.strip_prefix(**agency)
                        .is_some_and(|rest| rest.starts_with("photo") || rest.starts_with("file"))
                })
                .map_or(part, |agency| agency.trim());
            AGENCIES.contains(&part)
        })
}

/// Whether a line only says who wrote the text: `By Ana Silva and Ben Okri`,
/// `(Reporting by …; editing by …)`.
#[must_use]
pub fn is_byline(line: &str) -> bool {
    if line.chars().take(201).count() > 200 {
        return false;
    }
    if line.starts_with("(Reporting by ") || line.starts_with("Reporting by ") {
        return true;
    }
    author(line).is_some()
}

/// The names of a byline, without what leads to them.
#[must_use]
pub fn author(line: &str) -> Option<&str> {
    let rest = ["By ", "BY ", "by ", "By: ", "Von ", "Par ", "Por ", "Author: ", "Written by "]
        .iter()
        .find_map(|lead| line.strip_prefix(lead))?
        .trim();
    let small = ["and", "und", "et", "y", "e", "in", "for", "of", "the", "at", "de", "la", "von"];
    let words = || rest.split_whitespace();
    let named = words().all(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.chars().next().is_none_or(|c| !c.is_lowercase())
            || small.contains(&bare)
            || AGENCIES.contains(&bare.to_lowercase().as_str())
            || bare.contains('@')
    });
    let ends = rest.ends_with(['.', '?', '!', ':']) && !rest.ends_with("Jr.");
    (named && !ends && words().count() <= 14 && words().next().is_some()).then_some(rest)
}

/// Whether a line only says when: `Sunday, 11 May 2025 10.30 BST`, `Updated May 9, 2025`.
#[must_use]
pub fn is_date(line: &str) -> bool {
    if line.len() > 100 {
        return false;
    }
    let mut has_year = false;
    let mut words = line
        .split(|c: char| c.is_whitespace() || ",.:|/()–—-+".contains(c))
        .filter(|word| !word.is_empty())
        .peekable();
    if words.peek().is_none() {
        return false;
    }
    let known = words.all(|word| {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
        has_year |= digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
        (is_number && word.len() <= 8) || DATE_WORDS.contains(&word.to_ascii_lowercase().as_str())
    });
    known && has_year
}

/// A byline without the date behind it: `Ana Silva` of `Ana Silva May 9, 2025`.
#[must_use]
pub fn without_date(names: &str) -> &str {
    let starts = names.match_indices(' ').map(|(at, _)| at);
    let cut = starts.filter_map(|at| names.split_at_checked(at)).find(|(_, rest)| is_date(rest));
    cut.map_or(names, |(before, _)| {
        before.trim_end_matches([' ', ',', '|', '-', '–', '—', '·', '•'])
    })
}

/// Whether a paragraph begins with where it was written: `BRUSSELS – `, `GAZA/CAIRO (Reuters) - `.
#[must_use]
pub fn has_dateline(line: &str) -> bool {
    let head: String = line.chars().take(80).collect();
    let Some((place, _)) = ["—", " – ", " - ", "--"].iter().find_map(|dash| head.split_once(dash))
    else {
        return false;
    };
    let first = place.split([',', ' ', '/', '(']).next().unwrap_or("");
    first.chars().count() >= 3 && first.chars().all(|c| c.is_uppercase() || ".-'’".contains(c))
}

/// Whether a line ends a sentence, looking past quotation marks and brackets.
#[must_use]
pub fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(is_closing)
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟', '۔'])
}

/// Whether a line ends with a full stop or with something that leads on: no headline does.
#[must_use]
pub fn ends_like_prose(line: &str) -> bool {
    let bare = line.trim_end_matches(is_closing);
    bare.ends_with(['.', '。', '।', '۔', ',', ';', ':', '，', '：'])
}

/// Whether a short line may be a cross-heading: it begins large, and neither ends a sentence
/// nor leads on. A question may be one when it begins like one that a text answers.
#[must_use]
pub fn is_heading(line: &str) -> bool {
    let words = line.split_whitespace().count();
    if line.chars().take(91).count() > 90 || words > 14 || ends_like_prose(line) {
        return false;
    }
    let begins = line.chars().find(|c| c.is_alphanumeric());
    if begins.is_none_or(char::is_lowercase) || line.ends_with(['-', '–', '—', '…']) {
        return false;
    }
    if line.trim_end_matches(is_closing).ends_with('!') || line.contains("://") {
        return false;
    }
    if let Some(question) = line.strip_suffix('?') {
        let asks =
            ["What", "Why", "How", "Who", "When", "Where", "Which", "Is", "Are", "Will", "Can"];
        return question.split_whitespace().next().is_some_and(|word| asks.contains(&word));
    }
    // Speech that runs on into the next line begins a quotation that it does not end.
    !line.starts_with(['"', '“']) || line.chars().skip(1).any(|c| matches!(c, '"' | '”'))
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '」' | '』') || c.is_whitespace()
}

/// Whether a line only leads to what readers wrote: "Comments (5 posted)", "Leave a comment".
pub fn counts_comments(line: &str) -> bool {
    if line.len() > 48 {
        return false;
    }
    let mut n_comments = 0;
    let others =
        line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
            let word = word.to_ascii_lowercase();
            let is_comment = matches!(word.as_str(), "comment" | "comments");
            n_comments += usize::from(is_comment);
            is_comment
                || word.chars().all(|c| c.is_ascii_digit())
                || matches!(
                    word.as_str(),
                    "posted"
                        | "no"
                        | "read"
                        | "leave"
                        | "post"
                        | "view"
                        | "add"
                        | "show"
                        | "all"
                        | "a"
                        | "the"
                        | "your"
                        | "none"
                )
        });
    others && n_comments == 1
}

/// Whether a line of a press release says when it may be printed: "FOR IMMEDIATE RELEASE".
pub fn is_release_flag(line: &str) -> bool {
    let starts = [
        "FOR IMMEDIATE RELEASE",
        "FOR RELEASE",
        "PRESS RELEASE",
        "NEWS RELEASE",
        "MEDIA RELEASE",
        "EMBARGOED",
    ];
    line.len() <= 80 && starts.iter().any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_end_with_whoever_took_the_picture() {
        for line in [
            "Boats in the harbour on Friday (AP)",
            "Boats in the harbour (Photo by Ana Silva)",
            "Boats in the harbour [Ana Silva/Reuters]",
            "Boats in the harbour. Photograph: Ana Silva/The Daily",
            "Boats in the harbour. Ana Silva/AFP via Getty Images",
            "Photo: Ana Silva",
            "Boats (AP Photo/Ana Silva, File)",
            "Boats in the harbour – Ana Silva / AFP.",
        ] {
            assert!(is_caption(line), "{line}");
        }
        for line in [
            "The mayor told the Associated Press that boats would have to leave.",
            "The minister (who was away) and/or his deputy",
            "\"I took a photo: it shows the boat,\" she said. The boat was gone.",
            "The Palestinian Authority (PA)",
        ] {
            assert!(!is_caption(line), "{line}");
        }
    }

    #[test]
    fn bylines_and_dates_say_nothing_else() {
        assert_eq!(
            author("By Ana Silva and Ben Okri in Porto"),
            Some("Ana Silva and Ben Okri in Porto")
        );
        assert!(is_byline("(Reporting by Ana Silva; editing by Ben Okri)"));
        assert!(!is_byline("By Sunday, the talks had failed"));
        assert!(!is_byline("By Monday evening the harbour was closed."));
        assert!(is_date("Sunday, 11 May 2025 10.30 BST"));
        assert!(is_date("Published 2025-05-11"));
        assert!(is_date("Updated May 9th, 2025 at 4:05pm"));
        assert!(!is_date("May will be warm"));
        assert!(!is_date("1000"));
        assert_eq!(without_date("Ana Silva, May 9, 2025"), "Ana Silva");
        assert_eq!(without_date("Ana May"), "Ana May");
    }

    #[test]
    fn items_have_bullets() {
        assert_eq!(bullet("- one"), Some(2));
        assert_eq!(bullet("•one"), Some(3));
        assert_eq!(bullet("-5 degrees"), None);
        assert_eq!(bullet("– Nein, sagte er."), None);
        assert!(is_numbered("12) twelve") && !is_numbered("2016. It was") && !is_numbered("1.5 m"));
    }

    #[test]
    fn separators_hold_no_words() {
        for line in ["-", "* * *", "—", "____", "•••"] {
            assert!(is_separator(line), "{line}");
        }
        assert!(!is_separator("- one") && !is_separator("...") && !is_separator(""));
    }

    #[test]
    fn headings_are_short_and_do_not_stop() {
        for line in
            ["A harbour in need", "'Israel' and others", "What happens next?", "2. The money"]
        {
            assert!(is_heading(line), "{line}");
        }
        for line in ["He said:", "It rained.", "and then it rained", "“We will go on", "Never!"] {
            assert!(!is_heading(line), "{line}");
        }
    }

    #[test]
    fn datelines_are_in_capitals() {
        assert!(has_dateline("BRUSSELS - Ministers met"));
        assert!(has_dateline("GAZA/CAIRO, May 9 (Reuters) - Talks"));
        assert!(!has_dateline("Ministers met - again"));
    }
}

//! News that nobody wrote: sentences from templates, the same every time.

/// Who says something.
const SPEAKERS: [&str; 10] = [
    "Ilse Maren",
    "a senior official",
    "the finance minister, Jonas Halvard",
    "two people familiar with the talks",
    "the ferry workers' union",
    "Tomas Ruud, a fisherman",
    "Meridian",
    "a spokesman for the port authority",
    "Greyhaven",
    "the opposition Shore Party",
];

/// What is said.
const CONTENTS: [&str; 8] = [
    "the harbour would open before the end of May",
    "ferries between Greyhaven and Port Ansel are to run daily",
    "no agreement on the fishing quota had been reached",
    "the repairs of the quay cost twice as much as planned",
    "both governments want the strait to be open in summer",
    "the figures of the last quarter were worse than expected",
    "joint patrols would be led by each side in turn",
    "crews had been told on the radio and by nobody else",
];

/// How it is said: `{s}` for the speaker, `{c}` for the content. Some sentences say nothing of anybody.
const TEMPLATES: [&str; 10] = [
    "{s} said on Monday that {c}.",
    "“{c},” {s} said.",
    "According to {s}, {c}.",
    "{c}, {s} told reporters in Greyhaven.",
    "The rain had stopped by noon, and the market on the quay was full again.",
    "{s} denied that {c}, noting that nothing had been signed.",
    "“It is true,” {s} said, “that {c}.”",
    "In the afternoon a bus brought the children home from the school on the hill.",
    "{s} told the Meridian news agency that {c}.",
    "The newspaper Ostrand Today quoted {s} as saying that {c}.",
];

/// The sentence with this number.
pub fn sentence(n: usize) -> String {
    let pick = |list: &[&'static str], step: usize| list.get((n * step + n / 7) % list.len()).copied().unwrap_or("");
    let said = pick(&TEMPLATES, 3).replace("{c}", pick(&CONTENTS, 5)).replace("{s}", pick(&SPEAKERS, 7));
    let mut letters = said.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// An article of at least so many words, in paragraphs of four sentences.
pub fn article(words: usize) -> String {
    let mut text = String::from("Harbour to open in May\n\n");
    let (mut n, mut count) = (0, 0);
    while count < words {
        let sentence = sentence(n);
        count += sentence.split_whitespace().count();
        text.push_str(&sentence);
        n += 1;
        text.push_str(if n % 4 == 0 { "\n\n" } else { " " });
    }
    text.push('\n');
    text
}

/// At least so many bytes in one paragraph.
pub fn paragraph(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 200);
    let mut n = 0;
    while text.len() < bytes {
        text.push_str(&sentence(n));
        text.push(' ');
        n += 1;
    }
    text
}

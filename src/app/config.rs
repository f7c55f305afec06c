//! Settings: what a config file says, and what it comes to.
//!
//! Text in, settings and mistakes out; `io` reads the file. `config.example.toml`
//! is this page's other half, and a test holds the two together.

use super::geometry::{PANEL_SHARE, TEXT_WIDTH};
use super::keymap::{FileKeys, Keymap};
use super::pens::{self, Pen};
use super::theme::{BUILTIN, Colour, Theme};
use crate::text::offsets::position;
use crate::text::span::{after, before, floor_bound};
use serde::{Deserialize, Serialize};

/// The commented defaults that `whosaid config print` begins with.
pub const EXAMPLE: &str = include_str!("../../config.example.toml");

/// What a config file says. Unknown keys are mistakes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Config {
    theme: String,
    text_width: u16,
    panel_width: u16,
    panel: bool,
    first_tab: String,
    show: Show,
    fetch: Fetch,
    library: Feeds,
    pen: Vec<FilePen>,
    keys: FileKeys,
}

/// A pen as a config writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct FilePen {
    name: String,
    colour: String,
    meaning: String,
    key: String,
}

/// The pens that there are by default: Zotero's eight colours, so that marks look the same there.
const PENS: [(&str, &str, &str, &str); 8] = [
    ("yellow", "#ffd400", "worth keeping", "y"),
    ("red", "#ff6666", "doubtful", "r"),
    ("green", "#5fb236", "borne out elsewhere", "g"),
    ("blue", "#2ea8e5", "background", "b"),
    ("purple", "#a28ae5", "wording", "p"),
    ("magenta", "#e56eee", "who gains by it", "m"),
    ("orange", "#f19837", "figures", "o"),
    ("grey", "#aaaaaa", "left out", "e"),
];

/// Which of the machine's and the reader's marks are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Show {
    /// Actors.
    pub actors: bool,
    /// Sources and relays.
    pub sources: bool,
    /// Cues.
    pub cues: bool,
    /// What is claimed.
    pub claims: bool,
    /// The reader's own marks.
    pub notes: bool,
}

impl Show {
    /// The marks by the names that the `show` command knows.
    #[must_use]
    pub fn all(&self) -> [(&'static str, bool); 5] {
        [
            ("actors", self.actors),
            ("sources", self.sources),
            ("cues", self.cues),
            ("claims", self.claims),
            ("notes", self.notes),
        ]
    }
}

impl Default for Show {
    fn default() -> Self {
        Self { actors: true, sources: true, cues: true, claims: true, notes: true }
    }
}

/// Limits on what is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Fetch {
    /// How long a page may take, in seconds.
    pub timeout: u64,
}

impl Default for Fetch {
    fn default() -> Self {
        Self { timeout: 30 }
    }
}

/// What is done with the library without being asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Feeds {
    /// Whether feeds that are due are asked when the screen opens.
    pub refresh_at_start: bool,
    /// How often feeds that are due are asked while it is open, in minutes; never when 0.
    pub refresh_every: u64,
    /// Whether what has come is analysed while nothing else is to be done.
    pub analyse: bool,
    /// After how many days an article goes that has no note, star or tag and is not set aside; never when 0.
    pub keep_days: u32,
    /// How many articles of a feed are kept; all when 0.
    pub keep_articles: u32,
    /// For how many days the page of an article is looked at again for changes; never when 0.
    pub watch_days: u32,
}

impl Default for Feeds {
    fn default() -> Self {
        Self {
            refresh_at_start: false,
            refresh_every: 0,
            analyse: true,
            keep_days: 0,
            keep_articles: 0,
            watch_days: 0,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            theme: "auto".into(),
            text_width: 72,
            panel_width: 42,
            panel: true,
            first_tab: "claims".into(),
            show: Show::default(),
            fetch: Fetch::default(),
            library: Feeds::default(),
            pen: PENS
                .map(|(name, colour, meaning, key)| FilePen {
                    name: name.into(),
                    colour: colour.into(),
                    meaning: meaning.into(),
                    key: key.into(),
                })
                .into(),
            keys: FileKeys::new(),
        }
    }
}

/// How long a page may take, in seconds.
const TIMEOUT: std::ops::RangeInclusive<u64> = 1..=600;

/// The longest pause between two refreshes, in minutes.
const LONGEST_PAUSE: u64 = 7 * 24 * 60;

/// What the terminal can do, as the shell found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColourDepth {
    /// `NO_COLOR` is set, or the terminal is dumb.
    None,
    /// The sixteen.
    Sixteen,
    /// 256.
    Many,
    /// `COLORTERM` says truecolor.
    Exact,
}

/// What the config comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The looks of everything.
    pub theme: Theme,
    /// The widest that text is set, in columns.
    pub text_width: u16,
    /// The panel's part of the screen, in percent.
    pub panel_width: u16,
    /// Whether the panel stands beside the article from the start where there is room.
    pub panel: bool,
    /// The tab that is shown first: its name.
    pub first_tab: String,
    /// Which marks are drawn.
    pub show: Show,
    /// Limits on fetching.
    pub fetch: Fetch,
    /// What is done with the library by itself.
    pub library: Feeds,
    /// The pens, in the order of the config.
    pub pens: Vec<Pen>,
    /// Keys.
    pub keymap: Keymap,
    written: Config,
}

impl Default for Settings {
    fn default() -> Self {
        read("", ColourDepth::Sixteen).0
    }
}

/// Reads a config file's text (empty when there is none).
///
/// Mistakes are sentences with line and column where there is one; what is right is taken, and
/// the rest stays as it is by default.
#[must_use]
pub fn read(text: &str, depth: ColourDepth) -> (Settings, Vec<String>) {
    let mut mistakes = Vec::new();
    let mut config = read_what_is_right(text, &mut mistakes);
    let mut clamp = |name: &str, value: &mut u16, range: std::ops::RangeInclusive<u16>| {
        if !range.contains(value) {
            let says = format!("{name} = {value}: give {} to {}", range.start(), range.end());
            mistakes.push(placed(text, name, says));
            *value = (*value).clamp(*range.start(), *range.end());
        }
    };
    clamp("text-width", &mut config.text_width, TEXT_WIDTH);
    clamp("panel-width", &mut config.panel_width, PANEL_SHARE);
    if !TIMEOUT.contains(&config.fetch.timeout) {
        let (least, most) = (TIMEOUT.start(), TIMEOUT.end());
        let says = format!("timeout = {}: give {least} to {most} seconds", config.fetch.timeout);
        mistakes.push(placed(text, "timeout", says));
        config.fetch.timeout = config.fetch.timeout.clamp(*least, *most);
    }
    if config.library.refresh_every > LONGEST_PAUSE {
        let every = config.library.refresh_every;
        let says = format!("refresh-every = {every}: give 0 to {LONGEST_PAUSE} minutes");
        mistakes.push(placed(text, "refresh-every", says));
        config.library.refresh_every = LONGEST_PAUSE;
    }
    // The list of loose notes is there only where there are any.
    let tabs = super::panel::Tab::ALL.iter().filter(|tab| **tab != super::panel::Tab::Loose);
    if !tabs.into_iter().any(|tab| tab.name() == config.first_tab) {
        let says = format!(
            "first-tab = \"{}\": there are actors, sources, claims and notes",
            config.first_tab
        );
        mistakes.push(placed(text, "first-tab", says));
        config.first_tab = Config::default().first_tab;
    }
    let theme = match theme(&config.theme, depth) {
        Some(theme) => theme,
        None => {
            let names = BUILTIN.map(|(name, _)| name).join(", ");
            let says = format!("theme = \"{}\": there are auto, {names}", config.theme);
            mistakes.push(placed(text, "theme", says));
            theme("auto", depth).unwrap_or_default()
        }
    };
    let pens = pens(&config.pen, pen_depth(&config.theme, depth), &mut mistakes);
    let mut keymap = Keymap::builtin();
    if let Err(more) = keymap.lay_over(&config.keys) {
        mistakes.extend(more);
    }
    let settings = Settings {
        theme,
        text_width: config.text_width,
        panel_width: config.panel_width,
        panel: config.panel,
        first_tab: config.first_tab.clone(),
        show: config.show,
        fetch: config.fetch,
        library: config.library,
        pens,
        keymap,
        written: config,
    };
    (settings, mistakes)
}

/// Reads a config, passing over the lines that are wrong. Each is a mistake.
fn read_what_is_right(text: &str, mistakes: &mut Vec<String>) -> Config {
    /// Nobody reads on after so many.
    const MOST: usize = 20;
    let mut text = text.to_owned();
    for _ in 0..MOST {
        let error = match toml::from_str::<Config>(&text) {
            Ok(config) => return config,
            Err(error) => error,
        };
        mistakes.push(describe(&error, &text));
        let Some(span) = error.span() else { break };
        // The lines of the mistake become blank, so that the places of the others stay right.
        let start =
            before(&text, floor_bound(&text, span.start)).rfind('\n').map_or(0, |at| at + 1);
        let end = after(&text, floor_bound(&text, span.end))
            .find('\n')
            .map_or(text.len(), |at| span.end + at);
        let blank: String = text
            .char_indices()
            .map(|(at, c)| if (start..end).contains(&at) && c != '\n' { ' ' } else { c })
            .collect();
        if blank == text {
            break;
        }
        text = blank;
    }
    Config::default()
}

impl Settings {
    /// The settings in force as a config file, keys included.
    #[must_use]
    pub fn print(&self) -> String {
        let mut config = self.written.clone();
        config.keys.clear();
        for (place, name) in super::keymap::Place::ALL {
            let own = |keymap: &Keymap| -> std::collections::BTreeMap<String, String> {
                let own = keymap.at(place).filter(|(at, _, _)| *at == place);
                own.map(|(_, keys, run)| (super::key::sequence(keys), run.to_owned())).collect()
            };
            // A key that has been taken away must be taken away again when this is read.
            let mut table: std::collections::BTreeMap<_, _> =
                own(&Keymap::builtin()).into_keys().map(|keys| (keys, String::new())).collect();
            table.extend(own(&self.keymap));
            config.keys.insert(name.to_owned(), table);
        }
        toml::to_string(&config).unwrap_or_default()
    }
}

/// A theme by name, brought down to what the terminal can do.
fn theme(name: &str, depth: ColourDepth) -> Option<Theme> {
    if name != "auto" && Theme::builtin(name).is_none() {
        return None;
    }
    // Without colour a coloured theme would lose its meaning: the one without says it all.
    let name = match (depth, name) {
        (ColourDepth::None, _) => "mono",
        (_, "auto") | (ColourDepth::Sixteen, "dark" | "light") => "ansi",
        (_, name) => name,
    };
    let theme = Theme::builtin(name)?;
    Some(if depth == ColourDepth::Exact { theme } else { theme.in_256() })
}

/// Who chose a theme without colours wants none in pens either.
fn pen_depth(theme: &str, depth: ColourDepth) -> ColourDepth {
    if theme == "mono" { ColourDepth::None } else { depth }
}

/// The pens that are right; what is wrong with the others is said.
fn pens(written: &[FilePen], depth: ColourDepth, mistakes: &mut Vec<String>) -> Vec<Pen> {
    let mut pens: Vec<Pen> = Vec::new();
    for (n, pen) in written.iter().enumerate() {
        let mut wrong = |says: String| {
            mistakes.push(format!("[[pen]] {} \"{}\": {says}", n + 1, pen.name));
        };
        let name = pen.name.trim();
        if name.is_empty() || name == NO_PEN || pens.iter().any(|other| other.name == name) {
            wrong(format!("give a name of its own, other than \"\" and {NO_PEN}"));
            continue;
        }
        let Some(colour) = Colour::parse(&pen.colour) else {
            wrong(format!(
                "\"{}\" is no colour: a name such as bright-blue, 0 to 255, or #rrggbb",
                pen.colour
            ));
            continue;
        };
        let mut letters = pen.key.chars();
        let key = match (letters.next(), letters.next()) {
            (Some(key), None) if !key.is_control() && key != ' ' => key,
            _ => {
                wrong(format!("key = \"{}\": give one letter", pen.key));
                continue;
            }
        };
        if let Some(other) = pens.iter().find(|other| other.key == key) {
            wrong(format!("its key {key} is that of {}", other.name));
            continue;
        }
        pens.push(Pen {
            name: name.to_owned(),
            meaning: pen.meaning.clone(),
            key,
            colour,
            look: pens::look(colour, n, depth),
        });
    }
    pens
}

/// What stands for no pen in commands.
pub const NO_PEN: &str = "none";

/// A mistake in the value of a key, with where the key stands.
fn placed(text: &str, key: &str, says: String) -> String {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        if trimmed.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('=')) {
            return format!("{}: {says}", position(text, at + line.len() - trimmed.len()));
        }
        at += line.len();
    }
    says
}

fn describe(error: &toml::de::Error, text: &str) -> String {
    let says = error.message();
    match error.span() {
        Some(span) => format!("{}: {says}", position(text, span.start)),
        None => says.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_the_default() {
        let (settings, mistakes) = read(EXAMPLE, ColourDepth::Sixteen);
        assert_eq!(mistakes, Vec::<String>::new());
        let default = Settings::default();
        assert_eq!(Settings { written: default.written.clone(), ..settings }, default);
    }

    #[test]
    fn the_example_names_every_setting() {
        for line in toml::to_string(&Config::default()).unwrap().lines() {
            let Some((key, _)) = line.split_once(" =") else { continue };
            assert!(EXAMPLE.contains(key), "config.example.toml does not say what {key} is");
        }
    }

    #[test]
    fn what_is_printed_is_read_again() {
        let (settings, _) = read("text-width = 60\n[keys.article]\nh = \"\"", ColourDepth::Sixteen);
        let (again, mistakes) = read(&settings.print(), ColourDepth::Sixteen);
        assert_eq!(mistakes, Vec::<String>::new());
        assert_eq!(again.text_width, 60);
        assert_eq!(again.keymap, settings.keymap);
    }

    #[test]
    fn an_unknown_key_has_line_and_column() {
        let (_, mistakes) = read("theme = \"ansi\"\nwidht = 3\n", ColourDepth::Sixteen);
        assert!(mistakes[0].starts_with("line 2, column 1: unknown field `widht`"), "{mistakes:?}");
    }

    #[test]
    fn what_is_right_is_taken_beside_a_mistake() {
        let text = "text-width = 50\nwidht = 3\n[show]\nactors = false\nactros = true\n[fetch]\ntimeout = 0\n";
        let (settings, mistakes) = read(text, ColourDepth::Sixteen);
        assert_eq!(mistakes.len(), 3, "{mistakes:?}");
        assert!(mistakes.iter().any(|says| says.starts_with("line 5, column 1")), "{mistakes:?}");
        assert_eq!(
            (settings.text_width, settings.show.actors, settings.fetch.timeout),
            (50, false, 1)
        );
    }

    #[test]
    fn values_out_of_range_are_named_and_brought_in() {
        let (settings, mistakes) =
            read("text-width = 5\ntheme = \"pink\"\nfirst-tab = \"x\"", ColourDepth::Many);
        assert_eq!(mistakes.len(), 3, "{mistakes:?}");
        assert!(mistakes[0].starts_with("line 1, column 1: text-width = 5: "), "{mistakes:?}");
        assert!(mistakes[1].starts_with("line 3, column 1: first-tab"), "{mistakes:?}");
        assert_eq!(settings.text_width, 30);
    }

    #[test]
    fn pens_of_the_config_replace_those_that_are_built_in() {
        let text = "[[pen]]\nname = \"teal\"\ncolour = \"cyan\"\nmeaning = \"m\"\nkey = \"t\"\n";
        let (settings, mistakes) = read(text, ColourDepth::Sixteen);
        assert_eq!(mistakes, Vec::<String>::new());
        assert_eq!(settings.pens.len(), 1);
        let wrong = "[[pen]]\nname = \"\"\n[[pen]]\nname = \"a\"\ncolour = \"puce\"\nkey = \"a\"\n\
            [[pen]]\nname = \"b\"\ncolour = \"red\"\nkey = \"bb\"\n[[pen]]\nname = \"c\"\ncolour = \"red\"\nkey = \"c\"\n\
            [[pen]]\nname = \"d\"\ncolour = \"red\"\nkey = \"c\"\n";
        let (settings, mistakes) = read(wrong, ColourDepth::Sixteen);
        assert_eq!(mistakes.len(), 4, "{mistakes:?}");
        assert!(mistakes[1].contains("puce"), "{mistakes:?}");
        assert_eq!(settings.pens.len(), 1);
    }

    #[test]
    fn without_colour_no_theme_has_any() {
        for name in ["auto", "ansi", "dark"] {
            let theme = theme(name, ColourDepth::None).unwrap();
            for (role, name) in super::super::theme::ROLES {
                let look = theme.look(role);
                assert_eq!((look.fg, look.bg), (None, None), "{name}");
            }
        }
    }
}

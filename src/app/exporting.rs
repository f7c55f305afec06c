//! The export menu: forms on one side, what each would write on the other.

use super::key::{Code, Key};
use super::state::{Effect, Modal, Notice, Now, State};
use crate::export::dossier::{Dossier, Only};
use crate::export::format::{Export, FORMATS, Format, Out};
use crate::export::names;
use crate::parse::clean::line;

/// So many lines of what would be written are shown.
const MOST_LINES: usize = 400;

/// What was chosen: kept for the next time, also after a restart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastExport {
    /// The form's name.
    pub format: String,
    /// Whose marks.
    pub only: Only,
}

impl Default for LastExport {
    fn default() -> Self {
        Self { format: "markdown".into(), only: Only::Both }
    }
}

impl LastExport {
    /// `w3c mine`.
    #[must_use]
    pub fn to_line(&self) -> String {
        format!("{} {}", self.format, name(self.only))
    }

    /// Reads what [`Self::to_line`] wrote; anything else is the default.
    #[must_use]
    pub fn from_line(text: &str) -> Self {
        let (format, only) = text.trim().split_once(' ').unwrap_or(("", ""));
        let known = FORMATS.iter().any(|known| known.name == format);
        let only = [Only::Mine, Only::Machine].into_iter().find(|o| name(*o) == only);
        if known {
            Self { format: format.to_owned(), only: only.unwrap_or(Only::Both) }
        } else {
            Self::default()
        }
    }
}

/// Whose marks, in a word.
#[must_use]
pub fn name(only: Only) -> &'static str {
    match only {
        Only::Mine => "mine",
        Only::Machine => "machine",
        Only::Both => "both",
    }
}

/// The menu on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Menu {
    /// The form that is chosen, as a place in [`FORMATS`].
    pub at: usize,
    /// Whose marks.
    pub only: Only,
    /// The first line of the preview that is seen.
    pub top: usize,
    /// What would be written, as far as it is shown.
    pub preview: Vec<String>,
    /// Whether the preview leaves something out.
    pub is_cut: bool,
}

impl Menu {
    /// The form that is chosen.
    #[must_use]
    pub fn format(&self) -> &'static Format {
        FORMATS.get(self.at).unwrap_or(&FORMATS[0])
    }
}

impl State {
    /// Opens the menu where it was left the last time.
    ///
    /// # Errors
    /// While it is still being found out who said what.
    pub fn open_export_menu(&mut self, now: Now) -> Result<(), String> {
        if self.analysis.is_none() {
            return Err("Still finding out who said what".into());
        }
        let at =
            FORMATS.iter().position(|format| format.name == self.last_export.format).unwrap_or(0);
        let mut menu =
            Menu { at, only: self.last_export.only, top: 0, preview: Vec::new(), is_cut: false };
        self.preview(&mut menu, now);
        self.modal = Some(Modal::Export(menu));
        Ok(())
    }

    /// A key while the menu has them.
    pub fn press_in_export_menu(&mut self, mut menu: Menu, key: Key, now: Now) {
        let page = usize::from(self.size.height).saturating_sub(6).max(1);
        let last = menu.preview.len().saturating_sub(page);
        match (key.code, key.ctrl) {
            (Code::Esc, _) | (Code::Char('c'), true) | (Code::Char('q'), false) => return,
            (Code::Down, _) | (Code::Char('j'), false) => {
                menu.at = (menu.at + 1) % FORMATS.len();
                self.preview(&mut menu, now);
            }
            (Code::Up, _) | (Code::Char('k'), false) => {
                menu.at = (menu.at + FORMATS.len() - 1) % FORMATS.len();
                self.preview(&mut menu, now);
            }
            (Code::Char('m'), false) | (Code::Tab, _) => {
                menu.only = match menu.only {
                    Only::Both => Only::Mine,
                    Only::Mine => Only::Machine,
                    Only::Machine => Only::Both,
                };
                self.preview(&mut menu, now);
            }
            (Code::PageDown, _) | (Code::Char('d'), true) | (Code::Char(' '), false) => {
                menu.top = (menu.top + page).min(last);
            }
            (Code::PageUp, _) | (Code::Char('u'), true) => {
                menu.top = menu.top.saturating_sub(page);
            }
            (Code::Enter, _) => {
                self.choose(&menu);
                let name =
                    format!("{}.{}", names::file_stem(&self.article), menu.format().extension);
                // The name can be changed before it is written.
                return self.open_prompt(super::prompt::Kind::Command, &format!("export {name}"));
            }
            (Code::Char('y'), false) => {
                self.choose(&menu);
                let files = self.written(menu.format(), menu.only, now);
                match files.as_slice() {
                    [(_, text)] => self.effects.push(Effect::Copy(text.clone())),
                    [] => {
                        let says = "There is nothing here that this form could hold";
                        self.notice = Some(Notice::Failed(says.into()));
                    }
                    _ => {
                        let says = "This form makes several files; enter writes them";
                        self.notice = Some(Notice::Failed(says.into()));
                    }
                }
                return;
            }
            _ => {}
        }
        self.modal = Some(Modal::Export(menu));
    }

    fn choose(&mut self, menu: &Menu) {
        let choice = LastExport { format: menu.format().name.to_owned(), only: menu.only };
        if choice != self.last_export {
            self.effects.push(Effect::KeepChoice(choice.to_line()));
            self.last_export = choice;
        }
    }

    fn preview(&self, menu: &mut Menu, now: Now) {
        let files = self.written(menu.format(), menu.only, now);
        let several = files.len() > 1;
        let mut lines = Vec::new();
        for (name, text) in &files {
            if several {
                lines.push(format!("── {name}"));
            }
            lines.extend(text.lines().take(MOST_LINES + 1).map(line));
        }
        menu.is_cut = lines.len() > MOST_LINES;
        lines.truncate(MOST_LINES);
        if lines.iter().all(String::is_empty) {
            let nothing = match menu.only {
                Only::Mine => "You have noted nothing here yet that this form could hold.",
                _ => "There is nothing here that this form could hold.",
            };
            lines = vec![nothing.into()];
        }
        menu.preview = lines;
        menu.top = 0;
    }

    /// What a form would write: the names of its files and what is in them.
    #[must_use]
    pub fn written(&self, format: &Format, only: Only, now: Now) -> Vec<(String, String)> {
        let Some(analysis) = self.analysis.as_deref() else { return Vec::new() };
        let dossier = Dossier {
            article: &self.article,
            analysis,
            rulings: &self.rulings,
            notebook: &self.notebook,
        };
        let pens = super::pens::colours(&self.settings.pens);
        let mut export = Export { now: now.time, pens, ..Export::default() };
        export.select.only = only;
        match format.out {
            Out::Files(files) => files(&dossier, &export),
            Out::Stream(stream) => {
                let records = (stream.article)(&dossier, &export);
                let name = format!("{}.{}", names::file_stem(&self.article), format.extension);
                let (begin, end) = ((stream.begin)(&export), (stream.end)(records.len()));
                vec![(name, format!("{begin}{}{end}", records.join(stream.between)))]
            }
        }
    }
}

/// The form of a file's name: the one chosen last where its ending fits, else the first that fits.
#[must_use]
pub fn form_of(path: &str, choice: &LastExport) -> Option<&'static Format> {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let fits = |format: &&Format| format.extension.eq_ignore_ascii_case(ending);
    let chosen = FORMATS.iter().find(|format| format.name == choice.format).filter(fits);
    chosen.or_else(|| FORMATS.iter().find(fits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::{Session, article};
    use crate::doc::BlockKind;

    fn session() -> Session {
        let text = "Maria Lopez said the cranes were idle.";
        let blocks = [(BlockKind::Title, "Harbour closed"), (BlockKind::Para, text)];
        Session::new(article(&blocks), 100, 30)
    }

    fn menu(session: &Session) -> &Menu {
        match &session.state.modal {
            Some(Modal::Export(menu)) => menu,
            other => panic!("no menu: {other:?}"),
        }
    }

    #[test]
    fn the_menu_shows_what_would_be_written() {
        let mut session = session();
        session.play("e");
        assert_eq!(menu(&session).format().name, "markdown");
        assert!(menu(&session).preview.iter().any(|line| line.contains("Maria Lopez")));
        session.play("m");
        assert_eq!(menu(&session).only, Only::Mine);
        let before = menu(&session).preview.clone();
        session.play("j");
        assert_ne!(menu(&session).preview, before);
        session.play("<esc>");
        assert!(session.state.modal.is_none());
    }

    #[test]
    fn enter_asks_for_a_name_and_writes_the_chosen_form() {
        let mut session = session();
        session.play("ek");
        let last = FORMATS.last().unwrap();
        assert_eq!(menu(&session).format().name, last.name);
        session.play("jjj<enter>");
        let name = FORMATS[2].name.to_owned();
        assert!(session.effects.iter().any(
            |effect| matches!(effect, Effect::KeepChoice(line) if *line == format!("{name} both"))
        ));
        session.play("<enter>");
        assert!(session.effects.iter().any(|effect| matches!(effect, Effect::Export(..))));
        // It is open where it was left.
        session.play("e");
        assert_eq!(menu(&session).format().name, name);
    }

    #[test]
    fn y_copies_what_is_shown() {
        let mut session = session();
        session.play("ey");
        let copied = session.effects.iter().find_map(|effect| match effect {
            Effect::Copy(text) => Some(text.as_str()),
            _ => None,
        });
        assert!(copied.unwrap().contains("# Harbour closed"));
    }

    #[test]
    fn a_choice_is_read_back() {
        for choice in [
            LastExport { format: "w3c".into(), only: Only::Mine },
            LastExport { format: "org".into(), only: Only::Both },
        ] {
            assert_eq!(LastExport::from_line(&choice.to_line()), choice);
        }
        assert_eq!(LastExport::from_line("pdf mine"), LastExport::default());
    }

    #[test]
    fn the_ending_says_in_which_form() {
        let choice = LastExport { format: "sources-csv".into(), only: Only::Both };
        assert_eq!(form_of("a/b.csv", &choice).unwrap().name, "sources-csv");
        assert_eq!(form_of("b.ORG", &choice).unwrap().name, "org");
        assert_eq!(form_of("b.md", &choice).unwrap().name, "markdown");
        assert!(form_of("b.pdf", &choice).is_none());
    }
}

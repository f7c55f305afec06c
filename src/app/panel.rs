//! The panel: lists beside the article, their filters and their rows.
//!
//! Rows are plain words with roles, wrapped to the panel's width here, so that
//! scrolling and tests need no terminal.

mod claims;
mod items;
mod own;
mod rows;

pub use items::kinds;
pub use rows::{Row, RowLine, lines};

use super::state::{Focus, State, Ticket};
use crate::extract::{ActorIdx, Analysis, ClaimIdx, SourceIdx};
use crate::notes::NoteId;
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tab {
    /// Who acts.
    Actors,
    /// Whoever something is attributed to.
    Sources,
    /// What is attributed.
    Claims,
    /// The reader's own.
    Notes,
    /// Those of them whose place is not sure.
    Loose,
}

impl Tab {
    /// In the order of the screen.
    pub const ALL: [Tab; 5] = [Self::Actors, Self::Sources, Self::Claims, Self::Notes, Self::Loose];

    /// Its name in commands and config.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Actors => "actors",
            Self::Sources => "sources",
            Self::Claims => "claims",
            Self::Notes => "notes",
            Self::Loose => "loose",
        }
    }

    /// Its name on the screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Actors => "Actors",
            Self::Sources => "Sources",
            Self::Claims => "Claims",
            Self::Notes => "Notes",
            Self::Loose => "Loose",
        }
    }

    /// The tab of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.name() == name)
    }

    /// The tab `step` to the right among those that there are, around the end.
    #[must_use]
    pub fn step(self, step: isize, tabs: &[Self]) -> Self {
        let at = tabs.iter().position(|tab| *tab == self).unwrap_or(0);
        let n = tabs.len().max(1);
        let to = (at + n).saturating_add_signed(step) % n;
        tabs.get(to).copied().unwrap_or(self)
    }
}

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// An actor.
    Actor(ActorIdx),
    /// A source.
    Source(SourceIdx),
    /// A claim.
    Claim(ClaimIdx),
    /// A note.
    Note(NoteId),
}

/// What a list leaves out.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Filter {
    /// Rows must match these words, loosely.
    pub text: String,
    /// Rows must be of this kind, by its name.
    pub kind: Option<String>,
    /// Only what nobody gives a name for.
    pub who: Who,
}

/// Which speakers a filter lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Who {
    /// All of them.
    #[default]
    All,
    /// People and groups without a name.
    Unnamed,
    /// Nobody at all.
    NoSpeaker,
}

impl Filter {
    /// Whether it lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What it does, in a few words.
    #[must_use]
    pub fn describe(&self) -> String {
        let mut parts = Vec::new();
        if !self.text.is_empty() {
            parts.push(format!("“{}”", self.text));
        }
        parts.extend(self.kind.clone());
        match self.who {
            Who::All => {}
            Who::Unnamed => parts.push("unnamed only".into()),
            Who::NoSpeaker => parts.push("no speaker".into()),
        }
        parts.join(", ")
    }
}

/// One list.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct List {
    /// The row that the reader stands on.
    pub selected: Option<Item>,
    /// The rows that are opened.
    pub opened: BTreeSet<Item>,
    /// The first line that is seen.
    pub top: usize,
    /// What is left out.
    pub filter: Filter,
}

/// The panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// The list that is shown.
    pub tab: Tab,
    /// The rows of that list.
    pub rows: Vec<Row>,
    /// Which of the selected item's mentions the walk has come to.
    pub walked: Option<usize>,
    lists: [List; 5],
    made_of: Option<MadeOf>,
}

/// What the rows were made of: while it is the same, so are they.
#[derive(Clone, Debug, PartialEq)]
struct MadeOf {
    tab: Tab,
    width: usize,
    filter: Filter,
    opened: BTreeSet<Item>,
    analysis: Option<Ticket>,
    revision: u64,
    placed: usize,
}

impl Panel {
    /// A panel that shows a list.
    #[must_use]
    pub fn new(tab: Tab) -> Self {
        Self { tab, rows: Vec::new(), walked: None, lists: Default::default(), made_of: None }
    }

    /// The list that is shown.
    #[must_use]
    pub fn list(&self) -> &List {
        let [actors, sources, claims, notes, loose] = &self.lists;
        match self.tab {
            Tab::Actors => actors,
            Tab::Sources => sources,
            Tab::Claims => claims,
            Tab::Notes => notes,
            Tab::Loose => loose,
        }
    }

    /// The list that is shown, to change it.
    pub fn list_mut(&mut self) -> &mut List {
        let [actors, sources, claims, notes, loose] = &mut self.lists;
        match self.tab {
            Tab::Actors => actors,
            Tab::Sources => sources,
            Tab::Claims => claims,
            Tab::Notes => notes,
            Tab::Loose => loose,
        }
    }

    /// The note that was last stood on in the list of loose ones.
    #[must_use]
    pub fn loose_chosen(&self) -> Option<NoteId> {
        let [.., loose] = &self.lists;
        loose.selected.and_then(|item| match item {
            Item::Note(id) => Some(id),
            _ => None,
        })
    }

    /// Stands on a note in the list of loose ones.
    pub fn choose_loose(&mut self, id: NoteId) {
        let [.., loose] = &mut self.lists;
        loose.selected = Some(Item::Note(id));
    }

    /// The item that the reader stands on, if it is among the rows.
    #[must_use]
    pub fn selected(&self) -> Option<Item> {
        let selected = self.list().selected?;
        self.rows.iter().any(|row| row.item == selected).then_some(selected)
    }

    /// The number of the row that the reader stands on.
    #[must_use]
    pub fn selected_row(&self) -> Option<usize> {
        let selected = self.list().selected?;
        self.rows.iter().position(|row| row.item == selected)
    }

    /// The places of an item in the text, in the order of the text.
    #[must_use]
    pub fn spans(&self, state: &State, item: Item) -> Vec<Span> {
        let Some(analysis) = &state.analysis else { return note_span(state, item) };
        let mut spans: Vec<Span> = match item {
            Item::Actor(idx) => analysis.actor(idx).map_or_else(Vec::new, |actor| {
                actor.mentions.iter().filter_map(|m| analysis.mention(*m)).map(|m| m.span).collect()
            }),
            Item::Source(idx) => {
                analysis.source(idx).map_or_else(Vec::new, |source| source.spans.clone())
            }
            Item::Claim(idx) => {
                analysis.claim(idx).map_or_else(Vec::new, |claim| claim.spans().collect())
            }
            Item::Note(_) => note_span(state, item),
        };
        spans.sort_unstable();
        spans.dedup();
        spans
    }

    /// Keeps standing on the same things when the analysis that their numbers belong to is replaced.
    pub fn renumber(&mut self, before: &Analysis, after: &Analysis) {
        let claims = |a: &Analysis| -> Vec<(Vec<Span>, Item)> {
            let numbered = (0_u32..).zip(&a.claims);
            numbered.map(|(n, claim)| (claim.content.clone(), Item::Claim(ClaimIdx(n)))).collect()
        };
        let actors = |a: &Analysis| -> Vec<(String, Item)> {
            let numbered = (0_u32..).zip(&a.actors);
            numbered.map(|(n, actor)| (actor.name.clone(), Item::Actor(ActorIdx(n)))).collect()
        };
        let sources = |a: &Analysis| -> Vec<(String, Item)> {
            let numbered = (0_u32..).zip(&a.sources);
            numbered.map(|(n, source)| (source.name.clone(), Item::Source(SourceIdx(n)))).collect()
        };
        let mut moved: BTreeMap<Item, Item> = BTreeMap::new();
        pair(&mut moved, claims(before), claims(after));
        pair(&mut moved, actors(before), actors(after));
        pair(&mut moved, sources(before), sources(after));
        let follow = |item: Item| match item {
            Item::Note(_) => Some(item),
            _ => moved.get(&item).copied(),
        };
        for list in &mut self.lists {
            // What is gone leaves its neighbour selected: the one that now has its number.
            list.selected = list.selected.map(|item| follow(item).unwrap_or(item));
            list.opened = list.opened.iter().copied().filter_map(follow).collect();
        }
        self.made_of = None;
    }

    /// The mention that the walk stands on, or the first.
    #[must_use]
    pub fn walk_spans(&self, state: &State, item: Item) -> Option<Span> {
        let spans = self.spans(state, item);
        spans.get(self.walked.unwrap_or(0).min(spans.len().saturating_sub(1))).copied()
    }
}

/// Pairs what has the same key before and after, in order.
fn pair<K: Ord>(moved: &mut BTreeMap<Item, Item>, before: Vec<(K, Item)>, after: Vec<(K, Item)>) {
    let mut waiting: BTreeMap<K, VecDeque<Item>> = BTreeMap::new();
    for (key, item) in after {
        waiting.entry(key).or_default().push_back(item);
    }
    for (key, item) in before {
        if let Some(after) = waiting.get_mut(&key).and_then(VecDeque::pop_front) {
            moved.insert(item, after);
        }
    }
}

fn note_span(state: &State, item: Item) -> Vec<Span> {
    let Item::Note(id) = item else { return Vec::new() };
    let placed = state.placed.iter().find(|placed| placed.id == id);
    placed.and_then(|placed| placed.place.span()).into_iter().collect()
}

impl State {
    /// Makes the rows anew, after anything they are made of has changed, and keeps the selection in sight.
    pub fn refresh_panel(&mut self) {
        if self.panel.tab == Tab::Loose && self.loose().is_empty() {
            self.panel.tab = Tab::Notes;
        }
        let width = self.panel_columns();
        let list = self.panel.list();
        let made_of = MadeOf {
            tab: self.panel.tab,
            width,
            filter: list.filter.clone(),
            opened: list.opened.clone(),
            analysis: self.analysis.as_ref().map(|_| self.analysis_ticket),
            revision: self.saving.revision,
            placed: self.placed.len(),
        };
        if self.panel.made_of.as_ref() != Some(&made_of) {
            self.panel.rows = rows::rows(self, width);
            self.panel.made_of = Some(made_of);
        }
        if self.panel.selected().is_none() {
            let first = self.panel.rows.first().map(|row| row.item);
            let list = self.panel.list_mut();
            // The selection is kept while a filter hides it, but there is always one to stand on.
            list.selected = first.or(list.selected);
            self.panel.walked = None;
        }
        self.settle_panel();
    }

    /// Columns that the panel's rows have.
    #[must_use]
    pub fn panel_columns(&self) -> usize {
        // The first column holds the sign of the row that is stood on. While the panel is not seen,
        // its rows are there all the same: going from claim to claim keeps to the filter.
        self.panes().panel.map_or(0, |pane| usize::from(pane.width)).saturating_sub(1).max(20)
    }

    /// Rows of the panel that are seen at once, without the tabs.
    #[must_use]
    pub fn panel_rows_seen(&self) -> usize {
        let filter_row = usize::from(!self.panel.list().filter.is_empty());
        self.panes()
            .panel
            .map_or(1, |pane| usize::from(pane.height).saturating_sub(1 + filter_row))
            .max(1)
    }

    /// Keeps the selected row in sight.
    pub fn settle_panel(&mut self) {
        let seen = self.panel_rows_seen();
        let Some(at) = self.panel.selected_row() else { return };
        let height = |row: &Row| row.height;
        let above: usize = self.panel.rows.iter().take(at).map(height).sum();
        let own = self.panel.rows.get(at).map_or(1, height);
        let all: usize = self.panel.rows.iter().map(height).sum();
        let list = self.panel.list_mut();
        list.top = if own > seen {
            // In a row taller than the panel the reader scrolls.
            list.top.clamp(above, above + own - seen)
        } else {
            list.top.max((above + own).saturating_sub(seen)).min(above)
        };
        list.top = list.top.min(all.saturating_sub(seen.min(all)));
    }

    /// Scrolls within the selected row where it is taller than the panel; `false` at its end.
    pub fn scroll_row(&mut self, step: isize) -> bool {
        let seen = self.panel_rows_seen();
        let Some(at) = self.panel.selected_row() else { return false };
        let height = |row: &Row| row.height;
        let above: usize = self.panel.rows.iter().take(at).map(height).sum();
        let own = self.panel.rows.get(at).map_or(1, height);
        let top = self.panel.list().top;
        let next = top.saturating_add_signed(step).clamp(above, above + own.saturating_sub(seen));
        self.panel.list_mut().top = if own > seen { next } else { top };
        own > seen && next != top
    }

    /// Selects, in the list that is shown, what the cursor stands on.
    pub fn panel_follows(&mut self) {
        if self.focus == Focus::Panel {
            return;
        }
        if let Some(item) = self.item_at(self.view.cursor) {
            self.select(item);
        }
    }

    /// What the shown list has at a byte of the text.
    #[must_use]
    pub fn item_at(&self, at: usize) -> Option<Item> {
        let analysis = self.analysis.as_ref();
        match self.panel.tab {
            Tab::Actors => analysis?
                .mentions
                .iter()
                .filter(|mention| mention.span.contains(at))
                .min_by_key(|mention| mention.span.len())?
                .actor
                .map(Item::Actor),
            Tab::Sources => {
                let analysis = analysis?;
                let here = super::reading::source_at(analysis, at);
                let behind = || analysis.claim(super::reading::claim_at(analysis, at)?)?.said_by;
                here.or_else(behind).map(Item::Source)
            }
            Tab::Claims => super::reading::claim_at(analysis?, at).map(Item::Claim),
            Tab::Notes => super::reading::notes_at(self, at).first().copied().map(Item::Note),
            // Which of them is to be attached does not change while its place is looked for.
            Tab::Loose => None,
        }
    }

    /// Selects an item of the shown list.
    pub fn select(&mut self, item: Item) {
        if self.panel.list().selected != Some(item) {
            self.panel.walked = None;
        }
        self.panel.list_mut().selected = Some(item);
        self.settle_panel();
    }
}

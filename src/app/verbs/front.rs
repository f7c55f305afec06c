//! The library: its tree and its lists, marks on articles, searches and subscriptions.

use crate::app::front::list::{Grouped, Rows, Told};
use crate::app::front::{Land, Side, rows};
use crate::app::key::{Code, Key};
use crate::app::keymap::Place;
use crate::app::question::{Answer, Question};
use crate::app::state::{Effect, Modal, Now, State};
use crate::library::feed::Whole;
use crate::library::front::{Ask, Mark, Order, Progress, Scope, Seen, Which};
use crate::library::query;

type Done = Result<(), String>;

/// Shows the library; there, asks for it anew.
pub fn library(state: &mut State, _: &str, _: Now) -> Done {
    if state.is_in_front() || state.front.list.told == Told::Waiting {
        state.open_front();
    } else {
        state.return_to_front();
    }
    Ok(())
}

/// Opens the article, or the list of what the tree stands on.
pub fn open_row(state: &mut State, _: &str, _: Now) -> Done {
    in_library(state)?;
    if state.front.side == Side::Tree {
        state.show_branch(Land::Kept);
        state.front.side = Side::List;
        return Ok(());
    }
    if state.front.list.rows.is_empty() && state.front.list.told == Told::Waiting {
        return Err("The list is on its way".into());
    }
    let row = state.front.list.selected().ok_or("There is no article here")?;
    state.open_listed(row)
}

/// One step further in: unfolds, goes to the list, opens the article.
pub fn go_in(state: &mut State, argument: &str, now: Now) -> Done {
    in_library(state)?;
    let tree = &mut state.front.tree;
    let is_folded = tree.selected().is_some_and(|branch| tree.is_folded(&branch.scope));
    if state.front.side == Side::Tree && is_folded {
        tree.fold();
        return Ok(());
    }
    open_row(state, argument, now)
}

/// One step out: to the tree, to the folder; folds it.
pub fn go_out(state: &mut State, _: &str, _: Now) -> Done {
    in_library(state)?;
    if state.front.side == Side::List {
        state.front.side = Side::Tree;
        return Ok(());
    }
    let tree = &mut state.front.tree;
    let is_open = tree.selected().is_some_and(|branch| {
        matches!(branch.scope, Scope::Folder(_)) && !tree.is_folded(&branch.scope)
    });
    if is_open {
        tree.fold();
    } else if tree.to_parent().is_some() {
        state.show_branch(Land::Kept);
    }
    Ok(())
}

/// Folds or unfolds the folder; in the list, goes a screen down.
pub fn fold(state: &mut State, _: &str, _: Now) -> Done {
    in_library(state)?;
    if state.front.side == Side::List {
        let page = 2 * state.half_front();
        state.walk_front(page);
        return Ok(());
    }
    let key = state.settings.keymap.hint(state.place(), "open-row");
    state.front.tree.fold().ok_or_else(|| format!("This is no folder; {key} goes to its list"))
}

/// Opens the next article of the list.
pub fn article_next(state: &mut State, _: &str, _: Now) -> Done {
    state.step_article(1)
}

/// Opens the article before in the list.
pub fn article_back(state: &mut State, _: &str, _: Now) -> Done {
    state.step_article(-1)
}

/// To the next article that is not read.
pub fn unread_next(state: &mut State, _: &str, _: Now) -> Done {
    state.step_unread(1)
}

/// To the one before that is not read.
pub fn unread_back(state: &mut State, _: &str, _: Now) -> Done {
    state.step_unread(-1)
}

/// To the list of the next row of the tree.
pub fn feed_next(state: &mut State, _: &str, _: Now) -> Done {
    step_feed(state, 1)
}

/// To the list of the row before.
pub fn feed_back(state: &mut State, _: &str, _: Now) -> Done {
    step_feed(state, -1)
}

fn step_feed(state: &mut State, step: isize) -> Done {
    in_library(state)?;
    let side = std::mem::replace(&mut state.front.side, Side::Tree);
    state.walk_front(step);
    state.front.side = side;
    Ok(())
}

/// Marks the article read, or not.
pub fn toggle_read(state: &mut State, _: &str, _: Now) -> Done {
    let row = state.chosen_item()?;
    state.mark_items(vec![row.id], vec![Mark::Read(!row.is_read)]);
    Ok(())
}

/// Stars the article, or takes the star away.
pub fn star(state: &mut State, _: &str, _: Now) -> Done {
    let row = state.chosen_item()?;
    state.mark_items(vec![row.id], vec![Mark::Starred(!row.is_starred)]);
    Ok(())
}

/// Puts the article with what is to be read later, or not.
pub fn later(state: &mut State, _: &str, _: Now) -> Done {
    let row = state.chosen_item()?;
    state.mark_items(vec![row.id], vec![Mark::Later(!row.is_later)]);
    Ok(())
}

/// Tags the article; without tags, asks for them.
pub fn tag_article(state: &mut State, tags: &str, _: Now) -> Done {
    let row = state.chosen_item()?;
    let marks: Vec<Mark> = tags
        .split([',', ' '])
        .filter_map(|word| {
            let (word, mark): (&str, fn(String) -> Mark) = match word.strip_prefix('-') {
                Some(word) => (word, Mark::Untagged),
                None => (word.strip_prefix('+').unwrap_or(word), Mark::Tagged),
            };
            let word = word.trim_start_matches('#');
            (!word.is_empty()).then(|| mark(word.to_owned()))
        })
        .collect();
    if marks.is_empty() {
        let brief = state.front.list.brief(row.id);
        let has = brief.map(|brief| brief.item.tags.join(" ")).filter(|tags| !tags.is_empty());
        let has = has.map_or(String::new(), |tags| format!(" ({tags})"));
        state.ask_for("tag-article", &format!("tags{has}, -x takes away: "), "");
        return Ok(());
    }
    state.mark_items(vec![row.id], marks);
    Ok(())
}

/// Leaves the article out of all lists.
pub fn hide_article(state: &mut State, _: &str, _: Now) -> Done {
    in_library(state)?;
    let row = state.chosen_item()?;
    state.mark_items(vec![row.id], vec![Mark::Hidden(true)]);
    Ok(())
}

/// Marks all of the list read.
pub fn read_all(state: &mut State, _: &str, _: Now) -> Done {
    in_library(state)?;
    told(state)?;
    if state.front.list.unread == 0 {
        return Err("All is read here".into());
    }
    let wanted = state.front.list.wanted.clone();
    state.request(Ask::Mark(Which::All(wanted), vec![Mark::Read(true)]));
    Ok(())
}

/// Marks read from the top down to here.
pub fn read_up_to(state: &mut State, _: &str, _: Now) -> Done {
    in_library(state)?;
    told(state)?;
    let row = state.chosen_item()?;
    let wanted = state.front.list.wanted.clone();
    state.request(Ask::Mark(Which::UpTo(wanted, row.id), vec![Mark::Read(true)]));
    Ok(())
}

/// Asks feeds for what is new.
pub fn refresh(state: &mut State, which: &str, _: Now) -> Done {
    if state.front.is_refreshing() {
        let key = state.settings.keymap.hint(Place::Library, "cancel");
        return Err(format!("The feeds are being asked already; {key} in the library stops"));
    }
    let feeds = if which == "feed" {
        let branch = state.front.tree.selected().map(|branch| &branch.scope);
        let on_tree = state.is_in_front() && state.front.side == Side::Tree;
        let scope = branch.filter(|_| on_tree).unwrap_or(&state.front.scope);
        let feeds = state.front.tree.feeds_in(scope);
        if feeds.is_empty() {
            return Err("This is neither a feed nor a folder with feeds".into());
        }
        feeds
    } else {
        Vec::new()
    };
    state.front.progress = Some(Progress::Feeds(0, 0, String::new()));
    state.effects.push(Effect::Refresh(feeds));
    Ok(())
}

/// Searches everything; without words, asks for them.
pub fn search(state: &mut State, words: &str, _: Now) -> Done {
    if words.is_empty() {
        state.ask_for("search", "search: ", "");
        return Ok(());
    }
    query::parse(words).map_err(|mistake| mistake.to_string())?;
    let is_new = state.front.list.told == Told::Waiting || !state.front.tree.is_told;
    state.front.search = Some(words.to_owned());
    state.front.tree.put_search(Some(words));
    state.front.tree.selected = 0;
    state.front.standing = crate::app::shelf::Standing::Here;
    state.shelf.standing = crate::app::shelf::Standing::Away;
    state.front.side = Side::List;
    state.view.anchor = None;
    if is_new {
        state.ask_tree();
    }
    state.show_scope(Scope::Search(words.to_owned()), Land::First);
    Ok(())
}

/// Keeps the search under a name; without one, asks for it.
pub fn save_search(state: &mut State, name: &str, _: Now) -> Done {
    let asked = state.front.search.clone().ok_or_else(|| {
        let key = state.settings.keymap.hint(state.place(), "search");
        format!("There is no search to save; {key} searches")
    })?;
    if name.is_empty() {
        state.ask_for("save-search", "save the search as: ", "");
        return Ok(());
    }
    state.request(Ask::SaveQuery(name.to_owned(), asked));
    Ok(())
}

/// Forgets a saved search: the named one, or the one that is listed.
pub fn forget_search(state: &mut State, name: &str, _: Now) -> Done {
    let name = match (&state.front.scope, name) {
        (Scope::Saved(name), "") => name.clone(),
        (_, "") => return Err("Which? The command is: forget-search name".into()),
        (_, name) => name.to_owned(),
    };
    state.request(Ask::ForgetQuery(name));
    Ok(())
}

/// Subscribes; without an address, asks for it.
pub fn subscribe(state: &mut State, words: &str, _: Now) -> Done {
    if words.is_empty() {
        state.ask_for("subscribe", "subscribe to the address, and a folder if you like: ", "");
        return Ok(());
    }
    // A command has words of its own.
    let (address, folder) = match words.split_once(char::is_whitespace) {
        Some((address, folder)) if !words.starts_with("exec:") => (address, Some(folder.trim())),
        _ => (words, None),
    };
    state.say(format!("Looking for the feed of {address} …"));
    state.request(Ask::Subscribe(address.to_owned(), folder.map(str::to_owned)));
    Ok(())
}

/// Ends the subscription, or forgets the saved search, after a question.
pub fn unsubscribe(state: &mut State, _: &str, _: Now) -> Done {
    in_library(state)?;
    let branch = state.front.tree.find(&state.front.scope);
    let name = branch.map(|branch| branch.name.clone()).unwrap_or_default();
    let (asks, does, proposed) = match &state.front.scope {
        Scope::Feed(id) => (
            format!("End the subscription of {name}? Articles with stars, tags or notes stay."),
            "end it",
            Ask::Unsubscribe(*id),
        ),
        Scope::Saved(saved) => (
            format!("Forget the saved search {name}? No article goes with it."),
            "forget it",
            Ask::ForgetQuery(saved.clone()),
        ),
        _ => return Err("The tree stands neither on a feed nor on a saved search".into()),
    };
    state.front.proposed = Some(proposed);
    state.modal = Some(Modal::Question(Question {
        asks,
        answers: vec![
            (Key::char('y'), does, Answer::AskLibrary),
            (Key::plain(Code::Esc), "stay", Answer::Stay),
        ],
    }));
    Ok(())
}

/// Keeps an article by its address; without one, asks for it.
pub fn add(state: &mut State, address: &str, _: Now) -> Done {
    if address.is_empty() {
        state.ask_for("add", "keep the article at: ", "");
        return Ok(());
    }
    state.say(format!("Fetching {address} …"));
    state.request(Ask::Add(address.to_owned()));
    Ok(())
}

/// Says when the articles of the feed are fetched whole; without a word, the next of the three.
pub fn whole(state: &mut State, when: &str, _: Now) -> Done {
    in_library(state)?;
    let Scope::Feed(id) = state.front.scope else {
        return Err("The tree does not stand on a feed".into());
    };
    let now = state.front.tree.find(&state.front.scope).and_then(|branch| branch.whole);
    let when = Whole::named(when).unwrap_or(match now {
        Some(Whole::Always) => Whole::Never,
        Some(Whole::Never) => Whole::Opening,
        Some(Whole::Opening) | None => Whole::Always,
    });
    state.request(Ask::Whole(id, when));
    Ok(())
}

/// Sorts by what is named, or by the next.
pub fn sort_articles(state: &mut State, by: &str, _: Now) -> Done {
    in_library(state)?;
    let at = Order::ALL.iter().position(|order| match by {
        "" => *order == state.front.order,
        by => order.name() == by,
    });
    let step = usize::from(by.is_empty());
    let next = at.map_or(0, |at| (at + step) % Order::ALL.len());
    state.front.order = Order::ALL.get(next).copied().unwrap_or_default();
    state.ask_list(Land::First);
    state.say(format!("Sorted: {}", rows::order_says(state.front.order)));
    Ok(())
}

/// Leaves out what is read, or shows it again.
pub fn hide_read(state: &mut State, _: &str, _: Now) -> Done {
    in_library(state)?;
    state.front.seen = match state.front.seen {
        Seen::All => Seen::Unread,
        Seen::Unread => Seen::All,
    };
    state.ask_list(Land::Kept);
    state.say(match state.front.seen {
        Seen::All => "What is read is shown too",
        Seen::Unread => "What is read is left out of feeds and folders",
    });
    Ok(())
}

/// Puts articles under their days, or does not.
pub fn group_days(state: &mut State, _: &str, _: Now) -> Done {
    in_library(state)?;
    state.front.grouped = match state.front.grouped {
        Grouped::ByDay => Grouped::Not,
        Grouped::Not => Grouped::ByDay,
    };
    state.say(match state.front.grouped {
        Grouped::ByDay => "By day, where the list is sorted by time",
        Grouped::Not => "Without days",
    });
    Ok(())
}

/// One line an article, or two.
pub fn row_height(state: &mut State, _: &str, _: Now) -> Done {
    in_library(state)?;
    let list = &mut state.front.list;
    list.height = match list.height {
        Rows::One => Rows::Two,
        Rows::Two => Rows::One,
    };
    Ok(())
}

/// Leaves the library for the article behind it; where there is none that the reader came from, the program.
pub fn leave(state: &mut State, now: Now) -> Done {
    if state.front.is_home {
        return super::leave::quit_now(state, "", now);
    }
    state.show_article();
    Ok(())
}

/// What Esc leaves: what titles are asked for, a refresh, a search, the list.
pub fn cancel(state: &mut State) -> Done {
    if !state.front.title.is_empty() {
        state.filter_front(&Default::default());
    } else if state.front.is_refreshing() {
        state.effects.push(Effect::StopRefresh);
        state.say("Stopping; what has come stays");
    } else if let Scope::Search(_) = state.front.scope {
        state.front.search = None;
        state.front.tree.put_search(None);
        state.front.tree.select(&Scope::All);
        state.show_scope(Scope::All, Land::Kept);
    } else if !state.front.is_home {
        // Esc goes back to the article, but never out of the program.
        state.show_article();
    }
    Ok(())
}

/// The address of the article that the list stands on.
///
/// # Errors
/// A sentence, where there is none.
pub fn address(state: &State) -> Result<String, String> {
    let row = state.chosen_item()?;
    let brief = state.front.list.brief(row.id);
    let address = brief.and_then(|brief| brief.item.address.clone());
    address.ok_or_else(|| "This article has no address".into())
}

fn told(state: &State) -> Done {
    match state.front.list.told {
        Told::Here => Ok(()),
        Told::Waiting => Err("The list is on its way".into()),
    }
}

fn in_library(state: &State) -> Done {
    if state.is_in_front() {
        return Ok(());
    }
    let key = state.settings.keymap.hint(state.place(), "library");
    Err(format!("That is for the library; {key} shows it"))
}

//! The names inside a longer one: the land in the name of a university, the firm in the name of a stadium.

use crate::extract::ActorKind;
use crate::extract::known::NameSort;
use crate::extract::mentions::{self, Named, StandsFor};
use crate::extract::model::naming::Sort;
use crate::extract::reading::Reading;
use std::collections::BTreeMap;
use std::ops::Range;

/// Adds the names inside of `outer`.
pub(super) fn inner(
    reading: &Reading<'_>,
    outer: Range<usize>,
    whole: Sort,
    alike: &BTreeMap<&str, Sort>,
    found: &mut Vec<Named>,
) {
    let mut at = outer.start;
    while at < outer.end && outer.len() > 1 {
        let ends = (at + 1..=outer.end.min(at + 4)).rev().filter(|end| *end - at < outer.len());
        let named = ends
            .filter(|_| reading.tokens.get(at).is_some_and(|t| t.is_capitalised()))
            .filter(|end| !belongs(reading, &outer, at..*end))
            .find_map(|end| {
                let tokens = at..end;
                let known = mentions::known_at(reading, tokens.clone());
                let sort = match known.map(|known| known.sort) {
                    Some(NameSort::Country | NameSort::Capital | NameSort::Place) => {
                        Some(Sort::Place)
                    }
                    Some(NameSort::Organisation | NameSort::Outlet) => Some(Sort::Organisation),
                    Some(_) => None,
                    None => alike.get(reading.article.slice(reading.span(tokens.clone()))).copied(),
                };
                let sort =
                    sort.or_else(|| of_place(reading, &outer, &tokens).then_some(Sort::Place))?;
                if !may_hold(reading, &outer, whole, &tokens, sort) {
                    return None;
                }
                let mut sure = [0.2; 3];
                sure[sort as usize % 3] = 0.6;
                let kind = match sort {
                    Sort::Person => ActorKind::Person,
                    Sort::Organisation | Sort::Other => ActorKind::Organisation,
                    Sort::Place => ActorKind::Place,
                };
                Some(Named {
                    span: reading.span(tokens.clone()),
                    tokens,
                    title: None,
                    kind,
                    known,
                    stands_for: StandsFor::Itself,
                    sure: Some(sure),
                })
            });
        at = named.as_ref().map_or(at + 1, |named| named.tokens.end);
        found.extend(named);
    }
}

/// Whether a name of one kind is worth a mention inside of another: not the Harvard in Harvard University.
fn may_hold(
    reading: &Reading<'_>,
    outer: &Range<usize>,
    whole: Sort,
    tokens: &Range<usize>,
    sort: Sort,
) -> bool {
    let after_of = tokens.start > outer.start && reading.lower(tokens.start - 1) == "of";
    match (whole, sort) {
        (Sort::Organisation, Sort::Organisation) => after_of,
        (Sort::Person, Sort::Person) => false,
        (Sort::Person, _) => after_of,
        // "the Gaza Strip", where "the Strip" was once taken for a person.
        (Sort::Place, Sort::Person) => tokens.len() > 1,
        (Sort::Place, Sort::Place) => after_of || outer.len() >= tokens.len() + 2,
        _ => true,
    }
}

/// "University of Norwich": what follows is a place.
fn of_place(reading: &Reading<'_>, outer: &Range<usize>, tokens: &Range<usize>) -> bool {
    let Some(of) = tokens.start.checked_sub(1).filter(|of| *of > outer.start) else { return false };
    tokens.end == outer.end
        && reading.lower(of) == "of"
        && matches!(
            reading.lower(of - 1),
            "university"
                | "city"
                | "county"
                | "province"
                | "diocese"
                | "republic"
                | "kingdom"
                | "municipality"
        )
}

/// "York" in "New York City", "West" in "West Side": half a name, or a direction.
fn belongs(reading: &Reading<'_>, outer: &Range<usize>, tokens: Range<usize>) -> bool {
    let one = tokens.len() == 1;
    let after_new = tokens.start > outer.start && reading.lower(tokens.start - 1) == "new";
    let side = matches!(reading.lower(tokens.start), "north" | "south" | "east" | "west" | "gulf");
    one && (after_new || side)
}

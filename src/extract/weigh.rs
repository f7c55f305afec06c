//! Rules and models, weighed against each other: one list of attributions out of two.
//!
//! Both read the whole article by themselves. Where they meet at the same cue the
//! surer one is believed; what only one of them saw is kept where it is sure enough and
//! nothing that is kept stands in its way.

use super::raw::Raw;
use crate::text::Span;

/// What the rules alone saw is kept from this score on.
const LEAST_RULE: f32 = 0.8;

/// What the models alone saw is kept from this score on.
const LEAST_MODEL: f32 = 0.45;

/// By how much a rule must be surer than the models to be believed before them.
const LEAD: f32 = 0.1;

/// Rules that see by whom a statement came, or that nothing was stated. The models learned from a
/// corpus that marks neither, so they would call the agency the source, and know no better.
const TRUSTED: [&str; 6] =
    ["according-to", "citing", "label", "quoted-as-saying", "silence", "speaker-line"];

/// The attributions of both, in the order of the text.
#[must_use]
pub fn weigh(rules: Vec<Raw>, models: Vec<Raw>) -> Vec<Raw> {
    if models.is_empty() {
        return rules;
    }
    let (trusted, rules): (Vec<Raw>, Vec<Raw>) =
        rules.into_iter().partition(|rule| TRUSTED.contains(&rule.rule));
    let in_the_way = Taken::by(&trusted);
    let cues = Taken::by_cues(&rules);
    let mut rules: Vec<Option<Raw>> = rules.into_iter().map(Some).collect();
    let mut kept: Vec<Raw> = Vec::new();
    for model in models {
        if in_the_way.stops(&model, &trusted) {
            continue;
        }
        let same = model.cue.iter().flat_map(|cue| cues.meeting(*cue));
        let rule = same.min().and_then(|at| rules.get_mut(at)).and_then(Option::take);
        match rule {
            Some(rule) if rule.score > model.score + LEAD => kept.push(rule),
            _ if model.score < LEAST_MODEL => {}
            _ => kept.push(model),
        }
    }
    kept.extend(trusted);
    let in_the_way = Taken::by(&kept);
    let sure = rules.into_iter().flatten().filter(|rule| rule.score >= LEAST_RULE);
    let free: Vec<Raw> = sure.filter(|rule| !in_the_way.stops(rule, &kept)).collect();
    kept.extend(free);
    kept.sort_by_key(Raw::start);
    kept
}

/// The words that some attributions take, in the order of the text: so that what meets a
/// span is found without asking all.
struct Taken {
    /// Each span with the attribution it belongs to, by its start.
    spans: Vec<(Span, usize)>,
    /// For each span, the furthest end of it and all before it.
    reach: Vec<usize>,
}

impl Taken {
    fn by(all: &[Raw]) -> Self {
        Self::of(all, |raw| raw.cue.iter().chain(&raw.content))
    }

    fn by_cues(all: &[Raw]) -> Self {
        Self::of(all, |raw| raw.cue.iter().chain(&[]))
    }

    fn of<'a, I: Iterator<Item = &'a Span>>(all: &'a [Raw], words: impl Fn(&'a Raw) -> I) -> Self {
        let mut spans: Vec<(Span, usize)> = all
            .iter()
            .enumerate()
            .flat_map(|(at, raw)| words(raw).map(move |s| (*s, at)))
            .collect();
        spans.sort_by_key(|(span, at)| (span.start(), span.end(), *at));
        let reach = spans
            .iter()
            .scan(0, |far, (span, _)| {
                *far = span.end().max(*far);
                Some(*far)
            })
            .collect();
        Self { spans, reach }
    }

    /// Those that share a byte with the span.
    fn meeting(&self, span: Span) -> impl Iterator<Item = usize> + '_ {
        let from = self.reach.partition_point(|end| *end <= span.start());
        let rest = self.spans.get(from..).unwrap_or_default().iter();
        rest.take_while(move |(other, _)| other.start() < span.end())
            .filter(move |(other, _)| other.overlaps(span))
            .map(|(_, at)| *at)
    }

    /// Whether one of `all`, whose words these are, has words that `raw` would take, other than by
    /// having all of it in its content.
    fn stops(&self, raw: &Raw, all: &[Raw]) -> bool {
        let words = raw.cue.iter().chain(&raw.content);
        let mut meeting = words.flat_map(|span| self.meeting(*span));
        meeting.any(|at| all.get(at).is_some_and(|other| !is_within(raw, other)))
    }
}

/// Whether all of one stands in the content of the other: somebody is told to have said it.
fn is_within(one: &Raw, other: &Raw) -> bool {
    let mut all = one.source.iter().chain(&one.cue).chain(&one.content);
    all.all(|part| other.content.iter().any(|content| content.covers(*part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(rule: &'static str, cue: (usize, usize), content: (usize, usize), score: f32) -> Raw {
        Raw {
            cue: vec![Span::new(cue.0, cue.1)],
            content: vec![Span::new(content.0, content.1)],
            rule,
            score,
            ..Raw::default()
        }
    }

    fn kept(rules: Vec<Raw>, models: Vec<Raw>) -> Vec<&'static str> {
        weigh(rules, models).into_iter().map(|raw| raw.rule).collect()
    }

    #[test]
    fn at_one_cue_the_surer_is_believed() {
        let model = || raw("learned", (0, 4), (5, 20), 0.7);
        assert_eq!(kept(vec![raw("verb", (0, 4), (5, 30), 0.75)], vec![model()]), ["learned"]);
        assert_eq!(kept(vec![raw("verb", (0, 4), (5, 30), 0.85)], vec![model()]), ["verb"]);
    }

    #[test]
    fn what_one_alone_saw_must_be_sure_and_free() {
        let model = || raw("learned", (0, 4), (5, 20), 0.7);
        assert_eq!(
            kept(vec![raw("verb", (30, 34), (35, 40), 0.9)], vec![model()]),
            ["learned", "verb"]
        );
        assert_eq!(kept(vec![raw("verb", (30, 34), (35, 40), 0.5)], vec![model()]), ["learned"]);
        assert_eq!(kept(vec![raw("verb", (18, 22), (23, 40), 0.9)], vec![model()]), ["learned"]);
        let unsure = raw("learned", (50, 54), (55, 60), 0.2);
        assert_eq!(kept(Vec::new(), vec![model(), unsure]), ["learned"]);
    }

    #[test]
    fn a_claim_within_a_claim_is_kept() {
        let model = raw("learned", (0, 4), (5, 40), 0.7);
        let mut inner = raw("verb", (15, 19), (20, 40), 0.9);
        inner.source = vec![Span::new(10, 14)];
        assert_eq!(kept(vec![inner], vec![model]), ["learned", "verb"]);
    }

    #[test]
    fn who_sees_the_relay_is_believed() {
        let agency = raw("learned", (40, 48), (0, 39), 0.9);
        let relayed = raw("according-to", (20, 32), (0, 19), 0.6);
        assert_eq!(kept(vec![relayed], vec![agency]), ["according-to"]);
    }
}

//! What stands in a record for a subject, a ruling and a verdict: a word, perhaps a name or a kind, perhaps
//! words of the article. The notes file and the JSON of exports spell them alike, so both read them here.

use super::{About, Ruling, Verdict};
use crate::doc::Anchor;
use crate::extract::{ActorKind, SourceKind};

/// The subject of a word and a name; without a word the passage itself.
pub(crate) fn about(word: Option<&str>, name: Option<String>) -> Result<About, String> {
    let name = || name.ok_or_else(|| "it has no `name`".to_owned());
    Ok(match word {
        None | Some("passage") => About::Passage,
        Some("claim") => About::Claim,
        Some("actor") => About::Actor(name()?),
        Some("source") => About::Source(name()?),
        Some("article") => About::Article,
        Some(word) => return Err(format!("this version does not know what is `about` `{word}`")),
    })
}

/// The name or the kind, and the words, that stand beside a ruling's own word.
pub(crate) fn ruled(ruling: &Ruling) -> (Option<&str>, Option<&Anchor>) {
    match ruling {
        Ruling::Right | Ruling::Wrong => (None, None),
        Ruling::SaidBy { name, at } => {
            (Some(name.as_str()).filter(|name| !name.is_empty()), at.as_ref())
        }
        Ruling::SameAs(name) | Ruling::NotSame(name) => (Some(name.as_str()), None),
        Ruling::IsA(kind) => (Some(kind.name()), None),
        Ruling::IsSource(kind) => (Some(kind.name()), None),
        Ruling::Covers(anchor) => (None, Some(anchor)),
    }
}

/// The ruling of a word with what stands beside it. Some kinds are kinds of actors and of sources:
/// what the note is about tells which is meant.
pub(crate) fn ruling(
    word: &str,
    is: Option<String>,
    to: Option<Anchor>,
    about: &About,
) -> Result<Ruling, String> {
    let named = |is: Option<String>| is.ok_or_else(|| "its ruling has no `is`".to_owned());
    Ok(match word {
        "right" => Ruling::Right,
        "wrong" => Ruling::Wrong,
        // Nobody is credited where no name is given.
        "said-by" => Ruling::SaidBy { name: is.unwrap_or_default(), at: to },
        "same-as" => Ruling::SameAs(named(is)?),
        "not-same" => Ruling::NotSame(named(is)?),
        "is-a" => {
            let kind = named(is)?;
            let actor = ActorKind::named(&kind).map(Ruling::IsA);
            let source = SourceKind::named(&kind).map(Ruling::IsSource);
            let of_source = matches!(about, About::Source(_));
            let found = if of_source { source.or(actor) } else { actor.or(source) };
            found.ok_or_else(|| format!("this version does not know what `{kind}` is"))?
        }
        "covers" => Ruling::Covers(to.ok_or("its ruling does not quote what it covers")?),
        word => return Err(format!("this version does not know the ruling `{word}`")),
    })
}

/// The verdict of a word.
pub(crate) fn verdict(word: &str) -> Result<Verdict, String> {
    Verdict::named(word).ok_or_else(|| format!("this version does not know the verdict `{word}`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::Digest;
    use crate::text::Span;

    #[test]
    fn a_ruling_is_what_was_written_for_it() {
        let anchor = Anchor {
            digest: Digest::of(b"It rained."),
            span: Span::new(3, 9),
            exact: "rained".into(),
            before: "It ".into(),
            after: ".".into(),
        };
        let about = About::Source("Reuters".into());
        for was in [
            Ruling::Right,
            Ruling::Wrong,
            Ruling::SaidBy { name: "Maria Lopez".into(), at: Some(anchor.clone()) },
            Ruling::SaidBy { name: String::new(), at: None },
            Ruling::SameAs("AFP".into()),
            Ruling::NotSame("AFP".into()),
            Ruling::IsSource(SourceKind::Document),
            Ruling::Covers(anchor),
        ] {
            let (is, to) = ruled(&was);
            let back = ruling(was.name(), is.map(str::to_owned), to.cloned(), &about);
            assert_eq!(back, Ok(was));
        }
    }

    #[test]
    fn the_subject_tells_which_kind_is_meant() {
        let of = |about: About| ruling("is-a", Some("media".into()), None, &about);
        assert_eq!(of(About::Actor("AFP".into())), Ok(Ruling::IsA(ActorKind::Media)));
        assert_eq!(of(About::Source("AFP".into())), Ok(Ruling::IsSource(SourceKind::Media)));
        assert!(ruling("is-a", Some("river".into()), None, &About::Claim).is_err());
        assert!(ruling("is-a", None, None, &About::Claim).is_err());
    }
}

//! The part-of-speech tags: the Penn Treebank's, as the syntax files of the corpora write them.

/// Every tag, by its number.
pub const TAGS: [&str; 45] = [
    "#", "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "CC", "CD", "DT", "EX", "FW", "IN", "JJ",
    "JJR", "JJS", "LS", "MD", "NN", "NNP", "NNPS", "NNS", "PDT", "POS", "PRP", "PRP$", "RB", "RBR",
    "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$",
    "WRB", "``",
];

/// The number of a tag; that of a noun for one that is not known.
#[must_use]
pub fn tag(name: &str) -> u8 {
    TAGS.iter().position(|t| *t == name).unwrap_or(19) as u8
}

/// Whether a tag is a verb's.
#[must_use]
pub fn is_verb(tag: u8) -> bool {
    (34..=39).contains(&tag)
}

/// Whether a tag is a proper noun's.
#[must_use]
pub fn is_proper(tag: u8) -> bool {
    tag == 20 || tag == 21
}

/// Whether a tag is a noun's.
#[must_use]
pub fn is_noun(tag: u8) -> bool {
    (19..=22).contains(&tag)
}

/// Whether a tag is a pronoun's that can stand alone.
#[must_use]
pub fn is_pronoun(tag: u8) -> bool {
    matches!(tag, 25 | 40 | 41)
}

/// The relations of the parser: Stanford's, with those that play no part here laid together.
pub const RELATIONS: [&str; 24] = [
    "dep",
    "root",
    "nsubj",
    "nsubjpass",
    "csubj",
    "dobj",
    "iobj",
    "ccomp",
    "xcomp",
    "advcl",
    "acl",
    "acl:relcl",
    "parataxis",
    "nmod",
    "nmod:poss",
    "case",
    "mark",
    "det",
    "amod",
    "compound",
    "conj",
    "cc",
    "appos",
    "aux",
];

/// The number of a relation, with its rarer kin laid to it.
#[must_use]
pub fn relation(name: &str) -> u8 {
    let name = match name {
        "csubjpass" => "csubj",
        "nmod:tmod" | "nmod:npmod" | "advmod" | "neg" | "nummod" | "discourse" | "expl"
        | "punct" => "dep",
        "auxpass" | "cop" => "aux",
        "det:predet" => "det",
        "cc:preconj" => "cc",
        "compound:prt" | "mwe" => "compound",
        other => other,
    };
    RELATIONS.iter().position(|r| *r == name).unwrap_or(0) as u8
}

/// The number of the relation `ccomp`.
pub const CCOMP: u8 = 7;
/// The number of the relation `xcomp`.
pub const XCOMP: u8 = 8;
/// The number of the relation `nsubj`.
pub const NSUBJ: u8 = 2;
/// The number of the relation `parataxis`.
pub const PARATAXIS: u8 = 12;
/// The number of the tag of prepositions.
pub const IN: u8 = 13;
/// The number of the tag of modals.
pub const MD: u8 = 18;
/// The number of the tag of verbs in the past.
pub const VBD: u8 = 35;
/// The number of the tag of verbs in the present.
pub const VBP: u8 = 38;
/// The number of the tag of verbs in the present's third person.
pub const VBZ: u8 = 39;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_name_what_is_meant() {
        let of = |tags: &[u8]| tags.iter().map(|t| TAGS[usize::from(*t)]).collect::<Vec<_>>();
        assert_eq!(of(&[IN, MD, VBD, VBP, VBZ]), ["IN", "MD", "VBD", "VBP", "VBZ"]);
        let of = |all: &[u8]| all.iter().map(|r| RELATIONS[usize::from(*r)]).collect::<Vec<_>>();
        assert_eq!(of(&[CCOMP, XCOMP, NSUBJ, PARATAXIS]), ["ccomp", "xcomp", "nsubj", "parataxis"]);
    }
}

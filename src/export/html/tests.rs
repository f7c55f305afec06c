//! What a report must hold, whatever the article is.

use super::*;
use crate::export::sample;
use crate::notes::review::Rulings;
use dom_query::Document;
use proptest::prelude::*;

fn page(edit: impl FnOnce(&mut crate::doc::Article, &mut crate::notes::Notebook)) -> String {
    let (mut article, analysis) = sample::analysed();
    let mut notebook = sample::notebook(&article);
    edit(&mut article, &mut notebook);
    let rulings = Rulings::default();
    let dossier =
        Dossier { article: &article, analysis: &analysis, rulings: &rulings, notebook: &notebook };
    report(&dossier, &Export::default())
}

#[test]
fn the_report_as_it_is() {
    let page = page(|_, _| {});
    let body = page.split_once("</style>").unwrap().1.replace(env!("CARGO_PKG_VERSION"), "VERSION");
    insta::assert_snapshot!(body);
}

#[test]
fn every_link_leads_somewhere_and_every_id_is_there_once() {
    let page = page(|_, _| {});
    let document = Document::from(page.as_str());
    let mut ids = std::collections::BTreeSet::new();
    for node in document.select("[id]").iter() {
        assert!(ids.insert(node.attr_or("id", "").to_string()), "an id twice");
    }
    for node in document.select("a[href^='#']").iter() {
        let to = node.attr_or("href", "").to_string();
        assert!(ids.contains(to.trim_start_matches('#')), "{to} leads nowhere");
    }
    for node in document.select("[aria-describedby]").iter() {
        assert!(ids.contains(&node.attr_or("aria-describedby", "").to_string()));
    }
}

proptest! {
    #[test]
    fn hostile_words_are_only_words(title in "\\PC{0,20}", body in "[<>&\"'a=/ script]{0,40}") {
        let page = page(|article, notebook| {
            article.meta.title = format!("<script>{title}");
            article.meta.outlet = Some(body.clone());
            article.meta.url = Some("https://x.example/\"><script>alert(1)</script>".into());
            for note in notebook.notes.values_mut() {
                note.body.clone_from(&body);
                note.tags = vec![body.clone()];
                note.speaker = Some(body.clone());
            }
        });
        let document = Document::from(page.as_str());
        prop_assert_eq!(document.select("script, iframe, img, object, [onclick], [onerror]").length(), 0);
    }
}

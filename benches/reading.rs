//! How long reading takes inside the program: for comparing one version with another. `budgets.rs`
//! measures what the design promises.
//!
//! `cargo bench --bench reading`

// Here and in `common` a mistake ends the run, which is all that can be done about it.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "common/news.rs"]
mod news;
#[path = "common/screen.rs"]
mod screen;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use whosaid::app::key::Key;
use whosaid::extract::model::Models;
use whosaid::extract::{Lexicon, analyse};

/// From bytes to the first frame, without the process around it.
fn first_frame(criterion: &mut Criterion) {
    let text = news::article(10_000);
    criterion.bench_function("first frame of 10,000 words", |bench| {
        bench.iter(|| {
            let state = screen::open(screen::read(&text), 200, 60, 0);
            let mut buffer = screen::buffer(&state);
            screen::frame(&state, &mut buffer);
            buffer
        });
    });
}

/// A key and its frame, in a long article with many marks.
fn keys(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a key to its frame, 200×60, 300 marks");
    for (name, key) in [("down", 'j'), ("paragraph", '}'), ("tab", '1')] {
        let article = screen::read(&news::article(10_000));
        let mut state = screen::analysed(screen::open(article, 200, 60, 300));
        let mut buffer = screen::buffer(&state);
        group.bench_function(name, |bench| {
            bench.iter(|| {
                let effects = screen::press(&mut state, Key::char(key));
                screen::frame(&state, &mut buffer);
                effects
            });
        });
    }
    group.finish();
}

/// An article of usual length, on one core.
fn analysis(criterion: &mut Criterion) {
    let lexicon = Lexicon::builtin();
    let mut group = criterion.benchmark_group("analysis");
    let article = screen::read(&news::article(900));
    group.throughput(Throughput::Elements(1));
    group.bench_function("900 words", |bench| bench.iter(|| analyse(black_box(&article), lexicon)));
    group.finish();
}

/// Reading the models, which is done once.
fn models(criterion: &mut Criterion) {
    criterion.bench_function("reading the models", |bench| bench.iter(Models::read));
}

/// Inputs of doubling size in one paragraph: the time for a byte must stay what it is.
fn linear(criterion: &mut Criterion) {
    let lexicon = Lexicon::builtin();
    let mut group = criterion.benchmark_group("one paragraph");
    group.sample_size(10);
    for kilobytes in [100, 200, 400, 800, 1600] {
        let article = screen::read(&news::paragraph(kilobytes * 1000));
        group.throughput(Throughput::Bytes(article.text.len() as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(kilobytes),
            &article,
            |bench, article| {
                bench.iter(|| analyse(black_box(article), lexicon));
            },
        );
    }
    group.finish();
}

criterion_group!(benches, first_frame, keys, analysis, models, linear);
criterion_main!(benches);

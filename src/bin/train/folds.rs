//! Held-out parts: the articles in five, so that none is read by a model that has seen it.

/// Into how many parts the articles are divided.
pub const FOLDS: usize = 5;

/// Runs a job for each of the first `some` parts, two at a time; what comes out is in their order.
pub fn folds<T: Send>(some: usize, job: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let mut out: Vec<Option<T>> = (0..FOLDS).map(|_| None).collect();
    for (n, slots) in out[..some].chunks_mut(2).enumerate() {
        std::thread::scope(|scope| {
            for (k, slot) in slots.iter_mut().enumerate() {
                let job = &job;
                scope.spawn(move || *slot = Some(job(n * 2 + k)));
            }
        });
    }
    out.into_iter().flatten().collect()
}

/// The articles outside of a part.
pub fn others(n: usize, fold: usize) -> Vec<usize> {
    (0..n).filter(|d| d % FOLDS != fold).collect()
}

/// The articles of a part.
pub fn own(n: usize, fold: usize) -> impl Iterator<Item = usize> {
    (0..n).filter(move |d| d % FOLDS == fold)
}

/// Puts what each part says of its own articles in the order of the articles.
pub fn in_order<T: Default + Clone>(
    n: usize,
    parts: impl IntoIterator<Item = Vec<(usize, T)>>,
) -> Vec<T> {
    let mut all = vec![T::default(); n];
    for (d, one) in parts.into_iter().flatten() {
        all[d] = one;
    }
    all
}

//! One number for how sure an attribution is, and how often such a number was right.

use super::link::Link;

/// How sure an attribution is, not yet calibrated: of its borders and of what goes together.
/// `certain` says it of each segment, where it is part of an attribution.
#[must_use]
pub fn of(link: &Link, certain: &[Option<f32>]) -> f32 {
    let certain = |part: usize| certain.get(part).copied().flatten().unwrap_or(0.0);
    let cue = certain(link.cue);
    let source = link.source.map_or(0.8, certain);
    let content = match link.contents.iter().map(|part| certain(*part)).reduce(f32::max) {
        Some(best) => 0.5 + 0.5 * best,
        None => 0.1,
    };
    (cue * source * content * link.sure).max(0.0).powf(0.33).min(1.0)
}

/// How often attributions with this raw score were right, held out: `curve` at equal steps from 0 to 1.
#[must_use]
pub fn calibrated(raw: f32, curve: &[f32]) -> f32 {
    if curve.len() < 2 {
        return raw;
    }
    let place = raw.clamp(0.0, 1.0) * (curve.len() - 1) as f32;
    let at = (place as usize).min(curve.len() - 2);
    let part = place - at as f32;
    curve[at] * (1.0 - part) + curve[at + 1] * part
}

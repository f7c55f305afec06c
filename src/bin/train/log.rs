//! What the trainer says while it works.

use std::time::Instant;

/// Says things with the time that has passed.
pub struct Log(Instant);

impl Log {
    /// Begins to count.
    pub fn begin() -> Self {
        Self(Instant::now())
    }

    /// Says one line.
    pub fn say(&self, what: &str) {
        println!("[{:6.1}s] {what}", self.0.elapsed().as_secs_f32());
    }
}

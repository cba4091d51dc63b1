//! Chance that is the same at every run.

/// A small generator of its own (xorshift); it starts from any number but 0.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `n`; 0 when there is none.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

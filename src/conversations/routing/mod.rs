//! Who gets what stands in line: given out as soon as somebody can have it, taken by whoever has time, taken back when
//! it was not taken.

pub mod back;
pub mod drain;
pub mod floor;
pub mod next;
pub mod relined;

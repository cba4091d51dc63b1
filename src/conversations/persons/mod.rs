//! Two records joined into one person, with what that asks about their open cases; and taken back, when cases that
//! hold messages of both become two again; and the files of a person.

mod ask;
mod files;
mod join;
mod owner;
mod part;
mod preview;
mod sides;

pub use self::ask::{Questions, questions};
pub use self::files::{Place, WithFiles, files};
pub use self::join::join;
pub use self::owner::{another, in_doubt, same, taken_over, undo as undo_owner};
pub use self::part::part;
pub use self::preview::{Parting, Preview, preview};

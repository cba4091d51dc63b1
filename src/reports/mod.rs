//! What the log adds up to: facts of every conversation, kept beside the store as a view, and the figures asked of
//! them. One metric is defined in one place (`metric`); a page, a table, a list of conversations and the API are the
//! same scan over the same facts, so they cannot disagree.
//!
//! A fact is recomputed from its own conversation whenever an event touches it (`fold`): late events, merges,
//! un-merges and deletions are the same operation as any other. Facts keep instants and what was measured between
//! them, never sums.
//!
//! Must not: change anything, or keep a truth of its own.

mod asked;
mod calendars;
mod dirty;
mod fact;
mod filter;
mod fold;
mod follow;
mod gather;
mod metric;
mod names;
mod period;
mod repeats;
mod report;
mod rows;
mod scan;
mod stock;
mod summary;
mod table;
mod tally;

pub use self::asked::{Asked, FIELDS, OTHERS, PERIODS, Pairs, splits, who_name};
pub use self::calendars::Calendars;
pub use self::fact::By;
pub use self::filter::{Filter, Hours, MOST_WINDOW_DAYS, Part, Split, TARGET, WINDOW_DAYS};
pub use self::fold::effort::{Effort, efforts};
pub use self::follow::Reports;
pub use self::gather::gather;
pub use self::metric::{Anchor, Credit, Kind, Metric, Outcome};
pub use self::period::{HOURS, Period, Step};
pub use self::repeats::{Behind, Confidence, Quote, Shown, Signal};
pub use self::report::{Ask, Report};
pub use self::rows::{Order, Row, Rows, State};
pub use self::summary::Summary;

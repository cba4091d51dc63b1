//! `/reports`: what the log adds up to. One question in the address, one scan behind the figure, its course, its parts,
//! the conversations it is made of and the table one takes home.

mod bar;
mod chart;
mod evidence;
mod export;
pub mod frame;
pub mod measured;
pub mod month;
pub mod overview;
pub mod rows;
pub mod show;
mod workbook;

pub use self::export::table;
pub use self::workbook::workbook;

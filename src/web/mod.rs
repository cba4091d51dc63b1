//! The pages. A handler reads the request, looks or does one deed, and renders one view or sends the browser on.

pub mod asker;
pub mod assets;
pub mod contacts;
pub mod conversations;
pub mod error;
pub mod guard;
pub mod health;
pub mod inbox;
pub mod live;
pub mod login;
pub mod look;
pub mod names;
pub mod once;
pub mod page;
pub mod profile;
pub mod reading;
pub mod routes;
pub mod search;
pub mod session;
pub mod settings;
pub mod setup;
pub mod sheet;
pub mod shell;
pub mod squeeze;
pub mod upload;
pub mod view;

//! Who gets in, and who does not: the whole server in process, asked over real sockets byte for byte.

mod access;
mod addresses;
mod entrance;
mod erasing;
mod forms;
mod hidden;
mod hostile;
mod letters;
mod links;
mod login;
pub mod routes;
mod rows;
pub mod server;
mod setup;
mod slow;
mod staff;

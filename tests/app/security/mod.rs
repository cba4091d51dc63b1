//! Who gets in, and who does not: the whole server in process, asked over real sockets byte for byte.

mod access;
mod entrance;
mod erasing;
mod forms;
mod links;
mod login;
mod routes;
pub mod server;
mod setup;
mod slow;

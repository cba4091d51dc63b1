//! Who gets in, and who does not: the whole server in process, asked over real sockets byte for byte.

mod access;
mod forms;
mod links;
mod login;
mod routes;
mod server;
mod setup;

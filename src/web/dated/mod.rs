//! What customers have with a date: appointments, invoices, carts; and what is said of them by itself.

pub mod events;
pub mod kinds;
pub mod routes;
pub mod said;
pub mod stages;

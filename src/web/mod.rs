//! The pages. A handler reads the request, looks or does one deed, and renders one view or sends the browser on.

pub mod guard;
pub mod session;

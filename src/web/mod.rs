//! The pages. A handler reads the request, looks or does one deed, and renders one view or sends the browser on.

pub mod assets;
pub mod conversations;
pub mod guard;
pub mod inbox;
pub mod page;
pub mod session;
pub mod view;

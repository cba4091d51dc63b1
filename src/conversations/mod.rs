//! Everything that can be done with a conversation: one deed a file, shared steps in `steps`.
//!
//! A deed is a plain function of (write, who, what). It finds and authorises in one call, settles what of the
//! conversation has fallen due, checks, then writes the change with its events, timers and jobs.

pub mod absence;
pub mod assign;
pub mod audience;
pub mod automatic;
pub mod blocked;
pub mod bulk;
pub mod canned_replies;
pub mod chat;
pub mod courtesies;
pub mod dated;
pub mod delivery;
pub mod draft;
pub mod fields;
pub mod find;
pub mod follow;
pub mod forward;
pub mod further;
pub mod going_on;
pub mod handover;
pub mod intake;
pub mod leaving;
pub mod macros;
pub mod moving;
pub mod needs_answer;
pub mod note;
pub mod of_company;
pub mod outbound;
pub mod park;
pub mod participants;
pub mod persons;
pub mod plus;
pub mod promise;
pub mod raws;
pub mod read;
pub mod receive;
pub mod redact;
pub mod reply;
pub mod report;
pub mod routing;
pub mod rules;
pub mod said;
pub mod sender;
pub mod sla;
pub mod start;
pub mod status;
pub mod steps;
pub mod subject;
pub mod surveys;
pub mod timers;
pub mod undo;
pub mod unread;
pub mod write_down;

//! By which channels a person came, one after the other, within a conversation and from the one before.

use crate::reports::fact::{By, Sighting, Stream, kind_code};
use crate::reports::fold::Case;

pub(super) fn see(case: &Case, out: &mut Vec<Sighting>) {
    let mut before = case.came_from;
    for it in case.said.iter().filter(|it| it.is_inbound()) {
        if let Some((kind, at)) = before.filter(|(kind, _)| *kind != it.kind) {
            out.push(Sighting {
                stream: Stream::Hop,
                at: it.at,
                wall: Some(it.at.max(at).since(at)),
                work: None,
                by: By::Customer,
                channel: Some(it.channel),
                extra: kind_code(kind),
            });
        }
        before = Some((it.kind, it.at));
    }
}

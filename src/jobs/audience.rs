//! A team became private or open: its older conversations follow, a lot at a time.

use crate::conversations::audience::follow_older;
use crate::domain::error::Result;
use crate::domain::id::TeamId;
use crate::jobs::Yard;
use crate::store::Lane;

/// Goes on below this number until all have followed.
pub async fn follow(yard: &Yard, team: TeamId, before: u64) -> Result<()> {
    let mut next = Some(before);
    while let Some(before) = next {
        let deed = move |w: &mut crate::store::Write<'_>| follow_older(w, team, before);
        (next, _) = yard.app.act_in(Lane::Bulk, deed).await?;
    }
    Ok(())
}

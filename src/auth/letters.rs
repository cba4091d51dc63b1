//! What became of Lobby's own letters: one that did not reach its address is remembered with what it was about, and
//! shown there with its reason. A letter that arrives takes the trouble of the one before away.

use crate::domain::access::{LetterTrouble, Link, LinkPurpose};
use crate::domain::actor::{Right, Viewer};
use crate::domain::agent::Agent;
use crate::domain::delivery::DeliveryState;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{AgentId, ChannelId, LinkId};
use crate::domain::inbound::{Report, ReportKind};
use crate::domain::job::JobKind;
use crate::domain::time::Millis;
use crate::keys::KeyRing;
use crate::store::{Look, Write};

/// Characters kept of what a server said.
const DETAIL: usize = 300;

/// What a letter is about: what it did not reach is shown there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// An invitation or an address that waits for its proof; of a new password, whose it is.
    Link(LinkId),
    /// A notice to one of our people.
    Agent(AgentId),
    /// A further address of a mailbox that waits for its proof.
    Channel(ChannelId),
}

impl About {
    /// What the letter of a job is about; `None` when the job writes none.
    #[must_use]
    pub fn of(job: &JobKind) -> Option<Self> {
        match job {
            JobKind::MailReset { link }
            | JobKind::MailInvite { link }
            | JobKind::MailAddress { link }
            | JobKind::MailAddressSet { link } => Some(About::Link(*link)),
            JobKind::MailFailedSend { agent, .. }
            | JobKind::MailReminder { agent, .. }
            | JobKind::MailFigures { agent, .. }
            | JobKind::MailNotices { agent } => Some(About::Agent(*agent)),
            JobKind::AskAddress { channel } => Some(About::Channel(*channel)),
            _ => None,
        }
    }
}

/// Writes down that a letter left, or why it did not. The secret in it is forgotten unless it is tried again.
///
/// # Errors
/// The store's.
pub fn told(w: &mut Write<'_>, about: About, trouble: Option<&LetterTrouble>) -> Result<()> {
    match about {
        About::Agent(id) => of_agent(w, id, trouble),
        About::Channel(id) => of_channel(w, id, trouble),
        About::Link(id) => {
            let Some((hash, mut link)) = w.link_by_id(id)? else {
                return Ok(());
            };
            if trouble.is_none_or(|it| !it.again) {
                link.sealed.clear();
            }
            match whose(&link) {
                Some(agent) => of_agent(w, agent, trouble)?,
                None => link.trouble = trouble.cloned().map(short),
            }
            w.put_link(hash, &link)
        }
    }
}

/// The one a letter's trouble is remembered with, where that is not the link: a link for a new password says nothing to
/// anybody but its owner, and a used one is looked at no more.
fn whose(link: &Link) -> Option<AgentId> {
    match &link.purpose {
        LinkPurpose::ResetPassword { agent, .. } => Some(*agent),
        LinkPurpose::ProveAddress { agent, .. } => link.used_at.map(|_| *agent),
        LinkPurpose::SetUp | LinkPurpose::Invite { .. } => None,
    }
}

fn short(trouble: LetterTrouble) -> LetterTrouble {
    LetterTrouble {
        detail: trouble.detail.chars().take(DETAIL).collect(),
        ..trouble
    }
}

fn of_agent(w: &mut Write<'_>, id: AgentId, trouble: Option<&LetterTrouble>) -> Result<()> {
    let Some(mut agent) = w.agent(id)? else {
        return Ok(());
    };
    let trouble = trouble.cloned().map(short);
    if agent.letter_trouble == trouble {
        return Ok(());
    }
    agent.letter_trouble = trouble;
    w.put_agent(&agent)
}

fn of_channel(w: &mut Write<'_>, id: ChannelId, trouble: Option<&LetterTrouble>) -> Result<()> {
    let Some(mut channel) = w.channel(id)? else {
        return Ok(());
    };
    match &mut channel.unproven {
        Some(it) => it.trouble = trouble.cloned().map(short),
        None => return Ok(()),
    }
    w.put_channel(&channel)
}

/// A letter that did not leave is not tried again any more.
///
/// # Errors
/// The store's.
pub fn given_up(w: &mut Write<'_>, about: About) -> Result<()> {
    let known = match about {
        About::Agent(id) => w.agent(id)?.and_then(|it| it.letter_trouble),
        About::Channel(id) => {
            let unproven = w.channel(id)?.and_then(|it| it.unproven);
            unproven.and_then(|it| it.trouble)
        }
        About::Link(id) => match w.link_by_id(id)? {
            Some((_, link)) => match whose(&link) {
                Some(agent) => w.agent(agent)?.and_then(|it| it.letter_trouble),
                None => link.trouble,
            },
            None => None,
        },
    };
    let Some(mut trouble) = known else {
        return Ok(());
    };
    trouble.again = false;
    told(w, about, Some(&trouble))
}

/// A letter of ours came back: it is known by its Message-ID, which only we can make and no message has.
///
/// # Errors
/// The store's.
pub fn returned(w: &mut Write<'_>, keys: &KeyRing, report: &Report) -> Result<()> {
    if report.kind != ReportKind::Bounce || !is_about_a_letter(w, keys, report)? {
        return Ok(());
    }
    let now = w.now();
    for it in &report.recipients {
        if it.state != DeliveryState::Bounced {
            continue;
        }
        let code = if it.address_gone {
            "send-recipient-gone"
        } else {
            "send-bounced"
        };
        let trouble = LetterTrouble {
            at: now,
            to: it.address.clone(),
            code: code.to_owned(),
            detail: it.diagnostic.clone(),
            again: false,
        };
        for about in written_to(w, &it.address, now)? {
            told(w, about, Some(&trouble))?;
        }
    }
    Ok(())
}

/// What letters to an address are about: what waits for it, else the one who has it.
fn written_to(look: &Look<'_>, address: &str, now: Millis) -> Result<Vec<About>> {
    let links = look.links()?.into_iter().map(|(_, link)| link);
    let mut found: Vec<About> = links
        .filter(|it| is_open(it, now) && it.purpose.addresses().contains(&address))
        .map(|it| About::Link(it.id))
        .collect();
    let channels = look.channels()?.into_iter();
    let waiting = channels.filter(|it| it.unproven.is_some() && it.address == address);
    found.extend(waiting.map(|it| About::Channel(it.id)));
    if let (true, Some(agent)) = (found.is_empty(), look.agent_by_email(address)?) {
        found.push(About::Agent(agent.id));
    }
    Ok(found)
}

fn is_about_a_letter(look: &Look<'_>, keys: &KeyRing, report: &Report) -> Result<bool> {
    for id in report.about.iter().filter_map(|it| keys.read_mail_id(it)) {
        if look.message(id)?.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_open(link: &Link, now: Millis) -> bool {
    link.used_at.is_none() && now < link.expires_at
}

/// A letter that did not arrive, and about whom it was.
#[derive(Debug, Clone)]
pub enum Lost {
    /// An invitation.
    Invitation(LetterTrouble),
    /// An address that one's own proof was sent to.
    Proof(LetterTrouble),
    /// To one of our people.
    Person(Box<Agent>, LetterTrouble),
}

/// What did not arrive, as far as it is this viewer's to know: one's own, and all of it for those who administer.
///
/// # Errors
/// The store's.
pub fn lost(look: &Look<'_>, viewer: &Viewer, now: Millis) -> Result<Vec<Lost>> {
    let all = viewer.may(Right::Administer);
    let mut found = Vec::new();
    for (_, link) in look.links()? {
        let Some(trouble) = link.trouble.clone().filter(|_| is_open(&link, now)) else {
            continue;
        };
        match &link.purpose {
            LinkPurpose::Invite { .. } if all => found.push(Lost::Invitation(trouble)),
            LinkPurpose::ProveAddress { agent, .. } if viewer.agent_id() == Some(*agent) => {
                found.push(Lost::Proof(trouble));
            }
            _ => {}
        }
    }
    for agent in look.agents()? {
        let mine = viewer.agent_id() == Some(agent.id);
        if let Some(trouble) = agent.letter_trouble.clone()
            && agent.is_active()
            && (all || mine)
        {
            found.push(Lost::Person(Box::new(agent), trouble));
        }
    }
    Ok(found)
}

/// Takes note that letters to somebody did not arrive: it is shown no more, until one does not again.
///
/// # Errors
/// [`Error::Forbidden`] but for oneself and those who administer; [`Error::NotFound`].
pub fn noted(w: &mut Write<'_>, viewer: &Viewer, id: AgentId) -> Result<()> {
    if viewer.agent_id() != Some(id) {
        viewer.need(Right::Administer)?;
    }
    let found = w.agent(id)?.filter(Agent::is_active);
    let mut agent = found.ok_or(Error::not_found("agent"))?;
    if agent.letter_trouble.take().is_some() {
        w.put_agent(&agent)?;
        w.event(viewer.actor, Subject::agent(id), EventKind::AgentChanged)?;
    }
    Ok(())
}

//! The simulated shop: what is arranged in it before the month begins, and the deeds of its customers.

use std::sync::Arc;

use lobby::conversations::chat::hear::hear;
use lobby::conversations::receive::receive;
use lobby::desk::rules::{self, About};
use lobby::domain::actor::{Role, Viewer};
use lobby::domain::agent::Agent;
use lobby::domain::channel::{
    Channel, ChannelKind, Connection, ConnectionSettings, EmailSettings, ProviderSettings,
};
use lobby::domain::chat::ChatFacts;
use lobby::domain::contact::{Evidence, Handle, IdentifierKind};
use lobby::domain::conversation::Priority;
use lobby::domain::error::Result;
use lobby::domain::id::{AgentId, ChannelId, ConnectionId, Id, RawId, TagId, TeamId};
use lobby::domain::inbound::{Heard, Inbound, InboundMail, News};
use lobby::domain::macros::MacroAct;
use lobby::domain::mail::MailPlace;
use lobby::domain::message::MailAddress;
use lobby::domain::queue::serving::Serving;
use lobby::domain::queue::{Mode, Overflow, Queue, TakeBack};
use lobby::domain::rule::{RuleAct, Trigger};
use lobby::domain::sla::{ClockKind, SlaPolicy, Step, Target};
use lobby::domain::team::{Business, OpeningHours, Tag, Team};
use lobby::domain::time::{Span, Term};
use lobby::domain::view::{Condition, Part, Test, TextTest};
use lobby::keys::KeyRing;
use lobby::store::Write;
use uuid::Uuid;

use crate::random::Random;

pub const TEAMS: u64 = 5;
pub const PEOPLE: u64 = 20;
/// Minutes a team waits for somebody who knows what it is about; after which another team gets it; after which what
/// was not taken goes back.
pub const FIT: i64 = 10;
pub const OVERFLOW: i64 = 8;
pub const TAKE_BACK: i64 = 20;
/// Minutes of targets: first and next answer, and of urgent ones; before each somebody is warned.
pub const FIRST: i64 = 40;
pub const NEXT: i64 = 60;
pub const URGENT: i64 = 15;
pub const VIP: i64 = 25;
pub const WARNED: i64 = 5;

const MAIL: u128 = 1;
/// Five mailboxes and one messenger whose conversations rules bring to a team.
const MESSENGER: u128 = 20;
const BOSS: u128 = 40;

pub fn id<T: Id>(n: u128) -> T {
    T::from_uuid(Uuid::from_u128(n))
}

pub fn team(n: u64) -> TeamId {
    id(100 + u128::from(n))
}

pub fn agent(n: u64) -> AgentId {
    id(200 + u128::from(n))
}

/// The two things not everybody knows about.
pub fn skill(n: u64) -> TagId {
    id(300 + u128::from(n))
}

pub fn vip() -> TagId {
    id(310)
}

/// Somebody who works there, as the account knows them too.
#[derive(Debug, Clone)]
pub struct Person {
    pub teams: Vec<u64>,
    pub cap: u16,
    pub skills: Vec<u64>,
}

/// What a customer wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    pub team: u64,
    pub by_mail: bool,
    pub urgent: bool,
    pub vip: bool,
    pub skill: Option<u64>,
}

impl Wish {
    pub fn any(random: &mut Random) -> Self {
        Wish {
            team: random.below(TEAMS),
            by_mail: random.one_in(2),
            urgent: random.one_in(8),
            vip: random.one_in(12),
            skill: random.one_in(5).then(|| random.below(2)),
        }
    }

    /// Points it weighs.
    pub fn weight(self) -> u16 {
        if self.by_mail { 1 } else { 2 }
    }

    fn words(self) -> String {
        let mut out = format!("department{} I ask about the lamp, does it fit", self.team);
        for (is, word) in [(self.urgent, " hurryplease"), (self.vip, " goldmember")] {
            out.push_str(if is { word } else { "" });
        }
        if let Some(n) = self.skill {
            out.push_str(&format!(" subject{n}matter"));
        }
        out + " my table?"
    }
}

/// Everybody, by chance. Some of the first team know each skill, and nobody of the last knows any.
pub fn people(random: &mut Random) -> Vec<Person> {
    let any = |random: &mut Random, n: u64| {
        let first = n % TEAMS;
        let second = random.below(TEAMS);
        let mut teams = vec![first];
        if random.one_in(2) && second != first {
            teams.push(second);
        }
        let knows = |skill: &u64| !teams.contains(&(TEAMS - 1)) && (n / TEAMS) % 2 == *skill;
        Person {
            skills: (0..2).filter(knows).collect(),
            cap: 2 + u16::try_from(random.below(2)).unwrap(),
            teams,
        }
    };
    (0..PEOPLE).map(|n| any(random, n)).collect()
}

/// Puts all of it into the store.
pub fn furnish(w: &mut Write<'_>, people: &[Person]) -> Result<()> {
    let work = vec![(8 * 60, 18 * 60)];
    let mut week: [Vec<(u16, u16)>; 7] = Default::default();
    week[..5].fill(work);
    w.put_business(&Business {
        time_zone: "America/Bogota".to_owned(),
        hours: OpeningHours {
            week,
            ..OpeningHours::default()
        },
        ..Business::default()
    })?;
    for n in 0..TEAMS {
        put_team(w, n)?;
    }
    for tag in [skill(0), skill(1), vip()] {
        let name = format!("tag {tag}");
        w.put_tag(&Tag {
            id: tag,
            name,
            ..Tag::default()
        })?;
    }
    for (n, it) in (0..).zip(people) {
        let serving = Serving {
            cap: Some(it.cap),
            skills: it.skills.iter().map(|n| skill(*n)).collect(),
            ..Serving::default()
        };
        let teams = it.teams.iter().map(|n| team(*n)).collect();
        put_agent(w, agent(n), (Role::Agent, teams, serving))?;
    }
    put_agent(w, id(BOSS), (Role::Owner, Vec::new(), Serving::default()))?;
    put_channels(w)?;
    put_rules(w)?;
    // The one for good customers is asked first; its time never stands still.
    put_policy(w, 1, Condition::Is(Test::Tag(vec![vip()])), false)?;
    put_policy(w, 2, Condition::All(Vec::new()), true)
}

fn put_team(w: &mut Write<'_>, n: u64) -> Result<()> {
    // The first overflows into the second, the third takes back what is not taken.
    let overflow = Overflow {
        to: team(1),
        minutes: u16::try_from(OVERFLOW).unwrap(),
    };
    let back = u16::try_from(TAKE_BACK).unwrap();
    w.put_team(&Team {
        id: team(n),
        name: format!("Team {n}"),
        queue: Queue {
            mode: Mode::Push,
            fit_minutes: u16::try_from(FIT).unwrap(),
            overflow: (n == 0).then_some(overflow),
            take_back: match n {
                2 => TakeBack {
                    chat: back,
                    messaging: back,
                    mail: back,
                },
                _ => TakeBack::default(),
            },
        },
        ..Team::default()
    })
}

fn put_agent(
    w: &mut Write<'_>,
    id: AgentId,
    (role, teams, serving): (Role, Vec<TeamId>, Serving),
) -> Result<()> {
    w.put_agent(&Agent {
        id,
        name: format!("Agent {id}"),
        email: format!("{id}@desk.example"),
        time_zone: "America/Bogota".to_owned(),
        role,
        teams,
        serving,
        ..Agent::default()
    })
}

fn put_channels(w: &mut Write<'_>) -> Result<()> {
    let email = ConnectionSettings::Email(Box::new(EmailSettings {
        address: "help@desk.example".to_owned(),
        ..EmailSettings::default()
    }));
    let messenger = ConnectionSettings::Provider(Box::<ProviderSettings>::default());
    for (n, kind, settings, address) in [
        (MAIL, ChannelKind::Email, email, "help@desk.example"),
        (MESSENGER, ChannelKind::Api, messenger, ""),
    ] {
        w.put_connection(&Connection {
            id: id(n),
            settings,
            ..Connection::default()
        })?;
        w.put_channel(&Channel {
            id: id(n + 1),
            connection: id(n),
            kind,
            address: address.to_owned(),
            ..Channel::default()
        })?;
    }
    Ok(())
}

/// What a customer's words bring about as they arrive.
fn put_rules(w: &mut Write<'_>) -> Result<()> {
    let boss = Viewer::agent(id(BOSS), Role::Owner, [].into());
    let mut all = vec![
        (
            "hurryplease".to_owned(),
            MacroAct::SetPriority {
                to: Priority::Urgent,
            },
        ),
        ("goldmember".to_owned(), MacroAct::Tag { tag: vip() }),
    ];
    all.extend((0..2).map(|n| (format!("subject{n}matter"), MacroAct::Tag { tag: skill(n) })));
    all.extend((0..TEAMS).map(|n| (format!("department{n}"), MacroAct::SetTeam { to: team(n) })));
    for (word, act) in all {
        let about = About {
            name: word.clone(),
            trigger: Trigger::Arrival,
            condition: Condition::Is(Test::Said {
                part: Part::All,
                is: TextTest::Words(vec![word]),
            }),
            acts: vec![RuleAct::Do(act)],
            ..About::default()
        };
        rules::make(w, &boss, &about)?;
    }
    Ok(())
}

fn put_policy(w: &mut Write<'_>, n: u32, condition: Condition, open_hours: bool) -> Result<()> {
    let mut targets = Vec::new();
    for priority in Priority::ALL {
        for (clock, usual) in [
            (ClockKind::FirstResponse, FIRST),
            (ClockKind::NextResponse, NEXT),
        ] {
            let minutes = match (open_hours, priority) {
                (false, _) => VIP,
                (true, Priority::Urgent) => URGENT,
                (true, _) => usual,
            };
            let term = Term::Span(Span::minutes(minutes));
            targets.push(Target {
                clock,
                priority,
                term,
            });
        }
    }
    let step = |minutes| Step {
        minutes,
        assignee: true,
        ..Step::default()
    };
    w.put_sla_policy(&SlaPolicy {
        id: id(500 + u128::from(n)),
        name: format!("Policy {n}"),
        position: n,
        condition,
        targets,
        business_hours: open_hours,
        steps: vec![step(i32::try_from(-WARNED).unwrap()), step(0)],
        ..SlaPolicy::default()
    })
}

/// What a customer writes for the `nth` time: taken in once, however often it is tried.
pub fn writes(
    w: &mut Write<'_>,
    keys: &Arc<KeyRing>,
    (customer, nth, wish): (u64, u64, Wish),
) -> Result<()> {
    let dedupe = format!("{customer}-{nth}@customer.example");
    let address = format!("customer{customer}@customer.example");
    let from = match wish.by_mail {
        true => Handle::email(address.clone()),
        false => Handle {
            kind: IdentifierKind::External,
            scope: id::<ChannelId>(MESSENGER + 1).to_string(),
            value: address.clone(),
        },
    };
    let text = wish.words() + &format!(" This is question {nth} of {customer}.");
    let mut input = Inbound {
        dedupe: dedupe.clone(),
        from,
        from_name: format!("Customer {customer}"),
        as_sent: address.clone(),
        evidence: Evidence::Dmarc,
        said_at: w.now(),
        subject: format!("Question of {customer}"),
        excerpt: text.clone(),
        text,
        ..Inbound::default()
    };
    if wish.by_mail {
        input.mail = Some(Box::new(mail(customer, nth, &address, &dedupe)));
        return receive(w, keys, id(MAIL), &input).map(|_| ());
    }
    input.chat = Some(Box::new(ChatFacts {
        ids: vec![dedupe.clone()],
        peer: address,
        ..ChatFacts::default()
    }));
    let heard = Heard {
        dedupe,
        address: String::new(),
        news: News::Said(Box::new(input)),
        files: Vec::new(),
    };
    hear(w, id::<ConnectionId>(MESSENGER), RawId::default(), &heard).map(|_| ())
}

fn mail(customer: u64, nth: u64, address: &str, message_id: &str) -> InboundMail {
    let named = |address: &str| MailAddress {
        name: String::new(),
        address: address.to_owned(),
    };
    let first = (nth > 0).then(|| format!("{customer}-0@customer.example"));
    InboundMail {
        place: MailPlace {
            connection: id(MAIL),
            folder: "INBOX".to_owned(),
            uid_validity: 1,
            uid: u32::try_from(customer * 100 + nth + 1).unwrap(),
        },
        message_id: message_id.to_owned(),
        references: first.clone().into_iter().collect(),
        points_to: first.into_iter().collect(),
        from: named(address),
        to: vec![named("help@desk.example")],
        ..InboundMail::default()
    }
}

//! Who is told of what: by event, never of what they did themselves or may not see, gathered, in the hours they want, and
//! from where it was left off.

use std::collections::BTreeSet;

use lobby::conversations::follow::{follow, remind_me};
use lobby::conversations::note::{Note, note};
use lobby::conversations::said::Said;
use lobby::conversations::{assign, promise};
use lobby::domain::actor::{Role, Viewer};
use lobby::domain::agent::Agent;
use lobby::domain::conversation::Conversation;
use lobby::domain::error::Error;
use lobby::domain::id::{AgentId, NoticeId, SessionId, TeamId};
use lobby::domain::job::JobKind;
use lobby::domain::notice::{Medium, Notice, NoticeKind, PushDevice, Quiet, Telling};
use lobby::domain::outbound::SendError;
use lobby::domain::team::Team;
use lobby::domain::time::{Millis, Span};
use lobby::notices::mail::{self, Due};
use lobby::notices::push::{fan_out, wanted};
use lobby::notices::react::{BATCH, Eyes, due, place, react, reminded, reminded_of_channel};
use lobby::notices::tell::Ring;
use lobby::notices::{list, telling};
use lobby::setup::reminder;
use lobby::store::Write;

use crate::support::desk::{Desk, id, member};
use crate::support::mail::Mail;

const CARLA: &str = "carla@example.com";

/// A desk whose notices are followed.
struct Told {
    desk: Desk,
    ana: AgentId,
    luis: AgentId,
}

impl Told {
    fn new() -> Self {
        let desk = Desk::new();
        desk.act(place);
        let (ana, luis) = (desk.ana.agent_id().unwrap(), desk.luis.agent_id().unwrap());
        Told { desk, ana, luis }
    }

    fn case(&self) -> Conversation {
        self.desk
            .begins(&Mail::from(CARLA, "Lamp", "Is it in stock?"))
    }

    /// What Carla writes next in the thread.
    fn writes(&self, c: &Conversation, text: &str) {
        self.desk.later(Span::seconds(1));
        let number = c.number;
        let mut mail = Mail::from(CARLA, "Re: Lamp", text);
        let first = self.desk.messages(c).remove(0);
        mail.mail.points_to = vec![first.mail.unwrap().message_id];
        let (joined, _) = self.desk.joins(&mail);
        assert_eq!(joined.number, number);
    }

    fn follows(&self) -> Vec<Ring> {
        self.follows_with(Eyes::new())
    }

    fn follows_with(&self, eyes: Eyes) -> Vec<Ring> {
        let from = self.desk.act(place);
        self.desk.act(move |w| react(w, from, BATCH, &eyes)).1
    }

    fn notices(&self, who: AgentId) -> Vec<Notice> {
        let mut all = self.desk.look(|look| look.notices(who, None, 1_000));
        // The clock stands: what was told at one time is told in the order of its ids.
        all.sort_by_key(|it| std::cmp::Reverse((it.at, it.id)));
        all
    }

    fn unread(&self, who: &Viewer) -> usize {
        let who = who.clone();
        self.desk.look(move |look| list::unread(look, &who))
    }

    fn kinds(&self, who: AgentId) -> Vec<NoticeKind> {
        self.notices(who).iter().map(|it| it.kind).collect()
    }

    fn gives(&self, by: &Viewer, c: &Conversation, to: AgentId) {
        self.desk.later(Span::seconds(1));
        let (by, number) = (by.clone(), c.number);
        self.desk
            .act(move |w| assign::assign(w, &by, number, Some(to)));
    }

    fn wants(&self, who: AgentId, change: impl Fn(&mut Telling) + Send + 'static) {
        self.desk.act(move |w| {
            let mut agent = w.agent(who)?.unwrap();
            change(&mut agent.telling);
            w.put_agent(&agent)
        });
    }

    fn device(&self, who: AgentId) {
        self.desk.act(move |w| {
            w.put_push_device(&PushDevice {
                id: id(77),
                agent: who,
                session: SessionId::default(),
                endpoint: "https://push.example/1".to_owned(),
                ..PushDevice::default()
            })
        });
    }

    fn jobs(&self, wanted: impl Fn(&JobKind) -> bool) -> Vec<Millis> {
        let soon = Millis(i64::MAX - 1);
        let all = self.desk.look(move |look| look.jobs_due(soon, 1_000));
        let found = all.into_iter().filter(|it| wanted(&it.kind));
        found.map(|it| it.due).collect()
    }
}

fn pushes(it: &JobKind) -> bool {
    matches!(it, JobKind::Push { .. })
}

fn mails(it: &JobKind) -> bool {
    matches!(it, JobKind::MailNotices { .. })
}

#[test]
fn what_nobody_has_is_one_notice_for_each_until_somebody_has_it() {
    let it = Told::new();
    let c = it.case();
    let rings = it.follows();
    assert_eq!(rings.len(), 2, "Ana and Luis");
    assert!(rings.iter().all(|ring| ring.sound && !ring.pops_up));
    assert_eq!(it.kinds(it.ana), [NoticeKind::New]);
    it.desk
        .begins(&Mail::from("eva@example.com", "Chair", "How long?"));
    it.follows();
    let all = it.notices(it.ana);
    assert_eq!((all.len(), all[0].n, all[0].gathers), (1, 2, true));
    assert_eq!(it.unread(&it.desk.ana), 1);
    // Told once, however often the log is read again.
    assert_eq!(it.follows(), []);
    assert_eq!(it.notices(it.ana).len(), 1);
    let other = Told::new();
    let c2 = other.case();
    other.follows();
    other.gives(&other.desk.luis.clone(), &c2, other.luis);
    other.follows();
    assert_eq!(other.unread(&other.desk.ana), 0, "Luis has it");
    assert_eq!(c.number, c2.number);
    it.desk.holds();
    other.desk.holds();
}

#[test]
fn being_given_named_and_answered_is_told_and_ones_own_doing_is_not() {
    let it = Told::new();
    let c = it.case();
    it.follows();
    let (ana, luis) = (it.desk.ana.clone(), it.desk.luis.clone());
    it.gives(&luis, &c, it.ana);
    let rings = it.follows();
    assert_eq!(rings.len(), 1);
    assert!(rings[0].sound && rings[0].pops_up && rings[0].number == Some(c.number));
    assert_eq!(it.kinds(it.ana)[0], NoticeKind::Given);
    assert_eq!(it.notices(it.ana)[0].by, Some(it.luis));
    // Taken by oneself: nobody is told.
    it.gives(&luis, &c, it.luis);
    it.follows();
    let before = it.notices(it.luis).len();
    it.gives(&ana, &c, it.ana);
    assert_eq!(it.follows(), []);
    // Carla writes twice: one notice of two messages, for who has it alone.
    it.writes(&c, "Hello again");
    it.writes(&c, "And in red?");
    it.follows();
    let answered = it.notices(it.ana).remove(0);
    assert_eq!((answered.kind, answered.n), (NoticeKind::Answered, 2));
    let first = it.desk.messages(&c)[1].id;
    assert_eq!(
        answered.message,
        Some(first),
        "it opens at the first of them"
    );
    assert_eq!(it.notices(it.luis).len(), before);
    // Luis names Ana and himself.
    let (me, other, number) = (it.luis, it.ana, c.number);
    it.desk.later(Span::seconds(1));
    it.desk.act(move |w| {
        let input = Note {
            conversation: number,
            said: Said::of("Please look"),
            mentions: vec![me, other],
            ..Note::default()
        };
        note(w, &luis, &input)
    });
    it.follows();
    assert_eq!(it.kinds(it.ana)[0], NoticeKind::Mentioned);
    assert_eq!(it.notices(it.luis).len(), before);
    it.desk.holds();
}

#[test]
fn who_follows_hears_of_it_without_having_it() {
    let it = Told::new();
    let c = it.case();
    let (luis, number) = (it.desk.luis.clone(), c.number);
    it.gives(&luis, &c, it.ana);
    let by = luis.clone();
    it.desk.act(move |w| follow(w, &by, number, true));
    it.follows();
    it.writes(&c, "Hello again");
    it.follows();
    assert_eq!(it.kinds(it.luis)[0], NoticeKind::Answered);
    let (before, by) = (it.notices(it.luis), luis.clone());
    it.desk
        .act(move |w| list::opened(w, by.agent_id().unwrap(), c.id));
    let by = luis.clone();
    it.desk.act(move |w| follow(w, &by, number, false));
    it.writes(&it.desk.conversation(c.id), "Are you there?");
    it.follows();
    assert_eq!(it.notices(it.luis).len(), before.len(), "no more");
    it.desk.holds();
}

#[test]
fn a_private_team_is_told_of_to_its_members_alone_and_shown_to_nobody_else() {
    let it = Told::new();
    let team: TeamId = id(50);
    it.desk.act(move |w| {
        w.put_team(&Team {
            id: team,
            name: "Health".into(),
            private: true,
            ..Team::default()
        })?;
        w.put_agent(&Agent {
            id: id(12),
            name: "Eva".into(),
            email: "eva@shop.example".into(),
            role: Role::Agent,
            teams: vec![team],
            ..Agent::default()
        })
    });
    let c = it.case();
    let (luis, number) = (it.desk.luis.clone(), c.number);
    let by = luis.clone();
    it.desk.act(move |w| follow(w, &by, number, true));
    it.follows();
    assert_eq!(it.unread(&luis), 1);
    let by = luis.clone();
    it.desk
        .act(move |w| assign::set_team(w, &by, number, Some(team)));
    it.follows();
    assert_eq!(it.unread(&luis), 0, "what is there is shown no more");
    let eva = member(12, team);
    assert_eq!(it.unread(&eva), 1);
    let before = it.notices(it.luis).len();
    it.writes(&c, "It is about my health");
    it.follows();
    assert_eq!(
        it.notices(it.luis).len(),
        before,
        "who follows it is not told either"
    );
    let who = luis.clone();
    let (shown, _) = it
        .desk
        .look(move |look| list::page(look, &who, (None, false), 50));
    assert!(shown.is_empty(), "{shown:?}");
    it.desk.holds();
}

#[test]
fn what_failed_what_is_due_and_what_one_asked_for_is_told() {
    let it = Told::new();
    let c = it.case();
    let (ana, number) = (it.desk.ana.clone(), c.number);
    it.gives(&ana, &c, it.ana);
    it.desk.answer(&c, "Yes");
    it.desk.later(Span::seconds(11));
    it.desk.fails(SendError::RecipientRefused {
        code: "550".into(),
        detail: String::new(),
        gone: true,
    });
    it.follows();
    assert_eq!(it.kinds(it.ana)[0], NoticeKind::Failed);
    // A promise: told of a quarter of an hour before, unless it was kept.
    let (by, at) = (ana.clone(), it.desk.now() + Span::hours(1));
    it.desk.act(move |w| promise::promise(w, &by, number, at));
    it.follows();
    let told = it.jobs(|it| matches!(it, JobKind::TellDue { .. }));
    assert_eq!(told, [at - Span::minutes(15)]);
    let id = c.id;
    let rings = it.desk.act(move |w| due(w, id, at, &Eyes::new()));
    assert_eq!(rings.len(), 1);
    assert!(!rings[0].sound && rings[0].pops_up);
    let other = at + Span::minutes(1);
    assert_eq!(it.desk.act(move |w| due(w, id, other, &Eyes::new())), []);
    // A reminder of one's own.
    let (by, at) = (ana.clone(), it.desk.now() + Span::hours(2));
    it.desk.act(move |w| remind_me(w, &by, number, Some(at)));
    let me = it.ana;
    assert_eq!(it.desk.act(move |w| reminded(w, (me, id), at)).len(), 1);
    assert_eq!(it.desk.act(move |w| reminded(w, (me, id), at)), [], "once");
    assert_eq!(it.kinds(it.ana)[0], NoticeKind::Reminder);
    let by = ana.clone();
    it.desk.act(move |w| remind_me(w, &by, number, Some(at)));
    it.desk.act(move |w| remind_me(w, &ana, number, None));
    assert_eq!(
        it.desk.act(move |w| reminded(w, (me, id), at)),
        [],
        "not any more"
    );
    it.desk.holds();
}

#[test]
fn what_lies_open_in_front_of_one_rings_nowhere_and_is_kept() {
    let it = Told::new();
    let c = it.case();
    it.gives(&it.desk.luis.clone(), &c, it.ana);
    it.follows();
    it.device(it.ana);
    it.writes(&c, "Hello again");
    let rings = it.follows_with([(it.ana, c.id)].into());
    assert_eq!(rings, []);
    let newest = it.notices(it.ana).remove(0);
    assert_eq!(newest.kind, NoticeKind::Answered);
    assert!(!newest.is_unread());
    assert!(it.jobs(pushes).is_empty());
    it.desk.holds();
}

#[test]
fn many_given_at_once_are_one_notice() {
    let it = Told::new();
    for n in 0..5 {
        let c = it.desk.begins(&Mail::from(
            &format!("c{n}@example.com"),
            "Roof",
            "It leaks",
        ));
        it.gives(&it.desk.luis.clone(), &c, it.ana);
    }
    let rings = it.follows();
    let given: Vec<Notice> = it
        .notices(it.ana)
        .into_iter()
        .filter(|it| it.kind == NoticeKind::Given)
        .collect();
    assert_eq!((given.len(), given[0].n), (1, 5));
    assert_eq!(
        rings
            .iter()
            .filter(|it| it.kind == NoticeKind::Given)
            .count(),
        1
    );
    it.desk.holds();
}

#[test]
fn quiet_hours_hold_sound_and_push_and_put_mail_off() {
    let it = Told::new();
    let ends = it.desk.now() + Span::hours(3);
    // The clock stands at 15:00 UTC.
    it.wants(it.ana, |telling| {
        telling.quiet = Quiet::Between {
            from: 14 * 60,
            to: 18 * 60,
        };
    });
    it.device(it.ana);
    let c = it.case();
    it.gives(&it.desk.luis.clone(), &c, it.ana);
    let rings = it.follows();
    let mine: Vec<_> = rings.iter().filter(|ring| ring.agent == it.ana).collect();
    assert!(mine.iter().all(|ring| !ring.sound));
    assert!(it.jobs(pushes).is_empty());
    assert_eq!(it.jobs(mails), [ends]);
    let agent = |who| it.desk.look(move |look| look.agent(who)).unwrap();
    let (ana, now) = (agent(it.ana), it.desk.now() + Span::hours(2));
    let found = it.desk.look(|look| mail::due(look, &ana, now));
    assert_eq!(found, Due::Nothing, "not due yet");
    let now = ends;
    let Due::Now(all) = it.desk.look(|look| mail::due(look, &ana, now)) else {
        panic!("nothing to mail")
    };
    assert_eq!(all.len(), 1);
    let (me, ids) = (it.ana, vec![all[0].notice.id]);
    it.desk.act(move |w| mail::mailed(w, me, &ids));
    assert_eq!(
        it.desk.look(|look| mail::due(look, &ana, now)),
        Due::Nothing,
        "once"
    );
    it.desk.holds();
}

#[test]
fn what_was_read_in_time_is_not_mailed_and_what_is_not_wanted_neither() {
    let it = Told::new();
    let c = it.case();
    it.gives(&it.desk.luis.clone(), &c, it.ana);
    it.follows();
    assert_eq!(it.jobs(mails), [it.desk.now() + Span::minutes(15)]);
    let later = it.desk.now() + Span::minutes(16);
    let agent = |who| it.desk.look(move |look| look.agent(who)).unwrap();
    let due_now = |who| it.desk.look(|look| mail::due(look, &agent(who), later));
    assert!(matches!(due_now(it.ana), Due::Now(_)));
    it.wants(it.ana, |telling| {
        telling.set(NoticeKind::Given, Medium::Mail, false)
    });
    assert_eq!(due_now(it.ana), Due::Nothing);
    it.wants(it.ana, |telling| {
        telling.set(NoticeKind::Given, Medium::Mail, true)
    });
    let (me, id) = (it.ana, c.id);
    assert_eq!(it.desk.act(move |w| list::opened(w, me, id)), 1);
    assert_eq!(due_now(it.ana), Due::Nothing);
    it.desk.holds();
}

#[test]
fn a_push_waits_for_who_looks_and_comes_once_in_two_minutes() {
    let it = Told::new();
    let c = it.case();
    it.gives(&it.desk.luis.clone(), &c, it.ana);
    it.follows();
    it.device(it.ana);
    it.writes(&c, "Hello again");
    it.follows();
    let now = it.desk.now();
    assert_eq!(it.jobs(pushes), [now]);
    let news = it.notices(it.ana).remove(0);
    let of: (AgentId, NoticeId) = (it.ana, news.id);
    let to_devices = |it: &JobKind| matches!(it, JobKind::PushTo { .. });
    // She looks at Lobby: it is put off, and then dropped.
    it.desk.act(move |w| fan_out(w, of, &Eyes::new(), true));
    assert_eq!(it.jobs(pushes), [now, now + Span::seconds(30)]);
    assert!(it.jobs(to_devices).is_empty());
    it.desk.act(move |w| fan_out(w, of, &Eyes::new(), false));
    assert_eq!(it.jobs(to_devices), [now]);
    it.writes(&c, "Are you there?");
    it.follows();
    assert_eq!(it.jobs(pushes).last(), Some(&(now + Span::minutes(2))));
    // Read meanwhile, or open in front of her: not any more.
    let eyes: Eyes = [(it.ana, c.id)].into();
    let still = |eyes: &Eyes| it.desk.look(|look| wanted(look, of, eyes, now)).is_some();
    assert!(still(&Eyes::new()));
    assert!(!still(&eyes));
    let (me, id) = (it.ana, c.id);
    it.desk.act(move |w| list::opened(w, me, id));
    assert!(!still(&Eyes::new()));
    it.desk.holds();
}

#[test]
fn the_list_is_read_in_pages_marked_and_swept() {
    let it = Told::new();
    let me = it.ana;
    it.desk.act(move |w| {
        for n in 0..1_000_i64 {
            let made = Notice {
                id: w.new_id(),
                agent: me,
                kind: NoticeKind::ChannelDown,
                channel: Some(id(u128::try_from(n).unwrap() + 1_000)),
                n: 1,
                at: w.now() - Span::minutes(n),
                ..Notice::default()
            };
            w.put_notice(&made)?;
        }
        Ok(())
    });
    let ana = it.desk.ana.clone();
    let (mut after, mut seen, mut pages) = (None, Vec::new(), 0);
    loop {
        let who = ana.clone();
        let (page, next) = it
            .desk
            .look(move |look| list::page(look, &who, (after, false), 50));
        seen.extend(page.into_iter().map(|it| it.notice.at));
        pages += 1;
        match next {
            Some(_) => after = next,
            None => break,
        }
    }
    assert_eq!((seen.len(), pages), (1_000, 21), "the last page is empty");
    assert!(seen.windows(2).all(|it| it[0] > it[1]), "newest first");
    assert_eq!(it.unread(&ana), list::COUNTED);
    let first = it.notices(me)[0].id;
    let who = ana.clone();
    it.desk.act(move |w| list::mark(w, &who, first, true));
    let who = ana.clone();
    let (page, _) = it
        .desk
        .look(move |look| list::page(look, &who, (None, true), 1));
    assert_ne!(page[0].notice.id, first);
    let other = it.desk.luis.clone();
    assert!(
        it.desk
            .try_act(move |w| list::mark(w, &other, first, true))
            .is_err(),
        "another's"
    );
    let who = ana.clone();
    it.desk.act(move |w| {
        while list::mark_all(w, &who)?.1 {}
        Ok(())
    });
    assert_eq!(it.unread(&ana), 0);
    it.desk.later(Span::days(31));
    while it.desk.act(list::sweep) > 0 {}
    assert!(it.notices(me).is_empty());
    it.desk.holds();
}

#[test]
fn who_wants_nothing_counted_still_finds_it_and_wrong_hours_are_refused() {
    let it = Told::new();
    it.wants(it.ana, |telling| {
        for medium in Medium::ALL {
            telling.set(NoticeKind::New, medium, false);
        }
    });
    it.case();
    let rings = it.follows();
    assert!(rings.iter().all(|ring| ring.agent != it.ana));
    assert_eq!(it.unread(&it.desk.ana), 0);
    assert_eq!(it.kinds(it.ana), [NoticeKind::New]);
    let ana = it.desk.ana.clone();
    let wrong = Telling {
        quiet: Quiet::Between { from: 60, to: 60 },
        ..Telling::default()
    };
    assert!(
        it.desk
            .try_act(move |w| telling::put(w, &ana, &wrong))
            .is_err()
    );
    it.desk.holds();
}

#[test]
fn the_owner_is_reminded_of_the_set_up_tomorrow_at_nine_where_the_business_is() {
    let it = Told::new();
    let channel = it.case().channel;
    it.desk.act(|w| {
        let mut business = w.business()?.unwrap_or_default();
        business.time_zone = "America/Bogota".to_owned();
        w.put_business(&business)
    });
    let owner = it.ana;
    let asks = move |w: &mut Write<'_>| {
        let agent = w.agent(owner)?.unwrap();
        let by = Viewer::agent(agent.id, Role::Owner, BTreeSet::new());
        reminder::tomorrow(w, &by, channel)
    };
    let hers = it.desk.ana.clone();
    let refused = it
        .desk
        .try_act(move |w| reminder::tomorrow(w, &hers, channel));
    assert!(
        matches!(refused, Err(Error::Forbidden { .. })),
        "not hers to ask"
    );
    let first = it.desk.act(asks);
    let there = jiff::Timestamp::from_millisecond(first.0).unwrap();
    let there = there.in_tz("America/Bogota").unwrap();
    let today = jiff::Timestamp::from_millisecond(it.desk.now().0).unwrap();
    let today = today.in_tz("America/Bogota").unwrap().date();
    assert_eq!((there.hour(), there.minute()), (9, 0));
    assert_eq!(there.date(), today.tomorrow().unwrap());
    let reminds = |it: &JobKind| matches!(it, JobKind::RemindSetUp { .. });
    assert_eq!(it.jobs(reminds), [first]);
    // Asked again a day later: only the newer one is told, once.
    it.desk.later(Span::days(1));
    let newer = it.desk.act(asks);
    assert_eq!(
        it.desk.look(move |look| reminder::waiting(look, channel)),
        Some(newer)
    );
    assert_eq!(it.desk.act(move |w| reminder::take(w, first)), None);
    let taken = it.desk.act(move |w| reminder::take(w, newer)).unwrap();
    assert_eq!(it.desk.act(move |w| reminder::take(w, newer)), None);
    let ring = it
        .desk
        .act(move |w| reminded_of_channel(w, taken.agent, taken.channel));
    assert!(ring.is_some());
    let told = it.notices(it.ana).remove(0);
    assert_eq!(
        (told.kind, told.channel, told.conversation),
        (NoticeKind::Reminder, Some(channel), None)
    );
    // What has heard something meanwhile is set up.
    let third = it.desk.act(asks);
    it.desk.act(move |w| {
        let connection = w.channel(channel)?.unwrap().connection;
        let mut connection = w.connection(connection)?.unwrap();
        connection.health.last_in = Some(w.now());
        w.put_connection(&connection)
    });
    assert_eq!(it.desk.act(move |w| reminder::take(w, third)), None);
}

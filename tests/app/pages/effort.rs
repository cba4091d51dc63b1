//! What pages tell of who works in what: by the server's clock, for those who may see it, and shown to each what is
//! theirs.

use lobby::domain::actor::Role;
use lobby::domain::conversation::Conversation;
use lobby::domain::id::TeamId;
use lobby::domain::team::Team;
use lobby::domain::time::Span;

use crate::pages::Pages;
use crate::security::server::Browser;
use crate::support::desk::id;
use crate::support::mail::Mail;

impl Pages {
    /// A page of somebody's tells, and time passes.
    fn tells(
        &self,
        who: &Browser,
        c: &Conversation,
        (idle, left, seconds): (i64, bool, i64),
    ) -> u16 {
        let idle = (idle * 1_000).to_string();
        let form = [
            ("page", "7"),
            ("idle", idle.as_str()),
            ("left", if left { "1" } else { "" }),
        ];
        let answer = self.sends(who, &format!("/c/{}/focus", c.number), &form);
        self.server.app.clock.advance(Span::seconds(seconds));
        answer.status
    }

    /// Somebody opens it, works in it for a minute and leaves.
    fn visits(&self, who: &Browser, c: &Conversation) {
        for _ in 0..4 {
            assert_eq!(self.tells(who, c, (2, false, 15)), 204);
        }
        assert_eq!(self.tells(who, c, (2, true, 100)), 204);
        // It is written down with what is written next.
        self.act(|w| {
            let it = w.quality_plan()?;
            w.put_quality_plan(&it)
        });
    }
}

#[test]
fn a_page_that_is_looked_at_is_measured_and_each_sees_what_is_theirs() {
    let pages = Pages::new();
    let (_, bea) = pages.person("bea", Role::Agent, Vec::new());
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let place = format!("/c/{}", c.number);
    assert!(pages.sees(&bea, &place).contains("data-measured"));
    assert!(
        pages
            .sees(&bea, &place)
            .contains("Your time here is measured")
    );
    pages.visits(&bea, &c);
    pages.visits(&pages.ana, &c);
    pages.visits(&pages.ana, &c);
    assert!(pages.sees(&bea, &place).contains("You: 1:00 in 1 visit"));
    assert!(
        pages
            .sees(&pages.ana, &place)
            .contains("Handled 3:00 in 3 visits")
    );
    let (own, all) = (
        pages.sees(&bea, &format!("{place}/effort")),
        pages.sees(&pages.ana, &format!("{place}/effort")),
    );
    assert!(
        own.contains("Measured: 1:00 in 1 visit") && !own.contains("2:00"),
        "{own}"
    );
    assert!(
        all.contains("Measured: 3:00 in 3 visits") && all.contains(">2:00<"),
        "{all}"
    );
    assert!(own.contains("no keystrokes"));
    // As reports show it, with what it is made of.
    let number = c.number;
    let by = pages.owner();
    pages.act(move |w| lobby::conversations::status::resolve(w, &by, number).map(|_| ()));
    let rows = pages.sees(&pages.ana, "/reports/handle_time/conversations");
    assert!(
        rows.contains("2:00 measured") && rows.contains(&format!("{place}/effort")),
        "{rows}"
    );
    assert!(
        pages
            .sees(&pages.ana, "/reports/handle_time")
            .contains("100% of 1 measured")
    );
    let estimated = pages.sees(&pages.ana, "/reports/handle_time_estimated");
    assert!(estimated.contains("1 measured: 3:00"), "{estimated}");
    pages.holds();
}

#[test]
fn nothing_is_measured_where_one_may_not_look_or_it_is_switched_off() {
    let pages = Pages::new();
    let (agent, bea) = pages.person("bea", Role::Agent, Vec::new());
    let (_, admin) = pages.person("olga", Role::Admin, Vec::new());
    let team: TeamId = id(60);
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let of = c.id;
    pages.act(move |w| {
        w.put_team(&Team {
            id: team,
            name: "Health".to_owned(),
            private: true,
            ..Team::default()
        })?;
        let mut c = w.conversation(of)?.unwrap();
        (c.team, c.audience) = (Some(team), Some(team));
        w.put_conversation(&c)
    });
    assert_eq!(pages.tells(&bea, &c, (0, false, 1)), 404);
    let open = pages.receives(&Mail::from("dora@example.com", "Chair", "And this?"));
    // Standing open is no act: who only looks is not kept online by it.
    pages.server.app.clock.advance(Span::minutes(30));
    assert_eq!(pages.tells(&bea, &open, (0, true, 0)), 204);
    let now = pages.server.app.clock.now();
    assert!(!pages.server.app.presences.is_there(agent.id, now));
    assert_eq!(pages.sends(&admin, "/settings/measuring", &[]).status, 403);
    assert!(
        pages
            .sees(&admin, "/settings/measuring")
            .contains("Only an owner")
    );
    pages.posts(&pages.ana, "/settings/measuring", &[("on", "")]);
    assert!(
        !pages
            .sees(&bea, &format!("/c/{}", open.number))
            .contains("data-measured")
    );
    pages.visits(&bea, &open);
    let kept = pages.server.app.store.look(|look| look.focus_in(open.id));
    assert!(kept.unwrap().is_empty());
    pages.posts(&pages.ana, "/settings/measuring", &[("on", "1")]);
    pages.visits(&bea, &open);
    let kept = pages.server.app.store.look(|look| look.focus_in(open.id));
    assert_eq!(kept.unwrap()[0].spent(), Span::minutes(1));
    let changes = pages.sees(&pages.ana, "/settings/changes");
    assert!(changes.contains("switched measuring of time off"));
    pages.holds();
}

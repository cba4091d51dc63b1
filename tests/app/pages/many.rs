//! A desk that has a thousand of what people put together over the years: every page stays one that can be looked over,
//! and what is not on it is found.

use lobby::conversations::fields::tag;
use lobby::domain::canned_reply::{Audience, CannedReply};
use lobby::domain::id::TagId;
use lobby::domain::macros::{Macro, MacroAct};
use lobby::domain::rule::{Rule, RuleAct, Trigger};
use lobby::domain::team::{Tag, Team};
use lobby::domain::view::View;
use lobby::store::Write;

use crate::pages::{Pages, between};
use crate::support::mail::Mail;

const MANY: usize = 1_000;

fn called(what: &str, n: usize) -> String {
    format!("{what} {n:04}")
}

/// A thousand of each, and a conversation.
fn desk() -> (Pages, u64) {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Hello?"));
    pages.act(|w: &mut Write<'_>| {
        let at = w.now();
        for n in 0..MANY {
            let id = w.new_id();
            w.put_canned_reply(&CannedReply {
                id,
                name: called("reply", n),
                text: "Thank you, {{contact.first_name|}}.".to_owned(),
                audience: Audience::Everybody,
                created_at: at,
                ..CannedReply::default()
            })?;
            let id = w.new_id();
            w.put_macro(&Macro {
                id,
                name: called("action", n),
                acts: vec![MacroAct::Resolve],
                audience: Audience::Everybody,
                created_at: at,
                ..Macro::default()
            })?;
            let id = w.new_id();
            w.put_view(&View {
                id,
                name: called("list", n),
                audience: Audience::Everybody,
                position: u32::try_from(n).unwrap_or_default(),
                created_at: at,
                ..View::default()
            })?;
            let id = w.new_id();
            w.put_team(&Team {
                id,
                name: called("team", n),
                created_at: at,
                ..Team::default()
            })?;
            let id = w.new_id();
            w.put_tag(&Tag {
                id,
                name: called("tag", n),
                created_at: at,
                ..Tag::default()
            })?;
            let id = w.new_id();
            w.put_rule(&Rule {
                id,
                name: called("rule", n),
                trigger: Trigger::Arrival,
                acts: vec![RuleAct::Do(MacroAct::Resolve)],
                position: u32::try_from(n).unwrap_or_default(),
                created_at: at,
                ..Rule::default()
            })?;
        }
        Ok(())
    });
    (pages, c.number)
}

#[test]
fn a_thousand_of_everything_is_shown_by_pages_and_found_by_a_word() {
    let (pages, number) = desk();
    let sees = |path: &str| pages.sees(&pages.ana, path);
    for (place, what, search) in [
        ("/settings/canned_replies", "reply", true),
        ("/settings/macros", "action", true),
        ("/settings/tags", "tag", true),
        ("/settings/teams", "team", true),
        ("/views", "list", true),
        ("/settings/rules", "rule", false),
        ("/lists?of=teams", "team", true),
        ("/lists?of=tags", "tag", true),
    ] {
        let more = if place.contains('?') { '&' } else { '?' };
        // What stands beside every page, and in the fields of a form, is none of its rows.
        let rows = |page: &str| {
            let page = between(page, "id=\"content\"", "</main>");
            let rows = page.split("class=\"box__row\"").skip(1);
            rows.filter(|it| it.contains(&format!(">{what} "))).count()
        };
        let first = sees(place);
        assert_eq!(rows(&first), 100, "{place}");
        let last = sees(&format!("{place}{more}page=10"));
        assert_eq!(rows(&last), 100, "{place}");
        assert!(
            last.contains(&called(what, 999)) && !last.contains("page=11"),
            "{place}"
        );
        if search {
            let found = sees(&format!("{place}{more}q=0999"));
            assert_eq!(rows(&found), 1, "{place}");
            let none = sees(&format!("{place}{more}q=zzz"));
            assert!(none.contains("Nothing here fits"), "{place}");
        }
    }
    // Beside the lists stand a few of them, and the way to all.
    let home = sees("/");
    assert!(
        home.contains("href=\"/lists?of=teams\"") && home.contains("All of them (1"),
        "{home}"
    );
    assert_eq!(home.matches("href=\"/list/view/").count(), 12);
    assert_eq!(home.matches("href=\"/list/team/").count(), 12);

    let thread = sees(&format!("/c/{number}"));
    assert_eq!(thread.matches("<option value=\"tag ").count(), 400);

    // What is put into an answer is found as well.
    for (place, found) in [
        (format!("/c/{number}/macros"), "action 0999"),
        (format!("/c/{number}/canned_replies"), "reply 0999"),
    ] {
        let all = sees(&place);
        assert_eq!(all.matches("class=\"canned__one\"").count(), 100, "{place}");
        assert!(all.contains("The first 100 are shown"));
        let one = sees(&format!("{place}?q=0999"));
        assert!(one.contains(found) && one.matches("class=\"canned__one\"").count() == 1);
    }
    let all = [("list", "all"), ("all", "1")];
    let page = pages.sends(&pages.ana, "/bulk/acts", &all).body;
    assert_eq!(page.matches("class=\"canned__one\"").count(), 200);
    let page = pages.sends(
        &pages.ana,
        "/bulk/acts",
        &[all[0], all[1], ("q", "0999"), ("do", "other")],
    );
    assert_eq!(page.body.matches("class=\"canned__one\"").count(), 2);
}

#[test]
fn a_new_conversation_offers_a_few_of_a_thousand_and_finds_the_others() {
    let (pages, _) = desk();
    let page = pages.sees(&pages.ana, "/new");
    let replies = |page: &str| page.matches("value=\"canned:").count();
    let actions = |page: &str| page.matches("value=\"macro:").count();
    assert_eq!((replies(&page), actions(&page)), (30, 30));
    let form = [
        ("find-reply", "reply 0999"),
        ("find-action", "action 09"),
        ("do", "write"),
    ];
    let found = pages.multipart_any("/new", &form).body;
    assert_eq!((replies(&found), actions(&found)), (1, 30));
    assert!(found.contains("reply 0999") && found.contains("action 0900"));
    let form = [
        ("find-reply", ""),
        ("find-action", "none such"),
        ("do", "write"),
    ];
    let none = pages.multipart_any("/new", &form).body;
    assert_eq!((replies(&none), actions(&none)), (30, 0));
}

#[test]
fn of_many_tags_those_with_most_to_do_stand_beside_the_lists() {
    let pages = Pages::new();
    let tags: Vec<TagId> = pages.act(|w: &mut Write<'_>| {
        let mut all = Vec::new();
        for n in 0..20 {
            let id = w.new_id();
            all.push(id);
            w.put_tag(&Tag {
                id,
                name: called("tag", n),
                ..Tag::default()
            })?;
        }
        Ok(all)
    });
    for at in 0..40 {
        let from = format!("p{at}@example.com");
        let c = pages.receives(&Mail::from(&from, "Lamp", "How much?"));
        // The last tags are on most of them.
        let put = tags[if at < 20 { at } else { 19 - at % 3 }];
        let (by, number) = (pages.owner(), c.number);
        pages.act(move |w: &mut Write<'_>| tag(w, &by, number, put).map(|_| ()));
    }
    let home = pages.sees(&pages.ana, "/");
    let beside = |n: usize| home.contains(&format!("/list/tag/{}\"", tags[n]));
    assert!(
        beside(19) && beside(18) && beside(17) && !beside(15),
        "{home}"
    );
    assert_eq!(home.matches("href=\"/list/tag/").count(), 12);
    assert!(home.contains("href=\"/lists?of=tags\""));
    // The one that is open is always there.
    let open = pages.sees(&pages.ana, &format!("/list/tag/{}", tags[15]));
    let links = between(&open, "id=\"sidebar\"", "</nav>");
    assert!(
        links.contains(&format!("/list/tag/{}\"", tags[15])),
        "{links}"
    );
    pages.holds();
}

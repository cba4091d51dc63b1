//! Hours and automatic answers, by the forms there are without scripts: calendars, whose count, days out of a file, and
//! what customers would see.

use lobby::domain::automatic::Menu;
use lobby::domain::id::ChannelId;
use lobby::domain::team::OpeningHours;

use crate::pages::{Pages, between};
use crate::support::desk::id;

const PLACE: &str = "/settings/hours";

fn works(pages: &Pages) {
    pages.act(|w| {
        let mut business = w.business()?.unwrap_or_default();
        business.time_zone = "America/Bogota".to_owned();
        business.hours = OpeningHours {
            holidays_of: "CO".to_owned(),
            ..OpeningHours::default()
        };
        for day in business.hours.week.iter_mut().take(5) {
            *day = vec![(540, 1_080)];
        }
        w.put_business(&business)
    });
}

/// Makes a calendar; the address of its page.
fn made(pages: &Pages, name: &str) -> String {
    let done = pages.sends(&pages.ana, PLACE, &[("name", name)]);
    assert_eq!(done.status, 303, "{}", done.body);
    done.header("location").unwrap().to_owned()
}

fn imports(pages: &Pages, place: &str, file: &str) -> crate::security::server::Reply {
    let origin = format!("http://{}", pages.server.address);
    let headers = [
        ("Accept", "text/html"),
        ("Origin", origin.as_str()),
        ("Cookie", pages.ana.cookie.as_str()),
        ("Content-Type", "multipart/form-data; boundary=cut"),
    ];
    let body = format!(
        "--cut\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n--cut\r\nContent-Disposition: form-data; \
         name=\"files\"; filename=\"a.ics\"\r\n\r\n{file}\r\n--cut--\r\n",
        pages.ana.csrf
    );
    let path = format!("{place}/import");
    pages.server.send("POST", &path, &headers, &body)
}

#[test]
fn a_calendar_begins_as_the_desk_and_says_when_a_message_is_due() {
    let pages = Pages::new();
    works(&pages);
    let all = pages.sees(&pages.ana, PLACE);
    assert!(all.contains("Mon–Fri 9:00–18:00") && all.contains("all others"));
    let place = made(&pages, "North branch");
    let page = pages.sees(&pages.ana, &place);
    assert!(
        page.contains("value=\"9:00-18:00\"") && page.contains("All Saints")
            || page.contains("Independence of Cartagena")
    );
    // Friday 27 November, 17:50: twenty minutes are over on Monday.
    let tried = pages.sees(
        &pages.ana,
        &format!("{place}?at=2026-11-27T17:50&minutes=20"),
    );
    let said = between(&tried, "id=\"try\"", "</section>");
    assert!(
        said.contains("Fri, 27 Nov 2026, 17:50") && said.contains("Mon, 30 Nov 2026, 09:10"),
        "{said}"
    );
    let mut form = vec![
        ("name", "North branch"),
        ("time_zone", "America/New_York"),
        ("holidays_of", ""),
    ];
    form.extend([("day0", "8-12, 13:30-18"), ("day1", "nonsense")]);
    let wrong = pages.sends(&pages.ana, &place, &form);
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.body.contains("nonsense") && wrong.body.contains("8-12, 13:30-18"),
        "as typed"
    );
    form.retain(|it| it.0 != "day1");
    let kept = pages.posts(&pages.ana, &place, &form);
    assert!(kept.contains("Mon 8:00–12:00, 13:30–18:00"), "{kept}");
    let never = [("name", "North branch"), ("day0", "")];
    assert_eq!(pages.sends(&pages.ana, &place, &never).status, 422);
    assert_eq!(
        pages
            .sends(&pages.ana, PLACE, &[("name", "north BRANCH")])
            .status,
        422
    );
    let gone = pages.posts(&pages.ana, &format!("{place}/retire"), &[]);
    assert!(!gone.contains("North branch"));
    pages.holds();
}

#[test]
fn channels_and_teams_choose_their_hours() {
    let pages = Pages::new();
    works(&pages);
    let channel = format!("/settings/channels/{}", id::<ChannelId>(2));
    assert!(
        !pages
            .sees(&pages.ana, &channel)
            .contains("name=\"calendar\"")
    );
    let place = made(&pages, "Night shift");
    let calendar = place.rsplit('/').next().unwrap();
    assert!(pages.sees(&pages.ana, &channel).contains("Night shift"));
    pages.posts(
        &pages.ana,
        &channel,
        &[("name", "Mailbox"), ("calendar", calendar)],
    );
    let team = pages.posts(&pages.ana, "/settings/teams", &[("name", "Sales")]);
    let team = between(&team, "/settings/teams/", "\"").to_owned();
    let team = format!("/settings/teams/{team}");
    pages.posts(
        &pages.ana,
        &team,
        &[("name", "Sales"), ("calendar", calendar)],
    );
    let all = pages.sees(&pages.ana, PLACE);
    assert!(all.contains("Mailbox, Sales"), "{all}");
    pages.posts(&pages.ana, &team, &[("name", "Sales"), ("calendar", "")]);
    assert!(!pages.sees(&pages.ana, PLACE).contains("Mailbox, Sales"));
    pages.holds();
}

#[test]
fn days_come_out_of_a_file_and_what_is_wrong_with_it_is_said() {
    let pages = Pages::new();
    works(&pages);
    let place = made(&pages, "North branch");
    let event = |lines: &str| format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n");
    let file = format!(
        "BEGIN:VCALENDAR\r\n{}{}{}{}END:VCALENDAR\r\n",
        event("DTSTART;VALUE=DATE:20261224\r\nSUMMARY:Nochebuena"),
        event("DTSTART;VALUE=DATE:20261225\r\nSUMMARY:Navidad"),
        event("DTSTART;VALUE=DATE:20270202\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Aniversario"),
        event("DTSTART;VALUE=DATE:20270301\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:Lunes"),
    );
    for (place, closed) in [
        (place.as_str(), "Nochebuena"),
        ("/settings/business", "Aniversario"),
    ] {
        let done = imports(&pages, place, &file);
        assert_eq!(done.status, 200, "{}", done.body);
        assert!(
            done.body
                .contains("Closed days added: 6. Closed already: 1. Over: 0."),
            "{}",
            done.body
        );
        assert!(done.body.contains("Line 17 was left out") && done.body.contains(closed));
        assert!(done.body.contains("Thu, 24 Dec 2026"));
        let again = imports(&pages, place, &file);
        assert!(again.body.contains("added: 0. Closed already: 7."));
        let wrong = imports(&pages, place, "hello");
        assert!(wrong.body.contains("this is no calendar file"));
        assert_eq!(imports(&pages, place, "").status, 422);
    }
    let opened = format!("{place}/holidays");
    let shown = pages.posts(
        &pages.ana,
        &opened,
        &[("day", "2026-12-24"), ("do", "open")],
    );
    assert!(!shown.contains("Nochebuena"));
    pages.holds();
}

#[test]
fn what_a_channel_says_is_arranged_and_seen() {
    let pages = Pages::new();
    works(&pages);
    pages.act(|w| {
        let mut business = w.business()?.unwrap_or_default();
        business.name = "Óptica Norte".to_owned();
        business.language = "es".to_owned();
        w.put_business(&business)
    });
    let channel: ChannelId = id(2);
    let place = format!("/settings/automatic/{channel}");
    assert!(
        pages
            .sees(&pages.ana, PLACE)
            .contains("says nothing by itself")
    );
    let page = pages.sees(&pages.ana, &place);
    assert!(
        page.contains("While we are open: nothing.")
            && page.contains("While we are closed: nothing.")
    );
    let mut form = vec![
        ("away", "1"),
        ("menu", "1"),
        ("menu_text", "¿Qué necesita?"),
    ];
    form.extend([
        ("c0.label", "Una cita"),
        ("c1.label", "Un pago"),
        ("c1.question", "¿Cuál factura?"),
    ]);
    let kept = pages.posts(&pages.ana, &place, &form);
    let seen = between(&kept, "id=\"preview\"", "</section>");
    assert!(
        seen.contains("Gracias por escribir a Óptica Norte. Le respondemos"),
        "{seen}"
    );
    assert!(
        seen.contains("¿Qué necesita?") && seen.contains("1. Una cita"),
        "mail has no buttons: {seen}"
    );
    let kept = pages
        .server
        .app
        .store
        .look(|look| look.channel(id(2)))
        .unwrap()
        .unwrap();
    assert_eq!(kept.automatic.away, Some(true));
    assert_eq!(kept.automatic.menu.labels(), ["Una cita", "Un pago"]);
    assert_eq!(kept.automatic.menu.choices[1].question, "¿Cuál factura?");
    for (field, value, said) in [
        ("c1.label", "Una cita", "Two choices read the same."),
        (
            "c1.label",
            "Un texto que es demasiado largo para un botón",
            "1 to 24 characters",
        ),
        ("menu_text", "{{contact.shoe_size}}", "error-place"),
    ] {
        let mut wrong = form.clone();
        wrong.iter_mut().find(|it| it.0 == field).unwrap().1 = value;
        let again = pages.sends(&pages.ana, &place, &wrong);
        assert_eq!(again.status, 422, "{field}");
        assert!(
            said.starts_with("error") || again.body.contains(said),
            "{field}: {}",
            again.body
        );
    }
    let off = pages.posts(&pages.ana, &place, &[]);
    assert!(off.contains("While we are closed: nothing."));
    let kept = pages
        .server
        .app
        .store
        .look(|look| look.channel(id(2)))
        .unwrap()
        .unwrap();
    assert_eq!(
        (kept.automatic.away, kept.automatic.menu),
        (Some(false), Menu::default())
    );
    pages.holds();
}

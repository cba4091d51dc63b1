#![allow(clippy::unwrap_used)]
use super::*;

fn at(text: &str) -> Millis {
    Millis::parse_rfc3339(text).unwrap()
}

/// The first instant from then on at which hours are open.
fn opens(limits: &Limits, country: &str, zone: &str, from: &str) -> Millis {
    let calendar = Calendar::owned(limits.hours(country), zone);
    let from = at(from);
    if calendar.is_open_at(from) {
        return from;
    }
    calendar.opens_after(from).unwrap()
}

#[test]
fn colombia_is_written_to_at_the_hours_of_its_law_to_the_minute() {
    let preset = Limits::preset(Purpose::Collection, "CO");
    for (from, opens_at) in [
        ("2026-11-13T06:59:59-05:00", "2026-11-13T07:00:00-05:00"),
        ("2026-11-13T07:00:00-05:00", "2026-11-13T07:00:00-05:00"),
        ("2026-11-13T18:59:59-05:00", "2026-11-13T18:59:59-05:00"),
        ("2026-11-13T19:00:00-05:00", "2026-11-14T08:00:00-05:00"),
        ("2026-11-21T14:59:00-05:00", "2026-11-21T14:59:00-05:00"),
        ("2026-11-21T15:00:00-05:00", "2026-11-23T07:00:00-05:00"),
        ("2026-11-22T10:00:00-05:00", "2026-11-23T07:00:00-05:00"),
        // Monday the 16th is a holiday.
        ("2026-11-14T15:00:00-05:00", "2026-11-17T07:00:00-05:00"),
    ] {
        let found = opens(&preset, "CO", "America/Bogota", from);
        assert_eq!(found, at(opens_at), "{from}");
    }
    let holidays = Limits {
        holidays: true,
        ..preset
    };
    let found = opens(
        &holidays,
        "CO",
        "America/Bogota",
        "2026-11-14T15:00:00-05:00",
    );
    assert_eq!(found, at("2026-11-16T07:00:00-05:00"));
}

#[test]
fn an_hour_that_clocks_skip_or_show_twice_opens_once() {
    let mut night = Limits::preset(Purpose::Commercial, "US");
    night.week = std::array::from_fn(|_| vec![(150, 180)]);
    let zone = "America/New_York";
    // On 8 March there is no 2:30: it would open when clocks go on, and has closed by then.
    let found = opens(&night, "US", zone, "2026-03-08T00:00:00-05:00");
    assert_eq!(found, at("2026-03-09T02:30:00-04:00"));
    let usual = Limits::preset(Purpose::Commercial, "US");
    let found = opens(&usual, "US", zone, "2026-03-08T01:00:00-05:00");
    assert_eq!(found, at("2026-03-08T08:00:00-04:00"));
    let found = opens(&usual, "US", zone, "2026-11-01T00:30:00-04:00");
    assert_eq!(found, at("2026-11-01T08:00:00-05:00"));
}

#[test]
fn caps_count_a_local_day_and_the_kinds_of_channel_of_a_week() {
    let limits = Limits::preset(Purpose::Collection, "CO");
    let calendar = Calendar::owned(limits.hours("CO"), "America/Bogota");
    let said = |text: &str, channel| Said {
        at: at(text),
        purpose: Purpose::Commercial,
        channel,
    };
    let held =
        |all: &[Said], channel, now: &str| above(&limits, all, (channel, at(now)), &calendar);
    let (chat, mail) = (ChannelKind::WhatsApp, ChannelKind::Email);
    let late = [said("2026-11-24T23:30:00-05:00", chat)];
    let day = Some(Held::Day);
    assert_eq!(held(&late, chat, "2026-11-24T08:00:00-05:00"), day);
    let next = "2026-11-25T07:00:00-05:00";
    assert_eq!(held(&late, chat, next), None);
    assert_eq!(held(&late, mail, next), Some(Held::Channel));
    // The week ends on Sunday.
    assert_eq!(held(&late, mail, "2026-11-30T07:00:00-05:00"), None);
    let any = Limits {
        a_day: None,
        channels_a_week: None,
        ..limits.clone()
    };
    assert_eq!(above(&any, &late, (mail, at(next)), &calendar), None);
}

#[test]
fn a_desk_that_is_older_than_these_settings_keeps_what_it_had() {
    let before = ContactHours::before("CO");
    let limits = before.limits(Purpose::Collection, "CO");
    assert_eq!((limits.a_day, limits.channels_a_week), (Some(1), None));
    let preset = ContactHours::default().limits(Purpose::Collection, "CO");
    assert_eq!(preset.channels_a_week, Some(1));
    assert_eq!(ContactHours::before("MX"), ContactHours::default());
    assert!(!before.limits(Purpose::Service, "CO").on);
}

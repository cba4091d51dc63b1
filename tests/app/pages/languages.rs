//! Which language a page is in, and what makes an app of the pages.

use crate::pages::Pages;
use crate::support::mail::Mail;

fn speaks(pages: &Pages, path: &str, wish: &str) -> (String, String) {
    let headers = [("Accept", "text/html"), ("Accept-Language", wish)];
    let page = pages.server.send("GET", path, &headers, "");
    let lang = page.body.split("<html lang=\"").nth(1).unwrap_or_default();
    let lang = lang.split('"').next().unwrap_or_default().to_owned();
    (lang, page.body)
}

#[test]
fn who_is_not_logged_in_reads_what_the_browser_wishes_for() {
    let pages = Pages::new();
    for (wish, lang, word) in [
        ("pt", "pt-BR", "Senha"),
        ("pt-BR, en;q=0.5", "pt-BR", "Senha"),
        ("pt-PT", "pt-BR", "Senha"),
        ("id-ID", "id", "Kata sandi"),
        ("in", "id", "Masuk"),
        ("es-MX, pt;q=0.9", "es", "Contraseña"),
        ("en-GB", "en", "Log in"),
    ] {
        let (found, page) = speaks(&pages, "/login", wish);
        assert_eq!(found, lang, "{wish}");
        assert!(page.contains(word), "{wish}: {word}");
        assert!(page.contains(&format!("<html lang=\"{lang}\" dir=\"ltr\"")));
    }
    // What nobody here speaks falls back to what the business speaks.
    for own in ["id", "pt-BR"] {
        pages.act(move |w| {
            let mut business = w.business()?.unwrap_or_default();
            business.language = own.to_owned();
            w.put_business(&business)
        });
        assert_eq!(speaks(&pages, "/login", "fr, de;q=0.8").0, own);
    }
}

#[test]
fn everybody_chooses_their_own_language() {
    let pages = Pages::new();
    let profile = pages.sees(&pages.ana, "/settings/me");
    for name in [
        "English",
        "Español",
        "Português (Brasil)",
        "Bahasa Indonesia",
    ] {
        assert!(profile.contains(name), "{name}");
    }
    for (code, word) in [
        ("pt-BR", "Meu perfil"),
        ("id", "Profil saya"),
        ("es", "Mi perfil"),
    ] {
        let form = [("name", "Ana"), ("language", code), ("time_zone", "UTC")];
        let page = pages.posts(&pages.ana, "/settings/me", &form);
        assert!(page.contains(word), "{code}");
        assert!(page.contains(&format!("<html lang=\"{code}\"")), "{code}");
        assert!(
            page.contains(&format!("value=\"{code}\" selected")),
            "{code}"
        );
    }
}

#[test]
fn times_are_told_as_in_the_country_of_the_business() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    for (country, half) in [("US", true), ("GB", false)] {
        pages.act(move |w| {
            let mut business = w.business()?.unwrap_or_default();
            country.clone_into(&mut business.country);
            w.put_business(&business)
        });
        let page = pages.sees(&pages.ana, &format!("/c/{}", c.number));
        let whole = [" AM\"", " PM\""].iter().any(|it| page.contains(it));
        assert_eq!(whole, half, "{country}");
    }
}

#[test]
fn a_phone_can_keep_lobby_as_an_app() {
    let pages = Pages::new();
    let headers = [("Accept-Language", "pt-BR")];
    let told = pages
        .server
        .send("GET", "/manifest.webmanifest", &headers, "");
    assert_eq!(
        told.header("content-type"),
        Some("application/manifest+json; charset=utf-8")
    );
    let manifest: serde_json::Value = serde_json::from_str(&told.body).unwrap();
    assert_eq!(manifest["start_url"], "/");
    assert_eq!(manifest["display"], "standalone");
    assert_eq!(
        (&manifest["lang"], &manifest["dir"]),
        (&"pt-BR".into(), &"ltr".into())
    );
    for icon in manifest["icons"].as_array().unwrap() {
        let found = pages.server.get(icon["src"].as_str().unwrap(), "");
        assert_eq!(found.status, 200);
        assert_eq!(found.header("content-type"), icon["type"].as_str());
    }
    for shortcut in manifest["shortcuts"].as_array().unwrap() {
        pages.sees(&pages.ana, shortcut["url"].as_str().unwrap());
    }
    let worker = pages.server.get("/worker.js", "");
    assert!(
        worker.body.starts_with("const KEPT = 'lobby-"),
        "{}",
        worker.body
    );
    assert_eq!(worker.header("cache-control"), Some("no-cache"));
    let (_, offline) = speaks(&pages, "/offline", "id");
    assert!(offline.contains("Tidak ada sambungan"));
    assert!(!offline.contains("<script"));
    let page = pages.sees(&pages.ana, "/");
    assert!(page.contains("<link rel=\"manifest\""));
}

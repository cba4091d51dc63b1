//! The panes of a conversation, each a template of its own: a template is one function, and all of them in one would keep
//! the compiler longer than everything else here.

use askama::Template;

use crate::web::conversations::show::{Item, Side, Thread};
use crate::web::page::Page;

#[derive(Template)]
#[template(path = "conversations/_thread.html")]
pub struct ThreadPane<'a> {
    page: &'a Page,
    thread: &'a Thread,
}

#[derive(Template)]
#[template(path = "conversations/_composer.html")]
pub struct ComposerPane<'a> {
    page: &'a Page,
    thread: &'a Thread,
}

#[derive(Template)]
#[template(path = "conversations/_side.html")]
pub struct SidePane<'a> {
    page: &'a Page,
    thread: &'a Thread,
    side: &'a Side,
}

#[derive(Template)]
#[template(path = "conversations/_item.html")]
pub struct ItemPart<'a> {
    page: &'a Page,
    item: &'a Item,
}

impl Thread {
    #[must_use]
    pub fn pane<'a>(&'a self, page: &'a Page) -> ThreadPane<'a> {
        ThreadPane { page, thread: self }
    }

    #[must_use]
    pub fn composer_pane<'a>(&'a self, page: &'a Page) -> ComposerPane<'a> {
        ComposerPane { page, thread: self }
    }
}

impl Side {
    #[must_use]
    pub fn pane<'a>(&'a self, page: &'a Page, thread: &'a Thread) -> SidePane<'a> {
        SidePane {
            page,
            thread,
            side: self,
        }
    }
}

impl Item {
    #[must_use]
    pub fn part<'a>(&'a self, page: &'a Page) -> ItemPart<'a> {
        ItemPart { page, item: self }
    }
}
